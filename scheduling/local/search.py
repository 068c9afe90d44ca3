"""Annealing on several threads, each with a timetable of its own.

What a thread does is in ``walker``: a short cycle that learns at which temperatures to spend the
time, a long one, and one more that begins at the best timetable of all threads.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from scheduling.local.compiling import tables_of
from scheduling.local.first import insert
from scheduling.local.flat import part
from scheduling.local.insisting import begin, insist
from scheduling.local.layout import solution_of, state_of
from scheduling.local.names import DURATION
from scheduling.local.shared import Shared
from scheduling.local.walker import Walker
from solving import clock
from solving.threads import side_by_side

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduling.instance import Instance
    from scheduling.solution import Solution


class LocalSearch(Shared):
    """Local search on one instance."""

    @classmethod
    def made(
        cls, instance: Instance, seed: int, offer: Callable[[Solution], object]
    ) -> LocalSearch:
        """Return a search on an instance with one event at least."""
        return cls(instance, tables_of(instance), seed, offer)

    def run(
        self,
        seconds: float,
        workers: int,
        start: Solution | None,
        over: Callable[[], bool],
        *,
        together: bool = False,
        near: bool = True,
    ) -> None:
        """Search for so many seconds on so many threads, or until it is over.

        The first thread stays near to the start, if there is one; the others begin anew, except
        where all are to work ``together`` on the start. ``near`` to it, hard rules begin dearer.

        Raises
        ------
        BaseException
            Whatever a thread raised.
        """
        until = clock.now() + seconds

        def stop() -> bool:
            return self.failed.is_set() or over()

        walkers = [
            Walker(self, number, start if together or number == 0 else None, stop, near=near)
            for number in range(workers)
        ]
        jobs = [partial(walker.walk, until) for walker in walkers]
        side_by_side(jobs, failed=self.failed.set)
        self.seed += workers  # another run goes other ways

    def insist(
        self, seconds: float, workers: int, over: Callable[[], bool], *, anew: bool = False
    ) -> None:
        """Go on from the best timetable until every required rule is kept, or it is over.

        All threads begin there, or ``anew`` with none, and end with the first that has reached it.
        """
        until = clock.now() + seconds

        def stop() -> bool:
            known = self.best_cost is not None and self.best_cost[0] == 0
            return self.failed.is_set() or over() or known

        way = begin if anew else insist
        jobs = [partial(way, self, until, stop, self.seed + 100 * i) for i in range(workers)]
        side_by_side(jobs, failed=self.failed.set)

    def filled(self, solution: Solution) -> Solution:
        """Return a timetable with its open places filled greedily, those with few choices first."""
        tables, flat = self.tables, self.flat
        state = state_of(self.instance, tables, flat, solution, self.seed)
        choices = np.diff(tables.choices.start)
        few = [
            choices[slice(*ends)][tables.slot_resource[slice(*ends)] < 0].min(initial=1 << 30)
            for ends in zip(tables.slots.start, tables.slots.start[1:], strict=False)
        ]
        used = np.flatnonzero(part(state, DURATION, len(tables.event_of)))
        order = used[np.argsort(np.array(few)[tables.event_of[used]], kind="stable")]
        insert(flat, state, order)
        return solution_of(self.instance, tables, state)
