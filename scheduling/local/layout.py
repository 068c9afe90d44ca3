"""From timetables to states and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from scheduling.demands import PATTERNS
from scheduling.local.costs import price_all
from scheduling.local.flat import Flat, part
from scheduling.local.names import DURATION, GIVEN, HALF, TIED, TIME
from scheduling.local.state import empty_state, lay
from scheduling.solution import Lesson, Schedule, Solution

if TYPE_CHECKING:
    from scheduling.instance import Instance
    from scheduling.local.tables import Tables


def state_of(instance: Instance, tables: Tables, flat: Flat, solution: Solution, seed: int) -> Flat:
    """Return the state of a timetable; parts of events that it leaves out are not placed."""
    state, subs = empty_state(flat, seed), len(tables.event_of)
    time, duration = part(state, TIME, subs), part(state, DURATION, subs)
    given, half = part(state, GIVEN, int(tables.given[-1])), part(state, HALF, subs)
    index = instance.resource_index
    schedule = Schedule(instance, solution)
    for number, event in enumerate(instance.events):
        lessons = sorted(
            schedule.by_event[event.id],
            key=lambda x: (-1 if (at := schedule.start(x)) is None else at, x.duration),
        )
        for offset, sub in enumerate(range(*map(int, tables.subs.start[number : number + 2]))):
            chosen: dict[str, str] = {}
            if offset < len(lessons):
                start = schedule.start(lessons[offset])
                time[sub] = -1 if start is None else start
                duration[sub] = lessons[offset].duration
                half[sub] = PATTERNS.index(lessons[offset].weeks)
                chosen = dict(lessons[offset].resources)
            if event.alternates and not half[sub]:
                half[sub] = 1 + offset % 2
            for place, slot in enumerate(event.slots):
                found = slot.resource or chosen.get(slot.role or "")
                given[tables.given[sub] + place] = -1 if found is None else index[found]
            lay(flat, state, sub, 1, True)
    _tie(tables, state)
    price_all(flat, state)
    return state


def _tie(tables: Tables, state: Flat) -> None:
    """Tie linked events where the timetable has them run lesson by lesson."""
    subs, events = len(tables.event_of), len(tables.length)
    runs = np.stack([part(state, TIME, subs), part(state, DURATION, subs)])

    def lessons(event: int) -> Any:
        return runs[:, slice(*tables.subs.start[event : event + 2])]

    for event in np.flatnonzero(tables.tied).tolist():
        friends = tables.friends.items[slice(*tables.friends.start[event : event + 2])].tolist()
        host = int(tables.host_of[event])
        if host < 0:
            same = all(np.array_equal(lessons(event), lessons(friend)) for friend in friends)
        else:
            cast = (e for e in (event, *friends) if e != host)
            least = int(tables.least_overlap[event])
            same = all(_meet(tables.clock, lessons(host), lessons(e), least) for e in cast)
        part(state, TIED, events)[event] = same


def _meet(clock: Any, hosts: Any, receivers: Any, least: int) -> bool:
    """Return whether lessons of the same lengths, one by one, overlap so many minutes at first."""
    used = hosts[1] > 0
    hosts, receivers, alike = hosts[:, used], receivers[:, used], hosts[1] == receivers[1]
    if not alike.all() or (hosts[0] < 0).any() or (receivers[0] < 0).any():
        return False
    here, there = clock[hosts[0]], clock[receivers[0]]
    minutes = np.minimum(here[:, 2], there[:, 2]) - np.maximum(here[:, 1], there[:, 1])
    return bool(((here[:, 0] == there[:, 0]) & (minutes >= least)).all())


def solution_of(instance: Instance, tables: Tables, state: Flat) -> Solution:
    """Return the timetable of a state."""
    subs = len(tables.event_of)
    time, duration = part(state, TIME, subs).tolist(), part(state, DURATION, subs).tolist()
    given = part(state, GIVEN, int(tables.given[-1])).tolist()
    half = part(state, HALF, subs).tolist()
    lessons: list[Lesson] = []
    for number, event in enumerate(instance.events):
        for sub in range(*map(int, tables.subs.start[number : number + 2])):
            if duration[sub] == 0:
                continue
            spots = given[int(tables.given[sub]) : int(tables.given[sub + 1])]
            filled = tuple(
                (slot.role, instance.resources[r].id)
                for slot, r in zip(event.slots, spots, strict=True)
                if slot.resource is None and slot.role is not None and r >= 0
            )
            start = None if time[sub] < 0 else instance.times[time[sub]].id
            lessons.append(Lesson(event.id, duration[sub], start, filled, PATTERNS[half[sub]]))
    return Solution(tuple(lessons))
