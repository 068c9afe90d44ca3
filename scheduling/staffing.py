"""Staffing: who teaches which course, before any lesson has a time.

The model is the week's own, with the choices of open teacher slots and without times. What is
added here is what times will need: nobody gets more lessons than free slots, and a person with two
sites gets days at each. These are necessary conditions, so INFEASIBLE is a proof. The rest is
care: even loads, few classes for each teacher.
"""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from community.rule import Strictness
from scheduling.handover import taken
from scheduling.model import build
from scheduling.openings import openings
from scheduling.solution import Lesson, Solution
from scheduling.staffing_counts import Counts, average_loads
from scheduling.staffing_knot import BALANCE_RUNGS, BALANCE_STEP
from scheduling.week.courses import TEACHES
from solving.builder import Builder, Term
from solving.hints import completed, hint, hint_all
from solving.outcome import Status
from solving.solver import solve

if TYPE_CHECKING:
    from rotation.staffing_flow import Lane
    from scheduling.instance import Instance
    from scheduling.model import Context
    from scheduling.openings import Opening
    from scheduling.week.frame import Frame
    from solving.outcome import Budget, Listener, Report

CLASS_PRICE = 1  # of each class that a teacher of several subjects stands before
CLASH_PRICE = 10  # of a lesson that a new teacher cannot take at its known time
AVOID_PRICE = 40  # of an assignment that made the times impossible before
QUICK = {"cp_model_probing_level": 0, "symmetry_level": 0}  # measured: presolve costs more
COUNT_SHARE = 0.5  # of the time, for the numbers of courses that the search starts from
COUNT_SECONDS, HINT_SECONDS = 10.0, 5.0
GOOD_ENOUGH = 0.02  # relative gap at which the search for a staffing ends


@dataclass(frozen=True, slots=True)
class Staffing:
    """A choice of teachers for all open teacher slots (lessons have no times), or why none."""

    report: Report
    solution: Solution | None = None
    conflict: tuple[Lane, ...] = ()  # lanes whose undivided courses do not fit their teachers


@dataclass(frozen=True, slots=True)
class Avoid:
    """An earlier staffing that could not be given times; ``blamed`` are its likely culprits."""

    chosen: tuple[tuple[str, str], ...]  # (event, teacher)
    blamed: frozenset[str] = frozenset()  # teachers


def choose_teachers(
    instance: Instance,
    frame: Frame,
    budget: Budget,
    *,
    avoid: tuple[Avoid, ...] = (),
    before: Solution | None = None,
    listener: Listener | None = None,
) -> Staffing:
    """Fill the open teacher slots of a week's instance.

    Parameters
    ----------
    instance, frame
        The week's instance, and the frame it was compiled from.
    budget
        The search ends earlier when the staffing is within 2% of the bound.
    avoid
        Earlier staffings, none of which is returned again.
    before
        A known timetable: a course whose teacher is gone goes to someone free at its times.

    Returns
    -------
    Staffing
        Without a solution when the status is INFEASIBLE (no staffing exists, other than those to
        avoid) or UNKNOWN (none found in time).
    """
    began = time.monotonic()
    counting = budget.within(min(COUNT_SECONDS, COUNT_SHARE * budget.seconds))
    counts = Counts(instance, frame)
    report, teachers = counts.solve(counting)
    if report.status is Status.INFEASIBLE:
        return Staffing(report, conflict=counts.conflict(budget))
    builder = Builder()
    context = build(instance, builder, times=False, resources=True, roles=frozenset({TEACHES}))
    care = _Care(context, frame)
    care.respect_slots()
    care.balance()
    care.keep_classes_few()
    for earlier in avoid:
        care.avoid(earlier)
    if before is not None:
        care.keep_times(before)
    builder.minimize()
    start = _hint(context, teachers, budget)
    outcome = solve(
        builder.model,
        budget.within(budget.seconds - (time.monotonic() - began)),
        phase="staffing",
        listener=listener,
        parameters={"relative_gap_limit": GOOD_ENOUGH, **QUICK},
    )
    if outcome.status.has_solution:
        return Staffing(outcome.report, context.solution(outcome.value))
    if outcome.status is Status.UNKNOWN and start is not None:
        return Staffing(replace(outcome.report, status=Status.FEASIBLE), start)
    return Staffing(outcome.report)


