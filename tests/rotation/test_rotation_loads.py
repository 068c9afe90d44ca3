"""Loads: the numbers that the catalogue derives from the plans (its section 4), one by one."""

from __future__ import annotations

import pytest
from rotation_tiny import changed, community, rule, school, teacher

from community.models import PastPlacement, PlacementKind, SchoolRole
from community.profile import profile_names, resolve
from rotation.instance import compile_rotation
from rotation.loads import Load, loads

OUT, BACK = "core_to_member", "member_to_core"


def quota(id: str, direction: str, kind: str, **params: object):
    return rule(id, "rotation_quota", direction=direction, kinds=[kind], **params)


def given(rules: list, staff: dict[str, int], **traits: object):
    """Return a community of some numbers of staff; the first school is the core."""
    names = list(staff)
    sites = [school(names[0], SchoolRole.CORE)]
    sites += [school(name, **traits) for name in names[1:]]
    people = [
        teacher(f"{name}{n}", name, is_backbone=n < 3) for name in names for n in range(staff[name])
    ]
    return community(people, rules, schools=sites)


def of(community, name: str) -> list[Load]:
    return [load for load in loads(compile_rotation(community)) if load.rule == name]


def test_fengjie_sends_three_a_year_and_gets_three_back() -> None:
    # FJ04: 5% of a supporting school of 60 are 3; FJ06: as many back.
    rules = [
        quota("out", OUT, "secondment", share=0.05, per="core"),
        rule(
            "equal",
            "reciprocal_exchange",
            out_kinds=["secondment"],
            in_kinds=["work_shadowing"],
        ),
    ]
    made = given(rules, {"K": 60, "A": 40, "B": 40})
    (out,), (equal,) = of(made, "out"), of(made, "equal")
    assert (out.numbers["staff"], out.numbers["least"]) == (60, 3)
    assert "每学年3人（60人的5%）" in out.sentence.zh
    assert equal.numbers == {"out": 3, "back": 3}
    assert "核心校派出3人，接收3人" in equal.sentence.zh


def test_fengjie_half_a_month_or_a_year() -> None:
    # FJ07: half a month at least; FJ10: one a semester for a year, two tracks of one plan.
    rules = [
        quota("out", OUT, "secondment", share=0.05, per="core"),
        quota("long", OUT, "secondment", min=1, per="core", min_terms=2, window="semester"),
        rule("t", "placement_term", kinds=["secondment"], min_days=10, max_days=20),
        rule("y", "placement_term", kinds=["secondment"], min_terms=2, max_terms=2),
    ]
    made = given(rules, {"K": 60, "A": 40, "B": 40})
    assert of(made, "out")[0].numbers["months"] == 0.5
    assert of(made, "long")[0].numbers["months"] == 10
    assert "每学期1人，每次至少10个月" in of(made, "long")[0].sentence.zh


def test_fengjie_observes_120_lessons_a_semester() -> None:
    # FJ08: 30% of a supported school of 40 are 12; FJ09: 12 x 10 = 120. In turn: 4 semesters.
    visits = rule(
        "visits",
        "observation_quota",
        window="semester",
        share=0.3,
        lessons_per_person=10,
        in_turn=True,
    )
    first, second = of(given([visits], {"K": 60, "A": 40, "B": 50}), "visits")
    assert first.numbers == {"staff": 40, "visitors": 12, "lessons": 120, "windows": 4}
    assert "A校40人的30%是12人，每人10课时，每学期共听课120课时" in first.sentence.zh
    assert second.numbers["lessons"] == 150


def test_libo_has_three_teachers_out_each_school_day() -> None:
    # B23: a branch of 60, a day a month each: 60 teacher-days over 20 school days.
    days = rule("days", "observation_quota", window="month", days_per_month=1)
    (load,) = of(given([days], {"K": 20, "A": 60}), "days")
    assert load.numbers == {"staff": 60, "teacher_days": 60, "absent": 3}
    assert "共60人天，每个教学日约3.0人外出" in load.sentence.zh


