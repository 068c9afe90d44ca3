"""The one place that runs CP-SAT."""

from __future__ import annotations

import signal
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ortools.sat.python import cp_model

from solving.outcome import Budget, Listener, Progress, Report, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_STATUS = {
    cp_model.OPTIMAL: Status.OPTIMAL,
    cp_model.FEASIBLE: Status.FEASIBLE,
    cp_model.INFEASIBLE: Status.INFEASIBLE,
    cp_model.UNKNOWN: Status.UNKNOWN,
}


class InvalidModelError(RuntimeError):
    """CP-SAT refused the model: an error of ours, never of the planner's."""


class Outcome:
    """A finished solve: its report, and the values when there is a solution."""

    def __init__(self, report: Report, solver: cp_model.CpSolver) -> None:
        self.report = report
        self._solver = solver

    @property
    def status(self) -> Status:
        """Status of the report."""
        return self.report.status

    def value(self, expression: Any) -> int:
        """Return the value of a variable, literal or linear expression."""
        return int(self._solver.value(expression))

    def holds(self, literal: Any) -> bool:
        """Return whether a literal is true."""
        return bool(self._solver.boolean_value(literal))


class _Watch(cp_model.CpSolverSolutionCallback):
    """Turns solutions into progress events and hands them to whoever wants the incumbent."""

    def __init__(
        self, phase: str, listener: Listener | None, on_solution: Callable[[Any], None] | None
    ) -> None:
        super().__init__()
        self._phase, self._listener, self._on_solution = phase, listener, on_solution

    def on_solution_callback(self) -> None:
        if self._on_solution:
            self._on_solution(self)
        if self._listener:
            self._listener(
                Progress(
                    self._phase, self.wall_time, self.objective_value, self.best_objective_bound
                )
            )


@contextmanager
def _interruptible(stop: Callable[[], None]) -> Iterator[threading.Event]:
    """Turn Ctrl-C into a polite stop while a solve runs, in the main thread only."""
    pressed = threading.Event()

    def on_signal(_number: int, _frame: Any) -> None:
        pressed.set()
        stop()

    if threading.current_thread() is not threading.main_thread():
        yield pressed
        return
    before = signal.signal(signal.SIGINT, on_signal)
    try:
        yield pressed
    finally:
        signal.signal(signal.SIGINT, before)


def solve(
    model: cp_model.CpModel,
    budget: Budget,
    *,
    phase: str = "solve",
    listener: Listener | None = None,
    on_solution: Callable[[Any], None] | None = None,
    parameters: dict[str, Any] | None = None,
) -> Outcome:
    """Solve a model within a budget.

    Parameters
    ----------
    model
        The model; hints and objective are the caller's.
    budget
        Seconds, workers and seed.
    phase
        Name shown with progress events.
    listener, on_solution
        Called at every improving solution; ``on_solution`` gets CP-SAT's callback object.
    parameters
        Further CP-SAT parameters by name; they are kept in the report.

    Returns
    -------
    Outcome
        ``report.interrupted`` is True when Ctrl-C ended the solve; the best solution is kept.

    Raises
    ------
    InvalidModelError
        When CP-SAT calls the model invalid.
    """
    used = {
        "max_time_in_seconds": float(budget.seconds),
        "num_workers": budget.workers,
        "random_seed": budget.seed,
        **(parameters or {}),
    }
    solver = cp_model.CpSolver()
    for name, value in used.items():
        setattr(solver.parameters, name, value)
    if listener:
        listener(Progress(phase, 0.0))
        start = time.monotonic()
        solver.best_bound_callback = lambda bound: listener(
            Progress(phase, time.monotonic() - start, None, bound)
        )
    watch = _Watch(phase, listener, on_solution)
    with _interruptible(solver.stop_search) as pressed:
        code = solver.solve(model, watch)
    if code == cp_model.MODEL_INVALID:
        raise InvalidModelError(model.validate())
    status = _STATUS[code]
    optimising = model.has_objective()
    report = Report(
        status,
        solver.objective_value if status.has_solution and optimising else None,
        solver.best_objective_bound if optimising and status is not Status.INFEASIBLE else None,
        solver.wall_time,
        pressed.is_set(),
        used,
    )
    return Outcome(report, solver)
