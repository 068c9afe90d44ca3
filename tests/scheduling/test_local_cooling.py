"""How the time of annealing is shared out among temperatures."""

from __future__ import annotations

import numpy as np
import pytest

from scheduling.local.cooling import EVEN, STEPS, Cooling, ends


def test_steps_go_from_hot_to_cold_and_at_first_evenly():
    cooling = Cooling(100.0, 1.0)
    steps = [cooling.step(passed) for passed in np.linspace(0, 1, 500)]
    assert steps == sorted(steps)
    assert (steps[0], steps[-1]) == (0, STEPS - 1)
    assert cooling.temperatures[0] == pytest.approx(100)
    assert cooling.temperatures[-1] == pytest.approx(1)
    # Half of the time leaves half of the steps behind.
    assert cooling.step(0.5) in (STEPS // 2 - 1, STEPS // 2)


def test_since_leaves_out_the_hottest_share_of_the_time():
    cooling = Cooling(100.0, 1.0)
    assert cooling.step(0.0, since=0.5) == cooling.step(0.5)
    assert cooling.step(1.0, since=0.5) == STEPS - 1


def told(wavers, kept, moves=1000):
    """What annealing tells of moves that leave the energy ``wavers`` above and below its start."""
    return kept, 0.0, moves * wavers**2


def test_time_goes_where_the_energy_wavers_and_moves_are_rarely_kept():
    cooling = Cooling(100.0, 1.0)
    for step in range(STEPS):
        heat = cooling.temperatures[step]
        # Wavers by one temperature everywhere; at steps 20 to 23 one move in 100 is kept, not half.
        cooling.note(step, 1000, told(heat, 10 if 20 <= step < 24 else 500))
    cooling.learn()
    assert cooling.shares.sum() == pytest.approx(1)
    assert cooling.shares.min() >= EVEN / STEPS
    # 1/0.01 against 1/0.5: 50 times the time, before the even part and smoothing.
    assert cooling.shares[21] > 10 * cooling.shares[5]


def test_one_drop_in_many_pieces_is_no_wavering():
    even, dropped = Cooling(10.0, 1.0), Cooling(10.0, 1.0)
    for cooling, drop in ((even, 1.0), (dropped, 50.0)):
        cooling.note(20, 1000, told(1.0, 500))
        for piece in range(9):
            cooling.note(40, 1000, told(drop if piece == 4 else 1.0, 500))
        cooling.learn()
    assert dropped.shares == pytest.approx(even.shares)


def test_nothing_seen_changes_nothing():
    cooling = Cooling(10.0, 1.0)
    cooling.learn()
    assert cooling.shares == pytest.approx(np.full(STEPS, 1 / STEPS))


def test_temperatures_end_at_the_dearest_and_a_tenth_of_the_cheapest_price():
    assert ends(np.array([0, 64, 640])) == (640.0, pytest.approx(6.4))
    assert ends(np.array([0])) == (1.0, 0.1)
