"""Property: what a planted plan keeps of all that schools can ask for can be planned.

The rows of every table are read off a planted week (``benchmarks.planted``), so each is kept there,
whatever the seed, and INFEASIBLE would be a wrong proof. The benchmark counts how many of a hundred
are planned.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from benchmarks.planted.asking import planted
from benchmarks.planted.measuring import measured
from benchmarks.planted.relations import ask_for_relations
from benchmarks.planted.requests import LIMITS
from community.integrity import problems
from community.relations import Relation
from community.requests import Binding
from community.rule import Strictness

if TYPE_CHECKING:
    from benchmarks.planted.draw import Draw

PROFILES = ("songyang", "rural_jiaolianti", "mountain_county")
TABLES = (
    *("teaching", "time_requests", "load_requests", "fixed", "joint", "grouped", "relations"),
    *("room_requests", "duties", "unavailable"),
)
EFFORT = 60.0  # units of work, about seconds


@cache
def asking(profile: str) -> Draw:
    """Return a community that asks for much, and its planted plan."""
    draw = planted(profile, 41)
    ask_for_relations(draw, each=5)
    return draw


@pytest.mark.parametrize("profile", PROFILES)
def test_a_planted_plan_keeps_what_is_asked(profile: str) -> None:
    draw = asking(profile)
    assert problems(draw.community) == []
    assert draw.broken() == []


def test_everything_is_asked_for_somewhere() -> None:
    asked = [asking(profile).community for profile in PROFILES]
    for community in asked:
        assert all(getattr(community, table) for table in TABLES)
    assert {row.relation for c in asked for row in c.relations} == set(Relation)
    assert {row.binding for c in asked for row in c.teaching} == set(Binding)
    assert all(c.shares and c.together for c in asked)
    assert {len(p.classes) for c in asked for p in c.parallels} == {1, 2}
    assert all(c.loads.weighted and c.loads.of_class and c.loads.of_preparation for c in asked)
    long = [r for c in asked for r in c.relations if r.relation is Relation.BLOCK and r.times]
    assert {r.strictness for r in long} == {Strictness.HARD, Strictness.SOFT}
    loads = [row for c in asked for row in c.load_requests]
    assert all(any(getattr(row, limit) is not None for row in loads) for limit in LIMITS)
    assert {bool(row.subject) for c in asked for row in c.fixed} == {True, False}


@pytest.mark.parametrize("profile", PROFILES[:2])  # of the others: benchmarks.planted
def test_what_a_planted_plan_keeps_is_planned(profile: str) -> None:
    found = measured(profile, 44, EFFORT)
    assert found["ended"] == "planned", found
