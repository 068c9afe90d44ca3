"""How rosters are found: mentor pairs that stand alone, then the placements, then fair shares.

Itinerant placements are first offered only where a host lacks the subject, for whole years: that is
quick, and nearly always best. What is best among all rosters is proved with all of them offered.
"""

from __future__ import annotations

from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING

from rotation import fair_shares
from rotation.lacking import RosterMismatchError
from rotation.pairing import settle
from rotation.rounds import RotationResult, Search
from solving.outcome import Status

if TYPE_CHECKING:
    from rotation.instance import RotationInstance
    from rotation.solution import Roster
    from solving.outcome import Budget, Listener

__all__ = ["RosterMismatchError", "RotationResult", "solve"]

FAIR_SHARE = 0.2  # of the time at most, for the levelling of burdens
FEW_SHARE = 0.7  # of the rest, while few itinerant placements are offered
MANY = 40_000  # placements; to build a model of more takes longer than most people wait


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
        INFEASIBLE only when no choice among all candidates keeps the hard rules, OPTIMAL only when
        none of them costs less.

    Raises
    ------
    RosterMismatchError
        When the checker refuses the model's roster.
    """
    begin = monotonic()
    instance = settle(instance, budget)
    levels = fair_shares.levelling_rule(instance) is not None
    share = 1 - FAIR_SHARE if levels else 1.0
    search, result = _searched(instance, budget, listener, share * budget.seconds, start)
    roster, left = result.roster, budget.seconds - (monotonic() - begin)
    told = dict(result.report.parameters)
    if levels and roster and search.best is roster and not result.report.interrupted:
        levelled = fair_shares.level(
            search.instance,
            roster,
            round(search.best_cost),
            budget.within(left),
            search.sets,
            search.cuts,
        )
        roster = levelled.roster
        told |= {"fair_levels": levelled.levels, "fair_proved": levelled.proved}
    seconds = round(monotonic() - begin, 3)
    return RotationResult(roster, replace(result.report, seconds=seconds, parameters=told))


def _searched(
    instance: RotationInstance,
    budget: Budget,
    listener: Listener | None,
    seconds: float,
    start: Roster | None,
) -> tuple[Search, RotationResult]:
    """Return the best roster among the usual placements, and then among all of them.

    ``proved_usual`` tells whether the roster is proved the best among the usual ones, where it is
    not among all.
    """
    begin, start = monotonic(), start or instance.base
    wide = replace(instance, anywhere=True)
    more = not instance.anywhere and len(wide.candidates) > len(instance.candidates)
    few = Search(instance, budget, listener, begin + (FEW_SHARE if more else 1.0) * seconds)
    result = few.run(start)
    if not more or result.report.interrupted:
        return few, result if not more else _unproved(result)
    if result.roster and len(wide.candidates) > MANY:
        return few, _unproved(result)
    many = Search(wide, budget, listener, begin + seconds)
    many.learn(few)
    wider = many.run(few.best or start)
    usual = result.report.status is Status.OPTIMAL and many.best is few.best
    told = wider.report.parameters | {
        "proved_usual": usual and wider.report.status is not Status.OPTIMAL
    }
    return many, replace(wider, report=replace(wider.report, parameters=told))


def _unproved(result: RotationResult) -> RotationResult:
    """Return a result among the usual placements with what it says of all of them."""
    report = result.report
    usual = report.status is Status.OPTIMAL
    status = report.status if report.status is Status.UNKNOWN else Status.FEASIBLE
    if result.roster is None:
        status = Status.UNKNOWN
    told = report.parameters | {"proved_usual": usual}
    return replace(result, report=replace(report, status=status, bound=None, parameters=told))
