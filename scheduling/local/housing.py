"""Who fills open places of a lesson that is put in: whoever is free, or costs least to get free.

A lesson that waits keeps whom it had in its open places. Somebody *barred* at a time can never be
had then, by a required rule: a room that is closed.
"""

from __future__ import annotations

from scheduling.local.changes import fill
from scheduling.local.choosing import has_room, slot_of
from scheduling.local.flat import WORD, at, compiled, row
from scheduling.local.names import (
    BUSY,
    CAPACITY,
    CHOICES,
    CHOICES_ITEMS,
    DURATION,
    GIVEN,
    GIVEN_AT,
    SIZES,
    SLOT_RESOURCE,
    TIME,
    TIMES,
)
from scheduling.local.notes import BARRED, NEEDED
from scheduling.local.state import attends, draw


@compiled
def find_free(t, s, x, sub, spot, time):
    """Return who else may fill a place of a lesson at a time and is free then; -1: nobody."""
    which = slot_of(t, sub, spot)
    first = at(t, CHOICES, which)
    count = at(t, CHOICES, which + 1) - first
    offset = draw(s, max(1, count))
    for i in range(count):
        resource = at(t, CHOICES_ITEMS, first + (offset + i) % count)
        if not attends(t, s, sub, resource) and is_free(t, s, x, sub, resource, time):
            return resource
    return -1


@compiled
def is_free(t, s, x, sub, resource, time):
    """Return whether a resource may attend a lesson at a time without anybody's going."""
    if is_barred(t, s, x, sub, resource, time):
        return False
    busy, most = row(s, BUSY, resource), at(t, CAPACITY, resource)
    for now in range(time, min(time + at(s, DURATION, sub), at(t, SIZES, TIMES))):
        if s[busy + now] >= most:
            return False
    return True


@compiled
def is_barred(t, s, x, sub, resource, time):
    """Return whether a resource can never be had for a lesson at a time."""
    words = row(x, BARRED, resource)
    for now in range(time, min(time + at(s, DURATION, sub), at(t, SIZES, TIMES))):
        if x[words + now // WORD] >> now % WORD & 1:
            return True
    return False


@compiled
def is_open(t, sub, spot):
    """Return whether a place of a lesson is the search's to fill."""
    return at(t, SLOT_RESOURCE, slot_of(t, sub, spot)) < 0


@compiled
def rehouse(t, s, x, sub, resource):
    """Put somebody who is free in the place of a resource; return whether there was one.

    Resource -1: in the places that are empty and have to be filled.
    """
    done = False
    for spot in range(at(t, GIVEN_AT, sub), at(t, GIVEN_AT, sub + 1)):
        if at(s, GIVEN, spot) != resource or not is_open(t, sub, spot):
            continue
        if resource < 0 and not at(x, NEEDED, slot_of(t, sub, spot)):
            continue
        other = find_free(t, s, x, sub, spot, at(s, TIME, sub))
        if other < 0 or not has_room(s):
            return False
        fill(t, s, sub, spot, other)
        done = True
    return done
