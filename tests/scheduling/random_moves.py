"""Random moves of annealing: each is priced as the checker does, taken back or kept."""

from __future__ import annotations

from scheduling.check import cost
from scheduling.local.changes import begin, undo
from scheduling.local.clearing import clear
from scheduling.local.compiling import tables_of
from scheduling.local.costs import keep, price_move
from scheduling.local.first import NO_LIMIT, first_state
from scheduling.local.layout import solution_of, state_of
from scheduling.local.moves import move_time, shift_only, swap
from scheduling.local.splitting import change_split
from scheduling.local.staffing import change_resource
from scheduling.local.state import totals
from scheduling.local.tables import flat_of

MOVES = (move_time, swap, shift_only, change_resource, change_split, clear)


def assert_priced_as_checked(instance, rng, seed, count=60):
    """Make so many random moves, and compare the cost after each with the checker's."""
    tables = tables_of(instance)
    flat = flat_of(tables)
    state = first_state(tables, flat, [-1] * len(instance.events), seed)

    def priced():
        return cost(instance, solution_of(instance, tables, state))

    assert totals(state) == (priced().hard, priced().soft)
    for number in range(count):
        begin(state)
        if not rng.choice(MOVES)(flat, state):
            undo(flat, state)
            assert totals(state) == (priced().hard, priced().soft)
            continue
        change = price_move(flat, state, NO_LIMIT)
        if rng.random() < 0.3:
            undo(flat, state)
        else:
            keep(state, change)
        assert totals(state) == (priced().hard, priced().soft), number
    again = state_of(instance, tables, flat, solution_of(instance, tables, state), 1)
    assert totals(again) == totals(state)
