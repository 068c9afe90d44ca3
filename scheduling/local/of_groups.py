"""Deviations of a group of events: spread over the week, linked, ordered, with one resource."""

from __future__ import annotations

from scheduling.demands import (
    ADJOIN,
    AT_ONCE,
    AVOID_SPLIT,
    COMMON_FREE,
    CONSTANT,
    CROWD,
    END_DAY,
    GAPS,
    LINK,
    MOVED,
    OWN,
    PARTS,
    PREPARED,
    RECEIVED,
    RESTED,
    SPREAD,
    SUBJECTS,
    SYNC,
    TOGETHER,
    UNEVEN,
)
from scheduling.local.flat import at, compiled, put, row
from scheduling.local.names import (
    COUNTS,
    DURATION,
    GIVEN,
    GIVEN_AT,
    GROUP_HIGH,
    GROUP_LOW,
    GROUPS,
    GROUPS_ITEMS,
    HIGH,
    IN_GROUP,
    KIND,
    LOAD,
    LOW,
    MARK,
    MARKS,
    MEMBER_PLACE,
    MEMBERS,
    MEMBERS_ITEMS,
    PLACE,
    SIZES,
    STARTED,
    STEP,
    SUBS,
    TIME,
    TIMES,
)
from scheduling.local.of_crowds import apart, at_once, crowd_off, gaps_off
from scheduling.local.of_moves import moves_off
from scheduling.local.of_relations import alone, in_the_day, subjects_off
from scheduling.local.of_resources import TOLERANCE, load_off, outside
from scheduling.local.of_sites import least_busy, lonely
from scheduling.local.state import LOAD_UNIT, counted


@compiled
def group_off(t, s, group, demand):
    """Return the deviation of a group of events from its demand."""
    kind = at(t, KIND, demand)
    if kind == SPREAD:
        return _spread_off(t, s, group, demand)
    if kind == LINK:
        return _link_off(t, s, group)
    if kind == AVOID_SPLIT:
        return _split_assignments(t, s, group)
    if kind == SYNC:
        return lonely(t, s, group, demand)
    if kind == COMMON_FREE:
        return least_busy(t, s, group, demand)
    if kind == RECEIVED:
        return _lacking(t, s, group, demand)
    if kind == OWN:
        return _without(t, s, group, at(t, LOW, demand))
    if kind == PARTS:
        parts = _parts(t, s, group, at(t, GROUPS, demand), at(t, LOW, demand))
        return max(0, parts - at(t, HIGH, demand))
    if kind == PREPARED:
        return _prepared_off(t, s, group, demand)
    if kind == UNEVEN:
        return _uneven(t, s, group, demand)
    if kind == CONSTANT:
        return at(t, LOW, demand)
    if kind == SUBJECTS:
        return subjects_off(t, s, group, demand)
    if kind == ADJOIN:
        return alone(t, s, group, demand)
    if kind == END_DAY:
        return in_the_day(t, s, group, demand)
    if kind in (MOVED, RESTED):
        return moves_off(t, s, group, demand)
    if kind == GAPS:
        return gaps_off(t, s, group, demand)
    if kind == AT_ONCE:
        return at_once(t, s, group, demand)
    if kind == TOGETHER:
        return apart(t, s, group, demand)
    if kind == CROWD:
        return crowd_off(t, s, group, demand)
    return _order_off(t, s, group, demand)


@compiled
def _spread_off(t, s, group, demand):
    found = 0  # starts, noted in the scratch
    for j in range(at(t, MEMBERS, group), at(t, MEMBERS, group + 1)):
        event = at(t, MEMBERS_ITEMS, j)
        for sub in range(at(t, SUBS, event), at(t, SUBS, event + 1)):
            if at(s, DURATION, sub) > 0 and at(s, TIME, sub) >= 0:
                put(s, STARTED, found, at(s, TIME, sub))
                found += 1
    off = 0
    for i in range(at(t, GROUPS, demand), at(t, GROUPS, demand + 1)):
        times, count = row(t, IN_GROUP, at(t, GROUPS_ITEMS, i)), 0
        for j in range(found):
            count += t[times + at(s, STARTED, j)]
        off += outside(count, at(t, GROUP_LOW, i), at(t, GROUP_HIGH, i))
    return off


@compiled
def _link_off(t, s, group):
    """Return the number of times at which some but not all events run."""
    begin, end = at(t, MEMBERS, group), at(t, MEMBERS, group + 1)
    base = at(s, COUNTS, MARK) + 1
    put(s, COUNTS, MARK, base + end - begin)
    off = 0
    for j in range(begin, end):  # a time is marked by the events that run, as long as all do
        event = at(t, MEMBERS_ITEMS, j)
        for sub in range(at(t, SUBS, event), at(t, SUBS, event + 1)):
            time = at(s, TIME, sub)
            for now in range(time, min(time + at(s, DURATION, sub), at(t, SIZES, TIMES))):
                mark = at(s, MARKS, now)
                if time < 0 or mark == base + j - begin:
                    continue
                if mark < base:
                    off += 1  # not all run here, as far as is known
                    put(s, MARKS, now, base + j - begin if j == begin else base + end - begin)
                elif mark == base + j - begin - 1:
                    put(s, MARKS, now, base + j - begin)
    return off - _complete(t, s, base + end - begin - 1)


@compiled
def _complete(t, s, mark):
    """Return the number of times that have a mark."""
    found = 0
    for time in range(at(t, SIZES, TIMES)):
        if at(s, MARKS, time) == mark:
            found += 1
    return found


