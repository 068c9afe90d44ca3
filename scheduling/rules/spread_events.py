"""SpreadEvents: so many lessons of an event group start in each of these time groups (XHSTT)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from community.text import Text
from scheduling.demands import SPREAD, Demands
from scheduling.rules.base import Deviation, Rule, label, when
from scheduling.wording import between

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.context import Context
    from scheduling.solution import Schedule


@dataclass(frozen=True, slots=True)
class Spread:
    """Between ``minimum`` and ``maximum`` lessons start in a time group."""

    time_group: str
    minimum: int
    maximum: int


@dataclass(frozen=True, kw_only=True)
class SpreadEvents(Rule):
    """For each event group, the starts of its lessons are spread over time groups.

    The deviations of one event group are summed over its time groups before the cost function.
    """

    family: ClassVar[str] = "SpreadEvents"
    points_are: ClassVar[str] = "event_groups"
    spreads: tuple[Spread, ...] = ()

    def deviations(self, schedule: Schedule) -> Iterator[Deviation]:
        """Count starts, not durations."""
        instance = schedule.instance
        members = {
            s.time_group: set(instance.time_group(s.time_group).members) for s in self.spreads
        }
        for group in self.applies_to.event_groups:
            starts = [
                instance.times[start].id
                for event in instance.event_group(group).members
                for lesson in schedule.by_event[event]
                if (start := schedule.start(lesson)) is not None
            ]
            off, where = 0, []
            for spread in self.spreads:
                count = sum(t in members[spread.time_group] for t in starts)
                amount = max(spread.minimum - count, count - spread.maximum, 0)
                if amount:
                    off += amount
                    where.append((when(instance.time_group(spread.time_group)), count, spread))
            if off:
                found = [(d, n, between(s.minimum, s.maximum)) for d, n, s in where]
                zh = "；".join(f"{d.zh}有{n}节（应{wanted.zh}节）" for d, n, wanted in found)
                en = "; ".join(f"{d.en} has {n} (wanted {wanted.en})" for d, n, wanted in found)
                name = label(instance.event_group(group))
                yield Deviation(group, off, Text(f"{name}分布不匀：{zh}。", f"{name}: {en}."))

    def build(self, context: Context) -> None:
        """Count the start literals of each event group in each time group."""
        scope, instance = context.scope(self), context.instance
        for group in self.applies_to.event_groups:
            events = instance.event_group(group).members
            off, upper = 0, 0
            for spread in self.spreads:
                times = instance.positions([spread.time_group])
                starts = [s.literal for e in events for s in context.starts(e) if s.time in times]
                limits = spread.minimum, spread.maximum, len(starts)
                more, most = scope.between(sum(starts), *limits)
                off, upper = off + more, upper + most
            scope.charge(group, off, upper)

    def demand(self, found: Demands) -> None:
        """Bound the starts of each event group in each time group."""
        times = found.instance.positions_of(s.time_group for s in self.spreads)
        limits = zip(times, self.spreads, strict=True)
        groups = [(found.time_groups[t], s.minimum, s.maximum) for t, s in limits]
        found.on_groups(self.applies_to, partial(found.add, self, SPREAD, groups=groups))
