"""Times first: an instance in which pools of resources stand for open slots.

An open slot that has to be filled needs one of a pool of candidates, whoever it is. A pool is a
resource here, which holds as many lessons at once as its members together; whatever needs a member,
by name or as one of the pool, needs the pool. That is the condition of ``scheduling.pools``, for a
search that places lessons without saying yet who fills their open slots: there are far fewer moves,
and none that only changes one room for another.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from community.rule import Strictness
from scheduling.domains import positions
from scheduling.incumbent import timing
from scheduling.instance import Event, Resource, ResourceSlot
from scheduling.model import narrowed
from scheduling.pools import Pool, demands_of, unions
from scheduling.rules.assign_resource import AssignResource
from scheduling.rules.avoid_clashes import AvoidClashes
from scheduling.rules.base import AppliesTo
from scheduling.rules.prefer_resources import PreferResources
from scheduling.solution import Solution
from solving.builder import Builder

if TYPE_CHECKING:
    from scheduling.domains import Domains
    from scheduling.instance import Instance
    from scheduling.rules.base import Rule

POOL = "pool"  # resource type of pools


def pooled(instance: Instance) -> Instance | None:
    """Return the instance with pools in place of its open slots; None when nothing is to be filled.

    Rules about who fills open slots are left out. At a time at which a member is unavailable, an
    event of its own, at a given time, takes up the pool.
    """
    domains = narrowed(instance, Builder())
    clashes = [r for r in instance.rules if isinstance(r, AvoidClashes) and _is_hard(r)]
    alone = {r for rule in clashes for r in rule.applies_to.all_resources(instance)}
    demanded = [pool for pool in demands_of(instance, domains, frozenset(alone)) if pool]
    if not demanded:
        return None
    whole = unions(demanded, every=instance.has_clocks)
    pools = {pool: f"{POOL} {n}" for n, pool in enumerate([*demanded, *whole])}
    places = {
        pool: ResourceSlot(type=POOL, resource=name, workload=0) for pool, name in pools.items()
    }
    events = [_event(e, domains, places) for e in instance.events]
    events += _absences(instance, domains, places)
    dear = (r.weight for r in instance.rules if isinstance(r, AssignResource) and _is_hard(r))
    weight = min([*dear, *(r.weight for r in clashes)])  # of a slot that nobody can fill
    rule = AvoidClashes(
        id=POOL, weight=weight, applies_to=AppliesTo(resources=tuple(pools.values()))
    )
    timed = timing(instance)
    room = {r.id: r.capacity for r in instance.resources}
    resources = tuple(
        Resource(name, POOL, capacity=sum(room[r] for r in pool)) for pool, name in pools.items()
    )
    return replace(
        timed,
        resources=(*instance.resources, *resources),
        events=tuple(events),
        rules=(*timed.rules, rule),
    )


def is_exact(instance: Instance) -> bool:
    """Return whether times say all but the names: only who may fill a slot is ruled on."""
    kinds = (AssignResource, PreferResources)
    asking = [r for r in instance.rules if not (isinstance(r, kinds) and _is_hard(r))]
    waiting = [(event, slot) for event in instance.events for slot in event.open_slots()]
    return not any(rule.asks_who(*place) for rule in asking for place in waiting)


def bare(instance: Instance, solution: Solution) -> Solution:
    """Return a timetable of the pooled instance as one of the instance, open slots empty."""
    return Solution(tuple(x for x in solution.lessons if x.event in instance.event_by_id))


def _is_hard(rule: Rule) -> bool:
    return rule.strictness is Strictness.HARD and rule.weight > 0


def _event(event: Event, domains: Domains, places: dict[Pool, ResourceSlot]) -> Event:
    """Return an event with the pools that it needs in place of its open slots."""
    slots: list[ResourceSlot] = []
    for slot in event.slots:
        if slot.resource is not None:
            slots.append(slot)
            needed: Pool = frozenset([slot.resource])
        elif slot.role is not None and (event.id, slot.role) in domains.must_fill:
            needed = frozenset(domains.candidates(event, slot.role))
        else:
            continue
        slots += [place for pool, place in places.items() if needed and needed <= pool]
    return replace(event, slots=tuple(slots))


def _absences(
    instance: Instance, domains: Domains, places: dict[Pool, ResourceSlot]
) -> list[Event]:
    """Return an event for each member of a pool and time at which it is unavailable."""
    found = []
    for resource, mask in domains.unavailable.items():
        needed = tuple(place for pool, place in places.items() if resource in pool)
        for position in positions(mask) if needed else ():
            time = instance.times[position].id
            found.append(Event(f"{resource} away {time}", 1, slots=needed, time=time))
    return found
