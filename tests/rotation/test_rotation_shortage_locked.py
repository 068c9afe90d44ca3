"""Placements that are locked against other rules, and how many stays may overlap."""

from __future__ import annotations

import pytest
from rotation_tiny import COVERED, OUT, QUOTA, TWO_SUBJECTS, community, rule, teacher
from shortages import locked, reasons, staff

from community.models import PastPlacement
from rotation.shortage_supply import packed

THIRD = rule("p", "home_school_protection", subject_cover=False, max_absent_share=0.3)


def test_a_subject_with_one_teacher_whose_placement_is_locked():
    people = [teacher("m", "K", "math"), teacher("z", "K"), teacher("a", "A", "zh math")]
    given = community(
        people, [COVERED, QUOTA], periods=TWO_SUBJECTS, placements=(locked("m", "A"),)
    )
    (found,) = reasons(given)
    assert found.rules == ("locked_placements", "p")
    assert "已锁定：K校教师m到A校支教" in found.sentence.zh
    assert "能教数学的没有别人" in found.sentence.zh


def test_locked_placements_against_eligibility():
    years = rule("e", "rotation_eligibility", kinds=["secondment"], min_years_in_school=6)
    people = [teacher("k", "K"), teacher("new", "K", joined_year=2024)]
    (found,) = reasons(community(people, [QUOTA, years], placements=(locked("new", "A"),)))
    assert found.rules == ("locked_placements", "e")
    assert "K校教师new到A校支教" in found.sentence.zh
    assert "未满6年" in found.sentence.zh


def test_locked_placements_against_the_share_that_may_be_away():
    people = [teacher("k", "K"), *staff("A", 4)]
    few = rule("p", "home_school_protection", subject_cover=False, max_absent_share=0.25)
    gone = tuple(locked(who, "K", "shadowing") for who in ("A1", "A2"))
    (found,) = reasons(community(people, [few], placements=gone))
    assert found.rules == ("locked_placements", "p")
    assert "4名教师中有2人外出" in found.sentence.zh


def test_turns_against_what_is_locked_and_a_maximum():
    # a has served once and is locked to go again; b would have to go too, but one place is all.
    past = PastPlacement(
        teacher="a", kind="secondment", host="A", start_year=2020, semester=1, terms=1
    )
    turns = rule("r", "rotation_fairness", volunteers_first=False, round_robin=True)
    one = rule("m", "rotation_quota", min=1, max=1, **OUT)
    given = community(
        [teacher("a", "K"), teacher("b", "K")],
        [turns, one, THIRD],
        placements=(locked("a", "A"),),
        history=(past,),
    )
    (found,) = reasons(given)
    assert set(found.rules) >= {"locked_placements", "r"}
    assert set(found.rules) <= {"locked_placements", "r", "m", "p"}


def test_a_minimum_is_not_blamed_on_what_is_locked():
    # One is locked where two are wanted; there are two, but the second is ill.
    people = [teacher("k", "K"), teacher("ill", "K", exemption="病")]
    two = rule("q", "rotation_quota", min=2, per="member", **OUT)
    (found,) = reasons(community(people, [two], placements=(locked("k", "A"),)))
    assert found.rules == ("q",)


@pytest.mark.parametrize(
    ("stays", "at_once", "most"),
    [
        ([(0, 4), (0, 1), (1, 2), (2, 4)], 1, 3),  # the long one gives way
        ([(0, 4), (0, 1), (1, 2), (2, 4)], 2, 4),
        ([(-2, 1), (0, 2), (1, 3)], 1, 2),
        ([(0, 1)] * 5, 3, 3),
        ([(0, 1)], 0, 0),
    ],
)
def test_as_many_stays_as_may_overlap(stays, at_once, most):
    assert packed(stays, at_once) == most
