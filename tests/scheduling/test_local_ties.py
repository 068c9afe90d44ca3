"""Linked events of one length move together: no move ever breaks such a link."""

from __future__ import annotations

import numpy as np
from tiny_xhstt import TIMES, event, school

from community.rule import Strictness
from scheduling.instance import Group
from scheduling.local.annealing import anneal
from scheduling.local.compiling import tables_of
from scheduling.local.first import first_state
from scheduling.local.layout import solution_of, state_of
from scheduling.local.search import LocalSearch
from scheduling.local.state import empty_state, remember
from scheduling.local.tables import flat_of
from scheduling.rules.assign_time import AssignTime
from scheduling.rules.avoid_clashes import AvoidClashes
from scheduling.rules.base import AppliesTo
from scheduling.rules.link_events import LinkEvents
from scheduling.solution import Lesson, Solution

LINKED = AppliesTo(event_groups=("Linked",))
ALL = AppliesTo(event_groups=("All",))


def linked_school(*, strictness=Strictness.HARD, lengths=(3, 3, 3)):
    """Three courses of one choice subject, linked, beside one of a teacher they share."""
    names = ("E1", "E2", "E3")
    events = [event(n, d, p) for n, d, p in zip(names, lengths, "ABC", strict=True)]
    rules = (
        AssignTime(id="t", applies_to=ALL),
        AvoidClashes(id="c", applies_to=AppliesTo(resources=("A", "B", "C"))),
        LinkEvents(id="l", applies_to=LINKED, strictness=strictness),
    )
    group = (Group("All", "全部", (*names, "E4")), Group("Linked", "选修", names))
    return school(*events, event("E4", 2, "A"), rules=rules, event_groups=group)


def runs(solution, name):
    return sorted((x.time, x.duration) for x in solution.lessons if x.event == name)


def annealed(instance, seed):
    tables = tables_of(instance)
    flat = flat_of(tables)
    state = first_state(tables, flat, [-1] * 4, seed)
    best = empty_state(flat, 1)
    remember(flat, state, best)
    shares = np.array([0.3, 0.5, 0.7, 0.7, 1.0])
    for _ in range(20):
        anneal(flat, state, best, shares, 100, 1e6)  # so hot that every move is kept
        yield solution_of(instance, tables, state)


def test_tied_events_have_the_same_lessons_after_any_move():
    instance, seen = linked_school(), set()
    for solution in annealed(instance, 5):
        assert runs(solution, "E1") == runs(solution, "E2") == runs(solution, "E3")
        seen.add(tuple(runs(solution, "E1")))
    assert len(seen) > 5


def test_events_linked_by_a_soft_rule_may_part():
    instance = linked_school(strictness=Strictness.SOFT)
    assert any(runs(s, "E1") != runs(s, "E2") for s in annealed(instance, 5))


def test_events_of_different_lengths_are_not_tied():
    tables = tables_of(linked_school(lengths=(3, 2, 3)))
    assert not tables.tied.any()


def test_a_timetable_that_breaks_a_link_is_read_as_it_is():
    instance = linked_school()
    tables = tables_of(instance)
    words = [("E1", 0), ("E1", 1), ("E1", 2), ("E2", 0), ("E2", 1), ("E2", 3)]
    words += [("E3", 0), ("E3", 1), ("E3", 2), ("E4", 4), ("E4", 5)]
    given = Solution(tuple(Lesson(e, 1, TIMES[t]) for e, t in words))
    state = state_of(instance, tables, flat_of(tables), given, 1)
    assert solution_of(instance, tables, state).diff(given) == ([], [])


def test_the_search_keeps_the_link_and_finds_a_timetable_without_cost():
    found = []
    search = LocalSearch.made(linked_school(), 1, found.append)
    search.run(2.0, 2, None, lambda: search.best_cost == (0, 0))
    assert search.best_cost == (0, 0)
    assert runs(found[-1], "E1") == runs(found[-1], "E2") == runs(found[-1], "E3")
