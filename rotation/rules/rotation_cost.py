"""Travel burden (F07): minutes on the way, there and back, for each term away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from community.families.turns import RotationCostParams
from community.text import Text
from rotation.axis import TERM_HALF_MONTHS
from rotation.rules.base import PlacementRule

if TYPE_CHECKING:
    from pydantic import BaseModel

    from rotation.move import Move
    from rotation.setting import Setting


@dataclass(frozen=True, kw_only=True)
class RotationCost(PlacementRule):
    """Every placement costs its way. A way that the community does not know costs nothing."""

    family: ClassVar[str] = "rotation_cost"
    Params: ClassVar[type[BaseModel]] = RotationCostParams

    def fault(self, instance: Setting, move: Move) -> tuple[int, Text] | None:
        """Return the cost of the way, rounded to whole units."""
        terms = move.half_months / TERM_HALF_MONTHS
        amount = round((move.minutes or 0) * self.params.minutes_weight * terms)
        if amount == 0:
            return None
        what = instance.what(move)
        return amount, Text(
            f"{what.zh}往返{move.minutes}分钟，计{terms:g}个学期。",
            f"{what.en}: {move.minutes} minutes there and back, for {terms:g} terms.",
        )
