"""One file of FET as its constraints are read against it: courses, and what constraints name."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from publishing.exchange.fet_school import FetSchool
    from scheduling.fet.activities import Activity
    from scheduling.fet.wish import Wish
    from scheduling.xhstt.elements import Findings


class Asking:
    """The constraints of one file on their way into the tables of requests."""

    def __init__(self, reader: FetSchool, findings: Findings) -> None:
        self.reader, self.findings, self.found = reader, findings, reader.found
        self.school = reader.school
        courses: dict[tuple[str, str], list[Activity]] = defaultdict(list)
        for activity in self.school.activities.active:
            for group in reader.classes_of(activity.students) or ():
                courses[group, activity.subject].append(activity)
        self.courses = dict(courses)
        self.common: dict[str, int] = {}  # what is asked of all teachers

    def teacher(self, wish: Wish) -> str:
        """Return the key of the teacher that a constraint names."""
        tags = ("Teacher_Name", "Teacher")
        return wish.named(tags, self.school.people.teachers, Text("教师", "teacher"))

    def groups(self, wish: Wish) -> list[str] | None:
        """Return the classes of the set that a constraint names; None for a part of one."""
        what = Text("学生组", "set of students")
        return self.reader.classes_of((wish.named(("Students",), self.school.people.leaves, what),))

    def whole(self, activities: Iterable[Activity]) -> dict[str, list[str]] | None:
        """Return classes by subject, of courses of which all lessons are meant; else None."""
        ids = {a.id for a in activities}
        found: dict[str, list[str]] = defaultdict(list)
        covered: set[str] = set()
        for (group, subject), lessons in self.courses.items():
            mine = {a.id for a in lessons}
            if mine <= ids:
                found[subject].append(group)
                covered |= mine
        return dict(found) if covered == ids else None

    def rooms(self, wish: Wish) -> tuple[Any, ...]:
        """Return the rooms that a constraint names; none where one of them is virtual."""
        known, element = self.school.rooms.by_name, wish.element
        tags = ("Room", "Preferred_Room", "Real_Room")
        names = [c.text for c in element.children if c.tag in tags and c.text]
        if any(name not in known for name in names):
            wish.fail(element.children[0].tag, Text("没有这间教室", "there is no such room"))
        if any(known[name].sets for name in names):
            return ()
        return tuple(map(self.reader.room, names))
