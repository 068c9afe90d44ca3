"""What CP-SAT does in the search for a timetable: repair, the full model, and its parts.

``scheduling.search`` says what comes after what.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from community.rule import Strictness
from scheduling.construction import may_wait, placed, unplaced
from scheduling.improvement import Improvement
from scheduling.incumbent import HARD_WEIGHT
from scheduling.model import Context, build
from scheduling.under_way import UnderWay
from solving.builder import Builder
from solving.confirm import confirmed
from solving.hints import completed, hint, hint_all
from solving.linear import relaxed
from solving.outcome import Status
from solving.solver import solve as run_solver

if TYPE_CHECKING:
    from collections.abc import Callable

    from ortools.sat.python import cp_model

    from solving.solver import Outcome

FULL_SHARE = 0.2  # of the time that is left, for the full model before parts are freed
LARGE, LARGE_SHARE = 30_000, 0.05  # variables of a model that CP-SAT rarely betters as a whole
TINY, TINY_SHARE = 2_000, 0.1  # lessons x times of an instance that may be proved at once
TINY_SECONDS = 1.0  # at least, for that
LINEAR_SHARE = 0.2  # of the time that is left, for the linear relaxation
# What events of it stay where it has them whole, and for what share of the time that is left: all,
# which is soon solved, then most, which is as good as all of it as a rule.
DIVES = ((1.0, 0.3), (0.8, 0.5))
STALL_SHARE, STALL_SECONDS = 0.25, 10.0  # of the time left: without gain, parts are given up


class Phases(UnderWay):
    """The phases that CP-SAT solves."""

    def _prove_small(self) -> None:
        """Give the full model a moment where it is so small that this may be all it takes."""
        lengths = sum(e.duration for e in self.instance.events)
        tiny = lengths * len(self.instance.times) <= TINY and not self.is_open
        if not tiny or not self.incumbent.is_complete or self._is_done():
            return
        builder = Builder()
        context = build(self.instance, builder)
        builder.minimize(HARD_WEIGHT)
        share = max(TINY_SHARE, TINY_SECONDS / max(self.left, TINY_SECONDS))
        self._solve_whole(context, share, bounds=True)

    def _repair(self) -> None:
        """Leave lessons without a time at first, and find room for them part by part."""
        self.incumbent.enter("repair")
        soft = frozenset(r.id for r in self.instance.rules if r.strictness is not Strictness.HARD)
        builder = Builder(skip=soft, charged=may_wait(self.instance))
        context = build(self.instance, builder)
        builder.minimize(HARD_WEIGHT)
        nowhere = [(s.literal, 0) for starts in context.placements.starts.values() for s in starts]
        hint(builder.model, nowhere)
        values = None
        for share in (FULL_SHARE, 1.0):  # the rest of the time if need be
            if self.incumbent.solution is None and not self.impossible and not self._is_done():
                outcome = self._solve_whole(context, share)
                values = outcome.values if outcome.status.has_solution else None
                # What even the best leaves waiting, no timetable can place.
                model, left = context.builder.model, self.budget.within(self.left)
                sure = outcome if self.incumbent.is_complete else confirmed(outcome, model, left)
                proved = sure.status in (Status.OPTIMAL, Status.INFEASIBLE)
                self.impossible = proved and not self.incumbent.is_complete
        if self.incumbent.solution is None or self.impossible or self._is_done():
            return
        if not self.incumbent.is_complete:
            parts = self._parts(context, values, max(2.0, 0.02 * self.left))
            parts.run(
                self.left,
                self.budget.workers,
                self.interrupt,
                enough=lambda: self.incumbent.is_complete,
            )

    def _improve(self) -> None:
        """Run the full model for its share of the time, then free parts of the timetable."""
        self.incumbent.enter("full")
        builder, began = Builder(), self.incumbent.seconds
        if not self._settle():
            return
        context = build(self.problem, builder)
        builder.minimize(HARD_WEIGHT)
        self.figures["model_seconds"] = round(self.incumbent.seconds - began, 2)
        self.figures["variables"] = len(builder.model.proto.variables)
        self.figures["constraints"] = len(builder.model.proto.constraints)
        if self._is_done():
            return
        bounds = self.problem is self.instance and not context.doubtful
        if self.settings.linear and bounds:
            self._dive(context)
        if self._is_done():
            return
        began = self.incumbent.seconds
        values = self._complete(context)
        complete_seconds = self.incumbent.seconds - began
        if values is not None and self.settings.hints:
            hint_all(builder.model, values)
        large = len(builder.model.proto.variables) > LARGE
        share = LARGE_SHARE if large else FULL_SHARE
        if not self.settings.parts:
            share = self.settings.whole
        outcome = self._solve_whole(context, share, bounds=bounds)
        if self._is_done() or not self.settings.parts:
            return
        values = outcome.values if outcome.status.has_solution else values
        self.incumbent.enter("parts")
        parts = self._parts(context, values, 2.0 + 2.0 * complete_seconds)
        parts.run(self.left, self.budget.workers, self.interrupt, self._stalls())
        self.figures["parts"] = parts.solves
        self.figures["kinds"] = {k.name: [k.tries, k.gains] for k in parts.choice.kinds}

    def _dive(self, context: Context) -> None:
        """Bound the cost by the linear relaxation, and solve what that leaves in fractions.

        Most of its events are whole, and there is a solution about as good that has them too.
        """
        model = context.builder.model
        found = relaxed(model, self.budget.within(LINEAR_SHARE * self.left))
        if found is None:
            return
        self.incumbent.raise_bound(found.bound)
        draw, best = random.Random(self.budget.seed), None
        for kept, share in DIVES:
            if self._is_done():
                return
            near = model.clone()
            for literal, holds in found.settled(near):
                if not holds or draw.random() < kept:
                    near.add(literal == holds)
            if best is not None:
                hint_all(near, best)
            outcome = self._solve_whole(context, share, near)
            best = outcome.values if outcome.status.has_solution else best

    def _parts(self, context: Context, values: tuple[int, ...] | None, limit: float) -> Improvement:
        return Improvement(
            context,
            self.incumbent,
            values,
            seed=self.budget.seed,
            limit=limit,
            whole=self._dressed,
            settings=self.settings,
        )

    def _stalls(self) -> Callable[[], bool]:
        """Return what says whether annealing would rather have the time: nothing got better."""
        best, began = self.incumbent, self.incumbent.seconds
        patience = max(STALL_SECONDS, STALL_SHARE * self.left)

        def stalled() -> bool:
            last = max(began, best.best_seconds or 0.0)
            return self.anneals and best.seconds - last > patience

        return stalled

    def _complete(self, context: Context) -> tuple[int, ...] | None:
        solution = self.incumbent.solution
        if solution is None:
            return None
        known = [*placed(context, solution), *unplaced(context, solution)]
        return completed(context.builder.model, known, self.budget.within(self.left))

    def _solve_whole(
        self,
        context: Context,
        share: float,
        model: cp_model.CpModel | None = None,
        *,
        bounds: bool = False,
    ) -> Outcome:
        """Run CP-SAT on a whole model for a share of the time, or on one that asks more.

        Only a model with every rule (``bounds``) bounds the cost.
        """
        outcome = run_solver(
            model or context.builder.model,
            self.budget.within(share * self.left),
            phase=self.incumbent.phase,
            listener=self.incumbent.hear if bounds else None,
            on_solution=lambda found: self._offer(context, found.value),
            parameters=self.settings.parameters(self.budget.workers),
        )
        if bounds:
            self.incumbent.raise_bound(outcome.report.bound)
        if outcome.status.has_solution:
            self._offer(context, outcome.value)
        return outcome

    def _offer(self, context: Context, value: Callable[[Any], int]) -> None:
        self.incumbent.offer(self._dressed(context.solution(value)))
