"""The best timetable so far: every candidate is priced by the checker before it counts."""

from __future__ import annotations

import math
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from community.rule import Cost
from scheduling.check import check
from scheduling.rules.prefer_resources import PreferResources
from scheduling.solution import Schedule, Solution
from solving import clock, outcome
from solving.outcome import Progress

if TYPE_CHECKING:
    from collections.abc import Callable

    from community.rule import Violation
    from scheduling.instance import Instance
    from solving.outcome import Listener

HARD_WEIGHT = outcome.HARD_WEIGHT


def objective(price: Cost) -> int:
    """Return hard and soft cost in one number, as a model that charges hard rules adds them up."""
    return HARD_WEIGHT * price.hard + price.soft


def timing(instance: Instance) -> Instance:
    """Return the instance without the rules about who fills open slots.

    Whom a slot may have stays: the pools of candidates have to be large enough at every moment.
    """
    rules = tuple(
        r for r in instance.rules if "resources" not in r.needs or isinstance(r, PreferResources)
    )
    return instance if len(rules) == len(instance.rules) else replace(instance, rules=rules)


def floor(instance: Instance) -> int:
    """Return the soft cost that every timetable has: of rules about who is settled already.

    A model that decides on times alone leaves these rules out; its bound is a bound above this.
    """
    waiting = [(event, slot) for event in instance.events for slot in event.open_slots()]
    asking = (r for r in instance.rules if "times" not in r.needs)
    settled = [r for r in asking if not any(r.asks_who(*place) for place in waiting)]
    nowhere = Schedule(instance, Solution(()))
    return Cost.of([v for rule in settled for v in rule.check(nowhere)]).soft


class Incumbent:
    """Best timetable, its cost and the best bound; shared by the threads of a search.

    Parameters
    ----------
    instance
        Prices timetables; while times are placed, ``timing`` of the whole problem.
    listener, on_solution
        Hear of each better timetable: as a progress event, and as a ``Solution``.
    """

    def __init__(
        self,
        instance: Instance,
        listener: Listener | None = None,
        on_solution: Callable[[Solution], None] | None = None,
    ) -> None:
        self.instance = instance
        self.solution: Solution | None = None
        self.cost: Cost | None = None
        self.violations: list[Violation] = []
        self._floor = floor(instance)
        self.bound = float(self._floor)  # no cost is negative
        self.phase = "start"
        self.first_seconds: float | None = None  # to the first timetable with every lesson placed
        self.best_seconds: float | None = None
        self._started = clock.now()
        self._listener, self._on_solution = listener, on_solution
        self._lock = threading.RLock()

    @property
    def seconds(self) -> float:
        """Seconds since the search began."""
        return clock.now() - self._started

    @property
    def objective(self) -> int | None:
        """Cost of the best timetable in one number."""
        return None if self.cost is None else objective(self.cost)

    @property
    def is_complete(self) -> bool:
        """Whether the best timetable breaks no hard rule."""
        return self.cost is not None and not self.cost.hard

    @property
    def is_optimal(self) -> bool:
        """Whether the best timetable is proved to be the best there is."""
        return self.objective is not None and self.objective <= self.bound

    def offer(self, solution: Solution) -> bool:
        """Price a timetable and keep it when it is better; return whether it was."""
        violations = [v for v in check(self.instance, solution) if v.cost]
        found = Cost.of(violations)
        with self._lock:
            if self.cost and (found.hard, found.soft) >= (self.cost.hard, self.cost.soft):
                return False
            self.solution, self.cost, self.violations = solution, found, violations
            self.best_seconds = self.seconds
            if self.first_seconds is None and all(x.time is not None for x in solution.lessons):
                self.first_seconds = round(self.seconds, 2)
            self._tell()
        if self._on_solution:
            self._on_solution(solution)
        return True

    def raise_bound(self, bound: float | None) -> None:
        """Take over a bound on what times decide about: the next whole number, as costs are."""
        if bound is None or math.isinf(bound):
            return
        whole = float(math.ceil(bound - 1e-6) + self._floor)
        with self._lock:
            if whole > self.bound:
                self.bound = whole
                self._tell()

    def enter(self, phase: str) -> None:
        """Name the phase that begins, for the progress stream."""
        with self._lock:
            self.phase = phase
            self._tell()

    def hear(self, event: Progress) -> None:
        """Pass a solver's bound on; its objectives are only told after the checker's."""
        self.raise_bound(event.bound)

    def _tell(self) -> None:
        if self._listener:
            hard = None if self.cost is None else self.cost.hard
            self._listener(Progress(self.phase, self.seconds, self.objective, self.bound, hard))
