"""A week seen from inside one school: an instance of the public standard.

Most of a week is inside a school, with its own bell grid, classes, teachers and rooms. What crosses
schools (synchronous lessons, people who teach at several) or does not come every week stays here at
the time it has; the other lessons of the school are open. Rules that only speak of what crosses
schools are left out: nothing that is open can break them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from community.models import WeekPattern
from scheduling.incumbent import timing
from scheduling.pooling import pooled
from scheduling.rules.base import AppliesTo
from scheduling.rules.limit_consecutive import LimitConsecutive
from scheduling.rules.registry import XHSTT
from scheduling.rules.spread_events import SpreadEvents
from scheduling.solution import Lesson, Schedule, Solution

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduling.instance import Event, Group, Instance
    from scheduling.rules.base import Rule

KNOWN = {*XHSTT, LimitConsecutive.family}


@dataclass(frozen=True)
class Week:
    """A week that is to be looked at school by school."""

    instance: Instance

    @cached_property
    def held(self) -> frozenset[str]:
        """Events that keep their times."""
        instance = self.instance
        across = {e for rule in instance.rules for e in rule.across()}
        attended = instance.events_of.items()
        travelling = {r for r, places in attended if len({e.site for e, _ in places}) > 1}
        strange = [r for r in timing(instance).rules if r.family not in KNOWN]
        across |= {e.id for r in strange for e in r.applies_to.all_events(instance)}
        return frozenset(
            e.id
            for e in instance.events
            if e.id in across
            or e.time is not None
            or e.weeks is not WeekPattern.ALL
            or any(s.resource in travelling for s in e.slots)
        )

    @cached_property
    def lessons(self) -> dict[str, int]:
        """Open lessons of each school that has some, in times; those with most first."""
        count: dict[str, int] = defaultdict(int)
        for event in self.instance.events:
            if event.site is not None and event.id not in self.held:
                count[event.site] += event.duration
        return dict(sorted(count.items(), key=lambda item: -item[1]))

    def within(self, site: str, solution: Solution) -> tuple[Instance, Solution]:
        """Return a school's instance, with pools for open slots, and its part of a timetable."""
        school = _School(self, site, Schedule(self.instance, solution))
        instance = school.instance()
        return instance, school.timetable(instance)

    def merged(self, site: str, whole: Solution, part: Solution) -> Solution:
        """Return a timetable with the open lessons of a school as in another one."""
        ours = {e.id for e in self.instance.events if e.site == site} - self.held
        kept = [x for x in whole.lessons if x.event not in ours]
        return Solution((*kept, *(x for x in part.lessons if x.event in ours)))


