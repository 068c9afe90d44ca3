"""The cost of one unit, found anew from the state; a move is priced by the units that it touches.

Every family of the standard is here once more, beside its check and its constraint: this is the
third and quickest form. Tests hold it against the checker.
"""

from __future__ import annotations

from scheduling.local.flat import at, compiled, put, row
from scheduling.local.names import (
    BUSY,
    CHANGES,
    COSTS,
    COUNTS,
    DURATION,
    EVENTS,
    FRESH,
    GIVEN,
    GIVEN_AT,
    GROUP_HIGH,
    GROUP_LOW,
    GROUP_TIMES,
    GROUP_TIMES_ITEMS,
    GROUPS,
    GROUPS_ITEMS,
    HARD,
    HIGH,
    IN_GROUP,
    KIND,
    LOAD,
    LOW,
    MARK,
    MARKS,
    MASK,
    MASKS,
    MEMBER_PLACE,
    MEMBERS,
    MEMBERS_ITEMS,
    MOVABLE,
    OF_EVENT,
    OF_EVENT_ITEMS,
    OF_GROUP,
    OF_RESOURCE,
    OF_RESOURCE_ITEMS,
    PLACE,
    RESOURCES,
    SHAPE,
    SIZES,
    SUBS,
    TIME,
    TIMES,
    TOTAL,
    TOUCHED,
    TOUCHES,
    UNITS,
    WEIGHT,
)
from scheduling.local.reading import (
    ASSIGN_RESOURCE,
    ASSIGN_TIME,
    AVOID_SPLIT,
    CLASHES,
    CLUSTER,
    DISTRIBUTE,
    LINK,
    PREFER_TIMES,
    SPLIT,
    SPREAD,
    UNAVAILABLE,
    WORKLOAD,
)
from scheduling.local.reading import BUSY as LIMIT_BUSY
from scheduling.local.state import LOAD_UNIT, counted

TOLERANCE = LOAD_UNIT // 1000  # of workloads, as in the standard


@compiled
def outside(count, low, high):
    """Return by how much a count is below or above its limits."""
    return max(low - count, count - high, 0)


@compiled
def priced(t, demand, off):
    """Return the cost of a deviation: weight times cost function."""
    shape = at(t, SHAPE, demand)
    if shape == 1:
        off = off * off
    elif shape == 2:
        off = min(off, 1)
    return at(t, WEIGHT, demand) * off


@compiled
def unit_cost(t, s, unit):
    """Return hard and soft cost of a unit."""
    hard, soft = 0, 0
    resources, events = at(t, SIZES, RESOURCES), at(t, SIZES, EVENTS)
    if unit < resources:
        for i in range(at(t, OF_RESOURCE, unit), at(t, OF_RESOURCE, unit + 1)):
            demand = at(t, OF_RESOURCE_ITEMS, i)
            cost = priced(t, demand, _resource_off(t, s, unit, demand))
            if at(t, HARD, demand):
                hard += cost
            else:
                soft += cost
    elif unit < resources + events:
        event = unit - resources
        for i in range(at(t, OF_EVENT, event), at(t, OF_EVENT, event + 1)):
            demand = at(t, OF_EVENT_ITEMS, i)
            cost = priced(t, demand, _event_off(t, s, event, demand))
            if at(t, HARD, demand):
                hard += cost
            else:
                soft += cost
    else:
        group = unit - resources - events
        demand = at(t, OF_GROUP, group)
        cost = priced(t, demand, _group_off(t, s, group, demand))
        if at(t, HARD, demand):
            hard = cost
        else:
            soft = cost
    return hard, soft


