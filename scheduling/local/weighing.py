"""What a lesson costs at least at each time it may start, before any is tried.

To try a time is dear: lessons go and come back, and the rules of all whom they concern are priced.
Those with the lessons that have to go in any case are counted in a moment, so that few times are
tried: the lightest first, until none that is left can be better than the best that was.
"""

from __future__ import annotations

from scheduling.local.flat import at, compiled, put, row
from scheduling.local.housing import is_open
from scheduling.local.making_way import in_each_others_way
from scheduling.local.names import (
    CAPACITY,
    DURATION,
    GIVEN,
    GIVEN_AT,
    OCCUPANT,
    SIZES,
    STARTS_ITEMS,
    TIMES,
)
from scheduling.local.notes import DEARNESS, NUMBERS, SEEN, WEIGHED, WEIGHTS
from scheduling.local.relieving import NEVER, may_go


@compiled
def weigh(t, s, x, sub, first, count):
    """Note what a lesson costs at least at each of so many starts."""
    for i in range(count):
        put(x, WEIGHTS, i, _least(t, s, x, sub, at(t, STARTS_ITEMS, first + i)))


@compiled
def lightest(x, count, offset):
    """Return which of so many starts costs least, by what was noted.

    Of several, the first from the offset on. Whoever has tried one notes ``NEVER`` for it.
    """
    least, found = NEVER + 1, 0
    for i in range(count):
        which = (offset + i) % count
        if at(x, WEIGHTS, which) < least:
            least, found = at(x, WEIGHTS, which), which
    return found


@compiled
def _least(t, s, x, sub, time):
    """Return what those cost who have to go in any case where a lesson is to be at a time."""
    stamp, cost = at(x, NUMBERS, WEIGHED) + 1, 0
    put(x, NUMBERS, WEIGHED, stamp)
    end = min(time + at(s, DURATION, sub), at(t, SIZES, TIMES))
    for spot in range(at(t, GIVEN_AT, sub), at(t, GIVEN_AT, sub + 1)):
        resource = at(s, GIVEN, spot)
        if is_open(t, sub, spot) or at(t, CAPACITY, resource) > 1:
            continue
        occupant = row(s, OCCUPANT, resource)
        for now in range(time, end):
            other = s[occupant + now]
            if other < 0 or at(x, SEEN, other) == stamp:
                continue
            put(x, SEEN, other, stamp)
            if not in_each_others_way(s, sub, other) or _is_guest(t, s, other, resource):
                continue
            if not may_go(t, other):
                return NEVER
            cost += at(x, DEARNESS, other)
    return cost


@compiled
def _is_guest(t, s, sub, resource):
    """Return whether a lesson has a resource in an open place: another may do for it."""
    for spot in range(at(t, GIVEN_AT, sub), at(t, GIVEN_AT, sub + 1)):
        if at(s, GIVEN, spot) == resource and is_open(t, sub, spot):
            return True
    return False
