"""What timetabling rules speak of, in the vocabulary of XHSTT: times, resources and events.

It is a superset of the public format: a time may belong to a site (a school) and have clock times,
a resource may hold several classes at once, an event may be held in odd or even weeks only. A file
of the public format simply leaves these at their defaults.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Time:
    """One time slot. ``start`` and ``end`` are minutes since midnight, None where unknown.

    ``joins_next`` says whether a lesson of two or more times may run on into the next time of the
    list (always, in XHSTT; in a school not across lunch or the end of the day). ``pause`` is the
    break in minutes before the next time of the day; None where there is none, or it is unknown.
    ``date`` numbers the days of a plan of several weeks, which has several Mondays; ``day`` tells
    them apart, and is what rules mean by a day. ``bells`` are those that ring it, where a site has
    several (小学 and 初中 of one school): such times overlap each other by the clock.
    ``english`` is the name in English where it is another.
    """

    id: str
    name: str = ""
    site: str | None = None
    weekday: int | None = None
    start: int | None = None
    end: int | None = None
    joins_next: bool = True
    pause: int | None = None
    date: int | None = None
    bells: str = ""
    english: str = ""

    @property
    def day(self) -> int | None:
        """The day on which the time is: in a plan of one week, its weekday."""
        return self.weekday if self.date is None else self.date

    @property
    def place(self) -> tuple[str | None, str]:
        """Its site, and whose bells ring it there."""
        return self.site, self.bells

    @property
    def clock(self) -> tuple[int, int, int] | None:
        """Day, start and end in minutes; None where one is unknown (plain XHSTT)."""
        if self.day is None or self.start is None or self.end is None:
            return None
        return self.day, self.start, self.end


@dataclass(frozen=True, slots=True)
class Group:
    """A named group of times, resources or events; ``kind`` keeps Day, Week, Course of XHSTT.

    ``english`` is its name in English where it is another.
    """

    id: str
    name: str = ""
    members: tuple[str, ...] = ()
    kind: str = ""
    resource_type: str | None = None
    english: str = ""


@dataclass(frozen=True, slots=True)
class Resource:
    """A teacher, class, room or student. ``capacity`` is how many lessons it can hold at once."""

    id: str
    type: str
    name: str = ""
    site: str | None = None
    capacity: int = 1


@dataclass(frozen=True, slots=True)
class ResourceSlot:
    """A place for a resource in an event: preassigned, or open (``resource`` None).

    ``role`` names an open slot; ``type`` is a resource type; ``workload`` None means the event's.
    """

    role: str | None = None
    type: str | None = None
    resource: str | None = None
    workload: int | None = None

    def load(self, event: Event) -> int:
        """Return the workload of this slot of an event; by default the event's, then its length."""
        if self.workload is not None:
            return self.workload
        return event.duration if event.workload is None else event.workload


@dataclass(frozen=True, slots=True)
class Event:
    """A course of lessons: ``duration`` times in all, split into sub-events by the solution.

    ``class_id``, ``subject``, ``series`` and ``group`` (the part of a class, or of its teachers,
    that it is for) say what it is in a week of schools; plain XHSTT knows none of them.
    """

    id: str
    duration: int
    name: str = ""
    slots: tuple[ResourceSlot, ...] = ()
    time: str | None = None  # preassigned start
    workload: int | None = None
    color: str | None = None
    course: str | None = None
    alternates: bool = False  # lessons are held in odd or in even weeks, as the solution says
    site: str | None = None
    bells: str = ""  # of its site, that it follows
    class_id: str | None = None
    subject: str | None = None
    series: str | None = None  # synchronous: a part of it
    group: str = ""
    classes: tuple[str, ...] = ()  # whose pupils a group is of, where it is one of pupils
    resource_groups: tuple[str, ...] = ()  # as written; the slots of their members come last

    def open_slots(self) -> list[ResourceSlot]:
        """Return the slots that a solution has to fill."""
        return [s for s in self.slots if s.resource is None]


