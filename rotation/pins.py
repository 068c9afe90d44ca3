"""Placements that the plan finds already there: going on, or planned by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.codes import PlacementStatus
from rotation.solution import Placement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.models import Community, PastPlacement


def ongoing(community: Community) -> list[PastPlacement]:
    """Return the earlier placements that reach into the plan's terms."""
    first = community.terms[0]
    begin = 2 * first.school_year + first.semester - 1
    return [h for h in community.history if _start(h) < begin < _start(h) + h.terms]


def _start(past: PastPlacement) -> int:
    return 2 * past.start_year + past.semester - 1


def planned(community: Community) -> Iterator[Placement]:
    """Yield what goes on, and what the community's table of placements names.

    Rows that name what the community does not know are left to the checks of reading.
    """
    first = community.terms[0]
    begin = 2 * first.school_year + first.semester - 1
    for past in ongoing(community):
        yield Placement(
            past.teacher,
            past.kind,
            past.host,
            first.id,
            past.terms,
            PlacementStatus.LOCKED,
            before=begin - _start(past),
        )
    for p in community.placements:
        yield Placement(p.teacher, p.kind, p.host, p.start, p.terms, p.status, p.week, p.weeks)
