"""Rosters fixed in the model: what it charges for them is what the checker charges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.rule import Cost
from rotation.check import check
from rotation.model import build_model
from rotation.solution import MentorPair, Placement, Roster
from solving import solver
from solving.builder import Builder
from solving.outcome import Budget, Status

if TYPE_CHECKING:
    import random

    from rotation.instance import RotationInstance
    from rotation.model import Context

HARD_WEIGHT = 1000
BUDGET = Budget(seconds=20, workers=1, seed=1)


def some_roster(instance: RotationInstance, dice: random.Random) -> Roster:
    """Return random candidates and pairs, nobody in two places or with two mentors at once."""
    placements: list[Placement] = []
    moves = [m for m in instance.candidates if dice.random() < 0.4]
    dice.shuffle(moves)
    taken = []
    for move in moves:
        clashes = (
            other.teacher.id == move.teacher.id
            and other.overlaps(move)
            and (other.leaves or move.leaves or other.host.id == move.host.id)
            for other in taken
        )
        if not any(clashes):
            taken.append(move)
            placements.append(move.placement)
    pairs: list[MentorPair] = []
    offered = [p for p in instance.mentor_pairs if dice.random() < 0.5]
    dice.shuffle(offered)
    for pair in offered:
        if not any(p.mentee == pair.mentee and _meet(instance, p, pair) for p in pairs):
            pairs.append(pair)
    return Roster(tuple(sorted(placements)), tuple(sorted(pairs)))


def _meet(instance: RotationInstance, one: MentorPair, other: MentorPair) -> bool:
    a, b = instance.term_index[one.start], instance.term_index[other.start]
    return a < b + other.terms and b < a + one.terms


def agree(instance: RotationInstance, roster: Roster) -> Cost:
    """Return the cost of a roster, after the model has said the same of it.

    A relaxed model charges the cost; a strict one has the roster exactly when nothing hard is
    broken.
    """
    cost = Cost.of(check(instance, roster))
    relaxed = _fixed(instance, roster, Builder(relaxed=True))
    relaxed.builder.minimize(HARD_WEIGHT)
    outcome = solver.solve(relaxed.builder.model, BUDGET)
    assert outcome.status is Status.OPTIMAL
    assert round(outcome.report.objective or 0) == HARD_WEIGHT * cost.hard + cost.soft
    strict = solver.solve(_fixed(instance, roster, Builder()).builder.model, BUDGET)
    assert strict.status.has_solution is (cost.hard == 0)
    return cost


def _fixed(instance: RotationInstance, roster: Roster, builder: Builder) -> Context:
    context = build_model(instance, builder)
    chosen = {instance.key(p) for p in roster.placements}
    for move, literal in zip(instance.candidates, context.chosen, strict=True):
        builder.model.add(literal == (instance.key(move.placement) in chosen))
    for pair, literal in context.paired.items():
        builder.model.add(literal == (pair in roster.pairs))
    return context
