"""One search under way: its time, its best timetable, and who fills open slots in it."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from scheduling.check import cost
from scheduling.incumbent import Incumbent, objective, timing
from scheduling.local import prepare
from scheduling.pooling import is_exact
from scheduling.rooms import fill
from scheduling.solution import Solution
from solving import clock

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduling.instance import Instance
    from scheduling.local.search import LocalSearch
    from scheduling.settings import Settings
    from solving.interrupt import Interrupt
    from solving.outcome import Budget, Listener

FILL_SECONDS = 10.0
FILL_SHARE, EXCHANGE_SHARE = 0.1, 0.02  # of the time, kept for its end
PREPARE_SHARE = 0.6  # of the time, at most, until the local search is compiled
FEW_OPEN = 0.5  # share of all lessons with open slots: so few, CP-SAT may leave to pools


class UnderWay:
    """The state of one search."""

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

    def _is_complete(self) -> bool:
        return self.incumbent.is_complete

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
        seconds = min(FILL_SECONDS, FILL_SHARE * self.left)  # annealing may need it more
        return fill(self.instance, solution, self.budget.within(seconds)).solution

    def _dressed(self, solution: Solution) -> Solution:
        """Return a timetable of the settled problem with who fills the open slots."""
        if self.problem is self.instance:
            return self._filled(solution)
        lessons = solution.lessons
        return Solution(tuple(replace(x, resources=self._people[x.event]) for x in lessons))

    def _offer_whole(self, solution: Solution) -> None:
        self.incumbent.offer(solution)


def has_open_slots(instance: Instance) -> bool:
    """Return whether an event has a place that waits for a resource."""
    return any(e.open_slots() for e in instance.events)
