"""reciprocal_exchange: by category, in pairs of subjects, in a county."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from agreement import agree_on, any_rule
from rotation_tiny import (
    QUOTA,
    SECONDMENT,
    SHADOWING,
    broken,
    community,
    placed,
    rule,
    run,
    school,
    teacher,
)

from community.models import PastPlacement, SchoolRole
from community.rule import CostFunction
from rotation.check import check, cost
from rotation.instance import compile_rotation
from rotation.solution import Roster
from solving.outcome import Status

if TYPE_CHECKING:
    import random

BOTH = {"out_kinds": ["secondment"], "in_kinds": ["shadowing"]}
OUT = {"direction": "core_to_member", "kinds": ["secondment"], "per": "member"}
BACK = {"direction": "member_to_core", "kinds": ["shadowing"], "per": "member"}
PAIRED = rule("x", "reciprocal_exchange", paired=True, **BOTH)


# --- by category --------------------------------------------------------------------------------


def test_backbone_is_exchanged_for_backbone() -> None:
    # The core sends 1 backbone teacher, so one of A's two has to be backbone: b goes, not a.
    asks = rule("q", "rotation_quota", min=1, category="backbone", **OUT)
    equal = rule("x", "reciprocal_exchange", by_category=True, **BOTH)
    people = [
        teacher("k", "K", is_backbone=True),
        teacher("a", "A"),
        teacher("b", "A", is_backbone=True),
    ]
    result = run(community(people, [asks, equal]))
    assert {p.teacher for p in result.roster.placements} == {"k", "b"}
    assert run(community(people[:2], [asks, equal])).report.status is Status.INFEASIBLE


def test_each_category_is_a_point_of_its_own() -> None:
    # k1 is backbone and leader, k2 leader, a backbone: all 2 to 1, backbone 1 to 1, leaders 2 to 0.
    # Squares at 3 each: 3 x 1 for all, 3 x 4 for leaders, beside 10 for each of 3 terms.
    equal = rule("x", "reciprocal_exchange", "soft", weight=3, by_category=True, **BOTH)
    people = [
        teacher("k1", "K", is_backbone=True, is_middle_leader=True),
        teacher("k2", "K", is_middle_leader=True),
        teacher("a", "A", is_backbone=True),
    ]
    squared = equal.model_copy(update={"cost_function": CostFunction.QUADRATIC})
    instance = compile_rotation(community(people, [squared]))
    roster = Roster((placed("a", "K", SHADOWING), placed("k1", "A"), placed("k2", "A")))
    found = {v.point: v for v in check(instance, roster) if v.rule == "x"}
    assert {point: v.deviation for point, v in found.items()} == {
        "A/2025-1": 1,
        "A/2025-1/middle_leader": 2,
    }
    assert cost(instance, roster).soft == 30 + 3 + 12
    leaders = found["A/2025-1/middle_leader"].sentence
    assert "核心校派往A校中层干部2人，A校派往核心校中层干部0人，应当相等" in leaders.zh
    assert "the core sends 2 middle leaders to A校, which sends 0; they must be equal" in leaders.en


def test_a_tolerance_holds_for_each_category() -> None:
    # 2 backbone teachers out and nobody back: 2 for all and 2 for backbone, each 1 above 1.
    equal = rule("x", "reciprocal_exchange", "soft", by_category=True, tolerance=1, **BOTH)
    people = [teacher("k1", "K", is_backbone=True), teacher("k2", "K", is_backbone=True)]
    instance = compile_rotation(community(people, [equal]))
    found = check(instance, Roster((placed("k1", "A"), placed("k2", "A"))))
    assert [v.deviation for v in found if v.rule == "x"] == [1, 1]


# --- in pairs -------------------------------------------------------------------------------------


def test_who_leaves_is_stood_in_for_by_somebody_of_the_subject() -> None:
    # a (math) and b (zh) go to the core. m can stand in for either, z for b only: m for a, z for b.
    two = [rule("back", "rotation_quota", min=2, **BACK)]
    people = [
        teacher("m", "K", "zh math"),
        teacher("z", "K", "zh"),
        teacher("a", "A", "math"),
        teacher("b", "A", "zh"),
    ]
    both = {"zh": 1, "math": 1}
    result = run(community(people, [*two, PAIRED], periods=both))
    assert {p.teacher for p in result.roster.placements} == {"m", "z", "a", "b"}
    # Without m nobody stands in for a, although the numbers could be even.
    people[0] = teacher("m", "K", "zh")
    assert run(community(people, [*two, PAIRED], periods=both)).report.status is Status.INFEASIBLE


def test_people_without_a_stand_in_are_named() -> None:
    people = [
        teacher("z1", "K", "zh"),
        teacher("z2", "K", "zh"),
        teacher("a", "A", "math"),
        teacher("b", "A", "zh"),
    ]
    given = community(people, [PAIRED], periods={"zh": 1, "math": 1}, horizon=2)
    instance = compile_rotation(given)
    roster = Roster(
        (
            placed("a", "K", SHADOWING, length=2),
            placed("b", "K", SHADOWING),
            placed("z1", "A"),
            placed("z2", "A"),
        )
    )
    found = {v.point: v for v in check(instance, roster) if v.rule == "x" and "paired" in v.point}
    assert {p: v.deviation for p, v in found.items()} == {
        "A/2025-1/paired": 1,  # z1 or z2 for b, nobody for a
        "A/2025-2/paired": 1,  # a is still away, and the core has nobody at A
    }
    text = found["A/2025-1/paired"].sentence
    assert "A校有2人到核心校，其中1人无同学科教师顶岗：教师a（数学）；核心校派来2人" in text.zh
    assert (
        "2 of A校 are at the core, 1 without a stand-in of their subject: 教师a (数学)" in text.en
    )


def test_one_stands_in_for_one_and_only_who_teaches() -> None:
    # One zh teacher sent for two who leave: 1 is left. A leader sent takes no lessons: 2 are left.
    people = [teacher("k", "K"), teacher("a", "A"), teacher("b", "A")]
    kinds = {"out_kinds": ["secondment", "leadership"], "in_kinds": ["shadowing"]}
    lax = rule("x", "reciprocal_exchange", "soft", paired=True, tolerance=9, **kinds)
    instance = compile_rotation(community(people, [lax]))
    gone = [placed(t, "K", SHADOWING) for t in "ab"]
    for kind, left in ((SECONDMENT, 1), ("leadership", 2)):
        sent = placed("k", "A", type(SECONDMENT)(kind))
        found = [v for v in check(instance, Roster((*gone, sent))) if v.rule == "x"]
        assert [v.deviation for v in found] == [left]


# --- in a county ----------------------------------------------------------------------------------


def county():
    sites = [
        school(f"{name}{group}", role, group=group)
        for group in "甲乙"
        for name, role in (("K", SchoolRole.CORE), ("A", SchoolRole.MEMBER))
    ]
    people = [teacher(f"{s.id.lower()}{n}", s.id) for s in sites for n in range(2)]
    return sites, people


@pytest.mark.parametrize("per", ["member", "community"])
def test_each_community_of_a_county_is_even(per: str) -> None:
    # 甲 sends one out and 乙 has one come in: even for the county, but each is off by 1.
    sites, people = county()
    equal = rule("x", "reciprocal_exchange", per=per, **BOTH)
    instance = compile_rotation(community(people, [equal], schools=sites))
    roster = (placed("k甲0", "A甲"), placed("a乙0", "K乙", SHADOWING))
    found = [v for v in check(instance, Roster(roster)) if v.rule == "x"]
    assert [v.deviation for v in found] == [1, 1]
    assert not broken(instance, *roster, placed("a甲0", "K甲", SHADOWING), placed("k乙0", "A乙"))
    asks = rule("q", "rotation_quota", min=1, **OUT)
    result = run(community(people, [equal, asks], schools=sites))
    assert len(result.roster.placements) == 4


# --- check and model ------------------------------------------------------------------------------


@pytest.mark.parametrize("first", [0, 20])
def test_model_and_check_agree(first: int) -> None:
    def rules(dice: random.Random):
        exchange = any_rule(
            *(dice, "x", "reciprocal_exchange"),
            per=dice.choice(["member", "community"]),
            out_kinds=dice.choice([["secondment"], ["secondment", "leadership"]]),
            in_kinds=dice.choice([["shadowing"], ["secondment", "shadowing"]]),
            tolerance=dice.randint(0, 1),
            by_category=dice.random() < 0.5,
            paired=dice.random() < 0.7,
            window=dice.choice(["semester", "school_year"]),
        )
        return [exchange]

    assert agree_on(rules, range(first, first + 20)) > 20


def test_what_goes_on_is_in_the_exchange() -> None:
    # a learns at the core since 2024-2 for two terms, so one is sent to A in 2025-1.
    past = PastPlacement(
        teacher="a", host="K", kind=SHADOWING, start_year=2024, semester=2, terms=2
    )
    people = [teacher("k", "K"), teacher("a", "A"), teacher("b", "A")]
    result = run(community(people, [PAIRED], history=(past,)))
    assert {p.teacher for p in result.roster.placements} == {"a", "k"}


# --- a feasible and an infeasible pair ------------------------------------------------------------


EQUAL = rule("x", "reciprocal_exchange", out_kinds=["secondment"], in_kinds=["shadowing"])


def test_an_exchange_sends_somebody_back() -> None:
    given = community([teacher("k", "K"), teacher("a", "A")], [QUOTA, EQUAL])
    result = run(given)
    assert {(p.teacher, p.kind) for p in result.roster.placements} == {
        ("k", SECONDMENT),
        ("a", SHADOWING),
    }


def test_an_exchange_with_nobody_on_one_side_is_infeasible() -> None:
    given = community([teacher("k", "K")], [QUOTA, EQUAL])
    assert run(given).report.status is Status.INFEASIBLE
    tolerant = rule(
        "x",
        "reciprocal_exchange",
        out_kinds=["secondment"],
        in_kinds=["shadowing"],
        tolerance=1,
    )
    assert run(community([teacher("k", "K")], [QUOTA, tolerant])).roster is not None
