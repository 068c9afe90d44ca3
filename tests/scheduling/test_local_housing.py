"""Open places while lessons are put in: somebody else fills them, or lessons wait."""

from __future__ import annotations

from open_slots import RULES
from test_local_insisting import insisted
from tiny_xhstt import TIMES, event, lessons, school

from scheduling.check import cost
from scheduling.local.ejecting import PATIENCE, put_in, take_out
from scheduling.local.flat import part
from scheduling.local.layout import state_of
from scheduling.local.names import RESOURCES, SIZES, TIME
from scheduling.local.notes import BACK, FEWEST, NUMBERS, ROUND, notes_of
from scheduling.local.search import LocalSearch
from scheduling.local.state import empty_state
from scheduling.local.strain import strain
from scheduling.rules.avoid_unavailable_times import AvoidUnavailableTimes
from scheduling.rules.base import AppliesTo
from scheduling.rules.prefer_resources import PreferResources

ONE, TWO = (event(f"E{n}", role="teacher") for n in (1, 2))
ONLY_B = PreferResources(
    id="only", role="teacher", resources=("B",), applies_to=AppliesTo(events=("E2",))
)


def away(times, *resources):
    return AvoidUnavailableTimes(
        id=f"away {resources}", times=tuple(times), applies_to=AppliesTo(resources=resources)
    )


def who(local):
    return {x.event: (x.time, dict(x.resources).get("teacher")) for x in local.solution.lessons}


def test_whoever_has_the_only_candidate_takes_another_one():
    """There is one time for all; E1 can be with A as well, E2 with B only."""
    instance = school(ONE, TWO, rules=(*RULES, ONLY_B, away(TIMES[1:], "A", "B", "C")))
    local = insisted(instance, lessons("E1@Mo1=B", "E2@Mo1"))
    assert local.best_cost == (0, 0)
    assert cost(instance, local.solution).hard == 0
    assert who(local)["E2"] == ("Mo1", "B")


def test_a_lesson_stays_where_somebody_else_is_there():
    """A and C are away on Monday morning: B takes the lesson, and it need not move."""
    instance = school(ONE, rules=(*RULES, away(TIMES[:1], "A", "C")))
    local = insisted(instance, lessons("E1@Mo1=A"))
    assert local.best_cost == (0, 0)
    assert who(local) == {"E1": ("Mo1", "B")}


def test_a_lesson_without_anybody_waits():
    """Three lessons, one time, two people who may give them."""
    three = tuple(event(f"E{n}", role="teacher") for n in (1, 2, 3))
    instance = school(*three, rules=(*RULES, away(TIMES[1:], "A", "B")))
    local = insisted(instance, lessons(*(f"{e.id}@Mo1=A" for e in three)))
    assert local.best_cost is not None
    assert local.best_cost[0] == 1


def strain_of(written):
    """What is under strain of a lesson whose place has to be filled."""
    instance = school(ONE, rules=RULES)
    local = LocalSearch.made(instance, 1, lambda found: None)
    state = state_of(instance, local.tables, local.flat, lessons(written), 1)
    first = int(part(local.flat, SIZES, 8)[RESOURCES])
    return strain(local.flat, state, first, notes_of(local.tables))


def test_nobody_in_a_place_is_strain_while_the_lesson_has_a_time():
    assert strain_of("E1@Mo1") == 1
    assert strain_of("E1@Mo1=A") == 0
    assert strain_of("E1@-") == 0


def test_the_search_goes_back_to_the_fewest_that_waited():
    """Seven lessons of A at six times: one waits whatever is done; once, it is said, none did."""
    instance = school(*(event(f"E{n}", 1, "A") for n in range(7)), rules=RULES)
    local = LocalSearch.made(instance, 1, lambda found: None)
    placed = lessons(*(f"E{n}@{time}" for n, time in enumerate(TIMES)), "E6@-")
    state, notes = state_of(instance, local.tables, local.flat, placed, 1), notes_of(local.tables)
    assert take_out(local.flat, state, notes)
    numbers = part(notes, NUMBERS, 4)
    numbers[FEWEST], began = 0, numbers[ROUND]
    kept, best = state.copy(), empty_state(local.flat, 1)
    assert not put_in(local.flat, state, notes, kept, best, local.shares, PATIENCE, 1)
    assert numbers[BACK] == began
    assert not put_in(local.flat, state, notes, kept, best, local.shares, 1, 0)
    assert numbers[BACK] == began + PATIENCE
    moved = part(state, TIME, 7) != part(kept, TIME, 7)
    assert moved.sum() == 2  # E6, and whoever it has sent away in this round
