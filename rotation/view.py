"""A roster laid out over its instance, made for checking. Never imports the solver."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from rotation.solution import Roster

if TYPE_CHECKING:
    from community.text import Text
    from rotation.move import Move
    from rotation.setting import Setting
    from rotation.solution import MentorPair, Placement


@dataclass(frozen=True)
class RosterView:
    """What rules ask of a finished roster.

    Placements that name an unknown teacher, school or term are ``strays``; the rule of well-formed
    placements reports them and every other rule speaks of the ``moves`` only.
    """

    instance: Setting
    roster: Roster

    @cached_property
    def _resolved(self) -> tuple[tuple[Move, ...], tuple[tuple[Placement, Text], ...]]:
        moves: list[Move] = []
        strays: list[tuple[Placement, Text]] = []
        for placement in self.roster.placements:
            fault = self.instance.unknown(placement)
            if fault:
                strays.append((placement, fault))
            else:
                moves.append(self.instance.move(placement))
        return tuple(moves), tuple(strays)

    @property
    def moves(self) -> tuple[Move, ...]:
        """All placements that can be understood."""
        return self._resolved[0]

    @property
    def strays(self) -> tuple[tuple[Placement, Text], ...]:
        """Placements that cannot be understood, and why."""
        return self._resolved[1]

    @property
    def pairs(self) -> tuple[MentorPair, ...]:
        """The mentor pairs of the roster."""
        return self.roster.pairs

    @cached_property
    def by_teacher(self) -> dict[str, list[Move]]:
        """Moves by teacher id, in order of time; only teachers who have any."""
        found: dict[str, list[Move]] = {}
        for move in sorted(self.moves, key=lambda m: (m.first, m.end, m.placement)):
            found.setdefault(move.teacher.id, []).append(move)
        return found

    def active(self, block: int) -> list[Move]:
        """Return the moves that cover a block of time."""
        return [m for m in self.moves if m.covers(block)]

    def sites(self, block: int) -> dict[str, tuple[str, ...]]:
        """Return the sites in which each teacher takes lessons in a block, by teacher id."""
        active: dict[str, list[Move]] = {}
        for move in self.active(block):
            active.setdefault(move.teacher.id, []).append(move)
        return {
            t.id: _sites(t.school, active.get(t.id, [])) for t in self.instance.community.teachers
        }

    def term_sites(self, term: int) -> dict[str, tuple[str, ...]]:
        """Return the sites of each teacher in the weekly timetable of a term: no short stays."""
        known = Roster(tuple(m.placement for m in self.moves))
        community = self.instance.community
        postings = known.postings(community, community.terms[term].id)
        return {teacher: posting.sites for teacher, posting in postings.items()}


def _sites(home: str, active: list[Move]) -> tuple[str, ...]:
    found = [] if any(m.leaves for m in active) else [home]
    return tuple(dict.fromkeys(found + [m.host.id for m in active if m.teaches]))
