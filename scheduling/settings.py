"""What the search may use, so that the worth of each part can be measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

# Probing and symmetries take most of the time of a problem of dates, and find nothing: 139 events
# have a first calendar after 0.8 s instead of 3.1 s, and the best one after 1.3 s instead of 5.1 s.
UNPROBED = {"cp_model_probing_level": 0, "symmetry_level": 0}


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
    whole
        Share of the time that is left for the full model, where no parts follow.
    linear
        The full model is solved from its linear relaxation, as a proof of dates needs it, without
        probing; for a week the relaxation is too large, and probing pays.
    """

    anneal: bool = True
    pools: bool = True
    hints: bool = True
    parts: bool = True
    choice: bool = True
    whole: float = 1.0
    linear: bool = False

    def parameters(self, workers: int) -> dict[str, Any]:
        """Return what CP-SAT needs for the full model beside what it always gets.

        For a proof by the linear relaxation one worker proves; the others better the solution by
        local search.
        """
        if not self.linear:
            return {}
        return UNPROBED | (
            {"linearization_level": 2} if workers == 1 else {"subsolvers": ["max_lp"]}
        )

    @property
    def first(self) -> dict[str, Any]:
        """What CP-SAT needs for a first solution."""
        return UNPROBED if self.linear else {}
