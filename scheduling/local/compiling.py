"""From an instance to the arrays of numbers that compiled functions read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from community.rule import CostFunction, Strictness
from scheduling.demands import Demands
from scheduling.domains import positions
from scheduling.local.clocks import Clocks
from scheduling.local.tables import Ints, Lists, Tables, array, bits, lists, spans, words_for
from scheduling.model import narrowed
from solving.builder import Builder

if TYPE_CHECKING:
    from scheduling.demands import Demand
    from scheduling.instance import Event, Instance

FUNCTIONS = {CostFunction.LINEAR: 0, CostFunction.QUADRATIC: 1, CostFunction.STEP: 2}


def tables_of(instance: Instance) -> Tables:
    """Return the tables of an instance with one event at least."""
    demands = Demands(instance, narrowed(instance, Builder()))
    for rule in instance.rules:
        if rule.applies(instance):
            rule.demand(demands)
    return _Compiler(instance, demands).tables()


@dataclass
class _Compiler:
    instance: Instance
    demands: Demands

    def tables(self) -> Tables:
        instance, events = self.instance, self.instance.events
        who = instance.resource_index
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
            sizes=array(
                [
                    len(instance.times),
                    len(instance.resources),
                    len(events),
                    groups,
                    count,
                    len(self.demands.all),
                    words_for(len(instance.times)),
                    any(e.alternates for e in events),
                ]
            ),
            subs=subs,
            event_of=event_of,
            length=array(lengths),
            movable=array([e.time is None for e in events]),
            given=given,
            slots=places,
            slot_resource=array([who[s.resource] if s.resource else -1 for s in slots]),
            slot_load=array([s.load(e) for e in events for s in e.slots]),
            choices=lists([c for e in events for c in self._choices(e)]),
            durations=lists([self.demands.domains.durations(e) for e in events]),
            starts=starts,
            start_key=key,
            may_start=may_start,
            capacity=array([r.capacity for r in instance.resources]),
            alternates=array([e.alternates for e in events]),
            room_site=array(self._room_sites()),
            **self._friends(),
            **self._rules(),
            **Clocks(instance, self.demands).tables(),
        )

    def _choices(self, event: Event) -> list[list[int]]:
        """Return for each place of an event who may fill it; the type's all when nobody may."""
        found = []
        for slot in event.slots:
            open_to: list[str] = []
            if slot.resource is None:
                open_to = self.demands.candidates(event, slot.role, slot.type)
            found.append([self.instance.resource_index[r] for r in open_to])
        return found

    def _room_sites(self) -> list[int]:
        sites = [r.site for r in self.instance.resources]
        number = {site: i for i, site in enumerate(dict.fromkeys(sites)) if site is not None}
        return [-1 if site is None else number[site] for site in sites]

    def _starts(self) -> tuple[Lists, Ints]:
        """Return the possible starts of each event and duration; anywhere where there is none."""
        longest = max((e.duration for e in self.instance.events), default=0)
        key = np.full((len(self.instance.events), longest + 1), -1, dtype=np.int64)
        known: dict[int, int] = {}
        parts: list[list[int]] = []
        for i, event in enumerate(self.instance.events):
            for duration in range(1, event.duration + 1):
                mask = self.demands.starts(event, duration)
                if mask not in known:
                    known[mask] = len(parts)
                    parts.append(list(positions(mask)))
                key[i, duration] = known[mask]
        return lists(parts), key

    def _friends(self) -> dict[str, Any]:
        events = self.instance.events
        index = {e.id: i for i, e in enumerate(events)}
        found: list[set[int]] = [{i} for i in index.values()]
        # These hang together, whatever the rules are called.
        for group in (*self.demands.bound, *(cast for cast, _ in self.demands.casts)):
            whole = set().union(*(found[index[e]] for e in group))
            for i in whole:
                found[i] = whole
        tied = [
            len(f) > 1
            and all(events[j].time is None for j in f)
            and len({events[j].duration for j in f}) == 1
            and (len({events[j].site for j in f}) == 1 or self._is_cast(f))
            for f in found
        ]
        found = [f if tie else {i} for i, (f, tie) in enumerate(zip(found, tied, strict=True))]
        for group in self.demands.linked:
            mine = {index[e] for e in group}
            for i in mine:
                if not tied[i]:
                    found[i] |= mine
        friends = lists([sorted(f - {i}) for i, f in enumerate(found)])
        hosts = {
            index[e]: (index[cast[0]], least)
            for cast, least in self.demands.casts
            for e in cast
            if tied[index[e]]
        }
        return {
            "friends": friends,
            "tied": array(tied),
            "host_of": array([hosts.get(i, (-1, 0))[0] for i in range(len(events))]),
            "least_overlap": array([hosts.get(i, (-1, 0))[1] for i in range(len(events))]),
        }

    def _is_cast(self, linked: set[int]) -> bool:
        """Return whether linked events are those of one broadcast, all of single lessons."""
        names = {self.instance.events[i].id for i in linked}
        singles = all(
            self.demands.domains.durations(self.instance.events[i]) == [1] for i in linked
        )
        return singles and any(names == set(cast) for cast, _ in self.demands.casts)

    def _rules(self) -> dict[str, Any]:
        instance, found = self.instance, self.demands
        index = {e.id: i for i, e in enumerate(instance.events)}
        all_demands: list[Demand] = found.all
        number = {id(d): i for i, d in enumerate(all_demands)}
        groups = found.time_groups
        in_group = np.zeros((max(1, len(groups)), len(instance.times)), dtype=np.bool_)
        for group, i in groups.items():
            in_group[i, list(group)] = True
        width = max(len(instance.times), len(instance.resources))
        masks = np.zeros((max(1, len(found.masks)), width), dtype=np.bool_)
        for mask, i in found.masks.items():
            masks[i, list(mask)] = True
        group_bits = bits(in_group)
        units = found.units
        of_events: list[list[int]] = [[] for _ in instance.events]
        for unit, (_demand, members) in enumerate(units):
            for event in dict.fromkeys(e for e, _place in members):
                of_events[index[event]].append(unit)
        return {
            "kind": array([d.kind for d in all_demands]),
            "low": array([d.low for d in all_demands]),
            "high": array([d.high for d in all_demands]),
            "weight": array([d.weight for d in all_demands]),
            "hard": array([d.strictness is Strictness.HARD for d in all_demands]),
            "shape": array([FUNCTIONS[d.cost_function] for d in all_demands]),
            "place": array([d.place for d in all_demands]),
            "step": array([d.step for d in all_demands]),
            "groups": lists([[g for g, _, _ in d.groups] for d in all_demands]),
            "group_low": array([low for d in all_demands for _, low, _ in d.groups]),
            "group_high": array([high for d in all_demands for _, _, high in d.groups]),
            "mask": array([d.mask for d in all_demands]),
            "masks": masks,
            "group_times": lists([sorted(g) for g in groups]),
            "mingled": array([any(t in instance.beside for t in g) for g in groups]),
            "in_group": in_group,
            "of_resource": lists(
                [[number[id(d)] for d in found.of_resource[r.id]] for r in instance.resources]
            ),
            "of_event": lists(
                [[number[id(d)] for d in found.of_event[e.id]] for e in instance.events]
            ),
            "of_group": array([number[id(d)] for d, _members in units]),
            "members": lists([[index[e] for e, _ in members] for _, members in units]),
            "member_place": array([p for _, members in units for _, p in members]),
            "groups_of": lists(of_events),
            "group_bits": group_bits,
            "group_span": spans(group_bits),
        }
