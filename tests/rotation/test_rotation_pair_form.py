"""Mentor pairs made by hand, and the model of pairs against their check."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from agreement import assert_agree, some_roster
from mentor_tiny import LOW, SEND, SITES, WELCOME, audit, low, masters
from rotation_tiny import BUDGET, community, rule, teacher, terms

from community.models import Community, Stage
from community.rule import Cost, CostFunction
from rotation.check import check
from rotation.instance import RotationInstance, compile_rotation
from rotation.model import build_model
from rotation.pairing import settle
from rotation.pairs import pair_key
from rotation.solution import MentorPair, Roster
from solving import solver

if TYPE_CHECKING:
    from community.policy import PolicyRule
    from solving.outcome import Status


# --- pairs made by hand -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pair", "why"),
    [
        (MentorPair("Km0", "ghost", "2025-1", 2), "没有教师ghost"),
        (MentorPair("ghost", "a", "2025-1", 2), "没有教师ghost"),
        (MentorPair("Km0", "a", "1999-1", 2), "没有学期1999-1"),
        (MentorPair("Km0", "a", "2025-1", 0), "时长为0个学期"),
        (MentorPair("Km0", "Km0", "2025-1", 2), "师傅就是徒弟本人"),
        (MentorPair("Km0", "n", "2025-1", 2), "没有共同的任教学科"),
    ],
)
def test_pair_form_names_what_makes_no_sense(pair: MentorPair, why: str) -> None:
    given = community([*masters(1), low("a"), teacher("n", "A", "math")], [LOW])
    found = {v.rule: v for v in audit(given, pair)}
    assert found["pair_form"].point == pair_key(pair)
    assert found["pair_form"].is_hard
    assert why in found["pair_form"].sentence.zh
    assert "m" in found  # a is still without a mentor


def test_pair_form_allows_one_mentor_at_a_time() -> None:
    given = community([*masters(2), low("a")], [LOW], terms=terms(3))
    twice = MentorPair("Km0", "a", "2025-1", 2), MentorPair("Km1", "a", "2025-2", 1)
    assert [(v.rule, v.point) for v in audit(given, *twice) if v.rule == "pair_form"] == [
        ("pair_form", "a/2025-2")
    ]
    after = MentorPair("Km0", "a", "2025-1", 2), MentorPair("Km1", "a", "2026-1", 2)
    assert not audit(given, *after)


def test_nobody_guides_the_own_mentor() -> None:
    """Both ways in the second semester of the year alone: the first pair lasts both, named once."""
    given = community([*masters(2), low("a")], [LOW], terms=terms(3))
    both = MentorPair("Km0", "Km1", "2025-1", 2), MentorPair("Km1", "Km0", "2025-2", 1)
    (found,) = [v for v in audit(given, *both) if v.rule == "pair_form"]
    assert (found.point, found.is_hard) == ("Km0/Km1/2025-2", True)
    assert "互为师徒" in found.sentence.zh
    after = both[0], MentorPair("Km1", "Km0", "2026-1", 1)
    assert not [v for v in audit(given, *after) if v.rule == "pair_form"]


def test_a_mentor_of_too_many_and_a_pair_at_another_time_are_named() -> None:
    given = community([*masters(1), low("a"), low("b")], [LOW])
    found = audit(given, *(MentorPair("Km0", x, "2025-1", 2) for x in "ab"))
    assert [(v.rule, v.point, v.deviation) for v in found] == [("m", "Km0/2025-1", 1)]
    assert "带2人（教师a、教师b），最多1人" in found[0].sentence.zh
    odd = community([*masters(1), low("a")], [LOW])
    (found_late,) = audit(odd, MentorPair("Km0", "a", "2025-1", 5))
    assert found_late.point == "Km0>a/2025-1+5"
    assert "起止时间不合要求" in found_late.sentence.zh


def test_few_placements_charges_each_pair() -> None:
    given = community([*masters(1), low("a")], [LOW])
    instance = compile_rotation(given)
    ghost = MentorPair("Km0", "ghost", "1999-1", 2)
    found = [v for v in check(instance, Roster((), (ghost,))) if v.rule == "few_placements"]
    assert [(v.point, v.cost) for v in found] == [("Km0>ghost/1999-1+2", 1)]


# --- model against check ------------------------------------------------------------------------


def _mentors(dice: random.Random, number: int) -> PolicyRule:
    mentees = dice.choice(["any", "any", "low_result", "young", "leading", "arrivals"])
    params: dict[str, object] = {
        "mentors": dice.choice(["backbone", "backbone", "any"]),
        "mentees": mentees,
        "lifetime_terms": dice.choice([1, 2, 2, 3]),
        "same_stage": dice.random() < 0.3,
        "window": dice.choice(["semester", "school_year", "calendar_year"]),
        "weight": dice.randint(1, 9),
    }
    choice = dice.choice(["least", "each", "all", "none"])
    if choice in ("least", "each"):
        params["min_mentees_per_school"] = dice.randint(1, 2)
    params["per_mentor"] = choice == "each"
    if choice == "all":
        params["all_mentees"] = True
    if dice.random() < 0.6:
        params["capacity"] = dice.randint(1, 2)
    if dice.random() < 0.3 and choice != "each":
        params["cross_school"] = dice.random() < 0.6
    strictness = dice.choice(["hard", "in_principle", "soft"])
    made = rule(f"m{number}", "mentor_matching", strictness, **params)
    return made.model_copy(update={"cost_function": dice.choice(list(CostFunction))})


def _random_community(seed: int) -> Community:
    dice = random.Random(seed)
    people = [
        teacher(
            f"t{n}",
            dice.choice("KKAB"),
            dice.choice(["zh", "zh", "math", "zh math"]),
            is_backbone=dice.random() < 0.4,
            low_result=dice.random() < 0.3,
            birth_year=dice.choice([1975, 1990, 1996]),
        ).model_copy(update={"stage": dice.choice([Stage.PRIMARY, Stage.PRIMARY, Stage.NINE_YEAR])})
        for n in range(dice.randint(4, 8))
    ]
    quota = rule(
        *("q", "rotation_quota", "soft"),
        direction="core_to_member",
        kinds=["secondment"],
        min=1,
        per="member",
        weight=3,
    )
    back = rule(
        *("back", "rotation_quota", "soft"),
        direction="member_to_core",
        kinds=["shadowing"],
        min=1,
        per="member",
    )
    rules = [quota, back, *(_mentors(dice, n) for n in range(dice.randint(1, 3)))]
    if dice.random() < 0.2:  # blocks of half a month
        days = {"min_days": 10, "max_days": 10, "align": "block"}
        rules.append(rule("t", "placement_term", kinds=["secondment"], **days))
    time = terms(dice.randint(1, 4), dice.randint(1, 2))
    return community(people, rules, schools=SITES, terms=time, periods={"zh": 1, "math": 1})


@pytest.mark.parametrize("chunk", range(4))
def test_mentor_matching_model_and_check_agree(chunk: int) -> None:
    costs: list[Cost] = []
    pairs = 0
    for seed in range(chunk, 160, 4):
        instance = compile_rotation(_random_community(seed))
        roster = some_roster(random.Random(-seed), instance)
        pairs += len(roster.pairs)
        costs.append(assert_agree(instance, roster, seed))
    assert pairs > len(costs)
    assert {bool(c.hard) for c in costs} == {True, False}


# --- pairs first --------------------------------------------------------------------------------


MOST_CANDIDATES = 100  # that an optimum is proved in a moment


def _best(instance: RotationInstance) -> tuple[Status, float | None]:
    context = build_model(instance)
    context.builder.minimize()
    outcome = solver.solve(context.builder.model, BUDGET)
    return outcome.status, outcome.report.objective


def test_settled_pairs_lose_nothing() -> None:
    settled = 0
    for seed in range(60):
        instance = compile_rotation(_random_community(seed))
        if len(instance.candidates) > MOST_CANDIDATES:
            continue
        fewer = settle(instance, BUDGET)
        assert set(fewer.mentor_pairs) <= set(instance.mentor_pairs)
        settled += len(fewer.mentor_pairs) < len(instance.mentor_pairs)
        (status, cost), (before, best) = _best(fewer), _best(instance)
        assert (status, cost) == (before, best), seed
    assert settled > 10


def test_pairs_are_left_open_where_they_depend_on_placements_or_are_explained() -> None:
    people = [teacher("x", "K"), teacher("y", "K"), teacher("a", "A"), *masters(1), low("l")]
    arriving = compile_rotation(community(people, [SEND, WELCOME, LOW]))
    assert settle(arriving, BUDGET) is arriving
    given = compile_rotation(community([*masters(2), low("l")], [LOW]))
    assert len(settle(given, BUDGET).mentor_pairs) == 1
    fewer = arriving.candidates[:1]
    part = replace(given).offering(fewer)
    assert settle(part, BUDGET).candidates == fewer  # what is offered stays
    explained = RotationInstance(given.community, given.rules, askers=given.rules)
    assert settle(explained, BUDGET) is explained
    impossible = compile_rotation(community([*masters(1), low("a"), low("b")], [LOW]))
    assert settle(impossible, BUDGET) is impossible
