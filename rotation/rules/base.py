"""What every rotation rule has: typed parameters, a check, a constraint and a sentence.

One file for each family. ``deviations`` is plain Python on a finished roster; ``build`` states the
same requirement to CP-SAT. They are written independently and test each other.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import ValidationError

from community.families import Params
from community.rule import Deviation, Violation, violations
from rotation.setting import Asker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import BaseModel

    from community.policy import PolicyRule, Window
    from rotation.context import Context
    from rotation.move import Move
    from rotation.setting import Setting
    from rotation.solution import Roster
    from rotation.view import RosterView

__all__ = ["Deviation", "NoParams", "PlacementRule", "Rule", "RuleParameterError", "TermRule"]


class RuleParameterError(ValueError):
    """A rule of the policy has a parameter that its family does not understand."""


class NoParams(Params):
    """Parameters of a family that has none."""


@dataclass(frozen=True, kw_only=True)
class Rule(Asker, ABC):
    """One requirement on rosters. ``params`` is an instance of the family's ``Params``."""

    Params: ClassVar[type[BaseModel]] = NoParams

    window: Window | None = None
    params: Any = field(default_factory=NoParams)

    def __post_init__(self) -> None:
        """Refuse parameters that are good alone and do not go together."""
        for fault in self.params.faults(self.strictness, self.window):
            raise RuleParameterError(f"rule {self.id} ({self.family}): {fault.expected.en}")

    @classmethod
    def from_policy(cls, rule: PolicyRule) -> Rule:
        """Return the rule object of a policy's rule instance.

        Raises
        ------
        RuleParameterError
            When a parameter is missing, unknown or out of range.
        """
        try:
            params = cls.Params.model_validate(rule.params)
        except ValidationError as error:
            raise RuleParameterError(_explain(rule, error)) from None
        return cls(
            id=rule.id,
            title=rule.title,
            strictness=rule.strictness,
            weight=rule.weight,
            cost_function=rule.cost_function,
            window=rule.window,
            source=rule.source,
            params=params,
        )

    @classmethod
    def standing(cls, base: Roster | None, price_per_move: int) -> list[Rule]:
        """Return the rules of this family that hold without a policy (the physical world).

        ``base`` is the roster to stay close to, if any.
        """
        return []

    @abstractmethod
    def deviations(self, view: RosterView) -> Iterator[Deviation]:
        """Yield the points of application that are off (amount > 0)."""

    @abstractmethod
    def build(self, context: Context) -> None:
        """State the rule to the model through ``context.scope(self)``."""

    def check(self, view: RosterView) -> list[Violation]:
        """Return a violation for each point that is off. Plain Python, no solver."""
        return violations(self, self.deviations(view))


@dataclass(frozen=True, kw_only=True)
class PlacementRule(Rule):
    """A rule that judges every placement by itself: a family only has to write ``fault``.

    What goes on from before the plan was judged when it began.
    """

    def deviations(self, view: RosterView) -> Iterator[Deviation]:
        """Yield one deviation for each placement with a fault."""
        for move in view.moves:
            found = None if move.is_ongoing else self.fault(view.instance, move)
            if found:
                yield Deviation(view.instance.key(move.placement), *found)

    def build(self, context: Context) -> None:
        """Charge, or forbid, each candidate with a fault."""
        for index, move in enumerate(context.instance.candidates):
            found = None if move.is_ongoing else self.fault(context.instance, move)
            if found:
                context.charge_candidate(self, index, found[0])


@dataclass(frozen=True, kw_only=True)
class TermRule(Rule):
    """A rule about those who are placed for the whole of one term, as its week has them."""

    term: str = ""

    def applies(self, instance: Setting) -> bool:
        """Return whether the plan has the term."""
        return self.term in instance.term_index

    def holds(self, instance: Setting, move: Move) -> bool:
        """Return whether a move holds for the whole term; how long it lasts does not matter."""
        block = instance.axis.start_of(instance.term_index[self.term])
        return not move.is_short and move.covers(block)

    def moves_of(self, instance: Setting, roster: Roster) -> list[Move]:
        """Return the moves of another roster that hold for the whole term, as far as known."""
        moves = (instance.move(p) for p in roster.placements if not instance.unknown(p))
        return [m for m in moves if self.holds(instance, m)]


def _explain(rule: PolicyRule, error: ValidationError) -> str:
    lines = []
    for item in error.errors():
        name = ".".join(str(part) for part in item["loc"]) or "params"
        lines.append(f"{name} = {item['input']!r}: {item['msg']}")
    return f"rule {rule.id} ({rule.family}): " + "; ".join(lines)
