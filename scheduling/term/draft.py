"""The problem of a term calendar under construction, in the vocabulary of the engine.

Times are dates with minutes, events are activities, people and classes are resources, and so are
places of which there are several: a bus, a venue, those who may be away from a school at once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from community.text import WEEKDAYS, Text, clock
from scheduling.instance import Event, Group, Instance, Resource, ResourceSlot, Time
from scheduling.rules.avoid_clashes import AvoidClashes
from scheduling.rules.base import AppliesTo
from scheduling.term.ways import OnePlace

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from scheduling.rules.base import Rule
    from scheduling.term.activity import Activity, Option

PERSON, PLACE = "person", "place"
ONE_PLACE = Text("同一时间只在一处", "nobody in two places at once")


class Draft:
    """Times, events and resources of some activities; rules are added to it."""

    def __init__(self, activities: Sequence[Activity], places: Mapping[str, int]) -> None:
        self.activities, self.places = list(activities), places
        found = sorted({(o.date, o.start, o.end, a.host) for a in activities for o in a.options})
        self.times = tuple(_time(*when) for when in found)
        self.on: dict[dt.date, list[str]] = defaultdict(list)
        for (date, *_), time in zip(found, self.times, strict=True):
            self.on[date].append(time.id)
        self.hours = {t.id: x[1:3] for x, t in zip(found, self.times, strict=True)}
        self.rules: list[Rule] = []
        self._known = {a.id for a in self.activities}
        self._time_groups: dict[tuple[str, ...], str] = {}
        self._event_groups: dict[tuple[str, ...], str] = {}

    def add(self, rule: Rule) -> None:
        """Add a rule, of pairs as far as both are still to be held."""
        pairs = rule.applies_to.event_pairs
        known = tuple(p for p in pairs if {p[0], p[1]} <= self._known)
        if known != pairs:
            rule = replace(rule, applies_to=replace(rule.applies_to, event_pairs=known))
        self.rules.append(rule)

    def dates(self, dates: Iterable[dt.date]) -> str:
        """Return the time group of all times on some dates."""
        return self.time_group(t for date in dates for t in self.on.get(date, ()))

    def during(self, date: dt.date, start: int, end: int) -> list[str]:
        """Return the times of a date that share a minute with some hours, ways apart."""
        hours = ((t, *self.hours[t]) for t in self.on.get(date, ()))
        return [t for t, since, until in hours if since < end and start < until]

    def span(self, first: dt.date, last: dt.date) -> str:
        """Return the time group of all times between two dates, both included."""
        return self.dates(d for d in self.on if first <= d <= last)

    def time_group(self, times: Iterable[str]) -> str:
        """Return the time group of some times, by their ids."""
        key = tuple(sorted(set(times)))
        return self._time_groups.setdefault(key, f"times{len(self._time_groups)}")

    def group(self, activities: Iterable[Activity]) -> str:
        """Return the event group of some activities, as far as they are still to be held."""
        key = tuple(dict.fromkeys(a.id for a in activities if a.id in self._known))
        return self._event_groups.setdefault(key, f"events{len(self._event_groups)}")

    def instance(self, id: str, ways: Mapping[tuple[str, str], int]) -> Instance:
        """Return the problem; ``ways`` are the minutes between schools.

        Who takes part in one event alone can be in no other one's way.
        """
        busy = Counter(r for a in self.activities for r in _taken(a) for _ in range(a.times))
        shared = {r for r, n in busy.items() if n > self.places.get(r, 1)}
        resources = tuple(
            Resource(r, PLACE if r in self.places else PERSON, r, capacity=self.places.get(r, 1))
            for r in sorted(shared)
        )
        places = tuple(r.id for r in resources if r.type == PLACE)
        people = tuple(r.id for r in resources if r.type == PERSON)
        clashes = (
            rule(id="no_clash", title=ONE_PLACE, applies_to=AppliesTo(resources=some))
            for rule, some in ((AvoidClashes, places), (OnePlace, people))
        )
        return Instance(
            id=id,
            times=self.times,
            time_groups=tuple(Group(id, id, times) for times, id in self._time_groups.items()),
            resource_types=(Group(PERSON), Group(PLACE)),
            resources=resources,
            event_groups=tuple(Group(id, id, events) for events, id in self._event_groups.items()),
            events=tuple(_event(a, shared) for a in self.activities),
            rules=(*self.rules, *clashes),
            travel_minutes=ways,
        )


def time_id(activity: Activity, option: Option) -> str:
    """Return the id of the time of an activity's option: where it is held matters to the ways."""
    return f"{option.date:%Y-%m-%d}T{option.start}-{option.end}@{activity.host}"


def _time(date: dt.date, start: int, end: int, host: str) -> Time:
    weekday = WEEKDAYS[date.isoweekday() - 1]
    return Time(
        id=f"{date:%Y-%m-%d}T{start}-{end}@{host}",
        name=f"{date.month}月{date.day}日{weekday.zh}{clock(start)}",
        english=f"{weekday.en} {date} {clock(start)}",
        site=host or None,
        weekday=date.isoweekday(),
        start=start,
        end=end,
        joins_next=False,
        date=date.toordinal(),
    )


def _taken(activity: Activity) -> tuple[str, ...]:
    return (*activity.people, *activity.classes, *activity.takes)


def _event(activity: Activity, shared: set[str]) -> Event:
    slots = tuple(ResourceSlot(resource=r) for r in _taken(activity) if r in shared)
    return Event(activity.id, activity.times, activity.name.zh, slots)
