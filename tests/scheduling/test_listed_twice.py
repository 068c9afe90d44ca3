"""What a public file lists twice in ``AppliesTo`` is two points of application, each charged."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from random_problems import problem
from tiny_xhstt import event, lessons, school

from community.rule import Cost, CostFunction, Strictness
from scheduling.check import cost
from scheduling.local.compiling import tables_of
from scheduling.local.first import first_state
from scheduling.local.layout import solution_of
from scheduling.local.state import totals
from scheduling.local.tables import flat_of
from scheduling.model import build
from scheduling.rules.assign_time import AssignTime
from scheduling.rules.avoid_clashes import AvoidClashes
from scheduling.rules.base import AppliesTo
from scheduling.rules.registry import XHSTT
from scheduling.xhstt import Archive, read, write
from solving.builder import Builder
from solving.outcome import Budget, Status
from solving.solver import solve

if TYPE_CHECKING:
    from pathlib import Path

    from scheduling.instance import Instance

HARD_WEIGHT = 10_000
QUICK = Budget(seconds=10, workers=1, seed=1)


def twice(instance: Instance) -> Instance:
    """The instance with everything that a rule applies to listed twice."""

    def doubled(points: AppliesTo) -> AppliesTo:
        fields = ("event_groups", "events", "resource_groups", "resources", "event_pairs")
        listed = {name: getattr(points, name) * 2 for name in fields}
        return AppliesTo(**listed, each_listing=True)

    rules = (replace(r, applies_to=doubled(r.applies_to)) for r in instance.rules)
    return replace(instance, rules=tuple(rules))


def test_a_file_that_lists_an_event_and_a_teacher_twice(tmp_path: Path) -> None:
    """E1 of two periods has no time: 2, squared 4, for E1 in All and once more by name: 8.

    E2 and E3 are both at Mo1, and both are A's: 1 clash, three times as A is named twice and one of
    the staff; B and C have none.
    """
    events = (event("E1", 2), event("E2", 1, "A"), event("E3", 1, "A"))
    timed = AssignTime(
        id="timed",
        cost_function=CostFunction.QUADRATIC,
        strictness=Strictness.SOFT,
        applies_to=AppliesTo(event_groups=("All",), events=("E1",)),
    )
    points = AppliesTo(resource_groups=("Staff",), resources=("A", "A"))
    clash = AvoidClashes(id="clash", applies_to=points)
    path = tmp_path / "twice.xml"
    write(Archive((school(*events, rules=(timed, clash)),)), path)
    (instance,) = read(path).instances
    assert cost(instance, lessons("E1*2@-", "E2@Mo1", "E3@Mo1")) == Cost(hard=3, soft=8)


@pytest.mark.parametrize("name", XHSTT)
def test_all_three_forms_of_a_family_charge_each_listing(name: str) -> None:
    """Everything listed twice costs twice as much: in the checker, in annealing, in the model."""
    for seed in range(2):
        rng = random.Random(f"twice {name} {seed}")
        once = problem(rng, name, staffed=0.5)
        both = twice(once)
        tables = tables_of(both)
        starts = [-1 if e.time is None else both.time_index[e.time] for e in both.events]
        state = first_state(tables, flat_of(tables), starts, seed)
        timetable = solution_of(both, tables, state)
        single, found = cost(once, timetable), cost(both, timetable)
        assert (found.hard, found.soft) == (2 * single.hard, 2 * single.soft) == totals(state)
        assert _least(both) == 2 * _least(once)


def _least(instance: Instance) -> float:
    """The least cost by CP-SAT, hard ones charged with a factor."""
    builder = Builder(relaxed=True)
    build(instance, builder, times=True, resources=True)
    builder.minimize(HARD_WEIGHT)
    outcome = solve(builder.model, QUICK)
    assert outcome.status is Status.OPTIMAL
    return outcome.report.objective or 0
