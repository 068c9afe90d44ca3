"""How many periods a teacher can have on each day at each site, as the hard rules have it."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from community.rule import Strictness
from scheduling.clock import most_apart
from scheduling.domains import mask_of, positions
from scheduling.rules.cluster_busy_times import ClusterBusyTimes
from scheduling.rules.limit_busy_times import LimitBusyTimes
from scheduling.rules.limit_sites import LimitSites
from scheduling.rules.travel_time import TravelTime
from scheduling.wording import NO_LIMIT

if TYPE_CHECKING:
    from scheduling.domains import Domains
    from scheduling.instance import Instance, Time

Limit = TypeVar("Limit", ClusterBusyTimes, LimitBusyTimes, LimitSites, TravelTime)


class Attendance:
    """The free times of each resource, by day and site, and what can be had of them."""

    def __init__(self, instance: Instance, domains: Domains) -> None:
        self.instance, self.domains = instance, domains
        self.days: dict[int, int] = defaultdict(int)  # masks
        self.sites: dict[str, int] = defaultdict(int)
        for position, time in enumerate(instance.times):
            self.days[time.day or 0] |= 1 << position
            self.sites[time.site or ""] |= 1 << position
        self._most: dict[tuple[str, int, frozenset[str], bool], int] = {}

    def free(self, resource: str) -> int:
        """Return the times at which a resource may have a lesson."""
        return (1 << len(self.instance.times)) - 1 & ~self.domains.unavailable.get(resource, 0)

    def most(self, resource: str, day: int, sites: frozenset[str], *, all_of: bool) -> int:
        """Return how many periods a resource can have at some sites on a day.

        Times that overlap, or leave no time for the way, exclude each other. With ``all_of``,
        there is a lesson at each site; 0 when no day sees them all.
        """
        key = resource, day, sites, all_of
        if key not in self._most:
            self._most[key] = self._count(*key)
        return self._most[key]

    def _count(self, resource: str, day: int, sites: frozenset[str], all_of: bool) -> int:
        if all_of and len(sites) > self.sites_a_day(resource):
            return 0
        free = self.free(resource) & self.days[day] & sum(self.sites[s] for s in sites)
        today = [self.instance.times[t] for t in positions(free)]

        def close(first: Time, then: Time) -> bool:
            index = self.instance.time_index
            ways = self._ways[resource]
            return any(r.way(self.instance, index[first.id], index[then.id]) for r in ways)

        most = most_apart(today, sites if all_of else frozenset(), close)
        for mask, limit in self._busy_limits[resource]:
            most = min(most, limit + (free & ~mask).bit_count())
        return most

    def sites_a_day(self, resource: str) -> int:
        """Return at how many sites a resource can have lessons on one day."""
        found = (r.max_per_day for r in self._site_limits[resource])
        return min((n for n in found if n is not None), default=NO_LIMIT)

    def sites_a_week(self, resource: str) -> int:
        """Return at how many sites a resource can have lessons in a week."""
        found = (r.max_per_week for r in self._site_limits[resource])
        return min((n for n in found if n is not None), default=NO_LIMIT)

    def days_a_week(self, resource: str) -> int:
        """Return on how many days a resource can have lessons in a week."""
        return min((n for n in self._day_limits[resource]), default=len(self.days))

    @cached_property
    def _day_limits(self) -> dict[str, list[int]]:
        """How many days may be busy, as rules about whole days have it; others are free."""
        found: dict[str, list[int]] = defaultdict(list)
        for resource, rules in self._by_resource(ClusterBusyTimes).items():
            for rule in rules:
                groups = [mask_of(group) for group in self.instance.positions_of(rule.time_groups)]
                others = [d for d in self.days.values() if all(d & ~group for group in groups)]
                found[resource].append(rule.maximum + len(others))
        return found

    @cached_property
    def _ways(self) -> dict[str, list[TravelTime]]:
        return self._by_resource(TravelTime)

    @cached_property
    def _site_limits(self) -> dict[str, list[LimitSites]]:
        return self._by_resource(LimitSites)

    @cached_property
    def _busy_limits(self) -> dict[str, list[tuple[int, int]]]:
        """Masks of times and how many of them may be busy."""
        found: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for resource, rules in self._by_resource(LimitBusyTimes).items():
            for rule in rules:
                for group in self.instance.positions_of(rule.time_groups):
                    found[resource].append((mask_of(group), rule.maximum))
        return found

    def _by_resource(self, family: type[Limit]) -> dict[str, list[Limit]]:
        found: dict[str, list[Limit]] = defaultdict(list)
        for rule in self.instance.rules:
            if isinstance(rule, family) and rule.strictness is Strictness.HARD:
                for resource in rule.applies_to.all_resources(self.instance):
                    found[resource].append(rule)
        return found
