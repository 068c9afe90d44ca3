"""At which temperatures annealing spends its time: learnt from a first, short run.

The temperatures are steps of a geometric row from the dearest price to a tenth of the cheapest. A
step gets time in proportion to how much the energy still wavers there, in temperatures, and to how
rarely a move is kept (constant thermodynamic speed: Salamon, Nulton, Harland, Pedersen, Ruppeiner,
Liao 1988; the relaxation time is taken as the inverse of the share of moves that are kept).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

STEPS = 48
LEAST_KEPT = 1e-3  # share of moves; below it nothing can be learnt from it
EVEN = 0.2  # of the time, for all steps alike


class Cooling:
    """A row of temperatures and the share of the time for each.

    Parameters
    ----------
    hot, cold
        The ends of the row, in the unit of the energy.
    """

    def __init__(self, hot: float, cold: float) -> None:
        self.temperatures = np.geomspace(hot, cold, STEPS)
        self.shares = np.full(STEPS, 1 / STEPS)
        self._moves, self._kept = np.zeros(STEPS), np.zeros(STEPS)
        self._spreads: list[list[float]] = [[] for _ in range(STEPS)]

    def step(self, passed: float, since: float = 0.0) -> int:
        """Return the step at a moment of a run, as a share of its time.

        ``since`` leaves out the hottest part of the row, by its share of the time.
        """
        done = since + (1 - since) * passed
        return min(STEPS - 1, int(np.searchsorted(np.cumsum(self.shares), done)))

    def note(self, step: int, moves: int, figures: Sequence[float]) -> None:
        """Note what annealing told of some moves at a step (see ``annealing.anneal``)."""
        kept, total, squares = figures
        self._moves[step] += moves
        self._kept[step] += kept
        self._spreads[step].append(max(0.0, squares / moves - (total / moves) ** 2) ** 0.5)

    def learn(self) -> None:
        """Share out the time anew by what was noted."""
        # The median: a single drop at the cold end is no wavering.
        spread = np.array([np.median(found) if found else 0.0 for found in self._spreads])
        slowness = 1 / np.maximum(self._kept / np.maximum(self._moves, 1), LEAST_KEPT)
        found = spread / self.temperatures * slowness
        smooth = np.convolve(np.pad(found, 1, mode="edge"), [0.25, 0.5, 0.25], mode="valid")
        if smooth.sum() > 0:
            self.shares = EVEN / STEPS + (1 - EVEN) * smooth / smooth.sum()


def ends(prices: Any) -> tuple[float, float]:
    """Return the hottest and the coldest temperature for some prices."""
    charged = prices[prices > 0]
    if not len(charged):
        return 1.0, 0.1
    return float(charged.max()), 0.1 * float(charged.min())
