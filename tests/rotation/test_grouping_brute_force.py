"""The best grouping of random small counties is that of counting all groupings."""

from __future__ import annotations

import random

import grouping_brute_force
import grouping_tiny
import pytest

from rotation.grouping.check import check, worth
from rotation.grouping.instance import compile_grouping
from rotation.grouping.search import solve
from solving.outcome import Budget, Status

BUDGET = Budget(30.0, workers=1)


@pytest.mark.parametrize("seed", range(12))
def test_the_best_grouping_is_that_of_all_groupings(seed: int) -> None:
    rng = random.Random(seed)
    instance = compile_grouping(grouping_tiny.drawn(rng, rng.choice((4, 5))))
    expected = grouping_brute_force.best(instance)
    found = solve(instance, BUDGET)
    if expected is None:
        assert (found.status, found.grouping) == (Status.INFEASIBLE, None)
        return
    assert found.status is Status.OPTIMAL
    assert found.grouping is not None
    assert worth(instance, found.grouping) == expected
    assert not any(v.is_hard for v in check(instance, found.grouping))
    assert found.bounds == (expected.rules.soft, expected.minutes)
