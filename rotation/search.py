"""How rosters are found: mentor pairs that stand alone, then the placements, then fair shares.

Itinerant placements are first offered only where a host lacks the subject, for whole years: that is
quick, and nearly always best. Then all are offered, and a roster is looked for that has one of the
others and costs less: there is none, or it is better, or nothing is proved about all rosters.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from math import inf
from typing import TYPE_CHECKING

from community.models import PlacementKind
from rotation import fair_shares
from rotation.candidates import enumerate_candidates
from rotation.lacking import RosterMismatchError
from rotation.learnt import Learnt
from rotation.pairing import settle
from rotation.rounds import RotationResult, Search
from rotation.stated import Beyond
from solving import clock
from solving.outcome import Status

if TYPE_CHECKING:
    from rotation.instance import RotationInstance
    from rotation.solution import Roster
    from solving.outcome import Budget, Listener

__all__ = ["RosterMismatchError", "RotationResult", "solve"]

ITINERANT = PlacementKind.ITINERANT
FAIR_SHARE = 0.2  # of the time at most, for the levelling of burdens
FEW_SHARE = 0.7  # of the rest, while few itinerant placements are offered
QUICK_SHARE = 0.2  # of it: after a quicker round the next one may prove its best
PER_SECOND = 2_000  # placements of which the rest of the time allows a model


def solve(
    instance: RotationInstance,
    budget: Budget,
    *,
    listener: Listener | None = None,
    start: Roster | None = None,
    patience: float = inf,
    learnt: Learnt | None = None,
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
    patience
        Seconds after which the first good roster will do: the time is wanted for its week.
    learnt
        What earlier searches in the same community have learnt; this one adds to it.

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
    begin = clock.now()
    instance = settle(instance, budget)
    levels = fair_shares.levelling_rule(instance) is not None
    spent, known = budget.within(patience).seconds, learnt or Learnt()
    seconds = (1 - FAIR_SHARE if levels else 1.0) * spent
    more = budget.seconds - spent
    search, result = _searched(instance, budget, listener, seconds, more, start, known)
    roster, left = result.roster, spent - (clock.now() - begin)
    told = dict(result.report.parameters)
    if levels and left > 0 and roster and search.best is roster and not result.report.interrupted:
        levelled = fair_shares.level(
            search.instance,
            roster,
            round(search.best_cost),
            budget.within(left),
            known.sets,
            search.cuts,
        )
        roster = levelled.roster
        told |= {"fair_levels": levelled.levels, "fair_proved": levelled.proved}
    seconds = round(clock.now() - begin, 3)
    return RotationResult(roster, replace(result.report, seconds=seconds, parameters=told))


def _searched(
    instance: RotationInstance,
    budget: Budget,
    listener: Listener | None,
    seconds: float,
    more: float,
    start: Roster | None,
    learnt: Learnt,
) -> tuple[Search, RotationResult]:
    """Return the best roster among the usual placements, or a better one with others.

    It takes so many ``seconds``, and up to so many ``more`` until there is a good one.
    """
    end, start = clock.now() + seconds, start or instance.base
    usual = not instance.anywhere and any(k is ITINERANT for _way, k in instance.routes())
    late, kept = end + more, (1 - FEW_SHARE) * seconds * usual
    latest, quick = late - kept * (not more), QUICK_SHARE * seconds
    few = Search(instance, budget, listener, latest, learnt, enough=end - kept, quick=quick)
    result = few.run(start)
    if not usual:
        return few, result
    wide, end = replace(instance, anywhere=True), end if few.best else late
    most = PER_SECOND * (end - clock.now())
    moves = list(islice(enumerate_candidates(wide), max(0, int(most)) + 1))
    if result.report.interrupted or len(moves) > most:
        return few, _bounded(result, None)
    if few.best is not None and len(moves) == len(instance.candidates):
        few.deadline = end
        return few, result if result.report.status is Status.OPTIMAL else few.run(few.best)
    many = Search(wide.offering(moves), budget, listener, late, learnt, enough=end, quick=quick)
    if few.best is None:
        return many, many.run(start)
    known = frozenset(instance.key(m.placement) for m in instance.candidates)
    many.beyond = Beyond(known, few.best_cost)
    other = many.run(None)
    if other.report.status is Status.INFEASIBLE:
        return few, result
    search, found = (few, result) if other.roster is None else (many, other)
    bounded = _bounded(found, _least(result.report.bound, other.report.bound))
    stopped = replace(bounded.report, interrupted=other.report.interrupted)
    return search, replace(bounded, report=stopped)


def _least(one: float | None, other: float | None) -> float | None:
    """Return the lower of two bounds, each of which holds for a part of the rosters."""
    return None if one is None or other is None else min(one, other)


def _bounded(result: RotationResult, bound: float | None) -> RotationResult:
    """Return a result with a bound of all rosters; ``proved_usual`` if it is optimal without it."""
    report = result.report
    status, usual = report.status, report.status is Status.OPTIMAL
    if report.objective is not None:
        closed = bound is not None and report.objective <= bound + 0.5
        status = Status.OPTIMAL if closed else Status.FEASIBLE
    elif status is Status.INFEASIBLE:
        status = Status.UNKNOWN
    told = report.parameters | {"proved_usual": usual and status is not Status.OPTIMAL}
    return replace(result, report=replace(report, status=status, bound=bound, parameters=told))
