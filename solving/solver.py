"""The one place that runs CP-SAT."""

from __future__ import annotations

import math
import threading
from typing import TYPE_CHECKING, Any

from ortools.sat.python import cp_model

from solving import clock
from solving.interrupt import interruptible
from solving.outcome import Budget, Listener, Progress, Report, Status
from solving.threads import side_by_side

if TYPE_CHECKING:
    from collections.abc import Callable

_STATUS = {
    cp_model.OPTIMAL: Status.OPTIMAL,
    cp_model.FEASIBLE: Status.FEASIBLE,
    cp_model.INFEASIBLE: Status.INFEASIBLE,
    cp_model.UNKNOWN: Status.UNKNOWN,
}


WORK = 2.0  # of a unit of CP-SAT's own time, in units of work: about the seconds that it takes
SIZE_WORK = 1e-5  # for each variable and constraint: to make and read a model


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

    @property
    def values(self) -> tuple[int, ...]:
        """Values of all variables, in the order in which the model made them."""
        return tuple(self._solver.response_proto.solution)

    def told(self, report: Report) -> Outcome:
        """Return the same values with the report of another solve that asked for them."""
        return Outcome(report, self._solver)

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


def _run(solver: cp_model.CpSolver, model: cp_model.CpModel, watch: _Watch) -> Any:
    """Solve in a thread of its own, so that the main thread stays awake for Ctrl-C."""
    if threading.current_thread() is not threading.main_thread():
        return solver.solve(model, watch)
    return side_by_side([lambda: solver.solve(model, watch)])[0]


def _made(parameters: dict[str, Any]) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    for name, value in parameters.items():
        if isinstance(value, (list, tuple)):  # repeated fields have no setter
            getattr(solver.parameters, name).extend(value)
        else:
            setattr(solver.parameters, name, value)
    return solver


def _limit(solver: cp_model.CpSolver, seconds: float) -> None:
    """Limit a solve by the clock: to seconds of the wall, or to units of CP-SAT's own work."""
    if clock.counts_work():
        solver.parameters.max_deterministic_time = seconds / WORK
        solver.parameters.max_time_in_seconds = math.inf
    else:
        solver.parameters.max_time_in_seconds = seconds


def _spend(solver: cp_model.CpSolver, model: cp_model.CpModel) -> None:
    """Tell the clock what a solve took: what CP-SAT counts, and reading the model."""
    size = len(model.proto.variables) + len(model.proto.constraints)
    clock.spend(WORK * solver.response_proto.deterministic_time + SIZE_WORK * size)


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

    It ends when the budget does, also where the moment at which everything is to be over comes
    earlier than the seconds would; a solve that is ``sheltered`` has its seconds all the same.

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
        "catch_sigint_signal": False,
        **(parameters or {}),
    }
    solver, began = _made(used), clock.now()
    if listener:
        listener(Progress(phase, 0.0))
        solver.best_bound_callback = lambda bound: listener(
            Progress(phase, clock.now() - began, None, bound)
        )
    watch = _Watch(phase, listener, on_solution)
    with interruptible() as interrupt, interrupt.stops(solver.stop_search):
        _limit(solver, budget.seconds if interrupt.sheltered else budget.left)
        if interrupt.pressed:  # a solve that starts after Ctrl-C only looks at its hint
            solver.parameters.max_time_in_seconds = 0.0
        code = _run(solver, model, watch)
    if code == cp_model.MODEL_INVALID:
        raise InvalidModelError(model.validate())
    _spend(solver, model)
    status = _STATUS[code]
    optimising = model.has_objective()
    report = Report(
        status,
        solver.objective_value if status.has_solution and optimising else None,
        solver.best_objective_bound if optimising and status is not Status.INFEASIBLE else None,
        clock.now() - began,
        interrupt.pressed,
        used,
    )
    return Outcome(report, solver)
