"""One thread of annealing: its timetable, its prices, and the cycles of cooling that it runs.

Hard rules cost too little at first, so that the search passes through what breaks them; in the
second half of a cycle, those that are still broken grow dearer, and the others cheaper again. The
best timetables come of the lowest price at which the hard rules are kept in the end. Where there is
time for several cycles, each begins at another price: lower after success, higher after failure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from scheduling.local.annealing import anneal
from scheduling.local.cooling import Cooling, ends
from scheduling.local.costs import deviations, price_all
from scheduling.local.first import first_state
from scheduling.local.flat import Flat, part
from scheduling.local.layout import state_of
from scheduling.local.names import PRICE, TIED, TIMES
from scheduling.local.state import empty_state, remember, totals
from solving import clock

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduling.local.shared import Shared
    from scheduling.solution import Solution

# Price of one hard deviation of weight 1, in units of the cheapest soft weight. Which is better
# depends on the school, and so does whether linked events are tied: the threads differ.
HARD_PRICES = (5.0, 20.0)
# At least, of the dearest soft weight, near to a timetable: what mends a hard rule there may cost
# several lessons moved, and prices rise twentyfold in a cycle.
NEAR_PRICE = 0.2
CHEAPER, DEARER = 0.4, 1.6  # factors for the price of the next cycle
HARD_POWER = 0.5  # of heavier ones, by the power of the weight: a wall of 1000 stops the search
SCALE = 64  # prices are whole numbers of this part of a cost
RAISE_FROM = 0.5  # share of a cycle after which broken rules grow dearer
RISE, FALL = 6.0, 2.0  # powers of e by which a price rises and falls in the time of one cycle
ENOUGH_MOVES = 4_000  # in a cycle, for each lesson and time; with more, there are more cycles
MOST_CYCLES = 4
MENDED = 15  # broken hard rules after the learning cycle, that a long one mends
CHUNKS = 400  # pieces of a cycle, each at one temperature
CHUNK_SECONDS = 0.01, 0.2  # that a piece takes, at least and at most
MOVE_WORK = 1.5e-6  # of a move, in units of work
TELL_SECONDS = 2.0  # between timetables that a thread offers
TELL_SHARE = 0.05  # of the time, at most, for offering


class Cycle(NamedTuple):
    """One run from hot to cold: see ``Cooling.step`` for ``since``."""

    share: float  # of the time
    since: float = 0.0
    learns: bool = False  # how to share out the time of the next ones
    joins: bool = False  # goes on from the best timetable of all threads
    repeats: bool = False  # as often as there is time for


Plan = tuple[Cycle, ...]
LEARNING = Cycle(0.08, learns=True)
FRESH: Plan = (LEARNING, Cycle(0.62, repeats=True), Cycle(0.3, 0.4, joins=True))
WARM: Plan = (
    LEARNING,
    Cycle(0.72, 0.5, joins=True, repeats=True),
    Cycle(0.2, 0.6, joins=True),
)
# Where there is nothing but hard rules, the search ends with the first timetable that keeps them:
# short cycles find the easy ones soon, and each goes on from the best.
ONLY_HARD: Plan = (
    LEARNING,
    Cycle(0.06, 0.4, joins=True),
    Cycle(0.12, 0.4, joins=True),
    Cycle(0.24, 0.2, joins=True),
    Cycle(0.5, 0.2, joins=True, repeats=True),
)


class Walker:
    """One thread.

    Parameters
    ----------
    search
        What the threads share.
    number
        Of the thread, from 0.
    start
        A timetable to begin from; None: begins with one of its own.
    over
        Whether the search is to stop.
    near
        Whether to stay near to the start. Far from it, hard rules begin as cheap as from scratch.
    """

    def __init__(
        self,
        search: Shared,
        number: int,
        start: Solution | None,
        over: Callable[[], bool],
        *,
        near: bool = True,
    ) -> None:
        self.search, self.start, self.over = search, start, over
        self.seed = search.seed + number
        self.number = number
        price = HARD_PRICES[number % 2]
        if start is not None and near:
            price = max(price, NEAR_PRICE * search.dearest / search.unit)
        self.hard_price = search.good_prices.get(number, price)
        self.ties = number % 2 == 0
        self.factors = np.ones(len(search.tables.kind))
        self._speed = 0.0  # moves a second
        self._rounds, self._told, self._tell_seconds = 2_000, 0.0, TELL_SECONDS

    def walk(self, until: float) -> None:
        """Run the cycles, until a moment of the clock."""
        search = self.search
        self.best = empty_state(search.flat, 1)
        self._begin(self._first())
        remember(search.flat, self.state, self.best)
        search.share(self.best)
        plan = FRESH if self.start is None else WARM
        plan = ONLY_HARD if search.only_hard else plan
        if search.cooling is not None:  # learnt by an earlier run
            plan = tuple(cycle for cycle in plan if not cycle.learns)
        self.cooling = search.cooling or self._cooling()
        for number, cycle in enumerate(plan):
            if self.over():
                return
            if cycle.joins:
                self.hard_price = search.good_prices.get(self.number, self.hard_price)
                self._begin(search.adopt(self.state))
                remember(search.flat, self.state, self.best)
            rest = sum(c.share for c in plan[number:])
            self._run(cycle, (until - clock.now()) * cycle.share / rest)

    def _run(self, cycle: Cycle, seconds: float) -> None:
        """Run a cycle, as often as it repeats in these seconds."""
        for left in range(self._times(seconds) if cycle.repeats else 1, 0, -1):
            now = clock.now()
            end = now + seconds / left
            self._cool(cycle, now, end)
            seconds -= clock.now() - now
            if cycle.learns:
                self.cooling.learn()
                self.search.cooling = self.cooling
                self.hard_price *= max(1.0, float(self._broken().sum()) / MENDED)
            else:
                self._try_another_price()
            self.search.share(self.best)
            self.factors = np.sqrt(self.factors)

    def _try_another_price(self) -> None:
        """Choose the price of the next cycle by how this one has ended."""
        prices = self.search.good_prices
        if totals(self.state)[0]:
            self.hard_price *= DEARER
        else:
            prices[self.number] = self.hard_price
            self.hard_price *= CHEAPER

    def _times(self, seconds: float) -> int:
        """Return how many cycles these seconds are enough for."""
        tables = self.search.tables
        needed = ENOUGH_MOVES * int(tables.length.sum()) * int(tables.sizes[TIMES])
        return max(1, min(MOST_CYCLES, int(seconds * self._speed / needed)))

    def _begin(self, state: Flat) -> None:
        self.state = state
        tables = self.search.tables
        if not self.ties:  # except broadcasts: a host alone would find no partner by the clock
            part(state, TIED, len(tables.tied))[tables.host_of < 0] = 0

    def _first(self) -> Flat:
        search = self.search
        tables, flat = search.tables, search.flat
        if self.start is not None:
            return state_of(search.instance, tables, flat, self.start, self.seed)
        return first_state(tables, flat, search.given_starts(), self.seed)

    def _cooling(self) -> Cooling:
        self._price()
        return Cooling(*ends(part(self.state, PRICE, len(self.factors))))

    def _cool(self, cycle: Cycle, began: float, end: float) -> None:
        """Anneal from hot to cold between two moments."""
        search, cooling = self.search, self.cooling
        self._price()
        least, most = CHUNK_SECONDS
        chunk = min(most, max(least, (end - began) / CHUNKS))
        while not self.over() and (now := clock.now()) < end:
            passed = (now - began) / (end - began)
            step, rounds = cooling.step(passed, cycle.since), self._rounds
            heat = cooling.temperatures[step]
            told = anneal(search.flat, self.state, self.best, search.shares, rounds, heat)
            search.moves += rounds
            clock.spend(rounds * MOVE_WORK)
            took = max(1e-4, clock.now() - now)
            self._speed = rounds / took
            self._rounds = max(200, int(rounds * min(4.0, chunk / took)))
            if cycle.learns:
                cooling.note(step, rounds, told)
            elif passed > RAISE_FROM:
                self._raise(took / (end - began))
            self._tell()

    def _tell(self) -> None:
        """Offer the best timetable from time to time."""
        now = clock.now()
        if now - self._told > self._tell_seconds:
            self.search.share(self.best)
            self._told = clock.now()
            self._tell_seconds = max(TELL_SECONDS, (self._told - now) / TELL_SHARE)

    def _price(self) -> None:
        """Set the prices of deviations anew."""
        tables = self.search.tables
        hard = self.hard_price * self.search.unit * tables.weight**HARD_POWER * self.factors
        prices = part(self.state, PRICE, len(self.factors))
        prices[:] = SCALE * np.where(tables.hard > 0, hard, tables.weight)
        price_all(self.search.flat, self.state)

    def _raise(self, share: float) -> None:
        """Raise the prices of hard rules that are broken, by a share of a cycle; lower others."""
        share = min(1.0, share)  # a piece may take longer than a cycle that ends at once
        up, down = np.exp(share * RISE), np.exp(-share * FALL)
        self.factors = np.maximum(1.0, self.factors * np.where(self._broken() > 0, up, down))
        self._price()

    def _broken(self) -> Any:
        """Return by how much each hard rule is broken, as an array over all rules."""
        found = np.zeros(len(self.factors), dtype=np.int64)
        deviations(self.search.flat, self.state, found)
        return np.where(self.search.tables.hard > 0, found, 0)
