"""How a timetable is found: construction, annealing, the full model, large-neighbourhood search.

Anytime: from the first timetable on there is always a best one, priced by the checker, and a
proved bound. Annealing (``scheduling.local``) knows the families of the public standard; it decides
on times and open slots together. Where there is none (clock times, travel, synchronous lessons),
slots for rooms and assistants are filled when the times are known.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from community.rule import Strictness
from scheduling.check import cost
from scheduling.construction import construct, may_wait, placed, unplaced
from scheduling.improvement import Improvement
from scheduling.incumbent import HARD_WEIGHT, Incumbent, objective, timing
from scheduling.model import Context, build
from scheduling.rooms import Filling, Lack, fill
from scheduling.settings import Settings
from scheduling.solution import Solution
from solving.builder import Builder
from solving.hints import completed, hint, hint_all
from solving.interrupt import interruptible, sheltered
from solving.outcome import Budget, Report, Status
from solving.solver import solve as run_solver

if TYPE_CHECKING:
    from collections.abc import Callable

    from community.rule import Cost
    from scheduling.instance import Instance
    from scheduling.local.search import LocalSearch
    from solving.interrupt import Interrupt
    from solving.outcome import Listener
    from solving.solver import Outcome

EVERYTHING = Settings()
ANNEAL_SHARE = 0.6  # of the time that is left, for annealing before the full model
FULL_SHARE = 0.2  # of the time that is left, for the full model before parts are freed
LARGE, LARGE_SHARE = 30_000, 0.05  # variables of a model that CP-SAT rarely betters as a whole
TINY, TINY_SHARE = 2_000, 0.1  # lessons x times of an instance that may be proved at once
TINY_SECONDS = 1.0  # at least, for that
START_SHARE = 0.4  # of the time, for the nearest timetable to a given one
CONSTRUCT_SHARE = 0.25  # of the time, for a first timetable at one go
CONSTRUCT_SECONDS = 30.0  # at most, where annealing makes one as well
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
    settings: Settings = EVERYTHING,
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
        Gets every better timetable; where there is no annealing, slots that are filled after the
        times are still open in it.
    settings
        Parts of the search to do without, to measure what they are worth.
    """
    with interruptible() as interrupt:
        search = _Search(instance, budget, interrupt, listener, on_solution, settings)
        return search.run(start)


