"""Freeing a group of times of one resource at once: a day, a morning, the afternoon of a day.

A limit on busy groups (``CLUSTER``) costs as much with one lesson in a group as with five, so that
no lesson that leaves brings anything until the last one does: single moves stand still there.
"""

from __future__ import annotations

from scheduling.demands import CLUSTER
from scheduling.local.chains import carry_out, with_friends
from scheduling.local.choosing import TRIES, any_start
from scheduling.local.flat import at, compiled, put, row
from scheduling.local.names import (
    COSTS,
    COUNTS,
    DURATION,
    EVENT_OF,
    GROUP_TIMES,
    GROUP_TIMES_ITEMS,
    GROUPS,
    GROUPS_ITEMS,
    HEADS,
    HIGH,
    IN_GROUP,
    KEEPS,
    KIND,
    MOST_HEADS,
    MOVABLE,
    MOVE_STAMP,
    MOVED,
    OCCUPANT,
    OF_RESOURCE,
    OF_RESOURCE_ITEMS,
    RESOURCES,
    SIZES,
)
from scheduling.local.of_resources import busy_times
from scheduling.local.state import draw

HEADROOM = 16  # lessons that a move may send away besides those of the group


@compiled
def clear(t, s):
    """Send all lessons out of a group of times, of a resource that has too many busy groups."""
    resource, demand = _crowded(t, s)
    if resource < 0:
        return False
    group = _to_clear(t, s, resource, demand)
    put(s, COUNTS, HEADS, 0)
    put(s, COUNTS, KEEPS, 0)
    occupant, count, lessons = row(s, OCCUPANT, resource), 0, 0
    for j in range(at(t, GROUP_TIMES, group), at(t, GROUP_TIMES, group + 1)):
        sub = s[occupant + at(t, GROUP_TIMES_ITEMS, j)]
        if sub < 0 or at(s, MOVED, sub) == at(s, COUNTS, MOVE_STAMP):
            continue
        time = _elsewhere(t, s, resource, demand, group, sub)
        if time < 0 or not at(t, MOVABLE, at(t, EVENT_OF, sub)):
            return False
        lessons += 1
        put(s, COUNTS, MOST_HEADS, lessons + draw(s, HEADROOM))
        count = with_friends(t, s, sub, time, count)
        if count < 0:
            return False
    return carry_out(t, s, count, True)


@compiled
def _crowded(t, s):
    """Return a resource with too many busy groups, and the demand; -1 when none was met."""
    resources = at(t, SIZES, RESOURCES)
    for _ in range(TRIES):
        resource = draw(s, resources)
        line = row(s, COSTS, resource)
        if s[line] + s[line + 1] == 0:
            continue
        first = at(t, OF_RESOURCE, resource)
        count = at(t, OF_RESOURCE, resource + 1) - first
        offset = draw(s, count)
        for i in range(count):
            demand = at(t, OF_RESOURCE_ITEMS, first + (offset + i) % count)
            if at(t, KIND, demand) != CLUSTER:
                continue
            if _busy_groups(t, s, resource, demand) > at(t, HIGH, demand):
                return resource, demand
    return -1, -1


@compiled
def _busy_groups(t, s, resource, demand):
    """Return how many groups of a demand have busy times."""
    count = 0
    for i in range(at(t, GROUPS, demand), at(t, GROUPS, demand + 1)):
        if busy_times(t, s, resource, at(t, GROUPS_ITEMS, i)) > 0:
            count += 1
    return count


@compiled
def _to_clear(t, s, resource, demand):
    """Return a busy group of a demand: more often one with few busy times."""
    first = at(t, GROUPS, demand)
    count = at(t, GROUPS, demand + 1) - first
    offset, best, least = draw(s, count), at(t, GROUPS_ITEMS, first), 1 << 30
    for i in range(count):
        group = at(t, GROUPS_ITEMS, first + (offset + i) % count)
        busy = busy_times(t, s, resource, group)
        wanted = busy + draw(s, 3)
        if busy > 0 and wanted < least:
            best, least = group, wanted
    return best


@compiled
def _elsewhere(t, s, resource, demand, group, sub):
    """Return a start outside a group, if there may be one in a group that is busy anyway; or -1."""
    found, first, last = -1, at(t, GROUPS, demand), at(t, GROUPS, demand + 1)
    for _ in range(TRIES):
        time = any_start(t, s, at(t, EVENT_OF, sub), at(s, DURATION, sub))
        if time < 0 or t[row(t, IN_GROUP, group) + time]:
            continue
        found = time
        for i in range(first, last):
            other = at(t, GROUPS_ITEMS, i)
            if t[row(t, IN_GROUP, other) + time] and busy_times(t, s, resource, other) > 0:
                return time
    return found
