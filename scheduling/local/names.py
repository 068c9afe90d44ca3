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
TIES = 21
KIND, LOW, HIGH, WEIGHT, HARD, SHAPE, PLACE = 22, 23, 24, 25, 26, 27, 28
GROUPS, GROUPS_ITEMS = 29, 30
GROUP_LOW, GROUP_HIGH = 31, 32
MASK, MASKS = 33, 34
GROUP_TIMES, GROUP_TIMES_ITEMS = 35, 36
IN_GROUP = 37
OF_RESOURCE, OF_RESOURCE_ITEMS = 38, 39
OF_EVENT, OF_EVENT_ITEMS = 40, 41
OF_GROUP = 42
MEMBERS, MEMBERS_ITEMS = 43, 44
MEMBER_PLACE = 45
GROUPS_OF, GROUPS_OF_ITEMS = 46, 47
MASK_BITS, GROUP_BITS = 48, 49
CAPACITY = 50

# Places in ``SIZES``.
TIMES, RESOURCES, EVENTS, UNITS, SUB_EVENTS, DEMANDS, WORDS = range(7)

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
    PRICE,
    CLASH,
    BITS,
    STARTED,
    TIED,
) = range(22)

# Places in ``COUNTS``.
CHANGES, TOUCHES, STAMP, MARK, MOVE_STAMP, HEADS, MOST_HEADS, KEEPS = range(8)
