"""Whole courses: the exact search, the rule whole_courses in check and model, and its proof."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from rotation_tiny import QUOTA, community, placed, rule, school, teacher

from community.models import SchoolRole
from community.rule import Strictness
from publishing.sources import opened
from rotation.check import check
from rotation.instance import compile_rotation
from rotation.learnt import Learnt
from rotation.search import solve
from rotation.solution import Roster
from rotation.undivided import impossible
from scheduling.planning import plan_week
from scheduling.shortage import shortages
from solving.outcome import Budget, Status

GIVEN = Path(__file__).parent / "undivided"
COVER = rule("p", "home_school_protection")


def fits(people, courses) -> bool:
    """Try every way to deal the courses out."""
    todo = [(lane, size) for lane, sizes in courses.items() for size in sizes.elements()]
    for takers in itertools.product(range(len(people)), repeat=len(todo)):
        loads = Counter()
        for who, (_lane, size) in zip(takers, todo, strict=True):
            loads[who] += size
        able = all(lane in people[who][1] for who, (lane, _s) in zip(takers, todo, strict=True))
        if able and all(loads[who] <= people[who][0] for who in loads):
            return True
    return False


@pytest.mark.parametrize("chunk", range(4))
def test_the_search_says_impossible_when_no_way_of_dealing_out_is_left(chunk):
    answers = Counter()
    for seed in range(chunk, 240, 4):
        dice = random.Random(seed)
        lanes = ["a", "b", "c"][: dice.randint(1, 3)]
        courses = {x: Counter(dice.choices([2, 3, 4, 6], k=dice.randint(1, 2))) for x in lanes}
        people = [
            (dice.randint(2, 9), frozenset(dice.sample(lanes, dice.randint(1, len(lanes)))))
            for _ in range(dice.randint(1, 4))
        ]
        answers[impossible(people, courses)] += 1
        assert impossible(people, courses) is not fits(people, courses), seed
    assert min(answers.values()) > 5


def test_long_courses_are_counted_where_periods_would_do():
    """24 courses of 16, 14 or 12 half periods: two at most for whoever holds 32, so 12 people.

    In periods 11 have enough: 8 x 42 = 336 of 352; short courses of another subject fill the rest.
    """
    courses = {"zh": Counter({16: 8, 14: 8, 12: 8}), "moral": Counter({2: 8})}
    able = frozenset(courses)
    assert impossible([(32, able)] * 11, courses)
    assert not impossible([(32, able)] * 12, courses)


def _instance(teachers: int):
    # 3 courses of 6 periods at K, where each person may have 10: one course each.
    people = [teacher(f"k{i}", "K", max_periods=10) for i in range(teachers)]
    ask = {"direction": "core_to_member", "kinds": ["secondment"], "min": 0, "per": "member"}
    return compile_rotation(
        community(
            [*people, teacher("a", "A")],
            [COVER, rule("q", "rotation_quota", **ask)],
            schools=[school("K", SchoolRole.CORE), school("A")],
            classes={"K": 3, "A": 1},
            periods={"zh": 6},
        )
    )


@pytest.mark.parametrize(("teachers", "cost"), [(3, 0), (2, 5000)])
def test_three_courses_of_six_need_three_teachers_of_ten(teachers, cost):
    instance = _instance(teachers)
    found = solve(instance, Budget(10, 1, 1))
    assert (found.report.status, found.report.objective) == (Status.OPTIMAL, cost)
    broken = [v for v in check(instance, found.roster) if v.family == "whole_courses"]
    assert [v.strictness for v in broken] == [Strictness.IN_PRINCIPLE] * (cost > 0)
    assert all("语文6+6+6" in v.sentence.zh and "2名教师排不下" in v.sentence.zh for v in broken)


def test_who_is_sent_away_leaves_a_course_behind():
    instance = _instance(3)
    away = Roster((placed("k0", "A"),))
    (found,) = [v for v in check(instance, away) if v.family == "whole_courses"]
    assert found.point == "2025-1"
    # 18 periods for 10: periods are lacking, and that is all that is said.
    both = Roster((placed("k0", "A"), placed("k1", "A")))
    assert {v.family for v in check(instance, both) if v.cost > 100 or v.is_hard} == {
        "home_school_protection"
    }


def test_without_a_rule_of_cover_nothing_is_asked():
    given = community([teacher("k", "K")], [rule("q", "staff_pool_policy")])
    assert not [r for r in compile_rotation(given).rules if r.family == "whole_courses"]


def test_what_one_search_has_learnt_the_next_one_states_from_the_start():
    # K has 3 courses of 6 periods and may not send k0, k1 or k2, who can take one each; in periods
    # it may: 24 are left for 18. Only k3 with 4 periods can be spared, who is too new to be sent.
    people = [teacher(f"k{i}", "K", max_periods=10) for i in range(3)]
    people += [teacher("k3", "K", max_periods=4, joined_year=2025), teacher("a", "A")]
    new = {"kinds": ["secondment"], "min_years_in_school": 1}
    instance = compile_rotation(
        community(
            people,
            [COVER, QUOTA, rule("e", "rotation_eligibility", "soft", weight=10, **new)],
            schools=[school("K", SchoolRole.CORE), school("A")],
            classes={"K": 3, "A": 1},
            periods={"zh": 6},
        )
    )
    learnt, budget = Learnt(), Budget(10, 1, 1)
    first, again = (solve(instance, budget, patience=0, learnt=learnt) for _ in range(2))
    assert [p.teacher for p in first.roster.placements] == ["k3"]
    assert first.roster == again.roster == learnt.roster
    assert learnt.packed == {"K"}
    assert [r.report.parameters["rounds"] for r in (first, again)] == [2, 1]


# --- a roster for 722 beside a proof of 728 -------------------------------------------------------


@cache
def given():
    data, plan = opened(GIVEN / "community.xlsx", None, GIVEN / "roster.csv")
    return data, plan.roster


def test_the_cheaper_roster_breaks_a_rule_that_is_named():
    data, roster = given()
    found = check(compile_rotation(data), roster)
    assert not [v for v in found if v.is_hard]
    divided = [v for v in found if v.family == "whole_courses"]
    assert [v.point for v in divided] == ["2026-1", "2026-2"]
    assert sum(v.cost for v in found if v.family != "whole_courses") == 722
    # Music, art and activities at S03 are 28 periods, what T072 and T073 teach at S04 is 52: 80.
    # T010, T070, T072, T073 may have 14 + 18 + 26 + 26 = 84; but T010 teaches Chinese (8 + 7 at
    # S04) and labour (1 + 1) only, 10 at most, and T072 and T073 cannot fill theirs exactly.
    assert "4名教师排不下" in divided[0].sentence.zh
    assert "语文8+7" in divided[0].sentence.zh


def test_its_week_cannot_be_staffed():
    data, roster = given()
    assert not shortages(data, roster, "2026-1")  # in periods there is enough
    week = plan_week(data, roster, "2026-1", Budget(20, 1, 1))
    assert (week.status, week.timetable) == (Status.INFEASIBLE, None)


def test_the_proof_holds_for_what_is_audited():
    data, roster = given()
    instance = compile_rotation(data)
    found = solve(instance, Budget(60, 1, 1), start=roster)
    cost = sum(v.cost for v in check(instance, found.roster))
    assert cost == found.report.objective == 728
    assert found.report.bound <= 728
