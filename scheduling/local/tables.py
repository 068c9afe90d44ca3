"""An instance as arrays of numbers, for functions compiled to machine code.

A *unit* is what one cost is computed for: a resource, an event, or an event group under one rule.
A *demand* is one rule as a unit sees it; the demands of each kind of unit are listed in its order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from scheduling.local.flat import WORD, Flat, packed

if TYPE_CHECKING:
    from collections.abc import Sequence

Ints = Any  # numpy array of integers


class Lists(NamedTuple):
    """A list of lists of integers: list ``i`` is ``items[start[i]:start[i + 1]]``."""

    start: Ints
    items: Ints


class Tables(NamedTuple):
    """What the compiled functions read. Sub-event ``s`` is of event ``event_of[s]``.

    Attributes
    ----------
    sizes
        Numbers of times, resources, events, event-group units, sub-events, demands,
        words for a bit for each time, and whether lessons are held in odd or even weeks only.
    subs
        For each event, its sub-events: as many as its duration, most of them unused.
    event_of, length, movable
        Event of each sub-event; duration of each event; whether an event has no given time.
    given, slots
        Where the resources of each sub-event stand in ``State.given``: one for each place of its
        event. For each event, its places for resources; ``slot_resource`` is -1 where open,
        ``slot_load`` the workload.
    choices
        For each place, the resources that may fill it.
    durations, starts, start_key, may_start
        For each event, the durations its sub-events may have; lists of starts, which list is that
        of an event and duration (-1: none), and the lists as a matrix (list, time).
    friends, tied
        For each event, the events that have to run when it does; and whether it has to run with
        them lesson by lesson, all of them being of one length (then ``friends`` has all of them).
    kind, low, high, weight, hard, shape, place, groups, mask, step
        Of each demand: the family, limits, price, whether it is required, cost function, place of
        the event, time groups (with ``low`` and ``high`` of their own in ``group_low`` and
        ``group_high``), and the row of ``masks`` with what is preferred.
    group_times, in_group
        The times of each time group, in order, and as a matrix (group, time).
    of_resource, of_event, of_group
        Demands of each resource and event; the demand of each event-group unit.
    members, groups_of
        Events of each event-group unit, with their place in ``member_place``; units of each event.
    group_bits, group_span
        ``in_group`` with the times as bits, ``WORD`` of them in a number; the first number, and the
        one after the last, that has a bit of a time group.
    capacity
        How many lessons each resource can hold at once.
    alternates
        Of each event: whether its lessons are held in odd or in even weeks only.
    crossing
        Of each resource: whether it may have lessons by several bells, of sites or of one site.
    during, twins
        For each time, the others that are running when it begins, and those before it in the list
        that begin at the same minute. Only where somebody is crossing.
    close
        For each ``TravelTime`` rule and time, as bits, the later times of the list that are too
        near for the way. Only where somebody is crossing.
    clock
        Day, start and end of each time in minutes; -1 where unknown.
    site_of, host_of, least_overlap
        Of each event: its site (with its bells) as a number; the event of the host when it is tied
        to a broadcast, else -1, and the minutes that the two have to overlap.
    partner
        For each site (with its bells) and time, the time there that overlaps it longest; -1: none.
    room_site
        Of each resource: the building in which it is, as a number; -1: in none.
    beside, mingled
        For each time, those of other bells of its site that overlap it; of each time group,
        whether it has such times.
    """

    sizes: Ints
    subs: Lists
    event_of: Ints
    length: Ints
    movable: Ints
    given: Ints
    slots: Lists
    slot_resource: Ints
    slot_load: Ints
    choices: Lists
    durations: Lists
    starts: Lists
    start_key: Ints
    may_start: Ints
    friends: Lists
    tied: Ints
    kind: Ints
    low: Ints
    high: Ints
    weight: Ints
    hard: Ints
    shape: Ints
    place: Ints
    groups: Lists
    group_low: Ints
    group_high: Ints
    mask: Ints
    masks: Ints
    group_times: Lists
    in_group: Ints
    of_resource: Lists
    of_event: Lists
    of_group: Ints
    members: Lists
    member_place: Ints
    groups_of: Lists
    group_bits: Ints
    group_span: Ints
    capacity: Ints
    alternates: Ints
    crossing: Ints
    during: Lists
    twins: Lists
    close: Ints
    clock: Ints
    site_of: Ints
    host_of: Ints
    least_overlap: Ints
    partner: Ints
    step: Ints
    room_site: Ints
    beside: Lists
    mingled: Ints


def flat_of(tables: Tables) -> Flat:
    """Return tables as one array; the names of its parts are in ``names``."""
    arrays: list[Any] = []
    for found in tables:
        arrays += [*found] if isinstance(found, Lists) else [found]
    return packed(arrays)


def lists(parts: Sequence[Sequence[int]]) -> Lists:
    """Return lists of integers as two arrays."""
    start = np.zeros(len(parts) + 1, dtype=np.int64)
    np.cumsum([len(p) for p in parts], out=start[1:])
    return Lists(start, np.array([x for p in parts for x in p], dtype=np.int64))


def words_for(times: int) -> int:
    """Return how many numbers it takes to hold a bit for each time."""
    return max(1, -(-times // WORD))


def bits(matrix: Ints) -> Ints:
    """Return rows of truth values as rows of numbers, the first value in the lowest bit."""
    found = np.zeros((len(matrix), words_for(matrix.shape[1])), dtype=np.int64)
    for time in range(matrix.shape[1]):
        found[:, time // WORD] |= matrix[:, time].astype(np.int64) << (time % WORD)
    return found


def array(values: Sequence[int]) -> Ints:
    """Return integers as an array."""
    return np.array(values, dtype=np.int64)


def spans(words: Ints) -> Ints:
    """Return the first word with a bit, and the one after the last, of each row of ``bits``."""
    found = np.zeros((len(words), 2), dtype=np.int64)
    for i, row in enumerate(words):
        used = np.flatnonzero(row)
        if len(used):
            found[i] = used[0], used[-1] + 1
    return found
