"""What the search that puts in waiting lessons keeps beside the state, in one flat array."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scheduling.demands import ASSIGN_RESOURCE, BUSY, CLASHES, CLUSTER, FREE, IDLE, TRAVEL, WINDOWS
from scheduling.local.flat import Flat, packed
from scheduling.local.names import RESOURCES, TIMES, WORDS
from scheduling.local.tables import lists

if TYPE_CHECKING:
    from scheduling.local.tables import Ints, Lists, Tables

# Periods of each resource; the required demands on it that depend on times, and the lessons that it
# is given or may be; as bits, when it can never be had for an open place; whether a place has to be
# filled; what each lesson costs, and when it was sent away; those that the move under way sends
# away; when each lesson was met last, and what each start costs at least (``weighing``); some
# numbers.
(
    HOURS,
    ASKED,
    ASKED_ITEMS,
    HAS,
    HAS_ITEMS,
    BARRED,
    NEEDED,
    DEARNESS,
    SINCE,
    SENT,
    SEEN,
    WEIGHTS,
    NUMBERS,
) = range(13)
# Places in ``NUMBERS``: lessons in ``SENT``; rounds so far; the fewest that have waited, and the
# round in which they first did, or in which the search went back to that; starts weighed so far.
SENT_COUNT, ROUND, FEWEST, BACK, WEIGHED = range(5)
ASKING = (CLASHES, BUSY, CLUSTER, IDLE, FREE, TRAVEL, WINDOWS)
UNIT = 1_000  # of what a lesson costs
MOST_SENT = 24  # lessons that one may send away


def notes_of(tables: Tables) -> Flat:
    """Return the notes of a search that has not begun."""
    resources, lessons = int(tables.sizes[RESOURCES]), len(tables.event_of)
    given: list[list[int]] = [[] for _ in range(resources)]
    for event in range(len(tables.length)):
        places = slice(*tables.slots.start[event : event + 2])
        fixed = tables.slot_resource[places]
        ends = tables.choices.start[[places.start, places.stop]]
        may = np.concatenate([fixed[fixed >= 0], tables.choices.items[slice(*ends)]])
        for resource in np.unique(may).tolist():
            given[resource] += range(*tables.subs.start[event : event + 2].tolist())
    asked, has = lists([_asked(tables, r) for r in range(resources)]), lists(given)
    dearness, since = np.full(lessons, UNIT), np.zeros(lessons)
    sent, numbers = np.zeros(MOST_SENT), np.array([0, lessons, lessons, lessons, 0])
    hours, seen, weights = hours_of(tables), np.zeros(lessons), np.zeros(int(tables.sizes[TIMES]))
    barred, needed = _barred(tables, asked), _needed(tables)
    many = [barred, needed, dearness, since, sent, seen, weights, numbers]
    return packed([hours, *asked, *has, *many])


def hours_of(tables: Tables) -> Ints:
    """Return for each resource how many periods it has to attend, where no choice is left."""
    hours = np.zeros(int(tables.sizes[RESOURCES]), dtype=np.int64)
    for event, length in enumerate(tables.length):
        fixed = tables.slot_resource[slice(*tables.slots.start[event : event + 2])]
        hours[np.unique(fixed[fixed >= 0])] += length
    return hours


def _barred(tables: Tables, asked: Lists) -> Ints:
    """Return as bits when each resource may not have any lesson, by a required demand."""
    found = np.zeros((int(tables.sizes[RESOURCES]), int(tables.sizes[WORDS])), dtype=np.int64)
    for resource in np.unique(tables.choices.items).tolist():
        for demand in asked.items[slice(*asked.start[resource : resource + 2])].tolist():
            if tables.kind[demand] == BUSY and tables.high[demand] == 0:
                ends = slice(*tables.groups.start[demand : demand + 2])
                groups = tables.groups.items[ends]
                found[resource] |= np.bitwise_or.reduce(tables.group_bits[groups])
    return found


def _needed(tables: Tables) -> Ints:
    """Return for each place of each event whether a required demand wants it filled."""
    found = np.zeros(len(tables.slot_resource), dtype=np.int64)
    for event, first in enumerate(tables.slots.start[:-1].tolist()):
        for demand in tables.of_event.items[slice(*tables.of_event.start[event : event + 2])]:
            if tables.kind[demand] == ASSIGN_RESOURCE and tables.hard[demand]:
                found[first + tables.place[demand]] = 1
    return found


def _asked(tables: Tables, resource: int) -> list[int]:
    """Return the required demands on somebody's times, without those that others imply."""
    found = tables.of_resource.items[slice(*tables.of_resource.start[resource : resource + 2])]
    hard = [d for d in found.tolist() if tables.hard[d] and tables.kind[d] in ASKING]

    def groups(demand: int) -> set[int]:
        ends = slice(*tables.groups.start[demand : demand + 2])
        return set(tables.groups.items[ends].tolist())

    def implied(demand: int, other: int) -> bool:
        """Return whether another demand, on the week say, allows no more idle times than this."""
        alike = tables.kind[demand] == tables.kind[other] == IDLE and not tables.low[demand]
        if not alike or tables.high[other] > tables.high[demand]:
            return False
        return groups(demand) < groups(other)

    return [d for d in hard if not any(implied(d, other) for other in hard)]
