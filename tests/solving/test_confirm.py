"""Proofs are solved for twice: what a second search contradicts is no proof."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ortools.sat.python import cp_model

from solving.confirm import CONFIRMED, confirmed, is_contradicted
from solving.interrupt import interruptible
from solving.outcome import Budget, Status
from solving.solver import Outcome, solve

QUICK = Budget(seconds=10, workers=1, seed=1)


def _model(least: int, *, most: bool = False) -> cp_model.CpModel:
    """Two numbers of 0 to 3 that add up to so much at least; their sum plus 5 is the objective."""
    model = cp_model.CpModel()
    numbers = [model.new_int_var(0, 3, "") for _ in range(2)]
    model.add(sum(numbers) >= least)
    (model.maximize if most else model.minimize)(sum(numbers) + 5)
    return model


def _claimed(model: cp_model.CpModel, status: Status, objective: float | None = None) -> Outcome:
    """What a search would return that claims this of the model."""
    found = solve(model, QUICK)
    return found.told(replace(found.report, status=status, objective=objective))


def test_a_true_proof_that_there_is_none_is_confirmed() -> None:
    model = _model(7)  # 3 + 3 are 6
    found = confirmed(solve(model, QUICK), model, QUICK)
    assert found.status is Status.INFEASIBLE
    assert found.report.parameters[CONFIRMED] is True


def test_a_false_proof_that_there_is_none_is_taken_back() -> None:
    model = _model(6)
    found = confirmed(_claimed(model, Status.INFEASIBLE), model, QUICK)
    assert found.status is Status.UNKNOWN
    assert is_contradicted(found.report)


@pytest.mark.parametrize(("most", "best", "worse"), [(False, 7, 8), (True, 11, 10)])
def test_the_optimum_is_confirmed_and_no_other_is(most: bool, best: int, worse: int) -> None:
    model = _model(2, most=most)
    found = confirmed(solve(model, QUICK), model, QUICK)
    assert (found.status, found.report.objective) == (Status.OPTIMAL, best)
    assert found.report.parameters[CONFIRMED] is True
    found = confirmed(_claimed(model, Status.OPTIMAL, worse), model, QUICK)
    assert (found.status, found.report.bound) == (Status.FEASIBLE, None)
    assert is_contradicted(found.report)


def test_what_is_only_nearly_optimal_claims_nothing() -> None:
    model = _model(2)
    found = solve(model, QUICK, parameters={"relative_gap_limit": 0.5})
    assert confirmed(found, model, QUICK) is found


def test_without_time_or_after_ctrl_c_the_answer_stays() -> None:
    model = _model(7)
    found = solve(model, QUICK)
    late = confirmed(found, model, QUICK.within(0.0))
    with interruptible() as interrupt:
        interrupt.press()
        pressed = confirmed(found, model, QUICK)
    for outcome in (late, pressed):
        assert outcome.status is Status.INFEASIBLE
        assert outcome.report.parameters[CONFIRMED] is None
