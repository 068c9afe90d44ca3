"""What the search may use, so that the worth of each part can be measured."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """Parts of the search that can be switched off.

    Attributes
    ----------
    anneal
        Annealing, by compiled code.
    pools
        Annealing with pools for open slots before that of times and slots together.
    hints
        The best timetable as a hint to CP-SAT.
    parts
        Large-neighbourhood search by CP-SAT.
    choice
        Kinds of neighbourhoods by what they have brought; otherwise each as often as the others.
    linear
        The whole linear relaxation for the full model, as a proof of dates needs it; for a week it
        is too large.
    """

    anneal: bool = True
    pools: bool = True
    hints: bool = True
    parts: bool = True
    choice: bool = True
    linear: bool = False
