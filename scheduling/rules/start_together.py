"""StartTogether: lessons of a group start in the same time group: at one time, hour or day."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from community.text import Text
from scheduling.demands import TOGETHER, Demands
from scheduling.rules.base import Deviation, Rule, label, listed, when

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.context import Context
    from scheduling.solution import Schedule


@dataclass(frozen=True, kw_only=True)
class StartTogether(Rule):
    """The deviation of an event group is in how many of the time groups it starts, beyond one.

    Lessons may be of different lengths; ``LinkEvents`` compares the times at which they run.
    Source: FET ("activities same starting time").
    """

    family: ClassVar[str] = "StartTogether"
    points_are: ClassVar[str] = "event_groups"
    time_groups: tuple[str, ...] = ()

    def deviations(self, schedule: Schedule) -> Iterator[Deviation]:
        """Count the time groups in which any lesson of the group starts."""
        instance = schedule.instance
        places = [(instance.time_group(g), instance.positions([g])) for g in self.time_groups]
        for group_id in self.applies_to.event_groups:
            group = instance.event_group(group_id)
            starts = {
                start
                for event in group.members
                for lesson in schedule.by_event[event]
                if (start := schedule.start(lesson)) is not None
            }
            used = [when(place) for place, times in places if not times.isdisjoint(starts)]
            if len(used) > 1:
                where = listed(used)
                text = Text(
                    f"{label(group)}应一同开始，却分别在{where.zh}开始。",
                    f"{label(group)} should start together, but start in {where.en}.",
                )
                yield Deviation(group_id, len(used) - 1, text)

    def build(self, context: Context) -> None:
        """Count a literal for each time group in which any lesson starts."""
        scope, instance = context.scope(self), context.instance
        places = instance.positions_of(self.time_groups)
        for group in self.applies_to.event_groups:
            starts = [
                (start.time, start.literal)
                for event in instance.event_group(group).members
                for start in context.starts(event)
            ]
            used = []
            for times in places:
                if literals := [literal for time, literal in starts if time in times]:
                    used.append(context.any_of(literals))
            scope.charge(group, scope.above(sum(used), 1, len(used) - 1), len(used) - 1)

    def demand(self, found: Demands) -> None:
        """Count the time groups in which the events of each group start."""
        times = found.instance.positions_of(self.time_groups)
        groups = [(found.time_groups[some], 0, 0) for some in times]
        found.on_groups(self.applies_to, partial(found.add, self, TOGETHER, groups=groups))
