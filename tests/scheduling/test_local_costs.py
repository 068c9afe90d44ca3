"""The compiled costs against the checker: whole timetables, and every single move."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest
from random_problems import problem
from tiny_xhstt import event, school

from scheduling.check import cost
from scheduling.local.annealing import anneal
from scheduling.local.changes import begin, undo
from scheduling.local.clearing import clear
from scheduling.local.compiling import tables_of
from scheduling.local.costs import keep, price_all, price_move
from scheduling.local.first import NO_LIMIT, first_state
from scheduling.local.flat import part
from scheduling.local.layout import solution_of, state_of
from scheduling.local.moves import move_time, shift_only, swap
from scheduling.local.names import BUSY, COSTS, DURATION, LOAD, PRICE, TIME, TOTAL
from scheduling.local.splitting import change_split
from scheduling.local.staffing import change_resource
from scheduling.local.state import empty_state, remember, totals
from scheduling.local.tables import flat_of
from scheduling.pooling import pooled
from scheduling.rules.base import AppliesTo
from scheduling.rules.cluster_busy_times import ClusterBusyTimes
from scheduling.rules.registry import XHSTT

MOVES = (move_time, swap, shift_only, change_resource, change_split, clear)
MORE = (  # of FET's files
    *("KeepGaps", "LimitBusyResources", "LimitMoves", "LimitSimultaneous", "RestBetweenMoves"),
    *("LimitBusyTogether", "StartTogether"),
)
NAMES = [*sorted(XHSTT), *MORE]
CHECKED = range(12)  # problems of each family
POOLS = "pools"  # in place of open slots: a resource that holds several lessons at once


def started(name, seed):
    """Return a random problem with a rule of a family, its tables, and a first timetable."""
    rng = random.Random(f"local {name} {seed}")
    if name == POOLS:
        instance = None
        while instance is None:  # nobody has to come in some
            others = rng.sample(sorted(XHSTT), 2)
            instance = pooled(problem(rng, "AssignResource", *others, staffed=1.0))
    else:
        instance = problem(rng, name, *rng.sample(sorted(XHSTT), 2), staffed=0.5)
        instance = _with_sites_and_breaks(instance, rng) if name in MORE else instance
    tables = tables_of(instance)
    flat = flat_of(tables)
    starts = [-1 if e.time is None else instance.time_index[e.time] for e in instance.events]
    return instance, tables, flat, first_state(tables, flat, starts, seed)


def _with_sites_and_breaks(instance, rng):
    resources = (replace(r, site=rng.choice(("one", "two", None))) for r in instance.resources)
    singles = all(e.duration == 1 for e in instance.events)  # a longer one cannot be cut by a break
    times = (replace(t, joins_next=not singles or rng.random() < 0.7) for t in instance.times)
    return replace(instance, resources=tuple(resources), times=tuple(times))


def priced(instance, tables, state):
    found = cost(instance, solution_of(instance, tables, state))
    return found.hard, found.soft


@pytest.mark.parametrize("name", [*NAMES, POOLS])
def test_every_move_is_priced_as_the_checker_prices_it(name):
    kept = 0
    for seed in CHECKED:
        instance, tables, flat, state = started(name, seed)
        assert totals(state) == priced(instance, tables, state)
        for turn in range(40):
            before = state.copy()
            begin(state)
            if MOVES[turn % len(MOVES)](flat, state):
                change = price_move(flat, state, NO_LIMIT)
                expected = priced(instance, tables, state)
                was = totals(before)
                assert (was[0] + change[0], was[1] + change[1]) == expected, (name, seed, turn)
                if turn % 3:
                    keep(state, change)
                    kept += 1
                    continue
            undo(flat, state)
            assert_same(tables, state, before)
    assert kept > 50


@pytest.mark.parametrize("name", NAMES)
def test_pricing_stops_early_only_where_the_limit_is_passed(name):
    stopped = 0
    for seed in CHECKED:
        _instance, tables, flat, state = started(name, seed)
        prices = part(state, PRICE, len(tables.kind))
        prices[:] = np.random.default_rng(seed).integers(1, 20, len(prices))
        price_all(flat, state)
        for turn in range(60):
            begin(state)
            if MOVES[turn % len(MOVES)](flat, state):
                whole = price_move(flat, state, NO_LIMIT)
                for limit in (0.0, 5.0, 30.0):
                    told = price_move(flat, state, limit)
                    assert (told[2] > limit) == (whole[2] > limit), (name, seed, turn)
                    assert told[2] <= whole[2]
                    stopped += told != whole
                if turn % 3:
                    keep(state, price_move(flat, state, NO_LIMIT))
                    assert part(state, TOTAL, 3)[2] == energy(tables, state)
                    continue
            undo(flat, state)
    assert stopped > 20


def energy(tables, state):
    """Energy by units, added up: what the total says without being found anew."""
    units = len(tables.of_resource.start) - 1 + len(tables.length) + len(tables.of_group)
    return part(state, COSTS, 3 * units)[2::3].sum()


def assert_same(tables, state, before):
    """What was taken back left no trace in times, durations, loads and busy times."""
    subs, resources = len(tables.event_of), len(tables.of_resource.start) - 1
    times = int(tables.sizes[0])
    for what, size in ((TIME, subs), (DURATION, subs), (LOAD, resources), (COSTS, 3 * resources)):
        assert (part(state, what, size) == part(before, what, size)).all()
    busy = resources * times
    assert (part(state, BUSY, busy) == part(before, BUSY, busy)).all()


@pytest.mark.parametrize("name", NAMES)
def test_annealing_never_loses_count(name):
    instance, tables, flat, state = started(name, 99)
    best = empty_state(flat, 1)
    remember(flat, state, best)
    shares = np.array([0.3, 0.5, 0.7, 0.85, 0.95, 1.0])
    anneal(flat, state, best, shares, 3_000, 5.0)
    found = totals(state)
    price_all(flat, state)
    assert totals(state) == found  # incremental costs and costs found anew
    assert totals(best) == priced(instance, tables, best)


def test_timetables_survive_the_way_there_and_back():
    for seed in range(30):
        instance, tables, flat, state = started("SplitEvents", seed)
        solution = solution_of(instance, tables, state)
        again = state_of(instance, tables, flat, solution, 1)
        assert solution_of(instance, tables, again).diff(solution) == ([], [])
        assert totals(again) == totals(state)


def test_a_day_too_many_is_freed_by_one_move():
    # A has two lessons on each of two days and may come on one only (lessons may be at once here):
    # while one of a day's two lessons is left, nothing is gained.
    day = AppliesTo(resources=("A",))
    rule = ClusterBusyTimes(id="days", applies_to=day, time_groups=("Mo", "Tu"), maximum=1)
    instance = school(*(event(f"E{n}", 1, "A") for n in range(4)), rules=(rule,))
    flat = flat_of(tables := tables_of(instance))
    freed = set()
    for seed in range(20):
        state = first_state(tables, flat, [0, 1, 3, 4], seed)
        assert totals(state)[0] == 1
        begin(state)
        if clear(flat, state):
            freed.add(price_move(flat, state, NO_LIMIT)[0])
    assert -1 in freed


def test_nothing_is_freed_where_the_days_are_no_more_than_allowed():
    day = AppliesTo(resources=("A",))
    few = ClusterBusyTimes(
        id="days", applies_to=day, time_groups=("Mo", "Tu"), minimum=2, maximum=2
    )
    instance = school(event("E1", 1, "A"), event("E2", 1, "A"), rules=(few,))
    flat = flat_of(tables := tables_of(instance))
    state = first_state(tables, flat, [0, 1], 1)
    assert totals(state)[0] == 1  # one day too few
    begin(state)
    assert not clear(flat, state)
