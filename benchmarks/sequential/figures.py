"""What a timetable of the whole community is worth, recomputed by the checker."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from benchmarks.sequential.school import shared_people
from scheduling.check import check
from scheduling.rules.limit_idle_times import idle_times
from scheduling.rules.sync_link import SyncLink
from scheduling.solution import Schedule
from scheduling.week.courses import TEACHER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from community.rule import Violation
    from scheduling.instance import Instance
    from scheduling.solution import Solution


def figures(instance: Instance, solution: Solution, anywhere: AbstractSet[str]) -> dict[str, int]:
    """Return the figures of one way.

    ``anywhere`` are the points that lack a lesson in any way: "soft_whole" is the price of the
    others, so that the ways compare.
    """
    schedule = Schedule(instance, solution)
    shared = shared_people(instance)
    here = lacking(instance, solution)
    broken = check(instance, solution)
    soft = [v for v in broken if not v.is_hard]
    lessons, placed = _of_people(schedule, shared)
    series, met = _synchronous(schedule)
    return {
        "periods": sum(e.duration for e in instance.events),
        "unplaced": sum(x.duration for x in schedule.lessons if schedule.start(x) is None),
        "sync": series,
        "sync_met": met,
        "shared": lessons,
        "shared_placed": placed,
        "people": len(shared),
        "gaps": sum(_gaps(schedule)),
        "commutes": sum(_changes(schedule, person) for person in shared),
        # Beside lessons without a time, and what follows from them.
        "hard": sum(v.cost for v in broken if v.is_hard and not _lacks(instance, v, here)),
        "soft": sum(v.cost for v in soft),
        "soft_whole": sum(v.cost for v in soft if not _lacks(instance, v, anywhere)),
    }


def lacking(instance: Instance, solution: Solution) -> set[str]:
    """Return the events, courses, classes and teachers of lessons without a time.

    With a synchronous lesson, those that should meet it are meant as well.
    """
    schedule = Schedule(instance, solution)
    events = {x.event for x in schedule.lessons if schedule.start(x) is None}
    links = [r for r in instance.rules if isinstance(r, SyncLink)]
    for cast in (cast for rule in links for cast in rule.broadcasts):
        if events & {cast.host, *cast.receivers}:
            events |= {cast.host, *cast.receivers}
    found = set(events)
    for event in map(instance.event_by_id.__getitem__, events):
        found.add(event.course or event.id)
        found.update(s.resource for s in event.slots if s.resource is not None)
    return found


def _lacks(instance: Instance, violation: Violation, points: AbstractSet[str]) -> bool:
    """Return whether a violation is at one of the points; of a whole group, when there are any."""
    point = violation.point
    known = (instance.event_by_id, instance.resource_by_id)
    if any(point in where for where in known) or f"event:{point}" in instance.group_by_id:
        return point in points
    person = violation.things[0]
    return person in points if person in instance.resource_by_id else bool(points)


def _of_people(schedule: Schedule, people: list[str]) -> tuple[int, int]:
    """Return the periods of people, and how many of them have a time."""
    lessons = [x for person in people for x in schedule.attended[person]]
    placed = [x for x in lessons if schedule.start(x) is not None]
    return sum(x.duration for x in lessons), sum(x.duration for x in placed)


def _synchronous(schedule: Schedule) -> tuple[int, int]:
    """Return the synchronous lessons, and how many of them meet all their partners."""
    instance, count, met = schedule.instance, 0, 0
    for rule in instance.rules:
        for cast in rule.broadcasts if isinstance(rule, SyncLink) else ():
            count += instance.event_by_id[cast.host].duration
            partners = [list(_runs(schedule, r)) for r in cast.receivers]
            met += sum(
                all(any(rule.meets(instance, run, other) for other in runs) for runs in partners)
                for run in _runs(schedule, cast.host)
            )
    return count, met


def _runs(schedule: Schedule, event: str) -> Iterator[tuple[int, int]]:
    """Yield (start, duration) of the lessons of an event that have a time."""
    for lesson in schedule.by_event[event]:
        if (start := schedule.start(lesson)) is not None:
            yield start, lesson.duration


def _gaps(schedule: Schedule) -> Iterator[int]:
    """Yield the free times between the lessons of each teacher, by school and day."""
    times: dict[tuple[str | None, int | None], list[int]] = defaultdict(list)
    for position, time in enumerate(schedule.instance.times):
        times[time.site, time.weekday].append(position)
    for resource in schedule.instance.resources:
        if resource.type == TEACHER:
            busy = schedule.busy[resource.id]
            yield sum(len(idle_times(day, busy)) for day in times.values())


def _changes(schedule: Schedule, person: str) -> int:
    """Return how often a person goes from one school to another within a day."""
    found: Counter[int | None] = Counter()
    clock = [schedule.instance.times[p] for p in schedule.busy[person]]
    clock.sort(key=lambda t: (t.weekday or 0, t.start or 0))
    for one, then in pairwise(clock):
        if one.weekday == then.weekday and one.site != then.site:
            found[one.weekday] += 1
    return found.total()
