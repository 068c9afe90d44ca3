"""Rounds of solving, each with what the last roster turned out to lack.

Subject cover (``rotation.hall``) and whole courses (``rotation.courses``) are stated when a roster
breaks them, so every round solves a relaxation: its bound is a bound, and its optimum is one
when nothing is broken any more.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from community.rule import Cost
from rotation import hall
from rotation.check import check
from rotation.courses import Courses, Cut
from rotation.hall import add_rows
from rotation.lacking import RosterMismatchError, guarding, uncovered_by
from rotation.model import build_model
from rotation.rules.whole_courses import WholeCourses
from rotation.strategy import colours, give_hint, parameters
from rotation.view import RosterView
from solving import clock, solver
from solving.confirm import confirmed, is_contradicted
from solving.folding import Fold, fold
from solving.outcome import Budget, Listener, Report, Status

if TYPE_CHECKING:
    from community.rule import Violation
    from rotation.context import Context
    from rotation.instance import RotationInstance
    from rotation.packing import Packing
    from rotation.solution import Roster
    from rotation.staffing_flow import LaneSet

ROUGH_GAP = 0.06  # of rounds that only look for what is missing; below it a proof is as quick
ROUND_SHARE = 0.5  # of the time that is left, for one round without a roster
QUICK_SHARE = 0.2  # of the whole time: after a quicker round the next one may prove its best
LAST_SHARE = 0.25  # of the whole time: from then on, without a roster, everything is stated at once


@dataclass(frozen=True, slots=True)
class RotationResult:
    """The best roster found, None when there is none, and how it was found.

    ``report.objective`` is the soft cost as the checker computes it. ``report.parameters`` tells
    ``anywhere`` (all itinerant placements were offered, for every subject and time), ``rounds`` and
    ``cuts`` (of whole courses); ``rotation.search`` adds ``proved_usual``.
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


