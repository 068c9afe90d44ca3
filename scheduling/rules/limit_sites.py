"""LimitSites: a person teaches at so many sites a day, and a week, at most."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from community.text import Text
from scheduling.demands import CLUSTER
from scheduling.rules.base import Deviation
from scheduling.rules.busy_times import BusyTimesRule
from scheduling.wording import day, resource_name, site_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.demands import BusyTimes
    from scheduling.setting import Setting
    from scheduling.solution import Schedule


@dataclass(frozen=True, kw_only=True)
class LimitSites(BusyTimesRule):
    """Itinerant teachers keep to blocks of days: few sites a day, few sites a week.

    The deviation is the number of sites too many, at one person on one day or in the week.
    Source: F19 of the catalogue (N34, N35).
    """

    family: ClassVar[str] = "LimitSites"
    max_per_day: int | None = None
    max_per_week: int | None = None

    def points(self, instance: Setting) -> Iterator[BusyTimes]:
        """Bound the sites where somebody is busy on a day, or in the week."""
        on: dict[int | None, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
        week: dict[str, set[int]] = defaultdict(set)
        for position, time in enumerate(instance.times):
            if time.site:
                on[time.day][time.site].add(position)
                week[time.site].add(position)
        windows = [(today, sites, self.max_per_day) for today, sites in on.items()]
        for today, sites, most in [*windows, (None, week, self.max_per_week)]:
            if most is not None:
                for point in self.on_each(instance, CLUSTER, sites.values(), 0, most):
                    yield point._replace(id=f"{point.resource}@{today or 'week'}")

    def deviations(self, schedule: Schedule) -> Iterator[Deviation]:
        """Count the sites of each person."""
        instance = schedule.instance
        for resource in self.applies_to.all_resources(instance):
            on: dict[int | None, set[str]] = defaultdict(set)
            for lesson in schedule.attended[resource]:
                for position in schedule.running(lesson):
                    time = instance.times[position]
                    if time.site:
                        on[time.day].add(time.site)
            week = {site for sites in on.values() for site in sites}
            windows = [(d, sites, self.max_per_day) for d, sites in sorted(on.items(), key=str)]
            for today, sites, most in [*windows, (None, week, self.max_per_week)]:
                if most is not None and len(sites) > most:
                    names = "、".join(sorted(site_name(instance, s) for s in sites))
                    name = resource_name(instance, resource)
                    when = day(instance.weekday_of.get(today))
                    zh = f"{name}{when.zh or '一周内'}在{len(sites)}处上课（{names}），"
                    zh += f"最多{most}处。"
                    where = f"on {when.en}" if when.en else "in the week"
                    en = f"{name} teaches at {len(sites)} sites {where} ({names}), at most {most}."
                    parts = resource, str(today or "week")
                    yield Deviation("@".join(parts), len(sites) - most, Text(zh, en), parts)
