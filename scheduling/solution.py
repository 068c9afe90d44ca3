"""A timetable: sub-events with durations, times and resources. Never imports the solver."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from community.models import WeekPattern

if TYPE_CHECKING:
    from scheduling.setting import Event, Setting


@dataclass(frozen=True, slots=True)
class Lesson:
    """A sub-event ("solution event" of XHSTT). ``time`` None: not placed.

    ``resources`` holds (role, resource) pairs for open slots; a pair for a preassigned slot that
    has a role replaces it (a timetable edited by hand may do so, and the checker then says so).
    ``weeks`` are those in which it is held: every week, but for events that alternate.
    """

    event: str
    duration: int
    time: str | None = None
    resources: tuple[tuple[str, str], ...] = ()
    weeks: WeekPattern = WeekPattern.ALL


@dataclass(frozen=True, slots=True)
class Solution:
    """A timetable for one instance."""

    lessons: tuple[Lesson, ...]

    def bare(self) -> Solution:
        """Return the timetable without who fills open slots."""
        return Solution(tuple(replace(x, resources=()) for x in self.lessons))

    def diff(self, other: Solution) -> tuple[list[Lesson], list[Lesson]]:
        """Return the lessons only here and those only in the other (multiset difference)."""
        mine, theirs = Counter(self.lessons), Counter(other.lessons)
        return sorted((mine - theirs).elements(), key=_order), sorted(
            (theirs - mine).elements(), key=_order
        )


def _order(lesson: Lesson) -> tuple[str, str, int, str]:
    return (lesson.event, lesson.time or "", lesson.duration, lesson.weeks)


@dataclass(frozen=True)
class Schedule:
    """A solution laid out over its instance: who is where at every time. Made for checking.

    A part of an event's duration that the solution leaves out becomes one unplaced lesson of the
    whole rest (XHSTT).
    """

    instance: Setting
    solution: Solution

    @cached_property
    def lessons(self) -> tuple[Lesson, ...]:
        """All lessons, completed by the rests."""
        placed: Counter[str] = Counter()
        for lesson in self.solution.lessons:
            placed[lesson.event] += lesson.duration
        rests = [
            Lesson(e.id, e.duration - placed[e.id], e.time)
            for e in self.instance.events
            if placed[e.id] < e.duration
        ]
        return (*self.solution.lessons, *rests)

    @cached_property
    def by_event(self) -> dict[str, list[Lesson]]:
        """Lessons of each event id; every event has an entry."""
        found: dict[str, list[Lesson]] = {e.id: [] for e in self.instance.events}
        for lesson in self.lessons:
            found[lesson.event].append(lesson)
        return found

    def event(self, lesson: Lesson) -> Event:
        """Return the event of a lesson."""
        return self.instance.event_by_id[lesson.event]

    def start(self, lesson: Lesson) -> int | None:
        """Return the position of the lesson's first time, or None."""
        time = lesson.time or self.event(lesson).time
        return None if time is None else self.instance.time_index[time]

    def running(self, lesson: Lesson) -> range:
        """Return the positions of the times at which a lesson runs; empty when not placed."""
        start = self.start(lesson)
        if start is None:
            return range(0)
        return range(start, min(start + lesson.duration, len(self.instance.times)))

    def resources(self, lesson: Lesson) -> list[tuple[str | None, str]]:
        """Return the (role, resource) pairs that a lesson has, preassigned and assigned."""
        given = dict(lesson.resources)
        found: list[tuple[str | None, str]] = []
        for slot in self.event(lesson).slots:
            resource = given.get(slot.role, slot.resource) if slot.role else slot.resource
            if resource is not None:
                found.append((slot.role, resource))
        return found

    @cached_property
    def attended(self) -> dict[str, list[Lesson]]:
        """Lessons by resource id; a lesson that has a resource twice stands twice."""
        found: dict[str, list[Lesson]] = {r.id: [] for r in self.instance.resources}
        for lesson in self.lessons:
            for _role, resource in self.resources(lesson):
                found[resource].append(lesson)
        return found

    @cached_property
    def busy(self) -> dict[str, Counter[int]]:
        """For each resource, the number of lessons it attends at each time position."""
        found: dict[str, Counter[int]] = defaultdict(Counter)
        for resource, lessons in self.attended.items():
            for lesson in lessons:
                found[resource].update(self.running(lesson))
        return found

    @cached_property
    def workload(self) -> dict[str, float]:
        """Workload of each resource; a lesson carries the share of its duration in the event's."""
        found: dict[str, float] = defaultdict(float)
        for lesson in self.lessons:
            event, given = self.event(lesson), dict(lesson.resources)
            share = lesson.duration / event.duration if event.duration else 1.0
            for slot in event.slots:
                resource = given.get(slot.role, slot.resource) if slot.role else slot.resource
                if resource is not None:
                    found[resource] += slot.load(event) * share
        return found
