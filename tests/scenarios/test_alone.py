"""What each school has when it plans for itself, beside what it has in the plan."""

from __future__ import annotations

from planned import community, plan

from scenarios.alone import gains
from solving.outcome import Budget


def test_the_core_plans_first_and_nothing_of_the_plan_is_lost() -> None:
    """Each school has 26 periods; C5 gives 4 of music at home and 4 at the member school."""
    core, member = gains(community(), plan(), Budget(6, 1, 1))
    assert (core.school, member.school) == ("C", "M")
    assert core.joint.periods == member.joint.periods == (26, 26)
    assert core.joint.shared == member.joint.shared == (4, 4)
    assert core.settled and core.alone.periods == (26, 26)
    assert sum(core.alone.cost.values()) <= sum(core.joint.cost.values())  # it had the first choice
    assert member.alone.periods[1] == 26 and member.alone.shared[1] == 4
