"""DistributeSplitEvents: how many lessons of one duration an event has (XHSTT)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from community.text import Text
from scheduling.demands import DISTRIBUTE, Demands
from scheduling.rules.base import Deviation, Rule, label
from scheduling.wording import between

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.context import Context
    from scheduling.domains import Domains
    from scheduling.solution import Schedule


@dataclass(frozen=True, kw_only=True)
class DistributeSplitEvents(Rule):
    """Each event has between ``minimum`` and ``maximum`` lessons of this duration.

    Double lessons are asked for in this way: so many of duration 2.
    """

    family: ClassVar[str] = "DistributeSplitEvents"
    duration: int
    minimum: int = 0
    maximum: int

    def deviations(self, schedule: Schedule) -> Iterator[Deviation]:
        """Count lessons of the duration, placed or not."""
        for event in self.applies_to.all_events(schedule.instance):
            count = sum(x.duration == self.duration for x in schedule.by_event[event.id])
            off = max(self.minimum - count, count - self.maximum, 0)
            if off:
                name, wanted = label(event), between(self.minimum, self.maximum)
                yield Deviation(
                    event.id,
                    off,
                    Text(
                        f"{name}有{count}次连排{self.duration}节的课（应{wanted.zh}次）。",
                        f"{name} has {count} lessons of {self.duration} periods "
                        f"(wanted {wanted.en}).",
                    ),
                )

    def narrow(self, domains: Domains) -> None:
        """Drop the duration from events that may have no lesson of it."""
        if self.maximum == 0:
            for event in self.applies_to.all_events(domains.instance):
                others = (d for d in range(1, event.duration + 1) if d != self.duration)
                domains.keep_durations(event.id, others)

    def build(self, context: Context) -> None:
        """Count the start literals and unplaced lessons of the duration."""
        scope = context.scope(self)
        for event in self.applies_to.all_events(context.instance):
            parts = [(s.duration, s.literal) for s in context.starts(event.id)]
            parts += context.unplaced(event.id)
            count = sum(n for duration, n in parts if duration == self.duration)
            most = event.duration // self.duration
            scope.charge(event.id, *scope.between(count, self.minimum, self.maximum, most))

    def demand(self, found: Demands) -> None:
        """Bound the lessons of the duration, which stands in the place of a slot."""
        limits = {"low": self.minimum, "high": self.maximum, "place": self.duration}
        found.on_events(self.applies_to, found.add(self, DISTRIBUTE, **limits))
