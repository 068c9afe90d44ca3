"""What staffing adds to the rules: room for the times to come, even loads, few classes for each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from community.rule import Strictness
from scheduling.staffing.classes import ClassWeek
from scheduling.staffing.days import Days
from scheduling.staffing.handover import taken
from scheduling.staffing.knot import BALANCE_RUNGS, BALANCE_STEP, average_loads
from scheduling.staffing.linked import part_linked
from scheduling.week.courses import TEACHES
from scheduling.week.loads import always
from solving.builder import Term, steps

if TYPE_CHECKING:
    from collections.abc import Container

    from community.models import ClassGroup
    from scheduling.context import Context
    from scheduling.solution import Solution
    from scheduling.staffing.alone import Clash
    from scheduling.staffing.fitting import Fitting
    from scheduling.variables import Opening

CLASS_PRICE = 1  # of each class that a teacher of several subjects stands before
CLASH_PRICE = 10  # of a lesson that a new teacher cannot take at its known time
SLACK_PRICE = 2  # of a period, or a lesson of a course, for which a teacher has little time
SLACK = 0.8  # of the free times, from where on time is little
AVOID_PRICE = 40  # of an assignment that made the times impossible before


@dataclass(frozen=True, slots=True)
class Avoid:
    """An earlier staffing that could not be given times; ``blamed`` are its likely culprits."""

    chosen: tuple[tuple[str, str], ...]  # (event, teacher)
    blamed: frozenset[str] = frozenset()  # teachers


class Care:
    """What is added to the model of a staffing."""

    def __init__(self, context: Context, fitting: Fitting) -> None:
        self.context, self.fitting, self.frame = context, fitting, fitting.frame
        self.model = context.builder.model
        self.options: dict[str, list[Opening]] = context.openings
        self.takes: dict[str, dict[str, Any]] = defaultdict(dict)  # by course, then teacher
        for teacher, options in self.options.items():
            for option in options:
                self.takes[option.event.course or ""].setdefault(teacher, option.literal)

    def charge(self, what: str, point: str, cost: Any) -> None:
        """Add a named price to the objective."""
        self.context.builder.terms.append(Term(what, point, Strictness.SOFT, cost))

    def leave_room(self, asked: Container[str] | None = None) -> None:
        """State what times need: of each teacher, of each class with its teachers.

        Where only some courses are ``asked`` for, a class with others need not be filled.
        """
        for teacher, options in self.options.items():
            self._fit_week(teacher, options)
            self._fit_classes(teacher, options)
        part_linked(self.context, self.fitting.attendance.instance.rules)
        for group in self.frame.community.classes:
            taught = (c.id for c in self.frame.courses_of[group.id] if c.taught)
            if asked is None or all(c in asked for c in taught):
                self._fill(group)

    def _periods(self, options: list[Opening]) -> Any:
        """Return the periods of the options that are chosen; half lessons count half."""
        return sum(self.frame.periods_of(o.event) * o.literal for o in options)

    def _fit_week(self, teacher: str, options: list[Opening]) -> None:
        """Give a teacher no more lessons than free times, and days enough at each site."""
        sites: dict[str, list[Opening]] = defaultdict(list)
        for option in options:
            sites[option.event.site or ""].append(option)
        loads = {site: self._periods(found) for site, found in sites.items()}
        attendance = self.fitting.attendance
        days = Days(self.model, attendance, teacher, loads, self.frame.halves)
        days.limit()
        border = int(SLACK * self.frame.halves * days.whole_week)
        most = self.frame.most_periods(teacher)
        if most > border:
            excess = self.model.new_int_var(0, most - border, "")
            self.model.add(excess >= sum(loads.values()) - border)
            self.charge("slack", teacher, SLACK_PRICE * excess)
        for option in options if len(sites) > 1 else ():
            course = self.frame.course_by_id[option.event.course or ""]
            if option.literal is self.takes[course.id][teacher]:
                lessons = {d: self.fitting.lessons(teacher, course, d) for d in attendance.days}
                needed = self.fitting.forms[course.id].lessons
                days.hold(course.group.school, lessons, needed, option.literal)

    def _fit_classes(self, teacher: str, options: list[Opening]) -> None:
        """Give a teacher no more lessons in a class than times at which both are free."""
        classes: dict[str, list[Opening]] = defaultdict(list)
        for option in options:
            classes[option.event.class_id or ""].append(option)
        for found in classes.values():
            courses = {o.event.course or "" for o in found}
            most = self.frame.halves * self.fitting.running(teacher, courses).bit_count()
            if len(courses) > 1 and sum(self.frame.periods_of(o.event) for o in found) > most:
                self.model.add(self._periods(found) <= most)

    def _fill(self, group: ClassGroup) -> None:
        """Let the times that a class has to fill have teachers who are free then."""
        for need in ClassWeek(self.fitting, group.id).needs():
            if need.fewest < need.periods:
                offers = [
                    periods * self.takes[course][teacher]
                    for course, held in need.offers.items()
                    for teacher, periods in held.items()
                ]
                self.model.add(sum(offers) >= need.periods)

    def forbid(self, clash: Clash) -> None:
        """Forbid that all of these courses are with teachers with whom their class has no week."""
        literals = [self.takes[c][t] for c, teachers in clash.items() for t in teachers]
        self.model.add(sum(literals) <= len(clash) - 1)

    def leave_slack(self) -> None:
        """Price courses with those who could just hold them, beside others with more time."""
        for course_id, people in self.takes.items():
            course = self.frame.course_by_id[course_id]
            held = {teacher: self.fitting.held(teacher, course) for teacher in people}
            best = max(h.most for h in held.values())
            for teacher, (most, needed, _) in held.items():
                if most < best and needed > SLACK * most:
                    self.charge("slack", teacher, SLACK_PRICE * needed * people[teacher])

    def balance(self) -> None:
        """Price loads above the average of a teacher's school, the more the higher."""
        average, unit = average_loads(self.frame), self.frame.community.loads.unit
        for teacher, options in self.options.items():
            home = self.frame.people.sites(teacher)[0]
            weights = [(self._counts(o, unit), o.literal) for o in options]
            other = int(unit * always(self.frame, teacher))
            upper = other + sum(weight for weight, _ in weights)
            load = other + sum(weight * literal for weight, literal in weights)
            for rung in range(BALANCE_RUNGS):
                border = unit * (average[home] + rung * BALANCE_STEP)
                if upper > border:
                    excess = self.model.new_int_var(0, steps(upper - border, unit), "")
                    self.model.add(unit * excess >= load - border)
                    self.charge("balance", teacher, excess)

    def _counts(self, option: Opening, unit: int) -> int:
        """Return what a course counts in the load of whoever takes it; half lessons count whole."""
        course = self.frame.course_by_id[option.event.course or ""]
        return int(unit * course.weight * option.event.duration)

    def keep_classes_few(self) -> None:
        """Price each class of a teacher who could teach several subjects in the same class."""
        for teacher, options in self.options.items():
            by_class: dict[str, list[Opening]] = defaultdict(list)
            for option in options:
                by_class[option.event.class_id or ""].append(option)
            if all(len({o.event.course for o in group}) < 2 for group in by_class.values()):
                continue
            for group in by_class.values():
                stands = group[0].literal
                if len(group) > 1:
                    stands = self.model.new_bool_var("")
                    for option in group:
                        self.model.add_implication(option.literal, stands)
                self.charge("classes", teacher, CLASS_PRICE * stands)

    def keep_times(self, before: Solution) -> None:
        """Price each lesson that would have to move because its new teacher is taken then."""
        for event, people in taken(self.context.instance, before).items():
            for teacher, clashes in people.items():
                literal = self.context.chosen(event, TEACHES, teacher)
                if literal is not None:
                    self.charge("clashes", teacher, CLASH_PRICE * clashes * literal)

    def avoid(self, earlier: Avoid) -> None:
        """Forbid the same staffing again, and price what its culprits had."""
        literals = []
        for event, teacher in earlier.chosen:
            literal = self.context.chosen(event, TEACHES, teacher)
            if literal is not None:
                literals.append(literal)
                if teacher in earlier.blamed:
                    self.charge("avoid", teacher, AVOID_PRICE * literal)
        if literals:
            self.model.add(sum(literals) <= len(literals) - 1)
