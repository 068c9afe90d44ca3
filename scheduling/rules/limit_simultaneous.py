"""LimitSimultaneous: how many events of a group are held at once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from community.text import Text
from scheduling.demands import AT_ONCE, Demands
from scheduling.rules.base import Deviation, Rule, label, when
from scheduling.wording import between

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.context import Context
    from scheduling.solution import Schedule


@dataclass(frozen=True, kw_only=True)
class LimitSimultaneous(Rule):
    """At each of the times, between ``minimum`` and ``maximum`` lessons of an event group run.

    With ``or_none`` a time without any is allowed as well. The deviations are added up over the
    times. Source: FET ("max simultaneous activities"); a hall for so many classes, a day of games.
    """

    family: ClassVar[str] = "LimitSimultaneous"
    points_are: ClassVar[str] = "event_groups"
    time_groups: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    minimum: int = 0
    maximum: int
    or_none: bool = True

    def deviations(self, schedule: Schedule) -> Iterator[Deviation]:
        """Count the lessons that run at each time."""
        instance = schedule.instance
        times = sorted(instance.positions(self.time_groups, self.times))
        for group_id in self.applies_to.event_groups:
            group = instance.event_group(group_id)
            lessons = (x for event in group.members for x in schedule.by_event[event])
            running = Counter(time for lesson in lessons for time in schedule.running(lesson))
            off, where = 0, []
            for time in times:
                number = running[time]
                amount = max(self.minimum - number, number - self.maximum, 0)
                if amount and (number or not self.or_none):
                    off += amount
                    where.append((when(instance.times[time]), number))
            if off:
                wanted = between(self.minimum, self.maximum)
                zh = "、".join(f"{at.zh}有{n}节" for at, n in where)
                en = ", ".join(f"{n} at {at.en}" for at, n in where)
                text = Text(
                    f"{label(group)}同时上课：{zh}（应{wanted.zh}节）。",
                    f"{label(group)}: {en} at once (wanted {wanted.en}).",
                )
                yield Deviation(group_id, off, text)

    def build(self, context: Context) -> None:
        """Bound the sum of the lessons that run at each time."""
        scope, instance = context.scope(self), context.instance
        times = sorted(instance.positions(self.time_groups, self.times))
        for group in self.applies_to.event_groups:
            members = instance.event_group(group).members
            off: Any = 0
            upper = 0
            for time in times:
                literals = [x for event in members for x in context.running(event, time)]
                most = len(literals) - self.maximum
                off += scope.above(sum(literals), self.maximum, most)
                upper += max(0, most)
                least = self.minimum
                if self.or_none:
                    least = self.minimum * context.any_of(literals) if literals else 0
                if self.minimum and (literals or not self.or_none):
                    off += scope.below(sum(literals) - least, 0, self.minimum)
                    upper += self.minimum
            scope.charge(group, off, upper)

    def demand(self, found: Demands) -> None:
        """Count the lessons of each event group at each of the times."""
        times = frozenset(found.instance.positions(self.time_groups, self.times))
        groups = [(found.time_groups[times], self.minimum, int(self.or_none))]
        make = partial(found.add, self, AT_ONCE, high=self.maximum, groups=groups)
        found.on_groups(self.applies_to, make)
