"""How a grouping is found: first the least cost of rules, then the shortest ways, each proved.

What rules cost and the schools outside are one number, ways and wishes another; the first is kept
at its best while the second is looked for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from community.names import plain
from community.tables.kinds import ID
from rotation.grouping.model import build_model
from rotation.grouping.solution import Group, Grouping
from solving.confirm import confirmed
from solving.hints import hint_all
from solving.outcome import Status
from solving.solver import solve as run

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rotation.grouping.context import Context
    from rotation.grouping.instance import GroupingInstance
    from solving.outcome import Budget, Listener, Report
    from solving.solver import Outcome

FIRST_SHARE = 0.5  # of the time at most, for what rules cost
# The linear relaxation of the whole model is nearly the answer (1,266 of 1,270 minutes for 40
# schools), where CP-SAT by itself leaves what it reads as clauses out of it: 0.2 s, not minutes.
# Presolve takes ten times as long as it saves.
RELAXED = {"linearization_level": 2, "subsolvers": ["max_lp"], "cp_model_presolve": False}
NAME = 40  # characters of a name at most, as the tables have it


class Bounds(NamedTuple):
    """What no grouping is better than: cost of rules, and minutes at that cost; None: not known."""

    rules: int | None = None
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class GroupingResult:
    """What a search found; OPTIMAL when it is proved that no grouping is worth more."""

    status: Status
    grouping: Grouping | None = None
    bounds: Bounds = field(default_factory=Bounds)
    reports: Mapping[str, Report] = field(default_factory=dict)

    @property
    def interrupted(self) -> bool:
        """Whether Ctrl-C ended the search."""
        return any(r.interrupted for r in self.reports.values())


def solve(
    instance: GroupingInstance, budget: Budget, *, listener: Listener | None = None
) -> GroupingResult:
    """Find the best grouping of a county.

    Parameters
    ----------
    instance
        The problem.
    budget
        Seconds, workers and seed, for both searches together.
    listener
        Hears progress.
    """
    context = build_model(instance)
    model = context.builder.model
    reports: dict[str, Report] = {}
    price = len(context.ids) + 1  # of a rule's unit, in schools outside
    first = sum(t.cost for t in context.builder.terms) * price + sum(context.outside.values())
    model.minimize(first)
    found = _solved(context, budget.within(FIRST_SHARE * budget.left), "rules", listener)
    reports["rules"] = found.report
    if not found.status.has_solution:
        return GroupingResult(found.status, reports=reports)
    model.add(first <= round(found.report.objective or 0))
    longest = _weights(context)
    hint_all(model, found.values)
    model.minimize(sum(weight * literal for weight, literal in longest.parts))
    last = _solved(context, budget, "ways", listener)
    reports["ways"] = last.report
    best = last if last.status.has_solution else found
    proved = all(r.status is Status.OPTIMAL for r in reports.values())
    bounds = Bounds(_part(found.report, price), _part(last.report, longest.unit))
    status = Status.OPTIMAL if proved else Status.FEASIBLE
    return GroupingResult(status, grouping_of(context, best), bounds, reports)


class _Weights(NamedTuple):
    """The parts of the second objective, and how many units of it a minute is."""

    parts: list[tuple[int, Any]]
    unit: int


def _weights(context: Context) -> _Weights:
    """Return minutes and wishes as one number, in which a minute outweighs all wishes."""
    instance, ids = context.instance, context.ids
    lost = {(s, c): instance.places_lost(s, c) for s in ids for c in ids if s != c}
    unit = 1 + sum(max(lost[s, c] for c in ids if c != s) for s in ids) if lost else 1
    parts = [
        (unit * instance.burden(s, c) + places, context.joins(s, c))
        for (s, c), places in lost.items()
    ]
    return _Weights(parts, unit)


def _solved(context: Context, budget: Budget, phase: str, listener: Listener | None) -> Outcome:
    """Solve, and have the proof confirmed by another search."""
    model = context.builder.model
    outcome = run(model, budget, phase=phase, listener=listener, parameters=RELAXED)
    return confirmed(outcome, model, budget)


def _part(report: Report, unit: int) -> int | None:
    return None if report.bound is None else round(report.bound) // unit


def grouping_of(context: Context, outcome: Outcome) -> Grouping:
    """Return the grouping of a solve that found one, with a name for each community."""
    instance, ids = context.instance, context.ids
    points, taken = instance.points, {*instance.given}
    groups: list[Group] = []
    for core in ids:
        if not outcome.holds(context.leads(core)):
            continue
        members = tuple(s for s in ids if s != core and outcome.holds(context.joins(s, core)))
        schools = (core, *members)
        own = [name for name, given in instance.given.items() if {*given} & {*schools}]
        name = own[0] if own else _name(instance.name(core), len(groups) + 1, taken)
        taken.add(name)
        along = tuple(p for s in schools for p in points.get(s, ()))
        groups.append(Group(name, (core,), members, along))
    return Grouping(tuple(sorted(groups)))


def _name(core: str, number: int, taken: set[str]) -> str:
    """Return a name for a community that the table of schools can hold, and nobody else has."""
    name = f"{''.join(plain(core).split())}共同体"
    if len(name) > NAME or not ID.fullmatch(name) or name in taken:
        name = f"第{number}共同体"
    while name in taken:
        number += 1
        name = f"第{number}共同体"
    return name
