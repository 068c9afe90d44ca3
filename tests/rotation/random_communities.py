"""Holds the model against the checker: a roster's price in the model is its cost in the check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotation_tiny import BUDGET, community, rule, school, teacher, terms

from community.models import PastPlacement, PlacementKind, SchoolRole, Travel
from community.rule import Cost
from rotation.check import check
from rotation.instance import compile_rotation
from rotation.model import build_model
from rotation.solution import Placement, Roster
from solving import solver
from solving.outcome import Status

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

    from community.models import Community
    from community.policy import PolicyRule
    from rotation.instance import RotationInstance
    from rotation.move import Move

COSTS = ["Linear", "Quadratic", "Step"]
OUT_KINDS, BACK_KINDS = ["secondment", "leadership"], ["shadowing", "work_shadowing"]


def assert_agree(instance: RotationInstance, roster: Roster, name: object = "") -> Cost:
    """Fix a roster in the model: it costs what the check says, or is refused when a rule breaks."""
    context = build_model(instance)
    chosen = set(roster.placements)
    for move, literal in zip(instance.candidates, context.chosen, strict=True):
        context.builder.model.add(literal == int(move.placement in chosen))
    context.builder.minimize()
    outcome = solver.solve(context.builder.model, BUDGET)
    cost = Cost.of(check(instance, roster))
    if cost.hard:
        assert outcome.status is Status.INFEASIBLE, name
    else:
        assert outcome.status is Status.OPTIMAL, name
        assert round(outcome.report.objective or 0) == cost.soft, name
    return cost


def some_roster(dice: random.Random, instance: RotationInstance, share: float = 0.5) -> Roster:
    """Return a random roster in which nobody is in two places; what goes on is always there.

    About a third of the people stay at home; of the others' candidates a share is taken.
    """
    chosen: list[Move] = [m for m in instance.candidates if m.is_ongoing]
    staying = {t.id for t in instance.community.teachers if dice.random() < 0.35}
    others = [m for m in instance.candidates if not m.is_ongoing and m.teacher.id not in staying]
    for move in dice.sample(others, len(others)):
        mine = [m for m in chosen if m.teacher.id == move.teacher.id and m.overlaps(move)]
        clash = any(m.leaves or move.leaves or m.host.id == move.host.id for m in mine)
        if not clash and dice.random() < share:
            chosen.append(move)
    return Roster(tuple(sorted(m.placement for m in chosen)))


def asking() -> list[PolicyRule]:
    """Return soft quotas for every kind of placement, so that all are offered."""
    return [
        rule("out", "rotation_quota", "soft", direction="core_to_member", kinds=OUT_KINDS, min=1),
        rule("in", "rotation_quota", "soft", direction="member_to_core", kinds=BACK_KINDS, min=1),
        rule("road", "itinerant_teaching", max_sites_per_week=3),
    ]


def some_community(
    dice: random.Random, rules: list[PolicyRule], *, short: bool | None = None
) -> Community:
    """Return a random community, or a county of two, whose rules ask for placements.

    ``short``: with tracks of half a month to a month beside whole semesters.
    """
    groups = ["甲", "乙"] if dice.random() < 0.3 else [""]
    schools = []
    for group in groups:
        schools.append(school(f"K{group}", SchoolRole.CORE, group=group))
        for name in "AB"[: dice.randint(1, 2)]:
            traits = {"locality": dice.choice(["rural", "town"]), "is_weak": dice.random() < 0.5}
            schools.append(school(f"{name}{group}", group=group, **traits))
        if dice.random() < 0.4:
            point = SchoolRole.TEACHING_POINT
            schools.append(school(f"P{group}", point, group=group, parent=schools[-1].id))
    people = [
        teacher(
            f"t{n}",
            dice.choice(schools[:2] if dice.random() < 0.7 else schools).id,
            dice.choice(["zh", "math", "zh math"]),
            is_backbone=dice.random() < 0.6,
            is_group_head=dice.random() < 0.3,
            max_periods=dice.choice([4, 6, 8]),
        )
        for n in range(dice.randint(3, 8))
    ]
    tracks = []
    if dice.random() < 0.4 if short is None else short:
        kinds = OUT_KINDS + BACK_KINDS
        days = {"min_days": 10, "max_days": 20, "align": "block"}
        tracks = [
            rule("short", "placement_term", kinds=kinds, **days),
            rule("long", "placement_term", kinds=kinds, min_terms=1, max_terms=2),
        ]
    given = community(
        people,
        [*asking(), *tracks, *rules],
        schools=schools,
        classes={s.id: dice.randint(0, 1) for s in schools},
        periods={"zh": 2, "math": 1},
        terms=terms(dice.randint(1, 3), dice.randint(1, 2)),
        history=tuple(_history(dice, people, [s.id for s in schools])),
    )
    ways = tuple(
        Travel(origin=w.origin, destination=w.destination, minutes=30, km=dice.choice([0, 3.5, 12]))
        for w in given.travel
    )
    fields = {name: getattr(given, name) for name in type(given).model_fields}
    return type(given)(**{**fields, "travel": ways})


def _history(dice: random.Random, people: list, schools: list[str]) -> Iterator[PastPlacement]:
    """Yield earlier placements; one that began in 2024 or 2025 may go on into the plan."""
    for person in people:
        if dice.random() < 0.5:
            hosts = [s for s in schools if s != person.school]
            yield PastPlacement(
                teacher=person.id,
                host=dice.choice(hosts),
                kind=PlacementKind.SECONDMENT,
                start_year=dice.choice([2020, 2024]),
                semester=dice.randint(1, 2),
                terms=dice.choice([1, 2, 4]),
            )


def instances(
    dice: random.Random, count: int, rules: list[PolicyRule]
) -> Iterator[tuple[int, RotationInstance, Roster]]:
    """Yield random instances with a random roster each."""
    for number in range(count):
        instance = compile_rotation(some_community(dice, rules))
        yield number, instance, some_roster(dice, instance, dice.choice([0.05, 0.2, 0.5]))


def stay(
    who: str, host: str, kind: PlacementKind, week: int, weeks: int, start: str = "2025-1"
) -> Placement:
    """Return a short stay."""
    return Placement(who, kind, host, start, 0, week=week, weeks=weeks)
