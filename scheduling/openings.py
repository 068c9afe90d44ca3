"""Open slots seen from the resources: which events each one may be chosen for."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from scheduling.context import Context
    from scheduling.setting import Event, ResourceSlot


class Opening(NamedTuple):
    """An open slot that a resource may fill; ``literal`` says whether it does."""

    event: Event
    slot: ResourceSlot
    literal: Any


_found: WeakKeyDictionary[Context, dict[str, list[Opening]]] = WeakKeyDictionary()


def openings(context: Context) -> dict[str, list[Opening]]:
    """Return the openings of every resource in a model; made once for each context."""
    known = _found.get(context)
    if known is None:
        known = defaultdict(list)
        filled = set(context.choices.slots())
        for event in context.instance.events:
            for slot in event.open_slots():
                if slot.role is None or (event.id, slot.role) not in filled:
                    continue
                for resource in context.candidates(event.id, slot.role):
                    literal = context.chosen(event.id, slot.role, resource)
                    if literal is not None:
                        known[resource].append(Opening(event, slot, literal))
        _found[context] = known
    return known
