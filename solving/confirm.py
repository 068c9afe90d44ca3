"""Proofs are made twice: a second, different solve has to come to the same answer.

CP-SAT has answered wrongly before, with many workers most of all. So what one search calls
impossible or optimal is put to a plain one: one worker, another seed, no presolve, no symmetry. It
keeps the linear relaxation: of rosters, nothing is proved without it (5 s and no answer, with it
0.3 s). A second answer that differs takes the proof back; one that does not come in time changes
nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from solving.interrupt import interruptible
from solving.outcome import Status
from solving.solver import solve

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from solving.outcome import Budget, Report
    from solving.solver import Outcome

SECONDS, SHARE = 5.0, 0.1  # at most, for the second solve: also of the time that is left
LEAST_SECONDS = 0.05  # in less it says nothing
OTHERWISE = {"cp_model_presolve": False, "symmetry_level": 0}
CONFIRMED = "confirmed"  # among the parameters of a report: True, False, or None for no answer


def confirmed(outcome: Outcome, model: cp_model.CpModel, budget: Budget) -> Outcome:
    """Return an outcome of a model with its proof solved for once more.

    A proof that the second solve contradicts is taken back: INFEASIBLE becomes UNKNOWN, OPTIMAL
    becomes FEASIBLE without a bound.

    Parameters
    ----------
    budget
        What is left; at most ``SECONDS`` of it are spent, and ``SHARE``.
    """
    report = outcome.report
    least = outcome.status is Status.OPTIMAL and report.objective is not None
    near = least and "relative_gap_limit" in report.parameters  # only said to be nearly optimal
    if near or not (least or outcome.status is Status.INFEASIBLE):
        return outcome
    agrees = _agrees(_better(model, report.objective or 0.0) if least else model, budget)
    told = replace(report, parameters=report.parameters | {CONFIRMED: agrees})
    if agrees is False:
        status = Status.FEASIBLE if least else Status.UNKNOWN
        told = replace(told, status=status, bound=None)
    return outcome.told(told)


def is_contradicted(report: Report) -> bool:
    """Return whether a second solve has taken a proof back."""
    return report.parameters.get(CONFIRMED) is False


def _agrees(model: cp_model.CpModel, budget: Budget) -> bool | None:
    """Return whether a model is impossible for another search too; None when it cannot tell."""
    with interruptible() as interrupt:
        seconds = min(SECONDS, SHARE * budget.left)
        if interrupt.pressed or seconds < LEAST_SECONDS:
            return None
        other = replace(budget.within(seconds), workers=1, seed=budget.seed + 1)
        status = solve(model, other, phase="confirm", parameters=OTHERWISE).status
    if status.has_solution:
        return False
    return True if status is Status.INFEASIBLE else None


def _better(model: cp_model.CpModel, value: float) -> cp_model.CpModel:
    """Return the model that asks for a better objective than a value."""
    asked = model.clone()
    asked.clear_objective()  # type: ignore[no-untyped-call]
    objective = model.proto.objective  # minimised, also where the caller maximises
    priced = zip(objective.vars, objective.coeffs, strict=True)
    cost = sum(price * asked.get_int_var_from_proto_index(at) for at, price in priced)
    asked.add(cost <= round(value / (objective.scaling_factor or 1.0) - objective.offset) - 1)
    return asked
