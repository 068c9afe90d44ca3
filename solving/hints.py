"""Hints: where CP-SAT should start looking.

A duplicate hint makes a model invalid and an incomplete one is often lost in presolve, so hints
are always set as a whole: old ones cleared, each variable once, auxiliary variables included.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from solving.solver import solve

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ortools.sat.python import cp_model

    from solving.outcome import Budget


def hint(model: cp_model.CpModel, values: Iterable[tuple[Any, int]]) -> None:
    """Replace the hints of a model by (variable or literal, value) pairs.

    Raises
    ------
    ValueError
        When a variable is given two different values.
    """
    found: dict[int, int] = {}
    for variable, value in values:
        index, wanted = _normal(variable, int(value))
        if found.setdefault(index, wanted) != wanted:
            raise ValueError(f"variable {index} is hinted as {found[index]} and as {wanted}")
    _write(model, found.keys(), found.values())


def hint_all(model: cp_model.CpModel, values: Sequence[int]) -> None:
    """Replace the hints of a model by the values of all its variables, in their order."""
    count = len(model.proto.variables)
    if len(values) != count:
        raise ValueError(f"the model has {count} variables, the hint {len(values)}")
    _write(model, range(count), values)


def completed(
    model: cp_model.CpModel, values: Iterable[tuple[Any, int]], budget: Budget
) -> tuple[int, ...] | None:
    """Return values of all variables that agree with the given ones, or None.

    The given variables are fixed and the rest is solved, so that costs have their true values.
    None means that the given values break a constraint, or that the budget was too small.
    """
    fixed = model.clone()
    fixed.clear_hints()  # type: ignore[no-untyped-call]
    known = dict(_normal(variable, int(value)) for variable, value in values)
    variables = [fixed.get_int_var_from_proto_index(index) for index in known]
    for variable, value in zip(variables, known.values(), strict=True):
        fixed.add(variable == value)
    outcome = solve(fixed, budget, phase="complete")
    return outcome.values if outcome.status.has_solution else None


def _normal(variable: Any, value: int) -> tuple[int, int]:
    """Return index and value of the variable behind a literal."""
    index = int(variable.index)
    return (index, value) if index >= 0 else (-index - 1, 1 - value)


def _write(model: cp_model.CpModel, indices: Iterable[int], values: Iterable[int]) -> None:
    model.clear_hints()  # type: ignore[no-untyped-call]
    model.proto.solution_hint.vars.extend(list(indices))
    model.proto.solution_hint.values.extend(list(values))
