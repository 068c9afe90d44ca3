"""Rules that more lessons can heal, and open slots that bring them: no proof may overlook them.

The room R is chosen for E1, which waits for a room; as long as it is not, R has too few lessons.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from tiny_xhstt import event, lessons, school

from community.rule import Cost
from scheduling.check import cost
from scheduling.instance import Event, ResourceSlot
from scheduling.rules.assign_resource import AssignResource
from scheduling.rules.assign_time import AssignTime
from scheduling.rules.avoid_clashes import AvoidClashes
from scheduling.rules.base import AppliesTo, Rule
from scheduling.rules.cluster_busy_times import ClusterBusyTimes
from scheduling.rules.limit_busy_times import LimitBusyTimes
from scheduling.rules.limit_idle_times import LimitIdleTimes
from scheduling.search import solve
from scheduling.solution import Solution
from solving.outcome import Budget, Status

ALL, R = AppliesTo(event_groups=("All",)), AppliesTo(resources=("R",))
DAYS = ("Mo", "Tu")
BASE = (
    AssignTime(id="assign", applies_to=ALL),
    AvoidClashes(id="clash", applies_to=R),
    AssignResource(id="room", role="room", applies_to=ALL),
)


def _waits(duration: int = 1) -> Event:
    """E1, which waits for a room."""
    return replace(event("E1", duration), slots=(ResourceSlot(role="room", type="Room"),))


def _with_room(*written: str) -> Solution:
    """A timetable whose lessons of E1 are in R."""
    return Solution(
        tuple(
            replace(x, resources=(("room", "R"),)) if x.event == "E1" else x
            for x in lessons(*written).lessons
        )
    )


@pytest.mark.parametrize(
    ("rule", "events", "written"),
    [
        pytest.param(
            ClusterBusyTimes(id="r", applies_to=R, time_groups=DAYS, minimum=1, maximum=2),
            (_waits(),),
            ("E1@Mo1",),
            id="busy on one day at least",
        ),
        pytest.param(
            LimitBusyTimes(id="r", applies_to=R, time_groups=DAYS, minimum=2, maximum=3),
            (_waits(), event("E2", 1, "R", time="Mo1")),
            ("E1@Mo2", "E2@Mo1"),
            id="two lessons a day at least",
        ),
        pytest.param(
            LimitIdleTimes(id="r", applies_to=R, time_groups=DAYS),
            (_waits(), event("E2", 1, "R", time="Mo1"), event("E3", 1, "R", time="Mo3")),
            ("E1@Mo2", "E2@Mo1", "E3@Mo3"),
            id="a lesson in the gap",
        ),
        pytest.param(
            LimitIdleTimes(id="r", applies_to=R, time_groups=DAYS, minimum=1, maximum=1),
            (_waits(2),),
            ("E1@Mo1", "E1@Mo3"),
            id="one gap at least",
        ),
    ],
)
def test_a_slot_still_open_is_no_proof(
    rule: Rule, events: tuple[Event, ...], written: tuple[str, ...]
) -> None:
    instance = school(*events, rules=(*BASE, rule))
    assert cost(instance, _with_room(*written)) == Cost()
    result = solve(instance, Budget(seconds=2, workers=1, seed=1))
    assert result.report.status is Status.OPTIMAL
    assert result.report.bound == 0
    assert result.cost == Cost()
