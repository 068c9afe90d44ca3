"""The rotation problem of a community, frozen and fully prepared for the model and the check."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from community.rule import Strictness
from rotation.candidates import enumerate_candidates
from rotation.rules import rules_of
from rotation.setting import Setting

if TYPE_CHECKING:
    from collections.abc import Iterable

    from community.models import Community
    from rotation.move import Move
    from rotation.rules.base import Rule
    from rotation.solution import Roster

PRICE_PER_MOVE = 200  # of a changed placement, against the soft weights of the shipped profiles


@dataclass(frozen=True)
class RotationInstance(Setting):
    """The whole problem: who could go where, and under which rules."""

    rules: tuple[Rule, ...] = ()

    @cached_property
    def candidates(self) -> tuple[Move, ...]:
        """All placements that the model may choose, in a stable order."""
        return tuple(enumerate_candidates(self))

    def under(self, rules: Iterable[Rule]) -> RotationInstance:
        """Return the problem under other rules that ask for, and forbid, the same placements."""
        return replace(self, rules=tuple(rules)).offering(self.candidates)

    def offering(self, moves: Iterable[Move]) -> RotationInstance:
        """Return the problem after telling it what to choose from, instead of looking for it."""
        vars(self)["candidates"] = tuple(moves)
        return self


def hard_rules(instance: RotationInstance) -> list[Rule]:
    """Return the rules whose faults keep a placement out."""
    return [r for r in instance.rules if r.strictness is Strictness.HARD]


def compile_rotation(
    community: Community, *, base: Roster | None = None, price_per_move: int = PRICE_PER_MOVE
) -> RotationInstance:
    """Return the rotation problem of a community.

    Parameters
    ----------
    community
        A community that has passed its checks.
    base
        A roster to stay close to: each placement dropped from it or added to it costs
        ``price_per_move``.
    price_per_move
        Price of one changed placement, in the unit of the soft weights.

    Raises
    ------
    RuleParameterError
        When a rule of the policy has a parameter that its family does not understand.
    """
    rules = tuple(rules_of(community.policy, base, price_per_move))
    instance = RotationInstance(community, rules, base)
    kept = tuple(rule for rule in rules if rule.applies(instance))
    return RotationInstance(community, kept, base)
