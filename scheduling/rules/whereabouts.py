"""Where people are at each time: by the room of the lesson, or the site of the room.

Not a rule: what rules about moves between rooms and sites have in common.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduling.context import Context
    from scheduling.demands import Demand, Demands
    from scheduling.setting import AppliesTo, Setting
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


def on_people(
    found: Demands,
    points: AppliesTo,
    role: str,
    days: tuple[str, ...],
    make: Callable[..., Demand],
) -> None:
    """Make a demand on each person, of all events with a room that the person may be at.

    Where an event has several rooms, nobody says in which of them somebody is: left to the model.
    """
    groups = [(found.time_groups[day], 0, 0) for day in found.instance.positions_of(days)]
    for person in points.all_resources(found.instance):
        events = [event.id for event in found.events_of[person]]
        members = [(event, place) for event in events for place in found.places(event, role)]
        if members and len({event for event, _ in members}) == len(members):
            place = found.instance.resource_index[person]
            found.units.append((make(place=place, groups=groups), members))
