"""What keeps a timetable with waiting lessons from being completed: the strain of a unit.

Strain is what further lessons cannot mend. Somebody's free time between lessons, a day with too
few of them, or a day without any that ought to have some, may be filled by those that wait; a
clash, a day too many, or one with too many lessons will never be.
"""

from __future__ import annotations

from scheduling.demands import (
    ADJOIN,
    ASSIGN_RESOURCE,
    AT_ONCE,
    COMMON_FREE,
    CROWD,
    END_DAY,
    FREE,
    GAPS,
    IDLE,
    LINK,
    MOVED,
    ORDER,
    PREFER_TIMES,
    RECEIVED,
    RESTED,
    SPREAD,
    SUBJECTS,
    SYNC,
    TOGETHER,
)
from scheduling.local.flat import WORD, at, compiled, ones, row
from scheduling.local.names import (
    BITS,
    DURATION,
    EVENTS,
    GIVEN,
    GIVEN_AT,
    GROUP_HIGH,
    GROUPS,
    GROUPS_ITEMS,
    HARD,
    IN_GROUP,
    KIND,
    MEMBERS,
    MEMBERS_ITEMS,
    OF_EVENT,
    OF_EVENT_ITEMS,
    OF_GROUP,
    PLACE,
    RESOURCES,
    SIZES,
    SUBS,
    TIME,
    TIMES,
)
from scheduling.local.notes import ASKED, ASKED_ITEMS, HOURS
from scheduling.local.of_events import event_off
from scheduling.local.of_groups import group_off
from scheduling.local.of_resources import lacking, resource_off

# Of groups of events: those that others may mend, and those that further lessons never do.
TIMED = (LINK, SYNC, RECEIVED, ADJOIN, AT_ONCE)
LASTING = (COMMON_FREE, CROWD, END_DAY, GAPS, MOVED, ORDER, RESTED, SUBJECTS, TOGETHER)


@compiled
def strain(t, s, unit, x):
    """Return by how much required rules of a unit are broken, but for what those waiting mend."""
    resources, events = at(t, SIZES, RESOURCES), at(t, SIZES, EVENTS)
    if unit < resources:
        return _of_resource(t, s, unit, x)
    if unit < resources + events:
        return _of_event(t, s, unit - resources)
    return _of_group(t, s, unit - resources - events)


@compiled
def _of_resource(t, s, resource, x):
    found, open_times = 0, 0
    for i in range(at(x, ASKED, resource), at(x, ASKED, resource + 1)):
        demand = at(x, ASKED_ITEMS, i)
        kind = at(t, KIND, demand)
        off = resource_off(t, s, resource, demand)
        if off == 0:
            continue
        short = off if kind in (IDLE, FREE) else lacking(t, s, resource, demand)
        found += off - short
        open_times = max(open_times, short)  # of several demands, the same lessons may fill them
    if open_times:
        found += max(0, open_times - _waiting_hours(t, s, resource, x))
    return found


@compiled
def _waiting_hours(t, s, resource, x):
    """Return how many periods of a resource have no time yet."""
    line, busy = row(s, BITS, resource), 0
    for word in range(-(-at(t, SIZES, TIMES) // WORD)):
        busy += ones(s[line + word])
    return max(0, at(x, HOURS, resource) - busy)


@compiled
def _of_event(t, s, event):
    found = 0
    for i in range(at(t, OF_EVENT, event), at(t, OF_EVENT, event + 1)):
        demand = at(t, OF_EVENT_ITEMS, i)
        if not at(t, HARD, demand):
            continue
        if at(t, KIND, demand) == PREFER_TIMES:
            found += event_off(t, s, event, demand)
        elif at(t, KIND, demand) == ASSIGN_RESOURCE:
            found += _nobody(t, s, event, at(t, PLACE, demand))
    return found


@compiled
def _nobody(t, s, event, place):
    """Return how many periods of lessons that have a time have nobody in a place."""
    found = 0
    for sub in range(at(t, SUBS, event), at(t, SUBS, event + 1)):
        if at(s, TIME, sub) >= 0 and at(s, GIVEN, at(t, GIVEN_AT, sub) + place) < 0:
            found += at(s, DURATION, sub)
    return found


@compiled
def _of_group(t, s, group):
    demand = at(t, OF_GROUP, group)
    if not at(t, HARD, demand):
        return 0
    kind = at(t, KIND, demand)
    if kind == SPREAD:
        return _too_many(t, s, group, demand)
    if kind in LASTING:
        return group_off(t, s, group, demand)
    if kind not in TIMED:
        return 0
    off = group_off(t, s, group, demand)
    if off == 0:
        return 0
    for j in range(at(t, MEMBERS, group), at(t, MEMBERS, group + 1)):
        event = at(t, MEMBERS_ITEMS, j)
        for sub in range(at(t, SUBS, event), at(t, SUBS, event + 1)):
            if at(s, TIME, sub) < 0:
                off -= at(s, DURATION, sub)
    return max(0, off)


@compiled
def _too_many(t, s, group, demand):
    """Return by how many lessons the groups of times have more than they may."""
    off = 0
    for i in range(at(t, GROUPS, demand), at(t, GROUPS, demand + 1)):
        times, count = row(t, IN_GROUP, at(t, GROUPS_ITEMS, i)), 0
        for j in range(at(t, MEMBERS, group), at(t, MEMBERS, group + 1)):
            event = at(t, MEMBERS_ITEMS, j)
            for sub in range(at(t, SUBS, event), at(t, SUBS, event + 1)):
                if at(s, DURATION, sub) > 0 and at(s, TIME, sub) >= 0:
                    count += t[times + at(s, TIME, sub)]
        off += max(0, count - at(t, GROUP_HIGH, i))
    return off
