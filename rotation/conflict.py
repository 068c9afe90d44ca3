"""A smallest set of rules that cannot hold together, proved by solving with just these rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from community.text import Text
from rotation.check import check
from rotation.model import build_model
from rotation.trials import hard, under
from solving import solver
from solving.builder import Builder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from community.rule import Header
    from rotation.instance import RotationInstance
    from rotation.rules.base import Rule
    from rotation.trials import Trials
    from solving.outcome import Budget

T = TypeVar("T")
RELAXING = 20.0  # seconds at most, for what would have to be given up


@dataclass(frozen=True, slots=True)
class Finding:
    """One proved reason. ``details`` say what would have to be given up at least."""

    rules: tuple[str, ...]
    sentence: Text
    numbers: dict[str, int] = field(default_factory=dict)
    details: tuple[Text, ...] = ()


def find_conflict(trials: Trials) -> list[Finding]:
    """Find a smallest set of hard rules that no roster keeps, by leaving out one after another.

    Every set is solved anew with just its rules, so that what is named is proved; with too little
    time for that nothing is named, or it is said that fewer rules may do.
    """
    instance = trials.instance
    kept = hard(instance)
    if not trials.impossible(kept):
        return []
    kept = shrunk(kept, trials.impossible)
    needed = all(trials.status([r for r in kept if r is not rule]).has_solution for rule in kept)
    details = _least_broken(instance, kept, trials.budget.within(min(trials.left, RELAXING)))
    text = together(kept, smallest=needed)
    return [Finding(tuple(r.id for r in kept), text, {"together": len(kept)}, details)]


def shrunk(parts: Sequence[T], impossible: Callable[[list[T]], bool]) -> list[T]:
    """Return a part of what is impossible together that is so too: groups of it go first."""
    kept, size = list(parts), len(parts) // 2
    while size:
        at = 0
        while at < len(kept):
            fewer = kept[:at] + kept[at + size :]
            if impossible(fewer):
                kept = fewer
            else:
                at += size
        size = size // 2
    return kept


def titles(rules: Sequence[Header]) -> Text:
    """Return the titles of some rules, or their names."""
    return Text(
        "、".join(f"“{r.title.zh or r.id}”" for r in rules),
        ", ".join(f"“{r.title.en or r.id}”" for r in rules),
    )


def doubt(*, smallest: bool) -> Text:
    """Return what is added where some of the rules may have nothing to do with it."""
    if smallest:
        return Text("", "")
    return Text("（限时内未能再缩小，其中可能有无关的规则）", " (in time no smaller set was found)")


def together(rules: Sequence[Header], *, smallest: bool) -> Text:
    """Return in words that some rules cannot hold together."""
    named = titles(rules)
    if not rules:
        return Text(
            "即使不计任何政策规则也做不到。",
            "It is impossible even without any rule of the policy.",
        )
    if len(rules) == 1:
        return Text(f"规则{named.zh}无法满足。", f"The rule {named.en} cannot be kept.")
    more = doubt(smallest=smallest)
    return Text(
        f"以下规则不能同时满足{more.zh}：{named.zh}。",
        f"Cannot hold together{more.en}: {named.en}.",
    )


def _least_broken(
    instance: RotationInstance, rules: Sequence[Rule], budget: Budget
) -> tuple[Text, ...]:
    """Return what a roster breaks that breaks these rules as little as possible."""
    if budget.seconds <= 0:
        return ()
    names = frozenset(r.id for r in rules)
    part, skip = under(instance, names)
    context = build_model(part, Builder(skip=skip, charged=names))
    context.builder.minimize()
    outcome = solver.solve(context.builder.model, budget, phase="explain")
    if not outcome.status.has_solution:
        return ()
    broken = check(part, context.roster(outcome))
    return tuple(v.sentence for v in broken if v.is_hard)[:10]
