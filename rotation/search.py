"""How rosters are found: rounds of solving, each with what the last roster turned out to lack.

Subject cover (``rotation.hall``) and undivided courses (``rotation.courses``) are stated when a
roster breaks them, so every round solves a relaxation: its bound is a bound, and its optimum is one
when nothing is broken any more.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from time import monotonic
from typing import TYPE_CHECKING, Any

from community.rule import Cost
from rotation import hall
from rotation.check import check
from rotation.courses import CourseCheck, Cut, add_cuts
from rotation.model import Context, build_model
from rotation.rules.home_school_protection import HomeSchoolProtection, shortages_of
from rotation.view import RosterView
from solving import solver
from solving.outcome import Budget, Listener, Report, Status

if TYPE_CHECKING:
    from community.rule import Violation
    from rotation.hall import LaneSet
    from rotation.instance import RotationInstance
    from rotation.solution import Roster

ROUGH_GAP = 0.03  # of rounds that only look for what is missing
ROUND_SHARE = 0.5  # of the time that is left, for one rough round
LAST_SHARE = 0.51  # of the whole time: from then on, without a roster, everything is stated at once


class RosterMismatchError(RuntimeError):
    """The model returned what the checker refuses: an error of ours, never of the planner's."""


@dataclass(frozen=True, slots=True)
class RotationResult:
    """The best roster found, None when there is none, and how it was found.

    ``report.objective`` is the soft cost as the checker computes it. ``report.parameters`` tells
    ``anywhere`` (itinerant placements were offered for every subject, because there is no roster
    otherwise), ``rounds`` and ``cuts`` (of undivided courses), and ``whole_courses``: whether the
    roster can be staffed with undivided courses. One that cannot is FEASIBLE at most;
    ``proved_divided`` says whether it was proved that none can.
    """

    roster: Roster | None
    report: Report


def solve(
    instance: RotationInstance,
    budget: Budget,
    *,
    listener: Listener | None = None,
    start: Roster | None = None,
) -> RotationResult:
    """Find the best roster over all terms of the community.

    Parameters
    ----------
    instance
        The problem.
    budget
        Seconds, workers and seed, for all rounds together.
    listener
        Called with progress events.
    start
        A roster to begin from (a warm start, not a wish to stay close).

    Returns
    -------
    RotationResult
        INFEASIBLE only when no choice among all candidates keeps the hard rules.

    Raises
    ------
    RosterMismatchError
        When the checker refuses the model's roster.
    """
    begin = monotonic()
    search = last = Search(instance, budget, listener, begin + budget.seconds)
    result = search.run(start or instance.base)
    if search.exhausted and not instance.anywhere:
        last = Search(replace(instance, anywhere=True), budget, listener, search.deadline)
        wider = last.run(start or instance.base)
        if result.roster is None or (wider.roster and wider.report.parameters["whole_courses"]):
            result = wider
    told = {**result.report.parameters, "proved_divided": last.exhausted}
    seconds = round(monotonic() - begin, 3)
    return RotationResult(
        result.roster, replace(result.report, seconds=seconds, parameters=told)
    )


