"""One place at a time: who is away from home is at one school and nowhere else.

Holds without a policy: nobody can be sent to two schools for the same term.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from community.text import Text
from rotation.rules.base import Deviation, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rotation.context import Context
    from rotation.move import Move
    from rotation.solution import Roster
    from rotation.view import RosterView


@dataclass(frozen=True, kw_only=True)
class OnePlace(Rule):
    """At most one leaving placement of a teacher in a term, and no other one beside it."""

    family: ClassVar[str] = "one_place"

    @classmethod
    def standing(cls, base: Roster | None, price_per_move: int) -> list[Rule]:
        """Return the one rule of this family."""
        return [cls(id=cls.family, title=Text("同期只在一处", "one place at a time"))]

    def deviations(self, view: RosterView) -> Iterator[Deviation]:
        """Count, by teacher and term, the placements that are too many."""
        instance = view.instance
        for teacher, moves in view.by_teacher.items():
            for index, block in enumerate(instance.blocks):
                active = [m for m in moves if m.covers(index)]
                too_many = _too_many(active)
                if too_many:
                    who = instance.who(active[0].teacher)
                    hosts = "、".join(m.host.name for m in active)
                    text = Text(
                        f"{block.name.zh}{who.zh}同时派往{hosts}，同一时间只能在一处。",
                        f"{who.en} is placed at {hosts} at once in {block.name.en}.",
                    )
                    yield Deviation(f"{teacher}/{block.id}", too_many, text)

    def build(self, context: Context) -> None:
        """Post clauses; they belong to what a placement means, so they are never relaxed."""
        for choices in context.by_teacher.values():
            for term in range(context.instance.horizon):
                active = [(m, x) for m, x in choices if m.covers(term)]
                leaving = [x for m, x in active if m.leaves]
                context.exclude(leaving)
                for host in dict.fromkeys(m.host.id for m, _ in active if not m.leaves):
                    visiting = [x for m, x in active if not m.leaves and m.host.id == host]
                    context.exclude(leaving + visiting)


def _too_many(active: list[Move]) -> int:
    leaving = sum(m.leaves for m in active)
    visited = [m.host.id for m in active if not m.leaves]
    if leaving:
        return leaving - 1 + len(visited)
    return len(visited) - len(set(visited))
