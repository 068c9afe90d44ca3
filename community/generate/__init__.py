"""New communities from a profile, a size and a seed, feasible by construction.

A plan is planted first: synchronous lessons at clock times that overlap, courses packed into
weekly loads, people exchanged as the profile's rules ask, and a clash-free week of every school.
The people are drawn around it, so that the plan keeps every hard rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Literal, NamedTuple

from community.errors import InputError, Problem
from community.generate import people
from community.generate.broadcasts import plan_broadcasts
from community.generate.draft import data
from community.generate.exchange import Exchange
from community.generate.lessons import PlantedLesson, Writer
from community.generate.sites import (
    SCHOOL_YEAR,
    make_blocks,
    make_curriculum,
    make_rooms,
    make_schools,
    make_slots,
    make_subjects,
    make_terms,
    make_travel,
)
from community.generate.staffing import staff
from community.generate.week import plan_week
from community.models import ClassGroup, Community, PlacementKind, SyncSeries
from community.names import canonical
from community.profile import profile_structure, profile_title, resolve
from community.text import Text

if TYPE_CHECKING:
    from community.generate.draft import Broadcast, Site, Worker
    from community.models import School

Size = Literal["small", "medium", "large"]
DEFAULT_MEMBERS = {
    "songyang": 1,
    "libo": 4,
    "fengjie": 2,
    "mountain_county": 3,
    "shouguang": 10,
}
__all__ = ["Generated", "PlantedLesson", "PlantedPlacement", "new_community"]


class PlantedPlacement(NamedTuple):
    """A placement of the planted roster; ``start`` is a term id, ``terms`` a number of terms."""

    teacher: str
    kind: PlacementKind
    host: str
    start: str
    terms: int


@dataclass(frozen=True)
class Generated:
    """A community and a plan of its first term that keeps every hard rule."""

    community: Community
    planted_placements: tuple[PlantedPlacement, ...]
    planted_lessons: tuple[PlantedLesson, ...]


def new_community(
    profile: str, members: int | None = None, size: Size = "small", seed: int = 0
) -> Generated:
    """Return a new community with its planted plan; equal arguments give equal communities.

    Parameters
    ----------
    profile
        Name of a shipped profile.
    members
        Number of member schools, teaching points not counted; None for the profile's usual number.
    size
        ``small`` (five or six classes in a member school), ``medium`` or ``large``.
    seed
        Seed of everything that is drawn.

    Raises
    ------
    InputError
        When the profile is unknown or does not allow so many members.
    """
    resolve(profile)  # an unknown name is refused before anything is drawn
    count = _members(profile, members)
    name = f"{profile}-{count}-{size}-{seed}"
    rng = Random(name)
    sites = make_schools(profile, count, _points(profile, count, size), size, rng)
    make_blocks(sites)
    broadcasts = plan_broadcasts(sites, rng)
    everybody, _ = staff(sites, rng)
    exchange = Exchange(sites, everybody, rng)
    exchange.draw(profile)
    people.choose_class_teachers(sites)
    people.choose_leaders(sites, everybody, rng)
    ordered = people.name_workers(sites, everybody)
    writer = Writer([plan_week(site, rng) for site in sites], ordered)
    community = _community(name, profile, exchange, ordered, writer, rng)
    placements = tuple(
        PlantedPlacement(p.worker.id, p.kind, p.host, community.terms[p.start].id, p.terms)
        for p in exchange.planted
    )
    return Generated(
        community.model_copy(update={"sync": tuple(_series(b) for b in broadcasts)}),
        tuple(sorted(placements)),
        tuple(sorted(writer.rows)),
    )


def _community(
    name: str,
    profile: str,
    exchange: Exchange,
    ordered: list[Worker],
    writer: Writer,
    rng: Random,
) -> Community:
    """Return the community around the planted plan, its synchronous series left out."""
    sites = exchange.sites
    cap = 10 * people.sent_each_year(exchange.planted) if profile == "mountain_county" else None
    terms, calendar = make_terms()
    return Community(
        id=name,
        name=f"{sites[0].school.name}教育共同体（{profile_title(profile).zh}）",
        school_year=SCHOOL_YEAR,
        policy=resolve(profile),
        schools=tuple(_school(s, exchange.needs[s.id]) for s in sites),
        slots=tuple(x for g in dict.fromkeys(s.school.grid for s in sites) for x in make_slots(g)),
        rooms=tuple(room for s in sites for room in make_rooms(s)),
        classes=_classes(sites),
        subjects=make_subjects(nine_year=profile == "mountain_county"),
        curriculum=make_curriculum(top=max(g.grade for s in sites for g in s.groups)),
        teachers=people.make_teachers(sites, ordered, cap, rng),
        unavailable=people.make_unavailable(sites, ordered, writer.busy, rng),
        history=people.make_history(sites, ordered, rng),
        terms=terms,
        calendar=calendar,
        travel=make_travel(sites, profile == "shouguang", rng),
    )


def _members(profile: str, members: int | None) -> int:
    """Return the number of member schools, checked against the structure of the profile."""
    shape = profile_structure(profile)
    least, most = shape["n_min"], shape["n_max"]
    count = DEFAULT_MEMBERS[profile] if members is None else members
    if not least <= count <= most:
        said = str(least) if least == most else f"{least}–{most}"
        raise InputError(
            [
                Problem(
                    place="--members",
                    value=str(count),
                    expected=Text(
                        f"{profile_title(profile).zh}应有{said}所成员校",
                        f"expected {said} member schools in the profile {profile}",
                    ),
                )
            ]
        )
    return count


def _points(profile: str, members: int, size: Size) -> int:
    """Return the number of teaching points; only the groups of 荔波 have them."""
    return {"small": 2, "medium": members, "large": 2 * members}[size] if profile == "libo" else 0


def _school(site: Site, needs: list[str]) -> School:
    order = list(data("subjects"))
    weak = tuple(sorted(needs, key=order.index))
    return site.school.model_copy(update={"weak_subjects": weak})


def _classes(sites: list[Site]) -> tuple[ClassGroup, ...]:
    return tuple(
        ClassGroup(
            id=g.id,
            school=s.id,
            grade=g.grade,
            number=g.number,
            name=canonical(g.grade, g.number),
            pupils=g.pupils,
        )
        for s in sites
        for g in s.groups
    )


def _series(broadcast: Broadcast) -> SyncSeries:
    return SyncSeries(
        id=broadcast.id,
        subject=broadcast.subject,
        host_class=broadcast.host.id,
        receiving_classes=tuple(group.id for group, _ in broadcast.receivers),
    )
