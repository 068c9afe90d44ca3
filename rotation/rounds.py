"""Rounds of solving, each with what the last roster turned out to lack.

Subject cover (``rotation.hall``) and undivided courses (``rotation.courses``) are stated when a
roster breaks them, so every round solves a relaxation: its bound is a bound, and its optimum is one
when nothing is broken any more.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from time import monotonic
from typing import TYPE_CHECKING

from community.rule import Cost
from rotation import hall
from rotation.check import check
from rotation.courses import CourseCheck, Cut
from rotation.hall import add_rows
from rotation.lacking import RosterMismatchError, guarding, guards_of, uncovered_by
from rotation.model import Context, build_model
from rotation.strategy import colours, give_hint, parameters
from rotation.view import RosterView
from solving import solver
from solving.folding import Fold, fold
from solving.outcome import Budget, Listener, Report, Status

if TYPE_CHECKING:
    from rotation.hall import LaneSet
    from rotation.instance import RotationInstance
    from rotation.packing import Packing
    from rotation.solution import Roster

ROUGH_GAP = 0.06  # of rounds that only look for what is missing; below it a proof is as quick
ROUND_SHARE = 0.5  # of the time that is left, for one round without a roster
QUICK_SHARE = 0.2  # of the whole time: after a quicker round the next one may prove its best
LAST_SHARE = 0.25  # of the whole time: from then on, without a roster, everything is stated at once


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


@dataclass
class _Built:
    """The model of the last round: whether it states everything at once, and how many cuts."""

    context: Context
    late: bool
    cuts: int
    folded: Fold | None = None


@dataclass
class Search:
    """The rounds of one instance, and what they have found."""

    instance: RotationInstance
    budget: Budget
    listener: Listener | None
    deadline: float
    sets: set[LaneSet] = field(default_factory=set)
    cuts: list[Packing | Cut] = field(default_factory=list)
    best: Roster | None = None
    best_cost: float = float("inf")
    divided: Roster | None = None  # keeps the rules, but courses would have to be divided
    bound: float | None = None
    rounds: int = 0
    folds: bool = True  # no folded solution has failed to unfold
    built: _Built | None = None
    exhausted: bool = False  # proved: no roster, or none with undivided courses

    def run(self, start: Roster | None) -> RotationResult:
        """Return the best roster, or what is proved without one.

        Rough rounds look for what is missing; when nothing is, the rest of the time goes into the
        best roster and its proof.
        """
        courses = CourseCheck(self.instance, self.deadline)
        self.sets |= hall.first_sets(self.instance)
        if start is not None:
            self._begin_with(courses, start)
        hint, rough = start, self.best is None
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
            slow = outcome.report.seconds > QUICK_SHARE * self.budget.seconds
            rough = missing and self.best is None and slow

    def _begin_with(self, courses: CourseCheck, start: Roster) -> None:
        """Keep a roster to begin from, if it is a good one: nothing worse is returned."""
        violations = check(self.instance, start)
        view = RosterView(self.instance, start)
        if any(v.is_hard for v in violations) or view.strays or courses.divided(view):
            return
        self.best, self.best_cost = start, float(Cost.of(violations).soft)

    def _take_last(self, courses: CourseCheck, context: Context, outcome: solver.Outcome) -> None:
        """Keep the roster of an interrupted round, if it is a good one."""
        if outcome.status.has_solution:
            self._missing(courses, context.roster(outcome), outcome.report, context)

    def _round(self, hint: Roster | None, rough: bool) -> tuple[Context, solver.Outcome]:
        self.rounds += 1
        late = self.best is None and self._left() < LAST_SHARE * self.budget.seconds
        context, folded = self._model(late)
        give_hint(context, self.best or hint, folded)
        used = parameters(self.budget.workers)
        if rough:
            used["relative_gap_limit"] = ROUGH_GAP
        share = ROUND_SHARE if self.best is None and not late else 1.0
        outcome = solver.solve(
            folded.model if folded else context.builder.model,
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
        if folded and outcome.status.has_solution:
            outcome = self._unfolded(folded, context, outcome)
        return context, outcome

    def _model(self, late: bool) -> tuple[Context, Fold | None]:
        """Return the model of a round: the last one's, with what has been found missing since."""
        if self.built is None or self.built.late != late:
            context = build_model(self.instance, cover_sets=None if late else set(self.sets))
            for cut in self.cuts:
                cut.state(context)
            context.builder.minimize()
            self.built = _Built(context, late, len(self.cuts))
        else:
            self._state_missing(self.built)
        # The flow of periods divides people as it likes: its sums do not unfold.
        if self.built.folded is None and self.folds and not late:
            model = self.built.context.builder.model
            self.built.folded = fold(model, colours(self.built.context))
        return self.built.context, self.built.folded if self.folds else None

    def _state_missing(self, built: _Built) -> None:
        stated = built.context.cover_sets
        fresh = set() if stated is None else self.sets - stated
        if stated is not None:
            for rule in guarding(self.instance):
                add_rows(built.context, built.context.scope(rule), fresh)
            stated |= fresh
        cuts = self.cuts[built.cuts :]
        for cut in cuts:
            cut.state(built.context)
        built.cuts = len(self.cuts)
        if fresh or cuts:
            built.folded = None

    def _unfolded(self, folded: Fold, context: Context, outcome: solver.Outcome) -> solver.Outcome:
        """Return the outcome with values for everybody; UNKNOWN when the sums cannot be divided."""
        model = folded.unfolded(context.builder.model, outcome.values)
        found = solver.solve(model, replace(self.budget, seconds=self._left()), phase="unfold")
        if found.status.has_solution:
            return found.told(outcome.report)
        self.folds = False
        return outcome.told(replace(outcome.report, status=Status.UNKNOWN, objective=None))

    def _left(self) -> float:
        return max(1.0, self.deadline - monotonic())

    def _missing(
        self, courses: CourseCheck, roster: Roster, report: Report, context: Context
    ) -> bool:
        """Take in a roster; return whether it lacked something that is now stated."""
        view = RosterView(self.instance, roster)
        violations = check(self.instance, roster)
        uncovered = uncovered_by(self.instance, view, violations)
        if uncovered:
            if context.cover_sets is None or uncovered <= self.sets:
                raise RosterMismatchError(f"uncovered in spite of the model: {min(uncovered)}")
            self.sets.update(part for lanes in uncovered for part in hall.neighbours(lanes))
            return True
        cost = float(Cost.of(violations).soft)
        exact = "relative_gap_limit" not in report.parameters
        claimed = report.objective or 0.0
        if exact and report.status is Status.OPTIMAL and abs(cost - claimed) > 0.5:
            raise RosterMismatchError(f"the model says {claimed}, the checker {cost}")
        cuts = courses.lacking(view) if guards_of(self.instance) else []
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


