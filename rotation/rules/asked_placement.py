"""What a planner asks about: a roster without a placement, or one with it.

Holds only while a question is answered (``rotation.why``): no policy and no plan has this rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from community.codes import PlacementKind
from community.families import Params
from community.text import Text
from rotation.rules.base import Deviation, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import BaseModel

    from rotation.context import Context
    from rotation.move import Move
    from rotation.view import RosterView


class AskedParams(Params):
    """Which placements of a teacher are asked for (``wanted``), or may not be.

    ``host`` None means any school, ``kinds`` empty any kind. Placements that share no block with
    those from ``first`` up to, not including, ``end`` are not spoken of.
    """

    teacher: str
    wanted: bool
    host: str | None = None
    kinds: tuple[PlacementKind, ...] = ()
    first: int | None = None
    end: int | None = None


@dataclass(frozen=True, kw_only=True)
class AskedPlacement(Rule):
    """At least one of the placements is in the roster, or none of them is.

    What may not be stays among the candidates: by who could be sent others are judged (volunteers
    first), and a question must not change that.
    """

    family: ClassVar[str] = "asked_placement"
    Params: ClassVar[type[BaseModel]] = AskedParams

    def speaks_of(self, move: Move) -> bool:
        """Return whether a placement is one of those asked about."""
        p = self.params
        if move.teacher.id != p.teacher or (p.host is not None and move.host.id != p.host):
            return False
        if p.kinds and move.placement.kind not in p.kinds:
            return False
        after = p.first is None or move.end > p.first
        return after and (p.end is None or move.first < p.end)

    def forbids(self, move: Move) -> bool:
        """Return whether a placement may not be, for the sake of the question."""
        return not self.params.wanted and self.speaks_of(move)

    def deviations(self, view: RosterView) -> Iterator[Deviation]:
        """Yield each placement that may not be, or that none of those asked for is there."""
        spoken_of = [m for m in view.moves if self.speaks_of(m)]
        if self.params.wanted and not spoken_of:
            yield Deviation(
                self.params.teacher,
                1,
                Text("名单中没有所问的安排。", "The roster has no such placement as asked for."),
            )
        for move in () if self.params.wanted else spoken_of:
            what = view.instance.what(move)
            text = Text(f"按所问不作此安排：{what.zh}。", f"Left out, as asked: {what.en}.")
            yield Deviation(view.instance.key(move.placement), 1, text)

    def build(self, context: Context) -> None:
        """Ask for one of the literals, or forbid each of them."""
        if self.params.wanted:
            scope = context.scope(self)
            literals = context.picks(self.speaks_of)
            scope.charge(self.params.teacher, scope.below(sum(literals), 1, 1), 1)
        for index, move in enumerate(context.instance.candidates):
            if self.forbids(move):
                context.charge_candidate(self, index, 1)
