"""An instance as arrays of numbers, for functions compiled to machine code.

Only the families of the public standard are known here, on times without clocks: ``tables_of``
returns None for an instance with anything else, and such an instance is left to CP-SAT.

A *unit* is what one cost is computed for: a resource, an event, or an event group under one rule.
A *demand* is one rule as a unit sees it; the demands of each kind of unit are listed in its order.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from community.rule import CostFunction, Strictness
from scheduling.domains import positions
from scheduling.local.flat import WORD, Flat, packed
from scheduling.local.reading import Demand, Demands, read_rules
from scheduling.model import narrowed
from solving.builder import Builder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduling.domains import Domains
    from scheduling.instance import Event, Instance

Ints = Any  # numpy array of integers

FUNCTIONS = {CostFunction.LINEAR: 0, CostFunction.QUADRATIC: 1, CostFunction.STEP: 2}


class Lists(NamedTuple):
    """A list of lists of integers: list ``i`` is ``items[start[i]:start[i + 1]]``."""

    start: Ints
    items: Ints


class Tables(NamedTuple):
    """What the compiled functions read. Sub-event ``s`` is of event ``event_of[s]``.

    Attributes
    ----------
    sizes
        Numbers of times, resources, events, event-group units, sub-events, demands, and
        words for a bit for each time.
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
    kind, low, high, weight, hard, shape, place, groups, mask
        Of each demand: the family, limits, price, whether it is required, cost function, place of
        the event, time groups (with ``low`` and ``high`` of their own in ``group_low`` and
        ``group_high``), and the row of ``masks`` with what is preferred or unavailable.
    group_times, in_group
        The times of each time group, in order, and as a matrix (group, time).
    of_resource, of_event, of_group
        Demands of each resource and event; the demand of each event-group unit.
    members, groups_of
        Events of each event-group unit, with their place in ``member_place``; units of each event.
    mask_bits, group_bits
        ``masks`` and ``in_group`` with the times as bits, ``WORD`` of them in a number.
    capacity
        How many lessons each resource can hold at once.
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
    mask_bits: Ints
    group_bits: Ints
    capacity: Ints


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


def tables_of(instance: Instance) -> Tables | None:
    """Return the tables of an instance; None when it has what they cannot say."""
    if not instance.is_plain or not instance.events:
        return None
    demands = read_rules(instance)
    if demands is None:
        return None
    return _Compiler(instance, demands, narrowed(instance, Builder())).tables()


