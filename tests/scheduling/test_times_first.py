"""Times first, then who fills the open places: on tiny instances, priced by the checker."""

from __future__ import annotations

from dataclasses import replace

import pytest
from open_slots import RULES, STAFF
from tiny_xhstt import TIMES, event, lessons, school

from community.rule import Strictness
from scheduling.check import cost
from scheduling.local.search import LocalSearch
from scheduling.local.times_first import times_first
from scheduling.rules.avoid_unavailable_times import AvoidUnavailableTimes
from scheduling.rules.base import AppliesTo
from scheduling.rules.limit_workload import LimitWorkload
from scheduling.search import solve
from scheduling.settings import Settings
from solving.outcome import Budget

# Twelve lessons for two people at six times: every time takes two.
FULL = tuple(event(f"E{n}", role="teacher") for n in range(1, 13))
UNEVEN = LimitWorkload(id="few", applies_to=AppliesTo(resources=("B",)), maximum=4)
EVEN = LimitWorkload(id="even", applies_to=STAFF, minimum=0, maximum=6)


def never():
    return False


def searched(instance, offered):
    return LocalSearch.made(instance, 1, offered.append)


def test_places_are_filled_with_who_is_free():
    instance = school(*FULL[:3], event("G", 1, "A"), rules=RULES)
    times = lessons("E1@Mo1", "E2@Mo1", "E3@Mo2", "G@Mo2")
    found = searched(instance, []).filled(times)
    who = {x.event: dict(x.resources).get("teacher") for x in found.lessons}
    assert {who["E1"], who["E2"]} == {"A", "B"}
    assert who["E3"] == "B"  # A has G then
    assert [(x.event, x.time) for x in found.lessons] == [(x.event, x.time) for x in times.lessons]


@pytest.mark.parametrize("rules", [RULES, (*RULES, EVEN)], ids=["exact", "with loads"])
def test_a_timetable_with_everybody_at_every_time_is_found(rules):
    instance, offered = school(*FULL, rules=rules), []
    found = times_first(searched(instance, offered), 4.0, 2, never, never, near=True)
    assert cost(instance, found).hard == 0
    assert all(dict(x.resources)["teacher"] in "AB" for x in found.lessons)
    known = {e.id for e in instance.events}
    assert offered
    assert all({x.event for x in solution.lessons} <= known for solution in offered)


def test_what_times_cannot_know_is_left_to_the_steps_that_follow():
    instance = school(*FULL, rules=(*RULES, UNEVEN))
    found = times_first(searched(instance, []), 2.0, 1, never, never, near=True)
    # B may give four of the twelve lessons, A one at each of six times: two are left, at a cost
    # of one each (nobody, or a clash, or beyond the load).
    assert cost(instance, found).hard == 2


def test_nothing_comes_first_where_nobody_has_to_be_found():
    given = school(*(replace(e, slots=()) for e in FULL), rules=RULES[:2])
    assert times_first(searched(given, []), 1.0, 1, never, never, near=True) is None


@pytest.mark.usefixtures("by_work")
def test_pools_are_left_soon_where_their_times_are_for_nobody():
    """Of long lessons, pools say that somebody is free at each time, not that it is one and the
    same. C has one lesson more than wished, so that pools do not end at a cost of none."""
    wish = AvoidUnavailableTimes(
        id="wish", times=TIMES, strictness=Strictness.SOFT, applies_to=AppliesTo(resources=("C",))
    )
    instance, moves = school(*FULL, event("G", 1, "C"), rules=(*RULES, wish)), []
    for is_complete in (never, lambda: True):
        local = searched(instance, [])
        times_first(local, 4.0, 1, never, is_complete, near=True)
        moves.append(local.moves)
    assert moves[0] < 0.3 * moves[1]  # a fifth of the time, and 0.95 of it


@pytest.mark.usefixtures("by_work")
@pytest.mark.parametrize("pools", [True, False])
def test_pools_can_be_switched_off(pools, monkeypatch):
    called = []
    monkeypatch.setattr(
        "scheduling.local.times_first.times_first", lambda *given, near: called.append(given)
    )
    instance = school(*FULL, rules=(*RULES, UNEVEN))
    result = solve(instance, Budget(1, 1), settings=Settings(pools=pools))
    assert result.cost is not None
    assert result.cost.hard == 2  # see above
    assert bool(called) is pools
