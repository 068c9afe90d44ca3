"""Large-neighbourhood search: frees a part of the timetable, solves it, keeps what is better.

Each worker solves a sub-problem of its own on one thread; a result that comes back after the
timetable has changed elsewhere is laid over the new one, and the checker decides.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from scheduling.construction import placed, unplaced
from scheduling.neighbourhoods import Choice, Freed, Kind, Terrain
from scheduling.settings import Settings
from scheduling.solution import Solution
from solving import clock
from solving.hints import hint, hint_all
from solving.outcome import Budget, Status
from solving.solver import solve
from solving.threads import side_by_side

if TYPE_CHECKING:
    from collections.abc import Callable

    from ortools.sat.python import cp_model

    from scheduling.context import Context
    from scheduling.incumbent import Incumbent
    from solving.interrupt import Interrupt

PRESOLVE = {"cp_model_probing_level": 0, "symmetry_level": 0, "max_presolve_iterations": 1}


@dataclass(frozen=True, slots=True)
class _Base:
    """A timetable as the start of a sub-solve, with all values of the model when known."""

    version: int
    solution: Solution
    values: tuple[int, ...] | None


class Improvement:
    """Improves the incumbent of a model until the time is over.

    Parameters
    ----------
    context
        The whole model, with its objective.
    incumbent
        Holds a timetable that keeps the hard rules.
    values
        Values of all variables of the model, for hints; of no use if of another timetable.
    seed
        For the choice of neighbourhoods.
    limit
        Seconds for each sub-solve.
    whole
        Makes a timetable that the incumbent can price of one of the model.
    settings
        What to do without.
    """

    def __init__(
        self,
        context: Context,
        incumbent: Incumbent,
        values: tuple[int, ...] | None,
        *,
        seed: int,
        limit: float,
        whole: Callable[[Solution], Solution] = lambda solution: solution,
        settings: Settings | None = None,
    ) -> None:
        if incumbent.solution is None:
            raise ValueError("there is no timetable to improve yet")
        self.context, self.incumbent = context, incumbent
        self._settings = settings or Settings()
        self.choice = Choice(Terrain(context.instance), seed, learns=self._settings.choice)
        self.solves = 0
        self._seed, self._limit, self._whole = seed, limit, whole
        self._base = _Base(0, incumbent.solution, _fitting(context, incumbent.solution, values))
        self._lock = threading.Lock()
        self._failed = threading.Event()

    def run(
        self,
        seconds: float,
        workers: int,
        interrupt: Interrupt,
        enough: Callable[[], bool] = lambda: False,
    ) -> None:
        """Search for so many seconds on so many threads, or until it is enough.

        It is always enough when nothing can be better.
        """
        deadline = clock.now() + seconds

        def over() -> bool:
            done = interrupt.pressed or self.incumbent.is_optimal or enough()
            return done or clock.now() >= deadline or self._failed.is_set()

        if not self.choice.terrain.resources:
            return  # nothing hangs together: there are no neighbourhoods

        job = partial(self._work, over, deadline)
        side_by_side([job] * workers, failed=self._failed.set)

    def _work(self, over: Callable[[], bool], deadline: float) -> None:
        while not over():
            self._step(min(self._limit, deadline - clock.now()))

    def _step(self, limit: float) -> None:
        with self._lock:
            base = self._base
            kind, freed = self.choice.next(self.incumbent.violations)
            self.solves += 1
            seed = self._seed + self.solves
        began = clock.now()
        outcome = solve(
            self._part(base, freed), Budget(limit, 1, seed), phase="part", parameters=PRESOLVE
        )
        took = clock.now() - began
        gain = 0.0
        if outcome.status.has_solution:
            found = self.context.solution(outcome.value)
            gain = self._keep(base, freed, found, outcome.values)
        with self._lock:
            self._learn(kind, gain, took, outcome.status, limit)

    def _learn(self, kind: Kind, gain: float, took: float, status: Status, limit: float) -> None:
        closed = status in (Status.OPTIMAL, Status.INFEASIBLE)
        kind.learn(gain, took, closed=closed, fraction=took / max(limit, 0.1))

    def _part(self, base: _Base, freed: Freed) -> cp_model.CpModel:
        """Return the model with everything fixed to the base but what is freed."""
        model = self.context.builder.model.clone()
        there = list(placed(self.context, base.solution))
        fixed, at = [], 0
        for event, starts in self.context.placements.starts.items():
            for start in starts:
                literal, is_there = there[at]
                at += 1
                if not freed.has(event, start.time):
                    fixed.append(literal if is_there else ~literal)
        if fixed:
            model.add_bool_and(fixed)
        if not self._settings.hints:
            return model
        if base.values is not None:
            hint_all(model, base.values)
        else:
            hint(model, [*there, *unplaced(self.context, base.solution)])
        return model

    def _keep(self, base: _Base, freed: Freed, found: Solution, values: tuple[int, ...]) -> float:
        """Offer what was found, laid over the present timetable; return what it gains."""
        with self._lock:
            now = self._base
        laid: tuple[int, ...] | None = values
        if now.version != base.version:
            found, laid = _laid_over(self.context, now.solution, found, freed), None
        with self._lock:
            before = self.incumbent.objective or 0
        if not self.incumbent.offer(self._whole(found)):
            return 0
        with self._lock:
            self._base = _Base(self._base.version + 1, found, laid)
        return before - (self.incumbent.objective or 0)


def _fitting(
    context: Context, solution: Solution, values: tuple[int, ...] | None
) -> tuple[int, ...] | None:
    """Return the values if they are of this timetable."""
    if values is None:
        return None
    found = context.solution(lambda variable: values[variable.index])
    return values if found.bare().diff(solution.bare()) == ([], []) else None


def _laid_over(context: Context, now: Solution, found: Solution, freed: Freed) -> Solution:
    """Return the present timetable with the freed part as it was found."""
    index = context.instance.time_index

    def is_free(event: str, time: str | None) -> bool:
        if time is None:
            return event in freed.events
        return freed.has(event, index[time])

    kept = [x for x in now.lessons if not is_free(x.event, x.time)]
    new = [x for x in found.lessons if is_free(x.event, x.time)]
    return Solution((*kept, *new))
