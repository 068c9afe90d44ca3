"""Bounds by resource: what they add up to, and that no timetable is cheaper."""

from __future__ import annotations

from collections import Counter

import pytest
from random_problems import solved
from tiny_xhstt import event, school

from benchmarks.district import District
from community.rule import Strictness
from scheduling.check import cost
from scheduling.incumbent import HARD_WEIGHT, timing
from scheduling.relaxations import bound_by_resources, parts_of
from scheduling.rules.assign_time import AssignTime
from scheduling.rules.avoid_clashes import AvoidClashes
from scheduling.rules.base import AppliesTo
from scheduling.rules.cluster_busy_times import ClusterBusyTimes
from scheduling.rules.prefer_times import PreferTimes
from scheduling.rules.registry import XHSTT
from scheduling.rules.spread_events import Spread, SpreadEvents
from solving.outcome import Budget

ALL, STAFF = AppliesTo(event_groups=("All",)), AppliesTo(resource_groups=("Staff",))
BASE = (AssignTime(id="assign", applies_to=ALL), AvoidClashes(id="clash", applies_to=STAFF))
SOFT = Strictness.SOFT
# Somebody with one lesson is busy on one of two days.
BOTH_DAYS = ClusterBusyTimes(
    id="days",
    applies_to=STAFF,
    strictness=SOFT,
    weight=2,
    time_groups=("Mo", "Tu"),
    minimum=2,
    maximum=2,
)


def bound(instance, seconds=10.0, workers=1):
    found = [0.0]
    bound_by_resources(instance, Budget(seconds, workers, 1), lambda: False, found.append)
    return max(found)


def test_what_each_resource_costs_adds_up():
    # A and B miss one day each, C has no lesson: its own two days are not looked at. 2 + 2.
    instance = school(event("E1", 1, "A"), event("E2", 1, "B"), rules=(*BASE, BOTH_DAYS))
    assert bound(instance) == bound(instance, workers=2) == 4


@pytest.mark.parametrize("strictness", [SOFT, Strictness.IN_PRINCIPLE])
def test_a_point_of_two_resources_counts_once(strictness):
    never = PreferTimes(id="times", applies_to=ALL, strictness=strictness, weight=3)
    assert bound(school(event("E1", 1, "A", "B"), rules=(*BASE, never))) == 3
    # A and B miss one day each: 3 + 2 + 2.
    assert bound(school(event("E1", 1, "A", "B"), rules=(*BASE, never, BOTH_DAYS))) == 7


def test_groups_count_with_the_resource_that_has_them_all():
    # Two lessons of A have to start on Monday, one of which may: off by one. With B in one of
    # them, no resource has the whole group.
    limit = SpreadEvents(
        id="spread",
        applies_to=ALL,
        strictness=SOFT,
        weight=5,
        spreads=(Spread("Mo", 2, 2), Spread("Tu", 1, 1)),
    )
    whole = school(event("E1", 1, "A"), event("E2", 1, "A", "B"), rules=(*BASE, limit))
    assert bound(whole) == 5
    parted = school(event("E1", 1, "A"), event("E2", 1, "B"), rules=(*BASE, limit))
    assert bound(parted) == 0


def test_whoever_may_get_further_lessons_is_left_out():
    waiting = event("E2", role="teacher")  # any teacher may come, on the other day, too
    assert bound(school(event("E1", 1, "A"), waiting, rules=(*BASE, BOTH_DAYS))) == 0


def test_a_resource_without_any_timetable_bounds_the_hard_cost():
    full = school(event("E1", 4, "A"), event("E2", 3, "A"), rules=(*BASE, BOTH_DAYS))
    assert bound(full) == HARD_WEIGHT  # seven lessons, six times
    free = school(event("E1", 3, "A"), event("E2", 3, "A"), rules=(*BASE, BOTH_DAYS))
    assert bound(free) == 0


def test_without_soft_rules_there_is_nothing_to_bound():
    assert parts_of(school(event("E1", 1, "A"), rules=BASE)) == []


def test_no_timetable_is_cheaper():
    seen = Counter()
    for name in XHSTT:
        for found in solved(name, XHSTT, 6, staffed=0.1, tag="bound "):
            least = HARD_WEIGHT * found.least.hard + found.least.soft
            below = bound(found.instance)
            assert below <= least, found.instance.rules
            seen.update({"all": True, "close": 0 < below == least, "some": below > 0})
    # The share of problems in which there is something to prove, and in which that is all of it.
    assert seen["some"] > seen["all"] // 4, seen
    assert seen["close"] > 5, seen


@pytest.mark.parametrize("seed", range(2))
def test_a_week_is_bounded_as_well(seed):
    instance, planted = District(schools=2, classes=4, seed=seed, itinerant=0.2).make()
    price = cost(timing(instance), planted)
    assert price.hard == 0
    assert 0 <= bound(instance, seconds=3.0, workers=2) <= price.soft
