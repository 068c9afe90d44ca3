"""KeepGaps: between two lessons of one day there are so many times."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from community.text import Text
from scheduling.demands import GAPS, Demands
from scheduling.rules.base import Deviation, Rule, label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.context import Context
    from scheduling.setting import Setting
    from scheduling.solution import Schedule

Span = tuple[int, int]  # first time of a lesson, and the one after its last


@dataclass(frozen=True, kw_only=True)
class KeepGaps(Rule):
    """For each pair of events, the times that lack between a first lesson and a later second one.

    ``applies_to.event_pairs`` holds (first, second, minimum, None); lessons on different days
    (``time_groups``) are far enough apart, and so is a second one that is held before the first,
    unless they may come ``in_any_order``. A long break, over which no lesson runs on, is as good as
    a time. Source: FET ("min gaps between activities").
    """

    family: ClassVar[str] = "KeepGaps"
    points_are: ClassVar[str] = "event_pairs"
    time_groups: tuple[str, ...] = ()
    in_any_order: bool = False

    def lacking(self, instance: Setting, first: Span, second: Span, minimum: int) -> int:
        """Return how many times lack between two lessons of one day."""
        if self.in_any_order and second < first:
            first, second = second, first
        if second[0] < first[0]:
            return 0
        between = instance.times[first[1] - 1 : second[0]]
        breaks = sum(not time.joins_next for time in between)
        return max(0, minimum - max(0, second[0] - first[1]) - breaks)

    def deviations(self, schedule: Schedule) -> Iterator[Deviation]:
        """Compare each lesson of the first event with each of the second, on one day."""
        instance = schedule.instance
        days = instance.positions_of(self.time_groups)
        for first, second, minimum, _ in self.applies_to.event_pairs:
            off = 0
            for a in schedule.by_event[first]:
                for b in schedule.by_event[second]:
                    here, there = schedule.running(a), schedule.running(b)
                    if here and there and any(here[0] in d and there[0] in d for d in days):
                        spans = (here.start, here.stop), (there.start, there.stop)
                        off += self.lacking(instance, *spans, minimum or 0)
            if off:
                one, other = (label(instance.event_by_id[e]) for e in (first, second))
                text = Text(
                    f"{one}与{other}同一天上课，之间至少应隔{minimum}节，少了{off}节。",
                    f"{one} and {other} are on one day with {off} too few of the {minimum} "
                    f"times between them.",
                )
                yield Deviation(f"{first} < {second}", off, text)

    def build(self, context: Context) -> None:
        """Charge each pair of starts by what lacks between them."""
        scope, model, instance = context.scope(self), context.builder.model, context.instance
        days = instance.positions_of(self.time_groups)
        for first, second, minimum, _ in self.applies_to.event_pairs:
            off: Any = 0
            upper = 0
            for a in context.starts(first):
                for b in context.starts(second):
                    if not any(a.time in d and b.time in d for d in days):
                        continue
                    spans = (a.time, a.time + a.duration), (b.time, b.time + b.duration)
                    if lacking := self.lacking(instance, *spans, minimum or 0):
                        both = model.new_bool_var("")
                        model.add(both >= a.literal + b.literal - 1)
                        off, upper = off + lacking * both, upper + lacking
            scope.charge(f"{first} < {second}", off, upper)

    def demand(self, found: Demands) -> None:
        """Look at the lessons of each pair of events, day by day."""
        days = found.instance.positions_of(self.time_groups)
        groups = [(found.time_groups[day], 0, 0) for day in days]
        for first, second, minimum, _ in self.applies_to.event_pairs:
            limits = {"low": minimum or 0, "high": int(self.in_any_order), "mask": found.joins}
            demand = found.add(self, GAPS, groups=groups, **limits)
            found.units.append((demand, [(first, -1), (second, -1)]))