class _Search:
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
        self.local = None
        if settings.anneal:
            self.local = _local_search(instance, budget.seed, self._offer_whole)
        priced = timing(instance) if self.local is None else instance
        self.incumbent = Incumbent(priced, listener, on_solution)
        self.figures: dict[str, Any] = {}
        self.impossible = False  # proved
        self.problem = instance  # that the full model is of
        self._people: dict[str, tuple[tuple[str, str], ...]] = {}

    @property
    def left(self) -> float:
        """Seconds of the budget that are left for placing times."""
        return max(0.0, self.budget.seconds - self.incumbent.seconds - self._reserve)

    @property
    def _reserve(self) -> float:
        """Seconds kept for filling the open slots at the end."""
        waiting = self.local is None and _has_open_slots(self.instance)
        return min(FILL_SECONDS, 0.1 * self.budget.seconds) if waiting else 0.0

    def run(self, start: Solution | None) -> SearchResult:
        self._construct(start)
        if self.local is not None:
            self._prove_small()
            self._anneal(self.local, start)
        elif self.incumbent.solution is None and not self.impossible and not self._is_done():
            self._repair()
        if self.incumbent.solution is not None:
            self.figures["first_seconds"] = self.incumbent.first_seconds
        if self.incumbent.is_complete and not self._is_done():
            self._improve()
        if self.local is not None and not self.incumbent.is_complete and not self._is_done():
            self._anneal(self.local, self.incumbent.solution, share=1.0)
        return self._finish(start)

    def _construct(self, start: Solution | None) -> None:
        """Find a first timetable that keeps every hard rule, or the nearest to a given one."""
        self.incumbent.enter("construct")
        seconds = (CONSTRUCT_SHARE if start is None else START_SHARE) * self.left
        if self.local is not None:
            seconds = min(seconds, CONSTRUCT_SECONDS)
            if start is not None:
                self.incumbent.offer(start)
        built = construct(self.instance, self.budget.within(seconds), start)
        self.impossible = built.report.status is Status.INFEASIBLE
        if self.impossible and all(r.weight > 0 for r in self.instance.rules):
            self.incumbent.raise_bound(HARD_WEIGHT)  # some hard rule is broken, by one at least
        if built.solution is not None:
            self._offer_whole(self._filled(built.solution))

    def _prove_small(self) -> None:
        """Give the full model a moment where it is so small that this may be all it takes."""
        lengths = sum(e.duration for e in self.instance.events)
        tiny = lengths * len(self.instance.times) <= TINY and not _has_open_slots(self.instance)
        if not tiny or not self.incumbent.is_complete or self._is_done():
            return
        builder = Builder()
        context = build(self.instance, builder)
        builder.minimize(HARD_WEIGHT)
        share = max(TINY_SHARE, TINY_SECONDS / max(self.left, TINY_SECONDS))
        self._solve_whole(context, share, bounds=True)

    def _filled(self, solution: Solution) -> Solution:
        """Return a timetable with its open slots filled, where annealing goes on from it."""
        if self.local is None or not _has_open_slots(self.instance):
            return solution
        return fill(self.instance, solution, self.budget.within(FILL_SECONDS)).solution

    def _anneal(
        self, local: LocalSearch, start: Solution | None, share: float = ANNEAL_SHARE
    ) -> None:
        """Anneal for a share of the time, from the best timetable and from scratch."""
        if self._is_done():
            return
        self.incumbent.enter("anneal")
        best = self.incumbent.solution or start
        local.run(share * self.left, self.budget.workers, best, self._is_done)
        self.figures["moves"] = local.moves

    def _offer_whole(self, solution: Solution) -> None:
        self.incumbent.offer(solution)

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
        if not self._settle():
            return
        context = build(self.problem, builder)
        builder.minimize(HARD_WEIGHT)
        self.figures["model_seconds"] = round(self.incumbent.seconds - began, 2)
        self.figures["variables"] = len(builder.model.proto.variables)
        self.figures["constraints"] = len(builder.model.proto.constraints)
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
            share = 1.0
        bounds = self.problem is self.instance and not context.doubtful
        outcome = self._solve_whole(context, share, bounds=bounds)
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
            context,
            self.incumbent,
            values,
            seed=self.budget.seed,
            limit=limit,
            whole=self._dressed,
            settings=self.settings,
        )

    def _settle(self) -> bool:
        """Take the open slots as they are filled, to improve the times; return whether one can."""
        best = self.incumbent.solution
        self.problem = self.instance
        if self.local is not None and best is not None and _has_open_slots(self.instance):
            self.problem = self.instance.with_resources(best)
            self._people = {x.event: x.resources for x in best.lessons}
        return self.local is None or not _has_open_slots(self.problem)

    def _dressed(self, solution: Solution) -> Solution:
        """Return a timetable of the settled problem with who fills the open slots."""
        if self.problem is self.instance:
            return solution
        lessons = solution.lessons
        return Solution(tuple(replace(x, resources=self._people[x.event]) for x in lessons))

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
        self.incumbent.offer(self._dressed(context.solution(value)))

    def _finish(self, start: Solution | None) -> SearchResult:
        solution = self.incumbent.solution
        if solution is None:
            status = Status.INFEASIBLE if self.impossible else Status.UNKNOWN
            return SearchResult(None, self._report(status))
        filling = Filling(solution)
        if self.local is None:
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


def _has_open_slots(instance: Instance) -> bool:
    return any(e.open_slots() for e in instance.events)


def _local_search(
    instance: Instance, seed: int, offer: Callable[[Solution], object]
) -> LocalSearch | None:
    """Return the annealing of an instance, None where it does not know what is asked for."""
    if not instance.is_plain:
        return None
    from scheduling.local.search import LocalSearch  # numba takes a second to load

    return LocalSearch.made(instance, seed, offer)