@pytest.mark.parametrize(("branches", "people"), [(2, 6), (4, 12)])
def test_libo_moves_six_to_twelve_each_way(branches: int, people: int) -> None:
    # B16: 3 for each weak branch, 2 to 4 branches; B17: the same number in return.
    rules = [
        quota(
            "out",
            OUT,
            "secondment",
            min=3,
            per="member",
            only="weak",
            category="backbone_or_leader",
        ),
        rule("equal", "reciprocal_exchange", out_kinds=["secondment"], in_kinds=["shadowing"]),
    ]
    staff = {"K": 30, **{f"A{n}": 20 for n in range(branches)}}
    made = given(rules, staff, is_weak=True)
    assert of(made, "out")[0].numbers["least"] == people
    assert of(made, "equal")[0].numbers == {"out": people, "back": people}


def test_libo_branches_that_are_not_weak_are_not_asked() -> None:
    rules = [quota("out", OUT, "secondment", min=3, per="member", only="weak")]
    assert not of(given(rules, {"K": 30, "A": 20}), "out")


def ten_members(rules: list):
    return given(rules, {"K": 6, **{f"A{n}": 4 for n in range(10)}})


def test_beichai_has_ten_leader_stays_of_a_month() -> None:
    # BC03: one of each of 10 members a year; BC04: a month, that is 20 school days.
    rules = [
        quota("leaders", BACK, "leadership", min=1, per="member", category="middle_leader"),
        rule("t", "placement_term", kinds=["leadership"], min_days=20, max_days=40),
    ]
    (load,) = of(ten_members(rules), "leaders")
    assert load.numbers == {"least": 10, "members": 10, "months": 1}
    assert "每学年10所成员校共10人，每次至少1个月" in load.sentence.zh


def test_beichai_masters_have_ten_mentees_each() -> None:
    # BC10: one in every other school; with 10 members and the core each master has 10 others.
    mentors = rule(
        "m", "mentor_matching", mentors="backbone", per_mentor=True, min_mentees_per_school=1
    )
    (load,) = of(ten_members([mentors]), "m")
    assert load.numbers["mentees"] == 10
    assert load.numbers["mentors"] == 33  # 3 backbone teachers in each of 11 schools
    assert load.numbers["pairs"] == 330


def test_litong_has_four_to_eight_arrivals_a_semester() -> None:
    # LT02: two schools with 2 to 4 each.
    rules = [quota("in", BACK, "secondment", min=2, max=4, per="member", window="semester")]
    (load,) = of(given(rules, {"K": 40, "A": 20, "B": 20}), "in")
    assert (load.numbers["least"], load.numbers["most"], load.numbers["members"]) == (4, 8, 2)
    assert "每学期2所成员校共4至8人" in load.sentence.zh


def test_litong_needs_twenty_semesters_for_a_round() -> None:
    # LT07: everybody of 80 once, 4 places a semester for a semester each: 80 / 4 = 20.
    rules = [
        quota("out", OUT, "secondment", min=2, per="member", window="semester"),
        rule("t", "placement_term", kinds=["secondment"], min_terms=1, max_terms=1),
        rule("turns", "rotation_fairness", "soft", round_robin=True, volunteers_first=False),
    ]
    made = given(rules, {"K": 80, "A": 20, "B": 20})
    (load,) = of(made, "turns")
    assert load.numbers == {"people": 80, "places": 4, "semesters": 20}
    assert "K校80人，每学期4个名额，轮一遍要20个学期" in load.sentence.zh
    # Who has gone already has a later turn in the round; the round is as long.
    past = PastPlacement(
        teacher="K0", host="A", kind=PlacementKind.SECONDMENT, start_year=2023, terms=1
    )
    assert "本轮还有79人" in of(changed(made, history=(past,)), "turns")[0].sentence.zh


def test_a_tolerance_lets_fewer_return() -> None:
    # 3 leave for each of 2 members; up to 1 fewer may return from each.
    rules = [
        quota("out", OUT, "secondment", min=3, per="member"),
        rule(
            "equal",
            "reciprocal_exchange",
            out_kinds=["secondment"],
            in_kinds=["shadowing"],
            tolerance=1,
        ),
    ]
    made = given(rules, {"K": 20, "A": 10, "B": 10})
    assert of(made, "equal")[0].numbers == {"out": 6, "back": 4}


@pytest.mark.parametrize("profile", profile_names())
def test_every_shipped_profile_has_loads(profile: str) -> None:
    made = changed(given([], {"K": 20, "A": 10, "B": 10}, is_weak=True), policy=resolve(profile))
    found = loads(compile_rotation(made))
    assert {load.rule for load in found} <= {r.id for r in made.policy.rules}
    assert all(load.sentence.zh and load.sentence.en for load in found)