@dataclass(frozen=True)
class Setting:
    """A problem without its rules. Tuples keep the order of the source; lookups are made once."""

    id: str
    times: tuple[Time, ...]
    time_groups: tuple[Group, ...] = ()
    resource_types: tuple[Group, ...] = ()
    resource_groups: tuple[Group, ...] = ()
    resources: tuple[Resource, ...] = ()
    event_groups: tuple[Group, ...] = ()
    events: tuple[Event, ...] = ()
    travel_minutes: Mapping[tuple[str, str], int] = field(default_factory=dict)
    metadata: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def time_index(self) -> dict[str, int]:
        """Position of each time in the list."""
        return {t.id: i for i, t in enumerate(self.times)}

    @cached_property
    def beside(self) -> dict[int, frozenset[int]]:
        """Positions of the times of other bells of its site that overlap a time, where some do."""
        found: dict[int, set[int]] = defaultdict(set)
        at: dict[tuple[str | None, int | None], list[int]] = defaultdict(list)
        for position, time in enumerate(self.times):
            if time.bells and time.clock:
                at[time.site, time.day].append(position)
        for one, other in (pair for some in at.values() for pair in combinations(some, 2)):
            a, b = self.times[one], self.times[other]
            shared = min(a.end or 0, b.end or 0) - max(a.start or 0, b.start or 0)
            if a.bells != b.bells and shared > 0:
                found[one].add(other)
                found[other].add(one)
        return {position: frozenset(others) for position, others in found.items()}

    def taken(self, busy: Iterable[int]) -> set[int]:
        """Return the times that busy ones take: themselves, and those beside them."""
        found = set(busy)
        return found.union(*(self.beside[t] for t in found if t in self.beside))

    @cached_property
    def weekday_of(self) -> dict[int | None, int | None]:
        """Weekday of each day."""
        return {t.day: t.weekday for t in self.times}

    @cached_property
    def has_clocks(self) -> bool:
        """Whether any time is known by the clock."""
        return any(t.clock is not None for t in self.times)

    @cached_property
    def event_by_id(self) -> dict[str, Event]:
        """Events by id."""
        return {e.id: e for e in self.events}

    @cached_property
    def resource_by_id(self) -> dict[str, Resource]:
        """Resources by id."""
        return {r.id: r for r in self.resources}

    @cached_property
    def resource_index(self) -> dict[str, int]:
        """Position of each resource in the list."""
        return {r.id: i for i, r in enumerate(self.resources)}

    @cached_property
    def events_of(self) -> dict[str, list[tuple[Event, ResourceSlot]]]:
        """Events to which each resource is preassigned, with the slot; every resource stands."""
        found: dict[str, list[tuple[Event, ResourceSlot]]] = {r.id: [] for r in self.resources}
        for event in self.events:
            for slot in event.slots:
                if slot.resource is not None:
                    found[slot.resource].append((event, slot))
        return found

    @cached_property
    def group_by_id(self) -> dict[str, Group]:
        """Time, resource and event groups by (what, id); what is time, resource or event."""
        kinds = (
            ("time", self.time_groups),
            ("resource", self.resource_groups),
            ("event", self.event_groups),
        )
        return {f"{what}:{g.id}": g for what, groups in kinds for g in groups}

    def time_group(self, group_id: str) -> Group:
        """Return a time group (days and weeks included)."""
        return self.group_by_id[f"time:{group_id}"]

    def resource_group(self, group_id: str) -> Group:
        """Return a resource group."""
        return self.group_by_id[f"resource:{group_id}"]

    def event_group(self, group_id: str) -> Group:
        """Return an event group (courses included)."""
        return self.group_by_id[f"event:{group_id}"]

    def positions(self, time_groups: Iterable[str], times: Iterable[str] = ()) -> frozenset[int]:
        """Return the positions of the times named directly or by group."""
        index = self.time_index
        named = {t for group in time_groups for t in self.time_group(group).members}
        return frozenset(index[t] for t in named.union(times))

    def positions_of(self, time_groups: Iterable[str]) -> list[frozenset[int]]:
        """Return the positions of each of some time groups."""
        return [self.positions([group]) for group in time_groups]

    def span(self, start: int, duration: int) -> tuple[int, ...] | None:
        """Return the time positions of a lesson that starts at a position, or None if it can't."""
        end = start + duration
        if end > len(self.times):
            return None
        if not all(self.times[i].joins_next for i in range(start, end - 1)):
            return None
        return tuple(range(start, end))


@dataclass(frozen=True, slots=True)
class AppliesTo:
    """Points of application, by reference as in XHSTT; kept as written so that nothing is lost.

    ``each_listing``: what is listed twice, directly or by groups, is two points, as in XHSTT.
    """

    event_groups: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    resource_groups: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    event_pairs: tuple[tuple[str, str, int | None, int | None], ...] = ()
    each_listing: bool = field(default=False, compare=False)

    def all_resources(self, instance: Setting) -> list[str]:
        """Return the ids of all resources named directly or by group, once for each point."""
        found = list(self.resources)
        for group in self.resource_groups:
            found.extend(instance.resource_group(group).members)
        return self._points(found)

    def all_events(self, instance: Setting) -> list[Event]:
        """Return all events named directly or by group, once for each point."""
        found = list(self.events)
        for group in self.event_groups:
            found.extend(instance.event_group(group).members)
        return [instance.event_by_id[e] for e in self._points(found)]

    def _points(self, listed: list[str]) -> list[str]:
        return listed if self.each_listing else list(dict.fromkeys(listed))
