"""The small model of numbers of one knot: lanes that share teachers, and nobody else.

``Kinds`` is what all of these models work from.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from ortools.sat.python import cp_model

from community.rule import Strictness
from scheduling.rules.even_loads import EvenLoads
from scheduling.rules.keep_resources import KeepResources
from scheduling.rules.limit_parts import LimitParts
from scheduling.rules.limit_workload import LimitWorkload
from scheduling.rules.own_class import OwnClass
from scheduling.rules.prefer_resources import PreferResources
from scheduling.staffing.days import Days
from scheduling.week.courses import TEACHES
from scheduling.week.loads import always
from solving.builder import steps
from solving.confirm import confirmed
from solving.solver import solve

if TYPE_CHECKING:
    from rotation.staffing_flow import Lane
    from scheduling.instance import Instance
    from scheduling.staffing.fitting import Fitting
    from scheduling.week.courses import Course
    from scheduling.week.frame import Frame
    from solving.outcome import Budget, Report

BALANCE_STEP = 2  # periods between the rungs of the ladder that prices uneven loads
BALANCE_RUNGS = 3


class Kind(NamedTuple):
    """Courses that are alike: one lane, one size (in half periods), one load, the same teachers.

    The load is in units of workload; the size is in the frame's ``halves``.

    For each rule by which people are to have few parts (grades), ``parts`` has theirs; none where
    it is about no taker of them.
    """

    lane: Lane
    size: int
    load: int
    takers: tuple[str, ...]
    parts: tuple[tuple[int, ...], ...] = ()


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
        self.few = [r for r in instance.rules if isinstance(r, LimitParts)]
        self.limited = [{*r.applies_to.all_resources(instance)} for r in self.few]
        parts_of = [self._parts_of(rule) for rule in self.few]
        self.courses: dict[Kind, list[Course]] = defaultdict(list)
        for lane, courses in frame.lanes.items():
            for course in courses:
                takers = fitting.takers[course.id]
                parts = (
                    () if who.isdisjoint(takers) else tuple(sorted(of_course[course.id]))
                    for who, of_course in zip(self.limited, parts_of, strict=True)
                )
                size, load = round(frame.halves * course.taught), int(frame.unit * course.load)
                kind = Kind(lane, size, load, takers, tuple(parts))
                self.courses[kind].append(course)
        self.kind_of = {c.id: kind for kind, courses in self.courses.items() for c in courses}
        self.before = self._before()
        self.wishes = self._wishes()
        self.limits: dict[str, list[LimitWorkload]] = defaultdict(list)
        for rule in instance.rules:
            if isinstance(rule, LimitWorkload):
                for teacher in rule.applies_to.all_resources(instance):
                    self.limits[teacher].append(rule)
        self.even = [r for r in instance.rules if isinstance(r, EvenLoads)]
        self.average = average_loads(frame)

    def _parts_of(self, rule: LimitParts) -> dict[str, set[int]]:
        """Return the parts of each course."""
        found: dict[str, set[int]] = defaultdict(set)
        for event, numbers in rule.parts.parts_of.items():
            found[self.instance.event_by_id[event].course or ""].update(numbers)
        return found

    def _before(self) -> dict[str, tuple[str, int]]:
        """Return the former, or wished for, teacher of each course and the price of a change."""
        found: dict[str, tuple[str, int]] = {}
        for rule in self.instance.rules:
            if isinstance(rule, KeepResources):
                for held in rule.base:
                    event = self.instance.event_by_id.get(held.event)
                    if event and event.course and held.role == TEACHES:
                        found[event.course] = (held.resource, rule.weight)
            elif isinstance(rule, PreferResources) and len(rule.resources) == 1:
                for event in rule.applies_to.all_events(self.instance):
                    if event.course and rule.role == TEACHES:
                        found[event.course] = (rule.resources[0], rule.weight)
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


class Knot:
    """The model of numbers for kinds of courses that share teachers."""

    def __init__(self, counts: Kinds, kinds: list[Kind], fixed: Taken) -> None:
        self.counts, self.frame = counts, counts.frame
        self.alone = {teacher for teacher, _ in fixed}
        self.model = cp_model.CpModel()
        self.costs: list[Any] = []
        self.of_teacher: dict[str, dict[Kind, Any]] = defaultdict(dict)
        for kind in kinds:
            number = len(counts.courses[kind])
            for teacher in kind.takers:
                self.of_teacher[teacher][kind] = self.model.new_int_var(0, number, "")
            self.model.add(sum(self.of_teacher[t][kind] for t in kind.takers) == number)
        for (teacher, kind), number in fixed.items():
            if kind in self.of_teacher.get(teacher, {}):
                self.model.add(self.of_teacher[teacher][kind] == number)
        for teacher in self.of_teacher:
            if teacher not in self.alone:  # their loads are spread over other knots too
                self._limit_load(teacher)
                self._fit_week(teacher)
                self._balance(teacher)
                self._few_parts(teacher)
        self._even_loads()
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
            return confirmed(outcome, self.model, budget).report, {}
        return outcome.report, {
            (teacher, kind): outcome.value(count)
            for teacher, kinds in self.of_teacher.items()
            for kind, count in kinds.items()
        }

    def _load(self, teacher: str) -> Any:
        """Return the workload of a teacher."""
        lessons = sum(kind.load * count for kind, count in self.of_teacher[teacher].items())
        return lessons + self._always(teacher)

    def _always(self, teacher: str) -> int:
        return int(self.frame.unit * always(self.frame, teacher))

    def _periods(self, teacher: str, site: str) -> Any:
        """Return the periods of a teacher at a site, in halves."""
        mine = self.of_teacher[teacher].items()
        return sum(kind.size * count for kind, count in mine if kind.lane.school == site)

    def _most(self, teacher: str) -> int:
        """Return the workload that a teacher can have at most."""
        own = self.frame.unit * self.frame.community.teacher_by_id[teacher].max_periods
        kinds = self.of_teacher[teacher]
        every = sum(kind.load * len(self.counts.courses[kind]) for kind in kinds)
        return min(own, every + self._always(teacher))

    def _charge(self, excess: Any, most: int, weight: int, step: int = 1) -> None:
        """Charge for an excess that is ``most`` at the most, by steps."""
        if most > 0:
            over = self.model.new_int_var(0, steps(most, step), "")
            self.model.add(step * over >= excess)
            self.costs.append(weight * over)

    def _limit_load(self, teacher: str) -> None:
        load, most = self._load(teacher), self._most(teacher)
        step = self.frame.community.loads.unit
        for rule in self.counts.limits[teacher]:
            # Where preparations, unknown here, count as well, nobody has too little for sure.
            least = 0 if rule.counting.parts else rule.minimum
            if rule.strictness is Strictness.HARD:
                self.model.add_linear_constraint(load, least, rule.maximum)
            else:
                self._charge(load - rule.maximum, most - rule.maximum, rule.weight, step)
                self._charge(least - load, least, rule.weight, step)

    def _fit_week(self, teacher: str) -> None:
        """Let the loads at all sites fit into the days of the teacher."""
        sites = sorted({kind.lane.school for kind in self.of_teacher[teacher]})
        loads = {site: self._periods(teacher, site) for site in sites}
        Days(self.model, self.counts.attendance, teacher, loads, self.frame.halves).limit()

    def _balance(self, teacher: str) -> None:
        border = self.counts.average[self.frame.people.sites(teacher)[0]]
        for rung in range(BALANCE_RUNGS):
            even = self.frame.unit * (border + rung * BALANCE_STEP)
            step = self.frame.community.loads.unit
            self._charge(self._load(teacher) - even, self._most(teacher) - even, 1, step)

    def _even_loads(self) -> None:
        """Price the gap of each group of colleagues who are all here."""
        step = self.frame.community.loads.unit
        for rule in self.counts.even:
            for group in rule.groups:
                if all(t in self.of_teacher and t not in self.alone for t in group.resources):
                    largest = max(self._most(t) for t in group.resources)
                    high, low = (self.model.new_int_var(0, largest, "") for _ in range(2))
                    for teacher in group.resources:
                        load = self._load(teacher)
                        self.model.add(high >= load)
                        self.model.add(low <= load)
                    over = largest - rule.maximum
                    self._charge(high - low - rule.maximum, over, rule.weight, step)

    def _few_parts(self, teacher: str) -> None:
        for place, rule in enumerate(self.counts.few):
            if teacher not in self.counts.limited[place]:
                continue
            has: dict[int, Any] = {}
            for kind, count in self.of_teacher[teacher].items():
                for part in kind.parts[place]:
                    if part not in has:
                        has[part] = self.model.new_bool_var("")
                    self.model.add(count <= len(self.counts.courses[kind]) * has[part])
            if rule.strictness is Strictness.HARD:
                self.model.add(sum(has.values()) <= rule.maximum)
            else:
                self._charge(sum(has.values()) - rule.maximum, len(has) - rule.maximum, rule.weight)

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
    """Return the average load of the teachers of each school, in lessons, rounded up."""
    total: dict[str, Fraction] = defaultdict(Fraction)
    for course in frame.courses:
        total[course.group.school] += course.load
    for teacher in frame.community.loads.of_class:
        for site in frame.people.sites(teacher)[:1]:  # none: on leave, shadowing
            total[site] += always(frame, teacher)
    return {
        school: -int(-total[school] // max(1, len(teachers)))
        for school, teachers in frame.people.at.items()
    }
