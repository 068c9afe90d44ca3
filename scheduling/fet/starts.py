"""The timetable in a FET file: starts and rooms of lessons that are always kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.errors import InputError, Problem
from community.text import Text
from scheduling.fet.rooms import ROLE
from scheduling.fet.writer import ROOM, START
from scheduling.solution import Lesson, Solution
from scheduling.xhstt.elements import Findings, parse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scheduling.fet.reader import Reading
    from scheduling.xhstt.elements import Element


def read_timetable(path: Path, reading: Reading) -> Solution:
    """Return the timetable in a file, of the instance of another reading (or the same one).

    A lesson without a start of 100 per cent has no time. Starts of lessons, and rooms, that the
    instance does not know are passed over.

    Raises
    ------
    InputError
        When the file cannot be read, or no lesson has a start in it.
    """
    findings = Findings(path.name)
    root = parse(path, findings, {}, exact=True)
    starts = dict(_starts(root, reading))
    if not starts:
        expected = Text("应至少有一节课的开始时间", "expected the start of one lesson at least")
        raise InputError([Problem(place=path.name, expected=expected)])
    rooms = dict(_rooms(root))
    return Solution(
        tuple(
            Lesson(
                event.id,
                event.duration,
                starts.get(event.id),
                tuple(_places(reading, event.id, rooms.get(event.id, ()))),
            )
            for event in reading.instance.events
        )
    )


def _kept(root: Element, parent: str, tag: str) -> Iterator[Element]:
    for element in root.under(parent):
        if (
            element.tag == tag
            and element.text_of("Weight_Percentage") == "100"
            and element.text_of("Active").lower() != "false"
        ):
            yield element


def _starts(root: Element, reading: Reading) -> Iterator[tuple[str, str]]:
    grid = reading.school.grid
    times = {reading.instance.times[i].id for i in range(len(reading.instance.times))}
    for element in _kept(root, "Time_Constraints_List", START):
        day, hour = element.text_of("Preferred_Day"), element.text_of("Preferred_Hour")
        if day in grid.days and hour in grid.hours:
            time = f"{grid.days.index(day) + 1}.{grid.hours.index(hour) + 1}"
            if time in times:
                yield element.text_of("Activity_Id"), time


def _rooms(root: Element) -> Iterator[tuple[str, tuple[str, ...]]]:
    for element in _kept(root, "Space_Constraints_List", ROOM):
        real = tuple(c.text for c in element.children if c.tag == "Real_Room")
        yield element.text_of("Activity_Id"), real or (element.text_of("Room"),)


def _places(reading: Reading, event: str, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    slots = [
        slot
        for slot in reading.instance.event_by_id[event].slots
        if slot.role is not None and slot.role.split()[0] == ROLE
    ]
    for slot, name in zip(slots, names, strict=False):
        room = reading.school.rooms.by_name.get(name)
        if slot.resource is None and slot.role and room is not None and not room.sets:
            yield slot.role, room.id
