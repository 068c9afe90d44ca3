"""The model of rounds: what has been stated of rosters so far, folded where people are alike."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rotation.hall import add_rows
from rotation.lacking import guarding
from rotation.model import build_model
from rotation.strategy import colours
from solving import solver
from solving.folding import Fold, fold
from solving.outcome import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ortools.sat.python import cp_model

    from rotation.context import Context
    from rotation.courses import Cut
    from rotation.instance import RotationInstance
    from rotation.packing import Packing
    from rotation.staffing_flow import LaneSet
    from solving.outcome import Budget


@dataclass(frozen=True)
class Beyond:
    """What a roster needs to be of interest: a placement that is not known, and a lower cost."""

    known: frozenset[str]  # keys of placements
    cost: float

    def state(self, context: Context) -> None:
        """Ask for such a roster."""
        instance = context.instance
        pairs = zip(instance.candidates, context.chosen, strict=True)
        others = [x for m, x in pairs if instance.key(m.placement) not in self.known]
        context.define(sum(others) >= 1)
        prices = [term.cost for term in context.builder.terms]
        context.define(sum(prices) <= round(self.cost) - 1)


@dataclass
class Stated:
    """A model that states subject cover and whole courses as far as they are known to matter."""

    context: Context
    folds: bool  # it is worth trying: sums have been divided among people so far
    folded: Fold | None = None
    cuts: int = 0  # that are stated, of those found

    @classmethod
    def of(cls, instance: RotationInstance, sets: set[LaneSet] | None) -> Stated:
        """Return a model that states these sets of lanes; None: all of subject cover, as a flow.

        The flow of periods divides people as it likes: its sums do not unfold.
        """
        context = build_model(instance, cover_sets=None if sets is None else set(sets))
        context.builder.minimize()
        return cls(context, folds=sets is not None)

    @property
    def model(self) -> cp_model.CpModel:
        """What is solved."""
        return self.folded.model if self.folded else self.context.builder.model

    def update(self, sets: set[LaneSet], cuts: Sequence[Packing | Cut]) -> None:
        """State what has been found since, and fold what may have changed."""
        context, stated = self.context, self.context.cover_sets
        fresh = set() if stated is None else sets - stated
        if stated is not None:
            for rule in guarding(context.instance):
                add_rows(context, context.scope(rule), fresh)
            stated |= fresh
        for cut in cuts[self.cuts :]:
            cut.state(context)
        if fresh or self.cuts < len(cuts):
            self.folded, self.cuts = None, len(cuts)
        if self.folded is None and self.folds:
            self.folded = fold(context.builder.model, colours(context))

    def unfolded(self, outcome: solver.Outcome, budget: Budget) -> solver.Outcome:
        """Return an outcome with values for everybody; UNKNOWN when sums cannot be divided."""
        if self.folded is None or not outcome.status.has_solution:
            return outcome
        model = self.folded.unfolded(self.context.builder.model, outcome.values)
        found = solver.solve(model, budget, phase="unfold")
        if found.status.has_solution:
            return found.told(outcome.report)
        self.folds, self.folded = False, None
        report = replace(outcome.report, status=Status.UNKNOWN, objective=None)
        return outcome.told(report)
