"""F03 quota: how many placements of a kind, in a window of time, absolutely or as a share."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from community.codes import Direction, PlacementKind
from community.families.quotas import RotationQuotaParams
from community.text import Text
from rotation.places import Place, places
from rotation.rules.base import Deviation, Rule
from rotation.rules.rotation_eligibility import RotationEligibility

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pydantic import BaseModel

    from community.models import Teacher
    from rotation.axis import Span
    from rotation.context import Context
    from rotation.move import Move
    from rotation.setting import Setting
    from rotation.view import RosterView

OUT, BACK = Direction.CORE_TO_MEMBER, Direction.MEMBER_TO_CORE
ROUND: dict[str, Callable[[Fraction], int]] = {
    "up": math.ceil,
    "nearest": lambda x: math.floor(x + Fraction(1, 2)),
    "down": math.floor,
}


@dataclass(frozen=True, slots=True)
class Point:
    """One group of schools in one window."""

    place: Place
    span: Span

    @property
    def member(self) -> str | None:
        """The member school that the point speaks of; None: several."""
        return self.place.member


@dataclass(frozen=True, kw_only=True)
class RotationQuota(Rule):
    """Between a minimum and a maximum number of placements at each point."""

    family: ClassVar[str] = "rotation_quota"
    Params: ClassVar[type[BaseModel]] = RotationQuotaParams

    @property
    def directions(self) -> tuple[Direction, ...]:
        """The directions that count."""
        both = self.params.direction == "both"
        return (OUT, BACK) if both else (self.params.direction,)

    def routes(self) -> set[tuple[Direction, PlacementKind]]:
        """Return what a minimum asks for; a maximum alone asks for nothing."""
        if not self.params.min and not self.params.share:
            return set()
        return {(way, kind) for way in self.directions for kind in self.params.kinds}

    def wants(self, instance: Setting, move: Move) -> bool:
        """Return whether the placement counts in any window, or makes up those exchanged."""
        return any(self.counts(instance, point, move) for point in self.points(instance))

    def stay(self, kind: PlacementKind) -> int:
        """Return the shortest stay that counts."""
        return self.params.min_terms if kind in self.params.kinds else 0

    def points(self, instance: Setting) -> list[Point]:
        """Return the points of application."""
        return instance.remembered((self.id, "points"), lambda: self._points(instance))

    def _points(self, instance: Setting) -> list[Point]:
        found = places(instance, self.params.per, self.params.only)
        return [Point(place, span) for place in found for span in instance.spans(self.window)]

    def counts(self, instance: Setting, point: Point, move: Move) -> bool:
        """Return whether a placement counts at a point."""
        return self.exchanged(instance, point, move) and self.params.category.includes(
            move.teacher, instance.school_year(point.span.first)
        )

    def exchanged(self, instance: Setting, point: Point, move: Move) -> bool:
        """Return whether a placement counts at a point when the category is left aside."""
        p, span = self.params, point.span
        if move.direction not in self.directions or move.placement.kind not in p.kinds:
            return False
        if not move.is_short and move.placement.terms < p.min_terms:
            return False
        if move.is_short and p.min_terms > 1:
            return False
        if move.member not in point.place.members:
            return False
        if p.need_subject and not instance.needs(move.host.id) & set(move.teacher.subjects):
            return False
        if p.counts == "starts":
            return span.first <= move.first < span.end
        return move.meets(span.first, span.end)

    @property
    def _share(self) -> Fraction:
        return Fraction(str(self.params.share or 0))

    def least(self, instance: Setting, point: Point) -> int:
        """Return the fixed minimum at a point; a share of those exchanged comes on top of it."""
        p: Any = self.params
        share = 0
        if p.share is not None and p.base != "exchanged":
            share = ROUND[p.rounding](self._share * len(self.base(instance, point)))
        return max(p.min or 0, share)

    def base(self, instance: Setting, point: Point) -> list[Teacher]:
        """Return the staff of the sending schools that a share is taken of."""
        p: Any = self.params
        schools: dict[str, None] = {}
        if OUT in self.directions:
            schools |= dict.fromkeys(instance.community.core_of(m).id for m in point.place.members)
        if BACK in self.directions:
            schools |= dict.fromkeys(point.place.members)
        staff = [t for s in schools for t in instance.staff_of(s)]
        if p.base == "fte":
            return staff
        year = instance.school_year(point.span.first)
        staff = [t for t in staff if is_eligible(instance, t, p.kinds, year)]
        return [t for t in staff if p.base == "eligible" or t.is_backbone]

    def deviations(self, view: RosterView) -> Iterator[Deviation]:
        """Count the placements at each point."""
        instance = view.instance
        for point in self.points(instance):
            moves = [m for m in view.moves if self.counts(instance, point, m)]
            least = self.least(instance, point)
            if self.params.base == "exchanged":
                every = sum(self.exchanged(instance, point, m) for m in view.moves)
                least = max(least, ROUND[self.params.rounding](self._share * every))
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
            literals = context.picks(partial(self.counts, instance, point), point.place.members)
            count, least = sum(literals), self.least(instance, point)
            upper = max(least, len(literals))
            if self.params.base == "exchanged" and self.params.share:
                select = partial(self.exchanged, instance, point)
                everyone = context.picks(select, point.place.members)
                upper = max(upper, len(everyone))
                floor = context.new_int(least, upper)
                self._at_least_share(context, floor, everyone)
                off = scope.below(count - floor, 0, upper)
            else:
                off = scope.below(count, least, least)
            if self.params.max is not None:
                off += scope.above(count, self.params.max, len(literals) - self.params.max)
            scope.charge(self.point_id(instance, point), off, upper)

    def _at_least_share(self, context: Context, floor: Any, everyone: list[Any]) -> None:
        """Let an integer be at least the rounded share of those exchanged.

        At least the share itself means rounded up; down and to the nearest leave room below it.
        """
        share = self._share
        if self.params.rounding == "up":
            context.define(share.denominator * floor >= share.numerator * sum(everyone))
            return
        limits = [ROUND[self.params.rounding](share * n) for n in range(len(everyone) + 1)]
        for n in range(1, len(limits)):
            if limits[n] > limits[n - 1]:  # from n people on, the floor is one higher
                reached = context.new_bool()
                context.define(sum(everyone) <= n - 1 + len(everyone) * reached)
                context.define(floor >= limits[n] * reached)

    def point_id(self, instance: Setting, point: Point) -> str:
        """Return the stable name of a point: who, and the first block of the window."""
        return f"{point.place.id}/{instance.blocks[point.span.first].id}"

    def _text(
        self,
        instance: Setting,
        point: Point,
        moves: list[Move],
        limit: int | None,
        lacking: bool,
    ) -> Text:
        category, when, where = self.params.category.text, point.span.name, point.place.name
        who = "、".join(instance.called(m.teacher) for m in moves[:8]) or "无"
        bound = ("不少于", "at least") if lacking else ("不超过", "at most")
        way = {
            "core_to_member": ("核心校派往", "core to"),
            "member_to_core": ("派往核心校：", "to the core from"),
            "both": ("与核心校互派：", "between the core and"),
        }[str(self.params.direction)]
        return Text(
            f"“{self.title.zh}”：{when.zh}{way[0]}{where.zh}的{category.zh}"
            f"应{bound[0]}{limit}人，实有{len(moves)}人（{who}）。",
            f"“{self.title.en}”, {when.en}: {category.en} {way[1]} "
            f"{where.en}: {bound[1]} {limit}, "
            f"there are {len(moves)} ({who if moves else 'nobody'}).",
        )


def is_eligible(
    instance: Setting, teacher: Teacher, kinds: tuple[PlacementKind, ...], year: int
) -> bool:
    """Return whether a teacher may be sent in a school year with at least one of the kinds."""
    rules = [r for r in instance.rules if isinstance(r, RotationEligibility)]
    return not teacher.exemption and any(
        all(kind not in r.params.kinds or r.objection(teacher, year) is None for r in rules)
        for kind in kinds
    )
