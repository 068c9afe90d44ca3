"""Compiled costs of a community's week against the checker: clocks, travel, broadcasts, weeks."""

from __future__ import annotations

import random

import pytest
from random_moves import assert_priced_as_checked
from two_sites import lesson_event, timetable, two_sites

from community.models import WeekPattern
from community.rule import CostFunction, Strictness
from community.text import Text
from scheduling.check import cost
from scheduling.instance import Event, ResourceSlot
from scheduling.local.changes import begin, flip, undo
from scheduling.local.compiling import tables_of
from scheduling.local.first import first_state
from scheduling.local.flat import part
from scheduling.local.layout import state_of
from scheduling.local.names import HALF
from scheduling.local.state import totals
from scheduling.local.tables import flat_of
from scheduling.rules.avoid_clashes import AvoidClashes
from scheduling.rules.base import AppliesTo
from scheduling.rules.common_free_time import CommonFreeTime
from scheduling.rules.counted_load import Beside, Counting
from scheduling.rules.even_loads import Colleagues, EvenLoads
from scheduling.rules.fixed_days import FixedDays, Visit
from scheduling.rules.keep_resources import Held, KeepResources
from scheduling.rules.limit_consecutive import LimitConsecutive
from scheduling.rules.limit_idle_times import LimitIdleTimes
from scheduling.rules.limit_parts import LimitParts
from scheduling.rules.limit_sites import LimitSites
from scheduling.rules.limit_workload import LimitWorkload
from scheduling.rules.own_class import OwnClass, Wish
from scheduling.rules.parts import Part, Parts
from scheduling.rules.stay_close import Kept, StayClose
from scheduling.rules.sync_link import Broadcast, SyncLink
from scheduling.rules.sync_quota import Reception, SyncQuota
from scheduling.rules.travel_time import TravelTime

STAFF = AppliesTo(resource_groups=("Staff",))
BEFORE = ("N:1.1", "N:1.2", "S:1.1", "S:2.2", "gone")  # when lessons were held


def _week(rng):
    """A random week of two schools: people at both, a broadcast, lessons of odd or even weeks."""
    events = [
        lesson_event("host", "N", 2, rng.choice("TU")),
        lesson_event("hears", "S", 2),
        lesson_event("half", rng.choice("NS"), 1, "T", alternates=True),
        lesson_event("other", rng.choice("NS"), 1, rng.choice("TU"), alternates=True),
        lesson_event("whole", "N", 3, "T"),
        lesson_event("open", "S", 2, role="teacher"),
    ]
    events = rng.sample(events, rng.randint(3, 6))
    names = {e.id for e in events}
    return two_sites(*events, rules=tuple(r for r in _rules(rng, names) if rng.random() < 0.7))


def _rules(rng, names):
    def header(id):
        return {
            "id": id,
            "strictness": rng.choice((Strictness.HARD, Strictness.SOFT)),
            "weight": rng.randint(1, 3),
            "cost_function": rng.choice(tuple(CostFunction)),
        }

    days = rng.choice((("day1",), ("day1", "day2")))
    waiting = [e for e in ("open",) if e in names]
    some = tuple(sorted(names))
    rules = [
        AvoidClashes(**header("clash"), applies_to=STAFF),
        TravelTime(**header("way"), buffer_minutes=rng.choice((0, 20)), applies_to=STAFF),
        LimitSites(**header("sites"), max_per_day=1, max_per_week=1, applies_to=STAFF),
        CommonFreeTime(**header("common"), options=days, applies_to=STAFF),
        LimitConsecutive(**header("row"), maximum=1, applies_to=STAFF),
        LimitIdleTimes(**header("idle"), time_groups=days, applies_to=STAFF),
        FixedDays(**header("visit"), visits=(Visit("T", "S", (1,)),)),
        SyncQuota(
            **header("quota"),
            receptions=(Reception("S", "南校", tuple((e, e[0]) for e in some[:2])),),
            weeks=2,
            min_lessons=5,
            min_subjects=2,
        ),
        StayClose(**header("stay"), base=tuple(_before(rng, (*some, "gone")))),
    ]
    if waiting:
        held = Held("open", "teacher", rng.choice("TU"))
        wish = Wish(rng.choice("TU"), "teacher", ("open",))
        rules.append(KeepResources(**header("keep"), base=(held,)))
        rules.append(OwnClass(**header("own"), wishes=(wish,)))
        halves = [Part(Text(n, n), events) for n, events in (("1", some[::2]), ("2", some[1:]))]
        most = rng.randint(0, 1)
        parts = Parts("teacher", tuple(halves))
        rules.append(LimitParts(**header("parts"), parts=parts, maximum=most, applies_to=STAFF))
        counting = Counting(
            step=rng.randint(1, 3),
            besides=(Beside("T", rng.randint(0, 4), rng.randint(0, 5)), Beside("U", 3)),
            parts=parts,
        )
        rules.append(
            LimitWorkload(
                **header("load"),
                minimum=rng.randint(0, 6),
                maximum=rng.randint(6, 12),
                counting=counting,
                applies_to=STAFF,
            )
        )
        two = Colleagues("two", Text("两人", "both"), ("T", "U"))
        gap = rng.randint(0, 2)
        rules.append(EvenLoads(**header("even"), groups=(two,), maximum=gap, counting=counting))
    if {"host", "hears"} <= names:
        cast = (Broadcast("host", ("hears",)),)
        most = rng.choice((None, 0))
        whole = rng.random() < 0.5
        rules.append(SyncLink(**header("sync"), broadcasts=cast, max_receivers=most, whole=whole))
    return rules


