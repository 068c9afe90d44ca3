"""What a solve returns, and how it reports while it runs. Imports no solver."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Status(StrEnum):
    """Answer of a solve. Slow (UNKNOWN) and impossible (INFEASIBLE) are different answers."""

    OPTIMAL = "OPTIMAL"
    FEASIBLE = "FEASIBLE"
    INFEASIBLE = "INFEASIBLE"
    UNKNOWN = "UNKNOWN"

    @property
    def has_solution(self) -> bool:
        """Whether values can be read."""
        return self in (Status.OPTIMAL, Status.FEASIBLE)


@dataclass(frozen=True, slots=True)
class Budget:
    """How much a solve may spend. The same budget and seed with one worker repeat a run."""

    seconds: float = 60.0
    workers: int = 2
    seed: int = 1

    def within(self, seconds: float) -> Budget:
        """Return this budget cut to at most so many seconds."""
        return Budget(max(0.0, min(self.seconds, seconds)), self.workers, self.seed)


@dataclass(frozen=True, slots=True)
class Progress:
    """One event of the progress stream; objective and bound are None until known.

    ``hard`` is the hard cost within the objective, where it is told apart.
    """

    phase: str
    seconds: float
    objective: float | None = None
    bound: float | None = None
    hard: int | None = None


Listener = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Report:
    """Figures of one solve, kept with the plan so that the run can be repeated."""

    status: Status
    objective: float | None = None
    bound: float | None = None
    seconds: float = 0.0
    interrupted: bool = False
    parameters: dict[str, Any] = field(default_factory=dict)

    @property
    def gap(self) -> float | None:
        """Relative distance of the objective from the bound, or None when either is unknown."""
        if self.objective is None or self.bound is None:
            return None
        return abs(self.objective - self.bound) / max(1.0, abs(self.objective))
