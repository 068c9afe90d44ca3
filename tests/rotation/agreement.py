"""Check against model: a roster costs in the model what the checker finds, rule by rule."""

from __future__ import annotations

import random
from collections import Counter
from typing import TYPE_CHECKING

from rotation_tiny import BUDGET, community, rule, school, teacher, terms

from community.models import PastPlacement, PlacementKind, SchoolRole
from community.rule import CostFunction, Strictness
from rotation.check import check
from rotation.instance import RotationInstance, compile_rotation
from rotation.model import build_model
from rotation.solution import Roster
from solving import solver
from solving.builder import Builder
from solving.outcome import Status

if TYPE_CHECKING:
    from collections.abc import Callable

    from community.models import Community, Teacher
    from community.policy import PolicyRule
    from rotation.move import Move

SOFTNESS = ["hard", "in_principle", "soft"]


def assert_agree(instance: RotationInstance, roster: Roster, label: object = None) -> int:
    """Assert that model and checker charge the same to each rule; return the whole cost.

    Hard rules are charged in the model, to compare their deviations as well; enforced, they have
    to refuse the roster exactly when the checker does.
    """
    violations = check(instance, roster)
    expected = Counter()
    for violation in violations:
        expected[violation.rule] += violation.cost
    context = build_model(instance, Builder(relaxed=True))
    context.builder.minimize(hard_weight=1)
    _fix(instance, context, roster)
    outcome = solver.solve(context.builder.model, BUDGET)
    assert outcome.status is Status.OPTIMAL, label
    found = Counter()
    for term in context.builder.terms:
        cost = term.cost if isinstance(term.cost, int) else outcome.value(term.cost)
        found[term.rule] += cost
    assert +found == +expected, (label, roster)
    enforced = build_model(instance)
    _fix(instance, enforced, roster)
    kept = solver.solve(enforced.builder.model, BUDGET).status
    broken = any(v.strictness is Strictness.HARD for v in violations)
    assert (kept is Status.INFEASIBLE) is broken, (label, roster)
    return sum(expected.values())


def _fix(instance: RotationInstance, context, roster: Roster) -> None:
    there = {instance.key(p) for p in roster.placements}
    for move, literal in zip(instance.candidates, context.chosen, strict=True):
        context.builder.model.add(literal == (instance.key(move.placement) in there))


def asked(dice: random.Random) -> list[PolicyRule]:
    """Return rules that ask for placements of all kinds and directions, for a price only."""
    out = {"direction": "core_to_member", "kinds": ["secondment", "leadership"]}
    back = {"direction": "member_to_core", "kinds": ["shadowing", "secondment"]}
    each = {"min": 1, "per": "member", "window": "semester"}
    return [
        rule("out", "rotation_quota", "soft", **out, **each),
        rule("back", "rotation_quota", "soft", **back, **each),
        rule("pool", "staff_pool_policy", "soft", pool="free", kinds=["secondment"]),
        rule("roads", "itinerant_teaching"),
    ]


def any_rule(
    dice: random.Random, id: str, family: str, strict: list[str] = SOFTNESS, **params: object
) -> PolicyRule:
    """Return a rule of random strictness, weight and cost function."""
    made = rule(id, family, dice.choice(strict), weight=dice.randint(1, 30), **params)
    return made.model_copy(update={"cost_function": dice.choice(list(CostFunction))})


def random_roster(instance: RotationInstance, dice: random.Random) -> Roster:
    """Return a random choice of candidates in which nobody is in two places at once."""
    chosen: list[Move] = []
    for move in dice.sample(instance.candidates, len(instance.candidates)):
        mine = [m for m in chosen if m.teacher is move.teacher and m.overlaps(move)]
        free = not any(m.leaves or move.leaves or m.host is move.host for m in mine)
        if free and dice.random() < (0.9 if move.is_ongoing else 0.4):
            chosen.append(move)
    return Roster(tuple(sorted(m.placement for m in chosen)))


def _people(dice: random.Random, homes: list[str]) -> list[Teacher]:
    return [
        teacher(
            f"t{n}",
            dice.choice(["K", "K", "K", *homes]),
            dice.choice(["zh", "math", "zh math", "zh art", "math art", "zh math art"]),
            is_backbone=dice.random() < 0.5,
            is_middle_leader=dice.random() < 0.3,
            volunteer=dice.random() < 0.4,
            joined_year=dice.choice([2010, 2010, 2019, 2020, 2024]),
            birth_year=dice.choice([1970, 1971, 1985, 1994]),
            exemption="照顾家庭" if dice.random() < 0.1 else "",
        )
        for n in range(dice.randint(3, 9))
    ]


def random_community(dice: random.Random, rules: list[PolicyRule]) -> Community:
    """Return a small community with history, weak subjects and sometimes a teaching point."""
    sites = [school("K", SchoolRole.CORE)]
    for name in "AB"[: dice.randint(1, 2)]:
        weak = tuple(dice.sample(["zh", "math"], dice.randint(0, 2)))
        sites.append(school(name, is_weak=dice.random() < 0.5, weak_subjects=weak))
    if dice.random() < 0.3:
        sites.append(school("P", SchoolRole.TEACHING_POINT, parent="A", weak_subjects=("math",)))
    homes = [s.id for s in sites]
    people = _people(dice, homes)
    history = [
        PastPlacement(
            teacher=t.id,
            host=dice.choice([h for h in homes if h != t.school]),
            kind=dice.choice([PlacementKind.SECONDMENT, PlacementKind.SHADOWING]),
            start_year=dice.choice([2021, 2022, 2023, 2024]),
            semester=dice.randint(1, 2),
            terms=dice.randint(1, 3),
        )
        for t in people
        for _ in range(dice.choice([0, 0, 1, 1, 2]))
    ]
    return community(
        people,
        rules,
        schools=sites,
        classes={s.id: dice.randint(0, 2) for s in sites},
        periods={"zh": 2, "math": 2, "art": 1},
        terms=terms(dice.randint(1, 4), dice.randint(1, 2)),
        history=tuple(history),
        minutes=dice.choice([20, 40]),
    )


def agree_on(
    make_rules: Callable[[random.Random], list[PolicyRule]], seeds: range, rosters: int = 3
) -> int:
    """Compare check and model on random rosters; return how many of them cost anything."""
    costly = 0
    for seed in seeds:
        dice = random.Random(seed)
        instance = compile_rotation(random_community(dice, make_rules(dice)))
        for _ in range(rosters):
            costly += assert_agree(instance, random_roster(instance, dice), seed) > 0
    return costly
