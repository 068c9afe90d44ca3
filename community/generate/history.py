"""Placements from before the plan: those that go on into it, and what people did years ago."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.generate.sites import SCHOOL_YEAR
from community.models import PastPlacement, PlacementKind, SchoolRole

if TYPE_CHECKING:
    from random import Random

    from community.generate.draft import Planted, Site, Worker

OLDEST = 5  # school years back
SERVED = 0.35  # of the backbone
SERVED_SOMETIMES = 0.08  # of the others
SERVED_IN_TURN = 0.5  # of everybody where all take turns
TWICE = 0.25  # of those who have served


def make_history(
    sites: list[Site],
    ordered: list[Worker],
    planted: list[Planted],
    rng: Random,
    *,
    rounds: bool,
) -> tuple[PastPlacement, ...]:
    """Return the earlier placements, those that go on first.

    Of the others, only people have any whom the planted roster leaves at home; nobody where there
    is no other school. With ``rounds`` everybody takes turns of one semester, and a part of this
    round is served already.
    """
    found = [
        _row(p.worker, p.host, p.kind, 2 * SCHOOL_YEAR - p.stay.before, p.stay.terms)
        for p in planted
        if p.stay.before
    ]
    members = [s.id for s in sites if s.school.role is SchoolRole.MEMBER]
    homes = {sites[0].id, *members}
    for worker in ordered:
        served = SERVED if worker.backbone else SERVED_SOMETIMES
        if rounds:
            served = SERVED_IN_TURN
        stays = worker.moved or worker.home not in homes or not members
        if stays or rng.random() >= served:
            continue
        from_core = worker.home == sites[0].id
        host = rng.choice(members) if from_core else sites[0].id
        kind = PlacementKind.SECONDMENT
        if not (from_core or rounds):
            kind = PlacementKind.SHADOWING
        terms = 1 if rounds else 2
        last = 2 * SCHOOL_YEAR - (2 if rounds else rng.randint(3, 2 * OLDEST - 2))
        starts = [last]
        if not rounds and rng.random() < TWICE:
            starts.insert(0, last - rng.randint(4, 8))
        latest = max(worker.joined, SCHOOL_YEAR - 2 * OLDEST)
        found += [_row(worker, host, kind, s, terms) for s in starts if s >= 2 * latest]
    return tuple(found)


def _row(worker: Worker, host: str, kind: PlacementKind, start: int, terms: int) -> PastPlacement:
    """Return a record; ``start`` counts semesters: twice the school year, plus 1 in the second."""
    return PastPlacement(
        teacher=worker.id,
        host=host,
        kind=kind,
        start_year=start // 2,
        semester=1 + start % 2,
        terms=terms,
    )
