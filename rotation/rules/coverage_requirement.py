"""F08 coverage: in every term, every member school has so many teachers from the core."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import BaseModel, Field

from community.models import PlacementKind
from community.text import Text
from rotation.move import Category, Direction
from rotation.rules.base import STRICT, Deviation, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rotation.instance import RotationInstance
    from rotation.model import Context
    from rotation.move import Move
    from rotation.view import RosterView


class Params(BaseModel):
    """At least ``min`` teachers of a category, by placements of the given kinds."""

    model_config = STRICT

    kinds: tuple[PlacementKind, ...] = Field(min_length=1)
    category: Category = Category.BACKBONE
    min: int = Field(default=1, ge=1, le=1000)
    per: Literal["member"] = "member"


@dataclass(frozen=True, kw_only=True)
class CoverageRequirement(Rule):
    """Each member (its teaching points included) is covered in each term."""

    family: ClassVar[str] = "coverage_requirement"
    Params: ClassVar[type[BaseModel]] = Params

    def routes(self) -> set[tuple[Direction, PlacementKind]]:
        """Return the way from the core to the members."""
        return {(Direction.CORE_TO_MEMBER, kind) for kind in self.params.kinds}

    def wants(self, instance: RotationInstance, move: Move) -> bool:
        """Return whether the placement covers its member."""
        blocks = range(instance.horizon)
        return any(self.counts(instance, move.member, block, move) for block in blocks)

    def counts(self, instance: RotationInstance, member: str, block: int, move: Move) -> bool:
        """Return whether a placement covers a member in a block of time."""
        return (
            move.direction is Direction.CORE_TO_MEMBER
            and move.member == member
            and move.placement.kind in self.params.kinds
            and move.covers(block)
            and self.params.category.includes(move.teacher, instance.school_year(block))
        )

    def deviations(self, view: RosterView) -> Iterator[Deviation]:
        """Count the placements that cover each member in each term."""
        instance, least = view.instance, self.params.min
        for member in instance.members:
            for index, block in enumerate(instance.blocks):
                count = sum(self.counts(instance, member, index, m) for m in view.moves)
                if count < least:
                    category = self.params.category.text
                    name = instance.community.school_by_id[member].name
                    text = Text(
                        f"“{self.title.zh}”：{block.name.zh}{name}应有核心校{category.zh}"
                        f"不少于{least}人，实有{count}人。",
                        f"“{self.title.en}”, {block.name.en}: {name} needs at least {least} "
                        f"{category.en} from the core and has {count}.",
                    )
                    yield Deviation(f"{member}/{block.id}", least - count, text)

    def build(self, context: Context) -> None:
        """Bound the sum of the literals that cover each member in each term."""
        scope, instance, least = context.scope(self), context.instance, self.params.min
        for member in instance.members:
            for index, block in enumerate(instance.blocks):
                literals = context.picks(partial(self.counts, instance, member, index))
                off = scope.below(sum(literals), least, least)
                scope.charge(f"{member}/{block.id}", off, least)
