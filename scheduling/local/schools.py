"""Annealing of a community's week, one school after the other.

What crosses schools stays; CP-SAT moves it (``scheduling.improvement``). See ``within_school``.
"""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

from scheduling.local.prepare import compile_all
from scheduling.local.search import LocalSearch
from scheduling.within_school import Week

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduling.incumbent import Incumbent
    from scheduling.instance import Instance
    from scheduling.solution import Solution
    from solving.outcome import Budget


def prepare() -> None:
    """Compile what is not compiled yet: half a minute on a machine's first run."""
    compile_all()


def school_by_school(
    instance: Instance, incumbent: Incumbent, budget: Budget, over: Callable[[], bool]
) -> int:
    """Anneal the lessons of each school near to the best timetable; return the number of moves.

    Each school gets a share of the time by its lessons, and all threads; one without any cost gets
    none. What is found goes to the incumbent, priced as a whole.
    """
    week = Week(instance)
    until, moves = time.monotonic() + budget.seconds, 0
    schools = list(week.lessons)
    for number, site in enumerate(schools):
        if over() or incumbent.solution is None:
            break
        part_of, timetable = week.within(site, incumbent.solution)

        local = LocalSearch.made(part_of, budget.seed, partial(_offer, week, incumbent, site))
        if local is None:
            continue
        lessons = [week.lessons[s] for s in schools[number:]]
        seconds = (until - time.monotonic()) * lessons[0] / sum(lessons)
        local.run(
            seconds,
            budget.workers,
            timetable,
            partial(_enough, local, over),
            together=True,
        )
        moves += local.moves
    return moves


def _offer(week: Week, incumbent: Incumbent, site: str, part: Solution) -> None:
    """Offer the best timetable with the open lessons of a school as in another one."""
    if incumbent.solution is not None:
        incumbent.offer(week.merged(site, incumbent.solution, part))


def _enough(local: LocalSearch, over: Callable[[], bool]) -> bool:
    return over() or local.best_cost == (0, 0)
