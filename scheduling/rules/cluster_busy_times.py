"""ClusterBusyTimes: in how many of these time groups a resource is busy (XHSTT)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from community.text import Text
from scheduling.demands import CLUSTER, Demands
from scheduling.rules.base import Deviation, Rule, label
from scheduling.wording import between

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.context import Context
    from scheduling.solution import Schedule


@dataclass(frozen=True, kw_only=True)
class ClusterBusyTimes(Rule):
    """A resource is busy in between ``minimum`` and ``maximum`` of the time groups (days)."""

    family: ClassVar[str] = "ClusterBusyTimes"
    time_groups: tuple[str, ...] = ()
    minimum: int = 0
    maximum: int

    def deviations(self, schedule: Schedule) -> Iterator[Deviation]:
        """Count the time groups in which the resource has a lesson at all."""
        instance = schedule.instance
        groups = [(instance.time_group(g), instance.positions([g])) for g in self.time_groups]
        for resource in self.applies_to.all_resources(instance):
            times = schedule.busy[resource].keys()
            busy = [label(group) for group, positions in groups if not times.isdisjoint(positions)]
            off = max(self.minimum - len(busy), len(busy) - self.maximum, 0)
            if off:
                name = label(instance.resource_by_id[resource])
                wanted = between(self.minimum, self.maximum)
                yield Deviation(
                    resource,
                    off,
                    Text(
                        f"{name}在{len(busy)}个时段有课（应为{wanted}个）：{'、'.join(busy)}。",
                        f"{name} is busy in {len(busy)} groups of times (wanted {wanted}): "
                        f"{', '.join(busy)}.",
                    ),
                )

    def build(self, context: Context) -> None:
        """Count a literal for each time group that is set when the resource is busy in it."""
        scope, instance, model = context.scope(self), context.instance, context.builder.model
        groups = [sorted(instance.positions([g])) for g in self.time_groups]
        resources = self.applies_to.all_resources(instance)
        if self.minimum:
            resources = context.settled(self, resources)
        for resource in resources:
            busy: list[Any] = []
            for times in groups:
                load, most = context.load(resource, times)
                if most == 0:
                    continue
                any_at_all = model.new_bool_var("")
                busy.append(any_at_all)
                model.add(load <= most * any_at_all)
                for time in times:
                    for literal in context.attending(resource, time):
                        model.add_implication(literal, any_at_all)
                if self.minimum:
                    model.add(load >= any_at_all)
            count, most = sum(busy), len(busy) - self.maximum
            off = scope.above(count, self.maximum, most)
            off += scope.below(count, self.minimum, self.minimum)
            scope.charge(resource, off, max(most, self.minimum))

    def demand(self, found: Demands) -> None:
        """Bound the busy time groups."""
        groups = found.positions_of(self.time_groups)
        found.on_busy_times(self, self.applies_to, CLUSTER, groups, self.minimum, self.maximum)
