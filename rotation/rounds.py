"""Rounds of solving, each with what the last roster turned out to lack.

Subject cover (``rotation.hall``) and whole courses (``rotation.courses``) are stated when a roster
breaks them, so every round solves a relaxation: its bound is a bound, and its optimum is one
when nothing is broken any more.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import inf
from typing import TYPE_CHECKING

from community.rule import Cost
from rotation import hall
from rotation.check import check
from rotation.courses import Courses, Cut
from rotation.lacking import RosterMismatchError, uncovered_by
from rotation.learnt import Learnt
from rotation.rules.whole_courses import WholeCourses
from rotation.stated import Stated
from rotation.strategy import give_hint, parameters
from rotation.view import RosterView
from solving import clock, solver
from solving.confirm import confirmed, is_contradicted
from solving.outcome import Budget, Listener, Report, Status

if TYPE_CHECKING:
    from community.rule import Violation
    from rotation.context import Context
    from rotation.instance import RotationInstance
    from rotation.packing import Packing
    from rotation.solution import Roster
    from rotation.stated import Beyond

ROUGH_GAP = 0.06  # of rounds that only look for what is missing; below it a proof is as quick
ROUND_SHARE = 0.5  # of the time that is left, for one round without a roster
LAST_SHARE = 0.25  # of the whole time: from then on, without a roster, all cover is stated at once


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
class Search:
    """The rounds of one instance, and what they have found."""

    instance: RotationInstance
    budget: Budget
    listener: Listener | None
    deadline: float
    learnt: Learnt = field(default_factory=Learnt)
    cuts: list[Packing | Cut] = field(init=False)
    best: Roster | None = None
    best_cost: float = inf
    bound: float | None = None
    rounds: int = 0
    stated: Stated | None = None
    courses: Courses = field(init=False)
    beyond: Beyond | None = None
    settled: bool = False  # a roster has lacked nothing
    lacks_cover: bool = True  # the last roster did, or there is none
    enough: float = inf  # the deadline of a roster that lacks nothing: then it will do
    quick: float = inf  # seconds: after a round that takes no longer the next one is not rough
    doubt: float = 0.0  # what the model may charge above what the checker sees

    def __post_init__(self) -> None:
        self.courses = Courses(self.instance, self.deadline, self.learnt)
        self.cuts = self.courses.known()

    def run(self, start: Roster | None) -> RotationResult:
        """Return the best roster, or what is proved without one.

        Rough rounds look for what is missing; when nothing is, the rest of the time goes into the
        best roster and its proof.
        """
        self.learnt.sets |= hall.first_sets(self.instance)
        if start is not None:
            self._begin_with(start)
        if self.beyond:  # there need not be such a roster
            self.best_cost = self.beyond.cost
            self._settle()
        hint, rough = start or self.learnt.roster, not self.settled
        while True:
            context, outcome = self._round(hint, rough)
            if outcome.report.interrupted:
                self._take_last(context, outcome)
                return self._ended(replace(outcome.report, status=Status.UNKNOWN))
            if outcome.status is Status.INFEASIBLE:
                return self._ended(self._sure(outcome))
            missing = False
            if outcome.status.has_solution:
                hint = self.learnt.roster = context.roster(outcome)
                missing = self._missing(hint, outcome, context)
                if outcome.status is Status.OPTIMAL and not (missing or rough):
                    return self._ended(self._sure(outcome))
            if clock.now() >= self.deadline:
                return self._ended(replace(outcome.report, status=Status.UNKNOWN))
            rough = missing and not self.settled and outcome.report.seconds > self.quick

    def _begin_with(self, start: Roster) -> None:
        """Keep a roster to begin from, if it is a good one: nothing worse is returned."""
        violations = check(self.instance, start)
        good = not RosterView(self.instance, start).strays and self._keep(start, violations)
        if good and not _divided_terms(violations):
            self._settle()

    def _settle(self) -> None:
        """Go on with a roster that lacks nothing: from now on there is less time."""
        self.settled, self.deadline = True, min(self.deadline, self.enough)

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
        last = not self.settled and self._left() < LAST_SHARE * self.budget.seconds
        stated = self._stated(late=last and self.lacks_cover)
        context = stated.context
        give_hint(context, self.best if self.settled else hint or self.best, stated.folded)
        used = parameters(self.budget.workers)
        if rough:
            used["relative_gap_limit"] = ROUGH_GAP
        share = 1.0 if self.settled or last else ROUND_SHARE
        outcome = solver.solve(
            stated.model,
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
        return context, stated.unfolded(outcome, replace(self.budget, seconds=self._left()))

    def _sure(self, outcome: solver.Outcome) -> Report:
        """Return the report of the last round, its proof solved for once more."""
        assert self.stated is not None
        left = replace(self.budget, seconds=self._left())
        report = confirmed(outcome, self.stated.model, left).report
        if is_contradicted(report):
            self.bound = None
        return report

    def _stated(self, *, late: bool) -> Stated:
        """Return the model of a round: the last one's, with what has been found missing since."""
        if self.stated is None or late != (self.stated.context.cover_sets is None):
            self.stated = Stated.of(self.instance, None if late else self.learnt.sets)
            if self.beyond:
                self.beyond.state(self.stated.context)
        self.stated.update(self.learnt.sets, self.cuts)
        return self.stated

    def _left(self) -> float:
        return max(1.0, self.deadline - clock.now())

    def _missing(self, roster: Roster, outcome: solver.Outcome, context: Context) -> bool:
        """Take in a roster; return whether it lacked something that is now stated."""
        view = RosterView(self.instance, roster)
        violations = check(self.instance, roster)
        uncovered = uncovered_by(self.instance, view, violations)
        self.lacks_cover = bool(uncovered)
        if uncovered:
            if context.cover_sets is None or uncovered <= context.cover_sets:
                raise RosterMismatchError(f"uncovered in spite of the model: {min(uncovered)}")
            self.learnt.sets.update(part for lanes in uncovered for part in hall.neighbours(lanes))
            return True
        charged = {t for t, x in context.divided.items() if outcome.holds(x)}
        cuts = self.courses.lacking(view, charged)
        self.cuts += cuts
        self._keep(roster, violations)
        if not cuts:
            self._settle()
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
