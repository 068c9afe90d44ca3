"""Moves that split events into other lessons."""

from __future__ import annotations

from scheduling.local.changes import fill, place
from scheduling.local.choosing import (
    any_start,
    any_sub,
    has_room,
    may_start,
)
from scheduling.local.flat import at, compiled
from scheduling.local.names import (
    DURATION,
    DURATIONS,
    DURATIONS_ITEMS,
    EVENT_OF,
    FRIENDS,
    FRIENDS_ITEMS,
    GIVEN,
    GIVEN_AT,
    MOVABLE,
    SUBS,
    TIED,
    TIME,
)
from scheduling.local.state import draw
from scheduling.local.ties import tied_sub, time_with


@compiled
def change_split(t, s):
    """Make one lesson of an event longer and another one shorter; part one, or join two."""
    sub = any_sub(t, s)
    if sub < 0:
        return False
    event = at(t, EVENT_OF, sub)
    first, end = at(t, SUBS, event), at(t, SUBS, event + 1)
    other = first + draw(s, end - first)
    if other == sub:
        return False
    amount = 1 + draw(s, at(s, DURATION, sub))
    less, more = at(s, DURATION, sub) - amount, at(s, DURATION, other) + amount
    if (less > 0 and not _allows(t, event, less)) or not _allows(t, event, more):
        return False
    time, start = at(s, TIME, other), at(s, TIME, sub)
    if more == amount or time < 0 or draw(s, 3) == 0:
        time = any_start(t, s, event, more)
    elif draw(s, 2) == 0:
        time -= amount
    if draw(s, 2) == 0:
        start += amount
    if not may_start(t, event, more, time) or (less and not may_start(t, event, less, start)):
        return False
    return _resize_all(t, s, sub, start if less else -1, less, other, time, more)


@compiled
def _allows(t, event, duration):
    first, end = at(t, DURATIONS, event), at(t, DURATIONS, event + 1)
    for i in range(first, end):
        if at(t, DURATIONS_ITEMS, i) == duration:
            return True
    return first == end


@compiled
def _resize_all(t, s, sub, start, less, other, time, more):
    """Change two sub-events of an event, and in the same way those of the events linked to it."""
    event, tied = at(t, EVENT_OF, sub), at(s, TIED, at(t, EVENT_OF, sub))
    first = at(s, TIME, sub), at(s, DURATION, sub)
    second = at(s, TIME, other), at(s, DURATION, other)
    _resize(t, s, sub, start, less, other, time, more)
    for i in range(at(t, FRIENDS, event), at(t, FRIENDS, event + 1)):
        friend = at(t, FRIENDS_ITEMS, i)
        if tied:
            one, two = tied_sub(t, sub, friend), tied_sub(t, other, friend)
        else:
            one = _at_same(t, s, friend, first, -1)
            two = _at_same(t, s, friend, second, one)
        if one >= 0 and two >= 0 and at(t, MOVABLE, friend):
            if not has_room(s):
                return False
            begin, again = start, time
            if tied:
                begin, again = time_with(t, event, friend, start), time_with(t, event, friend, time)
            _resize(t, s, one, begin, less, two, again, more)
    return True


@compiled
def _at_same(t, s, event, run, but):
    """Return a lesson of an event with a time and duration, -1 if none; unused: at any time."""
    for sub in range(at(t, SUBS, event), at(t, SUBS, event + 1)):
        same = at(s, DURATION, sub) == run[1] and (run[1] == 0 or at(s, TIME, sub) == run[0])
        if same and sub != but:
            return sub
    return -1


@compiled
def _resize(t, s, sub, start, less, other, time, more):
    fresh = at(s, DURATION, other) == 0
    place(t, s, sub, start, less)
    place(t, s, other, time, more)
    if fresh:  # a new lesson gets the people of the one that it was a part of
        for i in range(at(t, GIVEN_AT, sub + 1) - at(t, GIVEN_AT, sub)):
            spot = at(t, GIVEN_AT, other) + i
            if at(s, GIVEN, spot) != at(s, GIVEN, at(t, GIVEN_AT, sub) + i):
                fill(t, s, other, spot, at(s, GIVEN, at(t, GIVEN_AT, sub) + i))
