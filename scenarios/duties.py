"""Duties beside the timetable of a plan: handed out once it is there, and audited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.class_teachers import heads
from scheduling.duties.check import check_duties
from scheduling.duties.setting import DutySetting

if TYPE_CHECKING:
    from community.models import Community
    from community.rule import Violation
    from scenarios.plan import Plan


def setting_of(community: Community, plan: Plan) -> DutySetting:
    """Return what is asked of duties beside a plan's timetable."""
    return DutySetting.of(community, plan.roster, plan.week, heads(community, plan))


def audit_duties(community: Community, plan: Plan) -> list[Violation]:
    """Return everything that is wrong with a plan's duties; nothing where there are none."""
    if not (community.duties or plan.duties):
        return []
    return check_duties(setting_of(community, plan), plan.duties)
