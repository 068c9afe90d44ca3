"""The lessons of a course that its teacher gives, and how many of them given times can hold."""

from __future__ import annotations

from collections import defaultdict
from heapq import nlargest
from typing import TYPE_CHECKING, NamedTuple

from community.rule import Strictness
from scheduling.domains import mask_of, positions
from scheduling.rules.spread_events import SpreadEvents
from scheduling.rules.sync_link import SyncLink

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduling.domains import Domains
    from scheduling.instance import Event, Instance
    from scheduling.week.courses import Course
    from scheduling.week.frame import Frame


class Held(NamedTuple):
    """The most that some times can hold of a course in a week, and what the course has."""

    most: int
    needed: int
    what: str = "lessons"  # or "periods", "doubles", "days"

    @property
    def is_enough(self) -> bool:
        """Whether the course may fit."""
        return self.most >= self.needed


class Spread(NamedTuple):
    """So many lessons of the course, its received ones too, start at times of a mask."""

    mask: int
    fewest: int
    most: int


class Form(NamedTuple):
    """How many lessons of a course need its teacher, and where they may start (masks)."""

    lessons: int
    periods: int
    doubles: int
    received: int  # lessons that a teacher elsewhere gives
    single: int
    double: int
    spreads: tuple[Spread, ...]
    hosted: tuple[tuple[int, int], ...] = ()  # starts and number of each synchronous series
    length: int = 2  # of its double lessons
    wished: bool = False  # its double lessons may be single ones as well

    def running(self, free: int) -> int:
        """Return the times at which a lesson of the course may run within free ones."""
        found, double = self.single & free, self._doubles(free)
        for shift in range(self.length):
            found |= double << shift
        return found

    def today(self, free: int) -> tuple[int, int]:
        """Return how many lessons, and double ones among them, the free times of a day hold."""
        starts = self.single & free | self._doubles(free)
        most = starts.bit_count()
        for spread in self.spreads:
            if not starts & ~spread.mask:
                most = min(most, spread.most)
        return most, min(most, self.doubles, _apart(self._doubles(free), self.length))

    def periods_today(self, free: int, among: int = -1) -> int:
        """Return at how many times of a day the course can run, of its free ones ``among``."""
        lessons, doubles = self.today(free)
        most = lessons + (self.length - 1) * doubles
        return min((self.running(free) & among).bit_count(), most)

    def held(self, free: int, days: Iterable[int], most: int) -> Held:
        """Return what free times hold, of lessons, double lessons or periods: what runs short.

        Only so many (``most``) of the days have lessons at all.
        """
        today = [free & mask for mask in days]
        lessons, doubles = zip(*map(self.today, today), strict=True)
        found = (
            self._held_days(free),
            Held(sum(nlargest(most, lessons)), self.lessons),
            *(Held((mask & free).bit_count(), count) for mask, count in self.hosted),
            Held(sum(nlargest(most, doubles)), 0 if self.wished else self.doubles, "doubles"),
            Held(sum(nlargest(most, map(self.periods_today, today))), self.periods, "periods"),
        )
        return next((held for held in found if not held.is_enough), found[1])

    def _held_days(self, free: int) -> Held:
        """Return how many of the days that must have a lesson can have one."""
        starts = self.single & free | self._doubles(free)
        asked = [s for s in self.spreads if s.fewest]
        kept = [s for s in asked if (starts & s.mask).bit_count() + self.received >= s.fewest]
        return Held(len(kept), len(asked), "days")

    def _doubles(self, free: int) -> int:
        found = self.double
        for shift in range(self.length):
            found &= free >> shift
        return found


def _apart(starts: int, length: int) -> int:
    """Return how many lessons of a length that share no time can start in a mask."""
    count, last = 0, -length
    for start in positions(starts):
        if start >= last + length:
            count, last = count + 1, start
    return count


def make_forms(instance: Instance, frame: Frame, domains: Domains) -> dict[str, Form]:
    """Return the form of each course that needs a teacher, as the hard rules have it."""
    spreads = _spreads(instance)
    casts = [r for r in instance.rules if isinstance(r, SyncLink) and _is_hard(r)]
    found: dict[str, Form] = {}
    for course in frame.courses:
        single = double = 0
        hosted = []
        doubles = 0
        for event in frame.taught(course):
            in_event = course.in_doubles.get(event.id, 0)
            if 1 in domains.durations(event):
                single |= (starts := _in_reach(instance, domains, casts, event))
                if event.series and not in_event:
                    hosted.append((starts, event.duration))
            if in_event:
                doubles += in_event
                double |= domains.starts(event, course.length)
        periods = _periods(course)
        if periods:
            found[course.id] = Form(
                lessons=periods - (course.length - 1) * doubles,
                periods=periods,
                doubles=doubles,
                received=sum(s.periods for s in course.received),
                single=single,
                double=double,
                # What the whole course has at least on a day, a part of it need not have.
                spreads=tuple(
                    s._replace(fewest=0) if course.part else s for s in spreads[course.whole]
                ),
                hosted=tuple(hosted),
                length=course.length,
                wished=course.wished,
            )
    return found


def _periods(course: Course) -> int:
    return course.own + sum(s.periods for s in course.hosted) + course.half


def _spreads(instance: Instance) -> dict[str, list[Spread]]:
    found: dict[str, list[Spread]] = defaultdict(list)
    for rule in instance.rules:
        if isinstance(rule, SpreadEvents) and _is_hard(rule):
            spreads = [
                Spread(mask_of(instance.positions([s.time_group])), s.minimum, s.maximum)
                for s in rule.spreads
            ]
            for group in rule.applies_to.event_groups:
                found[group].extend(spreads)
    return found


def _in_reach(instance: Instance, domains: Domains, links: list[SyncLink], event: Event) -> int:
    """Return the starts of an event at which all that hear it may have a lesson too."""
    starts = domains.starts(event, 1)
    for link in links:
        for receiver in (r for c in link.broadcasts if c.host == event.id for r in c.receivers):
            there = list(positions(domains.starts(instance.event_by_id[receiver], 1)))
            starts = mask_of(
                start
                for start in positions(starts)
                if any(link.meets(instance, (start, 1), (other, 1)) for other in there)
            )
    return starts


def _is_hard(rule: SpreadEvents | SyncLink) -> bool:
    return rule.strictness is Strictness.HARD
