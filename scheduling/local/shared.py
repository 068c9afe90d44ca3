"""What the threads of annealing share: tables, the best timetable, and what was learnt."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from scheduling.demands import CLUSTER
from scheduling.local.annealing import anneal
from scheduling.local.costs import deviations
from scheduling.local.ejecting import put_in, take_out
from scheduling.local.first import insert
from scheduling.local.layout import solution_of, state_of
from scheduling.local.notes import notes_of
from scheduling.local.state import draw, empty_state, remember, totals
from scheduling.local.tables import Tables, flat_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduling.instance import Instance
    from scheduling.local.cooling import Cooling
    from scheduling.local.flat import Flat
    from scheduling.solution import Solution

# Shares of the moves: to another time with ejections, swaps, to another time without ejections,
# other resources, other splits, all lessons out of a day.
SHARES = (0.45, 0.2, 0.08, 0.2, 0.07, 0.03)


@dataclass
class Shared:
    """What the threads of one local search share.

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
        limits_groups = bool((tables.kind == CLUSTER).any())
        shares = np.array(self.mix) * [1, 1, 1, open_places, splits, limits_groups]
        self.shares = np.cumsum(shares / shares.sum())
        self._warm_up()
        soft = tables.weight[(tables.hard == 0) & (tables.weight > 0)]
        self.only_hard = not len(soft)
        self.unit = float(soft.min()) if len(soft) else 1.0
        self.dearest = float(soft.max()) if len(soft) else 1.0

    def _warm_up(self) -> None:
        """Compile what is not compiled yet, before the clock of the search runs.

        That takes half a minute on a machine's first run, and a moment later on.
        """
        state = empty_state(self.flat, 1)
        insert(self.flat, state, np.zeros(0, dtype=np.int64))
        anneal(self.flat, state, self.best, self.shares, 1, 0.0)
        deviations(self.flat, state, np.zeros(len(self.tables.kind), dtype=np.int64))
        notes = notes_of(self.tables)
        take_out(self.flat, state, notes)
        put_in(self.flat, state, notes, state.copy(), self.best, self.shares, 0, 0)

    @property
    def best_cost(self) -> tuple[int, int] | None:
        """Hard and soft cost of the best timetable of all threads, None when there is none yet."""
        return totals(self.best) if self._known else None

    @property
    def solution(self) -> Solution:
        """The best timetable of all threads; there has to be one."""
        with self._lock:
            return solution_of(self.instance, self.tables, self.best)

    def share(self, state: Flat) -> None:
        """Take over a timetable when it is the best of all threads, and offer it."""
        with self._lock:
            if self.best_cost is not None and self.best_cost <= totals(state):
                return
            self._known = True
            remember(self.flat, state, self.best)
        self.offer(solution_of(self.instance, self.tables, state))

    def given_starts(self) -> list[int]:
        """Return for each event the position of its given time, or -1."""
        index = self.instance.time_index
        return [-1 if e.time is None else index[e.time] for e in self.instance.events]

    def adopt(self, state: Flat) -> Flat:
        """Return a fresh state of the best timetable of all threads."""
        seed = int(draw(state, 1 << 30))  # another one for each thread and cycle
        return state_of(self.instance, self.tables, self.flat, self.solution, seed)
