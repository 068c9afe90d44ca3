"""One thread that insists on lessons: on all, or on those that annealing leaves in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scheduling.local.ejecting import put_in, take_out
from scheduling.local.first import hardest_first, unplaced_state
from scheduling.local.flat import Flat, at, part
from scheduling.local.notes import FEWEST, NUMBERS, ROUND, SINCE, notes_of
from scheduling.local.state import empty_state, remember, totals
from solving import clock

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduling.local.shared import Shared

MOVES = 100  # of lessons that have a time, for each that is put in
PIECE_SECONDS = 0.2  # between two looks at the clock
ROUND_WORK = 3e-4  # of putting in one lesson and those moves, in units of work
# What went wrong with the first lessons is hardly mended, two classes in one half of the week say:
# where after so many rounds for each lesson one in so many still waits, all begins anew.
ROUNDS, MANY = 3, 20


def insist(search: Shared, until: float, over: Callable[[], bool], seed: int) -> None:
    """Take out of the best timetable what breaks required rules, and put it in elsewhere.

    It ends with a timetable that keeps all of them, or at a moment of the clock.
    """
    state, notes = search.adopt(search.best), notes_of(search.tables)
    if take_out(search.flat, state, notes):
        _put_in(search, state, notes, until, over)
    else:  # no few lessons are what breaks some rule
        begin(search, until, over, seed)


def begin(search: Shared, until: float, over: Callable[[], bool], seed: int) -> None:
    """Put in all lessons, hardest first, and begin anew where that goes wrong.

    That takes moments where annealing takes minutes, as no wishes are in the way. It ends as
    ``insist`` does, and says nothing of a timetable that is not complete.
    """
    while not over() and clock.now() < until:
        state = unplaced_state(search.tables, search.flat, search.given_starts(), seed)
        queue, notes = hardest_first(search.tables, state), notes_of(search.tables)
        part(notes, SINCE, len(search.tables.event_of))[queue] = np.arange(len(queue), 0, -1)
        if not take_out(search.flat, state, notes):
            return
        lessons = len(queue)
        if not _put_in(search, state, notes, until, over, (ROUNDS * lessons, lessons / MANY)):
            return
        seed += 1


def _put_in(
    search: Shared,
    state: Flat,
    notes: Flat,
    until: float,
    over: Callable[[], bool],
    limits: tuple[float, float] | None = None,
) -> bool:
    """Put in the lessons that wait, until none does.

    With ``limits`` it is given up where after so many rounds more than so many wait; return whether
    it was. Nothing is shared then but what is complete: annealing goes on from what is best, and
    lessons that wait are no good place to begin at.
    """
    kept, best, rounds, done = state.copy(), empty_state(search.flat, 1), 20, False
    remember(search.flat, state if search.best_cost is None else search.best, best)
    numbers, began = part(notes, NUMBERS, FEWEST + 1), at(notes, NUMBERS, ROUND)
    while not done and not over() and (now := clock.now()) < until:
        done = put_in(search.flat, state, notes, kept, best, search.shares, rounds, MOVES)
        clock.spend(rounds * ROUND_WORK)
        took = max(1e-4, clock.now() - now)
        rounds = max(20, int(rounds * min(4.0, PIECE_SECONDS / took)))
        done = done or totals(best)[0] == 0
        if limits is None or totals(best)[0] == 0:
            search.share(best)
        elif numbers[ROUND] - began >= limits[0] and numbers[FEWEST] > limits[1]:
            return True
    return False
