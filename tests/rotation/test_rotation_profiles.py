"""The shipped profiles from end to end: planted rosters are legal, and good ones are found."""

from __future__ import annotations

from functools import cache

import pytest
from support import KINDS

from community.generate import Generated, Size, new_community
from rotation.check import check
from rotation.instance import RotationInstance, compile_rotation
from rotation.search import solve
from rotation.solution import MentorPair, Placement, Roster
from solving.outcome import Budget, Status


@cache
def made(profile: str, size: Size) -> tuple[Generated, RotationInstance]:
    new = new_community(profile, None, size, 3)
    return new, compile_rotation(new.community)


def planted(new: Generated) -> Roster:
    return Roster(
        tuple(sorted(Placement(*p) for p in new.planted_placements)),
        tuple(sorted(MentorPair(*p) for p in new.planted_pairs)),
    )


@pytest.mark.parametrize("size", ["small", "medium"])
@pytest.mark.parametrize("profile", KINDS)
def test_the_planted_roster_keeps_every_hard_rule(profile: str, size: Size) -> None:
    new, instance = made(profile, size)
    assert [v.sentence.zh for v in check(instance, planted(new)) if v.is_hard] == []


@pytest.mark.usefixtures("by_work")
@pytest.mark.parametrize("profile", KINDS)
def test_a_roster_is_found_and_can_be_staffed(profile: str) -> None:
    new, instance = made(profile, "small")
    start = planted(new)
    result = solve(instance, Budget(5, 1, 1), start=start)
    assert result.roster is not None
    found = check(instance, result.roster)
    assert not [v.sentence.zh for v in found if v.family == "whole_courses"]
    assert result.report.objective <= sum(v.cost for v in check(instance, start))
    if result.report.status is Status.OPTIMAL:
        assert result.report.bound == pytest.approx(result.report.objective)
