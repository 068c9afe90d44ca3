"""Impossible policies are explained in planners' words, with numbers that a comment derives."""

from __future__ import annotations

import pytest
from rotation_tiny import BUDGET, community, placed, rule, run, school, teacher

from community.models import SchoolRole
from rotation.check import cost
from rotation.instance import compile_rotation
from rotation.search import solve
from rotation.shortage import explain
from rotation.solution import Roster
from solving.outcome import Budget, Status

OUT = {"direction": "core_to_member", "kinds": ["secondment"]}
QUOTA = rule("q", "rotation_quota", min=1, per="member", **OUT)
EQUAL = rule("x", "reciprocal_exchange", out_kinds=["secondment"], in_kinds=["shadowing"])
COVERED = rule("p", "home_school_protection", subject_cover=True)
TWO_SUBJECTS = {"zh": 1, "math": 1}


def reasons(given):
    """Explain an impossible community; that it is impossible is checked first."""
    assert run(given).report.status is Status.INFEASIBLE
    return explain(compile_rotation(given), BUDGET)


def test_a_quota_above_the_eligible_counts_who_is_kept_back_and_why():
    people = [teacher(f"b{n}", "K", is_backbone=True) for n in range(2)]
    people += [teacher("new", "K", is_backbone=True, joined_year=2024)]
    people += [teacher("ill", "K", is_backbone=True, exemption="病"), teacher("t", "K")]
    given = community(
        people,
        [
            rule("q", "rotation_quota", min=3, category="backbone", per="member", **OUT),
            rule("e", "rotation_eligibility", kinds=["secondment"], min_years_in_school=6),
        ],
    )
    (found,) = reasons(given)
    assert found.rules == ("q",)
    assert found.numbers == {"wanted": 3, "eligible": 2, "most": 2}
    assert "要求3人，符合条件的只有2人" in found.sentence.zh
    assert "1人不符合“规则e”" in found.sentence.zh
    assert "1人免于交流" in found.sentence.zh


def test_a_quota_of_thirty_with_twenty_teachers():
    people = [teacher(f"t{n}", "K") for n in range(20)]
    (found,) = reasons(community(people, [rule("q", "rotation_quota", min=30, **OUT)]))
    assert found.numbers == {"wanted": 30, "eligible": 20, "most": 20}


def test_cover_by_backbone_that_the_core_does_not_have():
    cover = rule("c", "coverage_requirement", kinds=["secondment"], category="backbone", min=1)
    found = reasons(community([teacher("t", "K")], [cover], horizon=2))
    assert [f.numbers["wanted"] for f in found] == [1, 1]  # one for each term


def test_an_equal_exchange_with_nobody_on_one_side():
    (found,) = reasons(community([teacher("k", "K")], [QUOTA, EQUAL]))
    assert found.rules == ("q", "x")
    assert found.numbers == {"wanted": 1, "most": 0}


def test_a_subject_that_nobody_in_the_community_can_cover():
    # math: 2 classes x 6 = 12 periods; m has 10, wherever m goes.
    people = [teacher("m", "K", "math"), teacher("z", "K"), teacher("a", "A")]
    roads = rule("i", "itinerant_teaching", max_sites_per_week=3)
    (found,) = reasons(community(people, [COVERED, roads], periods={"zh": 1, "math": 6}))
    assert found.rules == ("p",)
    assert found.numbers == {"lack": 2, "needed": 12, "available": 10}
    assert "数学合计缺2节" in found.sentence.zh


def test_a_subject_with_one_teacher_who_must_leave():
    # m is the only one who may go and the only one for math at K.
    people = [teacher("m", "K", "math"), teacher("z", "K", "zh", exemption="病")]
    people += [teacher("a", "A", "zh math")]
    (found,) = reasons(community(people, [QUOTA, COVERED], periods=TWO_SUBJECTS))
    assert set(found.rules) == {"q", "p"}
    assert found.sentence.zh.startswith("以下规则不能同时满足")
    assert len(found.details) == 1


def test_only_rules_that_are_needed_are_named():
    # At most one of two may be away, two are asked for; the third rule has nothing to do with it.
    rules = [
        rule("two", "rotation_quota", min=2, per="core", **OUT),
        rule("few", "home_school_protection", max_absent_share=0.5, subject_cover=False),
        rule("years", "rotation_eligibility", kinds=["secondment"], min_years_in_school=3),
    ]
    (found,) = reasons(community([teacher("a", "K"), teacher("b", "K")], rules))
    assert set(found.rules) == {"two", "few"}
    # The cheapest way out is one person: one too few sent, or one too many away.
    assert len(found.details) == 1


def test_a_possible_community_has_no_reasons():
    assert explain(compile_rotation(community([teacher("k", "K")], [QUOTA])), BUDGET) == []


def test_nothing_is_claimed_without_time_for_a_proof():
    rules = [
        rule("two", "rotation_quota", min=2, per="core", **OUT),
        rule("few", "home_school_protection", max_absent_share=0.5, subject_cover=False),
    ]
    given = community([teacher("a", "K"), teacher("b", "K")], rules)
    assert explain(compile_rotation(given), Budget(seconds=0.0)) == []


def test_an_instance_without_candidates_is_answered():
    result = run(community([teacher("k", "K")], []))
    assert (result.report.status, result.report.objective) == (Status.OPTIMAL, 0)
    gone = Roster((placed("k", "A"),))
    instance = compile_rotation(
        community([teacher("k", "K", exemption="病")], []), base=gone, price_per_move=5
    )
    result = solve(instance, BUDGET)  # the known placement cannot be kept, and that has its price
    assert (result.report.status, result.report.objective) == (Status.OPTIMAL, 5)
    assert cost(instance, result.roster).soft == 5


@pytest.mark.parametrize("workers", [1, 2])
def test_any_number_of_workers(workers):
    sites = [school("K", SchoolRole.CORE), school("A")]
    given = community([teacher("k", "K")], [QUOTA], schools=sites)
    assert solve(compile_rotation(given), Budget(10, workers)).report.status is Status.OPTIMAL
