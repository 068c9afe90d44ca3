"""A first staffing by counting: how many courses of each size a teacher takes in each lane.

The courses of a lane (one subject of one stage at one school) with the same load are alike for
everything that workloads ask, so small models decide on numbers only, one for each knot of lanes
that share teachers; the courses are handed out by them afterwards. The numbers relax the full
model: when they are infeasible, so is every staffing.
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from ortools.sat.python import cp_model

from community.rule import Strictness
from rotation.staffing_flow import components
from scheduling.rules.keep_resources import KeepResources
from scheduling.rules.limit_workload import LimitWorkload
from scheduling.rules.own_class import OwnClass
from scheduling.week.courses import TEACHES
from solving.outcome import Report, Status
from solving.solver import solve

if TYPE_CHECKING:
    from rotation.staffing_flow import Lane
    from scheduling.instance import Instance
    from scheduling.week.courses import Course
    from scheduling.week.frame import Frame
    from solving.outcome import Budget

BALANCE_STEP = 2  # periods between the rungs of the ladder that prices uneven loads
BALANCE_RUNGS = 3
TIED_SHARE = 0.5  # of the time, for the numbers of people who tie schools together
LEAST_SECONDS = 0.5  # for one knot, however little time is left


class Kind(NamedTuple):
    """Courses that are alike: one lane, one load (in units of workload)."""

    lane: Lane
    size: int


class Wish(NamedTuple):
    """A class teacher, the courses of the own class, and the price when none is the teacher's."""

    teacher: str
    courses: tuple[str, ...]
    weight: int


Taken = dict[tuple[str, Kind], int]  # courses of each kind that each teacher takes


