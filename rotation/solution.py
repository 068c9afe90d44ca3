"""The roster: placements by id. Never imports the solver."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from community.codes import PlacementStatus

if TYPE_CHECKING:
    from community.models import Community, PlacementKind

__all__ = ["MentorPair", "Placement", "PlacementStatus", "Posting", "Roster"]


@dataclass(frozen=True, slots=True, order=True)
class Placement:
    """One teacher at one host school for some time.

    Attributes
    ----------
    start, terms
        Term id, and the length in semesters; 0 for a short stay.
    status
        How firm it is.
    week, weeks
        Of a short stay: its first teaching week of the term, and its length in weeks.
    before
        Of a placement that began before the plan: how many of its ``terms`` lie before ``start``,
        which is the plan's first term.
    days
        Weekdays (1-7) of an itinerant pattern; empty: the timetable decides.
    """

    teacher: str
    kind: PlacementKind
    host: str
    start: str
    terms: int
    status: PlacementStatus = PlacementStatus.PROPOSED
    week: int = 1
    weeks: int = 0
    before: int = 0
    days: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class MentorPair:
    """A mentor and a mentee for some semesters from a term on."""

    mentor: str
    mentee: str
    start: str  # term id
    terms: int


@dataclass(frozen=True, slots=True)
class Posting:
    """Where one teacher works in one term: ``sites`` in which lessons are taught, home first."""

    teacher: str
    sites: tuple[str, ...]
    placement: Placement | None = None


@dataclass(frozen=True, slots=True)
class Roster:
    """All placements and mentor pairs of a plan, in sorted order."""

    placements: tuple[Placement, ...] = ()
    pairs: tuple[MentorPair, ...] = ()

    def active(self, community: Community, term: str) -> list[Placement]:
        """Return the placements that hold for a whole term: its weekly timetable knows them.

        Who is away for a few weeks keeps the lessons; colleagues stand in.
        """
        order = {t.id: i for i, t in enumerate(community.terms)}
        now = order[term]
        return [
            p
            for p in self.placements
            if order[p.start] <= now < order[p.start] + p.terms - p.before
        ]

    def postings(self, community: Community, term: str) -> dict[str, Posting]:
        """Return the posting of every teacher in a term."""
        active: dict[str, list[Placement]] = {}
        for placement in self.active(community, term):
            active.setdefault(placement.teacher, []).append(placement)
        return {t.id: _posting(t.id, t.school, active.get(t.id, [])) for t in community.teachers}

    def diff(self, other: Roster) -> tuple[list[Placement], list[Placement]]:
        """Return the placements only here, and those only in the other roster."""
        mine, theirs = set(self.placements), set(other.placements)
        return sorted(mine - theirs), sorted(theirs - mine)


def _posting(teacher: str, home: str, placements: list[Placement]) -> Posting:
    stays = not any(p.kind.leaves_home for p in placements)
    sites = [home] if stays else []
    sites += [p.host for p in placements if p.kind.teaches_at_host and p.host not in sites]
    return Posting(teacher, tuple(sites), placements[0] if placements else None)
