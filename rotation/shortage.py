"""Why there is no roster: in planners' words, with numbers, and only what is proved.

From cheap to dear: counting (lessons that nobody can teach, quotas above what eligibility and the
limits on absences allow, an exchange with too few on one side, a fund that is too small), then a
smallest set of rules that cannot hold together. Whatever is shown has been confirmed by a solve
with just the rules that it names.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rotation.conflict import Finding, find_conflict, shrunk
from rotation.rules.placement_term import PlacementTerm
from rotation.shortage_cover import Cover, must_stay, untaught
from rotation.shortage_demand import Demands
from rotation.shortage_fund import above_fund
from rotation.shortage_locked import locked_against
from rotation.shortage_quota import above_maximum, too_few
from rotation.trials import Trials, hard, keeps_out
from solving import clock
from solving.outcome import Budget

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rotation.instance import RotationInstance
    from rotation.rules.base import Rule

EXPLAIN = Budget(seconds=60.0)
CONFIRMING = 8.0  # seconds at least, for the solves that confirm what was counted


def explain(instance: RotationInstance, budget: Budget = EXPLAIN) -> list[Finding]:
    """Return proved reasons why an instance has no roster; empty when none is proved in time.

    Only hard rules are looked at. Counting comes first; it has a few seconds of its own, so a
    budget of none asks for what can be counted. A conflict of rules is searched for only when
    counting finds nothing.
    """
    begin, wide = clock.now(), replace(instance, anywhere=True)
    if found := counted(wide, replace(budget, seconds=max(CONFIRMING, budget.seconds / 2))):
        return found
    trials = Trials.within(wide, budget.within(budget.seconds - (clock.now() - begin)))
    if not trials.impossible(hard(wide)):
        return []
    return list(locked_against(wide, trials)) or find_conflict(trials)


def counted(instance: RotationInstance, budget: Budget) -> list[Finding]:
    """Return the reasons that counting finds and a solve confirms."""
    trials = Trials.within(instance, budget)
    found: dict[str, Finding] = {}
    for claim in _claims(instance):
        if confirmed := _confirmed(trials, claim):
            found.setdefault(confirmed.sentence.zh, confirmed)
    return list(found.values())


def _claims(instance: RotationInstance) -> Iterator[Finding]:
    cover, groups = Cover(instance), Demands(instance).groups()
    lacking = list(untaught(instance, cover))
    yield from lacking
    yield from too_few(instance, groups)
    yield from above_maximum(instance, groups)
    if not lacking:
        yield from must_stay(instance, groups, cover)
    yield from above_fund(instance, groups)


def _confirmed(trials: Trials, claim: Finding) -> Finding | None:
    """Return a claim with the rules under which a solve proves it, None without a proof.

    What keeps people out may be more rules than counting came across; as many of them as the
    proof needs are named too.
    """
    rules = {r.id: r for r in hard(trials.instance)}
    named = [rules[r] for r in claim.rules if r in rules]
    out = [r for r in rules.values() if r not in named and keeps_out(r)]
    tracks: list[Rule] = [r for r in out if isinstance(r, PlacementTerm)]
    for proof in (trials.quick, trials):
        for more in ([], tracks, out):
            if proof.impossible([*named, *more]):
                needed = _needed(proof, named, more)
                return replace(claim, rules=(*claim.rules, *(r.id for r in needed)))
    return None


def _needed(proof: Trials, named: list[Rule], more: list[Rule]) -> list[Rule]:
    return shrunk(more, lambda fewer: proof.impossible([*named, *fewer]))
