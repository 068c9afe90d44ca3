"""LimitParts: a teacher's courses are of few grades, so that a lesson prepared is taught twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from community.text import Text
from scheduling.demands import PARTS, Demands
from scheduling.rules.base import Deviation, Rule, label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.context import Context
    from scheduling.rules.parts import Parts
    from scheduling.setting import Event, ResourceSlot
    from scheduling.solution import Schedule


@dataclass(frozen=True, kw_only=True)
class LimitParts(Rule):
    """A resource has events of at most ``maximum`` parts; the deviation is the parts beyond."""

    family: ClassVar[str] = "LimitParts"
    points_are: ClassVar[str] = "resources"
    needs: ClassVar[frozenset[str]] = frozenset({"resources"})
    parts: Parts
    maximum: int = 1

    def asks_who(self, event: Event, slot: ResourceSlot) -> bool:
        """Return whether the slot has this role."""
        return slot.role == self.parts.role

    def deviations(self, schedule: Schedule) -> Iterator[Deviation]:
        """Count the parts in which a lesson has the resource."""
        instance, held = schedule.instance, self.parts.held(schedule)
        for resource in self.applies_to.all_resources(instance):
            names = [part.name for part in held[resource]]
            if len(names) > self.maximum:
                name = label(instance.resource_by_id[resource])
                zh = f"{name}任教{len(names)}个年级（{'、'.join(n.zh for n in names)}），"
                en = f"{name} teaches {len(names)} grades ({', '.join(n.en for n in names)}), "
                wanted = Text(f"应不超过{self.maximum}个。", f"wanted at most {self.maximum}.")
                amount = len(names) - self.maximum
                yield Deviation(resource, amount, Text(zh + wanted.zh, en + wanted.en))

    def build(self, context: Context) -> None:
        """Count the parts of which a resource has or is given an event."""
        scope, instance = context.scope(self), context.instance
        for resource in self.applies_to.all_resources(instance):
            given, has = self.parts.given(instance, resource), self.parts.chosen(context, resource)
            most = len(given) + len(has)
            off = scope.above(len(given) + sum(has), self.maximum, most - self.maximum)
            scope.charge(resource, off, most - self.maximum)

    def demand(self, found: Demands) -> None:
        """Count the parts again, those with filled slots once and for all."""
        instance = found.instance
        resources = self.applies_to.all_resources(instance)
        for resource, places in self.parts.places(found, resources).items():
            given = self.parts.given(instance, resource)
            may = [place for place in places if place[2] not in given]
            if not may:
                found.always(self, max(0, len(given) - self.maximum))
                continue
            demand = found.add(
                self,
                PARTS,
                low=instance.resource_index[resource],
                high=self.maximum - len(given),
                groups=[(0, part, 0) for _, _, part in may],
            )
            found.units.append((demand, [(event, place) for event, place, _ in may]))
