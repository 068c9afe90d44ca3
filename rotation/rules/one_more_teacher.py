"""One more teacher: somebody comes, or stays, whom lessons of a failed week cannot do without.

Some lessons were one person's alone, who cannot have them all. Wherever others are, and do, a
roster under which nobody else is there for any of these lessons fails again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from community.text import Text
from rotation.rules.base import Deviation, TermRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rotation.context import Context
    from rotation.setting import Setting
    from rotation.view import RosterView


@dataclass(frozen=True, kw_only=True)
class OneMoreTeacher(TermRule):
    """In one term, one of some teachers at least is at one of the schools named with them.

    ``places`` are pairs of a teacher's id and a school's.
    """

    family: ClassVar[str] = "one_more_teacher"

    places: frozenset[tuple[str, str]] = frozenset()

    def _at_home(self, instance: Setting) -> list[str]:
        """Return those who are there unless they are sent away."""
        staff = ((t.id, school) for school, some in instance.staff.items() for t in some)
        return sorted(who for who, school in staff if (who, school) in self.places)

    def deviations(self, view: RosterView) -> Iterator[Deviation]:
        """Look for one of them."""
        instance = view.instance
        moves = [m for m in view.moves if self.holds(instance, m)]
        gone = {m.teacher.id for m in moves if m.leaves}
        come = {(m.teacher.id, m.host.id) for m in moves if m.teaches}
        if not come & self.places and gone.issuperset(self._at_home(instance)):
            community = instance.community
            name = community.term_by_id[self.term].name
            schools = {school for _, school in self.places}
            where = [s.name for s in community.schools if s.id in schools]
            text = Text(
                f"{name}{'、'.join(where)}有些课只有一名教师能教，已证教不过来。",
                f"{name}: at {', '.join(where)} one person alone can teach some lessons, "
                "too many as has been proved.",
            )
            yield Deviation(self.term, 1, text)

    def build(self, context: Context) -> None:
        """Let one of them stay at home or come."""
        scope, at_home = context.scope(self), self._at_home(context.instance)
        there: list[Any] = [len(at_home)]
        for move, literal in zip(context.instance.candidates, context.chosen, strict=True):
            if self.holds(context.instance, move):
                if move.leaves and move.teacher.id in at_home:
                    there.append(-literal)
                if move.teaches and (move.teacher.id, move.host.id) in self.places:
                    there.append(literal)
        scope.charge(self.term, scope.below(sum(there), 1, 1), 1)
