"""No needless placement: people stay at home unless a rule or a subject needs them elsewhere.

Nor any needless mentor pair. Holds without a policy, softly, so that a roster never moves people
for nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from community.rule import Strictness
from community.text import Text
from rotation.pairs import pair_key, pair_text
from rotation.rules.base import Deviation, PlacementRule, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rotation.context import Context
    from rotation.move import Move
    from rotation.setting import Setting
    from rotation.solution import Roster
    from rotation.view import RosterView

LEAVING = 1  # for each half month of the plan
ITINERANT = 3  # a teacher on the road every week is the dearer solution
PAIR = 1  # of mentor and mentee, however long


@dataclass(frozen=True, kw_only=True)
class FewPlacements(PlacementRule):
    """Each placement costs a little for each half month, an itinerant one more; a pair costs 1."""

    family: ClassVar[str] = "few_placements"

    @classmethod
    def standing(cls, base: Roster | None, price_per_move: int) -> list[Rule]:
        """Return the one rule of this family."""
        title = Text("少调动人员", "few placements")
        return [cls(id=cls.family, title=title, strictness=Strictness.SOFT, weight=1)]

    def fault(self, instance: Setting, move: Move) -> tuple[int, Text] | None:
        """Return the price of a placement."""
        count = move.half_months
        what = instance.what(move)
        amount = count * (LEAVING if move.leaves else ITINERANT)
        text = Text(f"{what.zh}，共{count / 2:g}个月。", f"{what.en}: {count / 2:g} months.")
        return amount, text

    def deviations(self, view: RosterView) -> Iterator[Deviation]:
        """Yield the price of each placement and of each pair."""
        yield from super().deviations(view)
        for pair in view.pairs:
            what = pair_text(view.instance, pair)
            yield Deviation(pair_key(pair), PAIR, Text(f"{what.zh}。", f"{what.en}."))

    def build(self, context: Context) -> None:
        """Charge each candidate and each pair."""
        super().build(context)
        scope = context.scope(self)
        for pair, literal in context.paired.items():
            scope.charge(pair_key(pair), PAIR * literal, PAIR)
