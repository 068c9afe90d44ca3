"""Random tiny problems: the model's least cost is the least of all timetables.

The timetables are enumerated and priced by the plain-Python checker (``brute_force``); nothing but
the problem is common to the two sides. One test for each family of the standard, all its problems
with a rule of that family.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from itertools import product
from math import prod
from typing import TYPE_CHECKING

import pytest
from brute_force import Enumeration, TooManyTimetables, has_twins
from random_problems import problem, solved
from tiny_xhstt import event, school

from community.rule import Cost, Strictness
from scheduling.check import check, cost
from scheduling.model import build
from scheduling.rules.assign_time import AssignTime
from scheduling.rules.base import AppliesTo
from scheduling.rules.registry import XHSTT, family
from scheduling.solution import Lesson
from solving.builder import Builder
from solving.outcome import Budget, Status
from solving.solver import solve

if TYPE_CHECKING:
    from scheduling.instance import Instance
    from scheduling.solution import Solution

COUNT = 40  # problems of each family
HARD_WEIGHT = 1_000
QUICK = Budget(seconds=10, workers=1, seed=1)


def _least(instance: Instance, *, relaxed: bool) -> Cost | None:
    """The least cost by CP-SAT, confirmed by the checker; None when it proves there is none."""
    builder = Builder(relaxed=relaxed)
    context = build(instance, builder, times=True, resources=True)
    builder.minimize(HARD_WEIGHT)
    outcome = solve(builder.model, QUICK)
    if outcome.status is Status.INFEASIBLE:
        return None
    assert outcome.status is Status.OPTIMAL
    found = Counter[bool]()
    for term in builder.terms:
        found[term.strictness is Strictness.HARD] += outcome.value(term.cost)
    price = Cost(found[True], found[False])
    assert cost(instance, context.solution(outcome.value)) == price
    assert round(outcome.report.objective or 0) == HARD_WEIGHT * price.hard + price.soft
    return price


def _order(price: Cost) -> tuple[int, int]:
    return price.hard, price.soft


def _twins(timetable: Solution) -> bool:
    events = {x.event for x in timetable.lessons}
    return any(has_twins(tuple(x for x in timetable.lessons if x.event == e)) for e in events)


@pytest.mark.parametrize("name", XHSTT)
def test_the_model_finds_the_least_cost(name: str) -> None:
    staffed = 0.5 if "resources" in family(name).needs else 0.3
    seen = Counter[str]()
    for found in solved(name, XHSTT, COUNT, staffed=staffed):
        instance, least = found.instance, found.least
        assert cost(instance, found.timetable) == least
        assert least.soft < HARD_WEIGHT, "hard cost must count before soft in the objective"
        assert _least(instance, relaxed=False) == (None if least.hard else least)
        single = least
        if _twins(found.timetable):  # where clashes are charged, the model has no room for some
            single, _ = Enumeration(instance, twins=False).least()
        charged_least = _least(instance, relaxed=True)
        assert _order(least) <= _order(charged_least) <= _order(single)
        charged = {v.family for v in check(instance, found.timetable) if v.cost}
        seen.update({"hard": least.hard > 0, "soft": least.soft > 0, "free": least == Cost()})
        seen.update({"staffed": found.is_staffed, "charged": name in charged})
        seen["given"] += any(e.time is not None for e in instance.events)
    assert all(seen[what] >= 3 for what in ("hard", "soft", "free", "staffed", "given")), seen
    assert seen["charged"] >= COUNT // 6, seen


@pytest.mark.parametrize("seed", range(12))
def test_points_add_up_to_the_checkers_cost(seed: int) -> None:
    # What the enumeration relies on: a point sees only the events that are said to matter there.
    rng = random.Random(f"points {seed}")
    instance = problem(rng, *rng.sample(XHSTT, 6), staffed=0.5)
    tried = Enumeration(instance)
    for _ in range(40):
        chosen = [rng.randrange(len(options)) for options in tried.options]
        assert tried.price(chosen) == cost(instance, tried.solution(chosen))


def test_nothing_is_cut_off_that_is_better() -> None:
    # The same least cost without any cutting off, the whole timetable priced at once.
    compared = 0
    for seed in range(80):
        rng = random.Random(f"whole {seed}")
        instance = problem(rng, *rng.sample(XHSTT, 3), staffed=0.3)
        tried = Enumeration(instance)
        ways = [range(len(options)) for options in tried.options]
        if prod(map(len, ways)) > 2_000:
            continue
        prices = [cost(instance, tried.solution(chosen)) for chosen in product(*ways)]
        assert tried.least()[0] == min(prices, key=lambda c: (c.hard, c.soft))
        compared += 1
    assert compared >= 10


def test_all_timetables_of_an_event_are_there() -> None:
    # One event of 3 in 3 times, each lesson at a time or at none. As 3: one start or none, 2 ways;
    # as 2 + 1: (2 + 1) x (3 + 1) = 12; as 1 + 1 + 1: multisets of 3 out of 4 places, 20. Together
    # 34, each with A, B, C or nobody.
    tiny = school(event("E1", 3, role="teacher"))
    tiny = replace(tiny, times=tiny.times[:3], time_groups=())
    (options,) = Enumeration(tiny).options
    assert len(options) == len(set(options)) == 34 * 4
    # Of the 20, those without two lessons at one time leave 0, 1, 2 or 3 of them without a time:
    # 1 + 3 + 3 + 1 = 8.
    (options,) = Enumeration(tiny, twins=False).options
    assert len(options) == (2 + 12 + 8) * 4


def test_a_given_time_is_one_lesson() -> None:
    (options,) = Enumeration(school(event("E1", 2, "A", time="Mo2"))).options
    assert options == [(Lesson("E1", 2, "Mo2"),)]


def test_too_many_timetables_are_refused() -> None:
    rule = AssignTime(id="assign", applies_to=AppliesTo(event_groups=("All",)))
    tiny = school(event("E1", 1), event("E2", 1), rules=(rule,))
    with pytest.raises(TooManyTimetables, match="more than 1 price"):
        Enumeration(tiny, limit=1).least()
