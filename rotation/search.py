"""How rosters are found: mentor pairs that stand alone, then the placements, then fair shares."""

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
    instance = settle(instance, budget)
    levels = fair_shares.levelling_rule(instance) is not None
    share = 1 - FAIR_SHARE if levels else 1.0
    search = Search(instance, budget, listener, begin + share * budget.seconds)
    start = start or instance.base
    result = search.run(start)
    if result.report.status is Status.INFEASIBLE and not instance.anywhere:
        search = Search(replace(instance, anywhere=True), budget, listener, search.deadline)
        result = search.run(start)
    told = dict(result.report.parameters)
    roster, left = result.roster, budget.seconds - (monotonic() - begin)
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
