"""What CP-SAT does in the search for a timetable: repair, the full model, and its parts.

The state of the search is here as well; ``scheduling.search`` says what comes after what.
"""

from __future__ import annotations

import random
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from community.rule import Strictness
from scheduling.check import cost
from scheduling.construction import may_wait, placed, unplaced
from scheduling.improvement import Improvement
from scheduling.incumbent import HARD_WEIGHT, Incumbent, objective, timing
from scheduling.local import prepare
from scheduling.model import Context, build
from scheduling.pooling import is_exact
from scheduling.rooms import fill
from scheduling.solution import Solution
from solving import clock
from solving.builder import Builder
from solving.confirm import confirmed
from solving.hints import completed, hint, hint_all
from solving.linear import relaxed
from solving.outcome import Budget, Status
from solving.solver import solve as run_solver

if TYPE_CHECKING:
    from collections.abc import Callable

    from ortools.sat.python import cp_model

    from scheduling.instance import Instance
    from scheduling.local.search import LocalSearch
    from scheduling.settings import Settings
    from solving.interrupt import Interrupt
    from solving.outcome import Listener
    from solving.solver import Outcome

FULL_SHARE = 0.2  # of the time that is left, for the full model before parts are freed
LARGE, LARGE_SHARE = 30_000, 0.05  # variables of a model that CP-SAT rarely betters as a whole
TINY, TINY_SHARE = 2_000, 0.1  # lessons x times of an instance that may be proved at once
TINY_SECONDS = 1.0  # at least, for that
LINEAR_SHARE = 0.2  # of the time that is left, for the linear relaxation
# What events of it stay where it has them whole, and for what share of the time that is left: all,
# which is soon solved, then most, which is as good as all of it as a rule.
DIVES = ((1.0, 0.3), (0.8, 0.5))
FILL_SECONDS = 10.0
FILL_SHARE, EXCHANGE_SHARE = 0.1, 0.02  # of the time, kept for its end
PREPARE_SHARE = 0.6  # of the time, at most, until the local search is compiled
STALL_SHARE, STALL_SECONDS = 0.25, 10.0  # of the time left: without gain, parts are given up
FEW_OPEN = 0.5  # share of all lessons with open slots: so few, CP-SAT may leave to pools


class Phases:
    """The state of one search, and the phases that CP-SAT solves."""

    def __init__(
        self,
        instance: Instance,
        budget: Budget,
        interrupt: Interrupt,
        listener: Listener | None,
        on_solution: Callable[[Solution], None] | None,
        settings: Settings,
    ) -> None:
        self.instance, self.budget, self.interrupt = instance, budget, interrupt
        self.settings = settings
        self.deadline = clock.now() + budget.left
        self.anneals = settings.anneal and bool(instance.events)
        self.local: LocalSearch | None = None  # until it is compiled
        self.incumbent = Incumbent(instance, listener, on_solution)
        self.figures: dict[str, Any] = {}
        self.impossible = False  # proved
        self.problem = instance  # that the full model is of
        self._people: dict[str, tuple[tuple[str, str], ...]] = {}

    def _make_local(self) -> None:
        """Make the annealing of the instance.

        On a machine's first run it waits for the machine code, but not for long.
        """
        if not self.anneals or self._is_done():
            return
        if not prepare.is_ready():
            self.incumbent.enter("prepare")
        if prepare.wait(PREPARE_SHARE * self.left, self._is_done):
            from scheduling.local.search import LocalSearch  # numba takes a second to load

            self.local = LocalSearch.made(self.instance, self.budget.seed, self._offer_whole)

    @property
    def left(self) -> float:
        """Seconds of the budget that are left for placing times."""
        return max(0.0, self.deadline - clock.now() - self._reserve)

    @property
    def _reserve(self) -> float:
        """Seconds kept for filling the open slots at the end.

        Where annealing alone fills them, there is no more to do than to exchange rooms.
        """
        share = FILL_SHARE if self.leaves_open else EXCHANGE_SHARE
        return min(FILL_SECONDS, share * self.budget.seconds) if self.is_open else 0.0

    @cached_property
    def is_open(self) -> bool:
        """Whether an event has a place that waits for a resource."""
        return has_open_slots(self.instance)

    @cached_property
    def leaves_open(self) -> bool:
        """Whether pools stand for open slots while CP-SAT improves times; they are filled after."""
        if not self.anneals:
            return True
        events = self.instance.events
        count = sum(e.duration for e in events if e.open_slots())
        few = count <= FEW_OPEN * sum(e.duration for e in events)
        return few and is_exact(self.instance)

    @cached_property
    def _timing(self) -> Instance:
        return timing(self.instance)

    @property
    def fillable(self) -> bool:
        """Whether open slots, if there are any, can be filled in what CP-SAT finds."""
        return self.leaves_open or not self.is_open

    def _is_done(self) -> bool:
        return self.incumbent.is_optimal or self.interrupt.pressed or self.left <= 0

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

    def _settle(self) -> bool:
        """Take the open slots as they are filled, to improve the times; return whether one can.

        Where they are few and times say all but the names, they stay open: pools stand for them.
        """
        best = self.incumbent.solution
        self.problem = self.instance
        if self.leaves_open:
            return True
        if self.local is not None and best is not None and self.is_open:
            self.problem = self.instance.with_resources(best)
            self._people = {x.event: x.resources for x in best.lessons}
        return self.local is None or not has_open_slots(self.problem)

    def _filled(self, solution: Solution) -> Solution:
        """Return a timetable with its open slots filled, as far as they can be.

        First come, first served in a moment; where that leaves one empty, all of them anew.
        """
        if not self.is_open:
            return solution
        price, best = cost(self._timing, solution), self.incumbent.objective
        if best is not None and objective(price) >= best:
            return solution  # whoever fills its slots, it is no better
        if self.local is not None:
            found = self.local.filled(solution)
            if cost(self.instance, found).hard <= price.hard:
                return found
        return fill(self.instance, solution, self.budget.within(FILL_SECONDS)).solution

    def _dressed(self, solution: Solution) -> Solution:
        """Return a timetable of the settled problem with who fills the open slots."""
        if self.problem is self.instance:
            return self._filled(solution)
        lessons = solution.lessons
        return Solution(tuple(replace(x, resources=self._people[x.event]) for x in lessons))

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

    def _offer_whole(self, solution: Solution) -> None:
        self.incumbent.offer(solution)


def has_open_slots(instance: Instance) -> bool:
    """Return whether an event has a place that waits for a resource."""
    return any(e.open_slots() for e in instance.events)
