"""The ways of teachers who work at more than one site in a week."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from community.families import given
from community.models import PlacementKind, WeekPattern

if TYPE_CHECKING:
    from publishing.view import PlanView
    from scheduling.timetable import ClassLesson


@dataclass(frozen=True, slots=True)
class Trip:
    """One way of one teacher on one weekday.

    Times are minutes since midnight. ``minutes`` is None when the way is not in the table of ways;
    ``lessons`` are those held before the teacher moves on, none on the way back home.
    """

    teacher: str
    weekday: int
    weeks: WeekPattern
    origin: str
    destination: str
    leave: int
    arrive: int
    minutes: int | None
    slack: int | None
    lessons: tuple[ClassLesson, ...] = ()


def buffer_minutes(view: PlanView) -> int:
    """Return the minutes that the policy wants between arriving and the lesson."""
    rules = view.community.policy.of("itinerant_teaching")
    return max((given(r, "buffer_minutes") for r in rules), default=0)


def travellers(view: PlanView) -> list[str]:
    """Return the teachers who are in class at two sites or more, and all itinerant ones."""
    active = view.plan.roster.active(view.community, view.term.id)
    itinerant = {p.teacher for p in active if p.kind is PlacementKind.ITINERANT}
    return [
        t.id
        for t in view.community.teachers
        if t.id in itinerant or len({x.school for x in view.by_teacher[t.id]}) > 1
    ]


def trips(view: PlanView) -> list[Trip]:
    """Return all ways of the week, in order of teacher, weekday and time.

    A day starts and ends at the home school. Odd and even weeks are listed apart only where the
    ways differ.
    """
    found: list[Trip] = []
    for teacher in travellers(view):
        for day in range(1, 8):
            odd = _day(view, teacher, day, WeekPattern.ODD)
            even = _day(view, teacher, day, WeekPattern.EVEN)
            same = [_way(t) for t in odd] == [_way(t) for t in even]
            found += _day(view, teacher, day, WeekPattern.ALL) if same else [*odd, *even]
    return found


def _way(trip: Trip) -> tuple[str, str, int, int]:
    return (trip.origin, trip.destination, trip.leave, trip.arrive)


def _day(view: PlanView, teacher: str, day: int, weeks: WeekPattern) -> list[Trip]:
    """Return the ways of one day; between lessons the teacher leaves as soon as they end."""
    today = [x for x in view.by_teacher[teacher] if x.weekday == day and x.weeks.meets(weeks)]
    today.sort(key=view.clock)
    if not today:
        return []
    home = view.community.teacher_by_id[teacher].school
    found, site, free_at = [], home, None
    for school, group in groupby(today, key=lambda x: x.school):
        lessons = tuple(group)
        start = view.clock(lessons[0])[0]
        if school != site:
            ends, between = (site, school), (free_at, start)
            found.append(_trip(view, teacher, day, weeks, ends, between, lessons))
        site, free_at = school, view.clock(lessons[-1])[1]
    if site != home:
        found.append(_trip(view, teacher, day, weeks, (site, home), (free_at, None), ()))
    return found


def _trip(
    view: PlanView,
    teacher: str,
    day: int,
    weeks: WeekPattern,
    ends: tuple[str, str],
    between: tuple[int | None, int | None],
    lessons: tuple[ClassLesson, ...],
) -> Trip:
    """Return one way. ``between`` is when the teacher is free and when the next lesson begins."""
    minutes = view.community.travel_minutes.get(ends)
    free_at, start = between
    if free_at is None:  # the first way of the day: leave as late as the buffer allows
        assert start is not None
        leave = max(0, start - buffer_minutes(view) - (minutes or 0))
    else:
        leave = free_at
    arrive = leave + (minutes or 0)
    slack = start - arrive if start is not None and minutes is not None else None
    return Trip(teacher, day, weeks, *ends, leave, arrive, minutes, slack, lessons)
