"""Rules as demands on resources, events and groups: what the compiled functions know of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from community.models import WeekPattern
from scheduling.domains import mask_of, positions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from community.rule import CostFunction, Header, Strictness
    from scheduling.domains import Domains
    from scheduling.setting import AppliesTo, Event, ResourceSlot, Setting

# Kinds of demands. The functions of ``costs`` go by these numbers.
CLASHES, BUSY, CLUSTER, IDLE, FREE, WORKLOAD = range(6)
ASSIGN_TIME, PREFER_TIMES, SPLIT, DISTRIBUTE, ASSIGN_RESOURCE, PREFER_RESOURCES = range(6, 12)
SPREAD, LINK, AVOID_SPLIT, ORDER = range(12, 16)
TRAVEL, SYNC, COMMON_FREE, RECEIVED, CONSTANT, OWN, KEEP, STAY = range(16, 24)
SUBJECTS, ADJOIN, END_DAY, PARTS, PREPARED, UNEVEN = range(24, 30)
MOVED, RESTED, GAPS, AT_ONCE, TOGETHER, CROWD, WINDOWS = range(30, 37)
NO_LIMIT = 1 << 40

# In which weeks lessons are held, by the numbers that the state has for it.
PATTERNS = (WeekPattern.ALL, WeekPattern.ODD, WeekPattern.EVEN)


@dataclass(eq=False)
class Demand:
    """One rule as a resource, an event or a group of events sees it."""

    kind: int
    strictness: Strictness
    weight: int
    cost_function: CostFunction
    low: int = 0
    high: int = 0
    place: int = -1  # of the event: which of its slots
    groups: list[tuple[int, int, int]] = field(default_factory=list)  # time group, low, high
    mask: int = -1
    step: int = 1  # of a workload: what counts as a deviation of 1


Times = frozenset[int]
Members = list[tuple[str, int]]  # events, each with the place (or person) that is meant, or -1


class BusyTimes(NamedTuple):
    """A point of a rule about the times at which a resource is busy; ``kind`` says what counts.

    BUSY: the busy times of each group that has any. CLUSTER: the groups that have any. IDLE: the
    free times of each group between busy ones. FREE: those before the last busy one.
    """

    id: str
    resource: str
    kind: int
    groups: tuple[Times, ...]
    low: int = 0
    high: int = 0


class Numbers(dict[Times, int]):
    """Numbers of sets of times or resources, in the order in which they were first asked for."""

    def __missing__(self, found: Times) -> int:
        """Give the next number."""
        self[found] = number = len(self)
        return number


@dataclass
class Demands:
    """All demands of an instance, by what they are made on."""

    instance: Setting
    domains: Domains
    all: list[Demand] = field(default_factory=list)
    of_resource: dict[str, list[Demand]] = field(default_factory=lambda: defaultdict(list))
    of_event: dict[str, list[Demand]] = field(default_factory=lambda: defaultdict(list))
    units: list[tuple[Demand, Members]] = field(default_factory=list)
    linked: list[tuple[str, ...]] = field(default_factory=list)
    bound: list[tuple[str, ...]] = field(default_factory=list)  # linked by a hard rule
    casts: list[tuple[tuple[str, ...], int]] = field(default_factory=list)  # hard: host, receivers
    time_groups: Numbers = field(default_factory=Numbers)
    masks: Numbers = field(default_factory=Numbers)
    close: list[Callable[[int, int], object]] = field(default_factory=list)  # see ``tables``
    _around: dict[frozenset[tuple[str | None, str]], Times] = field(default_factory=dict)

    def add(self, rule: Header, kind: int, **more: Any) -> Demand:
        """Return a new demand of a rule."""
        demand = Demand(kind, rule.strictness, rule.weight, rule.cost_function, **more)
        self.all.append(demand)
        return demand

    def always(self, rule: Header, deviation: int) -> None:
        """Note a deviation that every timetable has."""
        self.units.append((self.add(rule, CONSTANT, low=deviation), []))

    def on_resources(self, points: AppliesTo, demand: Demand) -> None:
        """Make a demand on each resource."""
        for resource in points.all_resources(self.instance):
            self.of_resource[resource].append(demand)

    def on_busy_times(self, rule: Header, points: Iterable[BusyTimes]) -> None:
        """Make a demand of each point; the same one where only the resource differs.

        Where a resource can never be, it is never busy: of a community's times, those of the
        resource's own schools are looked at. Between busy times, the others matter as well.
        """
        known: dict[tuple[object, ...], Demand] = {}
        near: dict[tuple[object, ...], tuple[Times, ...]] = {}
        for _, resource, kind, groups, low, high in points:
            around = self.around(resource)
            if (groups, around) not in near:
                met = [g for g in groups if g & around]
                near[groups, around] = tuple(
                    met if kind in (IDLE, FREE) else (g & around for g in met)
                )
            kept = near[groups, around]
            if _never_off(kind, kept, low, high):
                continue
            key = kind, kept, low, high
            if key not in known:
                numbers = [(self.time_groups[g], 0, 0) for g in kept]
                known[key] = self.add(rule, kind, groups=numbers, low=low, high=high)
            self.of_resource[resource].append(known[key])

    def on_events(self, points: AppliesTo, demand: Demand) -> None:
        """Make a demand on each event."""
        for event in points.all_events(self.instance):
            self.of_event[event.id].append(demand)

    def places(self, event: str, role: str) -> list[int]:
        """Return which of the slots of an event have a role."""
        slots = self.instance.event_by_id[event].slots
        return [place for place, slot in enumerate(slots) if slot.role == role]

    def slot(self, event: str, place: int) -> ResourceSlot:
        """Return a slot of an event."""
        return self.instance.event_by_id[event].slots[place]

    def on_places(self, points: AppliesTo, role: str, make: Callable[..., Demand]) -> None:
        """Make a demand on each event that has an open slot of a role."""
        for event in points.all_events(self.instance):
            for place, slot in enumerate(event.slots):
                if slot.role == role and slot.resource is None:
                    self.of_event[event.id].append(make(place=place))

    def on_groups(
        self, points: AppliesTo, make: Callable[[], Demand], role: str | None = None
    ) -> None:
        """Make a demand on each event group; with a role, on its places of the role."""
        for group in points.event_groups:
            members: Members = []
            for event in self.instance.event_group(group).members:
                if role is None:
                    members.append((event, -1))
                else:
                    members += [(event, place) for place in self.places(event, role)]
            if members:
                self.units.append((make(), members))

    def around(self, resource: str) -> Times:
        """Return the times of all sites, of their bells, at which a resource may have lessons."""
        times = self.instance.times
        places = frozenset(times[p].place for p in positions(self._reach[resource]))
        if places not in self._around:
            self._around[places] = frozenset(p for p, t in enumerate(times) if t.place in places)
        return self._around[places]

    @cached_property
    def joins(self) -> int:
        """The mask of the times on which the next one follows without a break."""
        times = self.instance.times
        return self.masks[frozenset(i for i, t in enumerate(times) if t.joins_next)]

    @cached_property
    def events_of(self) -> dict[str, list[Event]]:
        """The events in which each resource takes part, or may be chosen to."""
        found: dict[str, list[Event]] = defaultdict(list)
        for event in self.instance.events:
            takers: dict[str, None] = {}
            for slot in event.slots:
                one = [slot.resource] if slot.resource else None
                takers |= dict.fromkeys(one or self.candidates(event, slot.role, slot.type))
            for resource in takers:
                found[resource].append(event)
        return found

    def reaches(self, resource: str, times: Times) -> bool:
        """Return whether a resource may have a lesson at one of some times."""
        return any(self._reach[resource] >> t & 1 for t in times)

    @cached_property
    def _reach(self) -> dict[str, int]:
        """Times at which each resource may have a lesson, as a mask."""
        found: dict[str, int] = defaultdict(int)
        running = {event.id: self.running(event) for event in self.instance.events}
        for resource, events in self.events_of.items():
            for event in events:
                found[resource] |= running[event.id]
        return found

    def running(self, event: Event) -> int:
        """Return the mask of times at which a lesson of an event may run, of whatever length."""
        count = len(self.instance.times)
        if event.time is not None:
            first = self.instance.time_index[event.time]
            return mask_of(range(first, min(count, first + event.duration)))
        found = 0
        for duration in range(1, event.duration + 1):
            for shift in range(duration):
                found |= self.starts(event, duration) << shift
        return found & ((1 << count) - 1)

    def starts(self, event: Event, duration: int) -> int:
        """Return the mask of possible starts of lessons; anywhere at the site if there is none."""
        mask = self.domains.starts(event, duration)
        if not mask and event.time is None:
            mask = (1 << max(0, len(self.instance.times) - duration + 1)) - 1
            mask &= self.domains.at_site(event)
        return mask

    def candidates(self, event: Event, role: str | None, kind: str | None) -> list[str]:
        """Return who may fill a place of an event; all of the type when nobody may."""
        named = list(self.domains.candidates(event, role)) if role else []
        every = self.instance.resources
        return named or [r.id for r in every if kind is None or r.type == kind]


def _never_off(kind: int, groups: Sequence[Times], low: int, high: int) -> bool:
    """Return whether a demand on these time groups cannot be off."""
    return (kind == BUSY and not groups) or (kind == CLUSTER and not low and len(groups) <= high)
