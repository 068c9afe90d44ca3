"""What each school gains and gives up in one plan, against planning for itself.

For itself means: the core school first, then the others by size, each around what the earlier ones
have fixed, with the same people in the same courses.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from community.models import SchoolRole
from scheduling.check import fitting
from scheduling.local import prepare
from scheduling.one_by_one import school_after_school
from scheduling.week.compile import compile_week
from scheduling.week.mending import teachers_of
from scheduling.week.reading import to_solution
from scheduling.worth import Share, lacking, share
from solving.interrupt import interruptible
from solving.outcome import Status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from community.models import Community
    from community.text import Text
    from scenarios.plan import Plan
    from solving.outcome import Budget


@dataclass(frozen=True, slots=True)
class Gain:
    """What a school has when it plans for itself, and what it has in the plan.

    ``settled``: its own timetable is complete, or it is proved that it cannot be. ``titles`` are
    those of the rules, by id.
    """

    school: str
    alone: Share
    joint: Share
    settled: bool
    titles: Mapping[str, Text] = field(default_factory=dict)


def gains(community: Community, plan: Plan, budget: Budget) -> list[Gain]:
    """Return what each school gains and gives up, in the order in which they would plan.

    The seconds are shared out by the periods of the schools.
    """
    prepare.begin()
    week = compile_week(community, plan.roster, plan.week.term)
    whole = to_solution(week, community, plan.week)[0]
    staffed = week.with_resources(teachers_of(whole))
    joint = fitting(staffed, whole)
    order = order_of(community)
    with interruptible():
        alone, told = school_after_school(staffed, order, budget.for_search())
    anywhere = lacking(staffed, alone) | lacking(staffed, joint)
    titles = {rule.id: rule.title for rule in staffed.rules if rule.title.zh}
    return [
        Gain(
            school,
            share(staffed, alone, school, anywhere),
            share(staffed, joint, school, anywhere),
            settled=told.get(school) != Status.UNKNOWN.value,
            titles=titles,
        )
        for school in order
    ]


def order_of(community: Community) -> list[str]:
    """Return the schools in the order in which they plan: the core, then the largest first."""
    size = dict.fromkeys((s.id for s in community.schools), 0.0)
    for (group, _), periods in community.demand.items():
        size[community.class_by_id[group].school] += periods
    core = {s.id for s in community.schools if s.role is SchoolRole.CORE}
    return sorted(size, key=lambda s: (s not in core, -size[s]))
