"""Folding: variables that a model cannot tell apart become one variable, their sum.

Two teachers of one school, one subject and one standing make the same model when they change
places. A search that knows each of them proves everything once for every order of such people. In
the folded model they are one integer: the rows of a class of equal rows are added up, which any
solution of the model satisfies. So every bound of the folded model is a bound of the model. A
solution is unfolded by solving the model with the sums given; where that fails, the folded model
was only a relaxation.

The classes are found by colour refinement: variables and rows are told apart as long as the colours
around them differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from ortools.sat.python import cp_model

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Ints = Any  # numpy array of integers
FREE = 1 << 61  # no limit


@dataclass(frozen=True)
class Fold:
    """A folded model; ``classes`` is the class of each variable of the model it was made from."""

    model: cp_model.CpModel
    classes: Ints

    def unfolded(self, model: cp_model.CpModel, values: Sequence[int]) -> cp_model.CpModel:
        """Return the model it was made from, without its objective, for a folded solution.

        Every class has the sum that the solution gives it, so the objective is that of the fold.
        """
        fixed = model.clone()
        fixed.clear_hints()  # type: ignore[no-untyped-call]
        fixed.clear_objective()  # type: ignore[no-untyped-call]
        members: list[list[int]] = [[] for _ in values]
        for index, at in enumerate(self.classes.tolist()):
            members[at].append(index)
        for indices, total in zip(members, values, strict=True):
            fixed.add(sum(fixed.get_int_var_from_proto_index(i) for i in indices) == total)
        return fixed

    def hint(self, values: Mapping[int, int]) -> None:
        """Replace the hints by the sums of values of some variables; classes half known are not."""
        sizes = np.bincount(self.classes).tolist()
        totals: dict[int, list[int]] = {}
        for index, value in values.items():
            totals.setdefault(int(self.classes[index]), []).append(value)
        self.model.clear_hints()  # type: ignore[no-untyped-call]
        for at, known in totals.items():
            if len(known) == sizes[at]:
                variable = self.model.get_int_var_from_proto_index(at)
                self.model.add_hint(variable, sum(known))


@dataclass
class _Rows:
    """A model as rows: entries (row, column, factor), limits of rows, limits and prices."""

    row: Ints
    column: Ints
    factor: Ints
    low: Ints
    high: Ints
    least: Ints
    most: Ints
    price: Ints


def fold(model: cp_model.CpModel, colours: Mapping[int, object]) -> Fold | None:
    """Return the folded model, or None where nothing can be folded.

    Parameters
    ----------
    model
        A model of linear rows and clauses, none of them behind a literal, with an objective.
    colours
        Variables (by index) of different colours are never put together. The others are told
        apart by their rows.
    """
    rows = _read(model)
    if rows is None or not len(rows.low) or not len(rows.row):
        return None
    names = {name: i for i, name in enumerate(dict.fromkeys(colours.values()), start=1)}
    start = np.zeros(len(rows.least), dtype=np.int64)
    for index, name in colours.items():
        start[index] = names[name]
    classes, kinds = _refined(rows, start)
    if classes.max() + 1 == len(classes):
        return None
    return _built(rows, classes, kinds, model.proto.objective.offset)


def _read(model: cp_model.CpModel) -> _Rows | None:
    """Return the rows of a model; None when it holds something else."""
    entries: tuple[list[int], list[int], list[int]] = ([], [], [])
    limits: list[tuple[int, int]] = []
    for given in model.proto.constraints:
        parts = None if len(given.enforcement_literal) else _parts(given)
        if parts is None:
            return None
        columns, factors, low, high = parts
        entries[0].extend([len(limits)] * len(columns))
        entries[1].extend(columns)
        entries[2].extend(factors)
        limits.append((low, high))
    domains = [list(v.domain) for v in model.proto.variables]
    if any(len(d) != 2 for d in domains):
        return None
    price = np.zeros(len(domains), dtype=np.int64)
    objective = model.proto.objective
    np.add.at(price, np.array(list(objective.vars), dtype=np.int64), list(objective.coeffs))
    row, column, factor = (np.array(part, dtype=np.int64) for part in entries)
    bounds = np.array(limits, dtype=np.int64).reshape(-1, 2).T
    ranges = np.array(domains, dtype=np.int64).reshape(-1, 2).T
    return _Rows(row, column, factor, bounds[0], bounds[1], ranges[0], ranges[1], price)


def _parts(given: Any) -> tuple[list[int], list[int], int, int] | None:
    """Return columns, factors and limits of one constraint."""
    if given.has_linear():
        line = given.linear
        domain = list(line.domain)
        if len(domain) != 2:
            return None
        return list(line.vars), list(line.coeffs), max(domain[0], -FREE), min(domain[1], FREE)
    if given.has_at_most_one():
        return _counted(given.at_most_one.literals, -FREE, 1)
    if given.has_exactly_one():
        return _counted(given.exactly_one.literals, 1, 1)
    if given.has_bool_or():
        return _counted(given.bool_or.literals, 1, FREE)
    return None


def _counted(literals: Iterable[int], low: int, high: int) -> tuple[list[int], list[int], int, int]:
    """Return a bounded number of true literals as a row; a negated one is one less its variable."""
    given = list(literals)
    negated = sum(x < 0 for x in given)
    low, high = max(-FREE, low - negated), min(FREE, high - negated if high < FREE else FREE)
    return [x if x >= 0 else -x - 1 for x in given], [1 if x >= 0 else -1 for x in given], low, high


def _refined(rows: _Rows, start: Ints) -> tuple[Ints, Ints]:
    """Return the classes of variables and of rows: equal ones see the same colours around them."""
    classes = _numbered(start, rows.least, rows.most, rows.price)
    kinds = _numbered(rows.low, rows.high)
    factors = _numbered(rows.factor)
    known = 0
    while known < classes.max() + kinds.max() + 2:
        known = classes.max() + kinds.max() + 2
        seen = _gathered(rows.row, _numbered(factors, classes[rows.column]), len(kinds))
        kinds = _numbered(kinds, seen)
        seen = _gathered(rows.column, _numbered(factors, kinds[rows.row]), len(classes))
        classes = _numbered(classes, seen)
    return classes, kinds


def _numbered(*keys: Ints) -> Ints:
    """Return the same number for equal tuples of keys, from 0 on."""
    found = np.unique(keys[0], return_inverse=True)[1]
    for key in keys[1:]:
        other = np.unique(key, return_inverse=True)[1]
        found = np.unique(found * (other.max() + 1) + other, return_inverse=True)[1]
    return found


def _gathered(at: Ints, keys: Ints, size: int) -> Ints:
    """Return a fingerprint of the keys at each place, whatever their order."""
    mixed = (keys + 1).astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    found = np.zeros(size, dtype=np.uint64)
    np.add.at(found, at, mixed ^ (mixed >> np.uint64(31)))
    return found


def _built(rows: _Rows, classes: Ints, kinds: Ints, offset: float) -> Fold | None:
    """Return the sum of the rows of each kind over the sums of the variables of each class."""
    sizes, first = np.bincount(classes), np.unique(classes, return_index=True)[1]
    line, column, factor = _summed(rows, classes, kinds, sizes)
    model = cp_model.CpModel()
    variables = [
        model.new_int_var(int(rows.least[i] * n), int(rows.most[i] * n), "")
        for i, n in zip(first, sizes, strict=True)
    ]
    ends = np.searchsorted(line, np.arange(kinds.max() + 2))
    count, one = np.bincount(kinds), np.unique(kinds, return_index=True)[1]
    for kind, (begin, end) in enumerate(pairwise(ends)):
        low, high = int(rows.low[one[kind]]), int(rows.high[one[kind]])
        if begin == end:
            if not low <= 0 <= high:
                model.add_bool_or([])
            continue
        expr = cp_model.LinearExpr.weighted_sum(
            [variables[c] for c in column[begin:end]], factor[begin:end].tolist()
        )
        low = cp_model.INT_MIN if low <= -FREE else low * int(count[kind])
        high = cp_model.INT_MAX if high >= FREE else high * int(count[kind])
        model.add_linear_constraint(expr, low, high)
    prices = [int(rows.price[i]) for i in first]
    model.minimize(cp_model.LinearExpr.weighted_sum(variables, prices) + int(offset))
    return Fold(model, classes)


def _summed(rows: _Rows, classes: Ints, kinds: Ints, sizes: Ints) -> tuple[Ints, Ints, Ints]:
    """Return the entries (kind, class, factor) of the sums, in order of kinds.

    Raises
    ------
    ArithmeticError
        When variables of one class do not have one factor (a chance of one in 2^64).
    """
    width = len(classes)
    pairs, at = np.unique(kinds[rows.row] * width + rows.column, return_inverse=True)
    totals = np.zeros(len(pairs), dtype=np.int64)
    np.add.at(totals, at, rows.factor)
    keys, at = np.unique(pairs // width * width + classes[pairs % width], return_inverse=True)
    factor = np.zeros(len(keys), dtype=np.int64)
    factor[at] = totals
    if (factor[at] != totals).any() or (np.bincount(at) != sizes[keys % width]).any():
        raise ArithmeticError("the classes of a folded model are not even")
    return keys // width, keys % width, factor
