"""Rules about subjects and neighbours: costs by hand, models by enumeration, annealing by moves.

Every rule has weight 2, so that a deviation d at one point costs (2 d, 2 d², 2) with the cost
functions Linear, Quadratic and Step. Mo3 and Tu1 do not join here.
"""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from random_moves import assert_priced_as_checked
from test_rules_of_days import ALL, DAYS, FREE, TIMES, assert_least_of_all
from tiny_xhstt import costs, event, school, sentences

from community.rule import CostFunction, Strictness
from scheduling.rules.adjoin_lessons import AdjoinLessons
from scheduling.rules.assign_time import AssignTime
from scheduling.rules.avoid_clashes import AvoidClashes
from scheduling.rules.base import AppliesTo, Rule
from scheduling.rules.end_day import EndDay
from scheduling.rules.limit_subjects import LimitSubjects
from scheduling.rules.split_events import SplitEvents

if TYPE_CHECKING:
    from scheduling.instance import Instance

SUBJECTS = ("a", "b", "b", "c")
APART = LimitSubjects(id="r", applies_to=ALL, time_groups=DAYS)
AFTER = AdjoinLessons(id="r", applies_to=ALL, subject="a", other="b", after=True)
BEFORE = replace(AFTER, after=False, before=True)
BESIDE = replace(AFTER, before=True)


def _lessons(*durations: int, people: str = "AAAA", halves: str = "") -> Instance:
    """Events E1 of subject a, E2 and E3 of b, E4 of c; teachers; those of odd or even weeks."""
    events = [
        event(
            f"E{n}",
            duration,
            people[n - 1],
            subject=SUBJECTS[n - 1],
            class_id="A",
            alternates=str(n) in halves,
        )
        for n, duration in enumerate(durations, 1)
    ]
    found = school(*events)
    times = tuple(replace(t, joins_next=t.id not in ("Mo3", "Tu3")) for t in found.times)
    return replace(found, times=times)


def test_limit_subjects_feasible() -> None:
    assert costs(_lessons(1, 1, 1), APART, "E1@Mo1", "E2@Tu1", "E3@Tu2") == FREE
    assert costs(_lessons(1, 1), replace(APART, maximum=2), "E1@Mo1", "E2@Mo2") == FREE


def test_limit_subjects_costs() -> None:
    # a, b, c on Monday: two too many. The second lesson of b makes no difference.
    held = ("E1@Mo1", "E2@Mo2", "E4@Mo3", "E3@Mo3")
    assert costs(_lessons(1, 1, 1, 1), APART, *held) == (4, 8, 2)
    # On both days one too many.
    held = ("E1@Mo1", "E2@Mo2", "E4@Tu1", "E3@Tu3")
    assert costs(_lessons(1, 1, 1, 1), APART, *held) == (4, 8, 2)
    assert sentences(_lessons(1, 1), APART, "E1@Mo1", "E2@Mo2") == [
        "全部课程：星期一有2门，应至多1门。"
    ]


def test_adjoin_lessons_feasible() -> None:
    assert costs(_lessons(1, 1), AFTER, "E1@Mo1", "E2@Mo2") == FREE
    assert costs(_lessons(2, 1), AFTER, "E1*2@Mo1", "E2@Mo3") == FREE
    assert costs(_lessons(1, 2), BEFORE, "E1@Tu3", "E2*2@Tu1") == FREE
    assert costs(_lessons(2, 1), BESIDE, "E1@Mo1", "E1@Mo3", "E2@Mo2") == FREE


def test_adjoin_lessons_costs() -> None:
    # Before, two slots away, over the end of the day.
    assert costs(_lessons(1, 1), AFTER, "E1@Mo2", "E2@Mo1") == (2, 2, 2)
    assert costs(_lessons(1, 1), BESIDE, "E1@Mo1", "E2@Mo3") == (2, 2, 2)
    assert costs(_lessons(1, 1), BESIDE, "E1@Mo3", "E2@Tu1") == (2, 2, 2)
    # Two lessons of a, both far from b.
    assert costs(_lessons(2, 1), BESIDE, "E1@Mo1", "E1@Mo2", "E2@Tu1") == (4, 8, 2)
    assert sentences(_lessons(1, 1), AFTER, "E1@Mo2", "E2@Mo1") == [
        "课E1在Mo2上课，之后没有紧接着课E2。"
    ]


def test_end_day_begins_it_as_well() -> None:
    day = AppliesTo(events=("E1",))
    rule = EndDay(id="r", applies_to=day, time_groups=DAYS, people="Teacher", begins=True)
    assert costs(_lessons(1, 1), rule, "E1@Mo2", "E2@Mo3") == FREE
    assert costs(_lessons(2, 1), rule, "E1@Mo2", "E1@Tu3", "E2@Tu1") == (2, 2, 2)
    assert sentences(_lessons(1, 1), rule, "E1@Mo2", "E2@Mo1") == [
        "课E1（Mo2）应是一天的第一节课，但安老师当天前面还有课。"
    ]


