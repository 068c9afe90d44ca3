"""Mentor pairs that no placement touches are chosen by themselves, before the placements.

Pairs of people at their own schools share no constraint with placements, so that the best roster
is the best pairs beside the best placements. Where people are paired on arrival nothing is chosen
here.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rotation.model import build_model
from rotation.rules.few_placements import FewPlacements
from rotation.rules.mentor_matching import MentorMatching
from rotation.rules.pair_form import PairForm
from solving import solver
from solving.outcome import Status

if TYPE_CHECKING:
    from rotation.instance import RotationInstance
    from solving.outcome import Budget

SECONDS = 20.0
LINEAR = {"linearization_level": 2}  # measured: a second instead of no proof in half a minute
ABOUT_PAIRS = (FewPlacements, MentorMatching, PairForm)


def settle(instance: RotationInstance, budget: Budget) -> RotationInstance:
    """Return an instance that offers only pairs of a best choice; the same one if none is proved.

    Parameters
    ----------
    instance
        The problem. Explanations, which leave rules out, keep all their pairs.
    budget
        The pairs take 20 seconds of it at most, and one worker, which is enough for a matching.
    """
    matchings = [rule for rule in instance.rules if isinstance(rule, MentorMatching)]
    if instance.askers or any(rule.params.of_arrivals for rule in matchings):
        return instance
    if not instance.mentor_pairs:
        return instance
    rules = tuple(rule for rule in instance.rules if isinstance(rule, ABOUT_PAIRS))
    context = build_model(replace(instance, rules=rules, base=None))
    known = instance.base.pairs if instance.base else ()
    for pair, literal in context.paired.items():
        context.builder.model.add_hint(literal, pair in known)
    context.builder.minimize()
    one = replace(budget.within(SECONDS), workers=1)
    outcome = solver.solve(context.builder.model, one, phase="mentors", parameters=LINEAR)
    if outcome.status is not Status.OPTIMAL:
        return instance
    chosen = frozenset(context.roster(outcome).pairs)
    return instance.under(
        replace(rule, only=chosen) if isinstance(rule, MentorMatching) else rule
        for rule in instance.rules
    )
