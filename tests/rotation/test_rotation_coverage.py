"""coverage_requirement: each member, or each weak subject of each member."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from agreement import agree_on, any_rule
from rotation_tiny import (
    CORE,
    ITINERANT,
    LEADERSHIP,
    broken,
    community,
    core_staff,
    placed,
    rule,
    run,
    school,
    teacher,
)

from community.models import SchoolRole
from rotation.check import check, cost
from rotation.instance import compile_rotation
from rotation.rules.coverage_requirement import Point
from rotation.solution import Roster
from solving.outcome import Status

if TYPE_CHECKING:
    import random

TABLE = {"zh": 1, "math": 1}


def cover(strictness: str = "hard", **params: object):
    given = {"kinds": ["secondment"], "category": "any", **params}
    return rule("c", "coverage_requirement", strictness, **given)


WEAK = cover(per="weak_subject")


def test_each_weak_subject_has_somebody_who_can_teach_it() -> None:
    # A is weak in zh and math, B in math: three points, filled by one of each subject at A and one
    # of math at B. Somebody of both subjects fills both points of A: 2 placements at 10 each.
    sites = [
        CORE,
        school("A", weak_subjects=("zh", "math")),
        school("B", weak_subjects=("math",)),
    ]
    people = [teacher("both", "K", "zh math"), teacher("z", "K"), teacher("m", "K", "math")]
    given = community(people, [WEAK], schools=sites, periods=TABLE)
    result = run(given)
    assert result.report.objective == 20
    assert {(p.teacher, p.host) for p in result.roster.placements} == {("both", "A"), ("m", "B")}
    instance = compile_rotation(given)
    assert broken(instance, placed("z", "A"), placed("m", "B")) == {"c"}
    # Without anybody of both subjects there is one for math too few.
    short = community(people[1:], [WEAK], schools=sites, periods=TABLE)
    assert run(short).report.status is Status.INFEASIBLE


def test_a_weak_subject_is_covered_where_it_is_weak() -> None:
    # The teaching point P of A is weak in math. m at A does not help it; m at P does. A subject
    # that has no lessons at the school is no point: B is weak in art.
    sites = [
        CORE,
        school("A"),
        school("P", SchoolRole.TEACHING_POINT, parent="A", weak_subjects=("math",)),
        school("B", weak_subjects=("art",)),
    ]
    given = community([teacher("m", "K", "math")], [WEAK], schools=sites, periods=TABLE)
    instance = compile_rotation(given)
    (covering,) = [r for r in instance.rules if r.id == "c"]
    assert covering.points(instance) == [Point("A", 0, "P", "math")]
    assert broken(instance, placed("m", "A")) == {"c"}
    assert not broken(instance, placed("m", "P"))
    leading = cover(per="weak_subject", kinds=["leadership", "itinerant"])
    instance = compile_rotation(
        community([teacher("m", "K", "math")], [leading], schools=sites, periods=TABLE)
    )
    assert broken(instance, placed("m", "P", LEADERSHIP)) == {"c"}  # who leads takes no lessons
    assert not broken(instance, placed("m", "P", ITINERANT))


def test_what_a_weak_subject_lacks_is_said() -> None:
    # Two backbone teachers of math are wanted and one of the two sent is backbone: 1 is lacking.
    sites = [CORE, school("A", weak_subjects=("math",))]
    two = cover("soft", per="weak_subject", min=2, category="backbone", weight=9)
    people = [teacher("b", "K", "math", is_backbone=True), teacher("m", "K", "math")]
    instance = compile_rotation(community(people, [two], schools=sites, periods=TABLE))
    roster = Roster((placed("b", "A"), placed("m", "A")))
    (found,) = [v for v in check(instance, roster) if v.rule == "c"]
    assert (found.point, found.deviation, found.cost) == ("A/math/2025-1", 1, 9)
    assert found.sentence.zh == (
        "“规则c”：2025学年第1学期A校薄弱学科数学应有能任教的核心校骨干教师不少于2人，"
        "实有1人（教师b）。"
    )
    assert found.sentence.en.endswith(
        "A校 needs at least 2 backbone teachers from the core for its weak subject 数学 "
        "and has 1 (教师b)."
    )


@pytest.mark.parametrize(
    ("only", "hosts"),
    [("any", ["A", "B"]), ("weak", ["B"]), ("rural", ["A"]), ("teaching_point", ["A"])],
)
def test_only_some_members_are_covered(only: str, hosts: list[str]) -> None:
    # A is rural and has a teaching point, B is weak. One teacher for each member that counts.
    sites = [
        CORE,
        school("A", locality="rural"),
        school("B", is_weak=True),
        school("P", SchoolRole.TEACHING_POINT, parent="A"),
    ]
    people = [teacher("t0", "K"), teacher("t1", "K")]
    given = community(people, [cover(only=only)], schools=sites)
    result = run(given)
    assert result.report.objective == 10 * len(hosts)
    reached = {{"P": "A"}.get(p.host, p.host) for p in result.roster.placements}
    assert reached == set(hosts)
    instance = compile_rotation(given)
    (covering,) = [r for r in instance.rules if r.id == "c"]
    assert [p.member for p in covering.points(instance)] == hosts
    if hosts == ["A"]:
        assert run(community([], [cover(only=only)], schools=sites)).report.status is (
            Status.INFEASIBLE
        )


def test_a_missing_member_is_counted_in_each_term() -> None:
    # One teacher, two members, two terms, 5 each: the year at A leaves 2 points of B: 20 + 10.
    sites = [CORE, school("A"), school("B")]
    soft = cover("soft", weight=5)
    given = community([teacher("t", "K")], [soft], schools=sites, horizon=2)
    instance = compile_rotation(given)
    assert cost(instance, Roster((placed("t", "A", length=2),))).soft == 20 + 10
    # Nobody is sent at all: 4 points at 5 are no dearer than 2 terms at 10 and 2 points at 5.
    assert run(given).report.objective == 20


@pytest.mark.parametrize("first", [0, 15])
def test_model_and_check_agree(first: int) -> None:
    def rules(dice: random.Random):
        covering = any_rule(
            *(dice, "c", "coverage_requirement"),
            category=dice.choice(["any", "backbone", "young", "backbone_or_leader"]),
            min=dice.randint(1, 2),
            per=dice.choice(["member", "weak_subject"]),
            only=dice.choice(["any", "weak", "teaching_point"]),
            kinds=dice.choice([["secondment"], ["secondment", "itinerant", "leadership"]]),
        )
        return [covering]

    assert agree_on(rules, range(first, first + 15)) > 15


# --- a feasible and an infeasible pair ------------------------------------------------------------


COVER = rule("c", "coverage_requirement", kinds=["secondment"], category="backbone", min=1)


def test_every_member_is_covered_in_every_term() -> None:
    # 2 members x 2 terms: 4 placement-terms at 10 each.
    sites = [CORE, school("A"), school("B")]
    people = core_staff(2, is_backbone=True)
    result = run(community(people, [COVER], schools=sites, horizon=2))
    assert result.report.objective == 40
    one = community(people[:1], [COVER], schools=sites, horizon=2)
    assert run(one).report.status is Status.INFEASIBLE
