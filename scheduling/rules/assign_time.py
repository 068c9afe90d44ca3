"""AssignTime: every lesson gets a time (XHSTT)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from community.text import Text
from scheduling.demands import ASSIGN_TIME, Demands
from scheduling.rules.base import Deviation, Rule, label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.context import Context
    from scheduling.domains import Domains
    from scheduling.solution import Schedule


@dataclass(frozen=True, kw_only=True)
class AssignTime(Rule):
    """The deviation of an event is the total duration of its lessons without a time.

    Events with a preassigned time are exempt.
    """

    family: ClassVar[str] = "AssignTime"

    def deviations(self, schedule: Schedule) -> Iterator[Deviation]:
        """Add up the durations of lessons without a time."""
        for event in self.applies_to.all_events(schedule.instance):
            if event.time is not None:
                continue
            off = sum(x.duration for x in schedule.by_event[event.id] if schedule.start(x) is None)
            if off:
                name = label(event)
                yield Deviation(
                    event.id,
                    off,
                    Text(
                        f"{name}共{event.duration}节，有{off}节没有排上时间。",
                        f"{name}: {off} of its {event.duration} periods have no time.",
                    ),
                )

    def narrow(self, domains: Domains) -> None:
        """Leave no part of an event without a time."""
        domains.must_place.update(e.id for e in self.applies_to.all_events(domains.instance))

    def build(self, context: Context) -> None:
        """Charge for the unplaced part of each event."""
        scope = context.scope(self)
        for event in self.applies_to.all_events(context.instance):
            if event.time is None:
                off = sum(duration * count for duration, count in context.unplaced(event.id))
                scope.charge(event.id, off, event.duration)

    def demand(self, found: Demands) -> None:
        """Count the part of each event without a time."""
        found.on_events(self.applies_to, found.add(self, ASSIGN_TIME))
