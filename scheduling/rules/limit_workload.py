"""LimitWorkload: the total workload of a resource (XHSTT)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from community.text import Text
from scheduling.demands import WORKLOAD, Demands
from scheduling.rules.base import Deviation, Rule, label
from scheduling.wording import between

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.context import Context
    from scheduling.setting import Event, ResourceSlot
    from scheduling.solution import Schedule


TOLERANCE = 0.001  # workloads are prorated by duration; thirds must not round up


@dataclass(frozen=True, kw_only=True)
class LimitWorkload(Rule):
    """A resource's workload lies between ``minimum`` and ``maximum``, in the workloads' unit.

    A lesson carries the share of its event's workload that it has of its duration. A slot without
    a workload has its event's, and an event without one its duration. ``unit`` is what one period
    counts (2 where lessons of odd or even weeks count half); sentences speak of periods.
    """

    family: ClassVar[str] = "LimitWorkload"
    points_are: ClassVar[str] = "resources"
    needs: ClassVar[frozenset[str]] = frozenset({"resources"})
    minimum: int = 0
    maximum: int
    unit: int = 1

    def asks_who(self, event: Event, slot: ResourceSlot) -> bool:
        """Return whether the slot brings work."""
        return slot.load(event) > 0

    def deviations(self, schedule: Schedule) -> Iterator[Deviation]:
        """Compare the total workload, rounding the deviation up."""
        instance = schedule.instance
        for resource in self.applies_to.all_resources(instance):
            load = schedule.workload[resource]
            off = math.ceil(max(self.minimum - load, load - self.maximum) - TOLERANCE)
            if off > 0:
                name = label(instance.resource_by_id[resource])
                wanted = between(self.minimum / self.unit, self.maximum / self.unit)
                load /= self.unit
                yield Deviation(
                    resource,
                    off,
                    Text(
                        f"{name}的工作量为{load:g}（应为{wanted}）。",
                        f"{name} has a workload of {load:g} (wanted {wanted}).",
                    ),
                )

    def build(self, context: Context) -> None:
        """Add up the workloads of fixed slots and of chosen ones."""
        scope = context.scope(self)
        for resource in self.applies_to.all_resources(context.instance):
            fixed = sum(slot.load(event) for event, slot in context.instance.events_of[resource])
            openings = context.openings.get(resource, ())
            open_ones = [(o.slot.load(o.event), o.literal) for o in openings]
            load = fixed + sum(amount * literal for amount, literal in open_ones)
            most = fixed + sum(amount for amount, _ in open_ones)
            scope.charge(resource, *scope.between(load, self.minimum, self.maximum, most))

    def demand(self, found: Demands) -> None:
        """Bound the workload of each resource."""
        limits = {"low": self.minimum, "high": self.maximum}
        found.on_resources(self.applies_to, found.add(self, WORKLOAD, **limits))
