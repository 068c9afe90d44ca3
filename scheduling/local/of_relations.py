"""Deviations of relations between lessons: subjects of a day, neighbours, ends of the day."""

from __future__ import annotations

from scheduling.local.flat import at, compiled, put, row
from scheduling.local.names import (
    COUNTS,
    DURATION,
    GROUP_HIGH,
    GROUP_TIMES,
    GROUP_TIMES_ITEMS,
    GROUPS,
    GROUPS_ITEMS,
    HALF,
    HALVES,
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
from scheduling.local.of_sites import is_there
from scheduling.local.state import counted

ODD_WEEKS, EVEN_WEEKS, BOTH = 1, 2, 3  # as the state has them; both also as bits


@compiled
def subjects_off(t, s, group, demand):
    """Return how many subjects too many start in the time groups, in the fuller weeks."""
    off = 0
    for i in range(at(t, GROUPS, demand), at(t, GROUPS, demand + 1)):
        found = _subjects(t, s, group, i, EVEN_WEEKS)  # of all lessons, if none are of odd weeks
        if at(t, SIZES, HALVES):
            found = max(found, _subjects(t, s, group, i, ODD_WEEKS))
        off += max(0, found - at(t, GROUP_HIGH, i))
    return off


@compiled
def _subjects(t, s, group, place, half):
    """Return how many subjects start in a time group in odd or in even weeks."""
    times, found = row(t, IN_GROUP, at(t, GROUPS_ITEMS, place)), 0
    counted(s, MARK)
    mark = at(s, COUNTS, MARK)
    for j in range(at(t, MEMBERS, group), at(t, MEMBERS, group + 1)):
        event, subject = at(t, MEMBERS_ITEMS, j), at(t, MEMBER_PLACE, j)
        for sub in range(at(t, SUBS, event), at(t, SUBS, event + 1)):
            time = at(s, TIME, sub)
            here = at(s, DURATION, sub) > 0 and time >= 0 and t[times + time]
            if here and at(s, HALF, sub) != 3 - half and at(s, MARKS, subject) != mark:
                put(s, MARKS, subject, mark)
                found += 1
    return found


@compiled
def alone(t, s, group, demand):
    """Return how many lessons in place 1 have none of place 0 directly beside them.

    Weeks are bits: a mark is above ``base`` by those in which the others run at a time.
    """
    base, times, off = at(s, COUNTS, MARK), at(t, SIZES, TIMES), 0
    put(s, COUNTS, MARK, base + BOTH)
    begin, end = at(t, MEMBERS, group), at(t, MEMBERS, group + 1)
    for j in range(begin, end):  # times of the others are marked
        event = at(t, MEMBERS_ITEMS, j)
        for sub in range(at(t, SUBS, event), at(t, SUBS, event + 1)):
            time = at(s, TIME, sub)
            if at(t, MEMBER_PLACE, j) == 0 and time >= 0:
                for now in range(time, min(time + at(s, DURATION, sub), times)):
                    put(s, MARKS, now, base + (_weeks(s, sub) | _marked(s, now, base)))
    joins = row(t, MASKS, at(t, MASK, demand))
    for j in range(begin, end):
        event = at(t, MEMBERS_ITEMS, j)
        for sub in range(at(t, SUBS, event), at(t, SUBS, event + 1)):
            first, duration = at(s, TIME, sub), at(s, DURATION, sub)
            if at(t, MEMBER_PLACE, j) == 0 or first < 0 or duration == 0:
                continue
            then, lacking = first + duration, _weeks(s, sub)
            if at(t, LOW, demand) and first > 0 and t[joins + first - 1]:
                lacking &= ~_marked(s, first - 1, base)
            if at(t, HIGH, demand) and then < times and t[joins + then - 1]:
                lacking &= ~_marked(s, then, base)
            off += lacking != 0
    return off


@compiled
def _weeks(s, sub):
    """Return the weeks in which a lesson is held, as bits."""
    return at(s, HALF, sub) or BOTH


@compiled
def _marked(s, time, base):
    """Return the weeks for which a time is marked."""
    return max(0, at(s, MARKS, time) - base)


@compiled
def in_the_day(t, s, group, demand):
    """Return how many lessons of the first event are not at the end, or beginning, of a day."""
    event, begins = at(t, MEMBERS_ITEMS, at(t, MEMBERS, group)), at(t, HIGH, demand)
    resource, off = at(t, LOW, demand), 0
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
                if outside and is_there(s, resource, now, at(s, HALF, sub)):
                    others = 1
        off += others
    return off
