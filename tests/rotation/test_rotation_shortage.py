"""Impossible policies are explained in planners' words, with numbers that a comment derives."""

from __future__ import annotations

from rotation_tiny import (
    BUDGET,
    COVERED,
    OUT,
    QUOTA,
    TWO_SUBJECTS,
    community,
    rule,
    school,
    teacher,
)
from shortages import reasons, staff, weak_in_maths

from community.models import SchoolRole
from community.requests import Teaching
from rotation.instance import compile_rotation
from rotation.shortage import explain
from solving.outcome import Budget

BACK = {"direction": "member_to_core", "kinds": ["shadowing"]}
EQUAL = rule("x", "reciprocal_exchange", out_kinds=["secondment"], in_kinds=["shadowing"])
THIRD = rule("p", "home_school_protection", subject_cover=False, max_absent_share=0.3)
WHOLE_YEAR = {"min_terms": 2, "max_terms": 4, "align": "school_year"}


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
    assert found.rules == ("q", "e")  # without e there would be three
    assert found.numbers == {"wanted": 3, "eligible": 2, "most": 2}
    assert "派往A校3名骨干教师，符合条件的只有2人" in found.sentence.zh
    assert "1人不符合“规则e”" in found.sentence.zh
    assert "1人免于交流" in found.sentence.zh
    assert "3 backbone teachers sent to A校" in found.sentence.en
    assert "2 are eligible" in found.sentence.en


def test_courses_that_are_fixed_at_home_are_named_as_what_keeps_people():
    # The core has three, each with the course of a class; 任课 fixes two of them there.
    taught = (Teaching(class_id=f"K{n}", subject="zh", teacher=f"K{n}") for n in (1, 2))
    quota = rule("q", "rotation_quota", min=2, per="member", **OUT)
    given = community(staff("K", 3), [quota], classes={"K": 3, "A": 1}, teaching=tuple(taught))
    (found,) = reasons(given)
    assert "符合条件的只有1人" in found.sentence.zh
    assert "2人本学年在本校的课已由“任课”表定下" in found.sentence.zh
    assert "路程" not in found.sentence.zh


def test_a_quota_of_thirty_with_twenty_teachers():
    people = [teacher(f"t{n}", "K") for n in range(20)]
    (found,) = reasons(community(people, [rule("q", "rotation_quota", min=30, **OUT)]))
    assert found.numbers == {"wanted": 30, "eligible": 20, "most": 20}
    assert "30名教师，符合条件的只有20人" in found.sentence.zh


def test_members_that_each_want_somebody_are_added_up():
    # Each of four members can have one of three, and all of them cannot.
    sites = [school("K", SchoolRole.CORE), *(school(s) for s in "ABCD")]
    (found,) = reasons(community(staff("K", 3), [QUOTA], schools=sites))
    assert found.rules == ("q",)
    assert found.numbers == {"wanted": 4, "eligible": 3, "most": 3}
    assert "派往A校、B校、C校、D校合计4名教师" in found.sentence.zh


def test_a_subject_of_the_schools_is_missing_in_one_knot_only():
    # B and C want a maths teacher each, K has one; A wants one of the three others.
    weak = [school("A", weak_subjects=("zh",)), *weak_in_maths("B", "C")]
    sites = [school("K", SchoolRole.CORE), *weak]
    people = [*staff("K", 3), teacher("m", "K", "math")]
    people += [teacher(f"{s.id}1", s.id, "zh math", exemption="病") for s in weak]
    quota = rule("q", "rotation_quota", min=1, per="member", need_subject=True, **OUT)
    (found,) = reasons(community(people, [quota], schools=sites, periods=TWO_SUBJECTS))
    assert found.numbers["wanted"] == 2
    assert "A校" not in found.sentence.zh


def test_cover_by_backbone_that_the_core_does_not_have_is_told_once():
    cover = rule("c", "coverage_requirement", kinds=["secondment"], category="backbone", min=1)
    (found,) = reasons(community([teacher("t", "K")], [cover], horizon=2))
    assert found.numbers["wanted"] == 1
    assert "第1学期、2025学年第2学期派往A校1名骨干教师，没有人符合条件" in found.sentence.zh


def test_fine_blocks_are_told_once():
    # Ten half months a semester; nobody of the backbone in any of them.
    cover = rule("c", "coverage_requirement", kinds=["secondment"], category="backbone", min=1)
    track = rule(
        "t", "placement_term", kinds=["secondment"], min_days=10, max_days=20, align="block"
    )
    given = community([teacher("t", "K")], [cover, track], horizon=2)
    assert compile_rotation(given).horizon > 15
    assert len(reasons(given)) == 1


