"""What is missed on a day by those at an event or on a short stay, and when they are away."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from community.calendar import TaughtDay
    from scheduling.term.events import DatedEvent
    from scheduling.term.frame import TermFrame
    from scheduling.term.standing import Standing

Hours = tuple[int, int]  # minutes of a day, from and to


class Missed(NamedTuple):
    """A period on a day whose teacher is at an event, or on a short stay that ``event`` names."""

    standing: Standing
    teacher: str
    event: str = ""


def left_by_stays(frame: TermFrame, day: TaughtDay) -> list[Missed]:
    """Return the periods of a day whose teachers are on a short stay."""
    stays = frame.stays.on(day)
    return [Missed(x, who, s.id) for who, s in stays.items() for x in frame.asked_of(who, day)]


def absences(
    frame: TermFrame, day: TaughtDay, events: Iterable[DatedEvent]
) -> tuple[list[Missed], dict[str, list[Hours]]]:
    """Return the periods that are missed on a day, and when people are away at events."""
    rows: dict[tuple[str, Standing], Missed] = {}
    away: dict[str, list[Hours]] = defaultdict(list)
    found = sorted(events)
    for row in left_by_stays(frame, day):
        x, who = row.standing, row.teacher
        own = (who in e.people and is_own(e, x) for e in found)  # who came back for it
        if not any(own) and not any(is_gone(frame, e, x) for e in found):
            rows[who, x] = row
    for event in found:
        for who in event.people:
            way = frame.minutes(frame.site(who, day), event.host) or 0
            away[who].append((event.start - way, event.end + way))
            for x in frame.missed(who, day, event.start, event.end, event.host) or ():
                if not is_own(event, x) and not any(is_gone(frame, e, x) for e in found):
                    rows.setdefault((who, x), Missed(x, who, event.id))
    return list(rows.values()), away


def is_own(event: DatedEvent, standing: Standing) -> bool:
    """Return whether a period is the event itself: a lesson that is shown or shared."""
    lesson = standing.lesson
    if not event.subject:
        return False
    inside = event.start <= standing.start and standing.end <= event.end
    return inside and lesson.class_id in event.classes and lesson.subject == event.subject


def is_gone(frame: TermFrame, event: DatedEvent, standing: Standing) -> bool:
    """Return whether a class is at an event in place of its lessons: on a trip, at a test."""
    class_id = standing.lesson.class_id
    if event.subject or class_id not in event.classes:
        return False
    there = frame.minutes(standing.school, event.host) or 0
    back = frame.minutes(event.host, standing.school) or 0
    return event.start - there < standing.end and standing.start < event.end + back
