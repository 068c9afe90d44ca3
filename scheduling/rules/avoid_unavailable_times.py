"""AvoidUnavailableTimes: resources have no lessons at these times (XHSTT)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from community.rule import Strictness
from community.text import Text
from scheduling.demands import UNAVAILABLE, Demands
from scheduling.rules.base import Deviation, Rule, label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.context import Context
    from scheduling.domains import Domains
    from scheduling.solution import Schedule


@dataclass(frozen=True, kw_only=True)
class AvoidUnavailableTimes(Rule):
    """The deviation of a resource is the number of these times at which it is busy."""

    family: ClassVar[str] = "AvoidUnavailableTimes"
    only_grows: ClassVar[bool] = True
    time_groups: tuple[str, ...] = ()
    times: tuple[str, ...] = ()

    def deviations(self, schedule: Schedule) -> Iterator[Deviation]:
        """Count the busy ones among the times; two lessons at one time count once."""
        instance = schedule.instance
        unavailable = instance.positions(self.time_groups, self.times)
        for resource in self.applies_to.all_resources(instance):
            busy = sorted(unavailable & schedule.busy[resource].keys())
            if busy:
                name = label(instance.resource_by_id[resource])
                where = [label(instance.times[t]) for t in busy]
                soft = self.strictness is Strictness.SOFT
                zh = "最好不" if soft else "不能"
                en = "would rather not teach" if soft else "is not available"
                yield Deviation(
                    resource,
                    len(busy),
                    Text(
                        f"{name}在{'、'.join(where)}{zh}上课，却排了课。",
                        f"{name} {en} at {', '.join(where)} but has lessons then.",
                    ),
                )

    def narrow(self, domains: Domains) -> None:
        """Block the times for the events of each resource."""
        instance = domains.instance
        mask = sum(1 << t for t in instance.positions(self.time_groups, self.times))
        for resource in self.applies_to.all_resources(instance):
            domains.unavailable[resource] = domains.unavailable.get(resource, 0) | mask
            for event, _slot in instance.events_of[resource]:
                domains.block(event.id, mask)

    def build(self, context: Context) -> None:
        """Charge each of the times at which a resource is busy."""
        scope, instance = context.scope(self), context.instance
        unavailable = sorted(instance.positions(self.time_groups, self.times))
        for resource in self.applies_to.all_resources(instance):
            busy, most = context.load(resource, unavailable)
            scope.charge(resource, busy, most)

    def demand(self, found: Demands) -> None:
        """Count the busy ones among the times."""
        times = found.masks[found.instance.positions(self.time_groups, self.times)]
        found.on_resources(self.applies_to, found.add(self, UNAVAILABLE, mask=times))