def test_odd_and_even_weeks_are_told_apart() -> None:
    """E1 (a) and E2 (b) are held in odd or even weeks, E4 (c) in all."""
    both = _lessons(1, 1, 1, 1, halves="12")
    # a and b share a day, but no week; c is there in all of them.
    assert costs(both, APART, "E1@Mo1~odd", "E2@Mo2~even") == FREE
    assert costs(both, APART, "E1@Mo1~odd", "E2@Mo2~odd") == (2, 2, 2)
    assert costs(both, APART, "E1@Mo1~odd", "E2@Mo2~even", "E4@Mo3") == (2, 2, 2)
    assert costs(both, APART, "E1@Mo1~odd", "E2@Mo2~odd", "E4@Mo3") == (4, 8, 2)
    # A neighbour is there in the weeks of the lesson: E3 (b) in all, E2 in its own.
    assert costs(both, AFTER, "E1@Mo1~odd", "E2@Mo2~odd") == FREE
    assert costs(both, AFTER, "E1@Mo1~odd", "E3@Mo2") == FREE
    assert costs(both, AFTER, "E1@Mo1~odd", "E2@Mo2~even") == (2, 2, 2)
    weekly = _lessons(1, 1, 1, halves="23")
    assert costs(weekly, BESIDE, "E1@Mo2", "E2@Mo1~odd", "E3@Mo3~even") == FREE
    assert costs(weekly, BESIDE, "E1@Mo2", "E2@Mo1~odd", "E3@Mo3~odd") == (2, 2, 2)
    assert sentences(weekly, AFTER, "E1@Mo1", "E2@Mo2~odd") == [
        "课E1在Mo1（双周）上课，之后没有紧接着课E2。"
    ]
    # E4 goes on after E1; E2 does so in even weeks only.
    last = EndDay(id="r", applies_to=AppliesTo(events=("E1",)), time_groups=DAYS, people="Teacher")
    assert costs(both, last, "E1@Mo1~odd", "E2@Mo2~even", "E4@Tu1") == FREE
    assert costs(both, last, "E1@Mo1~odd", "E2@Mo2~odd", "E4@Tu1") == (2, 2, 2)
    assert costs(both, last, "E1@Mo1~odd", "E2@Tu2~odd", "E4@Mo3") == (2, 2, 2)


RULES = (
    *(APART, replace(APART, maximum=0), AFTER, BEFORE, BESIDE),
    EndDay(id="r", applies_to=ALL, time_groups=DAYS, people="Teacher", begins=True),
)
PROBLEMS = (
    (_lessons(1, 1, 1), TIMES[:4]),
    (_lessons(1, 2, people="AB"), TIMES[:5]),
    (_lessons(1, 1, 1, 1, people="ABAB"), ("Mo1", "Mo2", "Tu1")),
    (_lessons(1, 1), ("Mo1", "Mo3", "Tu2")),
    (_lessons(1, 1, 1, halves="12"), ("Mo1", "Mo2")),
    (_lessons(1, 1, 1, 1, halves="124", people="ABAB"), ("Mo1", "Tu1")),
)


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.family)
def test_the_model_has_the_least_cost_of_all_timetables(rule: Rule) -> None:
    assert_least_of_all(rule, PROBLEMS)


@pytest.mark.parametrize("seed", range(20))
def test_every_move_is_priced_as_the_checker_does(seed: int) -> None:
    rng = random.Random(seed)
    rules: list[Rule] = [
        AssignTime(id="assign", applies_to=ALL),
        AvoidClashes(id="clash", applies_to=AppliesTo(resource_groups=("Staff",))),
        SplitEvents(id="split", applies_to=ALL, maximum_duration=2, maximum_amount=3),
    ]
    for n, rule in enumerate(RULES):
        linear = isinstance(rule, EndDay)
        rules.append(
            replace(
                rule,
                id=f"r{n}",
                strictness=rng.choice((Strictness.HARD, Strictness.SOFT)),
                weight=rng.randint(1, 3),
                cost_function=CostFunction.LINEAR if linear else rng.choice(list(CostFunction)),
            )
        )
    end = replace(rules[-1], id="end", begins=False)
    durations = [rng.randint(1, 3) for _ in SUBJECTS]
    halves = "".join(
        str(n) for n, duration in enumerate(durations, 1) if duration == 1 and seed % 2
    )
    problem = _lessons(*durations, people="".join(rng.choices("AB", k=4)), halves=halves)
    assert_priced_as_checked(replace(problem, rules=(*rules, end)), rng, seed)
