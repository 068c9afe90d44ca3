"""Annealing in steps where places are open: times first, then who fills the places.

At first a pool of candidates stands for each open place (``scheduling.pooling``). Then the times
stay, and places are filled. What comes of it is a start for annealing of times and places together,
which takes far longer to find one as good. Where the filled places cost nothing, times are all
there is to decide on, and pools stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduling.check import cost
from scheduling.local.search import LocalSearch
from scheduling.pooling import bare, is_exact, pooled
from solving import clock

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduling.solution import Solution

TIMES_SHARE, STAFF_SHARE = 0.2, 0.05  # of the time: what follows takes longer to settle
EXACT_SHARE = 0.95  # for times, where they say all but the names
ONLY_STAFF = (0.0, 0.0, 0.0, 1.0, 0.0, 0.0)  # shares of the moves


def times_first(
    local: LocalSearch,
    seconds: float,
    workers: int,
    over: Callable[[], bool],
    is_complete: Callable[[], bool],
    *,
    near: bool,
) -> Solution | None:
    """Return a good timetable by both steps; None where no open place has to be filled.

    Parameters
    ----------
    local
        The search for the whole instance. Its ``offer`` gets every better timetable, complete.
    seconds
        For these steps and for annealing of everything after them.
    is_complete
        Whether a timetable was offered that keeps every hard rule.
    near
        Whether a step stays near to what the one before has made.
    """
    instance = local.instance
    problem = pooled(instance)
    if problem is None:
        return None
    times = LocalSearch.made(
        problem, local.seed, lambda found: local.offer(local.filled(bare(instance, found)))
    )

    early = clock.now() + TIMES_SHARE * seconds

    def enough() -> bool:
        return over() or times.best_cost == (0, 0) or (clock.now() > early and misled())

    def misled() -> bool:
        """Return whether pools hold all, but nobody is known to fill the places of long lessons."""
        return times.best_cost is not None and times.best_cost[0] == 0 and not is_complete()

    share = EXACT_SHARE if is_exact(instance) else TIMES_SHARE
    times.run(share * seconds, workers, None, enough)
    found = local.filled(bare(instance, times.solution))
    if not over() and _costs_more(local, found, times):
        staff = LocalSearch(instance, local.tables, local.seed, local.offer, ONLY_STAFF)
        staff.run(STAFF_SHARE * seconds, workers, found, over, together=True, near=near)
        local.moves += staff.moves
        found = staff.solution
    elif not is_exact(instance):
        times.run((1 - share) * seconds, workers, times.solution, enough, together=True, near=near)
        found = local.filled(bare(instance, times.solution))
    local.moves += times.moves
    return found


def _costs_more(local: LocalSearch, found: Solution, times: LocalSearch) -> bool:
    """Return whether a timetable costs more than it did with pools."""
    price = cost(local.instance, found)
    return (price.hard, price.soft) != times.best_cost
