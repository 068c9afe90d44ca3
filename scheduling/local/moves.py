"""Moves: what is tried on a timetable. Each returns whether it is worth pricing.

A lesson that comes to a time at which its people are busy sends the others to where it was (an
ejection chain; with lessons of one length, a Kempe chain of the two times). Linked events move
together. Open places are filled with somebody who is free where that is possible.
"""

from __future__ import annotations

from scheduling.local.flat import at, compiled, put, row
from scheduling.local.names import (
    BUSY,
    CHANGES,
    CHOICES,
    CHOICES_ITEMS,
    COSTS,
    COUNTS,
    DURATION,
    DURATIONS,
    DURATIONS_ITEMS,
    EVENT_OF,
    EVENTS,
    FRIENDS,
    FRIENDS_ITEMS,
    GIVEN,
    GIVEN_AT,
    HEADS,
    KEEPS,
    MAY_START,
    MOST_HEADS,
    MOVABLE,
    MOVE_STAMP,
    MOVED,
    OCCUPANT,
    QUEUE,
    RESOURCES,
    SIZES,
    SLOT_RESOURCE,
    SLOTS,
    START_KEY,
    STARTS,
    STARTS_ITEMS,
    SUB_EVENTS,
    SUBS,
    TIED,
    TIME,
    TIMES,
)
from scheduling.local.state import CHAIN, LONGEST, counted, draw, fill, place, tied_sub

LONGEST_CHAIN = 5  # doublings of the number of lessons that make room, each as often
TRIES = 12  # sub-events that are looked at for one that may move
TROUBLED = 4  # one in so many moves begins at a resource that costs something
NOBODY = -2  # may fill a place
EMPTY = 32  # one in so many open places is tried without anybody
RESERVE = 60  # changes that a log must have left for one lesson


@compiled
def _has_room(s):
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
        sub = _busy_sub(t, s, unit) if unit < resources else _used_sub(t, s, unit - resources)
        if sub >= 0 and at(t, MOVABLE, at(t, EVENT_OF, sub)):
            return sub
    return -1


@compiled
def _busy_sub(t, s, resource):
    """Return a lesson of a resource, one that clashes if there is one; -1 when it has none."""
    busy, occupant, found = row(s, BUSY, resource), row(s, OCCUPANT, resource), -1
    times = at(t, SIZES, TIMES)
    offset = draw(s, times)
    for i in range(times):
        time = (offset + i) % times
        if s[occupant + time] >= 0 and (s[busy + time] > 1 or found < 0):
            found = s[occupant + time]
            if s[busy + time] > 1:
                return found
    return found


@compiled
def _used_sub(t, s, event):
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
def _slot(t, sub, spot):
    """Return the place of the event that a spot of a sub-event stands for."""
    return at(t, SLOTS, at(t, EVENT_OF, sub)) + spot - at(t, GIVEN_AT, sub)


@compiled
def refill(t, s, sub, spot):
    """Let somebody who is free take over an open place."""
    which = _slot(t, sub, spot)
    first = at(t, CHOICES, which)
    count = at(t, CHOICES, which + 1) - first
    if count == 0:
        return
    offset = draw(s, count)
    for i in range(count):
        resource = at(t, CHOICES_ITEMS, first + (offset + i) % count)
        if not is_busy(t, s, resource, at(s, TIME, sub), at(s, DURATION, sub), 0):
            fill(t, s, sub, spot, resource)
            return


@compiled
def _queue(s, sub, time, count):
    """Put a sub-event on the list of what goes to a time; return the new length of the list."""
    put(s, MOVED, sub, at(s, COUNTS, MOVE_STAMP))
    line = row(s, QUEUE, count)
    s[line], s[line + 1] = sub, time
    return count + 1


@compiled
def _with_friends(t, s, sub, time, count):
    """Put a sub-event and those linked to it on the list; return its length, -1 when it is full."""
    event, before = at(t, EVENT_OF, sub), at(s, TIME, sub)
    if count >= CHAIN or counted(s, HEADS) > at(s, COUNTS, MOST_HEADS):
        return -1
    count = _queue(s, sub, time, count)
    tied = at(s, TIED, event)
    if before < 0 and not tied:
        return count
    for i in range(at(t, FRIENDS, event), at(t, FRIENDS, event + 1)):
        friend = at(t, FRIENDS_ITEMS, i)
        if tied:
            if count >= CHAIN:
                return -1
            count = _queue(s, tied_sub(t, sub, friend), time, count)
            continue
        for other in range(at(t, SUBS, friend), at(t, SUBS, friend + 1)):
            same = at(s, TIME, other) == before and at(s, DURATION, other) == at(s, DURATION, sub)
            if same and at(t, MOVABLE, friend) and at(s, MOVED, other) != at(s, COUNTS, MOVE_STAMP):
                if count >= CHAIN:
                    return -1
                count = _queue(s, other, time, count)
    return count


