"""Counting for slots that are filled after the times: rooms, local assistants.

Whoever fills an open slot must be free then. At every moment, the lessons that need one of a pool
of resources and the lessons that these resources attend anyway are no more than the pool can hold.
For pools that are nested or apart, that is enough for a matching to exist (Hall's condition); where
they overlap in part, it has to hold for their unions as well.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

from community.models import WeekPattern
from scheduling.clock import Moment, moments
from scheduling.domains import mask_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scheduling.context import Context
    from scheduling.domains import Domains
    from scheduling.setting import Setting
    from solving.builder import Scope

Pool = frozenset[str]
FEW = 4  # pools that overlap, of which each part has a union of its own


def require_pools(context: Context, scope: Scope, resources: Pool) -> None:
    """Let the demand for each pool, at every moment, fit what the pool can hold.

    ``resources`` are those that can't be at two lessons at once; other pools are not bounded.
    """
    demand = demands_of(context.instance, context.domains, resources)
    for pool in [*demand, *unions(list(demand), every=context.instance.has_clocks)]:
        events = [e for inner, needing in demand.items() if inner <= pool for e in needing]
        _require_pool(context, scope, pool, events)


def demands_of(instance: Setting, domains: Domains, resources: Pool) -> dict[Pool, list[str]]:
    """Return the pools of the slots that have to be filled, each with the events that need it.

    Only pools of ``resources``. An event is there as often as it has such slots.
    """
    demand: dict[Pool, list[str]] = {}
    for event in instance.events:
        for slot in event.open_slots():
            if slot.role is None or (event.id, slot.role) not in domains.must_fill:
                continue
            pool = frozenset(domains.candidates(event, slot.role))
            if pool <= resources:
                demand.setdefault(pool, []).append(event.id)
    return demand


def _require_pool(context: Context, scope: Scope, pool: Pool, events: list[str]) -> None:
    times = {t for e in events for t in context.placements.running[e]}
    attended = {t for r in pool for t in context.attended_times(r)}
    alone = (Moment((t,), (t,)) for t in sorted(times & context.instance.beside.keys()))
    for moment in (*moments(context.instance, times | attended), *alone):
        if not any(context.running(e, t) for e in events for t in moment.running):
            continue
        capacity = _capacity(context, pool, events, moment)
        for literals in _by_weeks(context, pool, events, moment):
            scope.above(sum(literals), capacity, len(literals) - capacity)


def _by_weeks(
    context: Context, pool: Pool, events: list[str], moment: Moment
) -> Iterator[list[Any]]:
    """Yield the literals that need one of the pool, in odd weeks and, if others, in even ones."""
    before: list[int] | None = None
    for half in (WeekPattern.ODD, WeekPattern.EVEN):
        running = [x for t in moment.running for e in events for x in context.running(e, t)]
        literals = context.held_in(running, half)
        at = [(r, t) for t in moment.running for r in sorted(pool)]
        literals += [x for r, t in at for x in context.attending_in(r, t, half)]
        now = [x.index for x in literals]  # literals themselves build constraints when compared
        if now != before:
            yield literals
        before = now


def _capacity(context: Context, pool: Pool, events: list[str], moment: Moment) -> int:
    """Return the lessons that those of a pool can hold who may be at one of a moment's times."""
    unavailable = context.domains.unavailable
    asked = mask_of(t for t in moment.running if any(context.running(e, t) for e in events))
    found = 0
    for resource in pool:
        attends = mask_of(t for t in moment.running if context.attending(resource, t))
        if (asked | attends) & ~unavailable.get(resource, 0):
            found += context.instance.resource_by_id[resource].capacity
    return found


def unions(pools: Sequence[Pool], *, every: bool = False) -> Iterator[Pool]:
    """Yield the union of pools that overlap each other in part, each once.

    With ``every``, where they are few, also that of each part of them: rooms by name overlap in
    chains. Public files have pools by the hundred, of which the whole has to do.
    """
    known = set(pools)
    for whole in _overlapping(pools):
        inside = [pool for pool in pools if pool <= whole]
        few = inside if every and len(inside) <= FEW else []
        some = (parts for size in range(2, len(few)) for parts in combinations(few, size))
        chains = [found[0] for found in map(_overlapping, some) if len(found) == 1]
        for part in (*chains, whole):
            if part not in known:
                known.add(part)
                yield part


def _overlapping(pools: Iterable[Pool]) -> list[Pool]:
    """Return the unions of pools that overlap, or overlap with one that does, and so on."""
    groups: list[Pool] = []
    for pool in pools:
        apart = [g for g in groups if not g & pool]
        groups = [*apart, pool.union(*(g for g in groups if g & pool))]
    return groups
