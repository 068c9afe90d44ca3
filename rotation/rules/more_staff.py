"""More staff: with people like those of a failed week, or fewer, the next week fails as well.

That the lessons of some lanes (subjects of schools) cannot be staffed is a proof about all who
could teach them there. Whoever else stands in for a colleague of the same kind, or is sent away,
does not mend it; somebody more of some kind may, or a visit that was not there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from community.text import Text
from rotation.posts import Post, filled
from rotation.rules.base import Deviation, TermRule
from rotation.solution import Roster

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rotation.context import Context
    from rotation.move import Move
    from rotation.setting import Setting
    from rotation.view import RosterView


Visit = tuple[Post, tuple[int, ...]]  # with its weekdays


class Kind(NamedTuple):
    """Posts whose people are as good as each other, and how many of them did not suffice."""

    posts: frozenset[Post]
    were: int


@dataclass(frozen=True, kw_only=True)
class MoreStaff(TermRule):
    """In one term, of some kind there are more people than were, or one of some visits is new.

    ``visits`` are posts of those who teach at a school beside their own; which of them were there
    is known from the refused roster.
    """

    family: ClassVar[str] = "more_staff"

    refused: Roster = field(default_factory=Roster)
    kinds: tuple[Kind, ...] = ()
    visits: frozenset[Post] = frozenset()

    def _visits(self, instance: Setting, moves: Iterable[Move]) -> list[Visit]:
        """Return the visits that some moves are in the term."""
        return [
            (post, m.placement.days)
            for m in moves
            if m.teaches and not m.leaves and self.holds(instance, m)
            if (post := Post(m.teacher.id, m.host.id)) in self.visits
        ]

    def _known(self, instance: Setting) -> set[Visit]:
        return {*self._visits(instance, self.moves_of(instance, self.refused))}

    def deviations(self, view: RosterView) -> Iterator[Deviation]:
        """Count the people of each kind, and look for a new visit."""
        instance = view.instance
        new = {*self._visits(instance, view.moves)} - self._known(instance)
        based = {
            Post(teacher, sites[0], sites[0] != instance.community.teacher_by_id[teacher].school)
            for teacher, sites in view.term_sites(instance.term_index[self.term]).items()
            if sites
        }
        if not new and all(len(kind.posts & based) <= kind.were for kind in self.kinds):
            community = instance.community
            name = community.term_by_id[self.term].name
            meant = {p.site for kind in self.kinds for p in kind.posts}
            where = [s.name for s in community.schools if s.id in meant]
            text = Text(
                f"{name}{'、'.join(where)}能教的教师不比已证排不出课的方案多。",
                f"{name}: {', '.join(where)} have no more teachers than under a roster whose "
                "lessons cannot be staffed, as has been proved.",
            )
            yield Deviation(self.term, 1, text)

    def build(self, context: Context) -> None:
        """Let some kind have more people, or some visit be new."""
        instance, scope = context.instance, context.scope(self)
        term, known = instance.term_index[self.term], self._known(context.instance)
        enough: list[Any] = [
            literal
            for move, literal in zip(instance.candidates, context.chosen, strict=True)
            if {*self._visits(instance, [move])} - known
        ]
        for number, kind in enumerate(self.kinds):
            there = sum(filled(context, post, term) for post in sorted(kind.posts))
            more = context.new_int(0, 1, (self.id, number))
            context.define(there >= (kind.were + 1) * more)
            enough.append(more)
        scope.charge(self.term, scope.below(sum(enough), 1, 1), 1)
