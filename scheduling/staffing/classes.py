"""The slots that a class has to fill, and what each teacher could fill of them."""

from __future__ import annotations

from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING, NamedTuple

from community.rule import Strictness
from scheduling.domains import mask_of, positions
from scheduling.rules.limit_busy_times import LimitBusyTimes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.instance import Event
    from scheduling.staffing.fitting import Fitting


class Need(NamedTuple):
    """Times of a class, at how many of them its teachers teach, and what each could do of it."""

    times: int  # mask
    periods: int
    offers: dict[str, dict[str, int]]  # by course and teacher

    @property
    def fewest(self) -> int:
        """What is filled whoever teaches."""
        return sum(min(held.values(), default=0) for held in self.offers.values())

    @property
    def most(self) -> int:
        """What is filled when those teach who can most."""
        return sum(max(held.values(), default=0) for held in self.offers.values())


class ClassWeek:
    """The week of one class: its slots, those that are never empty, and who can fill them."""

    def __init__(self, fitting: Fitting, group: str) -> None:
        self.fitting, self.instance, self.group = fitting, fitting.attendance.instance, group
        events = [event for event, _ in self.instance.events_of[group]]
        self.courses = [
            c for c in dict.fromkeys(e.course or "" for e in events) if c in fitting.forms
        ]
        taught = {
            e.id for c in self.courses for e in fitting.frame.taught(fitting.frame.course_by_id[c])
        }
        self.usable = reduce(or_, map(self._running, events), 0)
        self.periods = _busy(events)
        heard = [e for e in events if e.id not in taught]  # given by a teacher elsewhere
        self.heard, self.hearing = _busy(heard), reduce(or_, map(self._running, heard), 0)

    def _running(self, event: Event) -> int:
        """Return the times at which lessons of an event may run."""
        domains, found = self.fitting.domains, 0
        for duration in domains.durations(event):
            starts = domains.starts(event, duration)
            found |= reduce(or_, (starts << shift for shift in range(duration)))
        return found

    @property
    def filled(self) -> int:
        """The slots that are never empty: all of them, or all that few late lessons leave."""
        found = self.usable if self.periods >= self.usable.bit_count() else 0
        for rule in self.instance.rules:
            if not isinstance(rule, LimitBusyTimes) or rule.strictness is not Strictness.HARD:
                continue
            if self.group not in rule.applies_to.all_resources(self.instance):
                continue
            for time_group in rule.time_groups:
                others = self.usable & ~mask_of(self.instance.positions([time_group]))
                if self.periods - rule.maximum >= others.bit_count():
                    found |= others
        return found

    def needs(self) -> Iterator[Need]:
        """Yield what the class needs of each day, and of times at which all may be missing."""
        filled = self.filled
        for day in self.fitting.attendance.days.values():
            rest = self.periods - (self.usable & ~day).bit_count()
            times, periods = filled & day, (filled & day).bit_count()
            if rest > periods:
                times, periods = self.usable & day, rest
            heard = min(self.heard, (self.hearing & times).bit_count())
            if periods > heard:
                yield self._need(day, times, periods - heard)
        for position in positions(filled & ~self.hearing & ~self._never_alone):
            day = next(d for d in self.fitting.attendance.days.values() if d >> position & 1)
            yield self._need(day, 1 << position, 1)

    def _need(self, day: int, times: int, periods: int) -> Need:
        free, forms, takers = self.fitting.attendance.free, self.fitting.forms, self.fitting.takers
        offers = {
            c: {t: forms[c].periods_today(free(t) & day, times) for t in takers[c]}
            for c in self.courses
        }
        return Need(times, periods, offers)

    @property
    def _never_alone(self) -> int:
        """The times at which some course can be held, whoever teaches it."""
        found = 0
        for course in self.courses:
            held = (self.fitting.running(t, (course,)) for t in self.fitting.takers[course])
            found |= reduce(and_, held, self.usable)
        return found


def _busy(events: list[Event]) -> int:
    """Return the fewest times that the events take; odd and even weeks may share one."""
    halves = sum(e.duration for e in events if e.alternates)
    return sum(e.duration for e in events) - halves // 2
