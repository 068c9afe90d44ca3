"""Moves that fill open places anew."""

from __future__ import annotations

from scheduling.local.changes import fill
from scheduling.local.choosing import (
    TRIES,
    TROUBLED,
    busy_sub,
    has_room,
    is_busy,
    slot_of,
    troubled_sub,
)
from scheduling.local.flat import at, compiled, row
from scheduling.local.names import (
    CHANGES,
    CHOICES,
    CHOICES_ITEMS,
    COUNTS,
    DURATION,
    EVENT_OF,
    GIVEN,
    GIVEN_AT,
    OCCUPANT,
    SIZES,
    SLOTS,
    SUB_EVENTS,
    SUBS,
    TIME,
    TIMES,
)
from scheduling.local.state import draw

NOBODY = -2  # may fill a place
EMPTY = 32  # one in so many open places is tried without anybody


@compiled
def change_resource(t, s):
    """Fill a random open place anew: of one lesson, or of all lessons of its event."""
    sub = _staffed_sub(t, s)
    if sub < 0:
        return False
    which = _place(t, s, sub)
    event, whole = at(t, EVENT_OF, sub), draw(s, 2) == 0
    resource = _candidate(t, s, sub, which, whole)
    if resource == NOBODY:
        return False
    if draw(s, EMPTY) == 0:
        resource = -1
    before = at(s, GIVEN, at(t, GIVEN_AT, sub) + which)
    if whole and before >= 0 and resource >= 0 and draw(s, 2) == 0:
        _exchange(t, s, event, resource, before)
    for other in range(at(t, SUBS, event), at(t, SUBS, event + 1)):
        spot = at(t, GIVEN_AT, other) + which
        if at(s, DURATION, other) == 0 or not (whole or other == sub):
            continue
        if at(s, GIVEN, spot) == resource:
            continue
        if not has_room(s):
            return False
        if before >= 0 and resource >= 0 and at(s, TIME, other) >= 0:
            _hand_over(t, s, other, resource, before)
        fill(t, s, other, spot, resource)
    return at(s, COUNTS, CHANGES) > 0


@compiled
def _staffed_sub(t, s):
    """Return a random lesson that is used and has places for resources, -1 when none was met."""
    sub = troubled_sub(t, s) if draw(s, TROUBLED) == 0 else -1
    for _ in range(TRIES):
        if sub < 0:
            sub = draw(s, at(t, SIZES, SUB_EVENTS))
        if at(s, DURATION, sub) > 0 and at(t, GIVEN_AT, sub + 1) > at(t, GIVEN_AT, sub):
            return sub
        sub = -1
    return -1


@compiled
def _place(t, s, sub):
    """Return a place of a lesson: an empty one if there is one."""
    first = at(t, GIVEN_AT, sub)
    count = at(t, GIVEN_AT, sub + 1) - first
    offset = draw(s, count)
    for i in range(count):
        if at(s, GIVEN, first + (offset + i) % count) < 0:
            return (offset + i) % count
    return offset


@compiled
def _candidate(t, s, sub, which, whole):
    """Return who may fill a place of an event: anybody, or, as often, the next who is free."""
    place_of = at(t, SLOTS, at(t, EVENT_OF, sub)) + which
    first = at(t, CHOICES, place_of)
    count = at(t, CHOICES, place_of + 1) - first
    if count == 0:
        return NOBODY
    offset, picky = draw(s, count), draw(s, 2)
    for i in range(count if picky else 1):
        resource = at(t, CHOICES_ITEMS, first + (offset + i) % count)
        if not picky or _is_free(t, s, sub, resource, whole):
            return resource
    return NOBODY


@compiled
def _is_free(t, s, sub, resource, whole):
    """Return whether a resource is free at a lesson, or at all lessons of its event."""
    event = at(t, EVENT_OF, sub)
    for other in range(at(t, SUBS, event), at(t, SUBS, event + 1)):
        start, duration = at(s, TIME, other), at(s, DURATION, other)
        meant = (whole or other == sub) and start >= 0
        if meant and is_busy(t, s, resource, start, duration, 0):
            return False
    return True


@compiled
def _exchange(t, s, event, resource, instead):
    """Let another event of a resource have another one instead, all of its lessons."""
    sub = busy_sub(t, s, resource)
    if sub < 0 or at(t, EVENT_OF, sub) == event:
        return
    first = at(t, GIVEN_AT, sub)
    for spot in range(first, at(t, GIVEN_AT, sub + 1)):
        if at(s, GIVEN, spot) == resource and _may_take(t, sub, spot, instead):
            _fill_all(t, s, at(t, EVENT_OF, sub), spot - first, resource, instead)
            return


@compiled
def _fill_all(t, s, event, which, before, resource):
    """Put a resource into a place of all lessons of an event that have another one there."""
    for sub in range(at(t, SUBS, event), at(t, SUBS, event + 1)):
        spot = at(t, GIVEN_AT, sub) + which
        if at(s, DURATION, sub) > 0 and at(s, GIVEN, spot) == before and has_room(s):
            fill(t, s, sub, spot, resource)


@compiled
def _hand_over(t, s, sub, resource, instead):
    """Let whoever has a resource at the time of a lesson take another one instead, if it may."""
    start, occupant = at(s, TIME, sub), row(s, OCCUPANT, resource)
    for time in range(start, min(start + at(s, DURATION, sub), at(t, SIZES, TIMES))):
        other = s[occupant + time]
        if other < 0 or other == sub:
            continue
        for spot in range(at(t, GIVEN_AT, other), at(t, GIVEN_AT, other + 1)):
            fits = at(s, GIVEN, spot) == resource and _may_take(t, other, spot, instead)
            if fits and has_room(s):
                fill(t, s, other, spot, instead)


@compiled
def _may_take(t, sub, spot, resource):
    which = slot_of(t, sub, spot)
    for i in range(at(t, CHOICES, which), at(t, CHOICES, which + 1)):
        if at(t, CHOICES_ITEMS, i) == resource:
            return True
    return False
