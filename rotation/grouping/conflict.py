"""A smallest set of rules that no grouping keeps together, proved by solving with just these."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from community.rule import Strictness
from rotation.conflict import shrunk, together
from rotation.grouping.check import check
from rotation.grouping.model import build_model
from rotation.grouping.search import grouping_of
from solving.builder import Builder
from solving.outcome import Status
from solving.solver import solve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from community.text import Text
    from rotation.grouping.instance import GroupingInstance
    from rotation.grouping.rules.base import Rule
    from solving.outcome import Budget

NEVER = "one_core"  # what a community is cannot be given up
SHARE = 0.3  # of the time that is left, for one solve
BROKEN = 10  # sentences on what would have to be given up


def conflict(instance: GroupingInstance, budget: Budget) -> list[Text]:
    """Return which hard rules cannot hold together, then what breaking them least would break."""
    trials = _Trials(instance, budget)
    rules = list({r.id: r for r in trials.hard}.values())
    if not trials.impossible(rules):
        return []
    kept = shrunk(rules, trials.impossible)
    others = ([r for r in kept if r is not rule] for rule in kept)
    smallest = all(trials.status(rest).has_solution for rest in others)
    return [together(kept, smallest=smallest), *trials.least_broken(kept)]


@dataclass
class _Trials:
    """Solves with some of the hard rules of an instance, within a budget."""

    instance: GroupingInstance
    budget: Budget
    known: dict[frozenset[str], Status] = field(default_factory=dict)

    @property
    def hard(self) -> list[Rule]:
        """The hard rules that can be left out."""
        rules = self.instance.rules
        return [r for r in rules if r.strictness is Strictness.HARD and r.id != NEVER]

    def status(self, rules: Sequence[Rule]) -> Status:
        """Return whether a grouping keeps these hard rules; UNKNOWN when time is up."""
        names = frozenset(r.id for r in rules)
        if names not in self.known:
            left = self.budget.left
            if left <= 0:
                return Status.UNKNOWN
            model = build_model(self.instance, Builder(skip=self._others(names))).builder.model
            spent = self.budget.within(max(min(1.0, left), SHARE * left))
            self.known[names] = solve(model, spent, phase="explain").status
        return self.known[names]

    def impossible(self, rules: Sequence[Rule]) -> bool:
        """Return whether it is proved that no grouping keeps these hard rules."""
        return self.status(rules) is Status.INFEASIBLE

    def least_broken(self, rules: Sequence[Rule]) -> list[Text]:
        """Return what a grouping breaks that breaks these rules as little as possible."""
        names = frozenset(r.id for r in rules)
        builder = Builder(skip=self._others(names), charged=names)
        context = build_model(self.instance, builder)
        builder.minimize()
        outcome = solve(builder.model, self.budget, phase="explain")
        if not outcome.status.has_solution:
            return []
        broken = check(self.instance, grouping_of(context, outcome))
        return [v.sentence for v in broken if v.rule in names][:BROKEN]

    def _others(self, names: frozenset[str]) -> frozenset[str]:
        return frozenset(r.id for r in self.hard) - names
