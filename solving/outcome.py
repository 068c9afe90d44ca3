"""What a solve returns, and how it reports while it runs. Imports no solver."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from solving import clock

HARD_WEIGHT = 1_000  # an objective in one number: hard cost counts so many times
MOST_KEPT = 0.2  # of the time that is left, for what follows a search


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
    """How much a solve may spend. The same budget and seed with one worker repeat a run.

    ``until`` is the moment of the monotonic clock at which everything has to be over, whatever was
    done before the solve and however long that took; ``seconds`` is the share of one solve.
    """

    seconds: float = 60.0
    workers: int = 2
    seed: int = 1
    until: float = math.inf

    @property
    def left(self) -> float:
        """Seconds that a solve may take if it begins now."""
        return max(0.0, min(self.seconds, self.until - clock.now()))

    def within(self, seconds: float) -> Budget:
        """Return this budget cut to at most so many seconds."""
        return replace(self, seconds=max(0.0, min(self.seconds, seconds)))

    def for_search(self) -> Budget:
        """Return what a search may spend that begins now, counted from now.

        As much as has been spent already, on reading, is kept for the last check and for writing.
        """
        spent = self.seconds - self.left
        left = self.left - min(spent, MOST_KEPT * self.left)
        return replace(self, seconds=left, until=clock.now() + left)


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

    @property
    def soft(self) -> float | None:
        """The objective without the hard cost in it."""
        return None if self.objective is None else self.objective - HARD_WEIGHT * (self.hard or 0)


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
