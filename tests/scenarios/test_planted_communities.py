"""Property: a community that is feasible by construction is planned, and its plan audits clean.

A planted plan exists for each of these communities, so INFEASIBLE would be a wrong proof and a
broken hard rule a wrong model. ``ONEBELL_EXAMPLES`` asks for more seeds than the suite's time
allows.
"""

from __future__ import annotations

import os
from time import monotonic
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from community.generate import new_community
from scenarios.audit import audit
from scenarios.planning import make_plan
from solving.interrupt import interruptible
from solving.outcome import Budget, Status

if TYPE_CHECKING:
    from solving.interrupt import Interrupt
    from solving.outcome import Listener, Progress

# Seconds that a small community of the plan needs on a busy machine; with a timetable that keeps
# every hard rule, the search goes on for a few seconds and is interrupted then.
SECONDS = {"songyang": 30, "libo": 40, "fengjie": 40, "mountain_county": 40, "shouguang": 60}
BETTER_SECONDS = 6.0
EXAMPLES = int(os.environ.get("ONEBELL_EXAMPLES", "1"))


@pytest.mark.parametrize("profile", SECONDS)
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
    with interruptible() as interrupt:
        result = make_plan(
            community, Budget(SECONDS[profile], 2, 1), listener=_stops_early(interrupt)
        )
    assert result.status is not Status.INFEASIBLE, result.reasons
    if result.plan is None:  # slow is not wrong; only a proof or a plan can be
        pytest.skip("no plan within the time on this machine: nothing to check")
    assert not [v.sentence for v in audit(community, result.plan) if v.is_hard]


def _stops_early(interrupt: Interrupt) -> Listener:
    """Return a listener that interrupts a while after the first timetable without broken rules."""
    found: list[float] = []

    def hear(progress: Progress) -> None:
        if progress.hard == 0:
            found.append(monotonic())
        if found and monotonic() - found[0] > BETTER_SECONDS:
            interrupt.press()

    return hear
