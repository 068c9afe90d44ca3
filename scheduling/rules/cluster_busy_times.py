"""ClusterBusyTimes: in how many of these time groups a resource is busy (XHSTT)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from community.text import Text
from scheduling.demands import CLUSTER
from scheduling.rules.base import Deviation, label, listed, when
from scheduling.rules.busy_times import BusyTimesRule
from scheduling.wording import between

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.demands import BusyTimes
    from scheduling.setting import Setting
    from scheduling.solution import Schedule


@dataclass(frozen=True, kw_only=True)
class ClusterBusyTimes(BusyTimesRule):
    """A resource is busy in between ``minimum`` and ``maximum`` of the time groups (days)."""

    family: ClassVar[str] = "ClusterBusyTimes"
    time_groups: tuple[str, ...] = ()
    minimum: int = 0
    maximum: int

    def points(self, instance: Setting) -> Iterator[BusyTimes]:
        """Bound the busy time groups."""
        groups = instance.positions_of(self.time_groups)
        return self.on_each(instance, CLUSTER, groups, self.minimum, self.maximum)

    def deviations(self, schedule: Schedule) -> Iterator[Deviation]:
        """Count the time groups in which the resource has a lesson at all."""
        instance = schedule.instance
        groups = [(instance.time_group(g), instance.positions([g])) for g in self.time_groups]
        for resource in self.applies_to.all_resources(instance):
            times = schedule.busy[resource].keys()
            busy = [when(group) for group, positions in groups if not times.isdisjoint(positions)]
            off = max(self.minimum - len(busy), len(busy) - self.maximum, 0)
            if off:
                name = label(instance.resource_by_id[resource])
                wanted, where = between(self.minimum, self.maximum), listed(busy)
                yield Deviation(
                    resource,
                    off,
                    Text(
                        f"{name}在{len(busy)}个时段有课（应{wanted.zh}个）：{where.zh}。",
                        f"{name} is busy in {len(busy)} groups of times (wanted {wanted.en}): "
                        f"{where.en}.",
                    ),
                )
