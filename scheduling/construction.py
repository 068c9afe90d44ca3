"""The first complete timetable: hard rules only, or as near as possible to a given timetable."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from community.rule import Strictness
from scheduling.model import Context, build
from scheduling.rules.assign_time import AssignTime
from solving import clock
from solving.builder import Builder
from solving.confirm import confirmed
from solving.hints import hint
from solving.solver import solve

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scheduling.instance import Instance
    from scheduling.solution import Solution
    from solving.outcome import Budget, Report


# With one worker CP-SAT spends its time on linear relaxations, which say nothing here: a community
# of 7 schools has its first timetable after 3 s without them, and after 9 s still none with them.
ALONE = {"linearization_level": 0}


class Construction(NamedTuple):
    """A first timetable, or the reason why there is none (``report.status``)."""

    solution: Solution | None
    report: Report


def construct(
    instance: Instance,
    budget: Budget,
    start: Solution | None = None,
    parameters: Mapping[str, Any] = MappingProxyType({}),
) -> Construction:
    """Find a timetable that keeps every hard rule about times, whatever it costs.

    A plain boolean model without objective is quick. With ``start``, the timetable moves as few
    of its lessons as the time allows to find out: a hint alone would move far more than it must.
    INFEASIBLE is CP-SAT's proof on the full set of hard rules. ``parameters`` are CP-SAT's.
    """
    soft = frozenset(r.id for r in instance.rules if r.strictness is not Strictness.HARD)
    builder = Builder(skip=soft)
    context = build(instance, builder)
    if start is not None:
        kept = list(placed(context, start))
        hint(builder.model, kept)
        builder.model.maximize(sum(literal for literal, there in kept if there))
    alone = ALONE if budget.workers == 1 else {}
    until = replace(budget, until=min(budget.until, clock.now() + budget.seconds))
    outcome = solve(builder.model, until, phase="construct", parameters={**alone, **parameters})
    if start is None or not outcome.status.has_solution:  # to stay near needs no proof
        outcome = confirmed(outcome, builder.model, until)
    found = context.solution(outcome.value) if outcome.status.has_solution else None
    return Construction(found, outcome.report)


def placed(context: Context, solution: Solution) -> Iterator[tuple[Any, bool]]:
    """Yield every start literal, and whether the timetable has a lesson there."""
    index = context.instance.time_index
    at: Counter[tuple[str, int, int, str]] = Counter()
    for lesson in solution.lessons:
        if lesson.time in index:
            at[lesson.event, lesson.duration, index[lesson.time], lesson.weeks] += 1
    for event, starts in context.placements.starts.items():
        for start in starts:
            key = (event, start.duration, start.time, start.weeks)
            there = at[key] > 0
            if there:
                at[key] -= 1
            yield start.literal, there


def unplaced(context: Context, solution: Solution) -> Iterator[tuple[Any, int]]:
    """Yield the counts of lessons without a time."""
    waiting = Counter((x.event, x.duration) for x in solution.lessons if x.time is None)
    for event, counts in context.placements.unplaced.items():
        for duration, count in counts:
            yield count, waiting[event, duration]


def may_wait(instance: Instance) -> frozenset[str]:
    """Return the ids of the hard rules that ask for times: charged, they let lessons wait."""
    hard = (r for r in instance.rules if r.strictness is Strictness.HARD)
    return frozenset(r.id for r in hard if isinstance(r, AssignTime))
