"""Deviations of a resource: clashes, busy and idle times, busy days, workload."""

from __future__ import annotations

from scheduling.demands import BUSY as LIMIT_BUSY
from scheduling.demands import (
    CLASHES,
    CLUSTER,
    FREE,
    IDLE,
    TRAVEL,
    WINDOWS,
    WORKLOAD,
)
from scheduling.local.flat import at, compiled, ones, row
from scheduling.local.names import (
    BESIDE,
    BESIDE_ITEMS,
    BITS,
    BUSY,
    CLASH,
    CROSSING,
    GROUP_BITS,
    GROUP_LOW,
    GROUP_SPAN,
    GROUP_TIMES,
    GROUP_TIMES_ITEMS,
    GROUPS,
    GROUPS_ITEMS,
    HIGH,
    KIND,
    LOAD,
    LOW,
    MINGLED,
    STEP,
)
from scheduling.local.of_sites import clashes, too_close
from scheduling.local.state import LOAD_UNIT

TOLERANCE = LOAD_UNIT // 1000  # of workloads, as in the standard


@compiled
def resource_off(t, s, resource, demand):
    """Return the deviation of a resource from a demand."""
    kind, off = at(t, KIND, demand), 0
    if kind == CLASHES:
        off = at(s, CLASH, resource) if not at(t, CROSSING, resource) else clashes(t, s, resource)
    elif kind == TRAVEL:
        off = too_close(t, s, resource, demand)
    elif kind == WINDOWS:
        off = max(0, _full_windows(t, s, resource, demand) - at(t, HIGH, demand))
    elif kind == WORKLOAD:
        off = load_off(t, s, resource, demand, 0)
    else:
        off = _by_groups(t, s, resource, demand, kind)
    return off


@compiled
def load_off(t, s, resource, demand, more):
    """Return by how many steps a workload, with something more, is beside its limits."""
    load = at(s, LOAD, resource) + more * LOAD_UNIT
    low, high = at(t, LOW, demand) * LOAD_UNIT, at(t, HIGH, demand) * LOAD_UNIT
    off, step = max(low - load, load - high) - TOLERANCE, at(t, STEP, demand) * LOAD_UNIT
    return -(-off // step) if off > 0 else 0


@compiled
def _by_groups(t, s, resource, demand, kind):
    """Return the deviation of idle, clustered and limited busy times."""
    low, high, off, total = at(t, LOW, demand), at(t, HIGH, demand), 0, 0
    for i in range(at(t, GROUPS, demand), at(t, GROUPS, demand + 1)):
        group = at(t, GROUPS_ITEMS, i)
        if kind in (IDLE, FREE):
            total += _idle(t, s, resource, group, kind == FREE)
            continue
        count = busy_times(t, s, resource, group)
        if kind == CLUSTER:
            total += count > 0
        elif count > 0:
            off += outside(count, low, high)
    return off if kind == LIMIT_BUSY else outside(total, low, high)


@compiled
def lacking(t, s, resource, demand):
    """Return how much of a deviation is busy times, or days with any, that are too few."""
    kind, low, off, total = at(t, KIND, demand), at(t, LOW, demand), 0, 0
    if low == 0 or kind not in (LIMIT_BUSY, CLUSTER):
        return 0
    for i in range(at(t, GROUPS, demand), at(t, GROUPS, demand + 1)):
        count = busy_times(t, s, resource, at(t, GROUPS_ITEMS, i))
        total += count > 0
        off += max(0, low - count) if count > 0 else 0
    return off if kind == LIMIT_BUSY else max(0, low - total)


@compiled
def busy_times(t, s, resource, group):
    """Return at how many of a group's times a resource is busy."""
    words, bits, span = row(s, BITS, resource), row(t, GROUP_BITS, group), row(t, GROUP_SPAN, group)
    count = 0
    for word in range(t[span], t[span + 1]):
        count += ones(s[words + word] & t[bits + word])
    return count


@compiled
def _full_windows(t, s, resource, demand):
    """Return in how many windows a resource is busy in every time group; ``low`` numbers them."""
    full, window, whole = 0, -1, 0
    for i in range(at(t, GROUPS, demand), at(t, GROUPS, demand + 1)):
        if at(t, GROUP_LOW, i) != window:
            full += whole
            window, whole = at(t, GROUP_LOW, i), 1
        if whole:
            whole = 1 if busy_in(t, s, resource, at(t, GROUPS_ITEMS, i)) else 0
    return full + whole


@compiled
def busy_in(t, s, resource, group):
    """Return whether a resource is busy at any of a group's times."""
    words, bits, span = row(s, BITS, resource), row(t, GROUP_BITS, group), row(t, GROUP_SPAN, group)
    found = 0
    for word in range(t[span], t[span + 1]):
        found |= s[words + word] & t[bits + word]
    return found != 0


@compiled
def _idle(t, s, resource, group, from_start):
    """Return how many free times of a group lie between busy ones, or before the last one.

    A lesson by other bells of the school takes the times that overlap it as well.
    """
    if at(t, MINGLED, group):
        return _idle_by_clock(t, s, resource, group, from_start)
    span = row(t, GROUP_SPAN, group)
    if t[span + 1] - t[span] == 1:
        every = t[row(t, GROUP_BITS, group) + t[span]]
        busy = s[row(s, BITS, resource) + t[span]] & every
        below = busy  # all bits up to the highest
        for shift in (1, 2, 4, 8, 16, 32):
            below |= below >> shift
        if not from_start:
            below &= ~((busy & -busy) - 1)
        return ones(every & below) - ones(busy)
    begin = at(t, GROUP_TIMES, group)
    line, first, last, count = row(s, BUSY, resource), begin if from_start else -1, -1, 0
    for j in range(begin, at(t, GROUP_TIMES, group + 1)):
        if s[line + at(t, GROUP_TIMES_ITEMS, j)] > 0:
            count += 1
            last = j
            if first < 0:
                first = j
    return last - first + 1 - count if count else 0


@compiled
def _idle_by_clock(t, s, resource, group, from_start):
    begin = at(t, GROUP_TIMES, group)
    line, first, last, count = row(s, BUSY, resource), begin if from_start else -1, -1, 0
    for j in range(begin, at(t, GROUP_TIMES, group + 1)):
        time = at(t, GROUP_TIMES_ITEMS, j)
        lessons = s[line + time]
        for i in range(at(t, BESIDE, time), at(t, BESIDE, time + 1)):
            lessons += s[line + at(t, BESIDE_ITEMS, i)]
        if lessons > 0:
            count += 1
            last = j
            if first < 0:
                first = j
    return last - first + 1 - count if count else 0


@compiled
def outside(count, low, high):
    """Return by how much a count is below or above its limits."""
    return max(low - count, count - high, 0)
