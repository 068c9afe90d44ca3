"""OwnClass: a class teacher teaches the own class in at least one subject (班主任)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from community.text import Text
from scheduling.demands import OWN, Demands
from scheduling.rules.base import Deviation, Rule
from scheduling.wording import event_name, resource_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.context import Context
    from scheduling.setting import Event, ResourceSlot
    from scheduling.solution import Schedule


class Wish(NamedTuple):
    """A person, and the events of which at least one should be theirs."""

    resource: str
    role: str
    events: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class OwnClass(Rule):
    """Each person has at least one of the events; the deviation is 1 where it is not so."""

    family: ClassVar[str] = "OwnClass"
    needs: ClassVar[frozenset[str]] = frozenset({"resources"})
    wishes: tuple[Wish, ...] = ()

    def asks_who(self, event: Event, slot: ResourceSlot) -> bool:
        """Return whether somebody wishes for slots of this role."""
        return any(wish.role == slot.role for wish in self.wishes)

    def deviations(self, schedule: Schedule) -> Iterator[Deviation]:
        """Look for a lesson of these events that has the person."""
        instance = schedule.instance
        for wish in self.wishes:
            has = any(
                (wish.role, wish.resource) in schedule.resources(lesson)
                for event in wish.events
                for lesson in schedule.by_event[event]
            )
            if not has:
                name = resource_name(instance, wish.resource)
                courses = "、".join(event_name(instance, e) for e in wish.events)
                zh = f"班主任{name}没有教本班任何一门课（可教：{courses}）。"
                en = f"Class teacher {name} teaches none of the own class ({courses})."
                yield Deviation(wish.resource, 1, Text(zh, en))

    def build(self, context: Context) -> None:
        """Count the choices, and slots that are already filled."""
        scope, instance = context.scope(self), context.instance
        for wish in self.wishes:
            slots = [
                (event, slot)
                for event in wish.events
                for slot in instance.event_by_id[event].slots
                if slot.role == wish.role
            ]
            if any(slot.resource == wish.resource for _, slot in slots):
                continue
            chosen = [context.chosen(e, wish.role, wish.resource) for e, _ in slots]
            count = sum(literal for literal in chosen if literal is not None)
            scope.charge(wish.resource, scope.below(count, 1, 1), 1)

    def demand(self, found: Demands) -> None:
        """Look for the person in the open slots; where all are filled, the cost stays."""
        for wish in self.wishes:
            places = [(e, p) for e in wish.events for p in found.places(e, wish.role)]
            given = [found.slot(*place).resource for place in places]
            if None in given:
                demand = found.add(self, OWN, low=found.instance.resource_index[wish.resource])
                found.units.append((demand, places))
            elif wish.resource not in given:
                found.always(self, 1)
