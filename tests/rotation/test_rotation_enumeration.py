"""CP-SAT against enumeration, over every family: the model's optimum is the checker's.

At most 8 teachers, 3 schools and 3 blocks of time (semesters, or half months of one short term).
"""

from __future__ import annotations

import itertools

import pytest
from agreement import built
from random_rosters import instances
from rotation_tiny import BUDGET

from community.rule import Cost
from rotation.check import check
from rotation.model import build_model
from solving import solver
from solving.outcome import Status

INSTANCES, CHUNKS = 240, 6


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_the_optimum_is_that_of_enumeration(chunk: int) -> None:
    """40 instances in each of 6 chunks, so that workers can share them."""
    answers: set[Status] = set()
    for seed, instance, rosters in itertools.islice(instances(INSTANCES), chunk, None, CHUNKS):
        assert len(instance.community.teachers) <= 8
        assert len(instance.community.schools) <= 3
        assert instance.horizon <= 3
        costs = (Cost.of(built(check(instance, roster))) for roster in rosters)
        best = min((c.soft for c in costs if not c.hard), default=None)
        context = build_model(instance)
        context.builder.minimize()
        outcome = solver.solve(context.builder.model, BUDGET)
        answers.add(outcome.status)
        if best is None:
            assert outcome.status is Status.INFEASIBLE, seed
            continue
        assert outcome.status is Status.OPTIMAL, seed
        assert round(outcome.report.objective or 0) == best, seed
        cost = Cost.of(built(check(instance, context.roster(outcome))))
        assert (cost.hard, cost.soft) == (0, best), seed
    assert answers == {Status.OPTIMAL, Status.INFEASIBLE}