@dataclass
class _Compiler:
    instance: Instance
    demands: Demands
    domains: Domains
    _resource: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self._resource = {r.id: i for i, r in enumerate(self.instance.resources)}

    def tables(self) -> Tables:
        instance, events = self.instance, self.instance.events
        lengths = [e.duration for e in events]
        subs = lists([[0] * max(1, n) for n in lengths])
        slots = [s for e in events for s in e.slots]
        places = lists([[0] * len(e.slots) for e in events])
        starts, key = self._starts()
        groups, count = len(self.demands.units), int(subs.start[-1])
        event_of = np.repeat(np.arange(len(events)), np.diff(subs.start))
        given = np.concatenate([[0], np.cumsum(np.diff(places.start)[event_of])])
        may_start = np.zeros((len(starts.start) - 1, len(instance.times)), dtype=np.bool_)
        for i in range(len(may_start)):
            first, end = starts.start[i : i + 2]
            may_start[i, starts.items[first:end]] = True
        return Tables(
            sizes=_array(
                [
                    len(instance.times),
                    len(instance.resources),
                    len(events),
                    groups,
                    count,
                    len(self.demands.all),
                    words_for(len(instance.times)),
                ]
            ),
            subs=subs,
            event_of=event_of,
            length=_array(lengths),
            movable=_array([e.time is None for e in events]),
            given=given,
            slots=places,
            slot_resource=_array(
                [-1 if s.resource is None else self._resource[s.resource] for s in slots]
            ),
            slot_load=_array([s.load(e) for e in events for s in e.slots]),
            choices=lists([c for e in events for c in self._choices(e)]),
            durations=lists([self.domains.durations(e) for e in events]),
            starts=starts,
            start_key=key,
            may_start=may_start,
            capacity=_array([r.capacity for r in instance.resources]),
            **self._friends(),
            **self._rules(),
        )

    def _choices(self, event: Event) -> list[list[int]]:
        """Return for each place of an event who may fill it; the type's all when nobody may."""
        found = []
        for slot in event.slots:
            fitting: list[int] = []
            if slot.resource is None:
                named = self.domains.candidates(event, slot.role) if slot.role else ()
                fitting = [self._resource[r] for r in named]
                if not fitting:
                    every = self.instance.resources
                    fitting = [
                        i for i, r in enumerate(every) if slot.type is None or r.type == slot.type
                    ]
            found.append(fitting)
        return found

    def _starts(self) -> tuple[Lists, Ints]:
        """Return the possible starts of each event and duration; anywhere where there is none."""
        longest = max((e.duration for e in self.instance.events), default=0)
        key = np.full((len(self.instance.events), longest + 1), -1, dtype=np.int64)
        known: dict[int, int] = {}
        parts: list[list[int]] = []
        count = len(self.instance.times)
        for i, event in enumerate(self.instance.events):
            for duration in range(1, event.duration + 1):
                mask = self.domains.starts(event, duration)
                if not mask and event.time is None:
                    mask = (1 << max(0, count - duration + 1)) - 1
                if mask not in known:
                    known[mask] = len(parts)
                    parts.append(list(positions(mask)))
                key[i, duration] = known[mask]
        return lists(parts), key

    def _friends(self) -> dict[str, Any]:
        events = self.instance.events
        index = {e.id: i for i, e in enumerate(events)}
        found: list[set[int]] = [{i} for i in index.values()]
        for group in self.demands.bound:  # these hang together, whatever the rules are called
            whole = set().union(*(found[index[e]] for e in group))
            for i in whole:
                found[i] = whole
        tied = [
            len(f) > 1
            and all(events[j].time is None for j in f)
            and len({events[j].duration for j in f}) == 1
            for f in found
        ]
        found = [f if tie else {i} for i, (f, tie) in enumerate(zip(found, tied, strict=True))]
        for group in self.demands.linked:
            mine = {index[e] for e in group}
            for i in mine:
                if not tied[i]:
                    found[i] |= mine
        friends = lists([sorted(f - {i}) for i, f in enumerate(found)])
        return {"friends": friends, "tied": _array(tied)}

    def _rules(self) -> dict[str, Any]:
        instance, found = self.instance, self.demands
        index = {e.id: i for i, e in enumerate(instance.events)}
        all_demands: list[Demand] = found.all
        number = {id(d): i for i, d in enumerate(all_demands)}
        groups = found.time_groups
        in_group = np.zeros((max(1, len(groups)), len(instance.times)), dtype=np.bool_)
        for i, group in enumerate(groups):
            in_group[i, list(group)] = True
        width = max(len(instance.times), len(instance.resources))
        masks = np.zeros((max(1, len(found.masks)), width), dtype=np.bool_)
        for i, mask in enumerate(found.masks):
            masks[i, list(mask)] = True
        units = found.units
        of_events: list[list[int]] = [[] for _ in instance.events]
        for unit, (_demand, members) in enumerate(units):
            for event in dict.fromkeys(e for e, _place in members):
                of_events[index[event]].append(unit)
        return {
            "kind": _array([d.kind for d in all_demands]),
            "low": _array([d.low for d in all_demands]),
            "high": _array([d.high for d in all_demands]),
            "weight": _array([d.weight for d in all_demands]),
            "hard": _array([d.strictness is Strictness.HARD for d in all_demands]),
            "shape": _array([FUNCTIONS[d.cost_function] for d in all_demands]),
            "place": _array([d.place for d in all_demands]),
            "groups": lists([[g for g, _, _ in d.groups] for d in all_demands]),
            "group_low": _array([low for d in all_demands for _, low, _ in d.groups]),
            "group_high": _array([high for d in all_demands for _, _, high in d.groups]),
            "mask": _array([d.mask for d in all_demands]),
            "masks": masks,
            "group_times": lists([sorted(g) for g in groups]),
            "in_group": in_group,
            "of_resource": lists(
                [[number[id(d)] for d in found.of_resource[r.id]] for r in instance.resources]
            ),
            "of_event": lists(
                [[number[id(d)] for d in found.of_event[e.id]] for e in instance.events]
            ),
            "of_group": _array([number[id(d)] for d, _members in units]),
            "members": lists([[index[e] for e, _ in members] for _, members in units]),
            "member_place": _array([p for _, members in units for _, p in members]),
            "groups_of": lists(of_events),
            "mask_bits": bits(masks[:, : len(instance.times)]),
            "group_bits": bits(in_group),
        }


def words_for(times: int) -> int:
    """Return how many numbers it takes to hold a bit for each time."""
    return max(1, -(-times // WORD))


def bits(matrix: Ints) -> Ints:
    """Return rows of truth values as rows of numbers, the first value in the lowest bit."""
    found = np.zeros((len(matrix), words_for(matrix.shape[1])), dtype=np.int64)
    for time in range(matrix.shape[1]):
        found[:, time // WORD] |= matrix[:, time].astype(np.int64) << (time % WORD)
    return found


def _array(values: Sequence[int]) -> Ints:
    return np.array(values, dtype=np.int64)
