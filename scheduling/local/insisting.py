"""One thread that insists on the lessons that annealing leaves in each other's way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduling.local.ejecting import put_in, take_out
from scheduling.local.notes import notes_of
from scheduling.local.state import empty_state, remember, totals
from solving import clock

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduling.local.shared import Shared

MOVES = 20  # of lessons that have a time, for each that is put in
PIECE_SECONDS = 0.2  # between two looks at the clock
ROUND_WORK = 1e-4  # of putting in one lesson, in units of work


def insist(search: Shared, until: float, over: Callable[[], bool]) -> None:
    """Take out of the best timetable what breaks required rules, and put it in elsewhere.

    It ends with a timetable that keeps all of them, or at a moment of the clock.
    """
    state, best = search.adopt(search.best), empty_state(search.flat, 1)
    notes = notes_of(search.tables)
    remember(search.flat, search.best, best)
    if not take_out(search.flat, state, notes):
        return
    kept, rounds, done = state.copy(), 20, False
    while not done and not over() and (now := clock.now()) < until:
        done = put_in(search.flat, state, notes, kept, best, search.shares, rounds, MOVES)
        clock.spend(rounds * ROUND_WORK)
        took = max(1e-4, clock.now() - now)
        rounds = max(20, int(rounds * min(4.0, PIECE_SECONDS / took)))
        done = done or totals(best)[0] == 0
        search.share(best)
