"""Where people are at each time: by the room of the lesson, or the site of the room.

Not a rule: what rules about moves between rooms and sites have in common.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scheduling.context import Context
    from scheduling.setting import Setting
    from scheduling.solution import Schedule


def place(instance: Setting, resource: str, *, sites: bool) -> str | None:
    """Return the place that a room is: itself, or its site; None for a room without a site."""
    return instance.resource_by_id[resource].site if sites else resource


def places(schedule: Schedule, person: str, role: str, *, sites: bool) -> dict[int, str]:
    """Return where a person is at each time, as far as it is known."""
    found: dict[int, str] = {}
    for lesson in schedule.attended[person]:
        for taken, room in schedule.resources(lesson):
            where = place(schedule.instance, room, sites=sites) if taken == role else None
            if where is not None:
                found.update((time, where) for time in schedule.running(lesson))
    return found


def literals(context: Context, person: str, role: str, *, sites: bool) -> dict[int, dict[str, Any]]:
    """Return, for each time and place, a literal that is true at least when the person is there.

    Only what the model decides on is known: rooms that are given, and those that it fills.
    """
    at: dict[int, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    instance, model = context.instance, context.builder.model
    for event, _ in instance.events_of[person]:
        chosen: dict[str, list[Any]] = defaultdict(list)
        for slot in event.slots:
            if slot.role == role:
                rooms = {slot.resource: 1} if slot.resource else context.choice(event.id, role)
                for room, literal in (rooms or {}).items():
                    if (where := place(instance, room, sites=sites)) is not None:
                        chosen[where].append(literal)
        for where, options in chosen.items():
            for time, running in context.placements.running[event.id].items():
                if isinstance(options[0], int):  # a room that is given
                    at[time][where] += running
                    continue
                there = model.new_bool_var("")
                model.add(there >= sum(options) + sum(running) - 1)
                at[time][where].append(there)
    return {
        time: {where: context.any_of(found) for where, found in here.items()}
        for time, here in sorted(at.items())
    }