def test_an_equal_exchange_with_nobody_on_one_side():
    (found,) = reasons(community([teacher("k", "K")], [QUOTA, EQUAL]))
    assert found.rules == ("q", "x")
    assert found.numbers == {"wanted": 1, "eligible": 0, "most": 0}
    assert "按“规则x”A校派往核心校的也须有1名" in found.sentence.zh
    assert "没有人符合条件" in found.sentence.zh


def test_a_quota_above_the_share_that_may_be_away():
    # 30 % of 12 rounded down are 3.
    quota = rule("q", "rotation_quota", min=4, per="member", **BACK)
    (found,) = reasons(community([teacher("k", "K"), *staff("A", 12)], [quota, THIRD]))
    assert found.rules == ("q", "p")
    assert (found.numbers["wanted"], found.numbers["most"]) == (4, 3)
    assert "按“规则p”A校12名教师同时外出最多3人" in found.sentence.zh


def test_an_equal_exchange_above_the_share_that_may_be_away():
    # Four go out, so four have to leave a branch of 12 of which 3 may: one sentence.
    quota = rule("q", "rotation_quota", min=4, per="member", **OUT)
    year = rule("y", "placement_term", kinds=["secondment", "shadowing"], **WHOLE_YEAR)
    people = [*staff("K", 20), *staff("A", 12)]
    (found,) = reasons(community(people, [quota, EQUAL, THIRD, year], horizon=2))
    assert found.rules == ("q", "x", "p", "y")  # by semesters in turn, six could leave
    assert (found.numbers["wanted"], found.numbers["most"]) == (4, 3)
    assert "要求2025学年派往A校4名教师，按“规则x”A校派往核心校的也须有4名" in found.sentence.zh


def test_a_community_of_members_above_what_the_core_may_miss():
    # Six members, one each; of ten at the core three may be away.
    sites = [school("K", SchoolRole.CORE), *(school(s) for s in "ABCDEF")]
    (found,) = reasons(community(staff("K", 10), [QUOTA, THIRD], schools=sites))
    assert (found.numbers["wanted"], found.numbers["most"]) == (6, 3)
    assert "等6所学校合计6名教师" in found.sentence.zh


def test_backbone_that_has_to_be_at_home():
    # Four of the backbone, half of them have to be at home: two may go.
    stay = rule("p", "home_school_protection", subject_cover=False, min_backbone_share=0.5)
    quota = rule("q", "rotation_quota", min=3, category="backbone", per="member", **OUT)
    (found,) = reasons(community(staff("K", 4, is_backbone=True), [quota, stay]))
    assert found.rules == ("q", "p")
    assert "4名骨干教师同时外出最多2人" in found.sentence.zh


def test_two_semesters_make_room_for_more_than_may_be_away_at_once():
    # Of four one may be away at once: two in a school year of two semesters, not three.
    quota = rule("q", "rotation_quota", min=3, per="member", **BACK)
    few = rule("p", "home_school_protection", subject_cover=False, max_absent_share=0.25)
    given = community([teacher("k", "K"), *staff("A", 4)], [quota, few], horizon=2)
    (found,) = reasons(given)
    assert (found.numbers["wanted"], found.numbers["most"]) == (3, 2)
    assert "同时外出最多1人，合计最多2人次" in found.sentence.zh


def test_a_maximum_below_what_covering_the_members_takes():
    sites = [school("K", SchoolRole.CORE), *(school(s) for s in "ABC")]
    cover = rule("c", "coverage_requirement", kinds=["secondment"], category="any", min=1)
    most = rule("m", "rotation_quota", max=2, per="community", **OUT)
    (found,) = reasons(community(staff("K", 9), [cover, most], schools=sites, horizon=2))
    assert found.rules == ("c", "m")
    assert found.numbers == {"wanted": 3, "most": 2}
    assert "“规则m”规定2025学年全部成员校最多2人" in found.sentence.zh


def test_a_quota_of_the_whole_county():
    # Two communities with two and one at their cores; four are asked for in the county.
    sites = [
        school("K", SchoolRole.CORE, group="甲"),
        school("A", group="甲"),
        school("L", SchoolRole.CORE, group="乙"),
        school("B", group="乙"),
    ]
    quota = rule("q", "rotation_quota", min=4, per="county", **OUT)
    (found,) = reasons(community([*staff("K", 2), *staff("L", 1)], [quota], schools=sites))
    assert (found.numbers["wanted"], found.numbers["most"]) == (4, 3)
    assert "全县成员校" in found.sentence.zh


