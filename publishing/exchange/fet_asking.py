"""One file of FET as its constraints are read against it: courses, and what constraints name."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from publishing.exchange.fet_school import FetSchool
    from scheduling.fet.activities import Activity
    from scheduling.fet.wish import Wish
    from scheduling.xhstt.elements import Findings


CourseKey = tuple[str, str]  # a class and a subject


class Piece(NamedTuple):
    """A constraint about single lessons: what planners call it, and the lessons that it names."""

    label: Text
    lessons: tuple[Activity, ...]


@dataclass
class Gathering:
    """The constraints of a file about single lessons: by the rooms, or days, and the weight."""

    rooms: dict[tuple[tuple[Any, ...], float], list[Piece]] = field(
        default_factory=lambda: defaultdict(list)
    )
    apart: dict[tuple[int, float], list[Piece]] = field(default_factory=lambda: defaultdict(list))
    at_once: list[Piece] = field(default_factory=list)  # always kept


_WHERE = Text("FET 约束", "FET constraints")


class Asking:
    """The constraints of one file on their way into the tables of requests."""

    def __init__(self, reader: FetSchool, findings: Findings) -> None:
        self.reader, self.findings, self.found = reader, findings, reader.found
        self.school = reader.school
        courses: dict[CourseKey, list[Activity]] = defaultdict(list)
        for activity in self.school.activities.active:
            for group in reader.classes_of(activity.students) or ():
                courses[group, activity.subject].append(activity)
        self.courses: dict[CourseKey, list[Activity]] = dict(courses)
        self.ids = {course: {a.id for a in lessons} for course, lessons in courses.items()}
        self.common: dict[str, int] = {}  # what is asked of all teachers
        self.gathering = Gathering()

    def lose(self, label: Text) -> None:
        """Count a constraint that no row holds."""
        self.found.losses.add(_WHERE, label)

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
        for (group, subject), mine in self.ids.items():
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
