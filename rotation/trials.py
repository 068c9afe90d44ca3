"""Solves with some of the rules of an instance: the proofs behind every explanation."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from community.rule import Strictness
from rotation.lacking import guards_of
from rotation.model import build_model
from rotation.rules.base import Rule, RuleParameterError
from rotation.rules.placement_term import PlacementTerm
from rotation.staffing_flow import LaneSet
from solving import clock, solver
from solving.builder import Builder
from solving.outcome import Budget, Status

if TYPE_CHECKING:
    from collections.abc import Collection

    from rotation.instance import RotationInstance
    from rotation.move import Move

# What a placement means, and what is asked: these are never left out.
FIXED = frozenset({"one_place", "placement_form", "asked_placement"})
RELYING = frozenset({"rotation_fairness"})  # on who may go, which other rules say
SHARE = 0.4  # of the time that is left, for one solve


def hard(instance: RotationInstance) -> list[Rule]:
    """Return the hard rules that an explanation may leave out."""
    return [r for r in instance.rules if r.strictness is Strictness.HARD and r.family not in FIXED]


def keeps_out(rule: Rule) -> bool:
    """Return whether a rule judges placements by themselves."""
    return type(rule).fault is not Rule.fault


@dataclass
class Trials:
    """Solves with some of the rules of an instance, until a deadline.

    Without ``flows`` lessons need no teachers. What is impossible then is so with them too;
    FEASIBLE says no more than that this is no proof.
    """

    instance: RotationInstance
    budget: Budget
    deadline: float
    flows: bool = True
    _known: dict[frozenset[str], Status] = field(default_factory=dict)
    _faulty: dict[str, set[int]] = field(default_factory=dict)

    @classmethod
    def within(cls, instance: RotationInstance, budget: Budget) -> Trials:
        """Return trials that end when the budget does."""
        return cls(instance, budget, clock.now() + budget.seconds)

    @cached_property
    def quick(self) -> Trials:
        """The same without the lessons, which take long; with what has been worked out."""
        fast = Trials(self.instance, self.budget, self.deadline, False, {}, self._faulty)
        vars(fast)["_free"] = self._free
        return fast

    @property
    def left(self) -> float:
        """Seconds that are left."""
        return self.deadline - clock.now()

    def status(self, rules: Collection[Rule]) -> Status:
        """Return whether a roster keeps these hard rules; UNKNOWN when time is up."""
        names = frozenset(r.id for r in rules)
        if names not in self._known:
            if self.left <= 0:
                return Status.UNKNOWN
            self._known[names] = self._solved(names)
        return self._known[names]

    def impossible(self, rules: Collection[Rule]) -> bool:
        """Return whether it is proved that no roster keeps these hard rules.

        Turns are taken among those who may go: with a rule of turns, what keeps people out can make
        room as well, so the proof has to hold with it too.
        """
        if self.status(rules) is not Status.INFEASIBLE:
            return False
        if not any(r.family in RELYING for r in rules):
            return True
        more = [r for r in hard(self.instance) if r not in rules and keeps_out(r)]
        return not more or self.status([*rules, *more]) is Status.INFEASIBLE

    def _solved(self, names: frozenset[str]) -> Status:
        """Solve without the flow of lessons first: what is impossible then is quickly proved."""
        part, skip = under(self.instance, names)
        part.offering(self._offered(names))
        guarded = bool(names & guards_of(self.instance))
        status = Status.UNKNOWN
        for cover in (set[LaneSet](), None):
            context = build_model(part, Builder(skip=skip), cover)
            spent = self.budget.within(max(min(1.0, self.left), SHARE * self.left))
            status = solver.solve(context.builder.model, spent, phase="explain").status
            if not (guarded and self.flows) or status is Status.INFEASIBLE:
                break
        return status

    def _offered(self, names: frozenset[str]) -> list[Move]:
        """Return the placements that none of some rules keeps out; what is pinned stays."""
        filters = [r for r in hard(self.instance) if r.id in names and keeps_out(r)]
        out = [self._kept_out(r) for r in filters]
        return [m for i, m in enumerate(self._free) if not any(i in kept for kept in out)]

    @cached_property
    def _free(self) -> tuple[Move, ...]:
        """All placements when no rule keeps any out."""
        return under(self.instance, frozenset())[0].candidates

    def _kept_out(self, rule: Rule) -> set[int]:
        """Return the positions of the placements that a rule keeps out by itself."""
        if rule.id not in self._faulty:
            part, _skip = under(self.instance, frozenset([rule.id]))
            self._faulty[rule.id] = {
                i
                for i, m in enumerate(self._free)
                if part.key(m.placement) not in part.pins and rule.fault(part, m)
            }
        return self._faulty[rule.id]


def under(
    instance: RotationInstance, names: frozenset[str]
) -> tuple[RotationInstance, frozenset[str]]:
    """Return the instance under some of its hard rules, and the ids of the rules to leave out.

    The others stay as soft rules without a weight. So they keep out no placement, and all that is
    offered or counted because of them is so still: leaving out a rule never makes another stricter.
    """
    rules: list[Rule] = []
    for rule in instance.rules:
        stays = rule.strictness is not Strictness.HARD or rule.family in FIXED
        kept = rule if stays or rule.id in names else _let_go(rule)
        if kept is not None:
            rules.append(kept)
    part = replace(instance, rules=tuple(rules), askers=instance.asked)
    enforced = {r.id for r in rules if r.strictness is Strictness.HARD}
    return part, frozenset(r.id for r in rules) - enforced


def _let_go(rule: Rule) -> Rule | None:
    """Return a rule that asks for nothing any more; None for a family that knows no soft rules."""
    params = rule.params
    if isinstance(rule, PlacementTerm):  # a soft track still says when stays may begin
        params = params.model_copy(update={"align": "block" if rule.is_short else "semester"})
    try:
        return replace(rule, strictness=Strictness.SOFT, weight=0, params=params)
    except RuleParameterError:
        return None
