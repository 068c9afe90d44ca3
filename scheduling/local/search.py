"""Annealing in cycles on several threads, each with a timetable of its own.

A cycle cools from a temperature at which nearly everything is tried to one at which only what is
better stays. The first one of each thread begins at a greedy timetable or at the given one; the
next ones begin at the best of all threads, at a lower temperature.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from scheduling.local.annealing import anneal
from scheduling.local.first import first_state, insert
from scheduling.local.layout import solution_of, state_of
from scheduling.local.state import draw, empty_state, remember, totals
from scheduling.local.tables import Tables, flat_of, tables_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduling.instance import Instance
    from scheduling.local.flat import Flat
    from scheduling.solution import Solution

HOT, WARM, COLD = 12.0, 3.0, 0.3  # temperatures, in prices of the cheapest soft deviation
HARD_PRICE = 20.0  # of one hard cost, in the same unit
CYCLES = 4  # that the time is divided into
CHUNK_SECONDS = 0.2  # of moves between looks at the clock
TELL_SECONDS = 2.0  # between timetables that a thread offers
# Shares of the moves: to another time with ejections, swaps, to another time without ejections,
# other resources, other splits.
SHARES = (0.35, 0.2, 0.15, 0.2, 0.1)


@dataclass
class LocalSearch:
    """Local search on one instance; ``made`` says for which instances there is one.

    Parameters
    ----------
    offer
        Gets each timetable that is better than what its thread had; it may be slow.
    """

    instance: Instance
    tables: Tables
    seed: int
    offer: Callable[[Solution], object]
    flat: Flat = field(init=False)
    best: Flat = field(init=False)
    moves: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _errors: list[BaseException] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.flat = flat_of(self.tables)
        self.best = empty_state(self.flat, 1)
        self._known = False
        tables = self.tables
        open_places = bool((tables.slot_resource < 0).any())
        splits = bool((np.diff(tables.subs.start) > 1).any())
        shares = np.array(SHARES) * [1, 1, 1, open_places, splits]
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
        anneal(self.flat, state, self.best, self.shares, 1, 0.0, 1.0)

    @classmethod
    def made(
        cls, instance: Instance, seed: int, offer: Callable[[Solution], object]
    ) -> LocalSearch | None:
        """Return a search, None when the instance has what the tables cannot say."""
        tables = tables_of(instance)
        return None if tables is None else cls(instance, tables, seed, offer)

    def run(
        self, seconds: float, workers: int, start: Solution | None, over: Callable[[], bool]
    ) -> None:
        """Search for so many seconds on so many threads, or until it is over.

        Raises
        ------
        BaseException
            Whatever a thread raised.
        """
        begin = time.monotonic()
        walkers = [_Walker(self, number, start, begin, seconds, over) for number in range(workers)]
        threads = [threading.Thread(target=w.walk, daemon=True) for w in walkers]
        for thread in threads:
            thread.start()
        for thread in threads:
            while thread.is_alive():
                thread.join(0.2)  # short waits keep this thread awake for Ctrl-C
        if self._errors:
            raise self._errors[0]

    def share(self, state: Flat) -> None:
        """Take over a timetable when it is the best of all threads, and offer it."""
        with self._lock:
            if self._known and totals(self.best) <= totals(state):
                return
            self._known = True
            remember(self.flat, state, self.best)
        self.offer(solution_of(self.instance, self.tables, state))

    def adopt(self, state: Flat) -> Flat:
        """Return a fresh state of the best timetable of all threads."""
        with self._lock:
            solution = solution_of(self.instance, self.tables, self.best)
        seed = int(draw(state, 1 << 30))  # another one for each thread and cycle
        return state_of(self.instance, self.tables, self.flat, solution, seed)


class _Walker:
    """One thread: its timetable, and the best it has met."""

    def __init__(
        self,
        search: LocalSearch,
        number: int,
        start: Solution | None,
        begin: float,
        seconds: float,
        over: Callable[[], bool],
    ) -> None:
        self.search, self.number, self.start = search, number, start
        self.begin, self.seconds, self.over = begin, seconds, over
        self.price, self.rounds = HARD_PRICE * search.unit, 2_000
        self.told = 0.0

    def walk(self) -> None:
        """Run the cycles of a thread."""
        try:
            self._cycles()
        except BaseException as error:  # raised again in the thread that waits
            self.search._errors.append(error)

    def _cycles(self) -> None:
        search, number = self.search, self.number
        warm = self.start is not None and number % 2 == 0
        if warm and self.start is not None:
            state = state_of(
                search.instance, search.tables, search.flat, self.start, search.seed + number
            )
        else:
            index = search.instance.time_index
            starts = [-1 if e.time is None else index[e.time] for e in search.instance.events]
            state = first_state(search.tables, search.flat, starts, search.seed + number)
        best = empty_state(search.flat, 1)
        remember(search.flat, state, best)
        search.share(best)
        for cycle in range(CYCLES):
            end = self.begin + self.seconds * (cycle + 1) / CYCLES
            self._cool(state, best, WARM if warm or cycle else HOT, end)
            search.share(best)
            if self.over() or time.monotonic() >= self.begin + self.seconds:
                return
            if totals(best)[0]:
                self.price *= 3  # too cheap to keep the hard rules
            state = search.adopt(state)
            remember(search.flat, state, best)

    def _cool(self, state: Any, best: Any, hot: float, end: float) -> None:
        """Anneal from hot to cold until a moment."""
        search, began, offered = self.search, time.monotonic(), totals(best)
        unit = search.unit
        while not self.over() and (now := time.monotonic()) < end:
            passed = (now - began) / max(0.01, end - began)
            heat = unit * hot * (COLD / hot) ** passed
            anneal(search.flat, state, best, search.shares, self.rounds, heat, self.price)
            search.moves += self.rounds
            took = max(1e-4, time.monotonic() - now)
            self.rounds = max(200, int(self.rounds * min(4.0, CHUNK_SECONDS / took)))
            if totals(best) < offered and now - self.told > TELL_SECONDS:
                offered, self.told = totals(best), now
                search.share(best)