@compiled
def _resource_off(t, s, resource, demand):
    kind, busy, off = at(t, KIND, demand), row(s, BUSY, resource), 0
    if kind == CLASHES:
        for time in range(at(t, SIZES, TIMES)):
            off += max(0, s[busy + time] - 1)
    elif kind == UNAVAILABLE:
        mask = row(t, MASKS, at(t, MASK, demand))
        for time in range(at(t, SIZES, TIMES)):
            if s[busy + time] > 0 and t[mask + time]:
                off += 1
    elif kind == WORKLOAD:
        load = at(s, LOAD, resource)
        low, high = at(t, LOW, demand) * LOAD_UNIT, at(t, HIGH, demand) * LOAD_UNIT
        off = max(low - load, load - high) - TOLERANCE
        off = -(-off // LOAD_UNIT) if off > 0 else 0
    else:
        off = _by_groups(t, s, busy, demand, kind)
    return off


@compiled
def _by_groups(t, s, busy, demand, kind):
    """Return the deviation of idle, clustered and limited busy times."""
    low, high, off, total = at(t, LOW, demand), at(t, HIGH, demand), 0, 0
    for i in range(at(t, GROUPS, demand), at(t, GROUPS, demand + 1)):
        group = at(t, GROUPS_ITEMS, i)
        first, last, count = -1, -1, 0
        for j in range(at(t, GROUP_TIMES, group), at(t, GROUP_TIMES, group + 1)):
            if s[busy + at(t, GROUP_TIMES_ITEMS, j)] > 0:
                count += 1
                last = j
                if first < 0:
                    first = j
        if count == 0:
            continue
        if kind == LIMIT_BUSY:
            off += outside(count, low, high)
        elif kind == CLUSTER:
            total += 1
        else:
            total += last - first + 1 - count
    return off if kind == LIMIT_BUSY else outside(total, low, high)


@compiled
def _event_off(t, s, event, demand):
    kind, off, amount = at(t, KIND, demand), 0, 0
    if kind in (ASSIGN_TIME, PREFER_TIMES) and not at(t, MOVABLE, event):
        return 0
    low, chosen = at(t, LOW, demand), at(t, PLACE, demand)
    mask = row(t, MASKS, at(t, MASK, demand))
    limits = at(t, GROUPS, demand)  # of durations, where the family is SplitEvents
    for sub in range(at(t, SUBS, event), at(t, SUBS, event + 1)):
        duration, time = at(s, DURATION, sub), at(s, TIME, sub)
        if duration == 0:
            continue
        if kind == ASSIGN_TIME:
            off += duration if time < 0 else 0
        elif kind == PREFER_TIMES:
            if time >= 0 and not t[mask + time] and low in (0, duration):
                off += duration
        elif kind == SPLIT:
            amount += 1
            if not at(t, GROUP_LOW, limits) <= duration <= at(t, GROUP_HIGH, limits):
                off += 1
        elif kind == DISTRIBUTE:
            amount += 1 if duration == chosen else 0
        else:
            resource = at(s, GIVEN, at(t, GIVEN_AT, sub) + chosen)
            if kind == ASSIGN_RESOURCE:
                off += duration if resource < 0 else 0
            elif resource >= 0 and not t[mask + resource]:
                off += duration
    if kind in (SPLIT, DISTRIBUTE):
        off += outside(amount, low, at(t, HIGH, demand))
    return off


@compiled
def _group_off(t, s, group, demand):
    kind = at(t, KIND, demand)
    if kind == SPREAD:
        return _spread_off(t, s, group, demand)
    if kind == LINK:
        return _link_off(t, s, group)
    if kind == AVOID_SPLIT:
        return _split_assignments(t, s, group)
    return _order_off(t, s, group, demand)


@compiled
def _spread_off(t, s, group, demand):
    off = 0
    for i in range(at(t, GROUPS, demand), at(t, GROUPS, demand + 1)):
        times, count = row(t, IN_GROUP, at(t, GROUPS_ITEMS, i)), 0
        for j in range(at(t, MEMBERS, group), at(t, MEMBERS, group + 1)):
            event = at(t, MEMBERS_ITEMS, j)
            for sub in range(at(t, SUBS, event), at(t, SUBS, event + 1)):
                if at(s, DURATION, sub) > 0 and at(s, TIME, sub) >= 0:
                    count += t[times + at(s, TIME, sub)]
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
def price_all(t, s):
    """Find the cost of every unit and the total anew."""
    hard, soft = 0, 0
    for unit in range(at(t, SIZES, RESOURCES) + at(t, SIZES, EVENTS) + at(t, SIZES, UNITS)):
        cost = unit_cost(t, s, unit)
        line = row(s, COSTS, unit)
        s[line], s[line + 1] = cost[0], cost[1]
        hard += cost[0]
        soft += cost[1]
    put(s, TOTAL, 0, hard)
    put(s, TOTAL, 1, soft)


@compiled
def price_move(t, s):
    """Return by how much a move changes hard and soft cost; new costs are noted in ``FRESH``."""
    hard, soft = 0, 0
    for i in range(at(s, COUNTS, TOUCHES)):
        unit = at(s, TOUCHED, i)
        cost = unit_cost(t, s, unit)
        line, before = row(s, FRESH, i), row(s, COSTS, unit)
        s[line], s[line + 1] = cost[0], cost[1]
        hard += cost[0] - s[before]
        soft += cost[1] - s[before + 1]
    return hard, soft


@compiled
def keep(s, hard, soft):
    """Keep a move that was priced: its changes can no longer be taken back."""
    for i in range(at(s, COUNTS, TOUCHES)):
        line, now = row(s, FRESH, i), row(s, COSTS, at(s, TOUCHED, i))
        s[now], s[now + 1] = s[line], s[line + 1]
    put(s, TOTAL, 0, at(s, TOTAL, 0) + hard)
    put(s, TOTAL, 1, at(s, TOTAL, 1) + soft)
    put(s, COUNTS, CHANGES, 0)
