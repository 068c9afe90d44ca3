"""Whoever is where a lesson is to be gives way, and its open places are filled."""

from __future__ import annotations

from scheduling.local.changes import fill
from scheduling.local.choosing import slot_of
from scheduling.local.flat import at, compiled, row
from scheduling.local.housing import find_free, is_barred, is_free, is_open
from scheduling.local.names import (
    CAPACITY,
    CHOICES,
    CHOICES_ITEMS,
    COUNTS,
    DURATION,
    GIVEN,
    GIVEN_AT,
    HALF,
    MOVE_STAMP,
    MOVED,
    OCCUPANT,
    SIZES,
    TIMES,
)
from scheduling.local.notes import DEARNESS, NEEDED
from scheduling.local.relieving import NEVER, NO_LIMIT, give_way, is_there
from scheduling.local.state import attends, chance

BOTH = 3  # odd and even weeks, added up


@compiled
def make_way(t, s, x, sub, time):
    """Let whoever is where a lesson is to be give way; return what they cost."""
    cost, end = 0, min(time + at(s, DURATION, sub), at(t, SIZES, TIMES))
    for spot in range(at(t, GIVEN_AT, sub), at(t, GIVEN_AT, sub + 1)):
        if is_open(t, sub, spot):
            cost += _fill_open(t, s, x, sub, spot, time)
        elif at(t, CAPACITY, at(s, GIVEN, spot)) <= 1:
            cost += _clear(t, s, x, sub, at(s, GIVEN, spot), time, end)
    return cost


@compiled
def _clear(t, s, x, sub, resource, time, end):
    """Let whoever has a resource between two times give way to a lesson; return the cost."""
    cost, occupant = 0, row(s, OCCUPANT, resource)
    for now in range(time, end):
        other = s[occupant + now]
        if other < 0 or at(s, MOVED, other) == at(s, COUNTS, MOVE_STAMP):
            continue
        if in_each_others_way(s, sub, other):
            cost += give_way(t, s, x, other, resource)
    return cost


@compiled
def in_each_others_way(s, sub, other):
    """Return whether two lessons at one time meet; not where one is in odd, one in even weeks."""
    return at(s, HALF, sub) + at(s, HALF, other) != BOTH


@compiled
def _fill_open(t, s, x, sub, spot, time):
    """Fill an open place of a lesson that comes to a time; return what that costs.

    With whom it had or anybody else who is free, or, where it has to be filled, with whom it costs
    least to get.
    """
    resource, end = at(s, GIVEN, spot), min(time + at(s, DURATION, sub), at(t, SIZES, TIMES))
    if resource >= 0 and is_free(t, s, x, sub, resource, time):
        return 0
    other, cost = find_free(t, s, x, sub, spot, time), 0
    if other < 0 and at(x, NEEDED, slot_of(t, sub, spot)):
        other = _cheapest(t, s, x, sub, spot, time)
        if other < 0:
            return NEVER
        cost = _clear(t, s, x, sub, other, time, end)
    if other != resource:
        fill(t, s, sub, spot, other)
    return cost


@compiled
def _cheapest(t, s, x, sub, spot, time):
    """Return who may fill a place at a time where others give way for least; -1: nobody."""
    which, least, found = slot_of(t, sub, spot), NO_LIMIT, -1
    end = min(time + at(s, DURATION, sub), at(t, SIZES, TIMES))
    for i in range(at(t, CHOICES, which), at(t, CHOICES, which + 1)):
        resource, cost = at(t, CHOICES_ITEMS, i), 0.0
        taken = attends(t, s, sub, resource) and resource != at(s, GIVEN, spot)
        if taken or is_barred(t, s, x, sub, resource, time):
            continue
        occupant = row(s, OCCUPANT, resource)
        for now in range(time, end):
            other = s[occupant + now]
            if other >= 0:
                cost += at(x, DEARNESS, other) if is_there(t, s, other) else NO_LIMIT
        cost *= 1.0 + 0.3 * chance(s)
        if cost < least:
            least, found = cost, resource
    return found
