"""Lessons that annealing leaves in each other's way are put in, at the price of few others."""

from __future__ import annotations

import pytest
from test_local_ties import linked_school, runs
from tiny_xhstt import DAYS, PEOPLE, TIMES, event, school

from scheduling import search
from scheduling.check import cost
from scheduling.instance import Resource
from scheduling.local.flat import part
from scheduling.local.layout import state_of
from scheduling.local.names import EVENTS, RESOURCES, SIZES, UNITS
from scheduling.local.notes import notes_of
from scheduling.local.search import LocalSearch
from scheduling.local.strain import strain
from scheduling.rules.assign_time import AssignTime
from scheduling.rules.avoid_clashes import AvoidClashes
from scheduling.rules.base import AppliesTo
from scheduling.rules.cluster_busy_times import ClusterBusyTimes
from scheduling.rules.end_day import EndDay
from scheduling.rules.limit_busy_times import LimitBusyTimes
from scheduling.rules.limit_idle_times import LimitIdleTimes
from scheduling.search import solve
from scheduling.solution import Lesson, Solution
from solving import clock
from solving.outcome import Budget

ALL = AppliesTo(event_groups=("All",))
EVERY_DAY = tuple(day.id for day in DAYS[:2])
RULES = (
    AssignTime(id="assign", applies_to=ALL),
    AvoidClashes(id="clash", applies_to=AppliesTo(resources=("A", "B", "C"))),
)


def of(*resources):
    return AppliesTo(resources=resources)


def one_day_each():
    """Three lessons of B and three of C fill the six times of A; each comes on one day only."""
    days = ClusterBusyTimes(id="days", time_groups=EVERY_DAY, maximum=1, applies_to=of("B", "C"))
    lessons = (event(f"{who}{n}", 1, "A", who) for who in "BC" for n in range(3))
    return school(*lessons, rules=(*RULES, days))


def at(instance, times):
    pairs = zip(instance.events, times, strict=True)
    return Solution(tuple(Lesson(e.id, e.duration, time) for e, time in pairs))


def insisted(instance, solution):
    """The search once it has insisted, from a timetable on, for a unit of work at most."""
    local = LocalSearch.made(instance, 1, lambda found: None)
    local.share(state_of(instance, local.tables, local.flat, solution, 1))
    with clock.counting_work():
        local.insist(1.0, 1, lambda: False)
    return local


@pytest.mark.parametrize(
    "times", [TIMES, ("Mo1", "Mo2", "Tu3", "Mo3", "Tu1", "Tu2"), ("Mo1",) * 6, (None,) * 6]
)
def test_a_full_week_is_completed(times):
    """Also where two people have to exchange the last lesson of a day: no single move helps."""
    instance = one_day_each()
    local = insisted(instance, at(instance, times))
    assert local.best_cost == (0, 0)
    assert cost(instance, local.solution).hard == 0


def test_what_cannot_be_leaves_one_lesson_waiting():
    instance = school(*(event(f"E{n}", 1, "A") for n in range(7)), rules=RULES)
    local = insisted(instance, at(instance, (*TIMES, "Tu3")))
    assert local.best_cost == (1, 0)


def test_linked_lessons_go_together():
    instance = linked_school()
    lessons = [Lesson(e, 1, t) for e in ("E1", "E2", "E3") for t in TIMES[:3]]
    clashing = Solution((*lessons, Lesson("E4", 1, "Mo1"), Lesson("E4", 1, "Mo2")))
    local = insisted(instance, clashing)
    assert local.best_cost == (0, 0)
    assert runs(local.solution, "E1") == runs(local.solution, "E2") == runs(local.solution, "E3")


def strain_of(rule, *times):
    """How far three lessons of A, and rules on them, are from what more lessons mend."""
    instance = school(*(event(f"E{n}", 1, "A") for n in range(3)), rules=(*RULES, rule))
    local = LocalSearch.made(instance, 1, lambda found: None)
    state = state_of(instance, local.tables, local.flat, at(instance, times), 1)
    notes = notes_of(local.tables)
    sizes = part(local.flat, SIZES, 8)
    ends = sizes[RESOURCES], sizes[[RESOURCES, EVENTS, UNITS]].sum()
    units = [instance.resource_index["A"], *range(*ends)]
    return sum(strain(local.flat, state, unit, notes) for unit in units)


