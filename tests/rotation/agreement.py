"""Check against model: a roster costs in the model what the checker finds, rule by rule."""

from __future__ import annotations

import random
from collections import Counter
from typing import TYPE_CHECKING

from random_communities import asked, random_community
from rotation_tiny import BUDGET, rule

from community.rule import Cost, CostFunction
from rotation.check import check
from rotation.instance import compile_rotation
from rotation.model import build_model
from rotation.solution import MentorPair, Roster
from solving import solver
from solving.builder import Builder
from solving.outcome import Status

if TYPE_CHECKING:
    from collections.abc import Callable

    from community.policy import PolicyRule
    from community.rule import Violation
    from rotation.context import Context
    from rotation.instance import RotationInstance
    from rotation.move import Move

SOFTNESS = ["hard", "in_principle", "soft"]


def built(violations: list[Violation]) -> list[Violation]:
    """Return what the model charges from the start; whole courses are stated by the search."""
    return [v for v in violations if v.family != "whole_courses"]


def assert_agree(instance: RotationInstance, roster: Roster, label: object = None) -> Cost:
    """Assert that model and checker charge the same to each rule; return the whole cost.

    Hard rules are charged in the model, to compare their deviations as well; enforced, they have
    to refuse the roster exactly when the checker does.
    """
    expected = Counter()
    for violation in built(check(instance, roster)):
        expected[violation.rule] += violation.cost
    context = build_model(instance, Builder(relaxed=True))
    context.builder.minimize(hard_weight=1)
    fix(instance, context, roster)
    outcome = solver.solve(context.builder.model, BUDGET)
    assert outcome.status is Status.OPTIMAL, label
    found = Counter()
    for term in context.builder.terms:
        cost = term.cost if isinstance(term.cost, int) else outcome.value(term.cost)
        found[term.rule] += cost
    assert +found == +expected, (label, roster)
    return assert_kept(instance, roster, label)


def assert_kept(instance: RotationInstance, roster: Roster, label: object = None) -> Cost:
    """Assert that the model has the roster exactly when it breaks nothing hard; return its cost."""
    cost = Cost.of(built(check(instance, roster)))
    context = build_model(instance)
    context.builder.minimize()
    fix(instance, context, roster)
    outcome = solver.solve(context.builder.model, BUDGET)
    if cost.hard:
        assert outcome.status is Status.INFEASIBLE, (label, roster)
    else:
        assert outcome.status is Status.OPTIMAL, (label, roster)
        assert round(outcome.report.objective or 0) == cost.soft, (label, roster)
    return cost


def fix(instance: RotationInstance, context: Context, roster: Roster) -> None:
    """Fix a roster in a model."""
    there = {instance.key(p) for p in roster.placements}
    for move, literal in zip(instance.candidates, context.chosen, strict=True):
        context.builder.model.add(literal == (instance.key(move.placement) in there))
    for pair, literal in context.paired.items():
        context.builder.model.add(literal == (pair in roster.pairs))


def any_rule(
    dice: random.Random, id: str, family: str, strict: list[str] = SOFTNESS, **params: object
) -> PolicyRule:
    """Return a rule of random strictness, weight and cost function."""
    made = rule(id, family, dice.choice(strict), weight=dice.randint(1, 30), **params)
    return made.model_copy(update={"cost_function": dice.choice(list(CostFunction))})


def some_roster(dice: random.Random, instance: RotationInstance, share: float = 0.4) -> Roster:
    """Return random candidates and pairs, nobody in two places or with two mentors at once.

    Nor does anybody guide the own mentor.

    About a third of the people stay at home; of the others' candidates a share is taken. What goes
    on already is nearly always there.
    """
    staying = {t.id for t in instance.community.teachers if dice.random() < 0.35}
    chosen: list[Move] = []
    for move in dice.sample(instance.candidates, len(instance.candidates)):
        mine = [m for m in chosen if m.teacher is move.teacher and m.overlaps(move)]
        free = not any(m.leaves or move.leaves or m.host is move.host for m in mine)
        likely = 0.9 if move.is_ongoing else share * (move.teacher.id not in staying)
        if free and dice.random() < likely:
            chosen.append(move)
    pairs: list[MentorPair] = []
    for pair in dice.sample(instance.mentor_pairs, len(instance.mentor_pairs)):
        back = pair.mentee, pair.mentor
        alone = not any(
            (p.mentee == pair.mentee or (p.mentor, p.mentee) == back) and _meet(instance, p, pair)
            for p in pairs
        )
        if alone and dice.random() < 0.5:
            pairs.append(pair)
    return Roster(tuple(sorted(m.placement for m in chosen)), tuple(sorted(pairs)))


def _meet(instance: RotationInstance, one: MentorPair, other: MentorPair) -> bool:
    a, b = instance.term_index[one.start], instance.term_index[other.start]
    return a < b + other.terms and b < a + one.terms


def agree_on(
    make_rules: Callable[[random.Random], list[PolicyRule]], seeds: range, rosters: int = 3
) -> int:
    """Compare check and model on random rosters, beside rules that ask for placements of all kinds.

    Returns
    -------
    int
        In how many rosters one of the rules made is broken.
    """
    broken = 0
    for seed in seeds:
        dice = random.Random(seed)
        made = make_rules(dice)
        ids = {r.id for r in made}
        instance = compile_rotation(random_community(dice, [*asked(), *made]))
        for _ in range(rosters):
            roster = some_roster(dice, instance, dice.choice([0.05, 0.2, 0.5]))
            assert_agree(instance, roster, seed)
            broken += any(v.rule in ids for v in check(instance, roster))
    return broken
