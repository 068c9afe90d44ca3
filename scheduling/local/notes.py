"""What the search that puts in waiting lessons keeps beside the state, in one flat array."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scheduling.demands import BUSY, CLASHES, CLUSTER, FREE, IDLE, TRAVEL, WINDOWS
from scheduling.local.flat import Flat, packed
from scheduling.local.names import RESOURCES
from scheduling.local.tables import lists

if TYPE_CHECKING:
    from scheduling.local.tables import Tables

# Periods of each resource; the required demands on it that depend on times, and the lessons given
# to it; what each lesson costs, and when it was sent
# away; those that the move under way sends away, and those of the best move so far; two numbers.
HOURS, ASKED, ASKED_ITEMS, HAS, HAS_ITEMS, DEARNESS, SINCE, SENT, CHOSEN, NUMBERS = range(10)
SENT_COUNT, ROUND = range(2)  # places in ``NUMBERS``
TIMED = (CLASHES, BUSY, CLUSTER, IDLE, FREE, TRAVEL, WINDOWS)
UNIT = 1_000  # of what a lesson costs
MOST_SENT = 24  # lessons that one may send away


def notes_of(tables: Tables) -> Flat:
    """Return the notes of a search that has not begun."""
    resources, lessons = int(tables.sizes[RESOURCES]), len(tables.event_of)
    given: list[list[int]] = [[] for _ in range(resources)]
    hours = np.zeros(resources)
    for event, length in enumerate(tables.length):
        slots = tables.slot_resource[slice(*tables.slots.start[event : event + 2])]
        for resource in np.unique(slots[slots >= 0]).tolist():
            given[resource] += range(*tables.subs.start[event : event + 2].tolist())
            hours[resource] += length
    asked, has = lists([_asked(tables, r) for r in range(resources)]), lists(given)
    dearness, since = np.full(lessons, UNIT), np.zeros(lessons)
    sent, numbers = np.zeros(2 * MOST_SENT), np.zeros(2)
    return packed([hours, *asked, *has, dearness, since, sent, sent, numbers])


def _asked(tables: Tables, resource: int) -> list[int]:
    """Return the required demands on somebody's times, without those that others imply."""
    found = tables.of_resource.items[slice(*tables.of_resource.start[resource : resource + 2])]
    hard = [d for d in found.tolist() if tables.hard[d] and tables.kind[d] in TIMED]

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
