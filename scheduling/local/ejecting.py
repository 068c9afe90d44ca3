"""Putting in lessons that wait, at the price of others: guided ejection search.

No required rule is under strain (``strain``), but some lessons have no time. One of them goes to
where it costs least: whoever is in the way, and whoever makes a day too many or stands too near
(``making_way``, ``relieving``), waits in turn, unless somebody else can fill its open place
(``housing``). What a lesson costs grows as often as it has itself waited in vain: the search soon
knows which are hard to place (Nagata, Bräysy 2009). It grows by the root of that only: else a dozen
lessons go for one that has waited a hundred times, and what was there is lost. Between times,
others move as they may.
"""

from __future__ import annotations

from scheduling.local.annealing import is_better, try_move
from scheduling.local.changes import begin, place, undo
from scheduling.local.choosing import may_start
from scheduling.local.costs import keep, price_move
from scheduling.local.flat import at, compiled, put, row
from scheduling.local.making_way import make_way
from scheduling.local.names import (
    COUNTS,
    DURATION,
    EVENT_OF,
    EVENTS,
    FRIENDS,
    FRIENDS_ITEMS,
    MOVE_STAMP,
    MOVED,
    RANDOM,
    RESOURCES,
    SIZES,
    START_KEY,
    STARTS,
    STARTS_ITEMS,
    SUB_EVENTS,
    TIED,
    TIME,
    TOUCHED,
    TOUCHES,
    UNITS,
)
from scheduling.local.notes import (
    BACK,
    DEARNESS,
    FEWEST,
    NUMBERS,
    ROUND,
    SENT,
    SENT_COUNT,
    SINCE,
    UNIT,
    WEIGHTS,
)
from scheduling.local.relieving import NEVER, NO_LIMIT, may_go, relax
from scheduling.local.state import draw, remember, touch
from scheduling.local.strain import strain
from scheduling.local.ties import tied_sub, time_with
from scheduling.local.weighing import lightest, weigh

NEWEST = 4  # in all but one of so many rounds, it is the turn of who was sent away last
PATIENCE = 600  # rounds without gain until the search goes back to the best it had


@compiled
def put_in(t, s, x, kept, best, shares, rounds, moves):
    """Put in waiting lessons for so many rounds, with so many moves of others after each.

    Return whether the search is over: nobody waits any more. ``kept`` is a state for the timetable
    with the fewest waiting lessons, to which the search goes back when it has found no better one
    for long: without that it wanders off, to three times as many.
    """
    for _ in range(rounds):
        count = _count(t, s)
        now = at(x, NUMBERS, ROUND)
        if count < at(x, NUMBERS, FEWEST):
            put(x, NUMBERS, BACK, now)
        if count <= at(x, NUMBERS, FEWEST):
            put(x, NUMBERS, FEWEST, count)
            kept[:] = s
        elif now - at(x, NUMBERS, BACK) >= PATIENCE:
            dice = at(s, RANDOM, 0)
            s[:] = kept
            put(s, RANDOM, 0, dice)
            put(x, NUMBERS, BACK, now)
        sub = _next(t, s, x)
        if sub >= 0:
            _put(t, s, x, sub)
        if is_better(s, best):
            remember(t, s, best)
        if sub < 0:  # a move of another one may have given the last one its time
            return True
        for _ in range(moves):
            _shift(t, s, x, shares)
    return False


@compiled
def take_out(t, s, x):
    """Send away lessons until nothing is under strain; return whether that was reached."""
    units = at(t, SIZES, RESOURCES) + at(t, SIZES, EVENTS) + at(t, SIZES, UNITS)
    for unit in range(units):
        begin(s)
        put(x, NUMBERS, SENT_COUNT, 0)
        touch(s, unit)
        if relax(t, s, x, 0, NEVER) >= NEVER:
            undo(t, s)
            return False
        keep(s, price_move(t, s, NO_LIMIT))
    return True


@compiled
def _count(t, s):
    """Return how many lessons wait."""
    count = 0
    for sub in range(at(t, SIZES, SUB_EVENTS)):
        count += at(s, DURATION, sub) > 0 and at(s, TIME, sub) < 0 and may_go(t, sub)
    return count


