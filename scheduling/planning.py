"""The week, end to end: shortages, staffing, times, rooms, and the check of it all."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from community.text import Text
from scheduling.conflict import conflict, impossible
from scheduling.model import narrowed
from scheduling.search import solve
from scheduling.shortage import Shortage, counted
from scheduling.staffing import Avoid, choose_teachers
from scheduling.staffing.blame import blamed
from scheduling.week.audit import audit_rows
from scheduling.week.compile import PRICE_PER_MOVE, compile_frame, near
from scheduling.week.courses import TEACHES
from scheduling.week.frame import Frame
from scheduling.week.freezing import frozen_rules
from scheduling.week.mending import culprits, mended, taught_by, teachers_of
from scheduling.week.nearest import Nearest
from scheduling.week.reading import to_solution
from scheduling.week.writing import to_timetable
from solving import clock
from solving.builder import Builder
from solving.interrupt import interruptible
from solving.outcome import Budget, Progress, Report, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from community.models import Community
    from community.rule import Violation
    from rotation.solution import Roster
    from scheduling.instance import Event, Instance, ResourceSlot
    from scheduling.search import SearchResult
    from scheduling.solution import Solution
    from scheduling.staffing.choose import Staffing
    from scheduling.timetable import WeekTimetable
    from scheduling.week.freezing import Frozen
    from solving.outcome import Listener

ATTEMPTS = 4  # staffings that are tried before the answer is "unknown"
# Shares of the time: for a week that is not complete, before teachers change with it; for that.
PATIENCE, MEND_SHARE = 0.5, 0.4
STAFFING_SHARES, STAFFING_SECONDS = (0.15, 0.4), 20.0  # one that is slow to find gets more


@dataclass(frozen=True)
class WeekResult:
    """The one timetable of a term, or why there is none.

    ``status`` is INFEASIBLE only by proof: ``shortages`` counts it, or no staffing exists, or the
    classes alone cannot be timetabled. ``violations`` are of the timetable, all soft. ``nearest``
    is what there is instead of a timetable.
    """

    timetable: WeekTimetable | None
    status: Status
    reports: dict[str, Report] = field(default_factory=dict)
    shortages: tuple[Shortage, ...] = ()
    violations: tuple[Violation, ...] = ()
    nearest: Nearest | None = None


def plan_week(
    community: Community,
    roster: Roster,
    term: str,
    budget: Budget,
    *,
    listener: Listener | None = None,
    base: WeekTimetable | None = None,
    price_per_move: int = PRICE_PER_MOVE,
    frozen: Sequence[Frozen] = (),
) -> WeekResult:
    """Plan the weekly timetable of all schools for a term.

    Parameters
    ----------
    budget
        For all phases together.
    base, price_per_move
        A timetable to stay close to, and the price of each lesson that does not.
    frozen
        What has to stay as it is.

    Raises
    ------
    KeyError
        When the community has no such term.
    InputError
        When a frozen lesson is none of this week.
    """
    frame = Frame.of(community, roster, term)
    if lacking := counted(frame):
        return WeekResult(None, Status.INFEASIBLE, shortages=tuple(lacking))
    instance = plain = compile_frame(frame)
    start = None
    if base is not None:
        start = to_solution(instance, community, base)[0]
        instance = near(instance, start, price_per_move)
    if frozen:
        rules = frozen_rules(plain, community, frozen)
        instance = replace(instance, rules=(*instance.rules, *rules))
    found = _Planning(frame, instance, budget, listener, start).run()
    if found.timetable is None:
        return found
    violations = audit_rows(plain, community, found.timetable)
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
        self.deadline = clock.now() + budget.left
        self.reports: dict[str, Report] = {}
        self.avoid: list[Avoid] = []
        self.proved = True  # every staffing so far was proved to have no times
        self.nearest: Nearest | None = None
        self.tried = instance  # with the last staffing

    @property
    def left(self) -> float:
        """Seconds of the budget that are left."""
        return max(0.0, self.deadline - clock.now())

    @property
    def _rest(self) -> Budget:
        return self.budget.within(self.left)

    def run(self) -> WeekResult:
        """Return a timetable, or why there is none and the nearest that was found."""
        for attempt in range(ATTEMPTS):
            staffing = self._staff()
            if staffing.solution is None:
                if self.nearest is None and staffing.report.status is Status.UNKNOWN:
                    return self._unstaffed()
                # Those that were tried are ruled out by proof, so that no others is a proof too.
                proved = staffing.report.status is Status.INFEASIBLE and self.proved
                found = self._none(Status.INFEASIBLE if proved else Status.UNKNOWN)
                reasons = staffing.shortages or self._why_unstaffed(staffing)
                return replace(found, shortages=reasons)
            fixed = self.instance.with_resources(staffing.solution)
            result = self._search(fixed, self.start, PATIENCE)
            if not _is_kept(result):
                fixed, result = self._mended(fixed, result, staffing.solution)
            if _is_kept(result):
                return self._timetable(fixed, result)
            if result.report.interrupted or self.left < 1:
                return self._none(Status.UNKNOWN)
            self.proved &= result.report.status is Status.INFEASIBLE
            if not attempt and (reasons := self._fails_for_every_staffing()):
                return replace(self._none(Status.INFEASIBLE), shortages=reasons)
            self.avoid.append(_blame(staffing.solution, fixed, result.solution))
        return self._none(Status.UNKNOWN)

    def _staff(self) -> Staffing:
        """Return a staffing; one that is slow to find gets more of the time."""
        for share, most in zip(STAFFING_SHARES, (STAFFING_SECONDS, math.inf), strict=True):
            staffing = choose_teachers(
                self.instance,
                self.frame,
                self.budget.within(min(most, max(1.0, share * self.left))),
                avoid=tuple(self.avoid),
                before=self.start,
                listener=self.listener,
            )
            self.reports["staffing"] = staffing.report
            if staffing.report.status is not Status.UNKNOWN or staffing.report.interrupted:
                break
        return staffing

    def _why_unstaffed(self, staffing: Staffing) -> tuple[Shortage, ...]:
        """Return why there is no staffing, or none besides those that have no times."""
        if staffing.report.status is not Status.INFEASIBLE or staffing.report.interrupted:
            return ()
        if self.avoid:
            return (self._in_one_of_all(),) if self.proved else ()
        if reasons := self._fails_for_every_staffing():
            return reasons
        reason = blamed(self.instance, self.frame, staffing.clashes, self._rest)
        return (reason,) if reason else ()

    def _in_one_of_all(self) -> Shortage:
        """Return what is wrong with the last of all staffings, none of which has times."""
        found = conflict(self.tried, self._rest)
        zh = f"每一种任课都已证排不出课表。以其中一种为例：{found.sentence.zh}"
        en = f"No staffing at all can be given times. In one of them: {found.sentence.en}"
        return replace(found, point="", sentence=Text(zh, en))

    def _search(
        self, instance: Instance, start: Solution | None, patience: float = 1.0
    ) -> SearchResult:
        """Search for times, and keep the nearest timetable."""
        self.tried = instance
        result = solve(instance, self._rest, listener=self.listener, start=start, patience=patience)
        self.reports["week"] = result.report
        if result.solution is not None and result.cost is not None:
            hard = result.cost.hard
            if self.nearest is None or hard < self.nearest.hard:
                self.nearest = Nearest(instance, result.solution, hard, result.lacks)
        return result

    def _mended(
        self, fixed: Instance, result: SearchResult, staffing: Solution
    ) -> tuple[Instance, SearchResult]:
        """Let teachers change with the times; return the staffing and week that come of it."""
        if result.solution is None or result.report.interrupted or self.left < 1:
            return fixed, result
        if self.listener:
            self.listener(Progress("mend", 0.0))
        nearest = taught_by(result.solution, staffing)
        to_blame = culprits(fixed, result.solution)
        budget = self.budget.within(MEND_SHARE * self.left)
        with interruptible() as interrupt:
            found = mended(self.instance, nearest, to_blame, budget, lambda: interrupt.pressed)
        if found is None:
            return fixed, result
        mended_week = self.instance.with_resources(teachers_of(found))
        return mended_week, self._search(mended_week, found)

    def _unstaffed(self) -> WeekResult:
        """Search for times and teachers together, where no staffing was found in time."""
        if self.left < 1 or self.reports["staffing"].interrupted:
            return self._none(Status.UNKNOWN)
        result = self._search(self.instance, self.start)
        if _is_kept(result):
            return self._timetable(self.instance, result)
        return self._none(Status.UNKNOWN)

    def _none(self, status: Status) -> WeekResult:
        return WeekResult(None, status, dict(self.reports), nearest=self.nearest)

    def _timetable(self, fixed: Instance, result: SearchResult) -> WeekResult:
        assert result.solution is not None
        timetable = to_timetable(fixed, result.solution, self.frame.term)
        return WeekResult(timetable, Status.FEASIBLE, dict(self.reports))

    def _fails_for_every_staffing(self) -> tuple[Shortage, ...]:
        """Return why the lessons cannot be placed whoever teaches; empty when that is not proved.

        Who is the one qualified teacher of a course counts, since no staffing can change that;
        where there are several, one of them has to be free.
        """
        domains = narrowed(self.instance, Builder())

        def only(event: Event, slot: ResourceSlot) -> ResourceSlot:
            candidates = domains.candidates(event, TEACHES) if slot.role == TEACHES else ()
            return replace(slot, resource=candidates[0]) if len(candidates) == 1 else slot

        events = tuple(
            replace(e, slots=tuple(only(e, slot) for slot in e.slots)) for e in self.instance.events
        )
        return impossible(replace(self.instance, events=events), self._rest)


def _is_kept(result: SearchResult) -> bool:
    """Return whether there is a timetable that keeps the hard rules."""
    return result.solution is not None and result.cost is not None and not result.cost.hard


def _blame(staffing: Solution, fixed: Instance, nearest: Solution | None) -> Avoid:
    """Return what the next staffing should do without, and whose lessons were in the way."""
    chosen = tuple(
        (lesson.event, resource)
        for lesson in staffing.lessons
        for role, resource in lesson.resources
        if role == TEACHES
    )
    return Avoid(chosen, culprits(fixed, nearest) if nearest else frozenset())
