"""F02 staff pool: between which schools of the community staff may be placed at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import BaseModel

from community.models import PlacementKind
from community.text import Text
from rotation.move import Direction
from rotation.rules.base import STRICT, PlacementRule

if TYPE_CHECKING:
    from rotation.instance import RotationInstance
    from rotation.move import Move


class Params(BaseModel):
    """``pool``: none (nobody leaves), secondment (as other rules ask), free (any direction).

    ``directions`` restricts the directions of the placements of ``kinds`` (all kinds when empty).
    """

    model_config = STRICT

    pool: Literal["none", "secondment", "free"] = "secondment"
    kinds: tuple[PlacementKind, ...] = ()
    directions: tuple[Direction, ...] = ()


@dataclass(frozen=True, kw_only=True)
class StaffPoolPolicy(PlacementRule):
    """Placements stay inside what the community's staff pool allows."""

    family: ClassVar[str] = "staff_pool_policy"
    Params: ClassVar[type[BaseModel]] = Params

    def routes(self) -> set[tuple[Direction, PlacementKind]]:
        """Return every direction of support teaching when the pool is free."""
        if self.params.pool != "free":
            return set()
        kinds = self.params.kinds or (PlacementKind.SECONDMENT,)
        return {(d, k) for d in self.params.directions or Direction for k in kinds}

    def fault(self, instance: RotationInstance, move: Move) -> tuple[int, Text] | None:
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