@compiled
def move_to(t, s, sub, time):
    """Send a sub-event to a time, and who is in its way to where it was."""
    before, seen = at(s, TIME, sub), 0
    put(s, COUNTS, HEADS, 0)
    put(s, COUNTS, MOST_HEADS, 1 << draw(s, LONGEST_CHAIN))
    put(s, COUNTS, KEEPS, (1 << draw(s, LONGEST_CHAIN)) >> 1)
    count = _with_friends(t, s, sub, time, 0)
    while seen < count:  # who has to go where, before anybody goes: most chains end in a refusal
        line = row(s, QUEUE, seen)
        mover, target = s[line], s[line + 1]
        if not may_start(t, at(t, EVENT_OF, mover), at(s, DURATION, mover), target):
            return False
        if before >= 0:
            count = _evict(t, s, mover, target, target - at(s, TIME, mover), count)
        seen += 1
    for i in range(count):
        line = row(s, QUEUE, i)
        if not _has_room(s):
            return False
        _go(t, s, s[line], s[line + 1])
    return count > 0


@compiled
def _go(t, s, sub, time):
    """Send one lesson to a time; open places are filled anew if empty, or with somebody busy."""
    duration = at(s, DURATION, sub)
    place(t, s, sub, time, duration)
    for spot in range(at(t, GIVEN_AT, sub), at(t, GIVEN_AT, sub + 1)):
        resource = at(s, GIVEN, spot)
        may_go = resource >= 0 and not _stays(t, s, _slot(t, sub, spot))
        if resource < 0 or (may_go and is_busy(t, s, resource, time, duration, 1)):
            refill(t, s, sub, spot)


@compiled
def _stays(t, s, which):
    """Return whether who fills a place moves with the lesson, and sends others away.

    Always where given; where open, if so few can fill it as the move has drawn.
    """
    few = at(t, CHOICES, which + 1) - at(t, CHOICES, which) <= at(s, COUNTS, KEEPS)
    return few or at(t, SLOT_RESOURCE, which) >= 0


@compiled
def _evict(t, s, mover, target, shift, count):
    """Put those who are in the way of a lesson on the list, bound for where it was."""
    end = min(target + at(s, DURATION, mover), at(t, SIZES, TIMES))
    for spot in range(at(t, GIVEN_AT, mover), at(t, GIVEN_AT, mover + 1)):
        resource = at(s, GIVEN, spot)
        if resource < 0 or not _stays(t, s, _slot(t, mover, spot)):
            continue
        occupant = row(s, OCCUPANT, resource)
        for time in range(target, end):
            other = s[occupant + time]
            if other >= 0 and at(s, MOVED, other) != at(s, COUNTS, MOVE_STAMP):
                count = _with_friends(t, s, other, at(s, TIME, other) - shift, count)
                if count < 0:
                    return -1
    return count


@compiled
def _any_move(t, s):
    """Return a random lesson and another time at which it may start; -1 when none was met."""
    sub = any_sub(t, s)
    if sub < 0:
        return -1, -1
    time = any_start(t, s, at(t, EVENT_OF, sub), at(s, DURATION, sub))
    if time < 0 or time == at(s, TIME, sub):
        return -1, -1
    return sub, time


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
        other = s[row(s, OCCUPANT, resource) + draw(s, at(t, SIZES, TIMES))]
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
    count = _with_friends(t, s, sub, time, 0)
    for i in range(count):
        line = row(s, QUEUE, i)
        mover, target = s[line], s[line + 1]
        if not may_start(t, at(t, EVENT_OF, mover), at(s, DURATION, mover), target):
            return False
        _go(t, s, mover, target)
    return count > 0


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
    for other in range(at(t, SUBS, event), at(t, SUBS, event + 1)):
        spot = at(t, GIVEN_AT, other) + which
        if at(s, DURATION, other) == 0 or not (whole or other == sub):
            continue
        if at(s, GIVEN, spot) == resource:
            continue
        if not _has_room(s):
            return False
        if before >= 0 and resource >= 0 and at(s, TIME, other) >= 0:
            _hand_over(t, s, other, resource, before)
        fill(t, s, other, spot, resource)
    return at(s, COUNTS, CHANGES) > 0


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
            if fits and _has_room(s):
                fill(t, s, other, spot, instead)


@compiled
def _may_take(t, sub, spot, resource):
    which = _slot(t, sub, spot)
    for i in range(at(t, CHOICES, which), at(t, CHOICES, which + 1)):
        if at(t, CHOICES_ITEMS, i) == resource:
            return True
    return False


@compiled
def _allows(t, event, duration):
    first, end = at(t, DURATIONS, event), at(t, DURATIONS, event + 1)
    for i in range(first, end):
        if at(t, DURATIONS_ITEMS, i) == duration:
            return True
    return first == end


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
            if not _has_room(s):
                return False
            _resize(t, s, one, start, less, two, time, more)
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
