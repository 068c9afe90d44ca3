"""The numbers of the arrays in the flat tables and in the flat state, in their order."""

from __future__ import annotations

# Of ``Tables``. Lists are two arrays: where each list begins, and the items of all of them.
SIZES = 0
SUBS = 1
EVENT_OF = 3
LENGTH, MOVABLE = 4, 5
GIVEN_AT = 6
SLOTS = 7
SLOT_RESOURCE, SLOT_LOAD = 9, 10
CHOICES, CHOICES_ITEMS = 11, 12
DURATIONS, DURATIONS_ITEMS = 13, 14
STARTS, STARTS_ITEMS = 15, 16
START_KEY, MAY_START = 17, 18
FRIENDS, FRIENDS_ITEMS = 19, 20
KIND, LOW, HIGH, WEIGHT, HARD, SHAPE, PLACE = 21, 22, 23, 24, 25, 26, 27
GROUPS, GROUPS_ITEMS = 28, 29
GROUP_LOW, GROUP_HIGH = 30, 31
MASK, MASKS = 32, 33
GROUP_TIMES, GROUP_TIMES_ITEMS = 34, 35
IN_GROUP = 36
OF_RESOURCE, OF_RESOURCE_ITEMS = 37, 38
OF_EVENT, OF_EVENT_ITEMS = 39, 40
OF_GROUP = 41
MEMBERS, MEMBERS_ITEMS = 42, 43
MEMBER_PLACE = 44
GROUPS_OF, GROUPS_OF_ITEMS = 45, 46

# Places in ``SIZES``.
TIMES, RESOURCES, EVENTS, UNITS, SUB_EVENTS = range(5)

# Of the state (see ``scheduling.local.state``).
(
    TIME,
    DURATION,
    GIVEN,
    BUSY,
    OCCUPANT,
    LOAD,
    COSTS,
    TOTAL,
    LOG,
    COUNTS,
    TOUCHED,
    STAMPS,
    FRESH,
    MARKS,
    MOVED,
    RANDOM,
    QUEUE,
) = range(17)

# Places in ``COUNTS``.
CHANGES, TOUCHES, STAMP, MARK, MOVE_STAMP = range(5)
