"""The tiny community with a music teacher who travels and one synchronous series, and its plan."""

from __future__ import annotations

from functools import cache
from typing import Any

from support import tiny_community

from community.models import Community, PlacementKind, SyncSeries
from community.policy import Policy, PolicyRule
from community.rule import Strictness
from rotation.solution import Placement, Roster
from scheduling.planning import WeekResult, plan_week
from solving.outcome import Budget

TERM = "2025-1"
ROSTER = Roster((Placement("C5", PlacementKind.ITINERANT, "M", TERM, 1),))
SERIES = SyncSeries(id="s1", subject="music", host_class="C31", receiving_classes=("M31",))


def policy_rule(id: str, family: str, *, hard: bool = True, **params: Any) -> PolicyRule:
    """A rule of a policy with a source of its own."""
    return PolicyRule(
        id=id,
        family=family,
        title_zh=f"规则{id}",
        title_en=f"rule {id}",
        strictness=Strictness.HARD if hard else Strictness.SOFT,
        params=params,
        rows=("X01",),
        quote="原文",
    )


TRAVEL = policy_rule("itinerant_travel", "itinerant_teaching", buffer_minutes=10)
LINK = policy_rule("sync_link", "sync_lesson_link", min_overlap_minutes=30, max_receivers=3)

OWN_CLASS = policy_rule("class_teacher", "timetable_quality", hard=False, aspect="class_teacher")
OWN_CLASS = OWN_CLASS.model_copy(update={"strictness": Strictness.IN_PRINCIPLE, "weight": 20})


def week_community(*rules: PolicyRule, **changes: Any) -> Community:
    """The tiny community with one series and a policy of these rules (the three above if none)."""
    policy = Policy(profile="national_base", rules=rules or (TRAVEL, LINK, OWN_CLASS))
    return tiny_community().model_copy(update={"sync": (SERIES,), "policy": policy, **changes})


@cache
def tiny_plan() -> WeekResult:
    """A plan of the week, made once."""
    return plan_week(week_community(), ROSTER, TERM, Budget(20.0, 1, 1))
