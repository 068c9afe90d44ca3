"""The cost of one unit, found anew from the state; a move is priced by the units that it touches.

Every family of the standard is here once more, beside its check and its constraint: this is the
third and quickest form. Tests hold it against the checker.
"""

from __future__ import annotations

from scheduling.local.flat import at, compiled, ones, put, row
from scheduling.local.names import (
    BITS,
    BUSY,
    CHANGES,
    CLASH,
    COSTS,
    COUNTS,
    DURATION,
    EVENTS,
    FRESH,
    GIVEN,
    GIVEN_AT,
    GROUP_BITS,
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
    MASK_BITS,
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
    PRICE,
    RESOURCES,
    SHAPE,
    SIZES,
    STARTED,
    SUBS,
    TIME,
    TIMES,
    TOTAL,
    TOUCHED,
    TOUCHES,
    UNITS,
    WEIGHT,
    WORDS,
)
from scheduling.local.reading import (
    ASSIGN_RESOURCE,
    ASSIGN_TIME,
    AVOID_SPLIT,
    CLASHES,
    CLUSTER,
    DISTRIBUTE,
    IDLE,
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
def shaped(t, demand, off):
    """Return the value of a demand's cost function at a deviation."""
    shape = at(t, SHAPE, demand)
    if shape == 1:
        return off * off
    if shape == 2:
        return min(off, 1)
    return off


@compiled
def unit_cost(t, s, unit):
    """Return hard cost, soft cost and energy of a unit."""
    hard, soft, energy = 0, 0, 0
    resources, events = at(t, SIZES, RESOURCES), at(t, SIZES, EVENTS)
    if unit < resources:
        for i in range(at(t, OF_RESOURCE, unit), at(t, OF_RESOURCE, unit + 1)):
            demand = at(t, OF_RESOURCE_ITEMS, i)
            amount = shaped(t, demand, _resource_off(t, s, unit, demand))
            energy += at(s, PRICE, demand) * amount
            if at(t, HARD, demand):
                hard += at(t, WEIGHT, demand) * amount
            else:
                soft += at(t, WEIGHT, demand) * amount
    elif unit < resources + events:
        event = unit - resources
        for i in range(at(t, OF_EVENT, event), at(t, OF_EVENT, event + 1)):
            demand = at(t, OF_EVENT_ITEMS, i)
            amount = shaped(t, demand, _event_off(t, s, event, demand))
            energy += at(s, PRICE, demand) * amount
            if at(t, HARD, demand):
                hard += at(t, WEIGHT, demand) * amount
            else:
                soft += at(t, WEIGHT, demand) * amount
    else:
        group = unit - resources - events
        demand = at(t, OF_GROUP, group)
        amount = shaped(t, demand, _group_off(t, s, group, demand))
        energy = at(s, PRICE, demand) * amount
        if at(t, HARD, demand):
            hard = at(t, WEIGHT, demand) * amount
        else:
            soft = at(t, WEIGHT, demand) * amount
    return hard, soft, energy


@compiled
def _resource_off(t, s, resource, demand):
    kind, off = at(t, KIND, demand), 0
    if kind == CLASHES:
        off = at(s, CLASH, resource)
    elif kind == UNAVAILABLE:
        off = _busy_in(t, s, row(s, BITS, resource), row(t, MASK_BITS, at(t, MASK, demand)))
    elif kind == WORKLOAD:
        load = at(s, LOAD, resource)
        low, high = at(t, LOW, demand) * LOAD_UNIT, at(t, HIGH, demand) * LOAD_UNIT
        off = max(low - load, load - high) - TOLERANCE
        off = -(-off // LOAD_UNIT) if off > 0 else 0
    else:
        off = _by_groups(t, s, resource, demand, kind)
    return off


@compiled
def _busy_in(t, s, words, mask):
    """Return how many of the times of a mask a resource is busy at."""
    count = 0
    for i in range(at(t, SIZES, WORDS)):
        count += ones(s[words + i] & t[mask + i])
    return count


@compiled
def _by_groups(t, s, resource, demand, kind):
    """Return the deviation of idle, clustered and limited busy times."""
    low, high, off, total = at(t, LOW, demand), at(t, HIGH, demand), 0, 0
    words = row(s, BITS, resource)
    for i in range(at(t, GROUPS, demand), at(t, GROUPS, demand + 1)):
        group = at(t, GROUPS_ITEMS, i)
        if kind == IDLE:
            total += _idle(t, s, resource, group)
            continue
        count = _busy_in(t, s, words, row(t, GROUP_BITS, group))
        if kind == CLUSTER:
            total += count > 0
        elif count > 0:
            off += outside(count, low, high)
    return off if kind == LIMIT_BUSY else outside(total, low, high)


@compiled
def _idle(t, s, resource, group):
    """Return how many times of a group lie between busy ones."""
    if at(t, SIZES, WORDS) == 1:
        every = t[row(t, GROUP_BITS, group)]
        busy = s[row(s, BITS, resource)] & every
        below = busy  # all bits up to the highest
        for shift in (1, 2, 4, 8, 16, 32):
            below |= below >> shift
        return ones(every & below & ~((busy & -busy) - 1)) - ones(busy)
    line, first, last, count = row(s, BUSY, resource), -1, -1, 0
    for j in range(at(t, GROUP_TIMES, group), at(t, GROUP_TIMES, group + 1)):
        if s[line + at(t, GROUP_TIMES_ITEMS, j)] > 0:
            count += 1
            last = j
            if first < 0:
                first = j
    return last - first + 1 - count if count else 0


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
def price_all(t, s):
    """Find the cost of every unit and the total anew."""
    total = row(s, TOTAL, 0)
    s[total], s[total + 1], s[total + 2] = 0, 0, 0
    for unit in range(at(t, SIZES, RESOURCES) + at(t, SIZES, EVENTS) + at(t, SIZES, UNITS)):
        cost = unit_cost(t, s, unit)
        line = row(s, COSTS, unit)
        for i in range(3):
            s[line + i] = cost[i]
            s[total + i] += cost[i]


@compiled
def price_move(t, s):
    """Return by how much a move changes hard cost, soft cost and energy.

    New costs are noted in ``FRESH``.
    """
    hard, soft, energy = 0, 0, 0
    for i in range(at(s, COUNTS, TOUCHES)):
        unit = at(s, TOUCHED, i)
        cost = unit_cost(t, s, unit)
        line, before = row(s, FRESH, i), row(s, COSTS, unit)
        s[line], s[line + 1], s[line + 2] = cost
        hard += cost[0] - s[before]
        soft += cost[1] - s[before + 1]
        energy += cost[2] - s[before + 2]
    return hard, soft, energy


@compiled
def keep(s, change):
    """Keep a move that was priced: its changes can no longer be taken back."""
    for i in range(at(s, COUNTS, TOUCHES)):
        line, now = row(s, FRESH, i), row(s, COSTS, at(s, TOUCHED, i))
        for j in range(3):
            s[now + j] = s[line + j]
    for j in range(3):
        put(s, TOTAL, j, at(s, TOTAL, j) + change[j])
    put(s, COUNTS, CHANGES, 0)


@compiled
def deviations(t, s, found):
    """Add the deviations of each demand to an array."""
    resources, events = at(t, SIZES, RESOURCES), at(t, SIZES, EVENTS)
    for unit in range(resources):
        for i in range(at(t, OF_RESOURCE, unit), at(t, OF_RESOURCE, unit + 1)):
            demand = at(t, OF_RESOURCE_ITEMS, i)
            found[demand] += _resource_off(t, s, unit, demand)
    for event in range(events):
        for i in range(at(t, OF_EVENT, event), at(t, OF_EVENT, event + 1)):
            demand = at(t, OF_EVENT_ITEMS, i)
            found[demand] += _event_off(t, s, event, demand)
    for group in range(at(t, SIZES, UNITS)):
        demand = at(t, OF_GROUP, group)
        found[demand] += _group_off(t, s, group, demand)
