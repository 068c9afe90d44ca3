"""A smallest set of rules that cannot hold together, proved by solving with just these rules."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from time import monotonic
from typing import TYPE_CHECKING

from community.rule import Strictness
from community.text import Text
from rotation.check import check
from rotation.model import build_model
from solving import solver
from solving.builder import Builder
from solving.outcome import Budget, Status

if TYPE_CHECKING:
    from rotation.instance import RotationInstance
    from rotation.rules.base import Rule

STANDING = frozenset({"one_place", "placement_form"})  # what a placement means


@dataclass(frozen=True, slots=True)
class Finding:
    """One proved reason. ``details`` say what would have to be given up at least."""

    rules: tuple[str, ...]
    sentence: Text
    numbers: dict[str, int] = field(default_factory=dict)
    details: tuple[Text, ...] = ()


def find_conflict(instance: RotationInstance, budget: Budget) -> list[Finding]:
    """Find a smallest set of hard rules that no roster keeps, by leaving out one after another.

    Every set is solved anew with just its rules, so that what is named is proved; with too little
    time for that nothing is named, or more rules than would be needed.
    """
    deadline = monotonic() + budget.seconds
    standing = [r for r in instance.rules if r.family in STANDING]
    kept = [
        r for r in instance.rules if r.strictness is Strictness.HARD and r not in standing
    ]

    def impossible(rules: list[Rule]) -> bool:
        left = budget.within(deadline - monotonic())
        return left.seconds > 0 and _status(instance, standing + rules, left) is Status.INFEASIBLE

    if not impossible(kept):
        return []
    for rule in list(kept):
        fewer = [r for r in kept if r is not rule]
        if impossible(fewer):
            kept = fewer
    titles = Text(
        "、".join(f"“{r.title.zh or r.id}”" for r in kept),
        ", ".join(f"“{r.title.en or r.id}”" for r in kept),
    )
    text = Text(f"以下规则不能同时满足：{titles.zh}。", f"Cannot hold together: {titles.en}.")
    if len(kept) == 1:
        text = Text(f"规则{titles.zh}无法满足。", f"The rule {titles.en} cannot be kept.")
    details = _least_broken(instance, standing + kept, budget.within(deadline - monotonic()))
    return [Finding(tuple(r.id for r in kept), text, {"rules": len(kept)}, details)]


def _only(instance: RotationInstance, rules: list[Rule]) -> RotationInstance:
    """Return the instance under some of its rules, with all the placements it offers or more."""
    return replace(instance, rules=tuple(rules), askers=instance.askers or instance.rules)


def _status(instance: RotationInstance, rules: list[Rule], budget: Budget) -> Status:
    context = build_model(_only(instance, rules))
    return solver.solve(context.builder.model, budget, phase="explain").status


def _least_broken(
    instance: RotationInstance, rules: list[Rule], budget: Budget
) -> tuple[Text, ...]:
    """Return what a roster breaks that breaks these rules as little as possible."""
    part = _only(instance, rules)
    context = build_model(part, Builder(relaxed=True))
    context.builder.minimize()
    outcome = solver.solve(context.builder.model, budget.within(20), phase="explain")
    if not outcome.status.has_solution:
        return ()
    broken = check(part, context.roster(outcome))
    return tuple(v.sentence for v in broken if v.is_hard)[:10]
