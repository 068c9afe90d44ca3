"""Deviations of people who change rooms or buildings: how often, and with how little rest."""

from __future__ import annotations

from scheduling.demands import MOVED
from scheduling.local.flat import at, compiled, put, row
from scheduling.local.names import (
    COUNTS,
    DURATION,
    GIVEN,
    GIVEN_AT,
    GROUP_TIMES,
    GROUP_TIMES_ITEMS,
    GROUPS,
    GROUPS_ITEMS,
    HIGH,
    KIND,
    LOW,
    MARK,
    MARKS,
    MASK,
    MASKS,
    MEMBER_PLACE,
    MEMBERS,
    MEMBERS_ITEMS,
    PLACE,
    RESOURCES,
    ROOM_SITE,
    SIZES,
    SUBS,
    TIME,
    TIMES,
)
from scheduling.local.state import attends


@compiled
def moves_off(t, s, group, demand):
    """Return the moves of a person beyond the most (MOVED), or those without enough rest."""
    base, off = _noted(t, s, group, demand), 0
    for i in range(at(t, GROUPS, demand), at(t, GROUPS, demand + 1)):
        day = at(t, GROUPS_ITEMS, i)
        if at(t, KIND, demand) == MOVED:
            off += _moves(t, s, day, base)
        else:
            off += _hurried(t, s, day, base, demand)
    return max(0, off - at(t, HIGH, demand)) if at(t, KIND, demand) == MOVED else off


@compiled
def _noted(t, s, group, demand):
    """Mark times by where the person is; the mark of a time is above the base by the place."""
    base, person = at(s, COUNTS, MARK) + 1, at(t, PLACE, demand)
    put(s, COUNTS, MARK, base + at(t, SIZES, RESOURCES))
    for j in range(at(t, MEMBERS, group), at(t, MEMBERS, group + 1)):
        event, chosen = at(t, MEMBERS_ITEMS, j), at(t, MEMBER_PLACE, j)
        for sub in range(at(t, SUBS, event), at(t, SUBS, event + 1)):
            time, place = at(s, TIME, sub), at(s, GIVEN, at(t, GIVEN_AT, sub) + chosen)
            if place >= 0 and at(t, LOW, demand):  # buildings count, not rooms
                place = at(t, ROOM_SITE, place)
            if time < 0 or place < 0 or not attends(t, s, sub, person):
                continue
            for now in range(time, min(time + at(s, DURATION, sub), at(t, SIZES, TIMES))):
                put(s, MARKS, now, base + place)
    return base


@compiled
def _moves(t, s, day, base):
    count, before = 0, -1
    for i in range(at(t, GROUP_TIMES, day), at(t, GROUP_TIMES, day + 1)):
        mark = at(s, MARKS, at(t, GROUP_TIMES_ITEMS, i))
        if mark >= base:
            count += before >= 0 and mark != before
            before = mark
    return count


@compiled
def _hurried(t, s, day, base, demand):
    """Return the pairs of times at two places with too few times, or breaks, between them."""
    joins, off, end = row(t, MASKS, at(t, MASK, demand)), 0, at(t, GROUP_TIMES, day + 1)
    for i in range(at(t, GROUP_TIMES, day), end):
        mark, rest = at(s, MARKS, at(t, GROUP_TIMES_ITEMS, i)), 0
        if mark < base:
            continue
        for j in range(i + 1, end):
            rest += not t[joins + at(t, GROUP_TIMES_ITEMS, j - 1)]
            if rest >= at(t, HIGH, demand):
                break
            other = at(s, MARKS, at(t, GROUP_TIMES_ITEMS, j))
            off += other >= base and other != mark
            rest += 1
    return off
