"""Deviations of an event: its times, its split, who fills its places."""

from __future__ import annotations

from scheduling.demands import (
    ASSIGN_RESOURCE,
    ASSIGN_TIME,
    DISTRIBUTE,
    KEEP,
    PATTERNS,
    PREFER_TIMES,
    SPLIT,
    STAY,
)
from scheduling.local.flat import at, compiled, row
from scheduling.local.names import (
    DURATION,
    GIVEN,
    GIVEN_AT,
    GROUP_HIGH,
    GROUP_LOW,
    GROUPS,
    GROUPS_ITEMS,
    HALF,
    HIGH,
    KIND,
    LENGTH,
    LOW,
    MASK,
    MASKS,
    MOVABLE,
    PLACE,
    SUBS,
    TIME,
)
from scheduling.local.of_resources import outside

WEEKS = len(PATTERNS)


@compiled
def event_off(t, s, event, demand):
    """Return the deviation of an event from a demand."""
    kind, off, amount = at(t, KIND, demand), 0, 0
    if kind in (ASSIGN_TIME, PREFER_TIMES) and not at(t, MOVABLE, event):
        return 0
    if kind == STAY:
        return _moved(t, s, event, demand)
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
            elif kind == KEEP:
                off = max(off, at(t, LENGTH, event) * (resource >= 0 and resource != low))
            elif resource >= 0 and not t[mask + resource]:
                off += duration
    if kind in (SPLIT, DISTRIBUTE):
        off += outside(amount, low, at(t, HIGH, demand))
    return off


@compiled
def _moved(t, s, event, demand):
    """Return how many lessons of an earlier timetable an event does not have."""
    moved = 0
    for i in range(at(t, GROUPS, demand), at(t, GROUPS, demand + 1)):
        where, missing = at(t, GROUPS_ITEMS, i), at(t, GROUP_HIGH, i)
        for sub in range(at(t, SUBS, event), at(t, SUBS, event + 1)):
            same = at(s, TIME, sub) * WEEKS + at(s, HALF, sub) == where
            if same and missing and at(s, DURATION, sub) == at(t, GROUP_LOW, i):
                missing -= 1
        moved += missing
    return moved
