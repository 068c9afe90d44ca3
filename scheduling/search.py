"""How a timetable is found: construction, the full model, large-neighbourhood search.

Anytime: from the first timetable on there is always a best one, priced by the checker, and a
proved bound. Slots for rooms and assistants are filled when the times are known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from community.rule import Strictness
from scheduling.check import cost
from scheduling.construction import construct, may_wait, placed, unplaced
from scheduling.improvement import Improvement
from scheduling.incumbent import HARD_WEIGHT, Incumbent, objective, timing
from scheduling.model import Context, build
from scheduling.rooms import Lack, fill
from solving.builder import Builder
from solving.hints import completed, hint, hint_all
from solving.interrupt import interruptible, sheltered
from solving.outcome import Budget, Report, Status
from solving.solver import solve as run_solver

if TYPE_CHECKING:
    from collections.abc import Callable

    from community.rule import Cost
    from scheduling.instance import Instance
    from scheduling.solution import Solution
    from solving.interrupt import Interrupt
    from solving.outcome import Listener
    from solving.solver import Outcome

FULL_SHARE = 0.2  # of the time that is left, for the full model before parts are freed
LARGE, LARGE_SHARE = 30_000, 0.05  # variables of a model that CP-SAT rarely betters as a whole
START_SHARE = 0.4  # of the time, for the nearest timetable to a given one
CONSTRUCT_SHARE = 0.25  # of the time, for a first timetable at one go
FILL_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The best timetable found, its cost by the checker, and how it was found.

    ``lacks`` names the open slots that nobody can fill. The status of the report is FEASIBLE or
    OPTIMAL only when no hard rule is broken, INFEASIBLE only when it was proved that no timetable
    keeps them all; there may be a solution even so: the nearest that was found.
    """

    solution: Solution | None
    report: Report
    cost: Cost | None = None
    lacks: tuple[Lack, ...] = ()


def solve(
    instance: Instance,
    budget: Budget,
    *,
    listener: Listener | None = None,
    start: Solution | None = None,
    on_solution: Callable[[Solution], None] | None = None,
) -> SearchResult:
    """Find a timetable.

    Parameters
    ----------
    instance
        The problem. Slots that are still open are filled after the times.
    budget
        Seconds, workers and seed.
    listener
        Hears progress: phase, seconds, objective and bound.
    start
        A timetable to begin from; it may break rules, and may be of an instance a bit different.
        The search begins at the nearest one that breaks none.
    on_solution
        Gets every better timetable, rooms and assistants not yet filled.
    """
    with interruptible() as interrupt:
        search = _Search(instance, budget, interrupt, listener, on_solution)
        return search.run(start)


