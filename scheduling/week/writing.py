"""From a solution of the week's instance to the timetable that people read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scheduling.timetable import ClassLesson, WeekTimetable
from scheduling.week.courses import ASSISTS, TEACHES, USES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.instance import Event, Instance
    from scheduling.solution import Lesson, Solution


Meeting = tuple[str, str]  # a series or a course, and a time of a school


def to_timetable(instance: Instance, solution: Solution, term: str) -> WeekTimetable:
    """Return the rows of all placed lessons, in sorted order.

    ``instance`` is the week's instance with or without its slots filled: what the solution gives a
    slot comes first, what is preassigned second.
    """
    teachers, rooms = _teachers(instance, solution), _rooms(instance, solution)
    rows = [
        row
        for lesson in solution.lessons
        if lesson.time is not None
        for row in _rows(instance, lesson, teachers, rooms)
    ]
    return WeekTimetable(term, tuple(sorted(rows)))


def _rows(
    instance: Instance, lesson: Lesson, teachers: dict[str, str], rooms: dict[Meeting, str]
) -> Iterator[ClassLesson]:
    """Yield the row of a lesson; for each class in turn where it is of a group of several."""
    event = instance.event_by_id[lesson.event]
    time = instance.times[instance.time_index[lesson.time or ""]]
    given = _given(event, lesson)
    row = ClassLesson(
        school=event.site or "",
        class_id=event.class_id or "",
        weekday=time.weekday or 1,
        slot=int(time.id.rpartition(".")[2]),
        subject=event.subject or "",
        teacher=given.get(TEACHES)
        or teachers.get(event.series or "")
        or instance.metadata.get(f"holder:{event.id}", ""),
        weeks=lesson.weeks,
        periods=lesson.duration,
        room=given.get(USES) or rooms.get(_meeting(event, time.id), ""),
        series=event.series or "",
        assistant=given.get(ASSISTS, ""),
        group=event.group,
    )
    yield from (replace(row, class_id=c) for c in event.classes or (row.class_id,))


def _given(event: Event, lesson: Lesson) -> dict[str, str]:
    filled = {s.role: s.resource for s in event.slots if s.role and s.resource}
    return {**filled, **dict(lesson.resources)}


def _rooms(instance: Instance, solution: Solution) -> dict[Meeting, str]:
    """Return the room of each lesson to which others come: classes, or a further teacher."""
    found: dict[Meeting, str] = {}
    for lesson in solution.lessons:
        event = instance.event_by_id[lesson.event]
        room = _given(event, lesson).get(USES)
        if room and lesson.time and any(slot.role == TEACHES for slot in event.slots):
            first = instance.time_index[lesson.time]
            for time in instance.times[first : first + lesson.duration]:
                found[_meeting(event, time.id)] = room
    return found


def _meeting(event: Event, time: str) -> Meeting:
    group = event.group if event.classes else ""
    return event.series or f"{event.class_id}/{event.subject}/{group}", time


def _teachers(instance: Instance, solution: Solution) -> dict[str, str]:
    """Return the host teacher of each synchronous series."""
    events = ((instance.event_by_id[lesson.event], lesson) for lesson in solution.lessons)
    given = ((event.series, _given(event, lesson).get(TEACHES)) for event, lesson in events)
    return {series: teacher for series, teacher in given if series and teacher}
