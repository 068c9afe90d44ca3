"""Hints are set as a whole, each variable once."""

from __future__ import annotations

import pytest
from ortools.sat.python import cp_model

from solving.hints import completed, hint, hint_all
from solving.outcome import Budget, Status
from solving.solver import solve

QUICK = Budget(seconds=10, workers=1, seed=1)


def _model() -> tuple[cp_model.CpModel, list[cp_model.IntVar], cp_model.IntVar]:
    """Two literals, and a cost that is at least 3 a + 2 b."""
    model = cp_model.CpModel()
    literals = [model.new_bool_var("a"), model.new_bool_var("b")]
    cost = model.new_int_var(0, 10, "cost")
    model.add(cost >= 3 * literals[0] + 2 * literals[1])
    model.add_bool_or(literals)
    model.minimize(cost)
    return model, literals, cost


def test_duplicates_and_old_hints_are_harmless() -> None:
    model, (a, b), cost = _model()
    model.add_hint(a, 1)
    hint(model, [(a, 0), (a, 0), (~a, 1), (b, 1)])
    assert list(model.proto.solution_hint.vars) == [a.index, b.index]
    assert list(model.proto.solution_hint.values) == [0, 1]
    assert solve(model, QUICK).value(cost) == 2


def test_contradicting_hint_is_refused() -> None:
    model, (a, _b), _cost = _model()
    with pytest.raises(ValueError, match="hinted as 0 and as 1"):
        hint(model, [(a, 0), (~a, 0)])


def test_completed_gives_auxiliary_variables_their_true_value() -> None:
    model, (a, b), _cost = _model()
    assert completed(model, [(a, 1), (b, 0)], QUICK) == (1, 0, 3)
    assert completed(model, [(a, 1), (~b, 0)], QUICK) == (1, 1, 5)


def test_impossible_values_are_not_completed() -> None:
    model, (a, b), _cost = _model()
    assert completed(model, [(a, 0), (b, 0)], QUICK) is None


def test_complete_hint_is_feasible() -> None:
    model, (a, b), _cost = _model()
    values = completed(model, [(a, 1), (b, 1)], QUICK)
    assert values is not None
    hint_all(model, values)
    outcome = solve(model, QUICK, parameters={"fix_variables_to_their_hinted_value": True})
    assert outcome.status is Status.OPTIMAL
    assert outcome.report.objective == 5


def test_hint_of_another_model_is_refused() -> None:
    model, _, _ = _model()
    with pytest.raises(ValueError, match="3 variables, the hint 2"):
        hint_all(model, [0, 1])
