"""TravelTime: between lessons at two sites a person has time for the way, and a buffer."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from community.models import WeekPattern
from community.text import Text
from scheduling.demands import TRAVEL, Demand, Demands
from scheduling.rules.base import Deviation, Rule
from scheduling.wording import clock, day, resource_name, site_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scheduling.context import Context
    from scheduling.setting import Setting, Time
    from scheduling.solution import Schedule
    from solving.builder import Scope

_EVERY = (WeekPattern.ALL,)
_BOTH = (WeekPattern.ODD, WeekPattern.EVEN)


class _Way(NamedTuple):
    """Two times at different sites, in the order of the clock; ``need`` None: there is no way."""

    first: int
    then: int
    gap: int
    need: int | None


@dataclass(frozen=True, kw_only=True)
class TravelTime(Rule):
    """Lessons of one person at two sites on a day lie far enough apart.

    The way from a to b may take other minutes than the way back; a pair of sites without a way in
    that direction cannot be travelled. The deviation is the number of pairs of times that are too
    close, counted for odd and even weeks apart where the person has lessons of such weeks.
    Source: F19 of the catalogue.
    """

    family: ClassVar[str] = "TravelTime"
    points_are: ClassVar[str] = "resources"
    buffer_minutes: int = 0

    def applies(self, instance: Setting) -> bool:
        """Only people with times at two sites travel."""
        return len({t.site for t in instance.times if t.site}) > 1

    def way(self, instance: Setting, first: int, then: int) -> _Way | None:
        """Return the way between two time positions if it is too long for the gap."""
        a, b = instance.times[first], instance.times[then]
        if a.site == b.site or a.day != b.day or not (a.site and b.site):
            return None
        if a.start is None or a.end is None or b.start is None or b.end is None:
            return None
        if (b.start, b.end) < (a.start, a.end):
            return self.way(instance, then, first)
        minutes = instance.travel_minutes.get((a.site, b.site))
        need = None if minutes is None else minutes + self.buffer_minutes
        gap = b.start - a.end
        return _Way(first, then, gap, need) if need is None or gap < need else None

    def deviations(self, schedule: Schedule) -> Iterator[Deviation]:
        """Look at every two lessons of a person at different sites on one day."""
        instance = schedule.instance
        for resource in self.applies_to.all_resources(instance):
            at: dict[int, set[WeekPattern]] = defaultdict(set)
            for lesson in schedule.attended[resource]:
                for position in schedule.running(lesson):
                    at[position].add(lesson.weeks)
            patterns = _patterns(w for weeks in at.values() for w in weeks)
            for today, positions in _by_day(instance, at).items():
                ways = [
                    way
                    for pattern in patterns
                    for way in self._ways(
                        instance,
                        [p for p in positions if any(w.meets(pattern) for w in at[p])],
                    )
                ]
                if ways:
                    sentence = self._sentence(instance, resource, ways)
                    parts = resource, str(today)
                    yield Deviation("@".join(parts), len(ways), sentence, parts)

    def _ways(self, instance: Setting, positions: list[int]) -> list[_Way]:
        return [
            way
            for i, first in enumerate(positions)
            for then in positions[i + 1 :]
            if (way := self.way(instance, first, then))
        ]

    def _sentence(self, instance: Setting, resource: str, ways: list[_Way]) -> Text:
        way = max(ways, key=lambda w: (w.need is None, (w.need or 0) - w.gap))
        a, b = instance.times[way.first], instance.times[way.then]
        name = resource_name(instance, resource)
        here, there = site_name(instance, a.site), site_name(instance, b.site)
        end, start = clock(a.end or 0), clock(b.start or 0)
        zh = f"{name}{day(a.weekday).zh}{end}在{here}下课，{start}要在{there}上课，"
        en = f"{name} ends at {here} at {end} on {day(a.weekday).en}, starts at {there} at {start}:"
        if way.need is None:
            unknown = Text("但没有从前者到后者的路程时间。", " no way between them is known.")
            return Text(zh + unknown.zh, en + unknown.en)
        travel = way.need - self.buffer_minutes
        zh += f"间隔{way.gap}分钟，需要路程{travel}分钟加余量{self.buffer_minutes}分钟。"
        en += f" {way.gap} min between, {travel} travel + {self.buffer_minutes} buffer needed."
        return Text(zh, en)

    def build(self, context: Context) -> None:
        """Let a person be at no two times that are too close."""
        scope, instance = context.scope(self), context.instance
        close: dict[tuple[int, int], _Way | None] = {}
        for resource in self.applies_to.all_resources(instance):
            times = context.attended_times(resource)
            if len({instance.times[t].site for t in times}) < 2:
                continue
            patterns = _BOTH if context.is_patterned(resource) else _EVERY
            for today, positions in _by_day(instance, times).items():
                off, count = 0, 0
                for i, first in enumerate(positions):
                    for then in positions[i + 1 :]:
                        if (first, then) not in close:
                            close[first, then] = self.way(instance, first, then)
                        if close[first, then]:
                            for weeks in patterns:
                                off += _not_both(context, scope, resource, (first, then), weeks)
                                count += 1
                scope.charge(f"{resource}@{today}", off, count)

    def demand(self, found: Demands) -> None:
        """Look at each day of somebody who may be at several sites by itself."""
        instance = found.instance
        found.close.append(partial(self.way, instance))
        known: dict[frozenset[int], list[Demand]] = {}
        for resource in self.applies_to.all_resources(instance):
            around = found.around(resource)
            if len({instance.times[t].site for t in around}) < 2:
                continue
            if around not in known:
                days = map(frozenset, _by_day(instance, around).values())
                groups = [[(found.time_groups[d], 0, 0)] for d in days]
                which = len(found.close) - 1
                known[around] = [found.add(self, TRAVEL, groups=g, mask=which) for g in groups]
            found.of_resource[resource] += known[around]


def _patterns(weeks: Iterable[WeekPattern]) -> tuple[WeekPattern, ...]:
    return _EVERY if set(weeks) <= {WeekPattern.ALL} else _BOTH


def _by_day(instance: Setting, positions: Iterable[int]) -> dict[int | None, list[int]]:
    found: dict[int | None, list[int]] = defaultdict(list)
    for position in sorted(positions):
        time: Time = instance.times[position]
        found[time.day].append(position)
    return found


def _not_both(
    context: Context, scope: Scope, resource: str, pair: tuple[int, int], weeks: WeekPattern
) -> Any:
    """Return the excess of lessons of a person over one, at two times in these weeks."""
    lessons = [context.attending_in(resource, t, weeks) for t in pair]
    if not all(lessons):
        return 0
    if scope.enforced:
        return scope.at_most_one([literal for literals in lessons for literal in literals])
    return scope.at_most_one([context.any_of(literals) for literals in lessons])
