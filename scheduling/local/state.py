"""A timetable as one array; ``changes`` says how it is changed, and how that is taken back.

The parts of the state (their numbers are in ``names``):

``TIME``, ``DURATION``
    Of each sub-event; time -1: not placed, duration 0: not used.
``HALF``
    Of each sub-event: 0 held every week, 1 in odd, 2 in even weeks.
``GIVEN``
    The resource in each place of each sub-event; -1: empty.
``BUSY``, ``OCCUPANT``, ``LOAD``
    Lessons of each resource at each time, one of them (-1: not known), and its workload in
    millionths.
``COSTS``, ``TOTAL``
    Hard cost, soft cost and energy of each unit (resources, then events, then event groups), and of
    all.
``LOG``, ``TOUCHED``, ``STAMPS``, ``FRESH``
    Changes of the move under way (what, where, old value, old duration); units whose cost may
    have changed, when each was touched last, and their new costs.
``MARKS``, ``MOVED``, ``QUEUE``, ``STARTED``, ``COUNTS``, ``RANDOM``
    Scratch: stamps of times and resources, and of sub-events that a move has sent elsewhere; what
    it has to send; starts of events; counters; the state of the random numbers.
``CLASH``, ``BITS``
    Of each resource: lessons beyond its capacity, summed over the times; when it is busy.
``TIED``
    Of each event: whether it runs with all its friends, lesson by lesson, and is to go on so.
``ODD``, ``EVEN``
    Lessons of each resource at each time that are held in odd or in even weeks only; rows of no
    use where there are none.
``PRICE``
    Of each demand: what one deviation adds to the energy.
"""

from __future__ import annotations

import numpy as np

from scheduling.local.flat import WORD, Flat, at, compiled, packed, part, put, row
from scheduling.local.names import (
    BITS,
    BUSY,
    CAPACITY,
    CLASH,
    COUNTS,
    DURATION,
    EVEN,
    EVENT_OF,
    EVENTS,
    GIVEN,
    GIVEN_AT,
    GROUPS_OF,
    GROUPS_OF_ITEMS,
    HALF,
    HALVES,
    LENGTH,
    LOAD,
    OCCUPANT,
    ODD,
    RANDOM,
    RESOURCES,
    SIZES,
    SLOT_LOAD,
    SLOTS,
    STAMP,
    STAMPS,
    SUB_EVENTS,
    TIME,
    TIMES,
    TOTAL,
    TOUCHED,
    TOUCHES,
)

LONGEST = 512  # changes in one move; a move that needs more is given up
CHAIN = 64  # lessons that one move may send elsewhere
LOAD_UNIT = 1_000_000


def empty_state(tables: Flat, seed: int) -> Flat:
    """Return a state in which nothing is used yet; costs are not known."""
    times, resources, events, groups, subs, demands, words, halves = part(tables, SIZES, 8).tolist()
    split = (resources, times) if halves else (1, 1)
    units = resources + events + groups
    spots = int(at(tables, GIVEN_AT, subs))
    return packed(
        [
            np.full(subs, -1),
            np.zeros(subs),
            np.zeros(subs),
            np.full(spots, -1),
            np.zeros((resources, times)),
            np.full((resources, times), -1),
            np.zeros(resources),
            np.zeros((units, 3)),
            np.zeros(3),
            np.zeros((LONGEST, 4)),
            np.zeros(8),
            np.zeros(units),
            np.zeros(units),
            np.zeros((units, 3)),
            np.zeros(2 * max(resources, times, subs) + 1),
            np.zeros(subs),
            np.array([seed * 0x9E3779B97F4A7C15 % 2**63 | 1]),
            np.zeros((CHAIN, 2)),
            np.zeros(demands),
            np.zeros(resources),
            np.zeros((resources, words)),
            np.zeros(subs),
            np.zeros(events),
            np.zeros(split),
            np.zeros(split),
        ]
    )


def totals(state: Flat) -> tuple[int, int]:
    """Return hard and soft cost of a state."""
    hard, soft = part(state, TOTAL, 2).tolist()
    return hard, soft


@compiled
def draw(s, n):
    """Return a random number from 0 to n - 1 (xorshift, Marsaglia 2003)."""
    x = np.uint64(at(s, RANDOM, 0))
    x ^= x << np.uint64(13)
    x ^= x >> np.uint64(7)
    x ^= x << np.uint64(17)
    put(s, RANDOM, 0, np.int64(x))
    return np.int64((x >> np.uint64(11)) % np.uint64(n))