def test_a_subject_that_nobody_in_the_community_can_cover():
    # math: 2 classes x 6 = 12 periods; m has 10, wherever m goes.
    people = [teacher("m", "K", "math"), teacher("z", "K"), teacher("a", "A")]
    roads = rule("i", "itinerant_teaching", max_sites_per_week=3)
    (found,) = reasons(community(people, [COVERED, roads], periods={"zh": 1, "math": 6}))
    assert found.rules == ("p",)
    assert found.numbers == {"lack": 2, "needed": 12, "available": 10}
    assert "数学合计缺2节" in found.sentence.zh


def test_a_subject_with_one_teacher_who_must_leave_by_a_quota():
    # m is the only one who may go and the only one for math at K: 12 periods.
    people = [teacher("m", "K", "math", max_periods=14), teacher("z", "K", exemption="病")]
    people += [teacher("a", "A", "zh math", max_periods=14)]
    given = community(people, [QUOTA, COVERED], periods={"zh": 1, "math": 12})
    (found,) = reasons(given)
    assert found.rules == ("q", "p")
    assert found.numbers == {"lack": 12, "needed": 12, "available": 0}
    assert "符合条件的只有1人，K校教师m必须去；而本校能教数学的没有别人" in found.sentence.zh
    assert "派出后每周12节无人任教" in found.sentence.zh
    assert "12 periods a week would have no teacher" in found.sentence.en


def test_a_subject_with_two_teachers_who_must_both_leave():
    people = [teacher("m", "K", "math"), teacher("n", "K", "math"), teacher("z", "K")]
    people += [teacher("a", "A", "zh math")]
    quota = rule("q", "rotation_quota", min=2, per="member", need_subject=True, **OUT)
    sites = [school("K", SchoolRole.CORE), *weak_in_maths("A")]
    given = community(people, [quota, COVERED], periods=TWO_SUBJECTS, schools=sites)
    (found,) = reasons(given)
    assert "K校教师m、K校教师n必须去" in found.sentence.zh


def test_a_fund_too_small_for_the_quota():
    # 5 months of 1,000 yuan each: two placements cost 10,000.
    fund = rule("f", "budget_and_allowance", fund_cny=9_000, cny_per_month=1_000)
    quota = rule("q", "rotation_quota", min=2, per="member", **OUT)
    (found,) = reasons(community(staff("K", 4), [quota, fund]))
    assert found.rules == ("q", "f")
    assert found.numbers == {"placements": 2, "cost": 10_000, "fund": 9_000}
    assert "最省的2项安排" in found.sentence.zh


def test_a_fund_too_small_for_both_ways_of_an_exchange():
    # One each way costs 10,000.
    fund = rule("f", "budget_and_allowance", fund_cny=9_000, cny_per_month=1_000)
    (found,) = reasons(community([*staff("K", 4), *staff("A", 4)], [QUOTA, EQUAL, fund]))
    assert found.rules == ("q", "x", "f")
    assert found.numbers["cost"] == 10_000


def test_a_fund_counts_the_tracks_that_make_stays_long():
    # A whole school year costs 10,000; without the track a semester would do.
    fund = rule("f", "budget_and_allowance", fund_cny=9_000, cny_per_month=1_000)
    year = rule("y", "placement_term", kinds=["secondment"], **WHOLE_YEAR)
    (found,) = reasons(community(staff("K", 4), [QUOTA, fund, year], horizon=2))
    assert set(found.rules) == {"q", "f", "y"}


def test_only_rules_that_are_needed_are_named():
    # k and l may not be away together and no one else may go; counting knows nothing of balance.
    rules = [
        rule("two", "rotation_quota", min=2, per="core", **OUT),
        rule("core", "staff_balance", net_change=True),
        rule("years", "rotation_eligibility", kinds=["secondment"], min_years_in_school=3),
        rule("roads", "itinerant_teaching", max_sites_per_week=3),
    ]
    (found,) = reasons(community([teacher("a", "K"), teacher("b", "K")], rules))
    assert set(found.rules) == {"two", "core"}
    assert found.sentence.zh == "以下规则不能同时满足：“规则two”、“规则core”。"
    # The cheapest way out: nobody is sent, or two more are at A than before.
    assert len(found.details) == 1


def test_a_possible_community_has_no_reasons():
    assert explain(compile_rotation(community([teacher("k", "K")], [QUOTA])), BUDGET) == []


def test_counting_has_time_of_its_own_and_rules_together_have_not():
    nobody = [rule("two", "rotation_quota", min=2, per="core", **OUT)]
    balance = rule("core", "staff_balance", net_change=True)
    few = compile_rotation(community([teacher("a", "K")], nobody))
    enough = compile_rotation(community(staff("K", 2), [*nobody, balance]))
    assert len(explain(few, Budget(seconds=0.0))) == 1
    assert explain(enough, Budget(seconds=0.0)) == []
    assert len(explain(enough, BUDGET)) == 1
