"""Sending lessons away until nothing is under strain: those that cost least for what they relieve.

What a lesson costs is its ``DEARNESS``. Where another is free for its open place, it stays and
costs nothing. What the move has placed or changed itself (``MOVED``) stays as it is.
"""

from __future__ import annotations

from scheduling.demands import CLUSTER
from scheduling.local.changes import place
from scheduling.local.flat import at, compiled, put, row
from scheduling.local.housing import rehouse
from scheduling.local.names import (
    CHANGES,
    COUNTS,
    DURATION,
    EVENT_OF,
    EVENTS,
    FRIENDS,
    FRIENDS_ITEMS,
    GROUPS,
    GROUPS_ITEMS,
    IN_GROUP,
    KIND,
    MEMBERS,
    MEMBERS_ITEMS,
    MOVABLE,
    MOVE_STAMP,
    MOVED,
    RESOURCES,
    SIZES,
    SUBS,
    TIED,
    TIME,
    TIMES,
    TOUCHED,
    TOUCHES,
)
from scheduling.local.notes import (
    ASKED,
    ASKED_ITEMS,
    DEARNESS,
    HAS,
    HAS_ITEMS,
    MOST_SENT,
    NUMBERS,
    SENT,
    SENT_COUNT,
)
from scheduling.local.of_resources import lacking, resource_off
from scheduling.local.state import attends, chance, lay
from scheduling.local.strain import strain
from scheduling.local.ties import tied_sub

NEVER, NO_LIMIT = 1 << 50, float(1 << 60)
NO_GAIN = 3.0  # times as dear is who goes without any relief yet


@compiled
def relax(t, s, x, cost, limit):
    """Send away until none of the units that the move touches is under strain.

    Return the cost with what that costs; ``NEVER`` where it reaches the limit.
    """
    i, easy = 0, 0
    while easy < at(s, COUNTS, TOUCHES):
        unit = at(s, TOUCHED, i % at(s, COUNTS, TOUCHES))
        easy += 1
        much = strain(t, s, unit, x)
        while much > 0:
            cost += ease(t, s, x, unit, much)
            if cost >= limit:
                return NEVER
            much, easy = strain(t, s, unit, x), 1
        i += 1
    return cost


@compiled
def ease(t, s, x, unit, much):
    """Send away a lesson, or a day of lessons, of a unit under so much strain; return the cost."""
    resources, events = at(t, SIZES, RESOURCES), at(t, SIZES, EVENTS)
    if unit < resources:
        cost = _clear_group(t, s, x, unit)
        if cost >= 0:
            return cost
        least, found = NO_LIMIT, -1
        for i in range(at(x, HAS, unit), at(x, HAS, unit + 1)):
            sub = at(x, HAS_ITEMS, i)
            if not attends(t, s, sub, unit):
                continue
            score = _score(t, s, x, unit, sub, much, least)
            if score < least:
                least, found = score, sub
        return give_way(t, s, x, found, unit) if found >= 0 else NEVER
    least, found = NO_LIMIT, -1
    group = unit - resources - events
    first, end = 0, 1
    if group >= 0:
        first, end = at(t, MEMBERS, group), at(t, MEMBERS, group + 1)
    for i in range(first, end):
        event = at(t, MEMBERS_ITEMS, i) if group >= 0 else unit - resources
        for sub in range(at(t, SUBS, event), at(t, SUBS, event + 1)):
            score = _score(t, s, x, unit, sub, much, least)
            if score < least:
                least, found = score, sub
    if found < 0:
        return NEVER
    return give_way(t, s, x, found, -1) if group < 0 else send_away(t, s, x, found)


