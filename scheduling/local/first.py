"""A first timetable: every event is split as it likes and placed where it costs least, in turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scheduling.demands import DISTRIBUTE
from scheduling.demands import SPLIT as SPLIT_KIND
from scheduling.local.changes import begin, fill, place, undo
from scheduling.local.costs import keep, price_all, price_move
from scheduling.local.flat import Flat, at, compiled, part, row
from scheduling.local.names import (
    CHOICES,
    CHOICES_ITEMS,
    DURATION,
    EVENT_OF,
    FRIENDS,
    FRIENDS_ITEMS,
    GIVEN,
    GIVEN_AT,
    HALF,
    MOVABLE,
    SLOT_RESOURCE,
    SLOTS,
    START_KEY,
    STARTS,
    STARTS_ITEMS,
    TIED,
    TIME,
)
from scheduling.local.notes import hours_of
from scheduling.local.state import draw, empty_state, lay
from scheduling.local.ties import tied_sub, time_with

if TYPE_CHECKING:
    from scheduling.local.tables import Ints, Tables

DEAR = 1_000_000  # of one hard cost, against soft ones
NO_LIMIT = float(1 << 60)


def first_state(tables: Tables, flat: Flat, given_starts: list[int], seed: int) -> Flat:
    """Return a complete timetable, made greedily; the hardest lessons are placed first.

    Parameters
    ----------
    tables, flat
        The problem, as tables and as one array.
    given_starts
        For each event, the position of its given time, or -1.
    """
    state = unplaced_state(tables, flat, given_starts, seed)
    insert(flat, state, hardest_first(tables, state))
    return state


def unplaced_state(tables: Tables, flat: Flat, given_starts: list[int], seed: int) -> Flat:
    """Return a timetable in which all lessons wait but those that have a given time."""
    state, subs = empty_state(flat, seed), len(tables.event_of)
    time, duration = part(state, TIME, subs), part(state, DURATION, subs)
    given, half = part(state, GIVEN, int(tables.given[-1])), part(state, HALF, subs)
    part(state, TIED, len(given_starts))[:] = tables.tied
    for event, start in enumerate(given_starts):
        parts = _split(tables, _leader(tables, event))
        mine = slice(*tables.slots.start[event : event + 2])
        for offset, sub in enumerate(range(*tables.subs.start[event : event + 2])):
            given[tables.given[sub] : tables.given[sub + 1]] = tables.slot_resource[mine]
            half[sub] = (1 + (event + offset) % 2) * tables.alternates[event]
            if offset < len(parts):
                duration[sub], time[sub] = parts[offset], start
            lay(flat, state, sub, 1, True)
    price_all(flat, state)
    insert(flat, state, np.flatnonzero((duration > 0) & (tables.movable[tables.event_of] == 0)))
    return state


def hardest_first(tables: Tables, state: Flat) -> Ints:
    """Return the lessons that may move, as numbers: hardest to place first.

    Those whose people have much to do come first, long ones, and those with few times to start: as
    FET orders its activities. Of equals, it is left to chance.
    """
    subs, hours = len(tables.event_of), hours_of(tables)
    duration, given = part(state, DURATION, subs), part(state, GIVEN, int(tables.given[-1]))
    busy = np.append(0, np.cumsum(np.where(given >= 0, hours[given], 0)))
    work = (busy[tables.given[1:]] - busy[tables.given[:-1]]) * duration
    movable = np.flatnonzero((duration > 0) & (tables.movable[tables.event_of] > 0))
    keys = tables.start_key[tables.event_of[movable], duration[movable]]
    starts = np.maximum(1, np.diff(tables.starts.start)[keys])
    dice = np.random.default_rng(draw(state, 1 << 30)).random(len(movable))
    return movable[np.lexsort((dice, -work[movable] / starts))]


def _leader(tables: Tables, event: int) -> int:
    """Return the first of the events that an event is tied to."""
    friends = tables.friends.items[slice(*tables.friends.start[event : event + 2])]
    return min(event, *friends.tolist()) if tables.tied[event] else event


def _split(tables: Tables, event: int) -> list[int]:
    """Return durations that add up to the event's, near to what the rules about splits allow."""
    length = int(tables.length[event])
    low, high = 1, length
    wanted: dict[int, int] = {}
    for i in range(*tables.of_event.start[event : event + 2]):
        demand = tables.of_event.items[i]
        if tables.kind[demand] == SPLIT_KIND:
            low = max(low, int(tables.low[demand]))
            high = min(high, int(tables.high[demand]))
        elif tables.kind[demand] == DISTRIBUTE and tables.low[demand]:
            wanted[int(tables.place[demand])] = int(tables.low[demand])
    allowed = tables.durations.items[slice(*tables.durations.start[event : event + 2])].tolist()
    parts = [d for d, count in wanted.items() for _ in range(count)]
    left = length - sum(parts)
    if left < 0:
        parts, left = [], length
    while left > 0:
        more = max(1, low - len(parts), -(-left // max(allowed or [left])))
        even = -(-left // more)
        part = max((d for d in allowed if d <= even), default=min([*allowed, left]))
        part = min(part, left)
        parts.append(part)
        left -= part
    most = int(np.diff(tables.subs.start)[event])
    return parts if len(parts) <= max(most, high) else [length]


@compiled
def insert(t, s, order):
    """Place lessons one after the other where it costs least, with who costs least."""
    for sub in order:
        event = at(t, EVENT_OF, sub)
        if at(t, MOVABLE, event) and at(s, TIME, sub) < 0:
            key = t[row(t, START_KEY, event) + at(s, DURATION, sub)]
            _best_start(t, s, sub, key)
        first = at(t, GIVEN_AT, sub)
        for spot in range(first, at(t, GIVEN_AT, sub + 1)):
            which = at(t, SLOTS, event) + spot - first
            if at(t, SLOT_RESOURCE, which) < 0:
                _best_resource(t, s, sub, spot, which)


@compiled
def _cost(t, s):
    hard, soft, _energy = price_move(t, s, NO_LIMIT)
    undo(t, s)
    return hard * DEAR + soft


@compiled
def _keep(t, s):
    keep(s, price_move(t, s, NO_LIMIT))


@compiled
def _best_start(t, s, sub, key):
    least, found, duration = 0, -1, at(s, DURATION, sub)
    for i in range(at(t, STARTS, key), at(t, STARTS, key + 1)):
        begin(s)
        _place_all(t, s, sub, at(t, STARTS_ITEMS, i), duration)
        cost = _cost(t, s)
        if found < 0 or cost < least:
            least, found = cost, at(t, STARTS_ITEMS, i)
    if found >= 0:
        begin(s)
        _place_all(t, s, sub, found, duration)
        _keep(t, s)


@compiled
def _place_all(t, s, sub, time, duration):
    """Place a lesson and those that it is tied to."""
    event = at(t, EVENT_OF, sub)
    place(t, s, sub, time, duration)
    if at(s, TIED, event):
        for i in range(at(t, FRIENDS, event), at(t, FRIENDS, event + 1)):
            friend = at(t, FRIENDS_ITEMS, i)
            then = time_with(t, event, friend, time)
            place(t, s, tied_sub(t, sub, friend), then, duration)


@compiled
def _best_resource(t, s, sub, spot, which):
    least, found = 0, -1
    for i in range(at(t, CHOICES, which), at(t, CHOICES, which + 1)):
        begin(s)
        fill(t, s, sub, spot, at(t, CHOICES_ITEMS, i))
        cost = _cost(t, s)
        if found < 0 or cost < least:
            least, found = cost, at(t, CHOICES_ITEMS, i)
    if found >= 0:
        begin(s)
        fill(t, s, sub, spot, found)
        _keep(t, s)
