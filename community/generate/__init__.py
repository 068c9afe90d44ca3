"""New communities from a profile, a size and a seed, feasible by construction.

A plan is planted first: synchronous lessons at clock times that overlap, courses packed into
weekly loads, people exchanged as the profile's rules ask, and a clash-free week of every school.
The people are drawn around it, so that the plan keeps every hard rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from community.errors import InputError, Problem
from community.generate import people
from community.generate.broadcasts import plan_broadcasts
from community.generate.draft import data
from community.generate.exchange import Exchange
from community.generate.history import make_history
from community.generate.lessons import PlantedLesson, Writer
from community.generate.mentors import Arrival, PlantedPair, plant_pairs
from community.generate.places import place_of
from community.generate.rosters import plant
from community.generate.shapes import GRADES, SHAPES, Size
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
from community.models import ClassGroup, Community, PlacementKind, PlacementStatus, SyncSeries
from community.names import canonical
from community.profile import profile_id, profile_structure, profile_title, resolve
from community.text import Text

if TYPE_CHECKING:
    from community.generate.draft import Broadcast, Planted, Site
    from community.generate.places import Place
    from community.models import School
    from community.policy import Policy

TERMS = 4
__all__ = [
    "TERMS",
    "Generated",
    "PlantedLesson",
    "PlantedPair",
    "PlantedPlacement",
    "Size",
    "new_community",
]


class PlantedPlacement(NamedTuple):
    """A placement of the planted roster, with the fields of a placement; ``start`` is a term id."""

    teacher: str
    kind: PlacementKind
    host: str
    start: str
    terms: int
    status: PlacementStatus = PlacementStatus.PROPOSED
    week: int = 1
    weeks: int = 0
    before: int = 0


@dataclass(frozen=True)
class Generated:
    """A community and a plan of its first term that keeps every hard rule."""

    community: Community
    planted_placements: tuple[PlantedPlacement, ...]
    planted_lessons: tuple[PlantedLesson, ...]
    planted_pairs: tuple[PlantedPair, ...] = ()


def new_community(
    profile: str,
    members: int | None = None,
    size: Size = "small",
    seed: int = 0,
    terms: int = TERMS,
) -> Generated:
    """Return a new community with its planted plan; equal arguments give equal communities.

    Parameters
    ----------
    profile
        Name of a shipped profile.
    members
        Number of member schools, teaching points not counted; None for the profile's usual number.
    size
        ``small`` (some six classes in a member school), ``medium``, ``large`` or ``district``.
    seed
        Seed of everything that is drawn.
    terms
        Number of semesters, 1 to 6.

    Raises
    ------
    InputError
        When the profile is unknown or does not allow so many members.
    """
    profile = profile_id(profile)  # an unknown name is refused before anything is drawn
    count = member_count(profile, members)
    name = f"{profile}-{count}-{size}-{seed}" + ("" if terms == TERMS else f"-{terms}")
    return draw(profile, count, size, terms, place_of(profile), name)


def draw(profile: str, members: int, size: Size, terms: int, place: Place, name: str) -> Generated:
    """Return a new community at a place; ``name`` is its id and the seed of what is drawn."""
    rng, shape, policy = Random(name), SHAPES[profile], resolve(profile)
    sites = make_schools(shape, size, members, terms, place, rng)
    make_blocks(sites)
    broadcasts = plan_broadcasts(sites, place.prefix, rng)
    everybody, _ = staff(sites, rng)
    exchange = Exchange(sites, everybody, terms, rng)
    plant(exchange, policy)
    needs = people.needs_of(policy, exchange.planted, terms)
    people.choose_class_teachers(sites)
    people.choose_leaders(sites, everybody, exchange.planted, needs, rng)
    ordered = people.name_workers(sites, everybody, place.prefix)
    writer = Writer([plan_week(site, rng) for site in sites], ordered)
    teachers = people.make_teachers(sites, ordered, needs, writer.busy, rng)
    community = _community(name, policy, exchange, rng).model_copy(
        update={
            "teachers": teachers,
            "unavailable": people.make_unavailable(sites, ordered, writer.busy, rng),
            "history": make_history(sites, ordered, exchange.planted, rng, rounds=shape.rounds),
            "sync": tuple(_series(b) for b in broadcasts),
        }
    )
    placements = tuple(sorted(_placement(p, community) for p in exchange.planted))
    pairs = plant_pairs(community, (_arrival(p) for p in exchange.planted if not p.stay.weeks))
    return Generated(community, placements, tuple(sorted(writer.rows)), pairs)


def _community(name: str, policy: Policy, exchange: Exchange, rng: Random) -> Community:
    """Return the schools, classes and terms around the planted plan; the people are left out."""
    sites, shape = exchange.sites, SHAPES[policy.profile]
    terms, calendar = make_terms(exchange.terms)
    return Community(
        id=name[:40],
        name=f"{sites[0].school.name}教育共同体（{profile_title(policy.profile).zh}）",
        school_year=SCHOOL_YEAR,
        policy=policy,
        schools=tuple(_school(s, exchange.needs[s.id]) for s in sites),
        slots=tuple(x for g in dict.fromkeys(s.school.grid for s in sites) for x in make_slots(g)),
        rooms=tuple(room for s in sites for room in make_rooms(s)),
        classes=_classes(sites),
        subjects=make_subjects(GRADES[shape.stage]),
        curriculum=make_curriculum(sites[0].id, GRADES[shape.stage]),
        teachers=(),
        terms=terms,
        calendar=calendar,
        travel=make_travel(sites, shape.one_township, rng),
    )


def member_count(profile: str, members: int | None) -> int:
    """Return the number of member schools, checked against the structure of the profile.

    Raises
    ------
    InputError
        When the profile does not allow so many.
    """
    shape = profile_structure(profile)
    least, most = shape["n_min"], shape["n_max"]
    count = SHAPES[profile].members if members is None else members
    if not least <= count <= most:
        said = str(least) if least == most else f"{least}–{most}"
        raise InputError(
            [
                Problem(
                    value=str(count),
                    expected=Text(
                        f"{profile_title(profile).zh}应有{said}所成员校",
                        f"expected {said} member schools in the profile {profile}",
                    ),
                )
            ]
        )
    return count


def _placement(planted: Planted, community: Community) -> PlantedPlacement:
    stay = planted.stay
    status = PlacementStatus.LOCKED if stay.before else PlacementStatus.PROPOSED
    start = community.terms[stay.start].id
    return PlantedPlacement(
        *(planted.worker.id, planted.kind, planted.host, start, stay.terms),
        *(status, stay.week, stay.weeks, stay.before),
    )


def _arrival(planted: Planted) -> Arrival:
    stay = planted.stay
    return Arrival(
        planted.worker.id, planted.kind, planted.host, stay.start, stay.terms - stay.before
    )


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
