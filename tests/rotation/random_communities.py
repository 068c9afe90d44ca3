"""Random small communities and counties, with all traits that rules of rosters look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotation_tiny import changed, community, rule, school, teacher, terms

from community.models import PastPlacement, PlacementKind, SchoolRole, Travel

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

    from community.models import Community, School, Teacher
    from community.policy import PolicyRule

DEGREES = [None, "upper_secondary", "college", "bachelor"]
OUT_KINDS, BACK_KINDS = ["secondment", "leadership"], ["shadowing", "work_shadowing", "secondment"]


def asked() -> list[PolicyRule]:
    """Return rules that ask for placements of all kinds and directions, for a price only."""
    each = {"min": 1, "per": "member", "window": "semester"}
    return [
        rule("out", "rotation_quota", "soft", direction="core_to_member", kinds=OUT_KINDS, **each),
        rule("in", "rotation_quota", "soft", direction="member_to_core", kinds=BACK_KINDS, **each),
        rule("pool", "staff_pool_policy", "soft", pool="free", kinds=["secondment"]),
        rule("road", "itinerant_teaching", max_sites_per_week=3),
    ]


def random_community(
    dice: random.Random, rules: list[PolicyRule], *, short: bool | None = None
) -> Community:
    """Return a random community, or a county of two.

    ``short``: with tracks of half a month to a month beside whole semesters; None: perhaps.
    """
    groups = ["甲", "乙"] if dice.random() < 0.3 else [""]
    sites = [site for group in groups for site in _schools(dice, group)]
    homes = [s.id for s in sites]
    people = _people(dice, homes)
    tracks = _tracks() if (dice.random() < 0.4 if short is None else short) else []
    given = community(
        people,
        [*rules, *tracks],
        schools=sites,
        classes={s.id: dice.randint(0, 2) for s in sites},
        periods={"zh": 2, "math": dice.choice([1, 2]), "art": 1},
        terms=terms(dice.randint(1, 4), dice.randint(1, 2)),
        history=tuple(_history(dice, people, homes)),
        minutes=dice.choice([20, 40]),
    )
    ways = tuple(
        Travel(**{**w.model_dump(), "km": dice.choice([0, 3.5, 12])}) for w in given.travel
    )
    return changed(given, travel=ways)


def _schools(dice: random.Random, group: str) -> Iterator[School]:
    yield school(f"K{group}", SchoolRole.CORE, group=group)
    for name in "AB"[: dice.randint(1, 2)]:
        yield school(
            f"{name}{group}",
            group=group,
            locality=dice.choice(["rural", "town"]),
            is_weak=dice.random() < 0.5,
            weak_subjects=tuple(dice.sample(["zh", "math"], dice.randint(0, 2))),
        )
    if dice.random() < 0.3:
        traits = {"parent": f"A{group}", "weak_subjects": ("math",)}
        yield school(f"P{group}", SchoolRole.TEACHING_POINT, group=group, **traits)


def _people(dice: random.Random, homes: list[str]) -> list[Teacher]:
    return [
        teacher(
            f"t{n}",
            dice.choice([homes[0], homes[0], homes[1], *homes]),
            dice.choice(["zh", "math", "zh math", "zh art", "math art", "zh math art"]),
            is_backbone=dice.random() < 0.5,
            is_middle_leader=dice.random() < 0.3,
            is_group_head=dice.random() < 0.3,
            volunteer=dice.random() < 0.4,
            joined_year=dice.choice([2010, 2010, 2019, 2020, 2024]),
            birth_year=dice.choice([1970, 1971, 1985, 1994]),
            exemption="照顾家庭" if dice.random() < 0.1 else "",
            max_periods=dice.choice([4, 6, 8, 10]),
            degree=DEGREES[n % len(DEGREES)],
        )
        for n in range(dice.randint(3, 9))
    ]


def _tracks() -> list[PolicyRule]:
    kinds = [*OUT_KINDS, *BACK_KINDS[:2]]
    days = {"min_days": 10, "max_days": 20, "align": "block"}
    return [
        rule("short", "placement_term", kinds=kinds, **days),
        rule("long", "placement_term", kinds=kinds, min_terms=1, max_terms=2),
    ]


def _history(
    dice: random.Random, people: list[Teacher], homes: list[str]
) -> Iterator[PastPlacement]:
    """Yield earlier placements; one that began in 2024 may go on into the plan."""
    for person in people:
        for _ in range(dice.choice([0, 0, 1, 1, 2])):
            yield PastPlacement(
                teacher=person.id,
                host=dice.choice([h for h in homes if h != person.school]),
                kind=dice.choice([PlacementKind.SECONDMENT, PlacementKind.SHADOWING]),
                start_year=dice.choice([2020, 2021, 2022, 2023, 2024]),
                semester=dice.randint(1, 2),
                terms=dice.choice([1, 2, 3, 4]),
            )
