"""Audit: every rule on any plan, ours or edited by hand. Never imports the solver."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from community.errors import InputError, Problem
from community.text import Text
from rotation.check import check as check_roster
from rotation.instance import PRICE_PER_MOVE, compile_rotation
from rotation.rules.base import RuleParameterError
from scenarios.calendars import audit_calendar
from scenarios.duties import audit_duties
from scenarios.lock_check import lock_violations
from scenarios.plan import BrokenPlanError
from scheduling.duties.meetings import check_meetings
from scheduling.week.audit import audit_week

if TYPE_CHECKING:
    from community.models import Community
    from community.rule import Violation
    from rotation.instance import RotationInstance
    from rotation.solution import Roster
    from scenarios.plan import Plan


def audit(community: Community, plan: Plan) -> list[Violation]:
    """Return everything that a plan breaks or is charged for, broken hard rules first.

    Parameters
    ----------
    community
        The community that the plan is for.
    plan
        The plan; its own list of violations is not looked at. The rules of the week are left out
        when it is a roster only.

    Raises
    ------
    InputError
        When a rule of the policy has a parameter that its family does not understand.
    """
    found = check_roster(rotation_of(community), plan.roster)
    if plan.has_week:
        found += audit_week(community, plan.roster, plan.week)
        found += check_meetings(community, plan.roster, plan.week)
        found += lock_violations(community, plan.week.lessons, plan.locks)
        found += audit_duties(community, plan)
        found += audit_calendar(community, plan)
    return sorted(found, key=lambda v: (not v.is_hard, -v.cost, v.rule, v.point))


def audited(community: Community, plan: Plan) -> Plan:
    """Return a plan with the violations that an audit finds in it."""
    return replace(plan, violations=tuple(audit(community, plan)))


def accepted(community: Community, plan: Plan) -> Plan:
    """Return a plan of ours with the violations that an audit finds in it.

    Raises
    ------
    BrokenPlanError
        When it breaks a hard rule.
    """
    found = audited(community, plan)
    if broken := found.hard_violations:
        told = "; ".join(f"{v.rule}: {v.sentence.en}" for v in broken[:5])
        raise BrokenPlanError(f"{len(broken)} hard rules are broken: {told}")
    return found


def rotation_of(
    community: Community, base: Roster | None = None, price_per_move: int = PRICE_PER_MOVE
) -> RotationInstance:
    """Return the rotation problem of a community; a bad parameter of a rule is bad input."""
    try:
        return compile_rotation(community, base=base, price_per_move=price_per_move)
    except RuleParameterError as error:
        expected = Text("规则的参数不可用", "the parameters of a rule cannot be used")
        problem = Problem(place="policy.toml", value=str(error), expected=expected)
        raise InputError([problem]) from None