def test_free_times_are_no_strain_while_a_lesson_waits():
    idle = LimitIdleTimes(id="idle", time_groups=EVERY_DAY, maximum=0, applies_to=of("A"))
    assert strain_of(idle, "Mo1", "Mo3", None) == 0
    assert strain_of(idle, "Mo1", "Mo3", "Tu1") == 1
    assert strain_of(idle, "Mo1", "Mo1", None) == 1  # no lesson mends a clash


def test_a_day_that_is_missing_is_no_strain_while_a_lesson_waits():
    both = ClusterBusyTimes(
        id="days", time_groups=EVERY_DAY, minimum=2, maximum=2, applies_to=of("A")
    )
    assert strain_of(both, "Mo1", "Mo2", None) == 0
    assert strain_of(both, "Mo1", "Mo2", "Mo3") == 1  # nobody is left who could come on Tuesday


def test_a_day_that_is_too_long_is_strain_whoever_waits():
    few = LimitBusyTimes(id="few", time_groups=EVERY_DAY, maximum=1, applies_to=of("A"))
    assert strain_of(few, "Mo1", "Mo2", None) == 1
    pairs = LimitBusyTimes(
        id="two", time_groups=EVERY_DAY, minimum=2, maximum=3, applies_to=of("A")
    )
    assert strain_of(pairs, "Mo1", None, None) == 0  # and one that is too short is not
    assert strain_of(pairs, "Mo1", "Tu1", None) == 1  # one lesson for two short days


def test_a_lesson_after_what_ends_the_day_is_strain_whoever_waits():
    last = EndDay(
        id="end", time_groups=EVERY_DAY, people="Teacher", applies_to=AppliesTo(events=("E0",))
    )
    assert strain_of(last, "Mo2", "Mo1", None) == 0
    assert strain_of(last, "Mo1", "Mo2", None) == 1  # the third cannot take the second away


def test_the_search_insists_where_hard_rules_stay_broken(monkeypatch):
    """Without time for annealing, and without a first timetable at one go."""
    monkeypatch.setattr(search, "ONLY_HARD_FIRST", 0.0)
    monkeypatch.setattr(search, "PROOF_SECONDS", 0.0)
    phases = []
    result = solve(one_day_each(), Budget(20, 1), listener=lambda told: phases.append(told.phase))
    assert "insist" in phases
    assert result.cost.hard == 0


def begun_anew(instance, solution=None):
    """The search once it has insisted from no timetable on, for a unit of work at most."""
    local = LocalSearch.made(instance, 1, lambda found: None)
    if solution is not None:
        local.share(state_of(instance, local.tables, local.flat, solution, 1))
    with clock.counting_work():
        local.insist(1.0, 1, lambda: False, anew=True)
    return local


def test_a_full_week_is_made_from_nothing():
    instance = one_day_each()
    local = begun_anew(instance)
    assert local.best_cost == (0, 0)
    assert cost(instance, local.solution).hard == 0


def test_beginning_anew_forgets_nothing_better():
    """Of seven lessons at six times, one waits whatever is done, as it did before."""
    instance = school(*(event(f"E{n}", 1, "A") for n in range(7)), rules=RULES)
    local = begun_anew(instance, at(instance, (*TIMES, None)))
    assert local.best_cost == (1, 0)


def test_lessons_with_a_given_time_stay_there():
    fixed = event("E0", 1, "A", time="Mo2")
    instance = school(fixed, *(event(f"E{n}", 1, "A") for n in range(1, 6)), rules=RULES)
    local = begun_anew(instance)
    assert local.best_cost == (0, 0)
    assert local.solution.lessons[0].time == "Mo2"


@pytest.mark.parametrize("seed", range(1, 5))
def test_two_that_got_the_same_day_begin_anew(seed):
    """B and C have 40 lessons each, all on one day; 15 teachers have three times a day.

    Where the first lessons of both fall on one day, 35 wait: no move takes 40 lessons elsewhere.
    """
    staff = tuple(Resource(f"T{n}", "Teacher", f"师{n}") for n in range(15))
    taught = [event(f"{who}{n}", 1, who, f"T{n % 15}") for who in "BC" for n in range(40)]
    days = ClusterBusyTimes(id="days", time_groups=EVERY_DAY, maximum=1, applies_to=of("B", "C"))
    clash = AvoidClashes(id="clash", applies_to=of(*(t.id for t in staff)))
    rules = (RULES[0], clash, days)
    instance = school(*taught, rules=rules, resources=(*PEOPLE, *staff))
    local = LocalSearch.made(instance, seed, lambda found: None)
    with clock.counting_work():
        local.insist(3.0, 1, lambda: False, anew=True)
    assert local.best_cost == (0, 0)
