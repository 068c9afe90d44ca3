"""A timetabling problem in the vocabulary of XHSTT, frozen and fully prepared."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scheduling.setting import Event, Group, Resource, ResourceSlot, Setting, Time

if TYPE_CHECKING:
    from scheduling.rules.base import Rule
    from scheduling.solution import Solution

__all__ = ["Event", "Group", "Instance", "Resource", "ResourceSlot", "Time"]


@dataclass(frozen=True)
class Instance(Setting):
    """The whole problem: what its rules speak of, and the rules."""

    rules: tuple[Rule, ...] = ()

    @property
    def can_anneal(self) -> bool:
        """Whether annealing knows all of its rules."""
        return all(r.has_demands for r in self.rules if r.applies(self))

    def with_resources(self, solution: Solution) -> Instance:
        """Return the instance with every slot that the solution fills preassigned.

        Only events whose sub-events all agree on the resource are changed.
        """
        chosen: dict[tuple[str, str], set[str | None]] = {}
        for lesson in solution.lessons:
            for role, resource in lesson.resources:
                chosen.setdefault((lesson.event, role), set()).add(resource)

        def fill(event: Event, slot: ResourceSlot) -> ResourceSlot:
            if slot.resource is not None or slot.role is None:
                return slot
            found = chosen.get((event.id, slot.role), set())
            return replace(slot, resource=next(iter(found))) if len(found) == 1 else slot

        events = tuple(
            replace(e, slots=tuple(fill(e, s) for s in e.slots)) if e.open_slots() else e
            for e in self.events
        )
        return replace(self, events=events)
