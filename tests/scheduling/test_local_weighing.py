"""What a lesson costs at least at a time, and whose turn it is first."""

from __future__ import annotations

from open_slots import RULES
from test_local_insisting import RULES as TIMED
from test_local_insisting import at as placed
from tiny_xhstt import TIMES, event, lessons, school

from scheduling.local.first import hardest_first, unplaced_state
from scheduling.local.flat import part
from scheduling.local.layout import state_of
from scheduling.local.names import STARTS_ITEMS, TIME
from scheduling.local.notes import DEARNESS, UNIT, WEIGHTS, notes_of
from scheduling.local.relieving import NEVER
from scheduling.local.search import LocalSearch
from scheduling.local.weighing import lightest, weigh
from scheduling.rules.base import AppliesTo
from scheduling.rules.prefer_times import PreferTimes

COUNT = len(TIMES)


def weights(instance, solution, dear=None):
    """What the first lesson costs at least at each of the times, in units of one lesson."""
    local = LocalSearch.made(instance, 1, lambda found: None)
    state = state_of(instance, local.tables, local.flat, solution, 1)
    notes = notes_of(local.tables)
    for sub, price in (dear or {}).items():
        part(notes, DEARNESS, sub + 1)[sub] = price * UNIT
    assert part(local.flat, STARTS_ITEMS, COUNT).tolist() == list(range(COUNT))
    weigh(local.flat, state, notes, 0, 0, COUNT)
    found = part(notes, WEIGHTS, COUNT).tolist()
    return [w if w == NEVER else w / UNIT for w in found]


def test_whoever_is_there_goes_and_is_counted_once():
    """E0 needs A and B: on Monday first E1 has both of them, then E2 has A and E3 has B."""
    both = event("E0", 1, "A", "B"), event("E1", 1, "A", "B")
    alone = event("E2", 1, "A"), event("E3", 1, "B")
    instance = school(*both, *alone, rules=TIMED)
    solution = placed(instance, (None, "Mo1", "Mo2", "Mo2"))
    assert weights(instance, solution) == [1, 2, 0, 0, 0, 0]
    assert weights(instance, solution, {1: 5, 3: 2}) == [5, 3, 0, 0, 0, 0]


def test_a_lesson_that_may_not_move_never_goes():
    instance = school(event("E0", 1, "A"), event("E1", 1, "A", time="Mo2"), rules=TIMED)
    assert weights(instance, placed(instance, (None, "Mo2"))) == [0, NEVER, 0, 0, 0, 0]


def test_who_is_there_for_an_open_place_costs_nothing():
    """Another may take the place of A in E2."""
    instance = school(event("E1", 1, "A"), event("E2", role="teacher"), rules=RULES)
    assert weights(instance, lessons("E1@-", "E2@Mo1=A")) == [0] * COUNT


def test_the_lightest_comes_first_from_the_offset_on():
    instance = school(event("E0", 1, "A"), rules=TIMED)
    local = LocalSearch.made(instance, 1, lambda found: None)
    notes = notes_of(local.tables)
    part(notes, WEIGHTS, COUNT)[:] = [2, 1, 3, 1, 0, 1]
    assert [lightest(notes, 4, offset) for offset in range(4)] == [1, 1, 3, 3]


def test_the_hardest_lessons_come_first():
    """A has three periods, B two, C one.

    That is, for each start: 3/1 of E3, 6/4 of E2, 3/6 of E1, 2/6 of E0.
    """
    only = PreferTimes(id="only", times=("Mo1",), applies_to=AppliesTo(events=("E3",)))
    instance = school(
        event("E0", 1, "B"),
        event("E1", 1, "A"),
        event("E2", 2, "A"),
        event("E3", 1, "B", "C"),
        rules=(*TIMED, only),
    )
    local = LocalSearch.made(instance, 1, lambda found: None)
    state = unplaced_state(local.tables, local.flat, local.given_starts(), 1)
    order = local.tables.event_of[hardest_first(local.tables, state)].tolist()
    assert order == [3, 2, 1, 0]
    assert (part(state, TIME, len(local.tables.event_of)) == -1).all()
