"""The roster: placements by id. Never imports the solver."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from community.models import Community, PlacementKind


class PlacementStatus(StrEnum):
    """How firm a placement is; a locked one stays where it is."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True, order=True)
class Placement:
    """One teacher at one host school for some terms, from a term on."""

    teacher: str
    kind: PlacementKind
    host: str
    start: str  # term id
    terms: int  # length in terms
    status: PlacementStatus = PlacementStatus.PROPOSED


@dataclass(frozen=True, slots=True)
class Posting:
    """Where one teacher works in one term: ``sites`` in which lessons are taught, home first."""

    teacher: str
    sites: tuple[str, ...]
    placement: Placement | None = None


@dataclass(frozen=True, slots=True)
class Roster:
    """All placements of a plan, in sorted order."""

    placements: tuple[Placement, ...] = ()

    def active(self, community: Community, term: str) -> list[Placement]:
        """Return the placements that cover a term."""
        order = {t.id: i for i, t in enumerate(community.terms)}
        now = order[term]
        return [p for p in self.placements if order[p.start] <= now < order[p.start] + p.terms]

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
