"""Sending a lesson to a time, and whoever is in its way to where it was: ejection chains.

With lessons of one length this is a Kempe chain of the two times. Linked events move together. Open
places are filled with somebody who is free where that is possible.
"""

from __future__ import annotations

from scheduling.local.changes import fill, place
from scheduling.local.choosing import (
    has_room,
    is_busy,
    may_start,
    slot_of,
)
from scheduling.local.flat import at, compiled, put, row
from scheduling.local.names import (
    BUSY,
    CAPACITY,
    CHOICES,
    CHOICES_ITEMS,
    COUNTS,
    DURATION,
    EVENT_OF,
    FRIENDS,
    FRIENDS_ITEMS,
    GIVEN,
    GIVEN_AT,
    HALF,
    HEADS,
    KEEPS,
    MOST_HEADS,
    MOVABLE,
    MOVE_STAMP,
    MOVED,
    OCCUPANT,
    QUEUE,
    SIZES,
    SLOT_RESOURCE,
    SUBS,
    TIED,
    TIME,
    TIMES,
)
from scheduling.local.state import CHAIN, counted, draw
from scheduling.local.ties import tied_sub, time_with

BOTH = 3  # odd and even weeks, added up
LONGEST_CHAIN = 5  # doublings of the number of lessons that make room, each as often


@compiled
def move_to(t, s, sub, time):
    """Send a sub-event to a time, and who is in its way to where it was."""
    before = at(s, TIME, sub)
    put(s, COUNTS, HEADS, 0)
    put(s, COUNTS, MOST_HEADS, 1 << draw(s, LONGEST_CHAIN))
    put(s, COUNTS, KEEPS, (1 << draw(s, LONGEST_CHAIN)) >> 1)
    return carry_out(t, s, with_friends(t, s, sub, time, 0), before >= 0)


@compiled
def carry_out(t, s, count, evicts):
    """Send the lessons of the list to their times, and those who are in their way in exchange.

    Return whether all of them may go there.
    """
    seen = 0
    while seen < count:  # who has to go where, before anybody goes: most chains end in a refusal
        line = row(s, QUEUE, seen)
        mover, target = s[line], s[line + 1]
        if not may_start(t, at(t, EVENT_OF, mover), at(s, DURATION, mover), target):
            return False
        if evicts:
            count = _evict(t, s, mover, target, target - at(s, TIME, mover), count)
        seen += 1
    for i in range(count):
        line = row(s, QUEUE, i)
        if not has_room(s):
            return False
        go(t, s, s[line], s[line + 1])
    return count > 0


@compiled
def go(t, s, sub, time):
    """Send one lesson to a time; open places are filled anew if empty, or with somebody busy."""
    duration = at(s, DURATION, sub)
    place(t, s, sub, time, duration)
    for spot in range(at(t, GIVEN_AT, sub), at(t, GIVEN_AT, sub + 1)):
        resource = at(s, GIVEN, spot)
        may_go = resource >= 0 and not _stays(t, s, slot_of(t, sub, spot))
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
        if resource < 0 or not _stays(t, s, slot_of(t, mover, spot)):
            continue
        occupant, busy = row(s, OCCUPANT, resource), row(s, BUSY, resource)
        most = at(t, CAPACITY, resource)
        for time in range(target, end):
            other = s[occupant + time] if s[busy + time] >= most else -1
            if other >= 0 and at(s, HALF, mover) + at(s, HALF, other) == BOTH:
                continue  # one in odd, one in even weeks: they do not meet
            if other >= 0 and at(s, MOVED, other) != at(s, COUNTS, MOVE_STAMP):
                count = with_friends(t, s, other, at(s, TIME, other) - shift, count)
                if count < 0:
                    return -1
    return count


@compiled
def with_friends(t, s, sub, time, count):
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
            then = time_with(t, event, friend, time)
            if count >= CHAIN or then < 0:
                return -1
            count = _queue(s, tied_sub(t, sub, friend), then, count)
            continue
        for other in range(at(t, SUBS, friend), at(t, SUBS, friend + 1)):
            same = at(s, TIME, other) == before and at(s, DURATION, other) == at(s, DURATION, sub)
            if same and at(t, MOVABLE, friend) and at(s, MOVED, other) != at(s, COUNTS, MOVE_STAMP):
                if count >= CHAIN:
                    return -1
                count = _queue(s, other, time, count)
    return count


@compiled
def _queue(s, sub, time, count):
    """Put a sub-event on the list of what goes to a time; return the new length of the list."""
    put(s, MOVED, sub, at(s, COUNTS, MOVE_STAMP))
    line = row(s, QUEUE, count)
    s[line], s[line + 1] = sub, time
    return count + 1


@compiled
def refill(t, s, sub, spot):
    """Let somebody who is free take over an open place."""
    which = slot_of(t, sub, spot)
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
