"""From a solution of the week's instance to the timetable that people read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduling.timetable import ClassLesson, WeekTimetable
from scheduling.week.courses import ASSISTS, TEACHES, USES

if TYPE_CHECKING:
    from scheduling.instance import Event, Instance
    from scheduling.solution import Lesson, Solution


def to_timetable(instance: Instance, solution: Solution, term: str) -> WeekTimetable:
    """Return the rows of all placed lessons, in sorted order.

    ``instance`` is the week's instance with or without its slots filled: what the solution gives a
    slot comes first, what is preassigned second.
    """
    teachers = _teachers(instance, solution)
    rows = [
        _row(instance, lesson, teachers) for lesson in solution.lessons if lesson.time is not None
    ]
    return WeekTimetable(term, tuple(sorted(rows)))


def _row(instance: Instance, lesson: Lesson, teachers: dict[str, str]) -> ClassLesson:
    event = instance.event_by_id[lesson.event]
    time = instance.times[instance.time_index[lesson.time or ""]]
    given = _given(event, lesson)
    return ClassLesson(
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
        room=given.get(USES, ""),
        series=event.series or "",
        assistant=given.get(ASSISTS, ""),
    )


def _given(event: Event, lesson: Lesson) -> dict[str, str]:
    filled = {s.role: s.resource for s in event.slots if s.role and s.resource}
    return {**filled, **dict(lesson.resources)}


def _teachers(instance: Instance, solution: Solution) -> dict[str, str]:
    """Return the host teacher of each synchronous series."""
    events = ((instance.event_by_id[lesson.event], lesson) for lesson in solution.lessons)
    given = ((event.series, _given(event, lesson).get(TEACHES)) for event, lesson in events)
    return {series: teacher for series, teacher in given if series and teacher}
