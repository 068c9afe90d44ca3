"""The linear relaxation of a CP-SAT model: a bound that holds, and where an optimum may be.

CP-SAT comes to its own step by step, a few constraints at a time. GLOP takes all of them at once:
for the calendar of a district that is two seconds instead of more than a minute.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from ortools.linear_solver.python import model_builder_helper as glop

from solving import clock
from solving.interrupt import interruptible
from solving.threads import side_by_side

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ortools.sat.python import cp_model

    from solving.outcome import Budget

WORK = 5e-6  # units of work for each number in the constraints: about the seconds that it takes
PARTS = 1 << 24  # of a price: rounded to whole parts, sums have no error
MOST = 2.0**62  # of a sum of parts
NO_LIMIT = 2.0**60  # of a constraint: as good as none
WHOLE = 1e-6  # so near to a whole number is one
DEAR = 0.5  # more than this is what an optimum does without, as a rule


class _Row(NamedTuple):
    """A constraint."""

    low: float
    high: float
    variables: Sequence[int]
    factors: Sequence[int]


@dataclass(frozen=True)
class Relaxation:
    """The optimum of a linear relaxation; no solution of the model costs less than ``bound``.

    ``values`` are those of the model's variables; ``dearer`` is what the optimum would rise by,
    at least, for each unit of one.
    """

    limits: Any  # two for each variable
    values: Any
    dearer: Any
    bound: float

    def settled(self, model: cp_model.CpModel) -> Iterator[tuple[Any, bool]]:
        """Yield the literals of a copy of the model that an optimum near to this one may have.

        They come with their values: those that hold here, and those that would be dear.
        """
        yes = self.values > 1 - WHOLE
        no = (self.values < WHOLE) & (self.dearer > DEAR)
        literal = (self.limits[:, 0] == 0) & (self.limits[:, 1] == 1)
        for which in np.flatnonzero((yes | no) & literal).tolist():
            yield model.get_bool_var_from_proto_index(which), bool(yes[which])


def relaxed(model: cp_model.CpModel, budget: Budget) -> Relaxation | None:
    """Return the linear relaxation of a model that has an objective; None: not in the time.

    Constraints that are neither linear nor of the kind "at most one", and those that hold only on
    some condition, are left out.
    """
    rows, (limits, prices) = list(_rows(model)), _variables(model)
    solver = glop.ModelSolverHelper("glop")
    if clock.counts_work():
        solver.set_solver_specific_parameters(f"max_deterministic_time: {budget.left}")
    else:
        solver.set_time_limit_in_seconds(budget.left)
    problem = _problem(limits, prices, rows)
    with interruptible() as interrupt, interrupt.stops(solver.interrupt_solve):
        side_by_side([lambda: solver.solve(problem)])
    clock.spend(WORK * sum(len(row.variables) for row in rows))
    if solver.status() != glop.SolveStatus.OPTIMAL:
        return None
    dearer, bound = _priced(limits, prices, rows, solver.dual_values())
    offset = model.proto.objective.offset
    return Relaxation(limits, solver.variable_values(), dearer, offset + bound)


def _variables(model: cp_model.CpModel) -> tuple[Any, Any]:
    """Return the limits of all variables, and their prices in the objective."""
    proto = model.proto
    domains = (list(v.domain) for v in proto.variables)
    prices = np.zeros(len(proto.variables), np.int64)
    for which, price in zip(proto.objective.vars, proto.objective.coeffs, strict=True):
        prices[which] += price
    return np.array([(d[0], d[-1]) for d in domains], np.int64).reshape(-1, 2), prices


def _rows(model: cp_model.CpModel) -> Iterator[_Row]:
    """Yield what a model requires, as far as it is linear."""
    for constraint in model.proto.constraints:
        if len(constraint.enforcement_literal):
            continue
        if constraint.has_at_most_one():
            literals = list(constraint.at_most_one.literals)
            factors = [1 if x >= 0 else -1 for x in literals]
            high = 1 - factors.count(-1)
            yield _Row(-math.inf, high, [x if x >= 0 else -x - 1 for x in literals], factors)
        elif constraint.has_linear():
            part = constraint.linear
            low, *_, high = part.domain
            yield _Row(
                low if low > -NO_LIMIT else -math.inf,
                high if high < NO_LIMIT else math.inf,
                list(part.vars),
                list(part.coeffs),
            )


def _problem(limits: Any, prices: Any, rows: Sequence[_Row]) -> glop.ModelBuilderHelper:
    problem = glop.ModelBuilderHelper()
    for (low, high), price in zip(limits.tolist(), prices.tolist(), strict=True):
        which = problem.add_var()
        problem.set_var_lower_bound(which, low)
        problem.set_var_upper_bound(which, high)
        problem.set_var_objective_coefficient(which, price)
    for row in rows:
        which = problem.add_linear_constraint()
        problem.set_constraint_lower_bound(which, row.low)
        problem.set_constraint_upper_bound(which, row.high)
        for variable, factor in zip(row.variables, row.factors, strict=True):
            problem.add_term_to_constraint(which, variable, factor)
    return problem


def _priced(limits: Any, prices: Any, rows: Sequence[_Row], duals: Any) -> tuple[Any, float]:
    """Return what a unit of each variable costs beside the constraints' prices, and the bound.

    It is the Lagrangian bound: each constraint is paid for instead of being kept, and every
    variable is then best at one of its limits. It holds whatever the prices are, and is added up in
    whole numbers, so that nothing is left to the precision of GLOP.
    """
    parts = np.rint(np.nan_to_num(duals) * PARTS)
    side = np.where(parts > 0, [row.low for row in rows], [row.high for row in rows])
    parts[np.isinf(side)] = side[np.isinf(side)] = 0.0  # no price for what is no limit
    number = np.repeat(np.arange(len(rows)), [len(row.variables) for row in rows])
    variable = np.array([x for row in rows for x in row.variables], np.int64)
    factor = np.array([x for row in rows for x in row.factors], np.int64)
    furthest = np.abs(limits.astype(float)).max(initial=1.0)
    most = np.abs(parts[number] * factor).sum() + PARTS * np.abs(prices.astype(float)).sum()
    if np.abs(parts * side).sum() + furthest * most > MOST:
        return np.zeros(len(prices)), -math.inf
    whole = parts.astype(np.int64)
    left = prices * PARTS
    np.subtract.at(left, variable, whole[number] * factor)
    best = np.where(left > 0, left * limits[:, 0], left * limits[:, 1])
    bound = int((whole * side.astype(np.int64)).sum()) + int(best.sum())
    return left / PARTS, bound / PARTS
