"""The week, end to end: shortages, staffing, times, rooms, and the check of it all."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from scheduling.construction import construct
from scheduling.incumbent import timing
from scheduling.model import narrowed
from scheduling.search import solve
from scheduling.shortage import Shortage, shortages
from scheduling.solution import Solution
from scheduling.staffing import Avoid, Staffing, choose_teachers
from scheduling.week.audit import audit_week
from scheduling.week.compile import PRICE_PER_MOVE, compile_week
from scheduling.week.courses import TEACHES
from scheduling.week.frame import Frame
from scheduling.week.mending import blamed, mended
from scheduling.week.reading import to_solution
from scheduling.week.writing import to_timetable
from solving.builder import Builder
from solving.interrupt import interruptible
from solving.outcome import Budget, Progress, Report, Status

if TYPE_CHECKING:
    from community.models import Community
    from community.rule import Violation
    from rotation.solution import Roster
    from scheduling.instance import Event, Instance, ResourceSlot
    from scheduling.search import SearchResult
    from scheduling.timetable import WeekTimetable
    from solving.outcome import Listener

ATTEMPTS = 4  # staffings that are tried before the answer is "unknown"
# Shares of the time: for a week that is not complete, before teachers change with it; for that.
PATIENCE, MEND_SHARE = 0.5, 0.4
STAFFING_SHARES, STAFFING_SECONDS = (0.15, 0.4), 20.0


@dataclass(frozen=True)
class WeekResult:
    """The one timetable of a term, or why there is none.

    ``status`` is INFEASIBLE only by proof: ``shortages`` counts it, or no staffing exists, or the
    classes alone cannot be timetabled. ``violations`` are of the timetable, all soft.
    """

    timetable: WeekTimetable | None
    status: Status
    reports: dict[str, Report] = field(default_factory=dict)
    shortages: tuple[Shortage, ...] = ()
    violations: tuple[Violation, ...] = ()


def plan_week(
    community: Community,
    roster: Roster,
    term: str,
    budget: Budget,
    *,
    listener: Listener | None = None,
    base: WeekTimetable | None = None,
    price_per_move: int = PRICE_PER_MOVE,
) -> WeekResult:
    """Plan the weekly timetable of all schools for a term.

    Parameters
    ----------
    budget
        For all phases together.
    base, price_per_move
        A timetable to stay close to, and the price of each lesson that does not.

    Raises
    ------
    KeyError
        When the community has no such term.
    """
    lacking = shortages(community, roster, term)
    if lacking:
        return WeekResult(None, Status.INFEASIBLE, shortages=tuple(lacking))
    frame = Frame.of(community, roster, term)
    instance = compile_week(community, roster, term, base=base, price_per_move=price_per_move)
    start = to_solution(instance, community, base)[0] if base else None
    found = _Planning(frame, instance, budget, listener, start).run()
    if found.timetable is None:
        return found
    violations = audit_week(community, roster, found.timetable)
    return replace(found, violations=tuple(violations))


class _Planning:
    """Tries staffings until one of them can be given times."""

    def __init__(
        self,
        frame: Frame,
        instance: Instance,
        budget: Budget,
        listener: Listener | None,
        start: Solution | None,
    ) -> None:
        self.frame, self.instance, self.budget = frame, instance, budget
        self.listener, self.start = listener, start
        self.deadline = time.monotonic() + budget.left
        self.reports: dict[str, Report] = {}
        self.avoid: list[Avoid] = []
        self.proved = True  # every staffing so far was proved to have no times

    @property
    def left(self) -> float:
        """Seconds of the budget that are left."""
        return max(0.0, self.deadline - time.monotonic())

    def run(self) -> WeekResult:
        for attempt in range(ATTEMPTS):
            staffing = self._staffing()
            if staffing.solution is None:
                # Those that were tried are ruled out by proof, so that no others is a proof too.
                proved = staffing.report.status is Status.INFEASIBLE and self.proved
                found = self._none(Status.INFEASIBLE if proved else Status.UNKNOWN)
                return replace(found, shortages=staffing.shortages)
            fixed = self.instance.with_resources(staffing.solution)
            result = self._timed(fixed, self.start, PATIENCE)
            if not _is_kept(result):
                fixed, result = self._mended(fixed, result, staffing.solution)
            if _is_kept(result):
                return self._timetable(fixed, result)
            if result.report.interrupted or self.left < 1:
                return self._none(Status.UNKNOWN)
            self.proved &= result.report.status is Status.INFEASIBLE
            if not attempt and self._fails_for_every_staffing():
                return self._none(Status.INFEASIBLE)
            self.avoid.append(_blame(staffing.solution, fixed, result.solution))
        return self._none(Status.UNKNOWN)

    def _timed(self, fixed: Instance, start: Solution | None, patience: float) -> SearchResult:
        budget = self.budget.within(self.left)
        found = solve(fixed, budget, listener=self.listener, start=start, patience=patience)
        self.reports["week"] = found.report
        return found

    def _mended(
        self, fixed: Instance, result: SearchResult, staffing: Solution
    ) -> tuple[Instance, SearchResult]:
        """Let teachers change with the times; return the staffing and week that come of it."""
        if result.solution is None or result.report.interrupted or self.left < 1:
            return fixed, result
        teachers = {x.event: x.resources for x in staffing.lessons}
        lessons = (
            replace(x, resources=(*x.resources, *teachers.get(x.event, ())))
            for x in result.solution.lessons
        )
        nearest = Solution(tuple(lessons))
        culprits = blamed(fixed, result.solution)
        if self.listener:
            self.listener(Progress("mend", 0.0))
        with interruptible() as interrupt:
            budget = self.budget.within(MEND_SHARE * self.left)
            found = mended(self.instance, nearest, culprits, budget, lambda: interrupt.pressed)
        if found is None:
            return fixed, result
        mended_week = self.instance.with_resources(_teachers_of(found))
        return mended_week, self._timed(mended_week, found, 1.0)

    def _staffing(self) -> Staffing:
        """Choose teachers; where that is slow, with more of the time."""
        for share in STAFFING_SHARES:
            seconds = min(STAFFING_SECONDS, max(1.0, share * self.left))
            found = choose_teachers(
                self.instance,
                self.frame,
                self.budget.within(seconds),
                avoid=tuple(self.avoid),
                before=self.start,
                listener=self.listener,
            )
            if found.report.status is not Status.UNKNOWN or found.report.interrupted:
                break
        self.reports["staffing"] = found.report
        return found

    def _none(self, status: Status) -> WeekResult:
        return WeekResult(None, status, dict(self.reports))

    def _timetable(self, fixed: Instance, result: SearchResult) -> WeekResult:
        assert result.solution is not None
        timetable = to_timetable(
            fixed, result.solution, self.frame.community, self.frame.term
        )
        return WeekResult(timetable, Status.FEASIBLE, dict(self.reports))

    def _fails_for_every_staffing(self) -> bool:
        """Return whether the lessons cannot be placed even if teachers were no matter.

        Only who is the one qualified teacher of a course counts, since no staffing can change that.
        """
        domains = narrowed(self.instance, Builder())

        def only(event: Event, slot: ResourceSlot) -> ResourceSlot | None:
            if slot.role != TEACHES:
                return slot
            candidates = domains.candidates(event, TEACHES)
            return replace(slot, resource=candidates[0]) if len(candidates) == 1 else None

        events = tuple(
            replace(e, slots=tuple(s for slot in e.slots if (s := only(e, slot)) is not None))
            for e in self.instance.events
        )
        alone = replace(timing(self.instance), events=events)
        return construct(alone, self.budget.within(self.left)).report.status is Status.INFEASIBLE


def _is_kept(result: SearchResult) -> bool:
    """Return whether there is a timetable that keeps the hard rules."""
    return result.solution is not None and result.cost is not None and not result.cost.hard


def _teachers_of(timetable: Solution) -> Solution:
    """Return who teaches in a timetable, and nothing else of its open slots."""
    return Solution(
        tuple(
            replace(x, resources=tuple(p for p in x.resources if p[0] == TEACHES))
            for x in timetable.lessons
        )
    )


def _blame(staffing: Solution, fixed: Instance, nearest: Solution | None) -> Avoid:
    """Return what the next staffing should do without, and whose lessons were in the way."""
    chosen = tuple(
        (lesson.event, resource)
        for lesson in staffing.lessons
        for role, resource in lesson.resources
        if role == TEACHES
    )
    return Avoid(chosen, blamed(fixed, nearest) if nearest else frozenset())
