"""The tiny community with the national base in force, and a plan of it, made once."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from support import tiny_community

from community.profile import resolve
from scenarios.changes.base import replaced
from scenarios.planning import PlanResult, make_plan
from solving.outcome import Budget

if TYPE_CHECKING:
    from community.models import Community
    from scenarios.plan import Plan

BUDGET = Budget(seconds=4, workers=1, seed=1)


@cache
def community() -> Community:
    """M lacks the 4 periods of music of its two classes; C5 can give 14 and needs 4 at home."""
    return replaced(tiny_community(), policy=resolve("national_base"))


@cache
def result() -> PlanResult:
    return make_plan(community(), BUDGET)


def plan() -> Plan:
    made = result().plan
    assert made is not None
    return made