@compiled
def chance(s):
    """Return a random number from 0 to below 1."""
    return draw(s, 1 << 30) / float(1 << 30)


@compiled
def counted(s, which):
    """Raise a counter and return what it was."""
    before = at(s, COUNTS, which)
    put(s, COUNTS, which, before + 1)
    return before


@compiled
def touch(s, unit):
    """Note that the cost of a unit has to be found anew."""
    if at(s, STAMPS, unit) != at(s, COUNTS, STAMP):
        put(s, STAMPS, unit, at(s, COUNTS, STAMP))
        put(s, TOUCHED, counted(s, TOUCHES), unit)


@compiled
def touch_event(t, s, event):
    """Note an event and the event groups it is in."""
    first = at(t, SIZES, RESOURCES)
    touch(s, first + event)
    first += at(t, SIZES, EVENTS)
    for i in range(at(t, GROUPS_OF, event), at(t, GROUPS_OF, event + 1)):
        touch(s, first + at(t, GROUPS_OF_ITEMS, i))


@compiled
def occupy(t, s, sub, resource, sign):
    """Let a resource be busy when a sub-event runs (sign 1), or no longer (-1)."""
    start = at(s, TIME, sub)
    if start < 0:
        return
    busy, occupant = row(s, BUSY, resource), row(s, OCCUPANT, resource)
    words, most = row(s, BITS, resource), at(t, CAPACITY, resource)
    halves = at(t, SIZES, HALVES)
    for time in range(start, min(start + at(s, DURATION, sub), at(t, SIZES, TIMES))):
        others = s[busy + time] - (sign < 0)
        s[busy + time] += sign
        if halves:
            _clash_in_halves(t, s, sub, resource, time, sign)
        elif others >= most:
            put(s, CLASH, resource, at(s, CLASH, resource) + sign)
        if others == 0:
            s[words + time // WORD] ^= 1 << time % WORD
        if sign > 0:
            s[occupant + time] = sub
        elif s[occupant + time] == sub:
            s[occupant + time] = -1


@compiled
def _clash_in_halves(t, s, sub, resource, time, sign):
    """Note a lesson that came (sign 1) or went where some are held in odd or even weeks only.

    Of those, the fuller weeks count.
    """
    odd, even = row(s, ODD, resource) + time, row(s, EVEN, resource) + time
    most, half = at(t, CAPACITY, resource), at(s, HALF, sub)
    now = s[row(s, BUSY, resource) + time]
    before = max(0, now - sign - min(s[odd], s[even]) - most)
    if half == 1:
        s[odd] += sign
    elif half == 2:
        s[even] += sign
    after = max(0, now - min(s[odd], s[even]) - most)
    put(s, CLASH, resource, at(s, CLASH, resource) + after - before)


@compiled
def burden(t, s, sub, resource, place, sign):
    """Add the workload of a sub-event to that of a resource (sign 1), or take it away (-1)."""
    event = at(t, EVENT_OF, sub)
    load = at(t, SLOT_LOAD, at(t, SLOTS, event) + place) * at(s, DURATION, sub) * LOAD_UNIT
    put(s, LOAD, resource, at(s, LOAD, resource) + sign * (load // max(1, at(t, LENGTH, event))))


@compiled
def attends(t, s, sub, resource):
    """Return whether a resource is in one of the places of a lesson."""
    for spot in range(at(t, GIVEN_AT, sub), at(t, GIVEN_AT, sub + 1)):
        if at(s, GIVEN, spot) == resource:
            return True
    return False


@compiled
def lay(t, s, sub, sign, weighs):
    """Let all resources of a sub-event attend it (sign 1), or no longer (-1).

    It weighs where their workload changes as well.
    """
    first = at(t, GIVEN_AT, sub)
    for i in range(first, at(t, GIVEN_AT, sub + 1)):
        resource = at(s, GIVEN, i)
        if resource >= 0:
            occupy(t, s, sub, resource, sign)
            if weighs:
                burden(t, s, sub, resource, i - first, sign)


@compiled
def remember(t, s, best):
    """Copy the timetable of a state, with its cost, into another one."""
    subs = at(t, SIZES, SUB_EVENTS)
    first, end = s[2 * TIME], s[2 * GIVEN] + at(t, GIVEN_AT, subs)
    best[first:end] = s[first:end]
    total = s[2 * TOTAL]
    best[total : total + 2] = s[total : total + 2]
