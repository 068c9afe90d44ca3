"""Lessons, classes and people in the words of sentences to planners."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.text import WEEKDAYS, Text

if TYPE_CHECKING:
    from community.models import Community, Slot
    from scheduling.timetable import ClassLesson


def lesson_said(community: Community, lesson: ClassLesson) -> Text:
    """Return class, subject and time of a lesson."""
    subject = community.subject_by_id.get(lesson.subject)
    course = (
        f"{class_said(community, lesson.class_id)}{subject.name if subject else lesson.subject}"
    )
    when = time_said(community, lesson)
    return Text(f"{course}（{when.zh}）", f"{course} ({when.en})")


def time_said(community: Community, lesson: ClassLesson) -> Text:
    """Return weekday and slot of a lesson."""
    name = next((s.name for s in slots(community, lesson) if s.order == lesson.slot), "")
    day = WEEKDAYS[lesson.weekday - 1]
    return Text(f"{day.zh}{name or lesson.slot}", f"{day.en} {name or lesson.slot}")


def slots(community: Community, lesson: ClassLesson) -> list[Slot]:
    """Return the lesson slots of a lesson's class and day, in order."""
    group = community.class_by_id.get(lesson.class_id)
    return community.lesson_slots(group or community.school_by_id[lesson.school], lesson.weekday)


def covered(community: Community, lesson: ClassLesson) -> list[int]:
    """Return the orders of the slots that a lesson takes."""
    orders = [s.order for s in slots(community, lesson) if s.order >= lesson.slot]
    return orders[: lesson.periods]


def clock(community: Community, lesson: ClassLesson) -> tuple[int, int]:
    """Return when a lesson begins and ends, in minutes since midnight; 0, 0 where it cannot be."""
    taken = {*covered(community, lesson)}
    there = [s for s in slots(community, lesson) if s.order in taken]
    return (there[0].start, there[-1].end) if there else (0, 0)


def class_said(community: Community, group: str) -> str:
    """Return the name of a class with its school's."""
    found = community.class_by_id[group]
    return community.school_by_id[found.school].name + found.name
