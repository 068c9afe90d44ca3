"""The calendar of a plan's term: planned beside its timetable, and audited."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from community.errors import InputError, Problem
from community.text import Text
from scenarios.plan import BrokenPlanError
from scheduling.term.check import check_calendar
from scheduling.term.frame import TermFrame

if TYPE_CHECKING:
    from community.models import Community
    from community.rule import Violation
    from scenarios.plan import Plan
    from solving.outcome import Budget, Listener, Report


@dataclass(frozen=True)
class CalendarResult:
    """How planning a calendar ended. Without a calendar the ``reasons`` say why, where known."""

    plan: Plan | None
    report: Report
    reasons: tuple[Text, ...] = ()


def frame_of(community: Community, plan: Plan) -> TermFrame:
    """Return what the calendar of a plan works from.

    Raises
    ------
    InputError
        When the plan has no timetable, or it is one of a term that the community does not have.
    """
    if not plan.has_week or plan.week.term not in community.term_by_id:
        expected = Text(
            "应有课表：行事历按课表安排日期，请先运行 onebell plan",
            "expected a plan with a timetable, beside which events get their dates: onebell plan",
        )
        raise InputError([Problem(place="timetable.csv", expected=expected)])
    return TermFrame(community, plan.roster, plan.week)


def with_calendar(
    community: Community, plan: Plan, budget: Budget, listener: Listener | None = None
) -> CalendarResult:
    """Return a plan with the calendar of its term, checked.

    Raises
    ------
    BrokenPlanError
        When the checker refuses what the search found.
    """
    from scheduling.term.planning import PHASE, plan_term  # audits know no solver

    found = plan_term(frame_of(community, plan), budget, listener=listener)
    if found.calendar is None:
        return CalendarResult(None, found.report, found.reasons)
    if broken := [v.sentence.en for v in found.violations if v.is_hard]:
        raise BrokenPlanError(f"{len(broken)} hard rules are broken: {'; '.join(broken[:5])}")
    planned = replace(plan, calendar=found.calendar, reports=plan.reports | {PHASE: found.report})
    return CalendarResult(planned, found.report)


def audit_calendar(community: Community, plan: Plan) -> list[Violation]:
    """Return everything that is wrong with a plan's calendar; nothing where there is none."""
    if not plan.has_calendar:
        return []
    return check_calendar(frame_of(community, plan), plan.calendar)
