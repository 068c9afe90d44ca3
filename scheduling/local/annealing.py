"""Simulated annealing over moves: worse timetables are accepted, ever more rarely.

What is annealed is the *energy*: deviations times prices. The prices of soft rules are their
weights; a hard rule has a price as well, so that the search can pass through what breaks it. The
best timetable is kept by hard cost, then soft.
"""

from __future__ import annotations

import math

from scheduling.local.changes import begin, undo
from scheduling.local.clearing import clear
from scheduling.local.costs import keep, price_move
from scheduling.local.flat import at, compiled
from scheduling.local.moves import move_time, shift_only, swap
from scheduling.local.names import TOTAL
from scheduling.local.splitting import change_split
from scheduling.local.staffing import change_resource
from scheduling.local.state import chance, remember


@compiled
def anneal(t, s, best, shares, rounds, temperature):
    """Try so many moves at one temperature, above 0.

    Return how many were kept, and the sum and the sum of squares of the energy after each, less
    what it was at the beginning.

    Parameters
    ----------
    t, s
        The flat tables, and the state that is changed.
    best
        A state that receives the best timetable met, with its cost.
    shares
        How often each sort of move is tried: cumulated, the last one 1.
    """
    kept, total, squares = 0.0, 0.0, 0.0
    first = at(s, TOTAL, 2)
    for _ in range(rounds):
        begin(s)
        if not try_move(t, s, shares):
            undo(t, s)
        else:
            # Metropolis's rule, with the dice thrown first: most moves are refused half-way.
            limit = -temperature * math.log(1.0 - chance(s))
            change = price_move(t, s, limit)
            if change[2] > limit:
                undo(t, s)
            else:
                keep(s, change)
                kept += 1
                if is_better(s, best):
                    remember(t, s, best)
        off = float(at(s, TOTAL, 2) - first)
        total += off
        squares += off * off
    return kept, total, squares


@compiled
def try_move(t, s, shares):
    """Make a random move; return whether it is worth pricing."""
    dice = chance(s)
    if dice < shares[0]:
        return move_time(t, s)
    if dice < shares[1]:
        return swap(t, s)
    if dice < shares[2]:
        return shift_only(t, s)
    if dice < shares[3]:
        return change_resource(t, s)
    if dice < shares[4]:
        return change_split(t, s)
    return clear(t, s)


@compiled
def is_better(s, best):
    """Return whether a timetable costs less than the best one."""
    if at(s, TOTAL, 0) != at(best, TOTAL, 0):
        return at(s, TOTAL, 0) < at(best, TOTAL, 0)
    return at(s, TOTAL, 1) < at(best, TOTAL, 1)