@compiled
def _split_assignments(t, s, group):
    """Return the number of resources beyond one."""
    counted(s, MARK)
    mark, found = at(s, COUNTS, MARK), 0
    for j in range(at(t, MEMBERS, group), at(t, MEMBERS, group + 1)):
        event, chosen = at(t, MEMBERS_ITEMS, j), at(t, MEMBER_PLACE, j)
        for sub in range(at(t, SUBS, event), at(t, SUBS, event + 1)):
            if at(s, DURATION, sub) == 0:
                continue
            resource = at(s, GIVEN, at(t, GIVEN_AT, sub) + chosen)
            if resource >= 0 and at(s, MARKS, resource) != mark:
                put(s, MARKS, resource, mark)
                found += 1
    return max(0, found - 1)


@compiled
def _order_off(t, s, group, demand):
    begin = at(t, MEMBERS, group)
    first, second = at(t, MEMBERS_ITEMS, begin), at(t, MEMBERS_ITEMS, begin + 1)
    never = at(t, SIZES, TIMES) + 1
    end, start = -1, never
    for sub in range(at(t, SUBS, first), at(t, SUBS, first + 1)):
        if at(s, DURATION, sub) > 0:
            if at(s, TIME, sub) < 0:
                return 0
            end = max(end, at(s, TIME, sub) + at(s, DURATION, sub))
    for sub in range(at(t, SUBS, second), at(t, SUBS, second + 1)):
        if at(s, DURATION, sub) > 0:
            if at(s, TIME, sub) < 0:
                return 0
            start = min(start, at(s, TIME, sub))
    if end < 0 or start == never:
        return 0
    return outside(start - end, at(t, LOW, demand), at(t, HIGH, demand))


@compiled
def _lacking(t, s, group, demand):
    """Return how many lessons and subjects that a school receives are lacking."""
    counted(s, MARK)
    mark, weekly, subjects = at(s, COUNTS, MARK), 0, 0
    for j in range(at(t, MEMBERS, group), at(t, MEMBERS, group + 1)):
        event, subject = at(t, MEMBERS_ITEMS, j), at(t, MEMBER_PLACE, j)
        for sub in range(at(t, SUBS, event), at(t, SUBS, event + 1)):
            if at(s, DURATION, sub) > 0 and at(s, TIME, sub) >= 0:
                weekly += at(s, DURATION, sub)
                if at(s, MARKS, subject) != mark:
                    put(s, MARKS, subject, mark)
                    subjects += 1
    off = max(0, at(t, LOW, demand) - weekly * at(t, HIGH, demand))
    return off + max(0, at(t, GROUP_LOW, at(t, GROUPS, demand)) - subjects)


@compiled
def _without(t, s, group, resource):
    """Return 1 when no lesson of the events has the resource in the place that is meant."""
    for j in range(at(t, MEMBERS, group), at(t, MEMBERS, group + 1)):
        event, chosen = at(t, MEMBERS_ITEMS, j), at(t, MEMBER_PLACE, j)
        for sub in range(at(t, SUBS, event), at(t, SUBS, event + 1)):
            used = at(s, DURATION, sub) > 0
            if used and at(s, GIVEN, at(t, GIVEN_AT, sub) + chosen) == resource:
                return 0
    return 1


@compiled
def _parts(t, s, group, parts, resource):
    """Return how many parts have a lesson with the resource; ``parts``: where those of members are.

    A member without a part has -1.
    """
    counted(s, MARK)
    mark, found = at(s, COUNTS, MARK), 0
    first = at(t, MEMBERS, group)
    for j in range(first, at(t, MEMBERS, group + 1)):
        event, chosen = at(t, MEMBERS_ITEMS, j), at(t, MEMBER_PLACE, j)
        part = at(t, GROUP_LOW, parts + j - first)
        for sub in range(at(t, SUBS, event), at(t, SUBS, event + 1)):
            used = at(s, DURATION, sub) > 0 and part >= 0 and at(s, MARKS, part) != mark
            if used and at(s, GIVEN, at(t, GIVEN_AT, sub) + chosen) == resource:
                put(s, MARKS, part, mark)
                found += 1
    return found


@compiled
def _prepared_off(t, s, group, demand):
    """Return how far the load of a person is beside its limits, with what preparations count."""
    first, resource = at(t, GROUPS, demand), at(t, PLACE, demand)
    parts = _parts(t, s, group, first, resource)
    return load_off(t, s, resource, demand, max(0, parts - 1) * at(t, GROUP_HIGH, first))


@compiled
def _uneven(t, s, group, demand):
    """Return by how many steps the loads of some people are farther apart than they may be.

    The people stand before the parts of the members, with what always counts and each part counts.
    """
    first, people, most, least = at(t, GROUPS, demand), at(t, LOW, demand), 0, 0
    for i in range(first, first + people):
        resource, each = at(t, GROUPS_ITEMS, i), at(t, GROUP_HIGH, i)
        load = at(s, LOAD, resource) + at(t, GROUP_LOW, i) * LOAD_UNIT
        if each > 0:
            parts = _parts(t, s, group, first + people, resource)
            load += max(0, parts - 1) * each * LOAD_UNIT
        most = load if i == first else max(most, load)
        least = load if i == first else min(least, load)
    off = most - least - at(t, HIGH, demand) * LOAD_UNIT - TOLERANCE
    step = at(t, STEP, demand) * LOAD_UNIT
    return -(-off // step) if off > 0 else 0
