"""The lists of a file of FET as a school: its people, lessons and rooms.

A class is a set of students that has most of its lessons as a whole: a year, or each of its groups
where it is a grade. People of one name are one person in all files of one institution.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from community.models import WeekPattern
from community.text import Text
from publishing.exchange.found import Bell, Course, Placed, Together
from publishing.exchange.reading import MAX_ROWS, refuse

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from publishing.exchange.found import Found
    from scheduling.fet.activities import Activity
    from scheduling.fet.grid import Cell
    from scheduling.fet.school import School
    from scheduling.xhstt.elements import Element

_LESSONS = Text("FET 课程", "FET activities")


class FetSchool:
    """The lists of one file on their way into what was found."""

    def __init__(self, found: Found, place: str, name: str, root: Element, school: School) -> None:
        self.found, self.place, self.root, self.school = found, place, root, school
        self.institution = root.text_of("Institution_Name") or name
        known = {thing.name for thing in found.of("schools").values()}
        self.key = name
        called = self.institution
        found.add("schools", name, name, f"{called} {name}" if called in known else called)
        self.classes = {
            c: school.people.leaves[c]
            for year in root.under("Students_List")
            if year.tag == "Year"
            for c in self._classes_of(year)
        }

    def take(self) -> None:
        """Take over the base data, then the lessons."""
        self._bells()
        for group in self.classes:
            pupils = self.school.people.sizes.get(group) or None
            key = self.group(group)
            self.found.add("classes", key, "", group, school=self.key, pupils=pupils)
        for name in self.school.people.teachers:
            thing = self.found.add("teachers", self.person(name), name, name)
            thing.values.setdefault("at", set()).add(self.key)
        for room in self.school.rooms.by_name.values():
            if room.sets:
                what = Text("几间合成的教室", "virtual rooms")
                self.found.losses.add(Text("FET 教室", "FET rooms"), what)
                continue
            seats = room.capacity if room.capacity < _NO_MATTER else None
            key = self.room(room.name)
            self.found.add("rooms", key, room.name, room.name, school=self.key, seats=seats)
        for activity in self.school.activities.active:
            self._lesson(activity)

    def person(self, name: str) -> Hashable:
        """Return the key of a teacher."""
        return (self.institution, name)

    def group(self, name: str) -> Hashable:
        """Return the key of a class."""
        return (self.key, name)

    def room(self, name: str) -> Hashable:
        """Return the key of a room."""
        return (self.key, name)

    def classes_of(self, names: tuple[str, ...]) -> list[str] | None:
        """Return the classes that sets of students are; None where a set is part of one."""
        leaves = self.school.people.leaves
        wanted = frozenset[str]().union(*(leaves[name] for name in names))
        inside = [c for c, own in self.classes.items() if own <= wanted]
        return inside if wanted == frozenset().union(*(self.classes[c] for c in inside)) else None

    def place_of(self, cell: Cell) -> tuple[int, int]:
        """Return weekday and number of the period of a cell; two half-days are one day."""
        day, hour = cell
        if not self.school.grid.halves:
            return day + 1, hour + 1
        return day // 2 + 1, day % 2 * len(self.school.grid.hours) + hour + 1

    def put(self, x: Activity, cell: Cell) -> None:
        """Put a lesson at its place in the week, which the file asks for."""
        room = self._given_rooms.get(x.id)
        at = (*self.place_of(cell), x.duration, WeekPattern.ALL, room, True)
        for group in self.classes_of(x.students) or ():
            teachers = tuple(map(self.person, x.teachers))
            self.found.lessons.append(Placed(self.group(group), x.subject, teachers, *at))

    @cached_property
    def _given_rooms(self) -> dict[str, Hashable]:
        """The rooms of single lessons, by activity."""
        return {
            e.text_of("Activity_Id"): self.room(e.text_of("Room"))
            for e in self.root.under("Space_Constraints_List")
            if e.tag == "ConstraintActivityPreferredRoom"
            and e.text_of("Weight_Percentage") == "100"
            and self.room(e.text_of("Room")) in self.found.of("rooms")
        }

    def _bells(self) -> None:
        grid = self.school.grid
        held: dict[int, set[int]] = defaultdict(set)
        names: dict[int, str] = {}
        for cell in sorted(grid.week):
            weekday, period = self.place_of(cell)
            half = ("上午", "下午")[cell[0] % 2] if grid.halves else ""
            names.setdefault(period, f"{half}{grid.hours[cell[1]]}")
            if cell not in grid.breaks:
                held[period].add(weekday)
        for period, days in sorted(held.items()):
            days_held = tuple(sorted(days))
            self.found.bells.append(Bell(self.key, period, names[period], weekdays=days_held))

    def _classes_of(self, element: Element) -> list[str]:
        """Return the classes of a year: itself, or its largest parts that share no pupils."""
        parts = [c for c in element.children if c.tag in ("Group", "Subgroup")]
        own, most = self._named(element), max(map(self._hours, parts), default=0)
        name = element.text_of("Name")
        if most <= own:
            return [name] if own else []
        found: dict[str, frozenset[str]] = {}
        for part in sorted(parts, key=self._hours, reverse=True):
            for group in self._classes_of(part) if self._hours(part) * 2 >= most else ():
                leaves = self.school.people.leaves[group]
                if all(leaves.isdisjoint(other) for other in found.values()):
                    found[group] = leaves
        order = [g for part in parts for g in _names(part)]
        return sorted(found, key=order.index)

    def _named(self, element: Element) -> int:
        """Return the hours of lessons that name a set itself."""
        return self._by_name[element.text_of("Name")]

    def _hours(self, element: Element) -> int:
        """Return the hours of a set's own lessons and of its part that has most."""
        parts = (c for c in element.children if c.tag == "Subgroup")
        return self._named(element) + max(map(self._hours, parts), default=0)

    @cached_property
    def _by_name(self) -> Counter[str]:
        hours = Counter[str]()
        for activity in self.school.activities.active:
            for name in activity.students:
                hours[name] += activity.duration
        return hours

    def _lesson(self, x: Activity) -> None:
        classes = self.classes_of(x.students)
        if not x.students or classes is None:
            what = _GROUPS if x.students else Text("没有班级的课", "lessons without a class")
            self.found.losses.add(_LESSONS, what)
            return
        self.found.add("subjects", x.subject, x.subject, x.subject)
        if len(self.found.courses) + len(classes) > MAX_ROWS:
            most = Text(f"应不超过{MAX_ROWS}节课", f"expected at most {MAX_ROWS} lessons")
            raise refuse(self.place, most)
        teachers = tuple(map(self.person, x.teachers))
        alone = len(classes) == 1
        doubles = int(x.duration == 2 and alone)
        blocks = (x.duration,) if x.duration > 2 and alone else ()
        groups = tuple(map(self.group, classes))
        for group in groups:
            course = Course(group, x.subject, teachers, x.duration, doubles, blocks)
            self.found.courses.append(course)
        if len(groups) > 1:
            self.found.together.append(Together(groups, x.subject, x.duration, x.duration))


def _names(element: Element) -> Iterator[str]:
    yield element.text_of("Name")
    for child in element.children:
        if child.tag == "Subgroup":
            yield child.text_of("Name")


_NO_MATTER = 5001  # seats of a room that has enough
_GROUPS = Text("分组的课", "lessons of groups")
