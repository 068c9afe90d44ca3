"""The search for a staffing: who teaches which course, before any lesson has a time.

The model is the week's own, with the choices of open teacher slots and without times. What is
added here is what times will need: courses fit the free times of their teachers, a person with two
sites gets days at each, the days of a class can be filled. These are necessary conditions, so
INFEASIBLE is a proof. The rest is care: even loads, few classes for each teacher.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scheduling.model import build
from scheduling.openings import openings
from scheduling.solution import Lesson, Solution
from scheduling.staffing.care import Care
from scheduling.staffing.counts import Counts
from scheduling.staffing.fitting import Fitting
from scheduling.staffing.reasons import divided, lacking
from scheduling.week.courses import TEACHES
from solving.builder import Builder
from solving.hints import completed, hint, hint_all
from solving.outcome import Report, Status
from solving.solver import solve

if TYPE_CHECKING:
    from scheduling.instance import Instance
    from scheduling.model import Context
    from scheduling.shortage import Shortage
    from scheduling.staffing.care import Avoid
    from scheduling.week.frame import Frame
    from solving.outcome import Budget, Listener

QUICK = {"cp_model_probing_level": 0, "symmetry_level": 0}  # measured: presolve costs more
COUNT_SHARE = 0.5  # of the time, for the numbers of courses that the search starts from
COUNT_SECONDS, HINT_SECONDS = 10.0, 5.0
GOOD_ENOUGH = 0.02  # relative gap at which the search for a staffing ends


@dataclass(frozen=True, slots=True)
class Staffing:
    """A choice of teachers for all open teacher slots (lessons have no times), or why none."""

    report: Report
    solution: Solution | None = None
    shortages: tuple[Shortage, ...] = ()  # that prove that there is none, as far as they are known


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
    fitting = Fitting(instance, frame)
    lack = tuple(lacking(fitting))
    if lack:
        return Staffing(Report(Status.INFEASIBLE), shortages=lack)
    counting = budget.within(min(COUNT_SECONDS, COUNT_SHARE * budget.seconds))
    counts = Counts(instance, fitting)
    report, teachers = counts.solve(counting)
    if report.status is Status.INFEASIBLE:
        lanes = counts.conflict(budget)
        return Staffing(report, shortages=(divided(fitting, lanes),) if lanes else ())
    builder = Builder()
    context = build(
        instance,
        builder,
        times=False,
        resources=True,
        roles=frozenset({TEACHES}),
        domains=fitting.domains,
    )
    care = Care(context, fitting)
    care.leave_room()
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
