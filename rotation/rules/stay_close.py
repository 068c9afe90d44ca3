"""Stay close: after a change, the roster keeps to the one that people already know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from community.rule import Strictness
from community.text import Text
from rotation.rules.base import Deviation, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rotation.context import Context
    from rotation.setting import Setting
    from rotation.solution import Placement, Roster
    from rotation.view import RosterView


@dataclass(frozen=True, kw_only=True)
class StayClose(Rule):
    """Each placement of the base roster that is dropped, and each one that is new, has a price.

    A placement of the base that the changed community cannot hold any more (its teacher has left)
    has no price: nobody can keep it.
    """

    family: ClassVar[str] = "stay_close"

    @classmethod
    def standing(cls, base: Roster | None, price_per_move: int) -> list[Rule]:
        """Return the rule when there is a roster to stay close to."""
        if base is None or price_per_move == 0:
            return []
        title = Text("少改已定安排", "keep the known roster")
        return [cls(id=cls.family, title=title, strictness=Strictness.SOFT, weight=price_per_move)]

    def deviations(self, view: RosterView) -> Iterator[Deviation]:
        """Compare by teacher, kind, host, start and length, whatever their status."""
        instance = view.instance
        known = _keepable(instance)
        now = {instance.key(m.placement): m for m in view.moves}
        for key in known:
            if key not in now:
                what = instance.what(instance.move(known[key]))
                text = Text(f"取消原安排：{what.zh}。", f"Dropped: {what.en}.")
                yield Deviation(key, 1, text)
        for key, move in now.items():
            if key not in known:
                what = instance.what(move)
                yield Deviation(key, 1, Text(f"新增安排：{what.zh}。", f"New: {what.en}."))

    def build(self, context: Context) -> None:
        """Charge the absence of known candidates and the presence of new ones."""
        instance, scope = context.instance, context.scope(self)
        known = _keepable(instance)
        offered = {
            instance.key(m.placement): x
            for m, x in zip(instance.candidates, context.chosen, strict=True)
        }
        for key, literal in offered.items():
            scope.charge(key, 1 - literal if key in known else literal, 1)
        for key in known.keys() - offered.keys():
            scope.charge(key, 1, 1)


def _keepable(instance: Setting) -> dict[str, Placement]:
    placements = instance.base.placements if instance.base else ()
    return {instance.key(p): p for p in placements if not instance.unknown(p)}