@compiled
def _clear_group(t, s, x, resource):
    """Send all lessons out of a day, where somebody has too many; return the cost, -1: no need."""
    for i in range(at(x, ASKED, resource), at(x, ASKED, resource + 1)):
        demand = at(x, ASKED_ITEMS, i)
        if at(t, KIND, demand) != CLUSTER:
            continue
        if resource_off(t, s, resource, demand) == lacking(t, s, resource, demand):
            continue
        least, found = NO_LIMIT, -1
        for j in range(at(t, GROUPS, demand), at(t, GROUPS, demand + 1)):
            cost = _group_cost(t, s, x, resource, at(t, GROUPS_ITEMS, j))
            if 0 < cost < least:
                least, found = cost, at(t, GROUPS_ITEMS, j)
        if found < 0:
            return NEVER
        total = 0
        for j in range(at(x, HAS, resource), at(x, HAS, resource + 1)):
            sub = at(x, HAS_ITEMS, j)
            if is_there(t, s, sub) and attends(t, s, sub, resource) and _is_in(t, s, sub, found):
                total += send_away(t, s, x, sub)
        return total
    return -1


@compiled
def give_way(t, s, x, sub, resource):
    """Let a lesson do without a resource, or wait; return what it costs. -1: it lacks somebody."""
    if rehouse(t, s, x, sub, resource):
        put(s, MOVED, sub, at(s, COUNTS, MOVE_STAMP))
        return 0
    return send_away(t, s, x, sub)


@compiled
def send_away(t, s, x, sub):
    """Let a lesson, and those that it is tied to, wait; return what it costs."""
    event = at(t, EVENT_OF, sub)
    if not _send(t, s, x, sub):
        return NEVER
    if at(s, TIED, event):
        for i in range(at(t, FRIENDS, event), at(t, FRIENDS, event + 1)):
            if not _send(t, s, x, tied_sub(t, sub, at(t, FRIENDS_ITEMS, i))):
                return NEVER
    return at(x, DEARNESS, sub)


@compiled
def _send(t, s, x, sub):
    count = at(x, NUMBERS, SENT_COUNT)
    if count >= MOST_SENT or not may_go(t, sub) or at(s, COUNTS, CHANGES) > 4 * MOST_SENT:
        return False
    put(s, MOVED, sub, at(s, COUNTS, MOVE_STAMP))
    place(t, s, sub, -1, at(s, DURATION, sub))
    put(x, SENT, count, sub)
    put(x, NUMBERS, SENT_COUNT, count + 1)
    return True


@compiled
def _score(t, s, x, unit, sub, much, least):
    """Return what it costs to send a lesson away, by what it relieves; dear when it cannot go.

    Whose cost would be too much if it relieved all is not looked at: strain takes most of the time.
    """
    if not is_there(t, s, sub):
        return NO_LIMIT
    cost, time = at(x, DEARNESS, sub) * (1.0 + 0.3 * chance(s)), at(s, TIME, sub)
    if cost >= least * much:
        return NO_LIMIT
    lay(t, s, sub, -1, False)
    put(s, TIME, sub, -1)
    gain = much - strain(t, s, unit, x)
    put(s, TIME, sub, time)
    lay(t, s, sub, 1, False)
    return cost / gain if gain > 0 else NO_GAIN * cost


@compiled
def _group_cost(t, s, x, resource, group):
    """Return what the lessons of a group of times cost; 0: there are none, or some have to stay."""
    cost = 0.0
    for j in range(at(x, HAS, resource), at(x, HAS, resource + 1)):
        sub = at(x, HAS_ITEMS, j)
        if at(s, TIME, sub) < 0 or not _is_in(t, s, sub, group):
            continue
        if not attends(t, s, sub, resource):
            continue
        if not is_there(t, s, sub):
            return 0.0
        cost += at(x, DEARNESS, sub)
    return cost * (1.0 + 0.2 * chance(s))


@compiled
def _is_in(t, s, sub, group):
    line, time = row(t, IN_GROUP, group), at(s, TIME, sub)
    for now in range(time, min(time + at(s, DURATION, sub), at(t, SIZES, TIMES))):
        if t[line + now]:
            return True
    return False


@compiled
def is_there(t, s, sub):
    """Return whether a lesson has a time and may be sent away."""
    settled = at(s, MOVED, sub) == at(s, COUNTS, MOVE_STAMP)
    return at(s, DURATION, sub) > 0 and at(s, TIME, sub) >= 0 and not settled and may_go(t, sub)


@compiled
def may_go(t, sub):
    """Return whether the search may move a lesson."""
    return at(t, MOVABLE, at(t, EVENT_OF, sub)) != 0
