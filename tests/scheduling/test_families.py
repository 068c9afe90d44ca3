"""For every family of the standard: what it allows, what it makes impossible, and what it costs.

The cases, with deviations derived by hand, stand in ``families``. A deviation d at one point costs
a rule of weight 2 so much: Linear 2 d, Quadratic 2 d², Step 2.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from families import CASES, Case, with_rule
from tiny_xhstt import costs, lessons

from community.rule import Cost, CostFunction, Strictness
from scheduling.check import check, cost
from scheduling.model import build
from scheduling.rules.registry import XHSTT
from scheduling.search import solve
from solving.builder import Builder
from solving.outcome import Budget, Status
from solving.solver import solve as run_solver

if TYPE_CHECKING:
    from scheduling.instance import Instance

BUDGET = Budget(seconds=5, workers=1, seed=1)
SHORT = Budget(seconds=0.5, workers=1, seed=1)  # where the search may use up its time
pytestmark = pytest.mark.usefixtures("by_work")
EACH = pytest.mark.parametrize("case", CASES, ids=str)


def test_every_family_has_its_case() -> None:
    assert sorted(str(case) for case in CASES) == sorted(XHSTT)


@EACH
def test_a_timetable_costs_what_its_deviation_says(case: Case) -> None:
    expected = (2 * case.off, 2 * case.off**2, 2)
    assert len(set(expected)) == 3
    assert costs(case.possible, case.rule, *case.written) == expected
    # Nothing else is wrong with it, so that the case is about this rule alone.
    others = with_rule(case.possible, replace(case.rule, weight=0))
    assert cost(others, lessons(*case.written)) == Cost()


@EACH
def test_times_have_their_names_in_the_language_of_the_sentence(case: Case) -> None:
    named = with_rule(case.possible, case.rule)
    times, groups = (
        tuple(replace(x, name=f"周{x.id}", english=f"day {x.id}") for x in some)
        for some in (named.times, named.time_groups)
    )
    broken = check(replace(named, times=times, time_groups=groups), lessons(*case.written))
    (told,) = {v.sentence for v in broken if v.family == case.rule.family}
    assert "周" not in told.en and "day " not in told.zh
    assert ("周" in told.zh) == ("day " in told.en)


@EACH
def test_a_required_rule_is_kept_where_it_can_be(case: Case) -> None:
    instance = with_rule(case.possible, case.rule)
    result = solve(instance, BUDGET)
    assert result.report.status is Status.OPTIMAL
    assert result.cost == Cost(0, 0)
    assert result.solution is not None
    assert check(instance, result.solution) == []


@EACH
def test_a_required_rule_that_cannot_be_kept_is_no_timetable(case: Case) -> None:
    """The search proves it, or, with open slots, it finds and names the least hard cost."""
    instance = with_rule(case.impossible, case.rule)
    result = solve(instance, SHORT)
    assert not result.report.status.has_solution
    if case.is_staffed and result.report.status is not Status.INFEASIBLE:
        assert result.solution is not None
        broken = check(instance, result.solution)
        assert Cost.of(broken) == result.cost == Cost(case.least, 0)
        assert {v.family for v in broken} == {case.rule.family}
    else:
        assert result.report.status is Status.INFEASIBLE


@EACH
def test_a_soft_rule_is_broken_as_little_as_can_be(case: Case) -> None:
    square = CostFunction.QUADRATIC
    soft = replace(case.rule, strictness=Strictness.SOFT, weight=3, cost_function=square)
    result = solve(with_rule(case.impossible, soft), SHORT)
    assert result.cost == Cost(0, 3 * case.least**2)
    assert case.is_staffed or result.report.status is Status.OPTIMAL


def _least(instance: Instance, *, relaxed: bool = False) -> Cost | None:
    """The cost of the best timetable that the model has; None when it proves there is none."""
    builder = Builder(relaxed=relaxed)
    context = build(instance, builder, resources=True)
    builder.minimize()
    outcome = run_solver(builder.model, BUDGET)
    assert outcome.status in (Status.OPTIMAL, Status.INFEASIBLE)
    return cost(instance, context.solution(outcome.value)) if outcome.status.has_solution else None


@EACH
def test_the_model_alone_says_so_too(case: Case) -> None:
    """Times and resources at once: kept, impossible, and least when hard rules are charged."""
    assert _least(with_rule(case.possible, case.rule)) == Cost()
    assert _least(with_rule(case.impossible, case.rule)) is None
    for function in CostFunction:
        rule = replace(case.rule, weight=3, cost_function=function)
        soft = replace(rule, strictness=Strictness.SOFT)
        price = 3 * function(case.least)
        assert _least(with_rule(case.impossible, rule), relaxed=True) == Cost(price, 0)
        assert _least(with_rule(case.impossible, soft)) == Cost(0, price)
