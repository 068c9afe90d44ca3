"""How many of a school can be away at once, so that somebody is left for every lesson."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from scheduling.rules.spread_events import Spread
from scheduling.term.absences import left_by_stays
from scheduling.term.covering import idle
from scheduling.term.standing import once

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from community.calendar import TaughtDay
    from scheduling.term.absences import Hours, Missed
    from scheduling.term.activity import Activity
    from scheduling.term.draft import Draft
    from scheduling.term.frame import Pattern, TermFrame


class Period(NamedTuple):
    """A period at a school: its hours, who is there then, and how many of them are idle.

    Those who look after lessons and duties of somebody on a short stay are not.
    """

    hours: Hours
    there: frozenset[str]
    idle: int


def spared(
    frame: TermFrame, draft: Draft, activities: Iterable[Activity]
) -> Iterator[tuple[list[Activity], Spread]]:
    """Yield how many of some activities there can be at once, school by school, day by day.

    All of them are at one host. Of the people who would be at their school in a period, in class
    or idle, each who is away needs somebody idle, or is one idle person less: so no more can be
    away than are idle.
    """
    all_of_them = list(activities)
    for school, staff in frame.staff.items():
        own = {t.id for t in staff}
        going = [a for a in all_of_them if own & set(a.people)]
        if not going or school == going[0].host:
            continue
        host, known = going[0].host, _Periods(frame, school)
        ways = frame.minutes(host, school) or 0, frame.minutes(school, host) or 0
        for day in frame.days:
            limits: dict[tuple[tuple[int, ...], str], int] = {}
            for period in known.on(day):
                away, size = _away(going, period)
                times = draft.during(day.date, period.hours[0] - ways[0], period.hours[1] + ways[1])
                if times and period.idle // size < len(away):
                    key = away, draft.time_group(times)
                    limits[key] = min(period.idle // size, limits.get(key, len(away)))
            for (away, times_id), most in limits.items():
                yield [going[i] for i in away], Spread(times_id, 0, most)


def _away(going: Sequence[Activity], period: Period) -> tuple[tuple[int, ...], int]:
    """Return which activities take somebody from a period, and how many each at least."""
    taken = {i: len(period.there.intersection(a.people)) for i, a in enumerate(going)}
    found = {i: n for i, n in taken.items() if n}
    return tuple(found), min(found.values(), default=1)


class _Periods:
    """The periods of a school's days. Days that are alike are looked at once."""

    def __init__(self, frame: TermFrame, school: str) -> None:
        self.frame, self.school = frame, school
        self._known: dict[tuple[bool, Pattern], list[Period]] = {}

    def on(self, day: TaughtDay) -> list[Period]:
        """Return the periods of a day."""
        since = self.frame.past.since
        over = since is not None and day.date < since  # as it was, whoever stood in for whom
        key = over, self.frame.pattern(day, (self.school,))
        if key not in self._known:
            left = [] if over else left_by_stays(self.frame, day)
            self._known[key] = [self._period(day, hours, left) for hours in self._hours(day)]
        return self._known[key]

    def _hours(self, day: TaughtDay) -> list[Hours]:
        """Return the minutes of the lessons of a day, and of its duties."""
        school = self.frame.community.school_by_id[self.school]
        slots = self.frame.community.lesson_slots(school, day.weekday)
        duties = self.frame.duty_hours.get((self.school, day.weekday), ())
        return [*dict.fromkeys([*((s.start, s.end) for s in slots), *duties])]

    def _period(self, day: TaughtDay, hours: Hours, left: Sequence[Missed]) -> Period:
        free = idle(self.frame, day, self.school, hours)
        busy = {
            t.id
            for t in self.frame.staff[self.school]
            for x in self.frame.busy_on(t.id, day)
            if x.school == self.school and x.start < hours[1] and hours[0] < x.end
        }
        then = once(x for x, *_ in left if x.school == self.school)
        needed = sum(x.start < hours[1] and hours[0] < x.end for x in then)
        return Period(hours, frozenset(busy.union(free)), max(0, len(free) - needed))
