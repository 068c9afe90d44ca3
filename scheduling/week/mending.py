"""Mending a staffing by the times: teachers and times change together, near to a timetable.

A staffing is chosen before any lesson has a time. Where its week cannot be found, the nearest
timetable says whose lessons are in the way. Their courses, and those of colleagues who could take
them, become open places for the local search, beside the times of all lessons.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scheduling.check import check, cost
from scheduling.local import prepare
from scheduling.model import narrowed
from scheduling.solution import Solution
from scheduling.week.courses import TEACHES
from solving.builder import Builder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from scheduling.instance import Instance
    from solving.outcome import Budget


def culprits(fixed: Instance, nearest: Solution) -> frozenset[str]:
    """Return the teachers whose lessons break hard rules in a timetable.

    Of a course, an event or a class that is off, the teachers are meant.
    """
    teachers = {e.id: s.resource for e in fixed.events for s in e.slots if s.role == TEACHES}
    points = {v.things[0] for v in check(fixed, nearest) if v.is_hard}
    found = set(points)
    for event in fixed.events:
        named = {event.id, event.course, *(s.resource for s in event.slots if not s.role)}
        if named & points:
            found.add(teachers.get(event.id) or "")
    return frozenset(found & {t for t in teachers.values() if t})


def taught_by(timetable: Solution, staffing: Solution) -> Solution:
    """Return a timetable with the teachers of a staffing in its lessons."""
    teachers = {x.event: x.resources for x in staffing.lessons}
    return Solution(
        tuple(
            replace(x, resources=(*x.resources, *teachers.get(x.event, ())))
            for x in timetable.lessons
        )
    )


def teachers_of(timetable: Solution) -> Solution:
    """Return who teaches in a timetable, and nothing else of its open slots."""
    return Solution(
        tuple(
            replace(x, resources=tuple(p for p in x.resources if p[0] == TEACHES))
            for x in timetable.lessons
        )
    )


def mended(
    instance: Instance,
    nearest: Solution,
    to_blame: Iterable[str],
    budget: Budget,
    over: Callable[[], bool],
) -> Solution | None:
    """Return a timetable that keeps the hard rules, with who teaches in every lesson, or None.

    Parameters
    ----------
    instance
        The week, with its teachers as open slots.
    nearest
        A timetable with a teacher in every lesson; the search begins there.
    to_blame
        Teachers whose courses may go to others, and be exchanged for theirs.
    over
        Whether to stop before the time is over.
    """
    if not prepare.is_ready():
        return None
    from scheduling.local.search import LocalSearch  # as slow to load as the search

    opened = _opened(instance, nearest, frozenset(to_blame))
    local = LocalSearch.made(opened, budget.seed, lambda found: None)

    def enough() -> bool:
        return over() or (local.best_cost is not None and local.best_cost[0] == 0)

    local.run(budget.left, budget.workers, nearest, enough, together=True)
    found = local.solution
    return found if cost(opened, found).hard == 0 else None


def _opened(instance: Instance, nearest: Solution, to_blame: frozenset[str]) -> Instance:
    """Return the week with the teachers of a timetable, but for courses that may change hands.

    Those of the people who are to blame, and of everybody who could take one of them.
    """
    given = {x.event: dict(x.resources).get(TEACHES) for x in nearest.lessons}
    able = {e: who for e, who in _able(instance).items() if given.get(e)}
    takers = to_blame.union(*(who for e, who in able.items() if given[e] in to_blame))
    settled = {e for e in able if given[e] not in takers}
    kept = (x for x in nearest.lessons if x.event in settled)
    teachers = (replace(x, resources=((TEACHES, given[x.event] or ""),)) for x in kept)
    return instance.with_resources(Solution(tuple(teachers)))


def _able(instance: Instance) -> dict[str, frozenset[str]]:
    """Return the candidates for the teacher's place of each event that has one open."""
    domains = narrowed(instance, Builder())
    return {
        e.id: frozenset(domains.candidates(e, TEACHES))
        for e in instance.events
        if any(s.role == TEACHES for s in e.open_slots())
    }
