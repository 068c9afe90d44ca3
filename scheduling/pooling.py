"""Times first: an instance in which pools of resources stand for open slots.

An open slot that has to be filled needs one of a pool of candidates, whoever it is. A pool is a
resource here, which holds as many lessons at once as its members together; whatever needs a member,
by name or as one of the pool, needs the pool. That is the condition of ``scheduling.pools``, for a
search that places lessons without saying yet who fills their open slots: there are far fewer moves,
and none that only changes one room for another.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

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
from scheduling.wished_free import layers, prices_of
from solving.builder import Builder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.domains import Domains
    from scheduling.instance import Instance
    from scheduling.rules.base import Rule

POOL = "pool"  # resource type of pools


def pooled(instance: Instance) -> Instance | None:
    """Return the instance with pools in place of its open slots; None when nothing is to be filled.

    Rules about who fills open slots are left out. At a time at which a member is unavailable, an
    event of its own, at a given time, takes up the pool. Where members are wished free, a pool
    stands once more for each price of that (``wished_free``), and they take it up as well.
    """
    domains = narrowed(instance, Builder())
    clashes = [r for r in instance.rules if isinstance(r, AvoidClashes) and _is_hard(r)]
    alone = {r for rule in clashes for r in rule.applies_to.all_resources(instance)}
    demanded = [pool for pool in demands_of(instance, domains, frozenset(alone)) if pool]
    if not demanded:
        return None
    dear = (r.weight for r in instance.rules if isinstance(r, AssignResource) and _is_hard(r))
    weight = min([*dear, *(r.weight for r in clashes)])  # of a slot that nobody can fill
    away = dict.fromkeys((r, p) for r, mask in domains.unavailable.items() for p in positions(mask))
    whole = unions(demanded, every=instance.has_clocks)
    pools = [_Place(f"{POOL} {n}", pool, away) for n, pool in enumerate([*demanded, *whole])]
    rules, stands = [_held(POOL, pools, weight, Strictness.HARD)], [*pools]
    for price, wished in _wishes(instance, pools[: len(demanded)]):
        rules.append(_held(wished[0].name, wished, price, Strictness.SOFT))
        stands += wished
    timed = timing(instance)
    room = {r.id: r.capacity for r in instance.resources}
    resources = (Resource(p.name, POOL, capacity=sum(room[r] for r in p.pool)) for p in stands)
    events = (_event(e, domains, stands) for e in instance.events)
    return replace(
        timed,
        resources=(*instance.resources, *resources),
        events=(*events, *_absences(instance, stands)),
        rules=(*timed.rules, *rules),
    )


def is_exact(instance: Instance) -> bool:
    """Return whether times say all but the names: only who may fill a slot is ruled on.

    They don't where somebody who might fill one is wished free.
    """
    kinds = (AssignResource, PreferResources)
    asking = [r for r in instance.rules if not (isinstance(r, kinds) and _is_hard(r))]
    waiting = [(event, slot) for event in instance.events for slot in event.open_slots()]
    if any(rule.asks_who(*place) for rule in asking for place in waiting):
        return False
    wished = {r for r, _ in prices_of(instance)}
    if not wished:
        return True
    domains = narrowed(instance, Builder())
    return wished.isdisjoint(
        r for event, slot in waiting for r in domains.candidates(event, slot.role or "")
    )


def bare(instance: Instance, solution: Solution) -> Solution:
    """Return a timetable of the pooled instance as one of the instance, open slots empty."""
    return Solution(tuple(x for x in solution.lessons if x.event in instance.event_by_id))


def _is_hard(rule: Rule) -> bool:
    return rule.strictness is Strictness.HARD and rule.weight > 0


class _Place(NamedTuple):
    """A pool in the place of its members, some of whom are away at some positions of times."""

    name: str
    pool: Pool
    away: dict[tuple[str, int], None]

    @property
    def slot(self) -> ResourceSlot:
        """The slot of an event that needs a member."""
        return ResourceSlot(type=POOL, resource=self.name, workload=0)


def _wishes(instance: Instance, pools: list[_Place]) -> Iterator[tuple[int, list[_Place]]]:
    """Yield pools once more for each price of members who are wished free, without these."""
    members = frozenset[str]().union(*(p.pool for p in pools))
    prices = {x: price for x, price in prices_of(instance).items() if x[0] in members}
    for step in layers(prices):
        there = {r for r, _ in step.gone}
        yield (
            step.price,
            [
                _Place(f"{p.name} for {step.dearest}", p.pool, p.away | dict.fromkeys(step.gone))
                for p in pools
                if there & p.pool
            ],
        )


def _held(name: str, places: list[_Place], weight: int, strictness: Strictness) -> AvoidClashes:
    """Let pools have no more lessons at once than they hold."""
    meant = AppliesTo(resources=tuple(p.name for p in places))
    return AvoidClashes(id=name, weight=weight, strictness=strictness, applies_to=meant)


def _event(event: Event, domains: Domains, places: list[_Place]) -> Event:
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
        slots += [place.slot for place in places if needed and needed <= place.pool]
    return replace(event, slots=tuple(slots))


def _absences(instance: Instance, places: list[_Place]) -> Iterator[Event]:
    """Yield an event for each member of a pool and time at which it is away.

    Of times by several bells of a school that overlap, one will do.
    """
    told: dict[str, set[int]] = defaultdict(set)
    for resource, position in dict.fromkeys(x for place in places for x in place.away):
        away = resource, position
        if not told[resource].isdisjoint(instance.beside.get(position, ())):
            continue
        told[resource].add(position)
        needed = tuple(p.slot for p in places if resource in p.pool and away in p.away)
        if needed:
            time = instance.times[position].id
            yield Event(f"{resource} away {time}", 1, slots=needed, time=time)
