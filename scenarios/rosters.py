"""Rosters for a week, one after another: the best, then the best that is not refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rotation.learnt import Learnt
from rotation.search import solve
from scenarios.refusing import divided, one_more, refusal, with_whole_courses
from scenarios.verdicts import UNDIVIDED
from solving.interrupt import ends_at
from solving.outcome import Status

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from community.text import Text
    from rotation.instance import RotationInstance
    from rotation.search import RotationResult
    from rotation.solution import Roster
    from scheduling.planning import WeekResult
    from solving.outcome import Budget, Listener, Report

SHARE = 0.2  # of the time that is left; a roster is small beside a week
LEAST_SECONDS, LEAST_SHARE = 5.0, 0.25  # but so many at least, up to so much of it
GOOD_SECONDS, GOOD_SHARE = 8.0, 0.4  # as long as no roster is good
LONG_SHARE = 0.7  # where there is none by then
LATER_SHARE = 0.25  # for a roster that divides no course in later terms either


@dataclass
class Rosters:
    """The rosters of a community, under which the week of a term is tried.

    Parameters
    ----------
    problem
        What is asked of a roster; what is refused is added to it.
    term, whole
        The term of the week, and the terms whose courses one teacher each has to take whole.
    budget
        Of everything that is searched for.
    end
        Moment at which a search is left wherever it is.
    start
        A roster to begin from.
    reports
        Takes the report of the roster.
    """

    problem: RotationInstance
    term: str
    whole: Collection[str]
    budget: Budget
    end: float
    start: Roster | None
    listener: Listener | None
    reports: dict[str, Report]
    status: Status = Status.UNKNOWN  # of the last search
    last: Roster | None = None  # though it may divide courses
    reasons: tuple[Text, ...] = ()  # why rosters have failed
    refused: int = 0
    learnt: Learnt = field(default_factory=Learnt)

    def next(self) -> Roster | None:
        """Return the best roster that divides no course of the terms to plan, or None.

        One that divides none in later terms either is looked for where there is time: they can
        wait.
        """
        self.last = roster = self._best()
        split = divided(self.problem, roster) if roster else {}
        if needed := [split[term] for term in split if term in self.whole]:
            self._blame(needed)
            self.problem = with_whole_courses(self.problem)
            roster = self._best()
            if self.status is Status.INFEASIBLE:
                self._blame([UNDIVIDED])
        elif split and (seconds := LATER_SHARE * self.budget.left) >= LEAST_SECONDS:
            found = self._searched(with_whole_courses(self.problem), seconds)
            if found and found.roster:
                roster = self._taken(found)
        self.last = roster or self.last
        return roster

    def refuse(self, roster: Roster, week: WeekResult) -> None:
        """Let no roster follow that is like one whose week has failed."""
        self._blame(s.sentence for s in week.shortages)
        self.refused += 1
        cut = refusal(self.problem, roster, week, self.term, self.refused)
        more = one_more(self.problem.community, week, self.term, self.refused)
        self.problem = self.problem.under((*self.problem.rules, cut, *more))

    def _blame(self, reasons: Iterable[Text]) -> None:
        self.reasons = tuple(dict.fromkeys((*self.reasons, *reasons)))

    def _best(self) -> Roster | None:
        """Return the best roster; one that is slow to find gets more of the time, until it is."""
        left = self.budget.left
        patience = max(SHARE * left, min(LEAST_SECONDS, LEAST_SHARE * left))
        seconds = max(patience, min(GOOD_SECONDS, GOOD_SHARE * left))
        found = self._searched(self.problem, seconds, patience)
        if found and found.report.status is Status.UNKNOWN and not found.report.interrupted:
            found = self._searched(self.problem, LONG_SHARE * self.budget.left) or found
        return self._taken(found)

    def _searched(
        self, problem: RotationInstance, seconds: float, patience: float = 0.0
    ) -> RotationResult | None:
        """Return what a search has found; None when it had to be left."""
        with ends_at(self.end):
            return solve(
                problem,
                self.budget.within(seconds),
                listener=self.listener,
                start=self.start,
                patience=patience,
                learnt=self.learnt,
            )
        return None

    def _taken(self, found: RotationResult | None) -> Roster | None:
        """Return the roster of a search, which is the one that is reported."""
        self.status = found.report.status if found else Status.UNKNOWN
        if found:
            self.reports["rotation"] = found.report
        return found.roster if found else None
