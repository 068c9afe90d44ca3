"""Simulated annealing over moves: worse timetables are accepted, ever more rarely.

The cost in one number is ``price`` x hard + soft: a hard rule is dear but not forbidden, so that
the search can pass through what breaks one. The best timetable is kept by hard cost, then soft.
"""

from __future__ import annotations

import math

from scheduling.local.costs import keep, price_move
from scheduling.local.flat import at, compiled
from scheduling.local.moves import change_resource, change_split, move_time, shift_only, swap
from scheduling.local.names import TOTAL
from scheduling.local.state import begin, chance, remember, undo


@compiled
def anneal(t, s, best, shares, rounds, temperature, price):
    """Try so many moves at one temperature; return how many were kept.

    Parameters
    ----------
    t, s
        The flat tables, and the state that is changed.
    best
        A state that receives the best timetable met, with its cost.
    shares
        How often each sort of move is tried: cumulated, the last one 1.
    """
    kept = 0
    for _ in range(rounds):
        begin(s)
        if not _try(t, s, shares):
            undo(t, s)
            continue
        hard, soft = price_move(t, s)
        worse = price * hard + soft
        if worse > 0 and (temperature <= 0 or chance(s) >= math.exp(-worse / temperature)):
            undo(t, s)
            continue
        keep(s, hard, soft)
        kept += 1
        if worse < 0 and _is_better(s, best):
            remember(t, s, best)
    return kept


@compiled
def _try(t, s, shares):
    dice = chance(s)
    if dice < shares[0]:
        return move_time(t, s)
    if dice < shares[1]:
        return swap(t, s)
    if dice < shares[2]:
        return shift_only(t, s)
    if dice < shares[3]:
        return change_resource(t, s)
    return change_split(t, s)


@compiled
def _is_better(s, best):
    if at(s, TOTAL, 0) != at(best, TOTAL, 0):
        return at(s, TOTAL, 0) < at(best, TOTAL, 0)
    return at(s, TOTAL, 1) < at(best, TOTAL, 1)
