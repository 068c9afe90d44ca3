"""A plan for FET: a file for each school, with its timetable as FET itself writes it.

Everything goes by its name there; of those that share one, each has its id. Lessons have wanted
starts and rooms of 100 per cent, which FET can unlock. It knows one week: lessons of odd or of even
weeks are there, but not active.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from community.models import WeekPattern
from community.text import WEEKDAYS
from publishing.exchange.losses import carried, of_plan, other_slots
from publishing.exchange.taught import blocked, people, periods, taught
from publishing.i18n import enum_word
from publishing.workbook import FileNames

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from community.models import School
    from community.text import Lang
    from publishing.exchange.losses import Losses
    from publishing.exchange.taught import Taught
    from publishing.view import PlanView
    from scheduling.timetable import ClassLesson

CARRIED = carried(
    {
        "schools": "id name grid",
        "slots": "grid order name kind weekdays",
        "rooms": "school name seats",
        "classes": "school name pupils",
        "subjects": "name",
        "teachers": "name",
        "curriculum": "grade subject periods doubles school",
        "teaching": "class_id subject teacher periods",
        "joint": "subject classes periods",
        "unavailable": "teacher weekday slot class_id room school",
    }
)
KEPT = {"time", "room"}
_ENOUGH = 30000  # the seats of a room of which nobody says how many
_AWAY = {
    "teacher": ("ConstraintTeacherNotAvailableTimes", "Teacher"),
    "class_id": ("ConstraintStudentsSetNotAvailableTimes", "Students"),
    "room": ("ConstraintRoomNotAvailableTimes", "Room"),
}


def files(view: PlanView, lang: Lang) -> tuple[dict[str, bytes], Losses]:
    """Return a file for each school by name, and what they do not carry."""
    losses, names = of_plan(view, CARRIED, KEPT), FileNames().of_schools(view.community, ".fet")
    found = {}
    other_slots(view, losses)
    for school in view.community.schools:
        root = _File(view, school, lang).root
        ET.indent(root, "\t")
        found[names[school.id]] = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return found, losses


class _File:
    """The file of one school in the making."""

    def __init__(self, view: PlanView, school: School, lang: Lang) -> None:
        self.view, self.school, self.lang = view, school, lang
        self.root = ET.Element("fet", version="6.8.5")
        self.numbers = periods(view, school)
        community = view.community
        self.rooms = [r for r in community.rooms if r.school == school.id]
        self.classes = [c for c in community.classes if c.school == school.id]
        self.names = {
            **_unique({s.id: s.name for s in community.subjects}),
            **_unique({r.id: r.name for r in self.rooms}),
            **{c.id: c.name for c in self.classes},
            **{t.id: community.called[t.id] for t in community.teachers},
        }
        self.lessons = taught(view, school)
        self._lists()
        self._constraints(dict(self._activities()))

    def _lists(self) -> None:
        _put(self.root, ("Mode", "Official"), ("Institution_Name", self.school.name))
        hours = {str(number): slot.name for number, slot in self.numbers.values()}
        self.hours = list(_unique(hours).values())
        held = [day for _, slot in self.numbers.values() for day in slot.weekdays]
        self.days = [WEEKDAYS[day - 1].to(self.lang) for day in range(1, max(held, default=5) + 1)]
        view, name = self.view, self.names
        for tag, times in (("Day", self.days), ("Hour", self.hours)):
            self._list(f"{tag}s_List", tag, ([("Name", time)] for time in times))
            number = ET.Element(f"Number_of_{tag}s")
            number.text = str(len(times))
            self.root[-1].insert(0, number)
        subjects = dict.fromkeys(x.subject for x in self.lessons)
        self._list("Subjects_List", "Subject", ([("Name", name[s])] for s in subjects))
        ET.SubElement(self.root, "Activity_Tags_List")
        staff = people(view, self.school)
        self._list("Teachers_List", "Teacher", ([("Name", name[t.id])] for t in staff))
        self._list(
            "Students_List",
            "Year",
            ([("Name", c.name), ("Number_of_Students", c.pupils)] for c in self.classes),
        )
        self.activities = ET.SubElement(self.root, "Activities_List")
        ET.SubElement(self.root, "Buildings_List")
        rooms = (
            [("Name", name[r.id]), ("Building", ""), ("Capacity", r.seats or _ENOUGH)]
            for r in self.rooms
        )
        self._list("Rooms_List", "Room", ([*row, ("Virtual", "false")] for row in rooms))

    def _list(self, parent: str, tag: str, rows: Iterable[Iterable[tuple[str, object]]]) -> None:
        under = ET.SubElement(self.root, parent)
        for row in rows:
            _put(ET.SubElement(under, tag), *row)

    def _activities(self) -> Iterator[tuple[int, ClassLesson]]:
        """Write an activity for each lesson; yield the ids of those that FET can have."""
        courses: dict[tuple[object, ...], list[tuple[Taught, ClassLesson]]] = defaultdict(list)
        for x in self.lessons:
            for lesson in x.lessons:
                courses[x.classes, x.subject, x.teachers].append((x, lesson))
        number = 0
        for parts in courses.values():
            total, first = sum(x.length for x, _ in parts), number + 1
            for x, lesson in parts:
                number += 1
                weekly = lesson.weeks is WeekPattern.ALL
                _put(
                    ET.SubElement(self.activities, "Activity"),
                    *(("Teacher", self.names[who]) for who in x.teachers),
                    ("Subject", self.names[x.subject]),
                    *(("Students", self.names[group]) for group in x.classes),
                    *(("Duration", x.length), ("Total_Duration", total), ("Id", number)),
                    ("Activity_Group_Id", first if len(parts) > 1 else 0),
                    ("Active", "true" if weekly else "false"),
                    ("Comments", "" if weekly else enum_word(lesson.weeks, self.lang)),
                )
                if weekly:
                    yield number, lesson

    def _constraints(self, lessons: Mapping[int, ClassLesson]) -> None:
        times = ET.SubElement(self.root, "Time_Constraints_List")
        _constraint(times, "ConstraintBasicCompulsoryTime")
        every = {(d, n) for d in range(1, len(self.days) + 1) for n, _ in self.numbers.values()}
        there = {(day, n) for n, slot in self.numbers.values() for day in slot.weekdays}
        if breaks := sorted(every - there):
            _constraint(times, "ConstraintBreakTimes", *self._cells("Break_Time", breaks))
        rooms = ET.SubElement(self.root, "Space_Constraints_List")
        _constraint(rooms, "ConstraintBasicCompulsorySpace")
        for (column, key), cells in blocked(self.view, self.school).items():
            kind, tag = _AWAY[column]
            under = rooms if column == "room" else times
            away = self._cells("Not_Available_Time", cells)
            _constraint(under, kind, (tag, self.names[key]), *away)
        for number, lesson in lessons.items():
            at = self._at(lesson.weekday, self.numbers[lesson.slot][0], "Preferred_")
            who = ("Activity_Id", number)
            locked = ("Permanently_Locked", "false")
            _constraint(times, "ConstraintActivityPreferredStartingTime", who, *at, locked)
            if lesson.room in self.names:
                room = ("Room", self.names[lesson.room])
                _constraint(rooms, "ConstraintActivityPreferredRoom", who, room, locked)

    def _at(self, weekday: int, period: int, prefix: str = "") -> list[tuple[str, object]]:
        day, hour = self.days[weekday - 1], self.hours[period - 1]
        return [(f"{prefix}Day", day), (f"{prefix}Hour", hour)]

    def _cells(self, tag: str, cells: list[tuple[int, int]]) -> list[tuple[str, object]]:
        return [(f"Number_of_{tag}s", len(cells)), *((tag, self._at(*cell)) for cell in cells)]


def _constraint(parent: ET.Element, kind: str, *fields: tuple[str, object]) -> None:
    element = ET.SubElement(parent, kind)
    _put(element, ("Weight_Percentage", 100), *fields, ("Active", "true"), ("Comments", ""))


def _put(element: ET.Element, *fields: tuple[str, object]) -> None:
    """Add fields: a text, or a list of fields that stand below."""
    for tag, value in fields:
        child = ET.SubElement(element, tag)
        if isinstance(value, list):
            _put(child, *value)
        else:
            child.text = str(value)


def _unique(names: Mapping[str, str]) -> dict[str, str]:
    """Return the names by id, with the id behind those that several have."""
    counts = Counter(names.values())
    return {k: n if counts[n] == 1 else f"{n} {k}" for k, n in names.items()}
