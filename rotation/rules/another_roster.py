"""Another roster: one whose lessons could not be staffed is not chosen again.

A roster is planned with whole courses but without times. When the week proves that the lessons of
a term cannot be staffed under it, the choice that led there is cut off.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from community.text import Text
from rotation.rules.base import Deviation, TermRule
from rotation.solution import Roster

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rotation.context import Context
    from rotation.move import Move
    from rotation.setting import Setting
    from rotation.view import RosterView


@dataclass(frozen=True, kw_only=True)
class AnotherRoster(TermRule):
    """In one term, the placements of some teachers are not all as in a refused roster.

    ``teachers`` empty means everybody. What others do cannot help where these are needed.
    """

    family: ClassVar[str] = "another_roster"

    refused: Roster = field(default_factory=Roster)
    teachers: frozenset[str] = frozenset()

    def _concerns(self, instance: Setting, move: Move) -> bool:
        meant = not self.teachers or move.placement.teacher in self.teachers
        return meant and self.holds(instance, move)

    def _refused_keys(self, instance: Setting) -> set[str]:
        moves = self.moves_of(instance, self.refused)
        return {instance.key(m.placement) for m in moves if self._concerns(instance, m)}

    def deviations(self, view: RosterView) -> Iterator[Deviation]:
        """Compare the placements that concern the teachers in the term."""
        instance = view.instance
        now = {instance.key(m.placement) for m in view.moves if self._concerns(instance, m)}
        if now == self._refused_keys(instance):
            name = instance.community.term_by_id[self.term].name
            people = instance.community.called
            names = [people[t] for t in sorted(self.teachers)]
            text = Text(
                f"{name}{'、'.join(names) or '所有人'}的派出与已证排不出课的方案相同。",
                f"{name}: the placements of {', '.join(names) or 'everybody'} are those of a "
                "roster whose lessons cannot be staffed.",
            )
            yield Deviation(self.term, 1, text)

    def build(self, context: Context) -> None:
        """Let at least one placement differ: one refused is left out, or another one is there."""
        instance, scope = context.instance, context.scope(self)
        refused = self._refused_keys(instance)
        different: list[Any] = []
        offered = set()
        for move, literal in zip(instance.candidates, context.chosen, strict=True):
            if self._concerns(instance, move):
                key = instance.key(move.placement)
                offered.add(key)
                different.append(1 - literal if key in refused else literal)
        if refused <= offered:
            scope.charge(self.term, scope.below(sum(different), 1, 1), 1)
