"""What a timetable is worth to a community or to one of its schools, by the checker."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from scheduling.check import check
from scheduling.one_by_one import shared_people
from scheduling.rules.limit_idle_times import idle_times
from scheduling.rules.sync_link import SyncLink
from scheduling.solution import Schedule
from scheduling.week.courses import TEACHER

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from community.rule import Violation
    from scheduling.instance import Instance
    from scheduling.rules.sync_link import Broadcast
    from scheduling.solution import Lesson, Solution


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
    series, met = _synchronous(schedule, _casts(instance))
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


class Share(NamedTuple):
    """What a timetable is to one school.

    ``cost`` is the soft cost by rule, of the points that have all their lessons; what a person
    costs counts at the home school. The pairs count what is there, and what is to be.
    """

    periods: tuple[int, int]
    synchronous: tuple[int, int]  # lessons that meet the other ends
    shared: tuple[int, int]  # periods of people who teach at several schools
    gaps: int
    cost: dict[str, int]


def share(instance: Instance, solution: Solution, school: str, anywhere: AbstractSet[str]) -> Share:
    """Return what a timetable is to a school; ``anywhere`` as for ``figures``."""
    schedule, people = Schedule(instance, solution), shared_people(instance)
    own = [x for x in schedule.lessons if schedule.event(x).site == school]
    theirs = [x for p in people for x in schedule.attended[p] if schedule.event(x).site == school]
    cost: Counter[str] = Counter()
    for v in check(instance, solution):
        whole = not v.is_hard and not _lacks(instance, v, anywhere)
        if whole and _site(instance, v) == school:
            cost[v.rule] += v.cost
    return Share(
        _placed(schedule, own),
        _ends(schedule, _casts(instance), school),
        _placed(schedule, theirs),
        sum(_gaps(schedule, school)),
        {rule: price for rule, price in sorted(cost.items()) if price},
    )


def _site(instance: Instance, violation: Violation) -> str | None:
    """Return the school of what a violation is about: a course, a class, a teacher's home."""
    thing = violation.things[0]
    if group := instance.group_by_id.get(f"event:{thing}"):
        thing = next(iter(group.members), "")
    found = instance.event_by_id.get(thing) or instance.resource_by_id.get(thing)
    return found.site if found else None


def _casts(instance: Instance) -> list[tuple[SyncLink, Broadcast]]:
    """Return the synchronous series, each with its rule."""
    links = (r for r in instance.rules if isinstance(r, SyncLink))
    return [(rule, cast) for rule in links for cast in rule.broadcasts]


def _ends(
    schedule: Schedule, casts: Sequence[tuple[SyncLink, Broadcast]], school: str
) -> tuple[int, int]:
    """Return the synchronous lessons of a school that meet the other ends, and all of them.

    A host meets all its receivers, a receiver its host.
    """
    instance, count, met = schedule.instance, 0, 0
    for rule, cast in casts:
        hosts = [*_runs(schedule, cast.host)]
        if instance.event_by_id[cast.host].site == school:
            count += instance.event_by_id[cast.host].duration
            met += sum(_meets_all(schedule, rule, cast, run) for run in hosts)
        for end in cast.receivers:
            if instance.event_by_id[end].site == school:
                count += instance.event_by_id[end].duration
                runs = _runs(schedule, end)
                met += sum(any(rule.meets(instance, h, run) for h in hosts) for run in runs)
    return met, count


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
    placed, periods = _placed(schedule, [x for p in people for x in schedule.attended[p]])
    return periods, placed


def _placed(schedule: Schedule, lessons: Sequence[Lesson]) -> tuple[int, int]:
    """Return how many periods of lessons have a time, and all of them."""
    placed = (x.duration for x in lessons if schedule.start(x) is not None)
    return sum(placed), sum(x.duration for x in lessons)


def _synchronous(
    schedule: Schedule, casts: Sequence[tuple[SyncLink, Broadcast]]
) -> tuple[int, int]:
    """Return the synchronous lessons, and how many of them meet all their partners."""
    count = sum(schedule.instance.event_by_id[cast.host].duration for _, cast in casts)
    met = sum(
        _meets_all(schedule, rule, cast, run)
        for rule, cast in casts
        for run in _runs(schedule, cast.host)
    )
    return count, met


def _meets_all(schedule: Schedule, rule: SyncLink, cast: Broadcast, run: tuple[int, int]) -> bool:
    """Return whether a lesson of the host meets one of each receiver."""
    return all(
        any(rule.meets(schedule.instance, run, other) for other in _runs(schedule, receiver))
        for receiver in cast.receivers
    )


def _runs(schedule: Schedule, event: str) -> Iterator[tuple[int, int]]:
    """Yield (start, duration) of the lessons of an event that have a time."""
    for lesson in schedule.by_event[event]:
        if (start := schedule.start(lesson)) is not None:
            yield start, lesson.duration


def _gaps(schedule: Schedule, school: str | None = None) -> Iterator[int]:
    """Yield the free times between the lessons of each teacher, by school (or at one) and day.

    Where a school has several bells, those count by which there are most.
    """
    times: dict[object, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for position, time in enumerate(schedule.instance.times):
        if school in (None, time.site):
            times[time.site, time.weekday][time.bells].append(position)
    for resource in schedule.instance.resources:
        if resource.type == TEACHER:
            busy = schedule.instance.taken(schedule.busy[resource.id])
            days = ([idle_times(rung, busy) for rung in day.values()] for day in times.values())
            yield sum(max(map(len, day)) for day in days)


def _changes(schedule: Schedule, person: str) -> int:
    """Return how often a person goes from one school to another within a day."""
    found: Counter[int | None] = Counter()
    clock = [schedule.instance.times[p] for p in schedule.busy[person]]
    clock.sort(key=lambda t: (t.weekday or 0, t.start or 0))
    for one, then in pairwise(clock):
        if one.weekday == then.weekday and one.site != then.site:
            found[one.weekday] += 1
    return found.total()