@compiled
def _next(t, s, x):
    """Return a lesson that waits, most often the one that was sent away last; -1: there is none."""
    found, newest, count, by_chance = -1, -2, 0, draw(s, NEWEST) == 0
    for sub in range(at(t, SIZES, SUB_EVENTS)):
        if at(s, DURATION, sub) == 0 or at(s, TIME, sub) >= 0 or not may_go(t, sub):
            continue
        count += 1
        if by_chance:
            if draw(s, count) == 0:
                found = sub
        elif at(x, SINCE, sub) > newest:
            found, newest = sub, at(x, SINCE, sub)
    return found


@compiled
def _put(t, s, x, sub):
    """Put a lesson where it costs least, and send away whom it costs."""
    least, found, thrown = NEVER, -1, 0
    key = t[row(t, START_KEY, at(t, EVENT_OF, sub)) + at(s, DURATION, sub)]
    first = at(t, STARTS, key) if key >= 0 else 0
    starts = at(t, STARTS, key + 1) - first if key >= 0 else 0
    weigh(t, s, x, sub, first, starts)
    offset = draw(s, max(1, starts))
    for _ in range(starts):
        i = lightest(x, starts, offset)
        if at(x, WEIGHTS, i) >= least:
            break
        put(x, WEIGHTS, i, NEVER)
        time, dice = at(t, STARTS_ITEMS, first + i), at(s, RANDOM, 0)
        cost = _force(t, s, x, sub, time, least)
        undo(t, s)
        if cost < least:
            least, found, thrown = cost, time, dice
            if cost == 0:
                break
    if least > 0:
        put(x, DEARNESS, sub, at(x, DEARNESS, sub) + UNIT * UNIT // at(x, DEARNESS, sub))
    now = at(x, NUMBERS, ROUND) + 1
    put(x, NUMBERS, ROUND, now)
    if found < 0 or not _again(t, s, x, sub, found, thrown):
        put(x, SINCE, sub, -1)
        return
    for j in range(at(x, NUMBERS, SENT_COUNT)):
        put(x, SINCE, at(x, SENT, j), now)
    keep(s, price_move(t, s, NO_LIMIT))


@compiled
def _again(t, s, x, sub, time, thrown):
    """Place a lesson as it was tried, with the same dice; return whether that was done."""
    dice = at(s, RANDOM, 0)
    put(s, RANDOM, 0, thrown)
    done = _force(t, s, x, sub, time, NEVER) < NEVER
    put(s, RANDOM, 0, dice)
    if not done:
        undo(t, s)
    return done


@compiled
def _place_all(t, s, sub, time):
    """Place a lesson and those that it is tied to."""
    event, duration = at(t, EVENT_OF, sub), at(s, DURATION, sub)
    place(t, s, sub, time, duration)
    if at(s, TIED, event):
        for i in range(at(t, FRIENDS, event), at(t, FRIENDS, event + 1)):
            friend = at(t, FRIENDS_ITEMS, i)
            place(t, s, tied_sub(t, sub, friend), time_with(t, event, friend, time), duration)


@compiled
def _force(t, s, x, sub, time, limit):
    """Place a lesson, send away until nothing is under strain, and return what that costs.

    What costs the limit is given up.
    """
    begin(s)
    put(x, NUMBERS, SENT_COUNT, 0)
    event, duration, cost = at(t, EVENT_OF, sub), at(s, DURATION, sub), 0
    stamp = at(s, COUNTS, MOVE_STAMP)
    put(s, MOVED, sub, stamp)
    if at(s, TIED, event):
        for i in range(at(t, FRIENDS, event), at(t, FRIENDS, event + 1)):
            friend = at(t, FRIENDS_ITEMS, i)
            then = time_with(t, event, friend, time)
            put(s, MOVED, tied_sub(t, sub, friend), stamp)
            if not may_start(t, friend, duration, then):
                return NEVER
        for i in range(at(t, FRIENDS, event), at(t, FRIENDS, event + 1)):
            friend = at(t, FRIENDS_ITEMS, i)
            then = time_with(t, event, friend, time)
            cost += make_way(t, s, x, tied_sub(t, sub, friend), then)
    cost += make_way(t, s, x, sub, time)
    if cost >= limit:
        return NEVER
    _place_all(t, s, sub, time)
    return relax(t, s, x, cost, limit)


@compiled
def _shift(t, s, x, shares):
    """Make a random move if it leaves nothing under strain."""
    begin(s)
    if not try_move(t, s, shares):
        undo(t, s)
        return
    for i in range(at(s, COUNTS, TOUCHES)):
        if strain(t, s, at(s, TOUCHED, i), x) > 0:
            undo(t, s)
            return
    keep(s, price_move(t, s, NO_LIMIT))
