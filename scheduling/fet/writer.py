"""Writing a timetable into a FET file: the file as it is, with the time and room of every lesson.

That is what FET itself calls data and timetable: wanted starts and rooms of 100 per cent, which it
can unlock. Nothing else of the file changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, tostring

from defusedxml.ElementTree import fromstring

from community.files import replace_file
from scheduling.fet.rooms import ROLE
from scheduling.solution import Schedule
from scheduling.xhstt.elements import Findings, opened

if TYPE_CHECKING:
    from pathlib import Path

    from scheduling.fet.reader import Reading
    from scheduling.solution import Solution

START, ROOM = "ConstraintActivityPreferredStartingTime", "ConstraintActivityPreferredRoom"
_LISTS = {START: "Time_Constraints_List", ROOM: "Space_Constraints_List"}
Fields = tuple[tuple[str, str], ...]


def write(reading: Reading, solution: Solution, source: Path, path: Path) -> None:
    """Write a file that has been read again, with a timetable of its instance.

    An existing file is replaced only when all is written. Lessons without a time get none.

    Parameters
    ----------
    reading, source
        What was read, and where from.
    """
    with opened(source, Findings(source.name)) as file:
        root = fromstring(file.read(), forbid_dtd=True)
    for tag, found in ((START, _starts(reading, solution)), (ROOM, _rooms(reading, solution))):
        parent = root.find(_LISTS[tag])
        if parent is None:
            parent = SubElement(root, _LISTS[tag])
        there = {_fields(child) for child in parent.iterfind(tag) if _is_kept(child)}
        for fields in found:
            if fields not in there:
                _append(parent, tag, fields)
    replace_file(path, tostring(root, "utf-8", xml_declaration=True))


def _starts(reading: Reading, solution: Solution) -> list[Fields]:
    grid, found = reading.school.grid, list[Fields]()
    for lesson in solution.lessons:
        if lesson.time is not None:
            day, hour = grid.cell(lesson.time)
            found.append(
                (
                    ("Activity_Id", lesson.event),
                    ("Preferred_Day", grid.days[day]),
                    ("Preferred_Hour", grid.hours[hour]),
                )
            )
    return found


def _rooms(reading: Reading, solution: Solution) -> list[Fields]:
    """Return the room of each lesson that has one; of a virtual one, which real rooms it is."""
    school, schedule = reading.school, Schedule(reading.instance, solution)
    found: list[Fields] = []
    for lesson in solution.lessons:
        names = [
            reading.instance.resource_by_id[room].name
            for role, room in schedule.resources(lesson)
            if role is not None and role.split()[0] == ROLE
        ]
        activity = school.activities.by_id[lesson.event]
        places = school.rooms.places(activity)
        if not names or lesson.time is None or places is None:
            continue
        given: list[tuple[str, str]] = [("Activity_Id", lesson.event)]
        if places.virtual is None:
            given.append(("Room", names[0]))
        elif len(names) == len(places.choices):
            given += [("Room", places.virtual), ("Number_of_Real_Rooms", str(len(names)))]
            given += [("Real_Room", name) for name in names]
        else:
            continue
        found.append(tuple(given))
    return found


def _is_kept(element: Element) -> bool:
    """Return whether a constraint is active and always kept."""
    weight, active = element.findtext("Weight_Percentage"), element.findtext("Active", "true")
    return weight == "100" and active.strip().lower() == "true"


def _fields(element: Element) -> Fields:
    """Return what a constraint says, without what every one has."""
    common = ("Weight_Percentage", "Permanently_Locked", "Active", "Comments")
    return tuple((child.tag, child.text or "") for child in element if child.tag not in common)


def _append(parent: Element, tag: str, fields: Fields) -> None:
    element = SubElement(parent, tag)
    said = (
        ("Weight_Percentage", "100"),
        *fields,
        ("Permanently_Locked", "false"),
        ("Active", "true"),
        ("Comments", ""),
    )
    element.text, element.tail = "\n\t", "\n"
    for name, text in said:
        child = SubElement(element, name)
        child.text, child.tail = text, "\n\t"
    child.tail = "\n"
