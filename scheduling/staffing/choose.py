"""The search for a staffing: who teaches which course, before any lesson has a time.

The model is the week's own, with the choices of open teacher slots and without times. What is
added here is what times will need: courses fit the free times of their teachers, a person with two
sites gets days at each, the days of a class can be filled. These are necessary conditions, so
INFEASIBLE is a proof. The rest is care: even loads, few classes for each teacher.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scheduling.model import build
from scheduling.solution import Lesson, Solution
from scheduling.staffing.alone import Alone
from scheduling.staffing.care import Care
from scheduling.staffing.counts import Counts
from scheduling.staffing.fitting import Fitting
from scheduling.staffing.reasons import divided, lacking
from scheduling.week.courses import TEACHES
from solving import clock
from solving.builder import Builder
from solving.confirm import confirmed
from solving.hints import completed, hint, hint_all
from solving.outcome import Report, Status
from solving.solver import solve

if TYPE_CHECKING:
    from scheduling.instance import Instance
    from scheduling.shortage import Shortage
    from scheduling.staffing.alone import Clash
    from scheduling.staffing.care import Avoid
    from scheduling.week.frame import Frame
    from solving.outcome import Budget, Listener
    from solving.solver import Outcome

QUICK = {"cp_model_probing_level": 0, "symmetry_level": 0}  # measured: presolve costs more
COUNT_SHARE = 0.5  # of the time, for the numbers of courses that the search starts from
COUNT_SECONDS, HINT_SECONDS = 10.0, 5.0
ROUND_SHARE, LEAST_SECONDS = 0.6, 0.5  # of what is left, for one search; none is shorter
GOOD_ENOUGH = 0.02  # relative gap at which the search for a staffing ends


@dataclass(frozen=True, slots=True)
class Staffing:
    """A choice of teachers for all open teacher slots (lessons have no times), or why none."""

    report: Report
    solution: Solution | None = None
    shortages: tuple[Shortage, ...] = ()  # that prove that there is none, as far as they are known
    clashes: tuple[Clash, ...] = ()  # teachers with whom a class has no week


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
    began = clock.now()
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
    search = _Search(instance, fitting, budget.within(budget.seconds - (clock.now() - began)))
    for earlier in avoid:
        search.care.avoid(earlier)
    if before is not None:
        search.care.keep_times(before)
    return replace(search.run(teachers, listener), clashes=tuple(search.clashes))


class _Search:
    """Solves the model, and again as long as a class has no week with its teachers."""

    def __init__(self, instance: Instance, fitting: Fitting, budget: Budget) -> None:
        self.until, self.budget = clock.now() + budget.seconds, budget
        self.builder, self.alone = Builder(), Alone(instance, fitting)
        self.clashes: list[Clash] = []
        self.context = build(
            instance,
            self.builder,
            times=False,
            resources=True,
            roles=frozenset({TEACHES}),
            domains=fitting.domains,
        )
        self.care = Care(self.context, fitting)
        self.care.leave_room()
        self.care.leave_slack()
        self.care.balance()
        self.care.keep_classes_few()

    @property
    def left(self) -> Budget:
        """What is left of the budget."""
        return self.budget.within(max(0.0, self.until - clock.now()))

    def run(self, teachers: dict[str, str], listener: Listener | None) -> Staffing:
        """Return a staffing, or why there is none; start from the teachers of courses."""
        self.builder.minimize()
        self._forbid(teachers)
        found = self._start(teachers)
        while True:
            outcome = self._solve(listener, ROUND_SHARE)
            if outcome.status is Status.UNKNOWN and found is None:
                outcome = self._solve(listener, 1.0)
            if not outcome.status.has_solution:
                known = found is not None and outcome.status is Status.UNKNOWN
                status = Status.FEASIBLE if known else outcome.status
                return Staffing(replace(outcome.report, status=status), found if known else None)
            found = self.context.solution(outcome.value)
            over = outcome.report.interrupted or self.left.seconds < LEAST_SECONDS
            if over or not self._forbid(self._teachers(found)):
                return Staffing(outcome.report, found)
            hint_all(self.builder.model, outcome.values)

    def _solve(self, listener: Listener | None, share: float) -> Outcome:
        outcome = solve(
            self.builder.model,
            self.left.within(max(LEAST_SECONDS, share * self.left.seconds)),
            phase="staffing",
            listener=listener,
            parameters={"relative_gap_limit": GOOD_ENOUGH, **QUICK},
        )
        return confirmed(outcome, self.builder.model, self.left)

    def _forbid(self, teachers: dict[str, str]) -> bool:
        """Forbid the teachers with whom a class alone has no week; return whether there are any."""
        clashes = list(self.alone.clashes(teachers))
        self.clashes += clashes
        for clash in clashes:
            self.care.forbid(clash)
        return bool(clashes)

    def _teachers(self, found: Solution) -> dict[str, str]:
        event = self.context.instance.event_by_id
        return {event[x.event].course or "": who for x in found.lessons for _, who in x.resources}

    def _start(self, teachers: dict[str, str]) -> Solution | None:
        """Hint a staffing by courses; return it when it keeps every constraint."""
        if not teachers:
            return None
        known = [
            (opening.literal, int(teachers.get(opening.event.course or "") == teacher))
            for teacher, found in self.context.openings.items()
            for opening in found
        ]
        model = self.builder.model
        values = completed(model, known, self.left.within(HINT_SECONDS))
        if values is None:
            hint(model, known)
            return None
        hint_all(model, values)
        given = {c: ((TEACHES, who),) for c, who in teachers.items()}
        return Solution(
            tuple(
                Lesson(event.id, event.duration, event.time, given[event.course or ""])
                for event in self.context.instance.events
                if any(slot.role == TEACHES for slot in event.open_slots())
            )
        )
