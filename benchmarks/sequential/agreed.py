"""Fixed points that schools agree on before any of them plans, chosen as a coordinator would.

Shared people get days at each school, or half-days where days do not suffice; each synchronous
lesson gets a slot at which the bells of its classes overlap most.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

from community.rule import Strictness
from scheduling.domains import positions
from scheduling.model import narrowed
from scheduling.one_by_one import shared_people
from scheduling.rules.avoid_unavailable_times import AvoidUnavailableTimes
from scheduling.rules.base import AppliesTo
from scheduling.rules.limit_sites import LimitSites
from scheduling.rules.prefer_times import PreferTimes
from scheduling.rules.spread_events import SpreadEvents
from scheduling.rules.sync_link import SyncLink
from scheduling.rules.travel_time import TravelTime
from scheduling.week.courses import USES
from scheduling.week.frame import NO_LIMIT
from scheduling.week.grid import DAYS, day_group
from solving.builder import Builder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.domains import Domains
    from scheduling.instance import Event, Instance
    from scheduling.rules.sync_link import Broadcast

Unit: TypeAlias = tuple[int, str]  # a weekday, and "am" or "pm" of it, or "" for all
EASE = 1.5  # times in the days of a school for each lesson there, or they are too few


def with_fixed_points(instance: Instance) -> Instance:
    """Return the week with what was agreed as further hard rules."""
    days = replace(instance, rules=(*instance.rules, *_days(instance)))
    return replace(days, rules=(*days.rules, *_Slots(days).rules()))


def _days(instance: Instance) -> Iterator[AvoidUnavailableTimes]:
    """Yield for each shared person at which times there is nobody to be had at which school."""
    domains = narrowed(instance, Builder())
    one_a_day = any(
        r.max_per_day == 1
        for r in instance.rules
        if isinstance(r, LimitSites) and r.strictness is Strictness.HARD
    )
    for person in shared_people(instance):
        share = _Share(instance, domains, person)
        units = share.given_out([""])
        if not one_a_day and not all(share.suffices(s, parts) for s, parts in units.items()):
            units = share.given_out(["am", "pm"])
        kept = {t for site, parts in units.items() for p in parts for t in share.free(site, p)}
        off = [t.id for p, t in enumerate(instance.times) if t.site in units and p not in kept]
        yield AvoidUnavailableTimes(
            id=f"agreed_{person}", times=tuple(off), applies_to=AppliesTo(resources=(person,))
        )


class _Share:
    """The week of one shared person, to be given out to the schools."""

    def __init__(self, instance: Instance, domains: Domains, person: str) -> None:
        self.instance = instance
        self.need: Counter[str] = Counter()
        self.days_needed: dict[str, int] = defaultdict(lambda: 1)
        self._free: dict[str, set[int]] = defaultdict(set)
        courses: Counter[str | None] = Counter()
        for event, _slot in instance.events_of[person]:
            site = event.site or ""
            self.need[site] += event.duration
            courses[event.course] += event.duration
            needed = -(-courses[event.course] // _most_a_day(instance, event))
            self.days_needed[site] = max(self.days_needed[site], needed)
            self._free[site] |= set(positions(domains.starts(event, 1)))

    def free(self, site: str, unit: Unit) -> set[int]:
        """Return the times of a day or half-day at a school at which the person can teach."""
        group = self.instance.group_by_id.get(f"time:{day_group(unit[0], site, unit[1])}")
        return self._free[site] & self.instance.positions((), group.members if group else ())

    def given_out(self, halves: list[str]) -> dict[str, list[Unit]]:
        """Give each unit to a school: to those that lack any, then where they are dearest."""
        left = [(day, half) for half in halves for day in DAYS]
        found: dict[str, list[Unit]] = {site: [] for site in self.need}
        while able := [s for s in found if any(self.free(s, unit) for unit in left)]:
            lacking = [s for s in able if not self.suffices(s, found[s])]
            site = max(lacking or able, key=lambda s: self.need[s] / (len(found[s]) + 1))
            unit = self._best(site, left, found[site])
            found[site].append(unit)
            left.remove(unit)
        return found

    def _best(self, site: str, left: list[Unit], given: list[Unit]) -> Unit:
        """Return the unit with most times at a school, on a day that it does not have yet."""
        known = {day for day, _ in given}
        open_to = [unit for unit in left if self.free(site, unit)]
        return max(open_to, key=lambda u: (u[0] not in known, len(self.free(site, u))))

    def suffices(self, site: str, units: list[Unit]) -> bool:
        """Return whether a school has days, and times in them, for its lessons."""
        times = sum(len(self.free(site, unit)) for unit in units)
        days = {day for day, _ in units}
        return len(days) >= self.days_needed[site] and times >= EASE * self.need[site]


def _most_a_day(instance: Instance, event: Event) -> int:
    """Return how many lessons of a course a day may have."""
    most = [
        spread.maximum
        for rule in instance.rules
        if isinstance(rule, SpreadEvents) and rule.strictness is Strictness.HARD
        if event.course in rule.applies_to.event_groups
        for spread in rule.spreads
    ]
    return max(1, min(most, default=NO_LIMIT))


@dataclass
class _Slots:
    """Slots of synchronous lessons, series by series, the one with most partners first."""

    instance: Instance
    taken: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    rooms: Counter[int] = field(default_factory=Counter)  # synchronous lessons at a time
    chosen: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def rules(self) -> list[PreferTimes]:
        """Return the times of each event that has got one."""
        self.domains = narrowed(self.instance, Builder())
        links = [r for r in self.instance.rules if isinstance(r, SyncLink)]
        casts = [(rule, cast) for rule in links for cast in rule.broadcasts]
        for rule, cast in sorted(casts, key=lambda c: -len(c[1].receivers)):
            for _ in range(self.instance.event_by_id[cast.host].duration):
                self._agree(rule, cast)
        times = self.instance.times
        return [
            PreferTimes(
                id=f"agreed_{event}",
                times=tuple(times[p].id for p in at),
                applies_to=AppliesTo(events=(event,)),
            )
            for event, at in self.chosen.items()
        ]

    def _agree(self, rule: SyncLink, cast: Broadcast) -> None:
        """Choose the slot that most classes can share, and for the most minutes."""
        best: tuple[tuple[int, int], dict[str, int]] | None = None
        for start in self._open(cast.host):
            met: dict[str, int] = {cast.host: start}
            minutes = 0
            for receiver in cast.receivers:
                common = {
                    p: m
                    for p in self._open(receiver)
                    if (m := rule.overlap(self.instance, (start, 1), (p, 1))) is not None
                    and m >= rule.min_overlap_minutes
                }
                if common:
                    met[receiver] = max(common, key=lambda p: common[p])
                    minutes += common[met[receiver]]
            if len(met) > 1 and (best is None or (len(met), minutes) > best[0]):
                best = (len(met), minutes), met
        for event, position in best[1].items() if best else ():
            self.chosen[event].append(position)
            self.rooms[position] += self._room(event) > 0
            for person in self._people(event):
                self.taken[person].append(position)

    def _open(self, event: str) -> list[int]:
        """Return the times that hard rules and other agreed lessons leave to an event."""
        mask = self.domains.starts(self.instance.event_by_id[event], 1)
        days = {self.instance.times[p].weekday for p in self.chosen[event]}
        room = self._room(event)
        return [
            p
            for p in positions(mask)
            if self.instance.times[p].weekday not in days
            and not (room and self.rooms[p] >= room)
            and not any(self._too_close(p, q) for r in self._people(event) for q in self.taken[r])
        ]

    def _people(self, event: str) -> list[str]:
        slots = self.instance.event_by_id[event].slots
        return [s.resource for s in slots if s.resource is not None]

    def _room(self, event: str) -> int:
        """Return how many rooms there are for an event's lessons; 0 when they book none."""
        slots = self.instance.event_by_id[event].open_slots()
        booked = any(s.role == USES for s in slots)
        return len(self.domains.candidates(self.instance.event_by_id[event], USES)) * booked

    def _too_close(self, one: int, other: int) -> bool:
        ways = [r for r in self.instance.rules if isinstance(r, TravelTime)]
        return one == other or any(r.way(self.instance, one, other) for r in ways)
