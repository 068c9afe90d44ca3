"""PreferTimes: lessons start at these times (XHSTT)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from community.text import Text
from scheduling.demands import PREFER_TIMES, Demands
from scheduling.domains import mask_of
from scheduling.rules.base import Deviation, Rule, label, listed, when

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.context import Context
    from scheduling.domains import Domains
    from scheduling.solution import Schedule


@dataclass(frozen=True, kw_only=True)
class PreferTimes(Rule):
    """The deviation of an event is the total duration of its lessons that start elsewhere.

    ``duration`` restricts the rule to lessons of one duration. Lessons without a time are not
    meant, nor events with a preassigned time.
    """

    family: ClassVar[str] = "PreferTimes"
    time_groups: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    duration: int | None = None

    def concerns(self, duration: int) -> bool:
        """Return whether the rule speaks of lessons of this duration."""
        return self.duration is None or self.duration == duration

    def deviations(self, schedule: Schedule) -> Iterator[Deviation]:
        """Add up the durations of lessons that start at another time."""
        instance = schedule.instance
        preferred = instance.positions(self.time_groups, self.times)
        for event in self.applies_to.all_events(instance):
            if event.time is not None:
                continue
            off, where = 0, []
            for lesson in schedule.by_event[event.id]:
                start = schedule.start(lesson)
                if start is not None and start not in preferred and self.concerns(lesson.duration):
                    off += lesson.duration
                    where.append(when(instance.times[start]))
            if off:
                name, at = label(event), listed(where)
                yield Deviation(
                    event.id,
                    off,
                    Text(
                        f"{name}排在{at.zh}，共{off}节不在要求的时间。",
                        f"{name} starts at {at.en}: {off} periods not at a wanted time.",
                    ),
                )

    def narrow(self, domains: Domains) -> None:
        """Leave only the preferred starts."""
        instance = domains.instance
        mask = mask_of(instance.positions(self.time_groups, self.times))
        for event in self.applies_to.all_events(instance):
            if event.time is None:
                domains.keep_starts(event.id, mask, self.duration)

    def build(self, context: Context) -> None:
        """Charge each start elsewhere with its duration."""
        scope, instance = context.scope(self), context.instance
        preferred = instance.positions(self.time_groups, self.times)
        for event in self.applies_to.all_events(instance):
            if event.time is None:
                off = sum(
                    s.duration * s.literal
                    for s in context.starts(event.id)
                    if s.time not in preferred and self.concerns(s.duration)
                )
                scope.charge(event.id, off, event.duration)

    def demand(self, found: Demands) -> None:
        """Count lessons of the duration that start elsewhere; 0 stands for any duration."""
        times = found.masks[found.instance.positions(self.time_groups, self.times)]
        demand = found.add(self, PREFER_TIMES, low=self.duration or 0, mask=times)
        found.on_events(self.applies_to, demand)
