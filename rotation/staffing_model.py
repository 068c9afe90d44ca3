"""The flow of teachers' periods to lessons as constraints, term by term.

Only where placements can change who is there: knots of lanes whose teachers all stay are checked
by counting, once. Teachers with the same lanes are one source of periods; only teachers who may be
itinerant, and so divide their week between sites, have variables of their own.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rotation import staffing_flow
from rotation.hall import add_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from community.models import Teacher
    from rotation.context import Context
    from rotation.staffing_flow import Lane
    from solving.builder import Scope

Expr = Any


@dataclass(frozen=True, slots=True)
class Presence:
    """Where a teacher may be in a term: at each site, 1 or an expression that is 0 or 1.

    ``divides`` says whether the teacher may be at two sites in the same week. ``at_home`` and
    ``sent`` are the units a week of who is based at home, and of who is sent away.
    """

    teacher: Teacher
    sites: dict[str, Expr]
    lanes: dict[str, tuple[Lane, ...]]
    divides: bool
    at_home: int
    sent: int

    def capacity(self, site: str) -> int:
        """Return the units a week at a site, at most."""
        return self.at_home if site == self.teacher.school else self.sent

    @property
    def moves(self) -> bool:
        """Whether the plan decides where the teacher is."""
        return any(not isinstance(e, int) for e in self.sites.values())

    def lane_sets(self) -> list[frozenset[Lane]]:
        """Return what the teacher connects: all lanes together, or those of one site at a time."""
        if self.divides:
            return [frozenset(x for lanes in self.lanes.values() for x in lanes)]
        return [frozenset(lanes) for lanes in self.lanes.values() if lanes]


@dataclass
class Knot:
    """Lanes that share teachers, and the teachers."""

    lanes: set[Lane]
    people: list[tuple[Presence, list[str]]] = field(default_factory=list)  # with their sites

    @property
    def moves(self) -> bool:
        """Whether any placement changes what can be taught here."""
        return any(not isinstance(p.sites[s], int) for p, sites in self.people for s in sites)


def build_cover(context: Context, scope: Scope) -> None:
    """Require that every lesson of every term has a teacher.

    Periods flow freely. With ``context.cover_sets`` the requirement is stated for these sets of
    lanes only, and whoever solves the model has to add the sets that a roster breaks.
    """
    if context.cover_sets is not None:
        add_rows(context, scope, context.cover_sets)
        return
    for index, block in enumerate(context.instance.blocks):
        everyone = presences(context, index)
        for knot in _knots(context, everyone):
            if not knot.moves:
                lack = _static_lack(context, knot)
                scope.charge(f"{min(knot.lanes)}/{block.id}", lack, lack)
            else:
                _flow(context, scope, knot, block.id)


def presences(context: Context, block: int) -> list[Presence]:
    """Return where every teacher may be in a block of time."""
    instance = context.instance
    found: list[Presence] = []
    for teacher in instance.community.teachers:
        choices = [(m, x) for m, x in context.by_teacher.get(teacher.id, ()) if m.covers(block)]
        sites: dict[str, Expr] = {teacher.school: 1 - context.away(teacher.id, block)}
        for move, literal in choices:
            if move.teaches:
                sites[move.host.id] = sites.get(move.host.id, 0) + literal
        lanes = {site: instance.lanes(teacher, site) for site in sites}
        divides = any(not m.leaves for m, _x in choices)
        capacity = instance.capacity(teacher), instance.capacity(teacher, at_home=False)
        found.append(Presence(teacher, sites, lanes, divides, *capacity))
    return found


def _knots(context: Context, everyone: list[Presence]) -> list[Knot]:
    sets = {lanes for p in everyone for lanes in p.lane_sets()}
    groups = staffing_flow.components(context.instance.needed, sets)
    knots = [Knot(lanes) for lanes in groups]
    at = {lane: knot for knot in knots for lane in knot.lanes}
    for presence in everyone:
        mine: dict[int, tuple[Knot, list[str]]] = {}
        for site, lanes in presence.lanes.items():
            if lanes:
                knot = at[lanes[0]]
                mine.setdefault(id(knot), (knot, []))[1].append(site)
        for knot, sites in mine.values():
            knot.people.append((presence, sites))
    return knots


def _static_lack(context: Context, knot: Knot) -> int:
    needed = {lane: context.instance.needed[lane] for lane in knot.lanes}
    supply = staffing_flow.supply_of(
        ((p.teacher, [x for s in sites for x in p.lanes[s]]) for p, sites in knot.people),
        context.instance.capacity,
    )
    return sum(s.lack for s in staffing_flow.shortages(needed, supply, context.instance.unit))


def _flow(context: Context, scope: Scope, knot: Knot, block: str) -> None:
    """Let periods flow: from sets of lanes, and from each teacher who divides the week."""
    given: dict[Lane, list[Expr]] = defaultdict(list)
    pools: dict[frozenset[Lane], list[Expr]] = defaultdict(list)
    for presence, sites in knot.people:
        if presence.divides:
            for lane, periods in _divided(context, presence, sites).items():
                given[lane].append(periods)
        else:
            for site in sites:
                pools[frozenset(presence.lanes[site])].append(
                    presence.capacity(site) * presence.sites[site]
                )
    for lanes, supply in pools.items():
        if len(lanes) == 1:
            given[next(iter(lanes))] += supply
            continue
        parts = {x: context.new_int(0, context.instance.needed[x]) for x in sorted(lanes)}
        context.define(sum(parts.values()) <= sum(supply))
        for lane, part in parts.items():
            given[lane].append(part)
    for lane in sorted(knot.lanes):
        need = context.instance.needed[lane]
        lack = scope.below(sum(given[lane]), need, need)
        scope.charge(f"{lane}/{block}", lack, need)


def _divided(context: Context, presence: Presence, sites: Iterable[str]) -> dict[Lane, Expr]:
    """Return the units that a teacher gives to each lane of home and hosts.

    Who is itinerant is based at home, and keeps the duties there.
    """
    parts: dict[Lane, Expr] = {}
    for site in sites:
        here: list[Expr] = []
        for lane in presence.lanes[site]:
            most = min(presence.capacity(site), context.instance.needed[lane])
            parts[lane] = context.new_int(0, most)
            here.append(parts[lane])
        context.define(sum(here) <= presence.capacity(site) * presence.sites[site])
    at_home = presence.sites[presence.teacher.school]
    more = presence.sent - presence.at_home
    context.define(sum(parts.values()) <= presence.sent - more * at_home)
    return parts