class Counts:
    """What the models of numbers work from, and the handing out of courses."""

    def __init__(self, instance: Instance, frame: Frame) -> None:
        self.instance, self.frame = instance, frame
        self.courses: dict[Kind, list[Course]] = defaultdict(list)
        for lane, courses in frame.lanes.items():
            for course in courses:
                self.courses[Kind(lane, round(frame.unit * course.taught))].append(course)
        self.kind_of = {c.id: kind for kind, courses in self.courses.items() for c in courses}
        self.takers = {kind: frame.people.qualified(kind.lane) for kind in self.courses}
        self.before = self._before()
        self.wishes = self._wishes()
        self.limits: dict[str, list[LimitWorkload]] = defaultdict(list)
        for rule in instance.rules:
            if isinstance(rule, LimitWorkload):
                for teacher in rule.applies_to.all_resources(instance):
                    self.limits[teacher].append(rule)
        self.average = average_loads(frame)

    def solve(self, budget: Budget) -> tuple[Report, dict[str, str]]:
        """Return a report on all knots, and the teacher of each course when there is an answer.

        People with several sites tie the schools together. Once their numbers are known, the
        schools fall apart into small models that are solved again, each for itself.
        """
        began = time.monotonic()
        report, taken = self._solve(budget.within(TIED_SHARE * budget.seconds), frozenset(), {})
        travelling = frozenset(self.frame.people.travelling)
        if report.status is Status.FEASIBLE and travelling:
            left = max(0.0, budget.seconds - (time.monotonic() - began))
            again, better = self._solve(budget.within(left), travelling, taken)
            if again.status.has_solution:
                taken, report = better, replace(report, objective=None)
        report = replace(report, seconds=time.monotonic() - began)
        return report, self._hand_out(Counter(taken)) if taken else {}

    def _solve(self, budget: Budget, fixed: frozenset[str], taken: Taken) -> tuple[Report, Taken]:
        """Solve all knots, with the numbers of some teachers fixed."""
        began = time.monotonic()
        found: Taken = {}
        total = Report(Status.OPTIMAL, 0.0, 0.0)
        knots = self._knots(fixed)
        for index, kinds in enumerate(knots):
            left = budget.seconds - (time.monotonic() - began)
            share = max(LEAST_SECONDS, left / (len(knots) - index))
            knot = _Knot(self, kinds, {key: n for key, n in taken.items() if key[0] in fixed})
            report, numbers = knot.solve(replace(budget, seconds=share))
            if not report.status.has_solution:
                return report, {}
            found.update(numbers)
            optimal = report.status is total.status is Status.OPTIMAL
            total = Report(
                Status.OPTIMAL if optimal else Status.FEASIBLE,
                (total.objective or 0.0) + (report.objective or 0.0),
                (total.bound or 0.0) + (report.bound or 0.0),
                parameters=report.parameters,
            )
        return total, found

    def _knots(self, fixed: frozenset[str]) -> list[list[Kind]]:
        """Return the kinds in groups that no teacher connects but fixed ones, small ones first."""
        lanes: dict[str, list[Lane]] = defaultdict(list)
        for lane in self.frame.lanes:
            for teacher in self.frame.people.qualified(lane):
                if teacher not in fixed:
                    lanes[teacher].append(lane)
        groups = components(self.frame.lanes, {frozenset(found) for found in lanes.values()})
        knots = [[kind for kind in self.courses if kind.lane in group] for group in groups]
        return sorted(knots, key=len)

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

    def _hand_out(self, left: Counter[tuple[str, Kind]]) -> dict[str, str]:
        """Hand out courses: former teachers, class teachers, then those who know the class."""
        given: dict[str, str] = {}
        knows: dict[str, set[str]] = defaultdict(set)

        def give(course: str, teacher: str) -> bool:
            kind = self.kind_of.get(course)
            if kind is None or course in given or left[teacher, kind] <= 0:
                return False
            left[teacher, kind] -= 1
            given[course] = teacher
            knows[teacher].add(self.frame.course_by_id[course].group.id)
            return True

        for course_id, (teacher, _) in self.before.items():
            give(course_id, teacher)
        for wish in self.wishes:
            if not any(given.get(c) == wish.teacher for c in wish.courses):
                any(give(c, wish.teacher) for c in wish.courses)
        for kind in sorted(self.courses, key=lambda kind: -kind.size):
            for course in self.courses[kind]:
                if course.id not in given:
                    takers = [t for t in self.takers[kind] if left[t, kind] > 0]
                    give(course.id, min(takers, key=lambda t: course.group.id not in knows[t]))
        return given


