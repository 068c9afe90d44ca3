"""The events that hold the lessons of courses: of their own, with further teachers, of series."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scheduling.instance import Event, ResourceSlot
from scheduling.timetable import JOINED
from scheduling.week.courses import (
    ASSISTS,
    CLASS,
    ROOM,
    TEACHER,
    TEACHES,
    USES,
    half_id,
    joined_id,
    series_id,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from community.families.week import SyncLessonLinkParams
    from community.models import SyncSeries
    from scheduling.week.courses import Course


def make_events(
    courses: tuple[Course, ...],
    link: SyncLessonLinkParams,
    rooms: Mapping[str, str | None],
    unit: int,
) -> tuple[Event, ...]:
    """Return the events of all courses: own lessons, half periods, parts of series.

    ``rooms`` are of the events that book one: the room that is settled, None where it is open. An
    ordinary lesson counts ``unit`` in workloads.
    """
    found: list[Event] = []
    for course in courses:
        alone = course.own - course.together
        lesson = unit * course.weight
        base = Event(
            id=course.id,
            duration=alone,
            name=course.name,
            slots=_slots(course, rooms, course.id),
            course=course.id,
            site=course.group.school,
            class_id=course.group.id,
            subject=course.subject.id,
            group=course.part if course.beside else "",
            classes=course.row.classes if course.row else (),
        )
        if alone:
            found.append(replace(base, workload=int(lesson * alone)))
        if some := course.together:
            joined = joined_id(course.id)
            slots, load = _slots(course, rooms, joined), int(lesson * some)
            one = replace(base, id=joined, duration=some, slots=slots, workload=load)
            found.append(replace(one, group=JOINED))
        if course.half:
            half = half_id(course.id), f"{course.name}（单双周）"
            load = int(lesson / 2)
            found.append(
                replace(base, id=half[0], duration=1, workload=load, alternates=True, name=half[1])
            )
        for series in (*course.hosted, *course.received):
            hosting = series in course.hosted
            part = series_id(course.id, series.id)
            assisted = link.assistant and not hosting and not series.together
            found.append(
                replace(
                    base,
                    id=part,
                    series=series.id,
                    duration=series.periods,
                    slots=_slots(course, rooms, part, teacher=hosting, assistant=assisted),
                    workload=int(lesson * series.periods) if hosting else 0,
                    name=course.name + _part_name(series, hosting=hosting),
                )
            )
    return tuple(found)


def _slots(
    course: Course,
    rooms: Mapping[str, str | None],
    event: str,
    *,
    teacher: bool = True,
    assistant: bool = False,
) -> tuple[ResourceSlot, ...]:
    """Return the class's place in an event, and those that it needs besides."""
    room = (ResourceSlot(USES, ROOM, rooms[event], workload=0),) if event in rooms else ()
    held = course.classes if course.beside else (course.group.id,)
    return (
        *(ResourceSlot(role=None, type=CLASS, resource=c, workload=0) for c in held),
        *(ResourceSlot(role=TEACHES, type=TEACHER) for _ in range(teacher)),
        *room,
        *(ResourceSlot(role=ASSISTS, type=TEACHER, workload=0) for _ in range(assistant)),
    )


def _part_name(series: SyncSeries, *, hosting: bool) -> str:
    if series.together:
        return "（合班）"
    return "（同步主讲）" if hosting else "（同步接收）"
