"""LimitBusyResources: how many of some people are busy in the same part of the week."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from community.rule import CostFunction
from community.text import Text
from scheduling.demands import CROWD, Demands
from scheduling.rules.base import Deviation, Rule, label, when

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.context import Context
    from scheduling.solution import Schedule


@dataclass(frozen=True, kw_only=True)
class LimitBusyResources(Rule):
    """In each time group at most ``maximum`` of the resources have a lesson at all.

    The deviation of a time group is the number of resources too many. Source: FET ("activity tags
    not overlapping"); of the heads of a school one is always free.
    """

    family: ClassVar[str] = "LimitBusyResources"
    points_are: ClassVar[str] = "time_groups"
    time_groups: tuple[str, ...] = ()
    maximum: int = 1

    def deviations(self, schedule: Schedule) -> Iterator[Deviation]:
        """Count the busy resources of each time group."""
        instance = schedule.instance
        resources = self.applies_to.all_resources(instance)
        for group in self.time_groups:
            times = instance.positions([group])
            busy = [r for r in resources if not times.isdisjoint(schedule.busy[r].keys())]
            if (off := len(busy) - self.maximum) > 0:
                at = when(instance.time_group(group))
                who = [label(instance.resource_by_id[r]) for r in busy]
                text = Text(
                    f"{'、'.join(who)}都在{at.zh}有课，最多只能有{self.maximum}个。",
                    f"{', '.join(who)} all have lessons in {at.en}; at most {self.maximum} may.",
                )
                yield Deviation(group, off, text)

    def build(self, context: Context) -> None:
        """Count a literal for each resource that is busy in a time group."""
        scope, instance = context.scope(self), context.instance
        resources = self.applies_to.all_resources(instance)
        for group in self.time_groups:
            times = sorted(instance.positions([group]))
            busy = []
            for resource in resources:
                found = [b for t in times if not isinstance(b := context.busy(resource, t), int)]
                if found:
                    busy.append(context.any_of(found))
            most = len(busy) - self.maximum
            scope.charge(group, scope.above(sum(busy), self.maximum, most), most)

    def demand(self, found: Demands) -> None:
        """Count the people who are busy in each time group: all together, if they are added up."""
        instance = found.instance
        people = self.applies_to.all_resources(instance)
        members = [(e.id, instance.resource_index[r]) for r in people for e in found.events_of[r]]
        groups = [
            (found.time_groups[times], 0, 0)
            for times in instance.positions_of(self.time_groups)
            if sum(found.reaches(r, times) for r in people) > self.maximum
        ]
        linear = self.cost_function is CostFunction.LINEAR
        for some in [groups] if linear else [[group] for group in groups]:
            found.units.append((found.add(self, CROWD, high=self.maximum, groups=some), members))
