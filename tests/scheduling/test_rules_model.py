"""For every family of the standard: the model charges a timetable what the checker charges.

A random timetable of a random tiny instance is fixed in the model, where hard rules are charged
too; the least objective must be its cost. In a model that enforces hard rules the same timetable
must be possible exactly when its hard cost is 0.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from random_problems import parameters
from tiny_xhstt import event, school

from community.models import WeekPattern
from community.rule import Cost, CostFunction, Strictness
from scheduling.check import check
from scheduling.instance import Time
from scheduling.model import build
from scheduling.rules.base import AppliesTo
from scheduling.rules.registry import XHSTT, family
from scheduling.solution import Lesson, Solution
from solving.builder import Builder
from solving.outcome import Budget, Status
from solving.solver import solve

if TYPE_CHECKING:
    from scheduling.instance import Instance
    from scheduling.model import Context
    from scheduling.rules.base import Rule

SEEDS = range(20)
HARD_WEIGHT = 1000

HALVES = (WeekPattern.ODD, WeekPattern.EVEN)


def _applies(name: str, rng: random.Random) -> AppliesTo:
    if name == "OrderEvents":
        first, second = rng.sample(("E1", "E2", "E3"), 2)
        least = rng.choice((None, 0, 1, 2))
        return AppliesTo(event_pairs=((first, second, least, rng.choice((None, 2, 3))),))
    if name in ("SpreadEvents", "LinkEvents", "AvoidSplitAssignments"):
        return AppliesTo(event_groups=("All",))
    if family(name).needs == {"resources"} and name != "LimitWorkload":
        return AppliesTo(event_groups=("All",))
    if name.startswith(("Avoid", "Limit", "Cluster")):
        return rng.choice((AppliesTo(resource_groups=("Staff",)), AppliesTo(resources=("A",))))
    return AppliesTo(events=("E1", "E2"))


def _rule(tiny: Instance, name: str, rng: random.Random) -> Rule:
    return family(name)(
        id=name,
        strictness=rng.choice((Strictness.HARD, Strictness.SOFT)),
        weight=rng.randint(1, 3),
        cost_function=rng.choice(tuple(CostFunction)),
        applies_to=_applies(name, rng),
        **parameters(tiny, name, rng),
    )


def _instance(names: tuple[str, ...], rng: random.Random, *, role: str = "") -> Instance:
    events = tuple(
        event(
            f"E{n}",
            rng.randint(1, 3),
            *rng.sample("AB", rng.randint(0, 2)),
            role=role if rng.random() < 0.8 else "",
            alternates=rng.random() < 0.2,
            workload=rng.choice((None, 0, 5)),
        )
        for n in (1, 2, 3)
    )
    tiny = school(*events)
    return replace(tiny, rules=tuple(_rule(tiny, name, rng) for name in names))


def _timetable(instance: Instance, rng: random.Random) -> Solution:
    """A random timetable: no event has the same lesson twice, some lessons have no time."""
    found: list[Lesson] = []
    for item in instance.events:
        left, seen = item.duration, set[Any]()
        while left:
            duration = rng.randint(1, left)
            starts = [
                s
                for s in range(len(instance.times))
                if instance.span(s, duration) and (duration, s) not in seen
            ]
            start = rng.choice([None, *starts, *starts])
            seen.add((duration, start))
            time = None if start is None else instance.times[start].id
            weeks = rng.choice(HALVES) if item.alternates and time else WeekPattern.ALL
            found.append(Lesson(item.id, duration, time, weeks=weeks))
            left -= duration
    first = [x for x in found if x.event == "E1"]
    if len({e.duration for e in instance.events}) == 1 and rng.random() < 0.5:
        held = {e.id: e.alternates for e in instance.events}
        found = [
            replace(x, event=e, weeks=HALVES[0] if alternates and x.time else WeekPattern.ALL)
            for e, alternates in held.items()
            for x in first
        ]  # as linked
    return Solution(tuple(found))


def _staffing(instance: Instance, rng: random.Random) -> Solution:
    """Random teachers for the open slots, some left empty; every event is one lesson."""
    found = []
    for item in instance.events:
        who = rng.choice((None, "A", "B", "C")) if item.open_slots() else None
        resources = (("teacher", who),) if who else ()
        found.append(Lesson(item.id, item.duration, None, resources))
    return Solution(tuple(found))


def _fix_times(context: Context, solution: Solution) -> bool:
    """Fix the lessons in the model; False where it has no place for one of them."""
    model, times = context.builder.model, context.instance.times
    wanted = Counter((x.event, x.duration, x.time, x.weeks) for x in solution.lessons)
    for item in context.instance.events:
        for start in context.starts(item.id):
            if (item.id, start.duration, times[start.time].id, start.weeks) not in wanted:
                model.add(start.literal == 0)
    for (name, duration, time, weeks), count in wanted.items():
        if time is None:
            parts = [n for d, n in context.unplaced(name) if d == duration]
        else:
            starts = context.starts(name)
            here = (duration, time, weeks)
            parts = [s.literal for s in starts if (s.duration, times[s.time].id, s.weeks) == here]
        if not parts:
            return False
        model.add(sum(parts) == count)
    return True


def _fix_staff(context: Context, solution: Solution) -> bool:
    """Fix the teachers in the model; False where it has no such choice."""
    model = context.builder.model
    for lesson in solution.lessons:
        chosen = dict(lesson.resources).get("teacher")
        choice = context.choice(lesson.event, "teacher") or {}
        if chosen is not None and chosen not in choice:
            return False
        for resource, literal in choice.items():
            model.add(literal == int(resource == chosen))
    return True


def _least(context: Context) -> int | None:
    """Solve for the least objective; None when there is no solution."""
    context.builder.minimize(HARD_WEIGHT)
    outcome = solve(context.builder.model, Budget(10.0, 1, 1))
    assert outcome.status in (Status.OPTIMAL, Status.INFEASIBLE)
    if outcome.status is Status.INFEASIBLE:
        return None
    return sum(
        outcome.value(t.cost) * (HARD_WEIGHT if t.strictness is Strictness.HARD else 1)
        for t in context.builder.terms
    )


def _compare(instance: Instance, solution: Solution, *, resources: bool) -> None:
    cost = Cost.of(check(instance, solution))
    fix = _fix_staff if resources else _fix_times
    charged = build(instance, Builder(relaxed=True), times=not resources, resources=resources)
    assert fix(charged, solution), "a model that charges for everything has room for everything"
    assert _least(charged) == cost.hard * HARD_WEIGHT + cost.soft
    enforced = build(instance, Builder(), times=not resources, resources=resources)
    found = _least(enforced) if fix(enforced, solution) else None
    assert found == (cost.soft if cost.hard == 0 else None)


@pytest.mark.parametrize("name", XHSTT)
def test_model_charges_what_the_checker_charges(name: str) -> None:
    resources = family(name).needs == {"resources"}
    free = broken = 0
    for seed in SEEDS:
        rng = random.Random(f"{name} {seed}")
        instance = _instance((name,), rng, role="teacher" if resources else "")
        make = _staffing if resources else _timetable
        for _ in range(2):
            solution = make(instance, rng)
            _compare(instance, solution, resources=resources)
            costs = bool(check(instance, solution))
            free, broken = free + (not costs), broken + costs
    assert free and broken, "both kinds of timetables must have been compared"


def _clocks(rng: random.Random) -> tuple[Time, ...]:
    """Two days of two lessons at three schools whose bells ring at different minutes."""
    return tuple(
        Time(f"{site}{day}{n}", "", site, day, first + 50 * n, first + 50 * n + 40, n == 0)
        for site, first in zip("CMN", rng.sample(range(480, 560, 5), 3), strict=True)
        for day in (1, 2)
        for n in (0, 1)
    )


def test_avoid_clashes_model_by_the_clock() -> None:
    costs = Counter[bool]()
    for seed in range(40):
        rng = random.Random(f"clock {seed}")
        made = _instance(("AvoidClashes",), rng)
        people = tuple(replace(p, capacity=rng.choice((1, 1, 2))) for p in made.resources)
        instance = replace(made, times=_clocks(rng), time_groups=(), resources=people)
        solution = _timetable(instance, rng)
        _compare(instance, solution, resources=False)
        costs[bool(check(instance, solution))] += 1
    assert min(costs[True], costs[False]) > 5


@pytest.mark.parametrize("seed", SEEDS)
def test_model_charges_rules_together(seed: int) -> None:
    rng = random.Random(f"all {seed}")
    names = tuple(n for n in XHSTT if family(n).needs == {"times"})
    instance = _instance(tuple(rng.sample(names, 5)), rng)
    _compare(instance, _timetable(instance, rng), resources=False)


@pytest.mark.parametrize("seed", SEEDS)
def test_least_cost_is_confirmed_by_the_checker(seed: int) -> None:
    # Nothing is fixed: what the model finds costs what the model says.
    rng = random.Random(f"free {seed}")
    names = tuple(n for n in XHSTT if family(n).needs == {"times"})
    instance = _instance(tuple(rng.sample(names, 5)), rng)
    instance = replace(instance, rules=tuple(replace(r, weight=1) for r in instance.rules))
    context = build(instance, Builder(relaxed=True))
    context.builder.minimize(HARD_WEIGHT)
    outcome = solve(context.builder.model, Budget(20.0, 1, 1))
    assert outcome.status is Status.OPTIMAL
    cost = Cost.of(check(instance, context.solution(outcome.value)))
    assert round(outcome.report.objective or 0) == cost.hard * HARD_WEIGHT + cost.soft
