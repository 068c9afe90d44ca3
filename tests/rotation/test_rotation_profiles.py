"""The shipped profiles from end to end: planted rosters are legal, and good ones are found."""

from __future__ import annotations

from functools import cache

import pytest

from community.generate import Generated, new_community
from rotation.check import check
from rotation.instance import RotationInstance, compile_rotation
from rotation.search import solve
from rotation.solution import Placement, Roster
from solving.outcome import Budget, Status

PROFILES = ["songyang", "libo", "fengjie", "mountain_county", "shouguang"]


@cache
def made(profile: str, size: str) -> tuple[Generated, RotationInstance]:
    new = new_community(profile, None, size, 3)
    return new, compile_rotation(new.community)


@pytest.mark.parametrize("size", ["small", "medium"])
@pytest.mark.parametrize("profile", PROFILES)
def test_the_planted_roster_keeps_every_hard_rule(profile: str, size: str) -> None:
    new, instance = made(profile, size)
    planted = Roster(tuple(sorted(Placement(*p) for p in new.planted_placements)))
    assert [v.sentence.zh for v in check(instance, planted) if v.is_hard] == []


@pytest.mark.parametrize("profile", ["songyang", "libo", "fengjie", "mountain_county"])
def test_a_roster_is_found_and_can_be_staffed(profile: str) -> None:
    new, instance = made(profile, "small")
    planted = Roster(tuple(sorted(Placement(*p) for p in new.planted_placements)))
    result = solve(instance, Budget(30, 1, 1), start=planted)
    assert result.roster is not None
    assert result.report.parameters["whole_courses"]
    assert result.report.objective <= sum(v.cost for v in check(instance, planted))
    if result.report.status is Status.OPTIMAL:
        assert result.report.bound == pytest.approx(result.report.objective)
