"""The roster alone, over all terms: of a community, or of all communities of a county together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from community.codes import PlacementStatus
from community.models import PlannedPlacement
from community.text import Text
from rotation.instance import RotationInstance
from rotation.search import solve
from scenarios.audit import accepted, audited, rotation_of
from scenarios.changes.base import replaced
from scenarios.plan import Plan, PlanResult
from scenarios.shortage import COUNTING, EXPLAINING, GRACE, roster_shortages
from solving.interrupt import ends_at, interruptible
from solving.outcome import Status

if TYPE_CHECKING:
    from community.models import Community
    from rotation.search import RotationResult
    from rotation.solution import Roster
    from solving.outcome import Budget, Listener

DIVIDED = Text(
    "名单满足全部刚性规则；但限时内没有找到让“一个班的一门课由一位教师担任”的名单，"
    "个别班的课要由两位教师分担。",
    "The roster keeps every hard rule; but none was found in time with which one teacher takes "
    "each subject of a class: some courses have to be shared by two.",
)
PROVED_DIVIDED = Text(
    "名单满足全部刚性规则；已证明任何名单都不能让每个班的每门课都由一位教师担任："
    "排课前请增加教师、放宽个别教师的课时上限，或减少课时。",
    "The roster keeps every hard rule; it is proved that with no roster one teacher can take each "
    "subject of a class: before planning the week add a teacher, raise a maximum of periods, or "
    "cut some.",
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
        return PlanResult(plan, found.report.status, (), reports, pressed, notes_on(found))


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


def notes_on(found: RotationResult) -> tuple[Text, ...]:
    """Return what people should know of a roster before they plan a week under it."""
    if found.report.parameters.get("whole_courses", True):
        return ()
    proved = found.report.parameters.get("proved_divided")
    return (PROVED_DIVIDED if proved else DIVIDED,)


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
