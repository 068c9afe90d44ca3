"""All three steps at once: roster, week, and the calendar of the term beside it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scenarios.audit import accepted
from scenarios.calendars import CalendarResult, with_calendar
from scenarios.planning import make_plan
from solving.interrupt import interruptible

if TYPE_CHECKING:
    from community.models import Community
    from scenarios.plan import Plan, PlanResult
    from solving.outcome import Budget, Listener

SHARE, SECONDS = 0.25, 120.0  # of the time, at most, that is kept for the calendar


def make_dated(
    community: Community,
    budget: Budget,
    *,
    term: str | None = None,
    base: Plan | None = None,
    listener: Listener | None = None,
) -> tuple[PlanResult, CalendarResult | None]:
    """Plan a community with the calendar of the term; return how the plan ended, and the calendar.

    Where there is no calendar beside the timetable, the plan stands without one, and the second
    says why; it is None where there was no plan to make one for, or the calendar of ``base`` holds.
    """
    kept = min(SECONDS, SHARE * budget.left)
    search = replace(budget, seconds=budget.left - kept, until=budget.until - kept)
    result = make_plan(community, search, term=term, base=base, listener=listener)
    plan = result.plan
    if plan is None or result.interrupted or plan.has_calendar or plan.records:
        return result, None  # beside what was held it is the rest of the term that is planned
    with interruptible() as interrupt:
        found = with_calendar(community, plan, budget, listener)
    result = replace(result, interrupted=interrupt.pressed)
    if found.plan is None:
        return result, found
    plan = accepted(community, found.plan)
    return replace(result, plan=plan, reports=plan.reports), replace(found, plan=plan)
