"""Which part of a timetable to free next: large neighbourhoods, and the choice of what pays.

A neighbourhood is a set of events and a set of times: the lessons of these events at these times
are planned anew, everything else stays. Each kind adapts its size to what closes in time.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduling.incumbent import HARD_WEIGHT

if TYPE_CHECKING:
    from community.rule import Violation
    from scheduling.setting import Setting

Times = frozenset[int]


@dataclass(frozen=True, slots=True)
class Freed:
    """What is planned anew. ``times`` None: at any time."""

    events: frozenset[str]
    times: Times | None = None

    def has(self, event: str, time: int) -> bool:
        """Return whether a start of the event at this position is free."""
        return event in self.events and (self.times is None or time in self.times)


class Terrain:
    """How the events of an instance hang together: by resources, by days, by sites."""

    def __init__(self, instance: Setting) -> None:
        self.instance = instance
        self.events = [e.id for e in instance.events if e.time is None]
        movable = set(self.events)
        self.duration = {e.id: e.duration for e in instance.events}
        self.events_of: dict[str, list[str]] = {}
        self.resources_of: dict[str, list[str]] = defaultdict(list)
        for resource, slots in instance.events_of.items():
            events = sorted({e.id for e, _ in slots} & movable)
            if events:
                self.events_of[resource] = events
                for event in events:
                    self.resources_of[event].append(resource)
        self.resources = sorted(self.events_of)
        self.days = _days(instance)

    def related(self, point: str) -> list[str]:
        """Return the resources that a resource, an event or an event group has to do with."""
        if point in self.events_of:
            return [point]
        if point in self.resources_of:
            return self.resources_of[point]
        group = self.instance.group_by_id.get(f"event:{point}")
        members = group.members if group else ()
        return sorted({r for e in members for r in self.resources_of.get(e, ())})


def _days(instance: Setting) -> list[Times]:
    """Return the times of each day: as they say, or by the groups that are days."""
    found: dict[int, set[int]] = defaultdict(set)
    for position, time in enumerate(instance.times):
        if time.day is not None:
            found[time.day].add(position)
    if found:
        return [frozenset(t) for _, t in sorted(found.items())]
    days = [instance.positions([g.id]) for g in instance.time_groups if g.kind == "Day"]
    if days:
        return days
    count = max(1, len(instance.times) // 5)
    every = range(len(instance.times))
    return [frozenset(every[i : i + count]) for i in range(0, len(every), count)]


Pick = Callable[[Terrain, list["Violation"], int, random.Random], Freed]


def _whole_days(terrain: Terrain, _found: list[Violation], size: int, rng: random.Random) -> Freed:
    """One to three days; where a day is too large, of as many connected resources as fit."""
    days = rng.sample(terrain.days, min(rng.choice((1, 2, 2, 3)), len(terrain.days)))
    share = len(days) / len(terrain.days)
    events = _grown(terrain, [rng.choice(terrain.resources)], int(size / share), rng)
    return Freed(events, frozenset().union(*days))


def _connected(terrain: Terrain, _found: list[Violation], size: int, rng: random.Random) -> Freed:
    """Resources that share events with each other, the whole week."""
    return Freed(_grown(terrain, [rng.choice(terrain.resources)], size, rng))


def _scattered(terrain: Terrain, _found: list[Violation], size: int, rng: random.Random) -> Freed:
    """Resources from anywhere, the whole week."""
    return Freed(_grown(terrain, rng.sample(terrain.resources, len(terrain.resources)), size, rng))


def _violated(terrain: Terrain, found: list[Violation], size: int, rng: random.Random) -> Freed:
    """Resources around a broken rule, the whole week."""
    return Freed(_grown(terrain, _seeds(terrain, found, rng), size, rng))


def _violated_days(
    terrain: Terrain, found: list[Violation], size: int, rng: random.Random
) -> Freed:
    """Resources around a broken rule, on half of the days."""
    days = rng.sample(terrain.days, max(1, (len(terrain.days) + 1) // 2))
    events = _grown(terrain, _seeds(terrain, found, rng), 2 * size, rng)
    return Freed(events, frozenset().union(*days))


def _seeds(terrain: Terrain, found: list[Violation], rng: random.Random) -> list[str]:
    if found:
        weights = [v.cost * (HARD_WEIGHT if v.is_hard else 1) for v in found]
        violation = rng.choices(found, weights)[0]
        related = list(terrain.related(violation.things[0]))
        if related:
            rng.shuffle(related)
            return related[:2]
    return [rng.choice(terrain.resources)]


def _grown(terrain: Terrain, seeds: list[str], size: int, rng: random.Random) -> frozenset[str]:
    """Return the events of the seeds and of resources met on the way, up to a total duration."""
    events: set[str] = set()
    total, waiting, seen = 0, list(seeds), set(seeds)
    while waiting and total < size:
        resource = waiting.pop(0)
        met: list[str] = []
        for event in terrain.events_of.get(resource, ()):
            if event not in events:
                events.add(event)
                total += terrain.duration[event]
                met += [r for r in terrain.resources_of[event] if r not in seen]
        rng.shuffle(met)
        for other in met:
            if other not in seen:
                seen.add(other)
                waiting.append(other)
    return frozenset(events)


@dataclass
class Kind:
    """A kind of neighbourhood, with the size that it has learnt and what it has brought."""

    name: str
    pick: Pick
    size: float = 40.0
    score: float = 1.0
    tries: int = 0
    gains: int = 0

    def learn(self, gain: float, seconds: float, *, closed: bool, fraction: float) -> None:
        """Adapt after a sub-solve.

        Parameters
        ----------
        gain, seconds
            What it brought, and what it took.
        closed
            Whether the sub-problem was solved to the end; if not, it was too large.
        fraction
            Share of its time limit that it used.
        """
        self.tries += 1
        self.gains += gain > 0
        self.score = 0.85 * self.score + 0.15 * gain / max(seconds, 0.05)
        if not closed:
            self.size = max(8.0, 0.85 * self.size)
        elif fraction < 0.5:
            self.size *= 1.15


class Choice:
    """Chooses the kind of the next neighbourhood by what each has brought per second."""

    def __init__(self, terrain: Terrain, seed: int, *, learns: bool = True) -> None:
        self.terrain, self.learns = terrain, learns
        self.random = random.Random(seed)
        self.most = sum(terrain.duration[e] for e in terrain.events)
        picks = (_whole_days, _connected, _scattered, _violated, _violated_days)
        self.kinds = [Kind(pick.__name__.strip("_"), pick) for pick in picks]

    def next(self, found: list[Violation]) -> tuple[Kind, Freed]:
        """Return a kind and a neighbourhood of it, given what is wrong with the timetable."""
        best = max(k.score for k in self.kinds) or 1.0
        # None is given up for good.
        weights = [0.1 + (k.score / best if self.learns else 1.0) for k in self.kinds]
        kind = self.random.choices(self.kinds, weights)[0]
        kind.size = min(kind.size, 1.2 * self.most)
        return kind, kind.pick(self.terrain, found, int(kind.size), self.random)
