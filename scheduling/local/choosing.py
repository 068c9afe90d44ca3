"""What moves begin with: a lesson, a start, a place, and whether there is room for it."""

from __future__ import annotations

from scheduling.local.flat import WORD, at, compiled, row
from scheduling.local.names import (
    BITS,
    BUSY,
    CAPACITY,
    CHANGES,
    COSTS,
    COUNTS,
    DURATION,
    EVENT_OF,
    EVENTS,
    GIVEN_AT,
    MAY_START,
    MOVABLE,
    OCCUPANT,
    RESOURCES,
    SIZES,
    SLOTS,
    START_KEY,
    STARTS,
    STARTS_ITEMS,
    SUB_EVENTS,
    SUBS,
    TIMES,
)
from scheduling.local.state import LONGEST, draw

TRIES = 12  # sub-events that are looked at for one that may move
TROUBLED = 4  # one in so many moves begins at a resource or an event that costs something
RESERVE = 60  # changes that a log must have left for one lesson


@compiled
def has_room(s):
    """Return whether the log of the move has room for the changes of one more lesson."""
    return at(s, COUNTS, CHANGES) < LONGEST - RESERVE


@compiled
def troubled_sub(t, s):
    """Return a lesson of a random resource or event that costs something; -1 when none was met."""
    resources = at(t, SIZES, RESOURCES)
    for _ in range(TRIES):
        unit = draw(s, resources + at(t, SIZES, EVENTS))
        line = row(s, COSTS, unit)
        if s[line] + s[line + 1] == 0:
            continue
        sub = busy_sub(t, s, unit) if unit < resources else used_sub(t, s, unit - resources)
        if sub >= 0 and at(t, MOVABLE, at(t, EVENT_OF, sub)):
            return sub
    return -1


@compiled
def busy_sub(t, s, resource):
    """Return a lesson of a resource, one that clashes if there is one; -1 when it has none."""
    busy, occupant, found = row(s, BUSY, resource), row(s, OCCUPANT, resource), -1
    times, most = at(t, SIZES, TIMES), at(t, CAPACITY, resource)
    words, offset, i = row(s, BITS, resource), draw(s, times), 0
    while i < times:
        time = (offset + i) % times
        i += 1
        if s[words + time // WORD] == 0:  # nothing here, nor in the rest of the word
            i += min(WORD - time % WORD, times - time) - 1
            continue
        if s[occupant + time] >= 0 and (s[busy + time] > most or found < 0):
            found = s[occupant + time]
            if s[busy + time] > most:
                return found
    return found


@compiled
def used_sub(t, s, event):
    """Return a random lesson of an event that is used, -1 if none."""
    first = at(t, SUBS, event)
    count = at(t, SUBS, event + 1) - first
    offset = draw(s, count)
    for i in range(count):
        sub = first + (offset + i) % count
        if at(s, DURATION, sub) > 0:
            return sub
    return -1


@compiled
def any_sub(t, s):
    """Return a random sub-event that is used and may move, -1 when none was met."""
    if draw(s, TROUBLED) == 0:
        sub = troubled_sub(t, s)
        if sub >= 0:
            return sub
    for _ in range(TRIES):
        sub = draw(s, at(t, SIZES, SUB_EVENTS))
        if at(s, DURATION, sub) > 0 and at(t, MOVABLE, at(t, EVENT_OF, sub)):
            return sub
    return -1


@compiled
def any_start(t, s, event, duration):
    """Return a random possible start of a lesson, -1 when there is none."""
    key = t[row(t, START_KEY, event) + duration]
    if key < 0 or at(t, STARTS, key + 1) == at(t, STARTS, key):
        return -1
    count = at(t, STARTS, key + 1) - at(t, STARTS, key)
    return at(t, STARTS_ITEMS, at(t, STARTS, key) + draw(s, count))


@compiled
def may_start(t, event, duration, time):
    """Return whether a lesson may start at a time."""
    if time < 0 or time >= at(t, SIZES, TIMES) or not at(t, MOVABLE, event):
        return False
    key = t[row(t, START_KEY, event) + duration]
    return key >= 0 and t[row(t, MAY_START, key) + time] != 0


@compiled
def is_busy(t, s, resource, start, duration, most):
    """Return whether a resource has more than so many lessons at any of these times."""
    busy = row(s, BUSY, resource)
    for time in range(start, min(start + duration, at(t, SIZES, TIMES))):
        if s[busy + time] > most:
            return True
    return False


@compiled
def slot_of(t, sub, spot):
    """Return the place of the event that a spot of a sub-event stands for."""
    return at(t, SLOTS, at(t, EVENT_OF, sub)) + spot - at(t, GIVEN_AT, sub)
