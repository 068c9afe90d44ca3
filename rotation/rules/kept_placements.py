"""Placements that people count on: what is locked or goes on stays, what is approved nearly so.

Holds without a policy. They stand in the community's table of placements, in its history (those
that reach into the plan), or as locked ones in the plan that is gone on from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from community.codes import PlacementStatus
from community.rule import Strictness
from community.text import Text
from rotation.rules.base import Deviation, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rotation.context import Context
    from rotation.setting import Setting
    from rotation.solution import Placement, Roster
    from rotation.view import RosterView

# What it costs to drop a placement: an approved one more than most rules, a proposed one little.
PRICES = {PlacementStatus.APPROVED: 500, PlacementStatus.PROPOSED: 50}
_WORDS = {
    PlacementStatus.LOCKED: Text("已锁定", "locked"),
    PlacementStatus.APPROVED: Text("已批准", "approved"),
    PlacementStatus.PROPOSED: Text("已提出", "proposed"),
}


@dataclass(frozen=True, kw_only=True)
class KeptPlacements(Rule):
    """The pinned placements of one status are in the roster."""

    family: ClassVar[str] = "kept_placements"

    status: PlacementStatus = PlacementStatus.LOCKED

    @classmethod
    def standing(cls, base: Roster | None, price_per_move: int) -> list[Rule]:
        """Return one rule for each status: hard, in principle, soft."""
        kinds = {
            PlacementStatus.LOCKED: Strictness.HARD,
            PlacementStatus.APPROVED: Strictness.IN_PRINCIPLE,
            PlacementStatus.PROPOSED: Strictness.SOFT,
        }
        return [
            cls(
                id=f"{status}_placements",
                title=Text(f"{word.zh}的安排不变", f"{word.en} placements stay"),
                strictness=strictness,
                weight=PRICES.get(status, 1),
                status=status,
            )
            for status, strictness in kinds.items()
            for word in [_WORDS[status]]
        ]

    def applies(self, instance: Setting) -> bool:
        """Return whether there is any such placement."""
        return bool(self._kept(instance))

    def _kept(self, instance: Setting) -> dict[str, Placement]:
        """Return the placements of this status, those of people who have left excepted."""
        pins = instance.pins.items()
        return {k: p for k, p in pins if p.status is self.status and not instance.unknown(p)}

    def deviations(self, view: RosterView) -> Iterator[Deviation]:
        """Look for each of them, whatever its status has become."""
        instance = view.instance
        there = {instance.key(m.placement) for m in view.moves}
        for key, placement in self._kept(instance).items():
            if key not in there:
                what, how = instance.what(instance.move(placement)), _WORDS[self.status]
                text = Text(
                    f"{how.zh}的安排没有了：{what.zh}。",
                    f"A {how.en} placement is gone: {what.en}.",
                )
                yield Deviation(key, 1, text)

    def build(self, context: Context) -> None:
        """Ask for each literal; every pinned placement is among the candidates."""
        scope, instance = context.scope(self), context.instance
        kept = self._kept(instance)
        for move, literal in zip(instance.candidates, context.chosen, strict=True):
            key = instance.key(move.placement)
            if key in kept:
                scope.charge(key, scope.below(literal, 1, 1), 1)
