"""The half-days of a term, by the clock: of the lessons of all schools, and the time after them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from community.models import Community

MORNING, AFTERNOON, AFTER_LESSONS = "morning", "afternoon", "after_lessons"
NOON = 12 * 60 + 30  # what begins earlier is of the morning
AFTER_MINUTES = 90  # that a meeting after the lessons lasts


def hours_of(community: Community) -> dict[str, tuple[int, int]]:
    """Return the minutes at which each half-day begins and ends; one without lessons is not there.

    After the lessons there is always time.
    """
    slots = [
        s
        for school in community.schools
        for weekday in range(1, 6)
        for s in community.lesson_slots(school, weekday)
    ]
    morning = [s for s in slots if s.start < NOON]
    afternoon = [s for s in slots if s.start >= NOON]
    found = {}
    for half, some in ((MORNING, morning), (AFTERNOON, afternoon)):
        if some:
            found[half] = min(s.start for s in some), max(s.end for s in some)
    last = max((s.end for s in slots), default=NOON)
    found[AFTER_LESSONS] = last + 5, last + 5 + AFTER_MINUTES
    return found
