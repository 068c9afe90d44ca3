"""The roster alone, over all terms: of a community, or of all communities of a county together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from community.codes import PlacementStatus
from community.models import PlannedPlacement
from community.text import Text
from rotation.instance import RotationInstance
from rotation.rules.whole_courses import WholeCourses
from rotation.search import solve
from scenarios.audit import accepted, audited, rotation_of
from scenarios.changes.base import replaced
from scenarios.plan import Plan, PlanResult
from scenarios.shortage import COUNTING, EXPLAINING, GRACE, roster_shortages
from solving.interrupt import ends_at, interruptible
from solving.outcome import Status

if TYPE_CHECKING:
    from community.models import Community
    from rotation.rounds import RotationResult
    from rotation.solution import Roster
    from solving.outcome import Budget, Listener, Report

DIVIDED = Text(
    "名单满足全部刚性规则；但个别班的课没有一位教师能整门担任（见“一班一科由一人任教”各条），要由两位教师分担，"
    "按此名单排不出课表：请增加教师、放宽个别教师的课时上限，或减少课时。",
    "The roster keeps every hard rule; but under it some courses would have to be shared by two "
    "teachers (see “one teacher for each course”), and the week cannot be planned: add a teacher, "
    "raise a maximum of periods, or cut some.",
)

USUAL = Text(
    "已证明：走教只用于受援校教师排不满的学科、一派到学年末时，没有代价更低的名单；"
    "放开其他走教安排后是否更省，限时内未能证明。",
    "It is proved that no roster costs less in which people are itinerant only for subjects that "
    "the host cannot cover, and to the end of a school year; whether one with other itinerant "
    "placements does was not found out in time.",
)


def make_roster(
    community: Community,
    budget: Budget,
    *,
    base: Roster | None = None,
    draft: Roster | None = None,
    listener: Listener | None = None,
) -> PlanResult:
    """Plan the roster of a community or of a county, without a timetable.

    Parameters
    ----------
    community
        A community, or a county of several, that has passed its checks.
    budget
        Seconds, workers and seed.
    base
        A roster that people know: each placement that differs from it has its price.
    draft
        A roster to complete. What is locked in it stays; to drop another of its placements costs
        what dropping one of its status costs, and adding to it costs nothing.
    listener
        Hears progress.

    Raises
    ------
    InputError
        When a rule of the policy has a bad parameter.
    BrokenPlanError
        When the checker refuses what the search found.
    """
    problem = rotation_of(community, base) if draft is None else draft_problem(community, draft)
    found: RotationResult | None = None
    with interruptible() as interrupt:
        with ends_at(budget.until + GRACE):
            found = solve(problem, budget.for_search(), listener=listener, start=draft or base)
        if found is None:
            return PlanResult(None, Status.UNKNOWN, interrupted=interrupt.pressed)
        reports, pressed = {"rotation": found.report}, interrupt.pressed
        if found.roster is None:
            status, reasons = why_none(problem, found.report.status, budget, explain=not pressed)
            return PlanResult(None, status, reasons, reports, pressed)
        plan = accepted(community, Plan(community.id, found.roster, reports=reports))
        notes = notes_on(plan, found.report)
        return PlanResult(plan, found.report.status, (), reports, pressed, notes)


def why_none(
    problem: RotationInstance, status: Status, budget: Budget, *, explain: bool = True
) -> tuple[Status, tuple[Text, ...]]:
    """Return why there is no roster; counting may prove what the search had no time for."""
    if not explain:
        return status, ()
    proved = status is Status.INFEASIBLE
    reasons: tuple[Text, ...] = ()
    end = budget.until + GRACE
    seconds = min(budget.left, EXPLAINING) if proved else COUNTING
    with ends_at(end):
        reasons = roster_shortages(problem, replace(budget, seconds=seconds, until=end))
    return (Status.INFEASIBLE if reasons else status), reasons


def notes_on(plan: Plan, report: Report) -> tuple[Text, ...]:
    """Return what people should know of a roster before they plan a week under it."""
    divided = any(v.family == WholeCourses.family for v in plan.violations)
    usual = bool(report.parameters.get("proved_usual"))
    return (DIVIDED,) * divided + (USUAL,) * usual


def drafted(community: Community, plan: Plan | None) -> Plan | None:
    """Return the roster of a plan to go on from, as a plan of its own, audited."""
    if plan is None:
        return None
    return audited(community, Plan(community.id, plan.roster))


def draft_problem(community: Community, draft: Roster) -> RotationInstance:
    """Return the problem of completing a roster.

    Its placements join the community's table of placements, where each status has its price. What
    is locked is taken from the draft itself.
    """
    known = RotationInstance(community)
    wishes = [
        PlannedPlacement(
            teacher=p.teacher,
            kind=p.kind,
            host=p.host,
            start=p.start,
            terms=p.terms,
            week=p.week,
            weeks=p.weeks,
            status=p.status,
        )
        for p in draft.placements
        if p.status is not PlacementStatus.LOCKED and not p.before and not p.days
        if not known.unknown(p) and known.key(p) not in known.pins
    ]
    wished = replaced(community, placements=(*community.placements, *wishes))
    return rotation_of(wished, draft, price_per_move=0)
