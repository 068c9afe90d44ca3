"""The calendar of a term, end to end: what is asked, dates, covers, and the check of it all."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from community.text import Text
from scheduling.instance import Group
from scheduling.rules.base import AppliesTo
from scheduling.rules.spread_events import Spread, SpreadEvents
from scheduling.search import solve
from scheduling.settings import Settings
from scheduling.term.check import check_calendar
from scheduling.term.compile import compile_term
from scheduling.term.covering import covers
from scheduling.term.draft import time_id
from scheduling.term.events import DatedEvent, TermCalendar
from scheduling.term.families import families_of
from scheduling.term.lacking import lacking
from solving import clock
from solving.outcome import Report, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from community.rule import Violation
    from scheduling.instance import Instance
    from scheduling.search import SearchResult
    from scheduling.solution import Solution
    from scheduling.term.activity import Activity
    from scheduling.term.families.base import Family
    from scheduling.term.frame import TermFrame
    from solving.outcome import Budget, Listener

PHASE = "term"
# Dates hang together loosely: CP-SAT proves the best calendar while annealing still looks.
SETTINGS = Settings(anneal=False)
LEAST_SECONDS = 0.5
ATTEMPTS = 8  # calendars whose lessons somebody else cannot all look after


@dataclass(frozen=True)
class TermResult:
    """The calendar of a term, or why there is none. INFEASIBLE only by proof."""

    calendar: TermCalendar | None
    report: Report
    reasons: tuple[Text, ...] = ()
    violations: tuple[Violation, ...] = ()


def plan_term(frame: TermFrame, budget: Budget, *, listener: Listener | None = None) -> TermResult:
    """Put everything that the policy asks for on dates, with everybody's lessons covered.

    The longest way is kept free after each event first; that there is no calendar is only said
    when there is none without any way, either.
    """
    families = families_of(frame)
    activities = [a for family in families for a in family.activities()]
    for some, status in _by_choice(activities):
        if reasons := lacking(frame, families, some):
            return TermResult(None, Report(status), reasons)
    search = _Search(frame, families, budget, listener)
    found = search.run(activities)
    if found.report.status is Status.INFEASIBLE and any(a.way for a in activities):
        found = search.run([replace(a, way=0) for a in activities])
        if any(v.is_hard for v in found.violations):
            found = TermResult(None, replace(found.report, status=Status.UNKNOWN))
    if any(a.is_chosen for a in activities) and found.report.status is Status.INFEASIBLE:
        return replace(found, report=_unproved(found.report))
    return found


def _by_choice(activities: Sequence[Activity]) -> Iterator[tuple[list[Activity], Status]]:
    """Yield the activities as they must be, then those of which others could do, with the verdict.

    A verdict is what it means that some of them cannot be held.
    """
    yield [a for a in activities if not a.is_chosen], Status.INFEASIBLE
    yield [a for a in activities if a.is_chosen], Status.UNKNOWN


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
        self.began, self.until = clock.now(), clock.now() + budget.left

    def run(self, activities: Sequence[Activity]) -> TermResult:
        """Return a calendar that passed the check, or why there is none."""
        name = f"{self.frame.community.id}:{self.frame.term.id}"
        instance, cut = compile_term(name, self.families, activities), False
        for _ in range(ATTEMPTS):
            found = self._solve(instance)
            if found.solution is None or found.cost is None or found.cost.hard:
                return TermResult(None, _unproved(found.report) if cut else found.report)
            events = dated(activities, found.solution)
            covered, uncovered = covers(self.frame, events)
            calendar = self._completed(TermCalendar(self.frame.term.id, events, covered))
            moved = {row.event for _, row in uncovered} | self._faulty(calendar)
            if not moved:
                return self._checked(calendar, found, cut)
            instance, cut = _without(instance, events, moved), True
        return TermResult(None, replace(found.report, status=Status.UNKNOWN))

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
        return {id for f in hard for fault in f.further(calendar) for id in fault.parts}

    def _checked(self, calendar: TermCalendar, found: SearchResult, cut: bool) -> TermResult:
        report = replace(found.report, seconds=clock.now() - self.began)
        report = _unproved(report) if cut else report
        violations = check_calendar(self.frame, calendar)
        return TermResult(calendar, report, violations=tuple(violations))


def _unproved(report: Report) -> Report:
    """Return a report without its proof: what was cut off may have been cheaper, or possible."""
    less = {Status.OPTIMAL: Status.FEASIBLE, Status.INFEASIBLE: Status.UNKNOWN}
    return replace(report, status=less.get(report.status, report.status))


def dated(activities: Sequence[Activity], solution: Solution) -> tuple[DatedEvent, ...]:
    """Return the events of a solution, numbered in the order of their dates."""
    times: dict[str, list[str]] = defaultdict(list)
    for lesson in solution.lessons:
        if lesson.time is not None:
            times[lesson.event].append(lesson.time)
    found = []
    for activity in activities:
        options = {time_id(activity, o): o for o in activity.options}
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
                    subject=activity.subject,
                    people=activity.people,
                    classes=activity.classes,
                    note="；".join(filter(None, (activity.note, option.note))),
                )
            )
    return tuple(sorted(found))


def _without(instance: Instance, events: Sequence[DatedEvent], uncovered: set[str]) -> Instance:
    """Return the problem without the days on which lessons stay without anybody.

    On such a date the events that take people away are not all held: one at least is elsewhere.
    """
    rules, groups = list(instance.rules), list(instance.event_groups)
    times = list(instance.time_groups)
    for date in sorted({e.date for e in events if e.id in uncovered}):
        together = [e for e in events if e.date == date and e.people]
        name = f"uncovered{len(rules)}"
        groups.append(Group(name, name, tuple(dict.fromkeys(e.activity for e in together))))
        on = tuple(t.id for t in instance.times if t.date == date.toordinal())
        times.append(Group(name, name, on))
        rules.append(
            SpreadEvents(
                id="covered",
                title=Text("每节课都有人上", "somebody for every lesson"),
                applies_to=AppliesTo(event_groups=(name,)),
                spreads=(Spread(name, 0, len(together) - 1),),
            )
        )
    return replace(
        instance, rules=tuple(rules), event_groups=tuple(groups), time_groups=tuple(times)
    )
