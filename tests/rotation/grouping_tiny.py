"""Tiny counties whose schools are to form communities: a few letters on a line of kilometres."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from support import tiny_community

from community.models import Community, School, SchoolRole, Stage, Travel
from community.policy import Policy, PolicyRule
from community.rule import Strictness
from scenarios.changes.base import replaced

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

OPEN, CORE, MEMBER = SchoolRole.OPEN, SchoolRole.CORE, SchoolRole.MEMBER


def school(name: str, role: SchoolRole = OPEN, **more: Any) -> School:
    """Return a primary school; its id is its name."""
    given = {"stage": Stage.PRIMARY, "grid": "gc", "locality": "town", "pupils": 100} | more
    return School(id=name, name=name, role=role, **given)


def asking(strictness: str = "hard", weight: int = 1, **params: Any) -> PolicyRule:
    """Return a rule of the family; its id is its first parameter."""
    return PolicyRule(
        id=next(iter(params)),
        family="community_structure",
        title_zh=f"规则{next(iter(params))}",
        title_en=f"Rule {next(iter(params))}",
        strictness=Strictness(strictness),
        weight=weight,
        params=params,
    )


def county(schools: Sequence[School], rules: Sequence[PolicyRule] = ()) -> Community:
    """Return a county whose schools stand along a road, each 10 minutes from the next."""
    places = {s.id: 10 * i for i, s in enumerate(schools) if s.parent is None}
    ways = tuple(
        Travel(origin=a, destination=b, minutes=abs(places[a] - places[b]))
        for a in places
        for b in places
        if a != b
    )
    empty = {"rooms": (), "classes": (), "teachers": (), "curriculum": (), "unavailable": ()}
    empty |= {"history": (), "sync": (), "placements": (), "terms": (), "calendar": ()}
    policy = Policy(profile="national_base", rules=tuple(rules))
    return replaced(tiny_community(), **empty, schools=tuple(schools), travel=ways, policy=policy)


def drawn(rng: random.Random, number: int) -> Community:
    """Return a random county: ways that are no plane, odd roles, groups, wishes and rules."""
    names = [chr(65 + i) for i in range(number)]
    groups = ["", "", "", "东", "西"] if rng.random() < 0.4 else [""]
    schools = [
        school(
            name,
            rng.choices((OPEN, CORE, MEMBER), (6, 1, 2))[0],
            stage=rng.choices((Stage.PRIMARY, Stage.JUNIOR, Stage.NINE_YEAR), (8, 1, 1))[0],
            locality=rng.choice(("urban", "town", "rural")),
            pupils=rng.choice((0, 80, 300, 900)),
            is_weak=rng.random() < 0.4,
            group=rng.choice(groups),
            wishes=tuple(rng.sample(sorted({*names} - {name}), rng.choice((0, 0, 1, 2)))),
        )
        for name in names
    ]
    ways = tuple(
        Travel(origin=a, destination=b, minutes=rng.randint(5, 90))
        for a in names
        for b in names
        if a != b and rng.random() < 0.97
    )
    return replaced(county(schools, rules(rng, number)), travel=ways)


def rules(rng: random.Random, number: int) -> list[PolicyRule]:
    """Return a few random rules, of which each is hard, in principle or soft."""
    few = max(1, number // 3)
    some: list[dict[str, Any]] = [
        {"communities": rng.choice((few, few + 1))},
        {"junior_communities": rng.choice((0, 1))},
        {"min_schools": rng.choice((1, 2, 3)), "counts_core": rng.random() < 0.5},
        {"max_schools": rng.choice((3, 4)), "counts_core": rng.random() < 0.5},
        {"max_minutes": rng.choice((30, 50, 70))},
        {"mixed": True, "contrasts": rng.choice(((), ("strength",), ("locality", "size")))},
        {"helps": rng.choice((1, 2))},
        {"choice": True, "choices": rng.choice((1, 2))},
        {"coverage": rng.choice((0.5, 0.8, 1.0))},
        {"stages": rng.choice(("same", "across", "any"))},
        {"core_locality": ("urban", "town"), "core_strong": True},
        {"member_locality": ("town", "rural")},
    ]
    chosen = rng.sample(some, rng.randint(2, 6))
    return [
        asking(
            rng.choices(("hard", "in_principle", "soft"), (2, 1, 4))[0],
            rng.choice((1, 3, 10)),
            **p,
        )
        for p in chosen
    ]
