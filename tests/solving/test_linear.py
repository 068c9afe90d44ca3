"""The linear relaxation of a model: its optimum, and a bound that holds whatever GLOP says."""

from __future__ import annotations

import random

import numpy as np
import pytest
from ortools.sat.python import cp_model

from solving import linear
from solving.clock import counting_work
from solving.linear import relaxed
from solving.outcome import Budget
from solving.solver import solve

QUICK = Budget(seconds=10, workers=1, seed=1)


def _triangle() -> cp_model.CpModel:
    """Of three literals no two together; each that does not hold costs 1, and the first one 3."""
    model = cp_model.CpModel()
    a, b, c = (model.new_bool_var(name) for name in "abc")
    for pair in ((a, b), (b, c), (a, c)):
        model.add_at_most_one(pair)
    model.minimize(3 * (1 - a) + (1 - b) + (1 - c))
    return model


def test_the_relaxation_is_below_the_optimum_where_halves_are_better():
    model = cp_model.CpModel()
    literals = [model.new_bool_var(name) for name in "abc"]
    for pair in ((0, 1), (1, 2), (0, 2)):
        model.add_at_most_one([literals[i] for i in pair])
    model.minimize(3 - sum(literals))
    found = relaxed(model, QUICK)
    assert found is not None
    assert found.values.tolist() == pytest.approx([0.5, 0.5, 0.5])
    assert found.bound == 1.5  # three halves of 3; of whole ones only one can hold: 2
    assert solve(model, QUICK).report.objective == 2


def test_what_is_whole_in_the_optimum_is_settled():
    found = relaxed(_triangle(), QUICK)
    assert found is not None
    # The first one holds at 2 instead of 3 (or halves of all: 2.5). Of the others, b instead of
    # half of a costs more than it brings by 1.5 - 0.5 at least.
    assert found.bound == 2
    copy = _triangle()
    settled = {literal.name: holds for literal, holds in found.settled(copy)}
    assert settled["a"] is True
    assert settled.items() <= {"a": True, "b": False, "c": False}.items()


def test_a_condition_and_a_clause_are_left_out_of_the_relaxation():
    model = cp_model.CpModel()
    a, b = model.new_bool_var("a"), model.new_bool_var("b")
    model.add(a + b >= 2).only_enforce_if(a)
    model.add_bool_or([a, b])
    model.minimize(a + b)
    found = relaxed(model, QUICK)
    assert found is not None
    assert found.bound == 0


def test_negated_literals_and_whole_numbers_count():
    model = cp_model.CpModel()
    a, n = model.new_bool_var("a"), model.new_int_var(0, 9, "n")
    model.add_at_most_one([~a, model.new_constant(1)])  # so a holds
    model.add(2 * n + a >= 4)
    model.minimize(n + 7)
    found = relaxed(model, QUICK)
    assert found is not None
    assert found.bound == pytest.approx(8.5)  # 2 n >= 3
    assert found.values[a.index] == pytest.approx(1)


def test_no_time_and_no_solution_are_no_relaxation():
    model = cp_model.CpModel()
    a = model.new_bool_var("a")
    model.add(a >= 1)
    model.add(a <= 0)
    model.minimize(a)
    assert relaxed(model, QUICK) is None


def test_a_relaxation_is_work():
    with counting_work():
        found = relaxed(_triangle(), QUICK)
        assert linear.clock.now() == pytest.approx(6 * linear.WORK)  # three pairs
    assert found is not None
    assert found.bound == 2


def _random(rng: random.Random) -> cp_model.CpModel:
    model = cp_model.CpModel()
    literals = [model.new_bool_var("") for _ in range(8)]
    number = model.new_int_var(-3, 5, "")
    for _ in range(6):
        model.add_at_most_one([rng.choice((x, ~x)) for x in rng.sample(literals, 3)])
    factors = [rng.randint(-3, 3) for _ in literals]
    model.add(sum(f * x for f, x in zip(factors, literals, strict=True)) + number >= 1)
    prices = [rng.randint(-5, 5) for _ in literals]
    cost = sum(p * x for p, x in zip(prices, literals, strict=True))
    model.minimize(cost + 2 * number + rng.randint(0, 9))
    return model


@pytest.mark.parametrize("seed", range(20))
def test_the_bound_holds_for_any_prices_and_is_the_optimum_for_those_of_glop(seed):
    rng = random.Random(seed)
    model = _random(rng)
    outcome, found = solve(model, QUICK), relaxed(model, QUICK)
    if found is None:
        assert not outcome.status.has_solution
        return
    offset = model.proto.objective.offset
    limits, prices = linear._variables(model)
    rows = list(linear._rows(model))
    value = float(np.dot(prices, found.values)) + offset
    assert found.bound == pytest.approx(value, abs=1e-4)
    if outcome.report.objective is not None:
        assert found.bound <= outcome.report.objective
        for _ in range(20):
            duals = np.array([rng.uniform(-4, 4) for _ in rows])
            _, bound = linear._priced(limits, prices, rows, duals)
            assert offset + bound <= outcome.report.objective
