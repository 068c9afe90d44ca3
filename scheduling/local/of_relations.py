"""Deviations of relations between lessons: subjects of a day, neighbours, ends of the day."""

from __future__ import annotations

from scheduling.local.flat import at, compiled, put, row
from scheduling.local.names import (
    BUSY,
    COUNTS,
    DURATION,
    GROUP_HIGH,
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
from scheduling.local.state import counted


@compiled
def subjects_off(t, s, group, demand):
    """Return how many subjects too many start in the time groups."""
    off = 0
    for i in range(at(t, GROUPS, demand), at(t, GROUPS, demand + 1)):
        times, found = row(t, IN_GROUP, at(t, GROUPS_ITEMS, i)), 0
        counted(s, MARK)
        mark = at(s, COUNTS, MARK)
        for j in range(at(t, MEMBERS, group), at(t, MEMBERS, group + 1)):
            event, subject = at(t, MEMBERS_ITEMS, j), at(t, MEMBER_PLACE, j)
            for sub in range(at(t, SUBS, event), at(t, SUBS, event + 1)):
                time = at(s, TIME, sub)
                here = at(s, DURATION, sub) > 0 and time >= 0 and t[times + time]
                if here and at(s, MARKS, subject) != mark:
                    put(s, MARKS, subject, mark)
                    found += 1
        off += max(0, found - at(t, GROUP_HIGH, i))
    return off


@compiled
def alone(t, s, group, demand):
    """Return how many lessons in place 1 have none of place 0 directly beside them."""
    counted(s, MARK)
    mark, times, off = at(s, COUNTS, MARK), at(t, SIZES, TIMES), 0
    begin, end = at(t, MEMBERS, group), at(t, MEMBERS, group + 1)
    for j in range(begin, end):  # times of the others are marked
        event = at(t, MEMBERS_ITEMS, j)
        for sub in range(at(t, SUBS, event), at(t, SUBS, event + 1)):
            time = at(s, TIME, sub)
            if at(t, MEMBER_PLACE, j) == 0 and time >= 0:
                for now in range(time, min(time + at(s, DURATION, sub), times)):
                    put(s, MARKS, now, mark)
    joins = row(t, MASKS, at(t, MASK, demand))
    for j in range(begin, end):
        event = at(t, MEMBERS_ITEMS, j)
        for sub in range(at(t, SUBS, event), at(t, SUBS, event + 1)):
            first, duration = at(s, TIME, sub), at(s, DURATION, sub)
            if at(t, MEMBER_PLACE, j) == 0 or first < 0 or duration == 0:
                continue
            then, beside = first + duration, False
            if at(t, LOW, demand) and first > 0 and t[joins + first - 1]:
                beside = at(s, MARKS, first - 1) == mark
            if at(t, HIGH, demand) and then < times and t[joins + then - 1]:
                beside = beside or at(s, MARKS, then) == mark
            off += 0 if beside else 1
    return off


@compiled
def in_the_day(t, s, group, demand):
    """Return how many lessons of the first event are not at the end, or beginning, of a day."""
    event, begins = at(t, MEMBERS_ITEMS, at(t, MEMBERS, group)), at(t, HIGH, demand)
    busy, off = row(s, BUSY, at(t, LOW, demand)), 0
    for sub in range(at(t, SUBS, event), at(t, SUBS, event + 1)):
        first, duration = at(s, TIME, sub), at(s, DURATION, sub)
        if first < 0 or duration == 0:
            continue
        others = 0
        for i in range(at(t, GROUPS, demand), at(t, GROUPS, demand + 1)):
            day = at(t, GROUPS_ITEMS, i)
            if not t[row(t, IN_GROUP, day) + first]:
                continue
            for j in range(at(t, GROUP_TIMES, day), at(t, GROUP_TIMES, day + 1)):
                now = at(t, GROUP_TIMES_ITEMS, j)
                outside = now < first if begins else now >= first + duration
                if outside and s[busy + now] > 0:
                    others = 1
        off += others
    return off
