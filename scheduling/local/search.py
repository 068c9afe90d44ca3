"""Annealing on several threads, each with a timetable of its own.

What a thread does is in ``walker``: a short cycle that learns at which temperatures to spend the
time, a long one, and one more that begins at the best timetable of all threads.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from scheduling.local.annealing import anneal
from scheduling.local.compiling import tables_of
from scheduling.local.costs import deviations
from scheduling.local.first import insert
from scheduling.local.flat import part
from scheduling.local.layout import solution_of, state_of
from scheduling.local.names import DURATION
from scheduling.local.state import draw, empty_state, remember, totals
from scheduling.local.tables import Tables, flat_of
from scheduling.local.walker import Walker
from solving.threads import side_by_side

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduling.instance import Instance
    from scheduling.local.cooling import Cooling
    from scheduling.local.flat import Flat
    from scheduling.solution import Solution

# Shares of the moves: to another time with ejections, swaps, to another time without ejections,
# other resources, other splits.
SHARES = (0.45, 0.2, 0.08, 0.2, 0.07)


@dataclass
class LocalSearch:
    """Local search on one instance; ``made`` says for which instances there is one.

    Parameters
    ----------
    offer
        Gets each timetable that is better than what its thread had; it may be slow.
    mix
        Shares of the moves; see ``SHARES``.
    """

    instance: Instance
    tables: Tables
    seed: int
    offer: Callable[[Solution], object]
    mix: tuple[float, ...] = SHARES
    flat: Flat = field(init=False)
    best: Flat = field(init=False)
    moves: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    failed: threading.Event = field(default_factory=threading.Event)
    cooling: Cooling | None = None  # as learnt, for the next run
    good_prices: dict[int, float] = field(default_factory=dict)  # by thread: kept all hard rules

    def __post_init__(self) -> None:
        self.flat = flat_of(self.tables)
        self.best = empty_state(self.flat, 1)
        self._known = False
        tables = self.tables
        open_places = bool((tables.slot_resource < 0).any())
        splits = bool((np.diff(tables.subs.start) > 1).any())
        shares = np.array(self.mix) * [1, 1, 1, open_places, splits]
        self.shares = np.cumsum(shares / shares.sum())
        self._warm_up()
        soft = tables.weight[(tables.hard == 0) & (tables.weight > 0)]
        self.unit = float(soft.min()) if len(soft) else 1.0

    def _warm_up(self) -> None:
        """Compile what is not compiled yet, before the clock of the search runs.

        That takes half a minute on a machine's first run, and a moment later on.
        """
        state = empty_state(self.flat, 1)
        insert(self.flat, state, np.zeros(0, dtype=np.int64))
        anneal(self.flat, state, self.best, self.shares, 1, 0.0)
        deviations(self.flat, state, np.zeros(len(self.tables.kind), dtype=np.int64))

    @classmethod
    def made(
        cls, instance: Instance, seed: int, offer: Callable[[Solution], object]
    ) -> LocalSearch | None:
        """Return a search, None when the instance has what the tables cannot say."""
        tables = tables_of(instance)
        return None if tables is None else cls(instance, tables, seed, offer)

    def run(
        self,
        seconds: float,
        workers: int,
        start: Solution | None,
        over: Callable[[], bool],
        *,
        together: bool = False,
    ) -> None:
        """Search for so many seconds on so many threads, or until it is over.

        The first thread stays near to the start, if there is one; the others begin anew, except
        where all are to work ``together`` on the start.

        Raises
        ------
        BaseException
            Whatever a thread raised.
        """
        until = time.monotonic() + seconds

        def stop() -> bool:
            return self.failed.is_set() or over()

        walkers = [
            Walker(self, number, start if together or number == 0 else None, stop)
            for number in range(workers)
        ]
        jobs = [partial(walker.walk, until) for walker in walkers]
        side_by_side(jobs, failed=self.failed.set)
        self.seed += workers  # another run goes other ways

    @property
    def best_cost(self) -> tuple[int, int] | None:
        """Hard and soft cost of the best timetable of all threads, None when there is none yet."""
        return totals(self.best) if self._known else None

    @property
    def solution(self) -> Solution:
        """The best timetable of all threads; there has to be one."""
        with self._lock:
            return solution_of(self.instance, self.tables, self.best)

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

    def share(self, state: Flat) -> None:
        """Take over a timetable when it is the best of all threads, and offer it."""
        with self._lock:
            if self.best_cost is not None and self.best_cost <= totals(state):
                return
            self._known = True
            remember(self.flat, state, self.best)
        self.offer(solution_of(self.instance, self.tables, state))

    def adopt(self, state: Flat) -> Flat:
        """Return a fresh state of the best timetable of all threads."""
        seed = int(draw(state, 1 << 30))  # another one for each thread and cycle
        return state_of(self.instance, self.tables, self.flat, self.solution, seed)
