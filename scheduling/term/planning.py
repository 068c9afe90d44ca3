"""The calendar of a term, end to end: what is asked, dates, covers, and the check of it all."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from community.text import Text
from scheduling.search import solve
from scheduling.settings import Settings
from scheduling.term.assumed import assumed
from scheduling.term.check import check_calendar, clashes
from scheduling.term.compile import compile_term
from scheduling.term.cutting import near, without
from scheduling.term.draft import time_id
from scheduling.term.events import DatedEvent
from scheduling.term.families import families_of
from scheduling.term.guests import with_guests
from scheduling.term.lacking import lacking, unattended
from scheduling.term.lost import lost
from scheduling.term.replan import as_seen, as_wishes, covered, named, remaining, staying_close
from scheduling.term.turns import shared_anew
from solving import clock
from solving.outcome import Report, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from community.rule import Violation
    from scheduling.instance import Instance
    from scheduling.search import SearchResult
    from scheduling.solution import Solution
    from scheduling.term.activity import Activity
    from scheduling.term.events import TermCalendar
    from scheduling.term.families.base import Family
    from scheduling.term.frame import TermFrame
    from solving.outcome import Budget, Listener

PHASE = "term"
# Dates hang together loosely: the linear relaxation leads to the best calendar, and proves it,
# while annealing still looks (``Phases._dive``).
# It does not get all the time: what nobody can look after is mended in further attempts.
SETTINGS = Settings(anneal=False, parts=False, whole=0.5, linear=True)
LEAST_SECONDS = 0.5
CHECKING = 0.05  # of the time, for covers and the check
NEAR_ATTEMPTS = 18  # that change the events of the dates in question only
ATTEMPTS = 20  # calendars whose lessons somebody else cannot all look after


NOT_ALL = Text(
    "余下的日子排不下还要举行的全部活动（已证明）。",
    "The rest of the term does not hold everything that is still wanted (proved).",
)
NOT_FOUND = Text(
    "没有找到排得下全部活动的日程；这不是无解的证明。",
    "No calendar was found that holds everything; that is no proof that there is none.",
)


@dataclass(frozen=True)
class TermResult:
    """The calendar of a term, or why there is none. INFEASIBLE only by proof."""

    calendar: TermCalendar | None
    report: Report
    reasons: tuple[Text, ...] = ()
    violations: tuple[Violation, ...] = ()
    notes: tuple[Text, ...] = ()

    @property
    def is_kept(self) -> bool:
        """Whether there is a calendar that breaks no hard rule."""
        return self.calendar is not None and not any(v.is_hard for v in self.violations)


def plan_term(frame: TermFrame, budget: Budget, *, listener: Listener | None = None) -> TermResult:
    """Put everything that the policy asks for on dates, with everybody's lessons covered.

    A date on which somebody's lessons stay without anybody is cut off, and a few events move.
    """
    families = families_of(frame)
    activities = [a for family in families for a in family.activities()]
    if reasons := unattended(frame, activities):
        return TermResult(None, Report(Status.INFEASIBLE), reasons)
    for some, status in _by_choice(activities):
        if reasons := lacking(frame, families, some):
            return TermResult(None, Report(status), reasons)
    found = _Search(frame, families, budget, listener).run(activities)
    if any(a.is_chosen for a in activities) and found.report.status is Status.INFEASIBLE:
        return replace(found, report=replace(found.report, status=Status.UNKNOWN))
    return replace(found, notes=tuple(assumed(families, activities)))


def _by_choice(activities: Sequence[Activity]) -> Iterator[tuple[list[Activity], Status]]:
    """Yield the activities as they must be, then those of which others could do, with the verdict.

    A verdict is what it means that some of them cannot be held.
    """
    yield [a for a in activities if not a.is_chosen], Status.INFEASIBLE
    yield [a for a in activities if a.is_chosen], Status.UNKNOWN


def plan_rest(frame: TermFrame, budget: Budget, *, listener: Listener | None = None) -> TermResult:
    """Plan a calendar again from a date on, as ``frame.past`` says: what was held stays and counts.

    Where not everything can be met any more, which is INFEASIBLE and only said when it is proved,
    the calendar holds as much as can be; UNKNOWN with a calendar is that not all was found a date.
    """
    families = families_of(frame)
    activities = [a for family in families for a in family.activities()]
    rest = remaining(frame, shared_anew(frame, families, activities))
    reasons = lost(frame, families, activities)
    reasons = (*reasons, *unattended(frame, activities))
    search = _Search(frame, families, budget, listener)
    proved = bool(reasons)
    if not reasons:
        found = search.run(rest)
        if found.report.status is not Status.INFEASIBLE:
            return found
        proved = not any(a.is_chosen for a in rest)
        reasons = (NOT_ALL,) if proved else (NOT_FOUND,)
    found = _Search(frame, as_wishes(families), budget, listener).run(rest, in_part=True)
    status = Status.INFEASIBLE if proved and found.calendar else Status.UNKNOWN
    return replace(found, report=replace(found.report, status=status), reasons=reasons)


class _Search:
    """Looks for calendars until the lessons of one can all be looked after."""

    def __init__(
        self,
        frame: TermFrame,
        families: Sequence[Family],
        budget: Budget,
        listener: Listener | None,
    ) -> None:
        self.frame, self.families = frame, families
        self.budget, self.listener = budget, listener
        self.began = clock.now()
        self.until = self.began + (1 - CHECKING) * budget.left
        self.bound: float | None = None  # of every calendar

    def run(self, activities: Sequence[Activity], *, in_part: bool = False) -> TermResult:
        """Return a calendar that passed the check, or why there is none.

        ``in_part``: also one that lacks some of what has to be.
        """
        instance = compile_term(self.frame, self.families, activities)
        instance = whole = staying_close(self.frame, instance, activities)
        settled = self.frame.past.settled
        for attempt in range(1, ATTEMPTS + 1):
            found = self._solve(instance)
            report = self._told(found.report)
            if found.solution is None or found.cost is None or found.cost.hard:
                return TermResult(None, report)
            events = dated(activities, found.solution)
            calendar, uncovered = covered(self.frame, named(self.frame, events))
            calendar = as_seen(self.frame, self._completed(calendar))
            moved = (uncovered | self._faulty(calendar)) - settled
            if not moved or clock.now() > self.until or attempt == ATTEMPTS:
                break
            movable = [e for e in calendar.events if e.id not in settled]
            whole = without(whole, movable, moved)
            dates = {e.date for e in movable if e.id in moved}
            loose = {e.activity for e in movable if e.date in dates}
            instance = near(whole, found.solution, loose) if attempt <= NEAR_ATTEMPTS else whole
        calendar = with_guests(self.frame, calendar)
        result = TermResult(calendar, report, (), (*check_calendar(self.frame, calendar),))
        return result if result.is_kept or in_part else TermResult(None, _none(result.report))

    def _solve(self, instance: Instance) -> SearchResult:
        rest = self.budget.within(max(LEAST_SECONDS, self.until - clock.now()))
        return solve(instance, rest, listener=self.listener, settings=SETTINGS)

    def _completed(self, calendar: TermCalendar) -> TermCalendar:
        for family in self.families:
            calendar = family.complete(calendar)
        return calendar

    def _faulty(self, calendar: TermCalendar) -> set[str]:
        """Return the events that cannot be on their dates, as the rest of the calendar is."""
        hard = (f for f in self.families if not f.is_wish)
        parts = [v.parts for v in clashes(self.frame, calendar)]
        parts += [fault.parts for f in hard for fault in f.further(calendar)]
        return {id for some in parts for id in some}

    def _told(self, report: Report) -> Report:
        """Return a report with the bound of the first problem, the only one with nothing cut off.

        Of the others nothing is proved.
        """
        if self.bound is None:
            self.bound = report.bound or 0.0
            return report
        status, best = report.status, report.objective
        if status.has_solution and best is not None:
            status = Status.OPTIMAL if best <= self.bound else Status.FEASIBLE
        status = Status.UNKNOWN if status is Status.INFEASIBLE else status
        seconds = clock.now() - self.began
        return replace(report, status=status, bound=self.bound, seconds=seconds)


def _none(report: Report) -> Report:
    return replace(report, status=Status.UNKNOWN, objective=None)


def dated(activities: Sequence[Activity], solution: Solution) -> tuple[DatedEvent, ...]:
    """Return the events of a solution, numbered in the order of their dates."""
    times: dict[str, list[str]] = defaultdict(list)
    for lesson in solution.lessons:
        if lesson.time is not None:
            times[lesson.event].append(lesson.time)
    found = []
    for activity in activities:
        options = {time_id(activity, o): o for o in reversed(activity.options)}
        for number, time in enumerate(sorted(times[activity.id]), 1):
            option = options[time]
            found.append(
                DatedEvent(
                    date=option.date,
                    start=option.start,
                    end=option.end,
                    id=f"{activity.id}:{number}",
                    name=activity.name.zh,
                    rule=activity.rule,
                    activity=activity.id,
                    mode=activity.mode,
                    host=activity.host,
                    subject=option.subject or activity.subject,
                    people=activity.people,
                    classes=option.classes or activity.classes,
                    note="；".join(filter(None, (activity.note, option.note))),
                )
            )
    return tuple(sorted(found))