@dataclass
class Search:
    """The rounds of one instance, and what they have found."""

    instance: RotationInstance
    budget: Budget
    listener: Listener | None
    deadline: float
    sets: set[LaneSet] = field(default_factory=set)
    cuts: list[Cut] = field(default_factory=list)
    best: Roster | None = None
    best_cost: float = float("inf")
    divided: Roster | None = None  # keeps the rules, but courses would have to be divided
    bound: float | None = None
    rounds: int = 0
    exhausted: bool = False  # proved: no roster, or none with undivided courses

    def run(self, start: Roster | None) -> RotationResult:
        """Return the best roster, or what is proved without one.

        Rough rounds look for what is missing; when nothing is, the rest of the time goes into the
        best roster and its proof.
        """
        courses = CourseCheck(self.instance, self.deadline)
        self.sets = hall.first_sets(self.instance)
        hint, rough = start, True
        while True:
            context, outcome = self._round(hint, rough)
            if outcome.report.interrupted:
                self._take_last(courses, context, outcome)
                return self._ended(replace(outcome.report, status=Status.UNKNOWN))
            if outcome.status is Status.INFEASIBLE:
                return self._ended(outcome.report)
            missing = False
            if outcome.status.has_solution:
                hint = context.roster(outcome)
                missing = self._missing(courses, hint, outcome.report, context)
                if outcome.status is Status.OPTIMAL and not (missing or rough):
                    return self._ended(outcome.report)
            if monotonic() >= self.deadline:
                return self._ended(replace(outcome.report, status=Status.UNKNOWN))
            rough = missing and self.best is None

    def _take_last(self, courses: CourseCheck, context: Context, outcome: solver.Outcome) -> None:
        """Keep the roster of an interrupted round, if it is a good one."""
        if outcome.status.has_solution:
            self._missing(courses, context.roster(outcome), outcome.report, context)

    def _round(self, hint: Roster | None, rough: bool) -> tuple[Context, solver.Outcome]:
        self.rounds += 1
        late = self.best is None and self._left() < LAST_SHARE * self.budget.seconds
        context = build_model(self.instance, cover_sets=None if late else self.sets)
        add_cuts(context, self.cuts)
        context.builder.minimize()
        _hint(context, self.best or hint)
        used = _parameters(self.budget.workers)
        if rough:
            used["relative_gap_limit"] = ROUGH_GAP
        share = ROUND_SHARE if rough and not late else 1.0
        outcome = solver.solve(
            context.builder.model,
            replace(self.budget, seconds=share * self._left()),
            phase="rotation",
            listener=self.listener,
            parameters=used,
        )
        bound = outcome.report.bound
        if bound is None and not context.builder.terms:
            bound = 0.0  # nothing has a price, so the model has no objective
        if bound is not None:
            self.bound = bound if self.bound is None else max(bound, self.bound)
        return context, outcome

    def _left(self) -> float:
        return max(1.0, self.deadline - monotonic())

    def _missing(
        self, courses: CourseCheck, roster: Roster, report: Report, context: Context
    ) -> bool:
        """Take in a roster; return whether it lacked something that is now stated."""
        view = RosterView(self.instance, roster)
        violations = check(self.instance, roster)
        uncovered = _uncovered(self.instance, view, violations)
        if uncovered:
            if context.cover_sets is None or uncovered <= self.sets:
                raise RosterMismatchError(f"uncovered in spite of the model: {min(uncovered)}")
            self.sets |= uncovered
            return True
        cost = float(Cost.of(violations).soft)
        exact = "relative_gap_limit" not in report.parameters
        claimed = report.objective or 0.0
        if exact and report.status is Status.OPTIMAL and abs(cost - claimed) > 0.5:
            raise RosterMismatchError(f"the model says {claimed}, the checker {cost}")
        cuts = courses.cuts(view) if _guards(self.instance) else []
        if cuts:
            self.divided = roster
            self.cuts += cuts
            return True
        if cost < self.best_cost:
            self.best, self.best_cost = roster, cost
        return False

    def _ended(self, report: Report) -> RotationResult:
        """Return the best roster so far with its true status."""
        told = {
            "anywhere": self.instance.anywhere,
            "rounds": self.rounds,
            "cuts": len(self.cuts),
            "whole_courses": self.best is not None or self.divided is None,
        }
        proved_none = report.status is Status.INFEASIBLE
        status, objective, roster = report.status, None, self.best
        if roster is not None:
            objective = self.best_cost
            closed = self.bound is not None and objective <= self.bound + 0.5
            status = Status.OPTIMAL if closed else Status.FEASIBLE
        elif self.divided is not None:
            self.exhausted = proved_none
            roster, status = self.divided, Status.FEASIBLE
            objective = float(Cost.of(check(self.instance, roster)).soft)
        elif proved_none:
            self.exhausted = True
        else:
            status = Status.UNKNOWN
        return RotationResult(
            roster,
            replace(
                report,
                status=status,
                objective=objective,
                bound=None if status is Status.INFEASIBLE else self.bound,
                parameters={**report.parameters, **told},
            ),
        )


def _guards(instance: RotationInstance) -> set[str]:
    """Return the ids of the rules that ask for a teacher for every lesson."""
    return {
        r.id
        for r in instance.rules
        if isinstance(r, HomeSchoolProtection) and r.params.subject_cover
    }


def _uncovered(
    instance: RotationInstance, view: RosterView, violations: list[Violation]
) -> set[LaneSet]:
    """Return the sets of lanes that a roster leaves uncovered.

    Raises
    ------
    RosterMismatchError
        When the roster breaks another hard rule.
    """
    guards = _guards(instance)
    if guards:
        found = {
            frozenset(short.lanes)
            for term in range(instance.horizon)
            for short in shortages_of(view, term)
        }
    else:
        found = set()
    for violation in violations:
        if violation.is_hard and not (found and violation.rule in guards):
            raise RosterMismatchError(
                f"{violation.rule} at {violation.point}: {violation.sentence.en}"
            )
    return found


def _parameters(workers: int) -> dict[str, Any]:
    """Return what CP-SAT needs here: the linear relaxation does most of the proof.

    With its own choice of strategies for two workers, instances that are proved in a second stay
    open for minutes. The workers beyond these strategies improve rosters by local search.
    """
    if workers == 1:
        return {"linearization_level": 2}
    strategies = ["max_lp", "reduced_costs", "default_lp", "quick_restart", "core", "no_lp"]
    return {"subsolvers": strategies[: max(1, workers // 2)]}


def _hint(context: Context, roster: Roster | None) -> None:
    if roster is None:
        return
    instance, model = context.instance, context.builder.model
    known = {instance.key(p) for p in roster.placements}
    for move, literal in zip(instance.candidates, context.chosen, strict=True):
        model.add_hint(literal, instance.key(move.placement) in known)
    for pair, literal in context.paired.items():
        model.add_hint(literal, pair in roster.pairs)