@dataclass(frozen=True)
class _School:
    week: Week
    site: str
    schedule: Schedule

    def instance(self) -> Instance:
        whole = timing(self.week.instance)
        times = tuple(
            replace(t, site=None, start=None, end=None) for t in whole.times if t.site == self.site
        )
        found = replace(
            whole,
            times=times,
            time_groups=_only(whole.time_groups, {t.id: (t.id,) for t in times}),
            resources=tuple(r for r in whole.resources if r.id in self._resources),
            resource_groups=_only(whole.resource_groups, {r: (r,) for r in self._resources}),
            events=tuple(e for events in self._events.values() for e in events),
            event_groups=_only(
                whole.event_groups, {e: tuple(x.id for x in p) for e, p in self._events.items()}
            ),
            rules=(),
            travel_minutes={},
        )
        rules = (self._rule(rule, found) for rule in whole.rules if rule.family in KNOWN)
        found = replace(found, rules=tuple(r for r in rules if r is not None))
        return pooled(found) or found

    def timetable(self, instance: Instance) -> Solution:
        """Return the lessons as they are, and what stays at its time."""
        given = [Lesson(e.id, e.duration, e.time) for e in instance.events if e.time is not None]
        known = {e.id for e in instance.events if e.time is None}
        lessons = (x for x in self.schedule.solution.lessons if x.event in known)
        return Solution((*(replace(x, resources=()) for x in lessons), *given))

    @cached_property
    def _events(self) -> dict[str, list[Event]]:
        """For each event of the school, itself, or an event for each lesson that stays."""
        found: dict[str, list[Event]] = {}
        taken: set[tuple[str, int]] = set()  # by lessons that are not held every week
        for event in self.week.instance.events:
            if event.site != self.site:
                continue
            if event.id in self.week.held:
                found[event.id] = list(self._pieces(event, taken))
            else:
                found[event.id] = [replace(event, site=None)]
        return found

    def _pieces(self, event: Event, taken: set[tuple[str, int]]) -> Iterable[Event]:
        """Yield an event for each lesson; what odd and even weeks share is busy once."""
        for number, lesson in enumerate(self.schedule.by_event[event.id]):
            if lesson.time is None:
                continue
            slots = event.slots
            if event.weeks is not WeekPattern.ALL:
                times = self.schedule.running(lesson)
                busy = {(s.resource, t) for s in slots for t in times if s.resource is not None}
                slots = tuple(
                    s for s in slots if not any((s.resource, t) in taken for t in times)
                )
                taken |= busy
            yield replace(
                event,
                id=f"{event.id} {number}",
                duration=lesson.duration,
                slots=slots,
                time=lesson.time,
                site=None,
                weeks=WeekPattern.ALL,
            )

    @cached_property
    def _resources(self) -> set[str]:
        """Whoever has a lesson at the school, and what belongs to it."""
        found = {r.id for r in self.week.instance.resources if r.site == self.site}
        return found | {
            s.resource for pieces in self._events.values() for e in pieces for s in e.slots
            if s.resource is not None
        }

    def _rule(self, rule: Rule, school: Instance) -> Rule | None:
        """Return a rule as far as it speaks of the school; None when it does not."""
        changes: dict[str, Any] = {"applies_to": self._points(rule, school)}
        points = changes["applies_to"]
        if not any((points.event_groups, points.events, points.resources)):
            return None
        says = {f.name: getattr(rule, f.name) for f in fields(rule)}
        if (groups := says.get("time_groups")) is not None:
            changes["time_groups"] = tuple(g for g in groups if school.time_group(g).members)
        if (times := says.get("times")) is not None:
            changes["times"] = tuple(t for t in times if t in school.time_index)
        if isinstance(rule, SpreadEvents):
            spreads = (s for s in rule.spreads if school.time_group(s.time_group).members)
            changes["spreads"] = tuple(spreads)
        kinds = [changes[name] for name in ("time_groups", "times", "spreads") if name in changes]
        return None if kinds and not any(kinds) else replace(rule, **changes)

    def _points(self, rule: Rule, school: Instance) -> AppliesTo:
        """Return the points of application within the school.

        A person at several schools is left out: all their lessons stay. Lessons that stay are
        left out as well, except where they count together with others or need somebody.
        """
        whole, applies = self.week.instance, rule.applies_to
        resources = tuple(r for r in applies.all_resources(whole) if r in self._movers)
        if rule.groups_are_points:
            groups = (g for g in applies.event_groups if school.event_group(g).members)
            return AppliesTo(event_groups=tuple(groups))
        events: list[str] = []
        for event in applies.all_events(whole):
            if event.id not in self.week.held or hasattr(rule, "role"):
                events += [e.id for e in self._events.get(event.id, [])]
        return AppliesTo(events=tuple(events), resources=resources)

    @cached_property
    def _movers(self) -> set[str]:
        """Who has open lessons at the school, and what fills open slots there."""
        filling = {s.type for e in self.week.instance.events for s in e.open_slots()}
        found = {r.id for r in self.week.instance.resources if r.type in filling}
        for event in self.week.instance.events:
            if event.id not in self.week.held:
                found |= {s.resource for s in event.slots if s.resource is not None}
        return found & self._resources


def _only(groups: tuple[Group, ...], known: dict[str, tuple[str, ...]]) -> tuple[Group, ...]:
    """Return groups with those members that are known, as what they have become."""
    return tuple(
        replace(g, members=tuple(x for m in g.members for x in known.get(m, ()))) for g in groups
    )
