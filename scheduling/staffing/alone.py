"""Whether a class can be timetabled at all with its teachers: the class alone, nobody else.

What counting does not see, a small model of times does: the lessons of one class, the hard rules
about them, and the times at which each teacher is free. Teachers with whom it has no timetable are
no staffing, nor are others with less free time.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from community.rule import Strictness
from scheduling.incumbent import timing
from scheduling.model import build, narrowed
from scheduling.relaxations import Cut
from solving.builder import Builder
from solving.confirm import confirmed
from solving.outcome import Budget, Status
from solving.solver import solve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.instance import Event, Instance
    from scheduling.staffing.fitting import Fitting

Free = dict[str, int]  # the times at which the teacher of a course is free, by course
Clash = dict[str, tuple[str, ...]]  # by course of a class: not all of them with such teachers

LIMIT = Budget(seconds=2.0, workers=1)  # for one class; undecided ones are let pass


class Alone:
    """The timetables of single classes with given teachers, each asked for once."""

    def __init__(self, instance: Instance, fitting: Fitting) -> None:
        self.fitting = fitting
        hard = tuple(r for r in instance.rules if r.strictness is Strictness.HARD)
        self._cut = Cut(timing(replace(instance, rules=hard)))
        self._parts: dict[str, Instance] = {}
        self._known: dict[tuple[str, frozenset[tuple[str, int]]], bool] = {}
        self._courses: dict[str, list[str]] = {g.id: [] for g in fitting.frame.community.classes}
        for course in map(fitting.frame.course_by_id.__getitem__, fitting.forms):
            if not course.beside:  # those beside others are no lessons of the class alone
                self._courses[course.group.id].append(course.id)

    def clashes(self, teachers: dict[str, str]) -> Iterator[Clash]:
        """Yield what is wrong with the teachers of courses, for alike classes too."""
        for group, courses in self._courses.items():
            given = ((c, self._free(c, teachers[c])) for c in courses if c in teachers)
            free = {c: mask for c, mask in given if mask is not None}
            if not free or self._fits(group, free):
                continue
            for course in list(free):
                rest = {c: mask for c, mask in free.items() if c != course}
                if not self._fits(group, rest):
                    free = rest
            yield from self._spread(group, free)

    def _free(self, course: str, teacher: str) -> int | None:
        """Return when a teacher could have a course; None when that is always."""
        form, free = self.fitting.forms[course], self.fitting.attendance.free(teacher)
        running = form.running(free)
        return None if running == form.running(-1) else running

    def _spread(self, group: str, free: Free) -> Iterator[Clash]:
        """Yield the clash of a class for all classes of the school in which it is one too."""
        by_id, frame = self.fitting.frame.course_by_id, self.fitting.frame
        school = frame.community.class_by_id[group].school
        for other in frame.community.classes:
            same = {f"{other.id}/{by_id[c].subject.id}": mask for c, mask in free.items()}
            alike = other.school == school and all(c in self.fitting.forms for c in same)
            if alike and (other.id == group or not self._fits(other.id, same)):
                yield {c: self._no_freer(c, mask) for c, mask in same.items()}

    def _no_freer(self, course: str, mask: int) -> tuple[str, ...]:
        """Return the teachers of a course who are free at no other times."""
        form, free = self.fitting.forms[course], self.fitting.attendance.free
        takers = self.fitting.takers[course]
        return tuple(t for t in takers if not form.running(free(t)) & ~mask)

    def _fits(self, group: str, free: Free) -> bool:
        """Return whether a class may have a timetable when some of its courses have less time."""
        key = group, frozenset(free.items())
        if key not in self._known:
            part, builder = self._part(group), Builder()
            domains = narrowed(part, builder)
            for event in part.events:
                if event.course in free and event in self._taught(event.course):
                    domains.block(event.id, ~free[event.course])
            build(part, builder, domains=domains)
            outcome = solve(builder.model, LIMIT, phase="staffing")
            status = confirmed(outcome, builder.model, LIMIT).status
            self._known[key] = status is not Status.INFEASIBLE
        return self._known[key]

    def _taught(self, course: str) -> list[Event]:
        return self.fitting.frame.taught(self.fitting.frame.course_by_id[course])

    def _part(self, group: str) -> Instance:
        if group not in self._parts:
            events = self._cut.instance.events_of[group]
            self._parts[group] = self._cut.part(frozenset(e.id for e, _ in events))
        return self._parts[group]
