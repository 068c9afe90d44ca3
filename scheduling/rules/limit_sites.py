"""LimitSites: a person teaches at so many sites a day, and a week, at most."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from community.text import Text
from scheduling.demands import CLUSTER, Demands
from scheduling.rules.base import Deviation, Rule
from scheduling.wording import day, resource_name, site_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.context import Context
    from scheduling.solution import Schedule


@dataclass(frozen=True, kw_only=True)
class LimitSites(Rule):
    """Itinerant teachers keep to blocks of days: few sites a day, few sites a week.

    The deviation is the number of sites too many, at one person on one weekday or in the week.
    Source: F19 of the catalogue (N34, N35).
    """

    family: ClassVar[str] = "LimitSites"
    max_per_day: int | None = None
    max_per_week: int | None = None

    def deviations(self, schedule: Schedule) -> Iterator[Deviation]:
        """Count the sites of each person."""
        instance = schedule.instance
        for resource in self.applies_to.all_resources(instance):
            on: dict[int | None, set[str]] = defaultdict(set)
            for lesson in schedule.attended[resource]:
                for position in schedule.running(lesson):
                    time = instance.times[position]
                    if time.site:
                        on[time.weekday].add(time.site)
            week = {site for sites in on.values() for site in sites}
            windows = [(d, sites, self.max_per_day) for d, sites in sorted(on.items(), key=str)]
            for weekday, sites, most in [*windows, (None, week, self.max_per_week)]:
                if most is not None and len(sites) > most:
                    names = "、".join(sorted(site_name(instance, s) for s in sites))
                    name, when = resource_name(instance, resource), day(weekday)
                    zh = f"{name}{when.zh or '一周内'}在{len(sites)}处上课（{names}），"
                    zh += f"最多{most}处。"
                    where = f"on {when.en}" if when.en else "in the week"
                    en = f"{name} teaches at {len(sites)} sites {where} ({names}), at most {most}."
                    yield Deviation(
                        f"{resource}@{weekday or 'week'}", len(sites) - most, Text(zh, en)
                    )

    def build(self, context: Context) -> None:
        """Say by a literal whether a person is at a site on a day, and count the literals."""
        instance, scope = context.instance, context.scope(self)
        for resource in self.applies_to.all_resources(instance):
            times: dict[tuple[str, int | None], list[int]] = defaultdict(list)
            for position in context.attended_times(resource):
                time = instance.times[position]
                if time.site:
                    times[time.site, time.weekday].append(position)
            if len({site for site, _ in times}) < 2:
                continue
            there = {key: self._present(context, resource, at) for key, at in times.items()}
            if self.max_per_day is not None:
                for weekday in sorted({d for _, d in there}, key=str):
                    sites = [there[key] for key in there if key[1] == weekday]
                    most = len(sites) - self.max_per_day
                    off = scope.above(sum(sites), self.max_per_day, most)
                    scope.charge(f"{resource}@{weekday or 'week'}", off, most)
            if self.max_per_week is not None:
                self._limit_week(context, resource, there)

    def demand(self, found: Demands) -> None:
        """Bound the schools on a day, each a group of times, of which so many are busy at most."""
        at: dict[tuple[str, int | None], set[int]] = defaultdict(set)
        for position, time in enumerate(found.instance.times):
            if time.site:
                at[time.site, time.weekday].add(position)
                at[time.site, None].add(position)
        for weekday in sorted({on for _, on in at}, key=str):
            most = self.max_per_week if weekday is None else self.max_per_day
            if most is not None:
                groups = [frozenset(times) for (_, on), times in at.items() if on == weekday]
                found.on_busy_times(self, self.applies_to, CLUSTER, groups, 0, most)

    def _limit_week(
        self, context: Context, resource: str, there: dict[tuple[str, int | None], Any]
    ) -> None:
        assert self.max_per_week is not None
        scope, model = context.scope(self), context.builder.model
        ever = []
        for site in sorted({s for s, _ in there}):
            literal = model.new_bool_var("")
            model.add_max_equality(literal, [v for (s, _), v in there.items() if s == site])
            ever.append(literal)
        most = len(ever) - self.max_per_week
        off = scope.above(sum(ever), self.max_per_week, most)
        scope.charge(f"{resource}@week", off, most)

    def _present(self, context: Context, resource: str, positions: list[int]) -> Any:
        """Return a literal that says whether the person has a lesson at one of these times."""
        model = context.builder.model
        present = model.new_bool_var("")
        every: list[Any] = []
        for position in positions:
            literals = context.attending(resource, position)
            every.extend(literals)
            if resource in context.domains.one_at_a_time:
                model.add(sum(literals) <= present)
            else:
                for literal in literals:
                    model.add_implication(literal, present)
        model.add(sum(every) >= present)
        return present
