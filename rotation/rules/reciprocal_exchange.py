"""F04 reciprocal exchange: a member sends to the core as many as the core sends to it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import BaseModel, Field

from community.models import PlacementKind
from community.policy import Window
from community.text import Text
from rotation.move import Direction
from rotation.rules.base import STRICT, Deviation, Rule, RuleParameterError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rotation.axis import Span
    from rotation.instance import RotationInstance
    from rotation.model import Context
    from rotation.move import Move
    from rotation.view import RosterView


class Params(BaseModel):
    """``out_kinds`` lead from the core to a member, ``in_kinds`` from the member to the core."""

    model_config = STRICT

    per: Literal["member", "community"] = "member"
    out_kinds: tuple[PlacementKind, ...] = Field(min_length=1)
    in_kinds: tuple[PlacementKind, ...] = Field(min_length=1)
    tolerance: int = Field(default=0, ge=0, le=1000)


@dataclass(frozen=True, kw_only=True)
class ReciprocalExchange(Rule):
    """Placements that are active in the window are as many one way as the other."""

    family: ClassVar[str] = "reciprocal_exchange"
    Params: ClassVar[type[BaseModel]] = Params

    def validate(self) -> None:
        """Refuse windows finer than a term."""
        if self.window is Window.WEEK:
            raise RuleParameterError(
                f"rule {self.id} (reciprocal_exchange): window {self.window}; "
                "use school_year, calendar_year, semester or month"
            )

    def routes(self) -> set[tuple[Direction, PlacementKind]]:
        """Return both directions."""
        out = {(Direction.CORE_TO_MEMBER, k) for k in self.params.out_kinds}
        return out | {(Direction.MEMBER_TO_CORE, k) for k in self.params.in_kinds}

    def points(self, instance: RotationInstance) -> list[tuple[str | None, Span]]:
        """Return the members and windows at which the rule holds."""
        members = instance.members if self.params.per == "member" else (None,)
        return [(m, span) for m in members for span in instance.spans(self.window)]

    def goes_out(self, member: str | None, span: Span, move: Move) -> bool:
        """Return whether a placement counts as sent by the core."""
        fits = move.direction is Direction.CORE_TO_MEMBER
        return fits and move.placement.kind in self.params.out_kinds and _counts(member, span, move)

    def comes_in(self, member: str | None, span: Span, move: Move) -> bool:
        """Return whether a placement counts as sent by the member."""
        fits = move.direction is Direction.MEMBER_TO_CORE
        return fits and move.placement.kind in self.params.in_kinds and _counts(member, span, move)

    def deviations(self, view: RosterView) -> Iterator[Deviation]:
        """Compare the two numbers at each point."""
        for member, span in self.points(view.instance):
            out = sum(self.goes_out(member, span, m) for m in view.moves)
            back = sum(self.comes_in(member, span, m) for m in view.moves)
            off = abs(out - back) - self.params.tolerance
            if off > 0:
                text = self._text(view.instance, member, span, out, back)
                yield Deviation(_point(view.instance, member, span), off, text)

    def build(self, context: Context) -> None:
        """Bound the difference on both sides."""
        scope, instance = context.scope(self), context.instance
        for member, span in self.points(instance):
            out = context.picks(partial(self.goes_out, member, span))
            back = context.picks(partial(self.comes_in, member, span))
            difference, tolerance = sum(out) - sum(back), self.params.tolerance
            off = scope.above(difference, tolerance, len(out) - tolerance)
            off += scope.below(difference, -tolerance, len(back) - tolerance)
            scope.charge(_point(instance, member, span), off, len(out) + len(back))

    def _text(
        self, instance: RotationInstance, member: str | None, span: Span, out: int, back: int
    ) -> Text:
        schools = instance.community.school_by_id
        zh = schools[member].name if member else "全部成员校"
        en = schools[member].name if member else "all members"
        may = self.params.tolerance
        return Text(
            f"“{self.title.zh}”：{span.name.zh}核心校派往{zh}{out}人，{zh}派往核心校{back}人，"
            f"{f'相差不得超过{may}人' if may else '应当相等'}。",
            f"“{self.title.en}”, {span.name.en}: the core sends {out} to {en}, which sends {back}; "
            f"{f'they may differ by {may}' if may else 'they must be equal'}.",
        )


def _counts(member: str | None, span: Span, move: Move) -> bool:
    return (member is None or move.member == member) and move.meets(span.first, span.end)


def _point(instance: RotationInstance, member: str | None, span: Span) -> str:
    return f"{member or 'all'}/{instance.blocks[span.first].id}"
