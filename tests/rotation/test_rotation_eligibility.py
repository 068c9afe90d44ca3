"""rotation_eligibility: terms in the school, stages, sole teachers, and the own community."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from agreement import agree_on, any_rule
from rotation_tiny import (
    CORE,
    ITINERANT,
    LEADERSHIP,
    SECONDMENT,
    SHADOWING,
    broken,
    community,
    placed,
    rule,
    run,
    school,
    teacher,
    terms,
)

from community.models import PlacementKind, SchoolRole, Stage
from rotation.check import check, cost
from rotation.instance import compile_rotation
from rotation.solution import Roster
from solving.outcome import Status

if TYPE_CHECKING:
    import random

OUT = {"direction": "core_to_member", "kinds": ["secondment"], "per": "member"}
QUOTA = rule("q", "rotation_quota", min=1, **OUT)


def eligible(strictness: str = "hard", **params: object):
    return rule("e", "rotation_eligibility", strictness, kinds=["secondment"], **params)


# --- terms in the school ------------------------------------------------------------------------


def test_a_head_has_two_terms_behind() -> None:
    # N04. Joined in the school year 2025: 0 semesters at the start of 2025-1, 1 at 2025-2, 2 at
    # 2026-1. The rule speaks of leaders; t is none and may go at once.
    rules = [eligible(min_terms_in_school=2, categories=["middle_leader"])]
    people = [
        teacher("head", "K", joined_year=2025, is_middle_leader=True),
        teacher("t", "K", joined_year=2025),
    ]
    instance = compile_rotation(community(people, rules, horizon=3))
    assert not broken(instance, placed("t", "A"))
    for start, expected in (("2025-1", {"e"}), ("2025-2", {"e"}), ("2026-1", set())):
        assert broken(instance, placed("head", "A", start=start)) == expected
    text = check(instance, Roster((placed("head", "A", start="2025-2"),)))[0].sentence
    assert "在本校任职1个学期，未满2个学期" in text.zh
    assert "1 semesters in the school, 2 required" in text.en
    # Alone, in a plan of the two terms before, the head cannot fill a quota; in 2026-1 he can.
    alone = community(people[:1], [QUOTA, *rules], horizon=2)
    assert run(alone).report.status is Status.INFEASIBLE
    later = community(people[:1], [QUOTA, *rules], terms=terms(3)[2:])
    assert run(later).roster is not None


# --- stages -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mine", "theirs", "fits"),
    [
        (Stage.PRIMARY, Stage.PRIMARY, True),
        (Stage.PRIMARY, Stage.JUNIOR, False),
        (Stage.JUNIOR, Stage.PRIMARY, False),
        (Stage.PRIMARY, Stage.NINE_YEAR, True),
        (Stage.NINE_YEAR, Stage.JUNIOR, True),
    ],
)
def test_the_host_has_the_stage_of_the_teacher(mine: Stage, theirs: Stage, fits: bool) -> None:
    sites = [CORE, school("A").model_copy(update={"stage": theirs})]
    person = teacher("t", "K").model_copy(update={"stage": mine})
    rules = [rule("e", "rotation_eligibility", kinds=["leadership"], cross_stage=False)]
    instance = compile_rotation(community([person], rules, schools=sites))
    assert broken(instance, placed("t", "A", LEADERSHIP)) == (set() if fits else {"e"})
    lax = [rule("e", "rotation_eligibility", kinds=["leadership"])]
    instance = compile_rotation(community([person], lax, schools=sites))
    assert not broken(instance, placed("t", "A", LEADERSHIP))


def test_the_stages_are_named() -> None:
    sites = [CORE, school("A").model_copy(update={"stage": Stage.JUNIOR})]
    instance = compile_rotation(
        community([teacher("t", "K")], [eligible("soft", cross_stage=False)], schools=sites)
    )
    found = [v for v in check(instance, Roster((placed("t", "A"),))) if v.rule == "e"]
    assert "不跨学段：教师属小学，A校是初中" in found[0].sentence.zh
    assert "a primary teacher, and A校 is junior secondary" in found[0].sentence.en


# --- sole teachers ------------------------------------------------------------------------------


def test_the_only_teacher_of_a_subject_stays() -> None:
    # m is alone in math at K; z1 and z2 share zh. The quota takes a zh teacher, or nobody.
    rules = [QUOTA, eligible(sole_teacher_stays=True)]
    people = [teacher("m", "K", "zh math"), teacher("z1", "K"), teacher("z2", "K")]
    both = {"zh": 1, "math": 1}
    result = run(community(people, rules, periods=both))
    assert result.roster.placements[0].teacher in {"z1", "z2"}
    alone = community([people[0], teacher("a", "A")], rules, periods=both)
    assert run(alone).report.status is Status.INFEASIBLE
    instance = compile_rotation(community(people, rules, periods=both))
    (found,) = [v for v in check(instance, Roster((placed("m", "A"),))) if v.is_hard]
    assert "本校数学只有这1名教师" in found.sentence.zh
    assert "the only teacher of 数学 at home" in found.sentence.en
    # Without any math lesson at K nobody is needed for it.
    assert not broken(compile_rotation(community(people, rules)), placed("m", "A"))


def test_an_itinerant_teacher_has_not_left() -> None:
    sole = rule(
        *("e", "rotation_eligibility"), kinds=["secondment", "itinerant"], sole_teacher_stays=True
    )
    roads = rule("i", "itinerant_teaching")
    instance = compile_rotation(community([teacher("m", "K")], [sole, roads]))
    assert not broken(instance, placed("m", "A", ITINERANT))
    assert broken(instance, placed("m", "A")) == {"e"}


# --- the own community --------------------------------------------------------------------------


def county():
    sites = [
        school(f"{name}{group}", role, group=group)
        for group in "甲乙"
        for name, role in (("K", SchoolRole.CORE), ("A", SchoolRole.MEMBER))
    ]
    return sites, [teacher("t", "K甲"), teacher("own", "K乙"), teacher("o2", "K乙")]


def test_other_communities_are_out_of_reach_unless_the_scope_is_the_county() -> None:
    sites, people = county()
    across = placed("t", "A乙")
    for scope, expected in (("group", {"e"}), ("county", set())):
        given = community(people, [eligible(scope=scope)], schools=sites)
        assert broken(compile_rotation(given), across) == expected
    instance = compile_rotation(community(people, [eligible()], schools=sites))
    assert not broken(instance, placed("own", "A乙"))
    (found,) = [v for v in check(instance, Roster((across,))) if v.is_hard]
    assert "超出本共同体（从甲到乙）" in found.sentence.zh
    assert "outside the own community (from 甲 to 乙)" in found.sentence.en


def test_inside_the_own_community_comes_first() -> None:
    # 50 for a placement across: A乙 needs a math teacher, whom only 甲 has: 10 + 50. With a math
    # teacher of its own, 10.
    sites, _people = county()
    pool = rule(
        "s",
        "staff_pool_policy",
        pool="free",
        directions=["core_to_member", "between_communities"],
    )
    price = eligible("soft", weight=50)
    cover = rule("p", "home_school_protection", subject_cover=True)
    fixed = {"subjects": "zh math", "max_periods": 20}
    people = [teacher(f"f{s.id}", s.id, **fixed) for s in sites if s.id != "A乙"]
    people += [teacher("z", "A乙", "zh"), teacher("m甲", "K甲", "math")]
    both = {"zh": 1, "math": 1}

    def given(staff: list):
        return community(staff, [pool, price, cover], schools=sites, periods=both)

    result = run(given(people))
    assert result.report.objective == 60
    assert [(p.host, p.kind) for p in result.roster.placements] == [("A乙", SECONDMENT)]
    own = run(given([*people, teacher("m乙", "K乙", "math")]))
    assert own.report.objective == 10
    assert {p.teacher for p in own.roster.placements} <= {"m乙", "fK乙"}
    # The model and the checker give a placement across the same price.
    instance = compile_rotation(given(people))
    assert cost(instance, Roster((placed("m甲", "A乙"),))).soft == 60


# --- staff_pool_policy, skill_need_matching -------------------------------------------------------


def test_a_free_pool_stays_inside_unless_it_lists_other_communities() -> None:
    sites, people = county()

    def hosts(**params: object) -> set[str]:
        pool = rule("s", "staff_pool_policy", pool="free", **params)
        instance = compile_rotation(community(people, [pool], schools=sites))
        return {m.host.id for m in instance.candidates if m.teacher.id == "t"}

    assert hosts() == {"A甲"}
    listed = ["core_to_member", "between_communities"]
    assert hosts(directions=listed) == {"A甲", "K乙", "A乙"}
    # What is data for the notice changes nothing.
    data = {"payroll": "pooled", "needs_approval": True, "lead_days": 15, "class_move": True}
    assert hosts(**data) == {"A甲"}
    closed = rule("s", "staff_pool_policy", directions=["core_to_member"])
    instance = compile_rotation(community(people, [closed], schools=sites))
    assert broken(instance, placed("t", "A乙")) == {"s"}


def test_subjects_that_every_host_needs() -> None:
    # A is weak in math and the rule adds art: m and the art teacher fit, z does not.
    sites = [CORE, school("A", weak_subjects=("math",))]
    people = [teacher("z", "K"), teacher("m", "K", "math"), teacher("r", "K", "art")]
    table = {"zh": 1, "math": 1, "art": 1}
    more = rule("n", "skill_need_matching", kinds=["secondment"], subjects=["art"])
    given = community([*people, teacher("a", "A", "zh math art")], [more], schools=sites)
    given = community(list(given.teachers), [more], schools=sites, periods=table)
    instance = compile_rotation(given)
    assert [broken(instance, placed(t, "A")) for t in "zmr"] == [{"n"}, set(), set()]
    # A host without needs of its own has those of the rule.
    plain = compile_rotation(community(list(given.teachers), [more], periods=table))
    assert [broken(plain, placed(t, "A")) for t in "zmr"] == [{"n"}, {"n"}, set()]
    only_z = community([people[0], given.teachers[-1]], [QUOTA, more], periods=table)
    assert run(only_z).report.status is Status.INFEASIBLE


# --- check and model ------------------------------------------------------------------------------


@pytest.mark.parametrize("first", [0, 15])
def test_model_and_check_agree(first: int) -> None:
    def rules(dice: random.Random):
        return [
            any_rule(
                *(dice, "e", "rotation_eligibility"),
                kinds=[SECONDMENT, LEADERSHIP, SHADOWING],
                min_years_in_school=dice.choice([0, 6]),
                min_terms_in_school=dice.choice([0, 3, 12]),
                exclude_years_to_retirement=dice.choice([0, 5]),
                sole_teacher_stays=dice.random() < 0.5,
                categories=dice.choice([[], ["backbone"], ["middle_leader", "young"]]),
                cross_stage=dice.random() < 0.5,
            ),
            any_rule(
                *(dice, "n", "skill_need_matching"),
                kinds=[SECONDMENT, ITINERANT],
                subjects=dice.choice([[], ["zh"], ["math"]]),
            ),
            any_rule(
                *(dice, "s", "staff_pool_policy"),
                pool=dice.choice(["none", "secondment"]),
                kinds=dice.choice([[], [PlacementKind.SECONDMENT]]),
                directions=dice.choice([[], ["core_to_member", "inside_member"]]),
            ),
        ]

    assert agree_on(rules, range(first, first + 15)) > 15


# --- a feasible and an infeasible pair ------------------------------------------------------------


ELIGIBLE = rule(
    "e",
    "rotation_eligibility",
    kinds=["secondment"],
    min_years_in_school=6,
    exclude_years_to_retirement=5,
)


@pytest.mark.parametrize(
    ("person", "eligible"),
    [
        ({"joined_year": 2019}, True),  # 6 years by 2025
        ({"joined_year": 2020}, False),
        ({"birth_year": 1971}, True),  # 54: 6 years to 60, more than 5
        ({"birth_year": 1970}, False),
        ({"exemption": "照顾家庭"}, False),
    ],
)
def test_only_the_eligible_go(person: dict[str, object], eligible: bool) -> None:
    given = community([teacher("t", "K", **person)], [QUOTA, ELIGIBLE])
    assert (run(given).report.status is Status.OPTIMAL) is eligible
    assert ("e" in broken(compile_rotation(given), placed("t", "A"))) is not eligible


def test_eligibility_in_principle_is_waived_at_its_price() -> None:
    rule_in_principle = ELIGIBLE.model_copy(update={"strictness": "in_principle", "weight": 500})
    given = community([teacher("t", "K", joined_year=2024)], [QUOTA, rule_in_principle])
    assert run(given).report.objective == 500 + 10
