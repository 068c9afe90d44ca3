"""New counties: several communities under one policy in one file."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from community.errors import InputError, Problem
from community.generate import TERMS, draw, member_count
from community.generate.places import MOST_COMMUNITIES, place_in_county
from community.generate.shapes import Size
from community.models import Community, SchoolRole, Travel
from community.profile import profile_id, profile_title
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from community.models import School

Wish = tuple[str, int | None, Size]


def new_county(communities: Sequence[Wish], seed: int = 0, terms: int = TERMS) -> Community:
    """Return a county whose communities are groups of one file; equal arguments give equal ones.

    Each community is feasible by construction, as one of ``new_community`` is. Ways lead between
    all schools of different communities, teaching points left out.

    Parameters
    ----------
    communities
        Of each: profile, number of member schools (None for the usual number) and size. All have
        the same profile.
    seed
        Seed of everything that is drawn.
    terms
        Number of semesters, 1 to 6.

    Raises
    ------
    InputError
        When a profile is unknown or does not allow so many members, when the profiles differ, or
        when there are fewer than 2 or more than 20 communities.
    """
    profiles = {profile_id(profile) for profile, _, _ in communities}
    _check(len(communities), sorted(profiles))
    (profile,) = profiles
    name = "-".join([profile, "county", str(len(communities)), str(seed)])
    if terms != TERMS:
        name += f"-{terms}"
    parts = []
    for index, (_, members, size) in enumerate(communities):
        place = place_in_county(profile, index)
        count = member_count(profile, members)
        drawn = draw(profile, count, size, terms, place, f"{name}-{place.prefix}-{count}-{size}")
        parts.append(drawn.community)
    return _merged(parts, name, place_in_county(profile, 0).county)


def without_communities(county: Community) -> Community:
    """Return a county whose communities are yet to be formed: roles are open, groups empty."""
    schools = tuple(
        s.model_copy(update={"group": ""} if s.parent else {"group": "", "role": SchoolRole.OPEN})
        for s in county.schools
    )
    return county.model_copy(update={"schools": schools})


def _check(number: int, profiles: list[str]) -> None:
    if not 2 <= number <= MOST_COMMUNITIES:
        most = MOST_COMMUNITIES
        expected = Text(f"共同体应为2到{most}个", f"expected 2 to {most} communities")
        raise InputError([Problem(value=str(number), expected=expected)])
    if len(profiles) > 1:
        expected = Text("一个县只能有一个政策方案", "expected one profile for the county")
        raise InputError([Problem(value="、".join(profiles), expected=expected)])


def _merged(parts: list[Community], name: str, county: str) -> Community:
    """Return the communities in one file, with ways between them."""
    first, rng = parts[0], Random(name)
    common = tuple(r for r in first.curriculum if r.school is None)
    own = tuple(r for part in parts for r in part.curriculum if r.school)
    inside = tuple(way for part in parts for way in part.travel)
    return Community(
        id=name[:40],
        name=f"{county}教育共同体（{profile_title(first.policy.profile).zh}）",
        school_year=first.school_year,
        policy=first.policy,
        schools=tuple(s for part in parts for s in part.schools),
        slots=tuple(dict.fromkeys(slot for part in parts for slot in part.slots)),
        rooms=tuple(r for part in parts for r in part.rooms),
        classes=tuple(c for part in parts for c in part.classes),
        subjects=first.subjects,
        curriculum=common + own,
        teachers=tuple(t for part in parts for t in part.teachers),
        unavailable=tuple(u for part in parts for u in part.unavailable),
        history=tuple(h for part in parts for h in part.history),
        terms=first.terms,
        calendar=first.calendar,
        travel=inside + tuple(_ways(parts, rng)),
        sync=tuple(s for part in parts for s in part.sync),
    )


def _ways(parts: list[Community], rng: Random) -> list[Travel]:
    """Return the ways between the schools of different communities."""
    schools = [s for part in parts for s in part.schools if s.role is not SchoolRole.TEACHING_POINT]
    found: list[Travel] = []
    for position, here in enumerate(schools):
        for there in schools[position + 1 :]:
            if here.group != there.group:
                found += _both_ways(here, there, rng)
    return found


def _both_ways(here: School, there: School, rng: Random) -> list[Travel]:
    """Return the way and the way back: short in town, over the county town between townships."""
    cores = sum(s.role is SchoolRole.CORE for s in (here, there))
    low, high = {2: (8, 20), 1: (30, 80), 0: (45, 120)}[cores]
    minutes = rng.randint(low, high)
    back = max(8, minutes + rng.randint(-4, 9))
    km = round(minutes * (0.5 if cores == 2 else 0.65), 1)
    return [
        Travel(origin=a.id, destination=b.id, minutes=time, km=km)
        for a, b, time in ((here, there, minutes), (there, here, back))
    ]
