"""F05 placement term: how long a placement lasts, when it may begin, and the pause before the next.

Several rules of this family are several tracks; a placement has to fit one track of its kind.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import BaseModel, Field

from community.models import PlacementKind
from community.text import Text
from rotation.rules.base import STRICT, Deviation, Rule, RuleParameterError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rotation.instance import RotationInstance
    from rotation.model import Context
    from rotation.move import Move
    from rotation.view import RosterView


class Params(BaseModel):
    """Lengths and gaps in terms. ``align`` school_year: begin only in a first semester.

    ``min_days`` (school days) is kept as the plan states it; rosters count in whole terms, which
    are longer than the 60 days that it may say at most.
    """

    model_config = STRICT

    kinds: tuple[PlacementKind, ...] = Field(min_length=1)
    min_terms: int = Field(default=1, ge=1, le=20)
    max_terms: int = Field(default=20, ge=1, le=20)
    align: Literal["semester", "school_year"] = "semester"
    gap_terms: int = Field(default=0, ge=0, le=40)
    min_days: int = Field(default=0, ge=0, le=60)


@dataclass(frozen=True, kw_only=True)
class PlacementTerm(Rule):
    """One track. A placement that fits no track of its kind counts for the nearest one."""

    family: ClassVar[str] = "placement_term"
    Params: ClassVar[type[BaseModel]] = Params

    def validate(self) -> None:
        """Refuse an empty range of lengths."""
        if self.params.min_terms > self.params.max_terms:
            raise RuleParameterError(
                f"rule {self.id} (placement_term): min_terms {self.params.min_terms} is above "
                f"max_terms {self.params.max_terms}"
            )

    def takes(
        self, instance: RotationInstance, kind: PlacementKind, start: int, terms: int
    ) -> bool | None:
        """Return whether the track takes a block; a track that is not hard takes every block."""
        if kind not in self.params.kinds:
            return None
        return self.strictness != "hard" or self.misfit(instance, start, terms) == 0

    def stay(self, kind: PlacementKind) -> int:
        """Return the shortest stay of the track."""
        return self.params.min_terms if kind in self.params.kinds else 0

    def misfit(self, instance: RotationInstance, start: int, terms: int) -> int:
        """Return by how many terms a block misses the track; a wrong start counts as one."""
        params: Any = self.params
        late = params.align == "school_year" and instance.community.terms[start].semester != 1
        off: int = max(params.min_terms - terms, terms - params.max_terms, 0)
        return off + int(late)

    def fault(self, instance: RotationInstance, move: Move) -> tuple[int, Text] | None:
        """Return the misfit when this is the nearest track, or a gap to earlier years."""
        if move.placement.kind not in self.params.kinds or _nearest(instance, move) is not self:
            return None
        amount = self.misfit(instance, move.first, move.placement.terms)
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
        instance = view.instance
        for move in view.moves:
            found = self.fault(instance, move)
            if found:
                yield Deviation(instance.key(move.placement), *found)
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
        instance = context.instance
        for index, move in enumerate(instance.candidates):
            found = self.fault(instance, move)
            if found:
                context.charge_candidate(self, index, found[0])
        if self.params.gap_terms == 0:
            return
        for choices in context.by_teacher.values():
            leaving = [(m, x) for m, x in choices if m.leaves]
            for before, first in leaving:
                for after, second in leaving:
                    lack = self._lack(instance, before, after)
                    if lack:
                        context.charge_pair(self, first, second, lack)

    def _lack(self, instance: RotationInstance, before: Move, after: Move) -> int:
        """Return the missing terms between two placements, if this track rules the first."""
        if before.end > after.first or before.placement.kind not in self.params.kinds:
            return 0
        if _nearest(instance, before) is not self:
            return 0
        return max(0, int(self.params.gap_terms) - (after.first - before.end))

    def _history_gap(self, instance: RotationInstance, move: Move) -> int | None:
        now = instance.ordinal(move.first)
        past = instance.years_served.get(move.teacher.id, [])
        return min((max(0, now - end) for start, end in past if start <= now), default=None)

    def _misfit_text(self, instance: RotationInstance, move: Move) -> Text:
        what, params = instance.what(move), self.params
        late = params.align == "school_year"
        zh = "，且只能从第一学期开始" if late else ""
        en = ", beginning in a first semester" if late else ""
        return Text(
            f"{what.zh}不符合“{self.title.zh}”：应为{params.min_terms}–{params.max_terms}个学期{zh}。",
            f"{what.en} does not fit “{self.title.en}”: "
            f"{params.min_terms}-{params.max_terms} terms{en}.",
        )

    def _gap_text(self, instance: RotationInstance, before: Move, after: Move) -> Text:
        who, gap = instance.who(before.teacher), after.first - before.end
        hosts = f"{before.host.name}、{after.host.name}"
        return Text(
            f"{who.zh}两次交流（{hosts}）只间隔{gap}个学期，应间隔{self.params.gap_terms}个学期。",
            f"{who.en} has {gap} terms between two placements ({hosts}); "
            f"{self.params.gap_terms} are required.",
        )


def _nearest(instance: RotationInstance, move: Move) -> PlacementTerm | None:
    """Return the track of a placement's kind that it misses least; the first one of equals."""
    tracks = [
        r
        for r in instance.rules
        if isinstance(r, PlacementTerm) and move.placement.kind in r.params.kinds
    ]
    return min(
        tracks, key=lambda r: r.misfit(instance, move.first, move.placement.terms), default=None
    )
