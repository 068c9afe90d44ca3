"""Reading days, people, rooms and activities of a FET file."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from community.text import Text
from scheduling.fet.activities import Activities, Activity
from scheduling.fet.grid import Grid
from scheduling.fet.people import People
from scheduling.fet.rooms import Room, Rooms
from scheduling.fet.school import School
from scheduling.fet.wish import note

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    from scheduling.xhstt.elements import Element, Findings

MOST_DAYS, MOST_HOURS = 140, 100  # FET's own limits are 35 and 72, in terms 4 times as many days
_OLD_HALVES = re.compile(r"-(ma\d|morocco|algeria)", re.IGNORECASE)  # in the program's version
_OLD_TERMS, OLD_DAYS_IN_TERM = "-mathmake", 5  # such a file does not say how long a term is
# What old files for mornings and afternoons called a day is a real day now.
_RENAMED = {
    "MaxDaysPerWeek": "MaxRealDaysPerWeek",
    "MinDaysPerWeek": "MinRealDaysPerWeek",
    "MaxHoursDaily": "MaxHoursDailyRealDays",
    "MaxHoursDailyHalfDays": "MaxHoursDaily",
    "ActivityTagMaxHoursDaily": "ActivityTagMaxHoursDailyRealDays",
    "MaxSpanPerDay": "MaxSpanPerRealDay",
    "MaxRoomChangesPerDay": "MaxRoomChangesPerRealDay",
}
_BEHAVIOURS = (
    "Exclusive",
    "One day exc",
    "Two days exc",
    "Three days exc",
    "Four days exc",
    "Five",
)
_EXCEPTED = ("One_Day", "Two_Days", "Three_Days")


def read_school(root: Element, findings: Findings) -> School:
    """Return what the file says apart from its constraints; problems go to ``findings``."""
    return SchoolReader(root, findings).read()


class SchoolReader:
    """Reads one file's lists."""

    def __init__(self, root: Element, findings: Findings) -> None:
        self._root = root
        self._findings = findings

    def read(self) -> School:
        """Return the school, whose people are resources."""
        version = self._root.attributes.get("version", "")
        mode, old = self._root.text_of("Mode"), _OLD_HALVES.search(version)
        halves = mode == "Mornings_Afternoons" or (not mode and old is not None)
        grid = self._grid(halves=halves)
        if not mode and _OLD_TERMS in version:
            grid.days_in_term = OLD_DAYS_IN_TERM
        people = self._people(exclusive=not mode and "morocco" in version.lower())
        rooms = self._rooms()
        activities = self._activities(people, grid)
        self._findings.raise_any()  # against broken lists every constraint would be wrong
        people.attend(activities.active)
        renamed: Mapping[str, str] = _RENAMED if halves and not mode else {}
        return School(grid, people, rooms, activities, renamed)

    def _named(self, parent: str, tag: str, known: Container[str] = ()) -> Iterator[Element]:
        """Yield the entries of a list, each with a name of its own."""
        for child in self._root.under(parent):
            if child.tag == tag:
                if not child.text_of("Name") or child.text_of("Name") in known:
                    name = child.child("Name") or child
                    note(self._findings, name, Text("应有不同的名称", "expected another name"))
                yield child

    def _grid(self, *, halves: bool) -> Grid:
        axes = []
        for parent, tag, most in (
            ("Days_List", "Day", MOST_DAYS),
            ("Hours_List", "Hour", MOST_HOURS),
        ):
            names: dict[str, None] = {}
            for child in self._named(parent, tag, names):
                names[child.text_of("Name")] = None
            if not 0 < len(names) <= most:
                what = Text(f"应有1到{most}个<{tag}>", f"expected 1 to {most} of <{tag}>")
                note(self._findings, self._root.child(parent) or self._root, what)
            axes.append(tuple(names))
        grid = Grid(axes[0], axes[1], halves)
        if self._root.child("Number_of_Days_Per_Term") is not None:
            grid.days_in_term = self._findings.number(self._root, "Number_of_Days_Per_Term")
        grid.breaks = frozenset(self._breaks(grid))
        return grid

    def _breaks(self, grid: Grid) -> Iterator[tuple[int, int]]:
        for constraint in self._root.under("Time_Constraints_List"):
            if constraint.tag == "ConstraintBreakTimes" and constraint.text_of("Active") != "false":
                for child in constraint.children:
                    if child.tag == "Break_Time":
                        day, hour = child.text_of("Day"), child.text_of("Hour")
                        if day in grid.days and hour in grid.hours:
                            yield grid.days.index(day), grid.hours.index(hour)
                        else:
                            expected = Text("没有这一天或这一节", "there is no such day or hour")
                            note(self._findings, child, expected)

    def _people(self, *, exclusive: bool) -> People:
        """Return teachers and students; ``exclusive``: nobody teaches mornings and afternoons."""
        teachers: dict[str, int | None] = {}
        for child in self._named("Teachers_List", "Teacher", teachers):
            said = child.text_of("Mornings_Afternoons_Behavior")
            kinds = [n for n, start in enumerate(_BEHAVIOURS) if said.startswith(start)]
            teachers[child.text_of("Name")] = kinds[0] if kinds else 0 if exclusive else None
        for count, word in enumerate(_EXCEPTED, 1):
            for child in self._root.under(f"Exception_Teachers_{word}_List"):
                if child.text in teachers:
                    teachers[child.text] = count
        people = People(teachers, {})
        for year in self._named("Students_List", "Year"):
            self._set(year, people, "Group", "Subgroup")
        return people

    def _set(self, element: Element, people: People, *below: str) -> frozenset[str]:
        """Read a set of students with all its parts, and return the smallest of them."""
        name = element.text_of("Name")
        parts = [c for c in element.children if below and c.tag == below[0]]
        if not name:
            note(self._findings, element, Text("缺少名称", "a name is missing"))
        people.leaves.setdefault(name, frozenset())
        found: frozenset[str] = frozenset()
        for part in parts:
            found |= self._set(part, people, *below[1:])
        people.leaves[name] |= found or frozenset([name])
        if (count := element.child("Number_of_Students")) is not None and count.text:
            people.sizes[name] = self._findings.number(element, "Number_of_Students")
        return people.leaves[name]

    def _rooms(self) -> Rooms:
        rooms: dict[str, Room] = {}
        for child in self._named("Rooms_List", "Room", rooms):
            sets = tuple(
                tuple(c.text for c in some.children if c.tag == "Real_Room")
                for some in child.children
                if some.tag == "Set_of_Real_Rooms"
            )
            name = child.text_of("Name")
            capacity = {}
            if child.child("Capacity") is not None:
                capacity = {"capacity": self._findings.number(child, "Capacity")}
            virtual = child.text_of("Virtual").lower() in ("true", "yes", "1")
            rooms[name] = Room(
                name, child.text_of("Building"), sets=sets if virtual else (), **capacity
            )
        for child in self._named("Rooms_List", "Room"):
            for real in (r for s in rooms[child.text_of("Name")].sets for r in s):
                if real not in rooms or rooms[real].sets:
                    note(self._findings, child, Text(f"没有教室“{real}”", f"no room {real}"))
        return Rooms(rooms)

    def _activities(self, people: People, grid: Grid) -> Activities:
        found: dict[str, Activity] = {}
        parts: Counter[str] = Counter()
        subjects = {c.text_of("Name") for c in self._root.under("Subjects_List")}
        for child in self._root.under("Activities_List"):
            if child.tag != "Activity":
                continue
            activity = self._activity(child, parts)
            if activity.id in found:
                expected = Text("课程编号重复", "the id is used twice")
                note(self._findings, child.child("Id") or child, expected)
            self._known(child, "Teacher", people.teachers)
            self._known(child, "Students", people.leaves)
            self._known(child, "Subject", subjects)
            if activity.duration > len(grid.hours):
                expected = Text("时长不能超过一天", "expected no more hours than a day has")
                note(self._findings, child.child("Duration") or child, expected)
            found[activity.id] = activity
        return Activities(found)

    def _activity(self, element: Element, parts: Counter[str]) -> Activity:
        course = element.text_of("Activity_Group_Id") or "0"
        if course != "0":
            parts[course] += 1
        more: dict[str, Any] = {}
        if element.child("Number_Of_Students") is not None:
            more["size"] = self._findings.number(element, "Number_Of_Students")

        def texts(tag: str) -> tuple[str, ...]:
            return tuple(dict.fromkeys(c.text for c in element.children if c.tag == tag and c.text))

        return Activity(
            id=str(self._findings.number(element, "Id")),
            subject=element.text_of("Subject"),
            teachers=texts("Teacher"),
            students=texts("Students"),
            tags=texts("Activity_Tag"),
            duration=self._findings.number(element, "Duration", least=1),
            course=course,
            component=parts[course] if course != "0" else 1,
            is_active=element.text_of("Active").lower() not in ("false", "no", "0"),
            **more,
        )

    def _known(self, element: Element, tag: str, known: Container[str]) -> None:
        for child in element.children:
            if child.tag == tag and child.text and child.text not in known:
                note(self._findings, child, Text("名单里没有", "not in the list of the file"))
