"""F03 quota: how many placements of a kind, in a window of time, absolutely or as a share."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import BaseModel, Field

from community.models import PlacementKind
from community.policy import Window
from community.text import Text
from rotation.move import Category, Direction
from rotation.rules.base import STRICT, Deviation, Rule, RuleParameterError
from rotation.rules.rotation_eligibility import RotationEligibility

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.models import Teacher
    from rotation.instance import RotationInstance, Span
    from rotation.model import Context
    from rotation.move import Move
    from rotation.view import RosterView


class Params(BaseModel):
    """``share`` of ``base`` of the sending school, rounded up, is a minimum beside ``min``.

    ``per`` member: the quota holds for each member school on its own, its teaching points
    included. ``counts`` active: placements that cover a term of the window; starts: those that
    begin in it. Only placements of at least ``min_terms`` terms count.
    """

    model_config = STRICT

    direction: Literal[Direction.CORE_TO_MEMBER, Direction.MEMBER_TO_CORE]
    kinds: tuple[PlacementKind, ...] = Field(min_length=1)
    category: Category = Category.ANY
    min: int | None = Field(default=None, ge=0, le=10_000)
    max: int | None = Field(default=None, ge=0, le=10_000)
    share: float | None = Field(default=None, gt=0, le=1)
    base: Literal["fte", "eligible", "exchanged", "eligible_backbone"] = "fte"
    per: Literal["member", "core", "community"] = "community"
    only_weak: bool = False
    counts: Literal["active", "starts"] = "active"
    min_terms: int = Field(default=1, ge=1, le=20)


@dataclass(frozen=True, slots=True)
class Point:
    """One group of schools in one window."""

    member: str | None  # None: all members together
    span: Span


@dataclass(frozen=True, kw_only=True)
class RotationQuota(Rule):
    """Between a minimum and a maximum number of placements at each point."""

    family: ClassVar[str] = "rotation_quota"
    Params: ClassVar[type[BaseModel]] = Params

    def validate(self) -> None:
        """Refuse a quota without a number, and windows finer than a term."""
        p: Any = self.params
        if p.min is None and p.max is None and p.share is None:
            raise RuleParameterError(
                f"rule {self.id} (rotation_quota): one of min, max, share is needed"
            )
        if p.min is not None and p.max is not None and p.min > p.max:
            raise RuleParameterError(
                f"rule {self.id} (rotation_quota): min {p.min} is above max {p.max}"
            )
        if self.window in (Window.MONTH, Window.WEEK):
            raise RuleParameterError(
                f"rule {self.id} (rotation_quota): window {self.window}; "
                "use school_year, calendar_year or semester"
            )

    def routes(self) -> set[tuple[Direction, PlacementKind]]:
        """Return what a minimum asks for; a maximum alone asks for nothing."""
        if not self.params.min and not self.params.share:
            return set()
        return {(self.params.direction, kind) for kind in self.params.kinds}

    def wants(self, instance: RotationInstance, move: Move) -> bool:
        """Return whether the placement counts in any window, or makes up those exchanged."""
        if not self.routes():
            return False
        return any(self.counts(instance, point, move) for point in self.points(instance))

    def stay(self, kind: PlacementKind) -> int:
        """Return the shortest stay that counts."""
        return self.params.min_terms if kind in self.params.kinds else 0

    def points(self, instance: RotationInstance) -> list[Point]:
        """Return the points of application."""
        members: list[str | None] = [None]
        if self.params.per == "member":
            members = [m for m in instance.members if self._wanted(instance, m)]
        return [Point(m, span) for m in members for span in instance.spans(self.window)]

    def counts(self, instance: RotationInstance, point: Point, move: Move) -> bool:
        """Return whether a placement counts at a point."""
        return self._exchanged(instance, point, move) and self.params.category.includes(
            move.teacher
        )

    def _exchanged(self, instance: RotationInstance, point: Point, move: Move) -> bool:
        """Return whether a placement counts at a point when the category is left aside."""
        p, span = self.params, point.span
        if move.direction is not p.direction or move.placement.kind not in p.kinds:
            return False
        if move.placement.terms < p.min_terms:
            return False
        if point.member is not None and move.member != point.member:
            return False
        if not self._wanted(instance, move.member):
            return False
        if p.counts == "starts":
            return span.first <= move.first < span.end
        return move.meets(span.first, span.end)

    def _wanted(self, instance: RotationInstance, member: str) -> bool:
        return not self.params.only_weak or instance.community.school_by_id[member].is_weak

    @property
    def _share(self) -> Fraction:
        return Fraction(str(self.params.share or 0))

    def least(self, instance: RotationInstance, point: Point) -> int:
        """Return the fixed minimum at a point; a share of those exchanged comes on top of it."""
        p: Any = self.params
        share = 0
        if p.share is not None and p.base != "exchanged":
            share = math.ceil(self._share * len(self._base(instance, point)))
        return max(p.min or 0, share)

    def _base(self, instance: RotationInstance, point: Point) -> list[Teacher]:
        p: Any = self.params
        if p.direction is Direction.CORE_TO_MEMBER:
            staff = instance.staff_of(instance.community.core.id)
        else:
            members = instance.members if point.member is None else (point.member,)
            staff = [t for m in members if self._wanted(instance, m) for t in instance.staff_of(m)]
        if p.base == "fte":
            return staff
        year = instance.community.terms[point.span.first].school_year
        staff = [t for t in staff if is_eligible(instance, t, p.kinds, year)]
        return [t for t in staff if p.base == "eligible" or t.is_backbone]

    def deviations(self, view: RosterView) -> Iterator[Deviation]:
        """Count the placements at each point."""
        instance = view.instance
        for point in self.points(instance):
            moves = [m for m in view.moves if self.counts(instance, point, m)]
            least = self.least(instance, point)
            if self.params.base == "exchanged":
                every = sum(self._exchanged(instance, point, m) for m in view.moves)
                least = max(least, math.ceil(self._share * every))
            most = self.params.max
            lack = max(0, least - len(moves))
            excess = 0 if most is None else max(0, len(moves) - most)
            if lack or excess:
                limit = least if lack else most
                text = self._text(instance, point, moves, limit, bool(lack))
                yield Deviation(self.point_id(instance, point), lack + excess, text)

    def build(self, context: Context) -> None:
        """Bound the sum of the literals that count at each point."""
        scope, instance = context.scope(self), context.instance
        for point in self.points(instance):
            literals = context.picks(partial(self.counts, instance, point))
            count, least = sum(literals), self.least(instance, point)
            upper = max(least, len(literals))
            if self.params.base == "exchanged" and self.params.share:
                # An integer of at least share x exchanged is at least the share rounded up.
                everyone = context.picks(partial(self._exchanged, instance, point))
                upper = max(upper, len(everyone))
                floor = context.new_int(least, upper)
                share = self._share
                context.define(share.denominator * floor >= share.numerator * sum(everyone))
                off = scope.below(count - floor, 0, upper)
            else:
                off = scope.below(count, least, least)
            if self.params.max is not None:
                off += scope.above(count, self.params.max, len(literals) - self.params.max)
            scope.charge(self.point_id(instance, point), off, upper)

    def point_id(self, instance: RotationInstance, point: Point) -> str:
        """Return the stable name of a point: who, and the first term of the window."""
        return f"{point.member or 'all'}/{instance.community.terms[point.span.first].id}"

    def _text(
        self,
        instance: RotationInstance,
        point: Point,
        moves: list[Move],
        limit: int | None,
        lacking: bool,
    ) -> Text:
        category, when = self.params.category.text, point.span.name
        where = "全部成员校"
        if point.member:
            where = instance.community.school_by_id[point.member].name
        who = "、".join(m.teacher.name for m in moves[:8]) or "无"
        bound = ("不少于", "at least") if lacking else ("不超过", "at most")
        out = self.params.direction is Direction.CORE_TO_MEMBER
        way = ("核心校派往", "core to") if out else ("派往核心校：", "to the core from")
        return Text(
            f"“{self.title.zh}”：{when.zh}{way[0]}{where}的{category.zh}"
            f"应{bound[0]}{limit}人，实有{len(moves)}人（{who}）。",
            f"“{self.title.en}”, {when.en}: {category.en} {way[1]} "
            f"{where if point.member else 'all members'}: {bound[1]} {limit}, "
            f"there are {len(moves)} ({who if moves else 'nobody'}).",
        )


def is_eligible(
    instance: RotationInstance, teacher: Teacher, kinds: tuple[PlacementKind, ...], year: int
) -> bool:
    """Return whether a teacher may be sent in a school year with at least one of the kinds."""
    rules = [r for r in instance.rules if isinstance(r, RotationEligibility)]
    return not teacher.exemption and any(
        all(kind not in r.params.kinds or r.objection(teacher, year) is None for r in rules)
        for kind in kinds
    )
