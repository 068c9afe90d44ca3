"""From rules to CP-SAT: one way to say "at most", "at least" and "it costs", for every rule.

A rule does not ask whether it is hard. It states limits through its ``Scope``; the scope posts a
constraint when the rule is enforced, the same constraint behind a guard literal when the model is
built to be explained, and a deviation variable when the rule is charged for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ortools.sat.python import cp_model

from community.rule import CostFunction, Strictness

if TYPE_CHECKING:
    from collections.abc import Sequence

    from community.rule import Header

Expr = Any  # linear expression, variable, literal or int of CP-SAT
ZERO = 0


@dataclass(frozen=True, slots=True)
class Term:
    """A named part of the objective: ``cost`` already holds weight and cost function."""

    rule: str
    point: str
    strictness: Strictness
    cost: Expr


@dataclass
class Builder:
    """A CP-SAT model under construction, with its penalty terms and guards.

    Parameters
    ----------
    relaxed
        Charge hard rules as well, instead of enforcing them (for over-constrained problems).
    guarded
        Put every enforced rule behind a literal of its own (``guards``), to explain
        infeasibility. Never use a guarded model to optimise: it is much slower.
    skip
        Ids of rules that are left out.
    charged
        Ids of hard rules that are charged although the others are enforced.
    """

    relaxed: bool = False
    guarded: bool = False
    skip: frozenset[str] = frozenset()
    charged: frozenset[str] = frozenset()
    model: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    terms: list[Term] = field(default_factory=list)
    guards: dict[str, Any] = field(default_factory=dict)

    def enforces(self, rule: Header) -> bool:
        """Return whether a rule is stated as a constraint (perhaps behind its guard)."""
        hard = rule.strictness is Strictness.HARD
        return hard and not self.relaxed and rule.id not in self.charged | self.skip

    def scope(self, rule: Header) -> Scope:
        """Return the scope through which one rule states its limits."""
        enforced = self.enforces(rule)
        guard = None
        if enforced and self.guarded:
            guard = self.guards.get(rule.id)
            if guard is None:
                guard = self.guards[rule.id] = self.model.new_bool_var(f"rule:{rule.id}")
        return Scope(self, rule, enforced, guard)

    def minimize(self, hard_weight: int = 1_000) -> None:
        """Set the objective: sum of all terms, hard ones (relaxed models) times a factor."""
        parts = [
            t.cost * hard_weight if t.strictness is Strictness.HARD else t.cost for t in self.terms
        ]
        if parts:
            self.model.minimize(sum(parts))


@dataclass(frozen=True, slots=True)
class Scope:
    """One rule's access to the model."""

    builder: Builder
    rule: Header
    enforced: bool
    guard: Any = None

    def require(self, constraint: Any) -> None:
        """Post a constraint that an enforced rule states in its own way, behind its guard.

        ``constraint`` is a bounded linear expression, or a ``cp_model.Constraint`` already added.
        """
        added = (
            constraint
            if isinstance(constraint, cp_model.Constraint)
            else self.builder.model.add(constraint)
        )
        if self.guard is not None:
            added.only_enforce_if(self.guard)

    def at_most_one(self, literals: Sequence[Any]) -> Expr:
        """Return the excess of true literals over one."""
        if len(literals) < 2:
            return ZERO
        if self.enforced and self.guard is None:
            self.builder.model.add_at_most_one(literals)
            return ZERO
        return self.above(sum(literals), 1, len(literals) - 1)

    def above(self, expr: Expr, limit: int, upper: int, step: int = 1) -> Expr:
        """Return the deviation of ``expr`` above a limit, at most ``upper``; 0 when enforced.

        It counts steps, rounded up.
        """
        return self.most_above([expr], limit, upper, step)

    def most_above(self, some: Sequence[Expr], limit: int, upper: int, step: int = 1) -> Expr:
        """Return how far the greatest of some expressions is above a limit, as ``above`` does."""
        if upper <= 0:
            return ZERO
        if self.enforced:
            for expr in some:
                self.require(expr <= limit)
            return ZERO
        excess = self.builder.model.new_int_var(0, steps(upper, step), "")
        for expr in some:
            self.builder.model.add(step * excess >= expr - limit)
        return excess

    def below(self, expr: Expr, limit: int, upper: int, step: int = 1) -> Expr:
        """Return the deviation of ``expr`` below a limit, at most ``upper``; 0 when enforced.

        It counts steps, rounded up.
        """
        if upper <= 0:
            return ZERO
        if self.enforced:
            self.require(expr >= limit)
            return ZERO
        lack = self.builder.model.new_int_var(0, steps(upper, step), "")
        self.builder.model.add(step * lack >= limit - expr)
        return lack

    def between(
        self, expr: Expr, low: int, high: int, largest: int, step: int = 1
    ) -> tuple[Expr, int]:
        """Return the deviation of ``expr`` (at most ``largest``) from two limits, and its bound."""
        off = self.above(expr, high, largest - high, step) + self.below(expr, low, low, step)
        return off, steps(max(largest - high, low), step)

    def charge(self, point: str, deviation: Expr, upper: int) -> None:
        """Charge the rule's cost for a deviation at one point of application.

        An enforced rule requires the deviation to be 0 (nothing to do when it is the int 0, as
        the limits above return it). ``upper`` bounds the deviation, for the cost function.
        """
        if isinstance(deviation, int):
            if deviation == 0:
                return
            if self.enforced:  # a constant deviation of an enforced rule is a contradiction
                self.require(self.builder.model.add_bool_or([]))
                return
        elif self.enforced:
            self.require(deviation <= 0)
            return
        rule = self.rule
        if rule.weight:
            cost = self._cost(deviation, upper) * rule.weight
            self.builder.terms.append(Term(rule.id, point, rule.strictness, cost))

    def _cost(self, deviation: Expr, upper: int) -> Expr:
        function = self.rule.cost_function
        if isinstance(deviation, int):
            return function(deviation)
        if function is CostFunction.LINEAR or upper <= 1:
            return deviation
        model = self.builder.model
        if function is CostFunction.STEP:
            any_at_all = model.new_bool_var("")
            model.add(deviation <= upper * any_at_all)
            return any_at_all
        # The k-th unit of a square costs 2k - 1: increasing, so the cheap units fill up first.
        units = [model.new_bool_var("") for _ in range(upper)]
        model.add(sum(units) >= deviation)
        return sum((2 * k + 1) * unit for k, unit in enumerate(units))


def steps(deviation: int, step: int) -> int:
    """Return how many steps a deviation counts, rounded up."""
    return -(-deviation // step)
