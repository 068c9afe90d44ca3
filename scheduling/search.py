"""How a timetable is found: construction, bounds, annealing, the full model, neighbourhoods.

Anytime: from the first timetable on there is always a best one, priced by the checker, and a
proved bound. Annealing (``scheduling.local``) decides on times and open slots together, of schools
of the public standard and of whole communities. CP-SAT decides on times, with pools of candidates
for open slots; what it finds counts once they are filled.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scheduling.check import cost, fitting
from scheduling.construction import construct
from scheduling.incumbent import HARD_WEIGHT, objective
from scheduling.phases import Phases
from scheduling.relaxations import bound_by_resources
from scheduling.rooms import Filling, Lack, fill
from scheduling.settings import Settings
from scheduling.solution import Solution
from solving.confirm import CONFIRMED, is_contradicted
from solving.interrupt import ends_at, interruptible, seen_through, sheltered
from solving.outcome import Budget, Report, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from community.rule import Cost
    from scheduling.instance import Instance
    from scheduling.local.search import LocalSearch
    from solving.outcome import Listener

EVERYTHING = Settings()
# Share of the time that is left for annealing, where CP-SAT can better the result; with open
# slots, it can not as a rule: lessons of one event have different rooms.
ANNEAL_SHARE = 0.7
BOUND_SHARE = 0.03  # of the time that is left, for bounds by resource
START_SHARE = 0.4  # of the time, for the nearest timetable to a given one
# For a first timetable at one go. Annealing makes one as well: this is for the proof of none.
PROOF_SHARE, PROOF_SECONDS = 0.1, 15.0
# Where construction finds none, insisting makes one: of the time that is left, before annealing,
# and on what annealing leaves broken. Where there is nothing but hard rules, annealing gets a part
# of its share first: it rarely needs more.
INSIST_FIRST, INSIST_SHARE = 0.2, 0.6
ONLY_HARD_SHARE, ONLY_HARD_FIRST = 0.7, 0.5
FIRST_SECONDS = 3.0  # at least, where there are: a first timetable is seldom slower
HOPELESS_SHARE = 0.1  # of the time, for the nearest timetable where none keeps the hard rules
GRACE = 1.0  # seconds over its time at which a phase is left wherever it is


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
    patience: float = 1.0,
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
        CP-SAT looks for the nearest one that breaks none, and annealing begins there.
    on_solution
        Gets every better timetable, with its open slots filled as far as they can be.
    settings
        Parts of the search to do without, to measure what they are worth.
    patience
        Share of the time after which it ends without a timetable that keeps every hard rule. Less
        than all of it when there is more to try, other teachers say; a proof that there is none
        then ends it sooner still.
    """
    with interruptible() as interrupt:
        search = _Search(instance, budget, interrupt, listener, on_solution, settings)
        return search.run(start and fitting(instance, start), patience)


