"""F05 placement term: how long a placement lasts, when it may begin, and the pause before the next.

Several rules of this family are several tracks; a placement has to fit one track of its kind.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, ClassVar

from community.families.turns import PlacementTermParams
from community.text import Text
from rotation.axis import DAYS_A_WEEK, HALF_MONTH, TERM_HALF_MONTHS, Stay
from rotation.rules.base import Deviation, PlacementRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import BaseModel

    from community.models import PlacementKind
    from rotation.context import Context
    from rotation.move import Move
    from rotation.setting import Setting
    from rotation.view import RosterView

DAYS = HALF_MONTH * DAYS_A_WEEK  # of half a month


@dataclass(frozen=True, kw_only=True)
class PlacementTerm(PlacementRule):
    """One track. A placement that fits no track of its kind counts for the nearest one."""

    family: ClassVar[str] = "placement_term"
    Params: ClassVar[type[BaseModel]] = PlacementTermParams

    @property
    def is_short(self) -> bool:
        """Whether the track is for stays inside a semester."""
        return bool(self.params.max_days)

    @property
    def _range(self) -> tuple[int, int]:
        """The least and the greatest length, in half months."""
        p: Any = self.params
        if p.max_days:
            return max(1, -(-p.min_days // DAYS)), p.max_days // DAYS
        return TERM_HALF_MONTHS * p.min_terms, TERM_HALF_MONTHS * p.max_terms

    def takes(self, instance: Setting, kind: PlacementKind, stay: Stay) -> bool | None:
        """Return whether the track takes a stay; one that is not hard takes all of its sort."""
        if kind not in self.params.kinds:
            return None
        if self.strictness != "hard":
            return self.is_short == (stay.weeks > 0) and self._starts_well(instance, stay)
        return self.misfit(instance, stay) == 0

    def stay(self, kind: PlacementKind) -> int:
        """Return the shortest stay of the track."""
        return self.params.min_terms if kind in self.params.kinds and not self.is_short else 0

    def short_stays(self, kind: PlacementKind) -> set[int]:
        """Return the lengths of a short track, in weeks: multiples of the shortest one."""
        if kind not in self.params.kinds or not self.is_short:
            return set()
        low, high = self._range
        return {HALF_MONTH * n for n in range(low, high + 1, low)}

    def misfit(self, instance: Setting, stay: Stay) -> int:
        """Return by how many semesters, begun ones counted, a stay misses the track.

        A wrong start counts as one.
        """
        low, high = self._range
        length = -(-stay.weeks // HALF_MONTH) or TERM_HALF_MONTHS * stay.terms
        off = max(low - length, length - high, 0)
        return -(-off // TERM_HALF_MONTHS) + int(not self._starts_well(instance, stay))

    def _starts_well(self, instance: Setting, stay: Stay) -> bool:
        align = self.params.align
        if align == "school_year" and instance.community.terms[stay.term].semester != 1:
            return False
        return align == "block" or stay.week == 1

    def fault(self, instance: Setting, move: Move) -> tuple[int, Text] | None:
        """Return the misfit when this is the nearest track, or a gap to earlier years."""
        if move.is_ongoing or move.placement.kind not in self.params.kinds:
            return None
        if _nearest(instance, move) is not self:
            return None
        amount = self.misfit(instance, _stay(instance, move))
        what = instance.what(move)
        if amount:
            return amount, self._misfit_text(instance, move)
        gap = self._history_gap(instance, move)
        if gap is not None and gap < self.params.gap_terms:
            return self.params.gap_terms - gap, Text(
                f"{what.zh}距上次交流结束只有{gap}个学期，应间隔{self.params.gap_terms}个学期。",
                f"{what.en} comes {gap} terms after the last placement; "
                f"{self.params.gap_terms} are required.",
            )
        return None

    def deviations(self, view: RosterView) -> Iterator[Deviation]:
        """Yield misfits, then pauses between two placements of one teacher that are too short."""
        yield from super().deviations(view)
        instance = view.instance
        for moves in view.by_teacher.values():
            for before, after in pairwise(m for m in moves if m.leaves):
                lack = self._lack(instance, before, after)
                if lack:
                    yield Deviation(
                        f"{instance.key(before.placement)}>{instance.key(after.placement)}",
                        lack,
                        self._gap_text(instance, before, after),
                    )

    def build(self, context: Context) -> None:
        """Charge misfits, and each pair of placements of one teacher that are too close."""
        super().build(context)
        if self.params.gap_terms == 0:
            return
        instance = context.instance
        for choices in context.by_teacher.values():
            leaving = [(m, x) for m, x in choices if m.leaves]
            for before, first in leaving:
                for after, second in leaving:
                    lack = self._lack(instance, before, after)
                    if lack:
                        context.charge_pair(self, first, second, lack)

    def _lack(self, instance: Setting, before: Move, after: Move) -> int:
        """Return the missing terms between two placements, if this track rules the first."""
        if before.end > after.first or before.placement.kind not in self.params.kinds:
            return 0
        if _nearest(instance, before) is not self:
            return 0
        return max(0, int(self.params.gap_terms) - instance.gap(before, after))

    def _history_gap(self, instance: Setting, move: Move) -> int | None:
        now = instance.ordinal(move.first)
        past = instance.years_served.get(move.teacher.id, [])
        return min((max(0, now - end) for start, end in past if start <= now), default=None)

    def _misfit_text(self, instance: Setting, move: Move) -> Text:
        what, params = instance.what(move), self.params
        limits = f"{params.min_terms}–{params.max_terms}"
        asked = Text(f"{limits}个学期", f"{limits} terms")
        if self.is_short:
            low, high = (DAYS * n for n in self._range)
            asked = Text(f"{low}–{high}个教学日", f"{low}-{high} school days")
        begin = {
            "school_year": Text("，且只能从第一学期开始", ", beginning in a first semester"),
            "semester": Text("，且从学期初开始", ", beginning with a semester"),
            "block": Text("", ""),
        }[params.align]
        return Text(
            f"{what.zh}不符合“{self.title.zh}”：应为{asked.zh}{begin.zh}。",
            f"{what.en} does not fit “{self.title.en}”: {asked.en}{begin.en}.",
        )

    def _gap_text(self, instance: Setting, before: Move, after: Move) -> Text:
        who, gap = instance.who(before.teacher), instance.gap(before, after)
        hosts = f"{before.host.name}、{after.host.name}"
        return Text(
            f"{who.zh}两次交流（{hosts}）只间隔{gap}个学期，应间隔{self.params.gap_terms}个学期。",
            f"{who.en} has {gap} terms between two placements ({hosts}); "
            f"{self.params.gap_terms} are required.",
        )


def _nearest(instance: Setting, move: Move) -> PlacementTerm | None:
    """Return the track of a placement's kind that it misses least; the first one of equals."""
    kind, stay = move.placement.kind, _stay(instance, move)

    def nearest() -> PlacementTerm | None:
        tracks = [r for r in instance.rules if isinstance(r, PlacementTerm)]
        of_kind = [r for r in tracks if kind in r.params.kinds]
        return min(of_kind, key=lambda r: r.misfit(instance, stay), default=None)

    return instance.remembered((PlacementTerm.family, kind, stay), nearest)


def _stay(instance: Setting, move: Move) -> Stay:
    p = move.placement
    return Stay(instance.term_index[p.start], p.terms, p.week, p.weeks)