class _Knot:
    """The model of numbers for kinds of courses that share teachers."""

    def __init__(self, counts: Counts, kinds: list[Kind], fixed: Taken) -> None:
        self.counts, self.frame = counts, counts.frame
        alone = {teacher for teacher, _ in fixed}
        self.model = cp_model.CpModel()
        self.costs: list[Any] = []
        self.of_teacher: dict[str, dict[Kind, Any]] = defaultdict(dict)
        for kind in kinds:
            number, takers = len(counts.courses[kind]), counts.takers[kind]
            for teacher in takers:
                self.of_teacher[teacher][kind] = self.model.new_int_var(0, number, "")
            self.model.add(sum(self.of_teacher[t][kind] for t in takers) == number)
        for (teacher, kind), number in fixed.items():
            if kind in self.of_teacher.get(teacher, {}):
                self.model.add(self.of_teacher[teacher][kind] == number)
        for teacher in self.of_teacher:
            if teacher not in alone:  # their loads are spread over other knots too
                self._limit_load(teacher)
                self._share_days(teacher)
                self._balance(teacher)
        self._keep(kinds)
        self._own_classes()
        if self.costs:
            self.model.minimize(sum(self.costs))

    def solve(self, budget: Budget) -> tuple[Report, Taken]:
        """Return the report, and how many courses of each kind each teacher takes."""
        outcome = solve(
            self.model, budget, phase="staffing", parameters={"relative_gap_limit": 0.02}
        )
        if not outcome.status.has_solution:
            return outcome.report, {}
        return outcome.report, {
            (teacher, kind): outcome.value(count)
            for teacher, kinds in self.of_teacher.items()
            for kind, count in kinds.items()
        }

    def _load(self, teacher: str, site: str | None = None) -> Any:
        """Return the workload of a teacher, at one site or in all."""
        return sum(
            kind.size * count
            for kind, count in self.of_teacher[teacher].items()
            if site in (None, kind.lane.school)
        )

    def _most(self, teacher: str) -> int:
        """Return the workload that a teacher can have at most."""
        own = self.frame.unit * self.frame.community.teacher_by_id[teacher].max_periods
        kinds = self.of_teacher[teacher]
        return min(own, sum(kind.size * len(self.counts.courses[kind]) for kind in kinds))

    def _charge(self, excess: Any, most: int, weight: int) -> None:
        if most > 0:
            over = self.model.new_int_var(0, most, "")
            self.model.add(over >= excess)
            self.costs.append(weight * over)

    def _limit_load(self, teacher: str) -> None:
        load, most = self._load(teacher), self._most(teacher)
        for rule in self.counts.limits[teacher]:
            if rule.strictness is Strictness.HARD:
                self.model.add_linear_constraint(load, rule.minimum, rule.maximum)
            else:
                self._charge(load - rule.maximum, most - rule.maximum, rule.weight)
                self._charge(rule.minimum - load, rule.minimum, rule.weight)

    def _share_days(self, teacher: str) -> None:
        """Give a person with several sites days at each; the rest fits the free slots."""
        unit = self.frame.unit
        sites = sorted({kind.lane.school for kind in self.of_teacher[teacher]})
        if len(sites) == 1:
            self.model.add(self._load(teacher) <= unit * self.frame.capacity(teacher))
            return
        there: dict[int, list[Any]] = defaultdict(list)
        for site in sites:
            free: Any = 0
            for weekday in self.frame.days(site):
                present = self.model.new_bool_var("")
                there[weekday].append(present)
                free += self.frame.free_slots(teacher, site, weekday) * present
            self.model.add(self._load(teacher, site) <= unit * free)
        for today in there.values():
            if len(today) > self.frame.sites_a_day:
                self.model.add(sum(today) <= self.frame.sites_a_day)

    def _balance(self, teacher: str) -> None:
        border = self.counts.average[self.frame.people.sites(teacher)[0]]
        for rung in range(BALANCE_RUNGS):
            even = self.frame.unit * (border + rung * BALANCE_STEP)
            self._charge(self._load(teacher) - even, self._most(teacher) - even, 1)

    def _keep(self, kinds: list[Kind]) -> None:
        for kind in kinds:
            kept: Counter[str] = Counter()
            price = 0
            for course in self.counts.courses[kind]:
                teacher, weight = self.counts.before.get(course.id, ("", 0))
                if kind in self.of_teacher.get(teacher, {}):
                    kept[teacher] += 1
                    price = weight
            for teacher, number in kept.items():
                lost = self.model.new_int_var(0, number, "")
                self.model.add(lost >= number - self.of_teacher[teacher][kind])
                self.costs.append(price * kind.size * lost)

    def _own_classes(self) -> None:
        for wish in self.counts.wishes:
            kinds = {self.counts.kind_of.get(course) for course in wish.courses}
            mine = self.of_teacher.get(wish.teacher, {})
            chances = [count for kind, count in mine.items() if kind in kinds]
            if chances:
                missing = self.model.new_bool_var("")
                self.model.add(sum(chances) + missing >= 1)
                self.costs.append(wish.weight * missing)


def average_loads(frame: Frame) -> dict[str, int]:
    """Return the average load of the teachers of each school, in periods, rounded up."""
    periods: dict[str, float] = defaultdict(float)
    for course in frame.courses:
        periods[course.group.school] += course.taught
    return {
        school: -int(-periods[school] // max(1, len(teachers)))
        for school, teachers in frame.people.at.items()
    }
