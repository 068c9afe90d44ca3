"""Property: a community that is feasible by construction is planned, and its plan audits clean.

A planted plan exists for each of these communities, so INFEASIBLE would be a wrong proof, a broken
hard rule a wrong model, and no answer a search that fails. ``ONEBELL_EXAMPLES`` asks for more seeds
than the suite's time allows; ``benchmarks.rates`` counts how many of many end well.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from support import KINDS, ended_by_the_first_timetable

from community.generate import new_community
from scenarios.audit import audit
from scenarios.planning import make_plan
from solving.outcome import Budget

BUDGET = Budget(seconds=15, workers=1, seed=1)
BENCHMARKED = {"shouguang", "generic_2023", "central_experimental"}  # planned by benchmarks
EXAMPLES = int(os.environ.get("ONEBELL_EXAMPLES", "1"))


@pytest.mark.parametrize("profile", [name for name in KINDS if name not in BENCHMARKED])
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(seed=st.integers(min_value=3, max_value=999))
def test_a_planted_community_is_planned_and_audits_clean(profile: str, seed: int) -> None:
    community = new_community(profile, None, "small", seed).community
    with ended_by_the_first_timetable() as listener:
        result = make_plan(community, BUDGET, listener=listener)
    assert result.plan is not None, (seed, result.status, result.reasons)
    assert not [v.sentence for v in audit(community, result.plan) if v.is_hard]
