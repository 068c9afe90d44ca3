"""Moves of lessons to other times. Each returns whether it is worth pricing.

The other moves are in ``staffing`` (who fills open places) and in ``splitting``.
"""

from __future__ import annotations

from scheduling.local.chains import go, move_to, with_friends
from scheduling.local.changes import flip, place
from scheduling.local.choosing import (
    TRIES,
    any_start,
    any_sub,
    may_start,
)
from scheduling.local.flat import at, compiled, put, row
from scheduling.local.names import (
    ALTERNATES,
    COUNTS,
    DURATION,
    EVENT_OF,
    GIVEN,
    GIVEN_AT,
    HEADS,
    KEEPS,
    MOST_HEADS,
    OCCUPANT,
    QUEUE,
    TIED,
    TIME,
)
from scheduling.local.state import draw


@compiled
def move_time(t, s):
    """Send a random lesson to a random time, and who is in its way to where it was."""
    sub, time = _any_move(t, s)
    if sub < 0:
        return False
    return move_to(t, s, sub, time)


@compiled
def swap(t, s):
    """Let two lessons of one resource change places."""
    sub = any_sub(t, s)
    if sub < 0 or at(s, TIME, sub) < 0:
        return False
    first = at(t, GIVEN_AT, sub)
    spots = at(t, GIVEN_AT, sub + 1) - first
    if spots == 0:
        return False
    resource = at(s, GIVEN, first + draw(s, spots))
    if resource < 0:
        return False
    for _ in range(TRIES):
        time = any_start(t, s, at(t, EVENT_OF, sub), at(s, DURATION, sub))
        other = s[row(s, OCCUPANT, resource) + time] if time >= 0 else -1
        if other >= 0 and at(s, TIME, other) != at(s, TIME, sub):
            return move_to(t, s, sub, at(s, TIME, other))
    return False


@compiled
def shift_only(t, s):
    """Send a random lesson, at times with those linked to it, to a time, whoever is there."""
    sub, time = _any_move(t, s)
    if sub < 0:
        return False
    if draw(s, 2) == 0 and not at(s, TIED, at(t, EVENT_OF, sub)):
        place(t, s, sub, time, at(s, DURATION, sub))
        return True
    put(s, COUNTS, HEADS, 0)
    put(s, COUNTS, MOST_HEADS, 1)
    put(s, COUNTS, KEEPS, 0)
    count = with_friends(t, s, sub, time, 0)
    for i in range(count):
        line = row(s, QUEUE, i)
        mover, target = s[line], s[line + 1]
        if not may_start(t, at(t, EVENT_OF, mover), at(s, DURATION, mover), target):
            return False
        go(t, s, mover, target)
    return count > 0


@compiled
def _any_move(t, s):
    """Return a random lesson and another time at which it may start; -1 when none was met.

    A lesson of odd or even weeks may change its weeks, and then its time may stay.
    """
    sub = any_sub(t, s)
    if sub < 0:
        return -1, -1
    time = any_start(t, s, at(t, EVENT_OF, sub), at(s, DURATION, sub))
    if at(t, ALTERNATES, at(t, EVENT_OF, sub)) and draw(s, 2) == 0:
        flip(t, s, sub)
    elif time == at(s, TIME, sub):
        return -1, -1
    return (sub, time) if time >= 0 else (-1, -1)
