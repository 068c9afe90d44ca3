"""LimitWorkload: the total workload of a resource (XHSTT), with what counts beside its lessons."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from community.text import Text
from scheduling.demands import PREPARED, WORKLOAD, Demands
from scheduling.rules.base import Deviation, Rule, label
from scheduling.rules.counted_load import PLAIN, TOLERANCE, Counting
from scheduling.wording import NO_LIMIT, between

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.context import Context
    from scheduling.setting import Event, ResourceSlot
    from scheduling.solution import Schedule


@dataclass(frozen=True, kw_only=True)
class LimitWorkload(Rule):
    """A resource's workload lies between ``minimum`` and ``maximum``, in the workloads' unit.

    A lesson carries the share of its event's workload that it has of its duration. A slot without
    a workload has its event's, and an event without one its duration. The deviation counts steps,
    rounded up; sentences speak of periods.
    """

    family: ClassVar[str] = "LimitWorkload"
    points_are: ClassVar[str] = "resources"
    needs: ClassVar[frozenset[str]] = frozenset({"resources"})
    minimum: int = 0
    maximum: int
    counting: Counting = PLAIN

    def asks_who(self, event: Event, slot: ResourceSlot) -> bool:
        """Return whether the slot brings work."""
        return slot.load(event) > 0

    def deviations(self, schedule: Schedule) -> Iterator[Deviation]:
        """Compare the total workload, rounding the deviation up."""
        loads, unit = self.counting.of(schedule), self.counting.unit
        most = NO_LIMIT if self.maximum >= NO_LIMIT else self.maximum / unit
        wanted = between(self.minimum / unit, most)
        for resource in self.applies_to.all_resources(schedule.instance):
            load = loads[resource].total
            off = max(self.minimum - load, load - self.maximum) - TOLERANCE
            if off > 0:
                name, what = label(schedule.instance.resource_by_id[resource]), self.counting.word
                told = self.counting.told(loads[resource])
                text = Text(
                    f"{name}的{what.zh}为{told.zh}（应{wanted.zh}）。",
                    f"{name} has a {what.en} of {told.en} (wanted {wanted.en}).",
                )
                yield Deviation(resource, math.ceil(off / self.counting.step), text)

    def build(self, context: Context) -> None:
        """Add up the workloads of fixed slots and of chosen ones."""
        scope, step = context.scope(self), self.counting.step
        for resource in self.applies_to.all_resources(context.instance):
            load, most = self.counting.stated(context, resource)
            scope.charge(resource, *scope.between(load, self.minimum, self.maximum, most, step))

    def demand(self, found: Demands) -> None:
        """Bound the workload of each resource; with preparations, over all its open places."""
        usual, counting = None, self.counting
        resources = self.applies_to.all_resources(found.instance)
        counted = [r for r in resources if counting.part(r)]
        places = counting.parts.places(found, counted) if counting.parts else {}
        for resource in resources:
            always = counting.always(resource)
            limits = {"low": self.minimum - always, "high": self.maximum - always}
            if may := places.get(resource):
                index = found.instance.resource_index[resource]
                groups = [(0, number, counting.part(resource)) for _, _, number in may]
                demand = found.add(
                    self, PREPARED, place=index, step=counting.step, groups=groups, **limits
                )
                found.units.append((demand, [(event, place) for event, place, _ in may]))
            elif always:
                demand = found.add(self, WORKLOAD, step=counting.step, **limits)
                found.of_resource[resource].append(demand)
            else:
                usual = usual or found.add(self, WORKLOAD, step=counting.step, **limits)
                found.of_resource[resource].append(usual)
