"""All three steps at once: roster, week, and the calendar beside it, of a term or of all."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scenarios.audit import accepted
from scenarios.calendars import CalendarResult, with_calendar
from scenarios.plan import locks_for
from scenarios.planning import make_plan, plan_under
from scenarios.terms import make_plans
from solving.interrupt import interruptible
from solving.outcome import Status

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
    result = make_plan(community, _search(budget), term=term, base=base, listener=listener)
    if result.status is Status.UNKNOWN and result.ran_out == "time" and not result.interrupted:
        result = _gone_on(community, result, budget, term, base, listener)
    return _dated(community, result, budget, listener)


def make_dated_terms(
    community: Community,
    budget: Budget,
    *,
    base: Plan | None = None,
    listener: Listener | None = None,
) -> dict[str, tuple[PlanResult, CalendarResult | None]]:
    """Plan all terms, each with its calendar; return how each ended, as ``make_dated`` does.

    Of a year each term holds its own part: an earlier one is taken to have held what the plan wants
    by then, until the planner's table says how much it was, as for a term that is planned alone.
    """
    results = make_plans(
        community, _search(budget, len(community.terms)), base=base, listener=listener
    )
    found = {}
    for number, (term, result) in enumerate(results.items()):
        share = budget.within(budget.left / (len(results) - number))
        found[term] = _dated(community, result, share, listener)
    return found


def _gone_on(
    community: Community,
    result: PlanResult,
    budget: Budget,
    term: str | None,
    base: Plan | None,
    listener: Listener | None,
) -> PlanResult:
    """Return how it ends when the timetable gets the calendar's time: it comes first.

    The search goes on from the nearest timetable that it had, or begins once more without one.
    """
    budget, near = replace(budget, seconds=budget.left), result.nearest
    if near is None:
        again = make_plan(community, budget, term=term, base=base, listener=listener)
        return again if again.best else result
    locks = locks_for(base, near.week.term) if base else ()
    again = plan_under(
        *(community, near, near.week.term, budget),
        price_per_lesson=1,  # it is nobody's timetable yet
        locks=locks,
        listener=listener,
    )
    return replace(again, notes=result.notes) if again.plan else result


def _search(budget: Budget, terms: int = 1) -> Budget:
    """Return what of a budget is for rosters and timetables."""
    kept = min(SECONDS * terms, SHARE * budget.left)
    return replace(budget, seconds=budget.left - kept, until=budget.until - kept)


def _dated(
    community: Community, result: PlanResult, budget: Budget, listener: Listener | None
) -> tuple[PlanResult, CalendarResult | None]:
    """Return a result whose plan has a calendar where there is one, and how that ended."""
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