class _Search:
    def __init__(
        self,
        instance: Instance,
        budget: Budget,
        interrupt: Interrupt,
        listener: Listener | None,
        on_solution: Callable[[Solution], None] | None,
    ) -> None:
        self.instance, self.budget, self.interrupt = instance, budget, interrupt
        self.timing = timing(instance)
        self.incumbent = Incumbent(self.timing, listener, on_solution)
        self.figures: dict[str, Any] = {}
        self.impossible = False  # proved

    @property
    def left(self) -> float:
        """Seconds of the budget that are left for placing times."""
        return max(0.0, self.budget.seconds - self.incumbent.seconds - self._reserve)

    @property
    def _reserve(self) -> float:
        """Seconds kept for filling the open slots at the end."""
        waiting = any(e.open_slots() for e in self.instance.events)
        return min(FILL_SECONDS, 0.1 * self.budget.seconds) if waiting else 0.0

    def run(self, start: Solution | None) -> SearchResult:
        self.incumbent.enter("construct")
        seconds = (CONSTRUCT_SHARE if start is None else START_SHARE) * self.left
        built = construct(self.instance, self.budget.within(seconds), start)
        self.impossible = built.report.status is Status.INFEASIBLE
        if built.solution is not None:
            self.incumbent.offer(built.solution)
        elif not self.impossible and not self._is_done():
            self._repair()
        if self.incumbent.is_complete:
            self.figures["first_seconds"] = round(self.incumbent.seconds, 2)
            if not self._is_done():
                self._improve()
        return self._finish(start)

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
                proved = outcome.status in (Status.OPTIMAL, Status.INFEASIBLE)
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

    def _is_done(self) -> bool:
        return self.incumbent.is_optimal or self.interrupt.pressed or self.left <= 0

    def _improve(self) -> None:
        """Run the full model for its share of the time, then free parts of the timetable."""
        self.incumbent.enter("full")
        builder, began = Builder(), self.incumbent.seconds
        context = build(self.instance, builder)
        builder.minimize(HARD_WEIGHT)
        self.figures["model_seconds"] = round(self.incumbent.seconds - began, 2)
        self.figures["variables"] = len(builder.model.proto.variables)
        self.figures["constraints"] = len(builder.model.proto.constraints)
        if self._is_done():
            return
        began = self.incumbent.seconds
        values = self._complete(context)
        complete_seconds = self.incumbent.seconds - began
        if values is not None:
            hint_all(builder.model, values)
        large = len(builder.model.proto.variables) > LARGE
        share = LARGE_SHARE if large else FULL_SHARE
        outcome = self._solve_whole(context, share, bounds=True)
        if self._is_done():
            return
        values = outcome.values if outcome.status.has_solution else values
        self.incumbent.enter("parts")
        parts = self._parts(context, values, 2.0 + 2.0 * complete_seconds)
        parts.run(self.left, self.budget.workers, self.interrupt)
        self.figures["parts"] = parts.solves
        self.figures["kinds"] = {k.name: [k.tries, k.gains] for k in parts.choice.kinds}

    def _parts(
        self, context: Context, values: tuple[int, ...] | None, limit: float
    ) -> Improvement:
        return Improvement(
            context, self.incumbent, values, seed=self.budget.seed, limit=limit
        )

    def _complete(self, context: Context) -> tuple[int, ...] | None:
        solution = self.incumbent.solution
        if solution is None:
            return None
        known = [*placed(context, solution), *unplaced(context, solution)]
        return completed(context.builder.model, known, self.budget.within(self.left))

    def _solve_whole(self, context: Context, share: float, *, bounds: bool = False) -> Outcome:
        """Run CP-SAT on a whole model for a share of the time.

        Only a model with every rule (``bounds``) bounds the cost.
        """
        outcome = run_solver(
            context.builder.model,
            self.budget.within(share * self.left),
            phase=self.incumbent.phase,
            listener=self.incumbent.hear if bounds else None,
            on_solution=lambda found: self._offer(context, found.value),
        )
        if bounds:
            self.incumbent.raise_bound(outcome.report.bound)
        if outcome.status.has_solution:
            self._offer(context, outcome.value)
        return outcome

    def _offer(self, context: Context, value: Callable[[Any], int]) -> None:
        self.incumbent.offer(context.solution(value))

    def _finish(self, start: Solution | None) -> SearchResult:
        solution = self.incumbent.solution
        if solution is None:
            status = Status.INFEASIBLE if self.impossible else Status.UNKNOWN
            return SearchResult(None, self._report(status))
        self.incumbent.enter("rooms")
        with sheltered():
            budget = self.budget.within(self._reserve)
            filling = fill(self.instance, solution, budget, start)
        price = cost(self.instance, filling.solution)
        status = Status.FEASIBLE
        if price.hard:
            status = Status.INFEASIBLE if self.impossible else Status.UNKNOWN
        elif price.soft <= self.incumbent.bound:
            status = Status.OPTIMAL
        report = self._report(status, objective(price))
        return SearchResult(filling.solution, report, price, filling.lacks)

    def _report(self, status: Status, value: float | None = None) -> Report:
        bound = None if status is Status.INFEASIBLE else self.incumbent.bound
        parameters = {
            "seconds": self.budget.seconds,
            "workers": self.budget.workers,
            "seed": self.budget.seed,
            "best_seconds": self.incumbent.best_seconds,
            **self.figures,
        }
        seconds, pressed = self.incumbent.seconds, self.interrupt.pressed
        return Report(status, value, bound, seconds, pressed, parameters)


