"""KeepResources: a price for each course whose teacher is not the one of a published plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from community.text import Text
from scheduling.demands import KEEP, Demands
from scheduling.rules.base import Deviation, Rule
from scheduling.wording import event_name, resource_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.context import Context
    from scheduling.setting import Event, ResourceSlot, Setting
    from scheduling.solution import Schedule


class Held(NamedTuple):
    """Who filled an open slot of an event in the published plan."""

    event: str
    role: str
    resource: str


@dataclass(frozen=True, kw_only=True)
class KeepResources(Rule):
    """An event keeps who it has; the deviation of one that changes hands is its duration.

    Events that no longer exist, and people who no longer do, cost nothing.
    """

    family: ClassVar[str] = "KeepResources"
    needs: ClassVar[frozenset[str]] = frozenset({"resources"})
    base: tuple[Held, ...] = ()

    def _held(self, instance: Setting) -> Iterator[Held]:
        for held in self.base:
            if held.event in instance.event_by_id and held.resource in instance.resource_by_id:
                yield held

    def asks_who(self, event: Event, slot: ResourceSlot) -> bool:
        """Return whether slots of this role were filled before."""
        return any(held.role == slot.role for held in self.base)

    def deviations(self, schedule: Schedule) -> Iterator[Deviation]:
        """Look whether every lesson of the event has the same resource as before."""
        instance = schedule.instance
        for held in self._held(instance):
            now = {
                resource
                for lesson in schedule.by_event[held.event]
                for role, resource in schedule.resources(lesson)
                if role == held.role
            }
            if now - {held.resource}:
                name = event_name(instance, held.event)
                before = resource_name(instance, held.resource)
                after = "、".join(resource_name(instance, r) for r in sorted(now))
                zh = f"“{name}”由{before}换为{after}。"
                en = f"“{name}” goes from {before} to {after}."
                amount = instance.event_by_id[held.event].duration
                yield Deviation(f"{held.event}.{held.role}", amount, Text(zh, en))

    def build(self, context: Context) -> None:
        """Charge an open slot that goes to someone else."""
        scope = context.scope(self)
        for held in self._held(context.instance):
            choice = context.choice(held.event, held.role) or {}
            others = sum(literal for r, literal in choice.items() if r != held.resource)
            amount = context.instance.event_by_id[held.event].duration
            scope.charge(f"{held.event}.{held.role}", amount * others, amount)

    def demand(self, found: Demands) -> None:
        """Look for someone else in an open slot; where it is filled, the cost stays."""
        instance = found.instance
        for held in self._held(instance):
            for place in found.places(held.event, held.role):
                given = found.slot(held.event, place).resource
                if given is None:
                    who = instance.resource_index[held.resource]
                    demand = found.add(self, KEEP, low=who, place=place)
                    found.of_event[held.event].append(demand)
                elif given != held.resource:
                    found.always(self, instance.event_by_id[held.event].duration)