def _before(rng, events):
    """Lessons of an earlier timetable; some of them at once, some at times that are gone."""
    for event in events:
        halves = rng.choice(((WeekPattern.ALL,), (WeekPattern.ODD, WeekPattern.EVEN)))
        for _ in range(rng.randint(0, 4)):
            yield Kept(event, rng.choice((1, 1, 2)), rng.choice(BEFORE), rng.choice(halves))


@pytest.mark.parametrize("seed", range(40))
def test_every_move_is_priced_as_the_checker_does(seed):
    rng = random.Random(seed)
    assert_priced_as_checked(_week(rng), rng, seed)


def test_a_flip_changes_the_weeks_and_can_be_taken_back():
    events = (lesson_event(e, "N", 1, "T", alternates=True) for e in "ab")
    instance = two_sites(*events, rules=(AvoidClashes(id="clash", applies_to=STAFF),))
    tables = tables_of(instance)
    flat = flat_of(tables)
    state = first_state(tables, flat, [-1, -1], 1)
    before = part(state, HALF, 2).tolist()
    begin(state)
    flip(flat, state, 0)
    assert part(state, HALF, 2).tolist() == [3 - before[0], before[1]]
    undo(flat, state)
    assert part(state, HALF, 2).tolist() == before


@pytest.mark.parametrize(
    ("event", "base", "now", "moved"),
    [
        # Lessons at N1 twice and at N2: of these, N1 is there once and N2 as well.
        ("N", "N:1.1 N:1.1 N:1.2", "N:1.1 N:1.2 N:2.1", 1),
        ("N", "N:1.1 N:1.2 N:9.9", "N:1.1 N:1.2 N:1.3", 1),  # the time is gone
        ("N", "N:1.1", "- - -", 1),
        ("alternates", "N:1.1~odd N:1.1~even N:1.2~odd", "N:1.1~odd N:1.2~even N:1.2~even", 2),
        ("alternates", "N:1.1~odd N:1.1~even N:1.2~odd", "N:1.2~odd N:1.1~even N:1.1~odd", 0),
    ],
)
def test_stay_close_counts_lessons_moved(event, base, now, moved):
    kept = (Kept("e", x.duration, x.time, x.weeks) for x in timetable(e=base).lessons)
    rule = StayClose(id="stay", strictness=Strictness.SOFT, weight=5, base=tuple(kept))
    taught = lesson_event("e", "N", 3, alternates=event == "alternates")
    instance, solution = two_sites(taught, rules=(rule,)), timetable(e=now)
    tables = tables_of(instance)
    state = state_of(instance, tables, flat_of(tables), solution, 1)
    assert totals(state) == (0, 5 * moved)
    assert cost(instance, solution).soft == 5 * moved


def test_who_is_settled_costs_what_the_checker_says():
    # U teaches no event that U wishes for: 1; E was U's before and is T's now: 2 periods.
    taught = Event("e", 2, "课", (ResourceSlot("teacher", "Teacher", "T"),), site="N")
    rules = (
        OwnClass(id="own", wishes=(Wish("U", "teacher", ("e",)),)),
        KeepResources(id="keep", base=(Held("e", "teacher", "U"),)),
    )
    instance = two_sites(taught, rules=rules)
    tables = tables_of(instance)
    state = first_state(tables, flat_of(tables), [-1], 1)
    assert totals(state) == (3, 0)
