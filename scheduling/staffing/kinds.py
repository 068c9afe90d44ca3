"""What the models of numbers work from: courses by kind, wishes, limits, former teachers."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from scheduling.rules.keep_resources import KeepResources
from scheduling.rules.limit_workload import LimitWorkload
from scheduling.rules.own_class import OwnClass
from scheduling.week.courses import TEACHES

if TYPE_CHECKING:
    from rotation.staffing_flow import Lane
    from scheduling.instance import Instance
    from scheduling.staffing.fitting import Fitting
    from scheduling.week.courses import Course
    from scheduling.week.frame import Frame


class Kind(NamedTuple):
    """Courses that are alike: one lane, one load (in units of workload), the same teachers."""

    lane: Lane
    size: int
    takers: tuple[str, ...]


Taken = dict[tuple[str, Kind], int]  # courses of each kind that each teacher takes


class Wish(NamedTuple):
    """A class teacher, the courses of the own class, and the price when none is the teacher's."""

    teacher: str
    courses: tuple[str, ...]
    weight: int


class Kinds:
    """The courses of a week by kind, and what matters for who takes how many of them."""

    def __init__(self, instance: Instance, fitting: Fitting) -> None:
        self.instance, self.frame, self.attendance = instance, fitting.frame, fitting.attendance
        frame = self.frame
        self.courses: dict[Kind, list[Course]] = defaultdict(list)
        for lane, courses in frame.lanes.items():
            for course in courses:
                kind = Kind(lane, round(frame.unit * course.taught), fitting.takers[course.id])
                self.courses[kind].append(course)
        self.kind_of = {c.id: kind for kind, courses in self.courses.items() for c in courses}
        self.before = self._before()
        self.wishes = self._wishes()
        self.limits: dict[str, list[LimitWorkload]] = defaultdict(list)
        for rule in instance.rules:
            if isinstance(rule, LimitWorkload):
                for teacher in rule.applies_to.all_resources(instance):
                    self.limits[teacher].append(rule)
        self.average = average_loads(frame)

    def _before(self) -> dict[str, tuple[str, int]]:
        """Return the former teacher of each course and the price of a change."""
        found: dict[str, tuple[str, int]] = {}
        for rule in self.instance.rules:
            if isinstance(rule, KeepResources):
                for held in rule.base:
                    event = self.instance.event_by_id.get(held.event)
                    if event and event.course and held.role == TEACHES:
                        found[event.course] = (held.resource, rule.weight)
        return found

    def _wishes(self) -> list[Wish]:
        events = self.instance.event_by_id
        return [
            Wish(
                wish.resource,
                tuple(dict.fromkeys(c for e in wish.events if (c := events[e].course))),
                rule.weight,
            )
            for rule in self.instance.rules
            if isinstance(rule, OwnClass)
            for wish in rule.wishes
        ]


def average_loads(frame: Frame) -> dict[str, int]:
    """Return the average load of the teachers of each school, in periods, rounded up."""
    periods: dict[str, float] = defaultdict(float)
    for course in frame.courses:
        periods[course.group.school] += course.taught
    return {
        school: -int(-periods[school] // max(1, len(teachers)))
        for school, teachers in frame.people.at.items()
    }
