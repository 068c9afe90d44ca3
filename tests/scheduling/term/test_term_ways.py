"""Nobody is at two events at once, nor at another school before there was time for the way."""

from __future__ import annotations

import datetime as dt
import random

from community.text import Text
from scheduling.check import cost
from scheduling.model import build
from scheduling.rules.assign_time import AssignTime
from scheduling.rules.base import AppliesTo
from scheduling.search import solve
from scheduling.solution import Lesson, Solution
from scheduling.term.activity import Activity, Option
from scheduling.term.dates import Span
from scheduling.term.draft import Draft
from scheduling.term.planning import SETTINGS
from solving.builder import Builder
from solving.outcome import Budget, Status
from solving.solver import solve as run_solver

DAY = dt.date(2025, 9, 8)
SPAN = Span(Text("本学期", "the term"), DAY, DAY)
WAYS = {("s1", "s2"): 30, ("s2", "s1"): 20}  # minutes


def _event(id, host, people, *hours):
    options = tuple(Option(DAY, start, end) for start, end in hours)
    return Activity(id, "rule", Text(id, id), 1, SPAN, options, people=people, host=host)


def _problem(*activities):
    draft = Draft(activities, {})
    draft.add(AssignTime(id="held", applies_to=AppliesTo(events=tuple(a.id for a in activities))))
    return draft.instance("x", WAYS)


def _solved(*activities):
    return solve(_problem(*activities), Budget(10, 1, 1), settings=SETTINGS)


def test_half_an_hour_is_enough_for_the_way_and_a_minute_less_is_not():
    first = _event("a", "s1", ("t",), (480, 520))
    assert _solved(first, _event("b", "s2", ("t",), (550, 590))).report.status is Status.OPTIMAL
    late = _solved(first, _event("b", "s2", ("t",), (549, 589)))
    assert late.report.status is Status.INFEASIBLE
    # The way back takes 20 minutes.
    back = _event("b", "s2", ("t",), (420, 460))
    assert _solved(first, back).report.status is Status.OPTIMAL


def test_at_one_school_only_the_hours_count():
    first = _event("a", "s1", ("t",), (480, 520))
    assert _solved(first, _event("b", "s1", ("t",), (520, 560))).report.status is Status.OPTIMAL
    assert _solved(first, _event("b", "s1", ("t",), (519, 560))).report.status is Status.INFEASIBLE
    assert _solved(first, _event("b", "s1", ("u",), (480, 520))).report.status is Status.OPTIMAL


def test_two_at_once_and_too_short_a_way_are_counted_by_person():
    # a and b are at once, for t and for u: 2. Ten minutes later t has to be at another school: the
    # hours of a and b, which are the same, are too near to those of c: 1.
    some = [
        _event("a", "s1", ("t", "u"), (480, 520)),
        _event("b", "s1", ("t", "u"), (480, 520)),
        _event("c", "s2", ("t",), (530, 570)),
    ]
    problem = _problem(*some)
    lessons = (Lesson(e.id, 1, _at(e, 0)) for e in some)
    assert cost(problem, Solution(tuple(lessons))).hard == 3


def test_a_model_that_charges_for_clashes_charges_what_the_checker_does():
    # b at the same time: 1 for t and 1 for u; at the other school too soon after: 1 for t alone.
    first = _event("a", "s1", ("t", "u"), (480, 520))
    for other, price in (
        (_event("b", "s1", ("t", "u"), (500, 540)), 2),
        (_event("b", "s2", ("t", "v"), (530, 570)), 1),
    ):
        builder = Builder(relaxed=True)
        build(_problem(first, other), builder)
        builder.minimize(1)
        held = [t.cost for t in builder.terms if t.rule == "held"]
        builder.model.add(sum(held) == 0)  # both are held
        assert run_solver(builder.model, Budget(10, 1, 1)).report.objective == price


def _at(activity, number):
    option = activity.options[number]
    return f"{option.date:%Y-%m-%d}T{option.start}-{option.end}@{activity.host}"


def test_the_model_allows_what_the_checker_does():
    """Every choice of hours of some random events, for people in all sorts of groups."""
    rng = random.Random(3)
    seen = {True: 0, False: 0}
    for _ in range(60):
        some = [
            _event(
                f"e{i}",
                rng.choice(("s1", "s2")),
                tuple(p for p in "tuvw" if rng.random() < 0.4),
                *((s, s + 40) for s in rng.sample(range(480, 780, 10), 3)),
            )
            for i in range(3)
        ]
        problem = _problem(*some)
        chosen = {e.id: rng.randrange(3) for e in some}
        times = {e.id: _at(e, chosen[e.id]) for e in some}
        allowed = not cost(problem, Solution(tuple(Lesson(e, 1, t) for e, t in times.items()))).hard
        builder = Builder()
        context = build(problem, builder)
        for event, time in times.items():
            for start in context.starts(event):
                if problem.times[start.time].id == time:
                    builder.model.add(start.literal == 1)
        found = run_solver(builder.model, Budget(10, 1, 1)).status
        assert found.has_solution is allowed
        seen[allowed] += 1
    assert min(seen.values()) > 10
