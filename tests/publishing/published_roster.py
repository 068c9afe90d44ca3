"""The sample community with everything that a roster alone can hold, in half months.

Blocks are half months: 10 of them in each first term (21 weeks, so that the last one has three),
9 in each second one.
"""

from __future__ import annotations

from published_plan import sample, with_fields

from community.models import PastPlacement, PlacementKind
from community.policy import Policy, PolicyRule, Window
from community.rule import Strictness
from rotation.solution import MentorPair, Placement, PlacementStatus, Roster
from scenarios.plan import Plan

_SAMPLE, WEEK_PLAN = sample(2, 6)


def rule(id: str, family: str, window: Window | None = None, **params: object) -> PolicyRule:
    return PolicyRule(
        id=id,
        family=family,
        title_zh=f"规则{id}",
        title_en=f"rule {id}",
        strictness=Strictness.SOFT,
        window=window,
        params=params,
    )


POLICY = Policy(
    profile="fengjie",
    rules=(
        rule("short", "placement_term", kinds=["secondment"], min_days=10, max_days=20),
        rule(
            *("pool", "staff_pool_policy"),
            pool="secondment",
            kinds=["secondment"],
            payroll="home",
            needs_approval=True,
            lead_days=7,
            class_move=False,
        ),
        rule("credit", "service_credit", kinds=["secondment"], years=1.0, priority=True),
        rule(
            *("fund", "budget_and_allowance", Window.SCHOOL_YEAR),
            fund_cny=3000,
            cny_per_km=1.0,
            cny_per_month=100.0,
            allowance="host",
        ),
    ),
)
CORE = [t.id for t in _SAMPLE.teachers if t.school == "S0"]
MEMBER = [t.id for t in _SAMPLE.teachers if t.school == "S1"]
SHORT, ONGOING, LATE, ROAD, BEFORE = CORE[0], CORE[1], CORE[2], CORE[3], CORE[4]

COMMUNITY = with_fields(
    _SAMPLE,
    policy=POLICY,
    history=(
        PastPlacement(
            teacher=ONGOING,
            host="S2",
            kind=PlacementKind.SECONDMENT,
            start_year=2024,
            semester=2,
            terms=2,
        ),
        PastPlacement(
            teacher=BEFORE,
            host="S1",
            kind=PlacementKind.SECONDMENT,
            start_year=2022,
            semester=1,
            terms=2,
        ),
    ),
)

_OUT, _IN = PlacementKind.SECONDMENT, PlacementKind.SHADOWING
ROSTER = Roster(
    tuple(
        sorted(
            (
                # four weeks from week 5 of the first term: its third and fourth block
                Placement(
                    *(SHORT, _OUT, "S1", "2025-1", 0, PlacementStatus.APPROVED), week=5, weeks=4
                ),
                # began a term before the plan and holds for its first one
                Placement(ONGOING, _OUT, "S2", "2025-1", 2, PlacementStatus.LOCKED, before=1),
                # ends a term behind the plan
                Placement(LATE, _OUT, "S2", "2026-2", 2),
                Placement(ROAD, PlacementKind.ITINERANT, "S1", "2025-1", 2, days=(2, 4)),
                Placement(MEMBER[0], _IN, "S0", "2025-2", 1),
            )
        )
    ),
    (MentorPair(CORE[5], MEMBER[1], "2025-1", 2),),
)
PLAN = Plan(COMMUNITY.id, ROSTER)
