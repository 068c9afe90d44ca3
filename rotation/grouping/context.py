"""The CP-SAT model of a grouping problem under construction, as its rules see it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from solving.builder import Term

if TYPE_CHECKING:
    from community.rule import Header
    from rotation.grouping.setting import Setting
    from solving.builder import Builder, Scope

Literal = Any


@dataclass
class Context:
    """A literal for each school that leads, for each that is with a core, and for each outside.

    A community is known by its core: so two models of one grouping are the same, whatever the
    communities are called.
    """

    instance: Setting
    builder: Builder
    ids: tuple[str, ...] = field(init=False)
    outside: dict[str, Literal] = field(init=False)
    _with: dict[tuple[str, str], Literal] = field(init=False)

    def __post_init__(self) -> None:
        model = self.builder.model
        self.ids = tuple(s.id for s in self.instance.schools)
        self._with = {(s, c): model.new_bool_var(f"{s}@{c}") for s in self.ids for c in self.ids}
        self.outside = {s: model.new_bool_var(f"{s}@") for s in self.ids}

    def leads(self, core: str) -> Literal:
        """Return the literal that a school is a core."""
        return self._with[core, core]

    def joins(self, school: str, core: str) -> Literal:
        """Return the literal that a school is in the community of a core; the core itself is."""
        return self._with[school, core]

    def scope(self, rule: Header) -> Scope:
        """Return the scope through which a rule states its limits."""
        return self.builder.scope(rule)

    def define(self, constraint: Any) -> None:
        """Post a constraint that says what the literals mean; it is never relaxed."""
        self.builder.model.add(constraint)

    def new_bool(self) -> Literal:
        """Return a new auxiliary literal."""
        return self.builder.model.new_bool_var("")

    def forbid_or_charge(self, rule: Header, point: str, literal: Literal, amount: int) -> None:
        """Forbid a literal, or charge a rule's cost for a deviation that comes with it."""
        scope = self.scope(rule)
        if scope.enforced:
            scope.require(literal == 0)
        elif rule.weight:
            cost = rule.weight * rule.cost_function(amount) * literal
            self.builder.terms.append(Term(rule.id, point, rule.strictness, cost))