def _hint(context: Context, teachers: dict[str, str], budget: Budget) -> Solution | None:
    """Start the search from a staffing by courses; return it when it keeps every constraint."""
    if not teachers:
        return None
    known = [
        (opening.literal, int(teachers.get(opening.event.course or "") == teacher))
        for teacher, found in openings(context).items()
        for opening in found
    ]
    values = completed(context.builder.model, known, budget.within(HINT_SECONDS))
    if values is None:
        hint(context.builder.model, known)
        return None
    hint_all(context.builder.model, values)
    return Solution(
        tuple(
            Lesson(event.id, event.duration, event.time, ((TEACHES, teachers[event.course or ""]),))
            for event in context.instance.events
            if any(slot.role == TEACHES for slot in event.open_slots())
        )
    )


class _Care:
    """What staffing adds to the rules."""

    def __init__(self, context: Context, frame: Frame) -> None:
        self.context, self.frame = context, frame
        self.model = context.builder.model
        self.options: dict[str, list[Opening]] = openings(context)

    def charge(self, what: str, point: str, cost: Any) -> None:
        """Add a named price to the objective."""
        self.context.builder.terms.append(Term(what, point, Strictness.SOFT, cost))

    def load(self, options: list[Opening]) -> Any:
        """Return the lessons of these options that are chosen."""
        return sum(o.event.duration * o.literal for o in options)

    def respect_slots(self) -> None:
        """Give nobody more lessons than free slots, and people with several sites days at each.

        Lessons of odd and of even weeks may share a slot, so they count half.
        """
        for teacher, options in self.options.items():
            sites: dict[str, list[Opening]] = defaultdict(list)
            for option in options:
                sites[option.event.site or ""].append(option)
            if len(sites) > 1:
                self._share_days(teacher, sites)
                continue
            most = self.frame.capacity(teacher)
            if self.frame.community.teacher_by_id[teacher].max_periods > most:
                self._limit(options, most)

    def _limit(self, options: list[Opening], most: Any) -> None:
        unit = self.frame.unit
        self.model.add(sum(o.slot.load(o.event) * o.literal for o in options) <= unit * most)

    def _share_days(self, teacher: str, sites: dict[str, list[Opening]]) -> None:
        """Let a day at a site offer its free slots, and a day have only so many sites."""
        there: dict[tuple[str, int], Any] = {}
        for site, options in sites.items():
            days = self.frame.days_of(teacher, site)
            for weekday in days:
                there[site, weekday] = self.model.new_bool_var("")
            free = sum(self.frame.free_slots(teacher, site, d) * there[site, d] for d in days)
            self._limit(options, free)
            present = sum(there[site, d] for d in days)
            for option in options:
                course = self.frame.course_by_id[option.event.course or ""]
                if option.event.id == course.id:  # so many days at least for its lessons
                    lessons = course.own - course.own_doubles
                    least = -(-lessons // course.subject.max_per_day)
                    self.model.add(present >= least).only_enforce_if(option.literal)
        for weekday in {d for _, d in there}:
            sites_today = [there[key] for key in there if key[1] == weekday]
            if len(sites_today) > self.frame.sites_a_day:
                self.model.add(sum(sites_today) <= self.frame.sites_a_day)

    def balance(self) -> None:
        """Price loads above the average of a teacher's school, the more the higher."""
        average = average_loads(self.frame)
        for teacher, options in self.options.items():
            home = self.frame.people.sites(teacher)[0]
            upper = sum(o.event.duration for o in options)
            load = self.load(options)
            for rung in range(BALANCE_RUNGS):
                border = average[home] + rung * BALANCE_STEP
                if upper > border:
                    excess = self.model.new_int_var(0, upper - border, "")
                    self.model.add(excess >= load - border)
                    self.charge("balance", teacher, excess)

    def keep_classes_few(self) -> None:
        """Price each class of a teacher who could teach several subjects in the same class."""
        for teacher, options in self.options.items():
            by_class: dict[str, list[Opening]] = defaultdict(list)
            for option in options:
                course = self.frame.course_by_id[option.event.course or ""]
                by_class[course.group.id].append(option)
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