class _Search(Phases):
    def run(self, start: Solution | None, patience: float) -> SearchResult:
        """Search until the time is over; what looks at no clock is left then, without a loss."""
        with seen_through() as keep:
            with ends_at(self.deadline - self._reserve + GRACE):
                self._search(start, patience)
            if self.incumbent.is_complete:
                keep()
            return self._finish(start)

    def _search(self, start: Solution | None, patience: float) -> None:
        self._construct(start)
        self._make_local()
        if self.local is not None:
            self._prove_small()
            self._bound()
            self._search_locally(self.local, start, patience)
        elif self.incumbent.solution is None and not self.impossible and not self._is_done():
            self._repair()
        if self.incumbent.solution is not None:
            self.figures["first_seconds"] = self.incumbent.first_seconds
        if self.local is None:
            self._bound()
        if self.incumbent.is_complete and not self._is_done():
            self._improve()
        given_up = patience < 1.0 and not self.incumbent.is_complete
        if self.local is not None and not self._is_done() and not given_up:
            self._anneal(self.local, self.incumbent.solution, share=1.0)

    def _search_locally(self, local: LocalSearch, start: Solution | None, patience: float) -> None:
        """Insist where there is no timetable yet, anneal, and insist on what is broken still."""
        if start is None:
            self._insist(local, INSIST_FIRST * patience, anew=True)
        broken = not self.incumbent.is_complete
        share = ANNEAL_SHARE if self.fillable or broken else 1.0
        if patience < 1.0 and broken:
            share = min(share, HOPELESS_SHARE if self.impossible else patience)
        if local.only_hard:
            share *= ONLY_HARD_FIRST
        self._anneal(local, self.incumbent.solution if start else None, share)
        if self._is_broken(local):
            self._insist(local, ONLY_HARD_SHARE if local.only_hard else INSIST_SHARE)
        self._round_off(local)

    def _construct(self, start: Solution | None) -> None:
        """Find a first timetable that keeps every hard rule, or the nearest to a given one."""
        self.incumbent.enter("construct")
        if start is not None:
            self.incumbent.offer(start)
        if self.incumbent.is_complete:
            return
        least = min(FIRST_SECONDS, START_SHARE * self.left)
        seconds = min(max(PROOF_SHARE * self.left, least), PROOF_SECONDS)
        first = self.settings.first
        built = construct(self.instance, self.budget.within(seconds), start, first)
        self.impossible = built.report.status is Status.INFEASIBLE
        if is_contradicted(built.report):
            self.figures[CONFIRMED] = False
        if self.impossible and all(r.weight > 0 for r in self.instance.rules):
            self.incumbent.raise_bound(HARD_WEIGHT)  # some hard rule is broken, by one at least
        if built.solution is not None:
            self._offer_whole(self._filled(built.solution))

    def _bound(self) -> None:
        """Prove what each resource costs by itself; annealing can end at that.

        The linear relaxation of all of it at once says more.
        """
        if self._is_done() or self.settings.linear:
            return
        self.incumbent.enter("bound")
        budget = self.budget.within(BOUND_SHARE * self.left)
        bound_by_resources(self.instance, budget, self._is_done, self.incumbent.raise_bound)

    def _anneal(self, local: LocalSearch, start: Solution | None, share: float) -> None:
        """Anneal for a share of the time, near to a timetable and from scratch."""
        if self._is_done():
            return
        self.incumbent.enter("anneal")
        workers, end = self.budget.workers, (1 - share) * self.left  # when so much is left
        staged, near = None, True
        if start is None and self.settings.pools and self.is_open:
            from scheduling.local.times_first import times_first  # as slow to load as the search

            # CP-SAT goes on only from a timetable that keeps every hard rule: better stay near to
            # one. Where annealing does all, it stands still at the prices of that.
            near = self.fillable
            seconds, ends = share * self.left, (self._is_done, self._is_complete)
            staged = times_first(local, seconds, workers, *ends, near=near)
        seconds, own = self.left - end, staged is not None
        start = staged or start
        local.run(seconds, workers, start, self._is_done, together=own, near=near)
        self.figures["moves"] = local.moves

    def _insist(self, local: LocalSearch, share: float, *, anew: bool = False) -> None:
        """Put lessons in at the price of few others, for a share of the time that is left.

        All of them, or those that annealing leaves in each other's way. Not where there is a
        timetable that keeps the hard rules, by construction say.
        """
        if self.incumbent.is_complete or self.impossible or self._is_done():
            return
        self.incumbent.enter("insist")
        local.insist(share * self.left, self.budget.workers, self._is_done, anew=anew)

    def _is_broken(self, local: LocalSearch) -> bool:
        """Return whether the best timetable breaks hard rules, and need not."""
        broken = local.best_cost is not None and local.best_cost[0] > 0
        return broken and not self.impossible and not self._is_done()

    def _round_off(self, local: LocalSearch) -> None:
        """Find the complete timetable nearest to the annealed one, where that is not complete.

        Annealing of a large district may end with two lessons in each other's way, and all else
        far better than in the first timetable. CP-SAT moves a few lessons for them.
        """
        if not self.fillable or not self._is_broken(local):
            return
        self.incumbent.enter("repair")
        budget = self.budget.within(min(START_SHARE * self.left, PROOF_SECONDS))
        built = construct(self.instance, budget, local.solution)
        if built.solution is not None:
            self._offer_whole(self._filled(built.solution))

    def _finish(self, start: Solution | None) -> SearchResult:
        solution = self.incumbent.solution
        if solution is None:
            status = Status.INFEASIBLE if self.impossible else Status.UNKNOWN
            return SearchResult(None, self._report(status))
        filling, price = self._finished(solution, start)
        status = Status.FEASIBLE
        if price.hard:
            status = Status.INFEASIBLE if self.impossible else Status.UNKNOWN
        elif price.soft <= self.incumbent.bound:
            status = Status.OPTIMAL
        report = self._report(status, objective(price))
        return SearchResult(filling.solution, report, price, filling.lacks)

    def _finished(self, solution: Solution, start: Solution | None) -> tuple[Filling, Cost]:
        """Fill open slots once more, with as few different rooms for a course as there can be.

        Where rules price who is there, annealing may have done better: of rooms, say, and
        assistants, only those are taken over that cost no more.
        """
        best = cost(self.instance, solution)
        if not self.is_open:
            return Filling(solution), best
        self.incumbent.enter("rooms")
        with sheltered():
            filling = fill(self.instance, solution, self.budget.within(self._reserve), start)
            roles = sorted({role for x in filling.solution.lessons for role, _ in x.resources})
            for some in (roles, *([role] for role in roles)):
                tried = _exchanged(solution, filling.solution, some)
                price = cost(self.instance, tried)
                if (price.hard, price.soft) <= (best.hard, best.soft):
                    solution, best = tried, price
                    if some is roles:
                        break  # nothing is left to take over
        return Filling(solution, filling.lacks), best

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


def _exchanged(solution: Solution, other: Solution, roles: Collection[str]) -> Solution:
    """Return a timetable in which places of some roles are filled as in another of its times."""
    lessons = []
    for mine, theirs in zip(solution.lessons, other.lessons, strict=True):
        kept = [pair for pair in mine.resources if pair[0] not in roles]
        taken = [pair for pair in theirs.resources if pair[0] in roles]
        lessons.append(replace(mine, resources=(*kept, *taken)))
    return Solution(tuple(lessons))
