"""One school of a week as an instance of its own: its costs are those of the week."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tiny_xhstt import event, lessons, school

from benchmarks.district import District
from community.models import WeekPattern
from community.rule import Cost, Strictness
from scheduling.check import check, cost
from scheduling.incumbent import Incumbent, timing
from scheduling.instance import Time
from scheduling.local.annealing import anneal
from scheduling.local.layout import solution_of, state_of
from scheduling.local.schools import school_by_school
from scheduling.local.search import LocalSearch
from scheduling.local.state import totals
from scheduling.pooling import POOL
from scheduling.rules.base import AppliesTo
from scheduling.rules.limit_consecutive import LimitConsecutive
from scheduling.rules.sync_link import Broadcast, SyncLink
from scheduling.within_school import Week
from solving.outcome import Budget


@pytest.fixture(scope="module", params=range(3))
def district(request):
    """Three schools by the clock, with teachers at two of them, and a timetable without rooms."""
    instance, planted = District(
        schools=3, classes=4, seed=request.param, itinerant=0.2
    ).make()
    return instance, replace(
        planted, lessons=tuple(replace(x, resources=()) for x in planted.lessons)
    )


def without_pools(problem, solution):
    return Cost.of([v for v in check(problem, solution) if v.rule != POOL])


def shaken(problem, part, seed):
    """The timetable after some hundred moves at a high temperature."""
    search = LocalSearch.made(problem, seed, lambda found: None)
    assert search is not None
    state = state_of(problem, search.tables, search.flat, part, seed)
    anneal(search.flat, state, search.best, search.shares, 300, 1e6)
    return solution_of(problem, search.tables, state)


def test_what_a_school_gains_the_week_gains(district):
    instance, timetable = district
    week, whole = Week(instance), timing(instance)
    before, moved = cost(whole, timetable), 0
    for site in week.lessons:
        problem, part = week.within(site, timetable)
        for seed in range(3):
            other = shaken(problem, part, seed)
            merged = week.merged(site, timetable, other)
            after, old, new = cost(whole, merged), *(
                without_pools(problem, x) for x in (part, other)
            )
            assert after.hard - before.hard == new.hard - old.hard
            assert after.soft - before.soft == new.soft - old.soft
            moved += new != old
    assert moved > 5


def test_a_week_gets_better_and_what_crosses_schools_stays(district):
    instance, timetable = district
    week, incumbent = Week(instance), Incumbent(timing(instance))
    incumbent.offer(timetable)
    before = incumbent.cost
    assert week.held
    school_by_school(instance, incumbent, Budget(3, 2, 1), lambda: False)
    assert incumbent.cost.hard <= before.hard
    assert incumbent.cost.soft < before.soft
    held = {(x.event, x.time) for x in timetable.lessons if x.event in week.held}
    assert held == {(x.event, x.time) for x in incumbent.solution.lessons if x.event in week.held}


def two_schools(*events, rules=()):
    """Times of Monday are one school's, those of Tuesday another one's."""
    tiny = school(*events, rules=rules)
    times = tuple(replace(t, site="C" if t.id.startswith("Mo") else "M") for t in tiny.times)
    return replace(tiny, times=times)


def test_lessons_that_cross_schools_or_skip_weeks_are_held():
    link = SyncLink(id="sync", broadcasts=(Broadcast("E1", ("E2",)),))
    instance = two_schools(
        event("E1", site="C"),
        event("E2", site="M"),
        event("E3", 1, "A", site="C"),
        event("E4", 1, "A", site="M"),
        event("E5", 1, "B", site="C", weeks=WeekPattern.ODD),
        event("E6", 1, "B", site="C"),
        event("E7", 1, "C", site="M", time="Tu1"),
        rules=(link,),
    )
    week = Week(instance)
    assert week.held == {"E1", "E2", "E3", "E4", "E5", "E7"}
    assert week.lessons == {"C": 1}


def test_odd_and_even_weeks_at_one_time_are_no_clash():
    """B is busy once at the time that odd and even weeks share."""
    instance = two_schools(
        event("E1", 1, "B", site="C", weeks=WeekPattern.ODD),
        event("E2", 1, "B", site="C", weeks=WeekPattern.EVEN),
        event("E3", 1, "B", site="C"),
    )
    problem, part = Week(instance).within("C", lessons("E1@Mo1", "E2@Mo1", "E3@Mo2"))
    busy = [s.resource for e in problem.events for s in e.slots if e.time == "Mo1"]
    assert busy == ["B"]
    assert [(x.event, x.time) for x in part.lessons if x.event == "E3"] == [("E3", "Mo2")]


@pytest.mark.parametrize(
    ("times", "windows"),
    [(("Mo1", "Mo2", "Mo3"), 2), (("Mo1", "Mo2", "Tu1"), 1), (("Mo1", "Mo3", "Tu1"), 0)],
)
def test_long_runs_of_lessons_are_known(times, windows):
    """At most one lesson in a row: the windows are (Mo1, Mo2) and (Mo2, Mo3), at a price of 2."""
    rule = LimitConsecutive(
        id="rest",
        strictness=Strictness.SOFT,
        weight=2,
        maximum=1,
        applies_to=AppliesTo(resources=("A",)),
    )
    tiny = school(*(event(f"E{n}", 1, "A") for n in (1, 2, 3)), rules=(rule,))
    grid = tuple(Time(t, joins_next=t != "Mo3") for t in ("Mo1", "Mo2", "Mo3", "Tu1"))
    tiny = replace(tiny, times=grid, time_groups=())
    search = LocalSearch.made(tiny, 1, lambda found: None)
    assert search is not None
    timetable = lessons(*(f"E{n}@{t}" for n, t in enumerate(times, start=1)))
    assert cost(tiny, timetable) == Cost(0, 2 * windows)
    assert totals(state_of(tiny, search.tables, search.flat, timetable, 1)) == (0, 2 * windows)