@dataclass(frozen=True)
class Beyond:
    """What a roster needs to be of interest: a placement that is not known, and a lower cost."""

    known: frozenset[str]  # keys of placements
    cost: float

    def state(self, context: Context) -> None:
        """Ask for such a roster."""
        instance = context.instance
        pairs = zip(instance.candidates, context.chosen, strict=True)
        others = [x for m, x in pairs if instance.key(m.placement) not in self.known]
        context.define(sum(others) >= 1)
        prices = [term.cost for term in context.builder.terms]
        context.define(sum(prices) <= round(self.cost) - 1)


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
    bound: float | None = None
    rounds: int = 0
    folds: bool = True  # no folded solution has failed to unfold
    built: _Built | None = None
    courses: Courses = field(init=False)
    beyond: Beyond | None = None
    settled: bool = False  # a roster has lacked nothing
    hasty: bool = False  # ends with the first roster that lacks nothing
    doubt: float = 0.0  # what the model may charge above what the checker sees

    def __post_init__(self) -> None:
        self.courses = Courses(self.instance, self.deadline)

    def run(self, start: Roster | None) -> RotationResult:
        """Return the best roster, or what is proved without one.

        Rough rounds look for what is missing; when nothing is, the rest of the time goes into the
        best roster and its proof.
        """
        self.sets |= hall.first_sets(self.instance)
        if start is not None:
            self._begin_with(start)
        if self.beyond:  # there need not be such a roster
            self.settled, self.best_cost = True, self.beyond.cost
        hint, rough = start, not self.settled
        while True:
            context, outcome = self._round(hint, rough)
            if outcome.report.interrupted:
                self._take_last(context, outcome)
                return self._ended(replace(outcome.report, status=Status.UNKNOWN))
            if outcome.status is Status.INFEASIBLE:
                return self._ended(self._sure(outcome))
            missing = False
            if outcome.status.has_solution:
                hint = context.roster(outcome)
                missing = self._missing(hint, outcome, context)
                if outcome.status is Status.OPTIMAL and not (missing or rough):
                    return self._ended(self._sure(outcome))
                if self.hasty and self.best and not missing:
                    return self._ended(replace(outcome.report, status=Status.UNKNOWN))
            if clock.now() >= self.deadline:
                return self._ended(replace(outcome.report, status=Status.UNKNOWN))
            slow = outcome.report.seconds > QUICK_SHARE * self.budget.seconds
            rough = missing and not self.settled and slow

    def learn(self, other: Search) -> None:
        """Take over what another search has stated, which knew some of the placements."""
        self.sets |= other.sets
        self.cuts = self.courses.learn(other.courses)

    def _begin_with(self, start: Roster) -> None:
        """Keep a roster to begin from, if it is a good one: nothing worse is returned."""
        violations = check(self.instance, start)
        if not RosterView(self.instance, start).strays and self._keep(start, violations):
            self.settled = not _divided_terms(violations)

    def _keep(self, roster: Roster, violations: list[Violation]) -> bool:
        """Keep a roster if it is the best so far; return whether it keeps the hard rules."""
        cost = Cost.of(violations)
        if not cost.hard and cost.soft < self.best_cost:
            self.best, self.best_cost = roster, float(cost.soft)
        return not cost.hard

    def _take_last(self, context: Context, outcome: solver.Outcome) -> None:
        """Keep the roster of an interrupted round, if it is a good one."""
        if outcome.status.has_solution:
            self._missing(context.roster(outcome), outcome, context)

    def _round(self, hint: Roster | None, rough: bool) -> tuple[Context, solver.Outcome]:
        self.rounds += 1
        late = not self.settled and self._left() < LAST_SHARE * self.budget.seconds
        context, folded = self._model(late)
        give_hint(context, self.best if self.settled else hint or self.best, folded)
        used = parameters(self.budget.workers)
        if rough:
            used["relative_gap_limit"] = ROUGH_GAP
        share = ROUND_SHARE if not self.settled and not late else 1.0
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

    def _sure(self, outcome: solver.Outcome) -> Report:
        """Return the report of the last round, its proof solved for once more."""
        assert self.built is not None
        built, left = self.built, replace(self.budget, seconds=self._left())
        model = built.folded.model if built.folded and self.folds else built.context.builder.model
        report = confirmed(outcome, model, left).report
        if is_contradicted(report):
            self.bound = None
        return report

    def _model(self, late: bool) -> tuple[Context, Fold | None]:
        """Return the model of a round: the last one's, with what has been found missing since."""
        if self.built is None or self.built.late != late:
            context = build_model(self.instance, cover_sets=None if late else set(self.sets))
            for cut in [*self.cuts, self.beyond]:
                if cut is not None:
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
        return max(1.0, self.deadline - clock.now())

    def _missing(self, roster: Roster, outcome: solver.Outcome, context: Context) -> bool:
        """Take in a roster; return whether it lacked something that is now stated."""
        view = RosterView(self.instance, roster)
        violations = check(self.instance, roster)
        uncovered = uncovered_by(self.instance, view, violations)
        if uncovered:
            if context.cover_sets is None or uncovered <= self.sets:
                raise RosterMismatchError(f"uncovered in spite of the model: {min(uncovered)}")
            self.sets.update(part for lanes in uncovered for part in hall.neighbours(lanes))
            return True
        charged = {t for t, x in context.divided.items() if outcome.holds(x)}
        cuts = self.courses.lacking(view, charged)
        self.cuts += cuts
        self._keep(roster, violations)
        if not cuts:
            self.settled = True
            self._compare(outcome.report, violations, charged)
        return bool(cuts)

    def _compare(self, report: Report, violations: list[Violation], charged: set[int]) -> None:
        """Hold what an exact round says against the checker.

        The model may know a term's courses to be divided where the checker's own search has not
        come to an end. Nothing is proved then.

        Raises
        ------
        RosterMismatchError
            When they differ in anything else.
        """
        if "relative_gap_limit" in report.parameters or report.status is not Status.OPTIMAL:
            return
        prices = {r.weight for r in self.instance.rules if isinstance(r, WholeCourses)}
        unseen = sum(prices) * (len(charged) - len(_divided_terms(violations)))
        claimed, cost = report.objective or 0.0, Cost.of(violations).soft
        if unseen < 0 or abs(cost + unseen - claimed) > 0.5:
            raise RosterMismatchError(f"the model says {claimed}, the checker {cost}")
        self.doubt = max(self.doubt, float(unseen))

    def _ended(self, report: Report) -> RotationResult:
        """Return the best roster so far with its true status."""
        told = {"anywhere": self.instance.anywhere, "rounds": self.rounds, "cuts": len(self.cuts)}
        status, objective = report.status, None
        bound = None if self.bound is None else max(0.0, self.bound - self.doubt)
        if self.best is not None:
            objective = self.best_cost
            closed = bound is not None and objective <= bound + 0.5 and not self.doubt
            status = Status.OPTIMAL if closed else Status.FEASIBLE
        elif status is not Status.INFEASIBLE:
            status = Status.UNKNOWN
        return RotationResult(
            self.best,
            replace(
                report,
                status=status,
                objective=objective,
                bound=None if status is Status.INFEASIBLE else bound,
                parameters={**report.parameters, **told},
            ),
        )


def _divided_terms(violations: list[Violation]) -> set[str]:
    """Return the terms in which courses would have to be divided."""
    return {v.point for v in violations if v.family == WholeCourses.family}
