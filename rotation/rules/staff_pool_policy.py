"""F02 staff pool: between which schools of the community staff may be placed at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from community.codes import Direction
from community.families.quotas import StaffPoolPolicyParams
from community.models import PlacementKind
from community.text import Text
from rotation.rules.base import PlacementRule

if TYPE_CHECKING:
    from pydantic import BaseModel

    from rotation.move import Move
    from rotation.setting import Setting

# Where staff go in a free pool: between communities of a county only when the policy says so.
INSIDE = tuple(d for d in Direction if d is not Direction.BETWEEN_COMMUNITIES)


@dataclass(frozen=True, kw_only=True)
class StaffPoolPolicy(PlacementRule):
    """Placements stay inside what the community's staff pool allows."""

    family: ClassVar[str] = "staff_pool_policy"
    Params: ClassVar[type[BaseModel]] = StaffPoolPolicyParams

    def routes(self) -> set[tuple[Direction, PlacementKind]]:
        """Return every direction of support teaching when the pool is free."""
        if self.params.pool != "free":
            return set()
        kinds = self.params.kinds or (PlacementKind.SECONDMENT,)
        return {(d, k) for d in self.params.directions or INSIDE for k in kinds}

    def fault(self, instance: Setting, move: Move) -> tuple[int, Text] | None:
        """Return whether the pool forbids the placement."""
        params: Any = self.params
        if params.kinds and move.placement.kind not in params.kinds:
            return None
        closed = params.pool == "none" and move.leaves
        if not closed and (not params.directions or move.direction in params.directions):
            return None
        what = instance.what(move)
        return 1, Text(
            f"{what.zh}不在“{self.title.zh}”允许的范围内。",
            f"{what.en} is outside what “{self.title.en}” allows.",
        )
