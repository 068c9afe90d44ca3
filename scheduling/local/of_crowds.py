"""Deviations of events and people at the same time: starts, lessons at once, gaps, crowds."""

from __future__ import annotations

from scheduling.local.flat import at, compiled, put, row
from scheduling.local.names import (
    COUNTS,
    DURATION,
    GROUP_HIGH,
    GROUP_LOW,
    GROUP_TIMES,
    GROUP_TIMES_ITEMS,
    GROUPS,
    GROUPS_ITEMS,
    HIGH,
    IN_GROUP,
    LOW,
    MARK,
    MARKS,
    MASK,
    MASKS,
    MEMBER_PLACE,
    MEMBERS,
    MEMBERS_ITEMS,
    SIZES,
    SUBS,
    TIME,
    TIMES,
)
from scheduling.local.of_resources import busy_in


@compiled
def apart(t, s, group, demand):
    """Return in how many time groups some events start, beyond one."""
    used = 0
    for i in range(at(t, GROUPS, demand), at(t, GROUPS, demand + 1)):
        used += _starts_in(t, s, group, row(t, IN_GROUP, at(t, GROUPS_ITEMS, i)))
    return max(0, used - 1)


@compiled
def _starts_in(t, s, group, times):
    for j in range(at(t, MEMBERS, group), at(t, MEMBERS, group + 1)):
        event = at(t, MEMBERS_ITEMS, j)
        for sub in range(at(t, SUBS, event), at(t, SUBS, event + 1)):
            if at(s, DURATION, sub) > 0 and at(s, TIME, sub) >= 0 and t[times + at(s, TIME, sub)]:
                return True
    return False


@compiled
def at_once(t, s, group, demand):
    """Return by how many lessons the times of a group are beside the limits, added up.

    ``low`` of the time group is the least; its ``high`` says whether none is allowed as well.
    """
    base, lessons = at(s, COUNTS, MARK), 0  # a mark is above it by the lessons at a time
    for j in range(at(t, MEMBERS, group), at(t, MEMBERS, group + 1)):
        event = at(t, MEMBERS_ITEMS, j)
        for sub in range(at(t, SUBS, event), at(t, SUBS, event + 1)):
            time = at(s, TIME, sub)
            if time < 0 or at(s, DURATION, sub) == 0:
                continue
            lessons += 1
            for now in range(time, min(time + at(s, DURATION, sub), at(t, SIZES, TIMES))):
                put(s, MARKS, now, max(base, at(s, MARKS, now)) + 1)
    put(s, COUNTS, MARK, base + lessons)
    first = at(t, GROUPS, demand)
    some, least = at(t, GROUPS_ITEMS, first), at(t, GROUP_LOW, first)
    or_none, off = at(t, GROUP_HIGH, first), 0
    for i in range(at(t, GROUP_TIMES, some), at(t, GROUP_TIMES, some + 1)):
        number = max(0, at(s, MARKS, at(t, GROUP_TIMES_ITEMS, i)) - base)
        if number or not or_none:
            off += max(least - number, number - at(t, HIGH, demand), 0)
    return off


@compiled
def gaps_off(t, s, group, demand):
    """Return how many times lack between lessons of two events on the same days."""
    begin, off = at(t, MEMBERS, group), 0
    first, second = at(t, MEMBERS_ITEMS, begin), at(t, MEMBERS_ITEMS, begin + 1)
    for a in range(at(t, SUBS, first), at(t, SUBS, first + 1)):
        here, end = at(s, TIME, a), _end(t, s, a)
        for b in range(at(t, SUBS, second), at(t, SUBS, second + 1)):
            there, last = at(s, TIME, b), _end(t, s, b)
            if here < 0 or there < 0 or end == here or last == there:
                continue
            if not _on_one_day(t, demand, here, there):
                continue
            if at(t, HIGH, demand) and (there, last) < (here, end):  # in any order
                off += _lacking(t, demand, last, here)
            elif there >= here:
                off += _lacking(t, demand, end, there)
    return off


@compiled
def _end(t, s, sub):
    return min(at(s, TIME, sub) + at(s, DURATION, sub), at(t, SIZES, TIMES))


@compiled
def _on_one_day(t, demand, here, there):
    for i in range(at(t, GROUPS, demand), at(t, GROUPS, demand + 1)):
        times = row(t, IN_GROUP, at(t, GROUPS_ITEMS, i))
        if t[times + here] and t[times + there]:
            return True
    return False


@compiled
def _lacking(t, demand, end, then):
    """Return how many times lack from the end of a lesson to the next one; a break is as good."""
    joins, found = row(t, MASKS, at(t, MASK, demand)), max(0, then - end)
    for time in range(end - 1, then):
        found += not t[joins + time]
    return max(0, at(t, LOW, demand) - found)


@compiled
def crowd_off(t, s, group, demand):
    """Return how many people too many are busy in the time groups, added up."""
    off = 0
    for i in range(at(t, GROUPS, demand), at(t, GROUPS, demand + 1)):
        some, busy, before = at(t, GROUPS_ITEMS, i), 0, -1
        for j in range(at(t, MEMBERS, group), at(t, MEMBERS, group + 1)):
            person = at(t, MEMBER_PLACE, j)
            if person != before:  # the events of one person stand together
                busy += busy_in(t, s, person, some)
            before = person
        off += max(0, busy - at(t, HIGH, demand))
    return off
