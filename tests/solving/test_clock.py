"""The clock that limits ask: the wall's, or work done."""

from __future__ import annotations

import time

from ortools.sat.python import cp_model

from solving import clock
from solving.interrupt import ends_at
from solving.outcome import Budget, Status
from solving.solver import solve
from solving.threads import side_by_side


def test_by_the_wall_work_changes_nothing():
    before = clock.now()
    clock.spend(1e6)
    assert abs(clock.now() - before) < 60
    assert not clock.counts_work()


def test_by_work_only_work_passes():
    with clock.counting_work():
        time.sleep(0.01)
        assert clock.now() == 0
        clock.spend(2.5)
        assert clock.now() == 2.5
        with ends_at(1.0):  # no alarm: what follows is done
            clock.spend(0.5)
        assert clock.now() == 3.0
    assert not clock.counts_work()


def test_threads_side_by_side_share_the_time():
    with clock.counting_work():
        side_by_side([lambda: clock.spend(3.0)] * 3)
        assert clock.now() == 3.0  # three threads, three units each


def test_a_solve_ends_after_its_work():
    """Pigeons: 40 in 39 holes is hard to refute clause by clause, so only the limit ends it."""
    model = cp_model.CpModel()
    at = [[model.new_bool_var("") for _ in range(39)] for _ in range(40)]
    for row in at:
        model.add_bool_or(row)
    for hole in zip(*at, strict=True):
        for i, one in enumerate(hole):
            for two in hole[:i]:
                model.add_bool_or(~one, ~two)
    plain = {"cp_model_presolve": False, "symmetry_level": 0, "linearization_level": 0}
    with clock.counting_work():
        outcome = solve(model, Budget(0.2, 1, 1), parameters=plain)
        assert outcome.status is Status.UNKNOWN
        assert 0.2 <= clock.now() < 2.0
        assert outcome.report.seconds == clock.now()
