"""What if: changes to a community, and the plan that follows with the fewest moves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from community.sync import sync_series
from rotation.solution import Roster
from scenarios.audit import audited
from scenarios.changes.base import replaced
from scenarios.changes.registry import apply_changes
from scenarios.compare import compare
from scenarios.planning import make_plan
from scheduling.timetable import WeekTimetable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from community.models import Community
    from community.text import Text
    from scenarios.changes.base import Change
    from scenarios.compare import Comparison
    from scenarios.plan import Plan
    from scenarios.planning import PlanResult
    from solving.outcome import Budget, Listener

# A timetable that people know is not improved on the way: no soft rule of the shipped profiles
# is worth a lesson moved, only a hard one is.
PRICE_PER_LESSON = 100


@dataclass(frozen=True, slots=True)
class WhatIfResult:
    """The changed community, the plan for it, and what moved.

    ``sentences`` tell the changes; ``comparison`` is None when there is no new plan.
    """

    community: Community
    sentences: tuple[Text, ...]
    planned: PlanResult
    comparison: Comparison | None


def what_if(
    community: Community,
    plan: Plan,
    changes: Sequence[Change],
    budget: Budget,
    listener: Listener | None = None,
) -> WhatIfResult:
    """Apply changes and plan again, close to a plan: every placement and lesson moved has a price.

    Synchronous series that the policy had derived are kept as they are, so that a change
    elsewhere does not make other ones.

    Raises
    ------
    InputError
        When a change names what the community has not.
    """
    settled = replaced(community, sync=sync_series(community))
    changed, sentences = apply_changes(settled, changes)
    base = carried(plan, changed)
    planned = make_plan(
        changed, budget, base=base, price_per_lesson=PRICE_PER_LESSON, listener=listener
    )
    comparison = None
    if planned.plan:
        comparison = compare(audited(community, plan), planned.plan)
    return WhatIfResult(changed, tuple(sentences), planned, comparison)


def carried(plan: Plan, community: Community) -> Plan:
    """Return the part of a plan that a changed community can still hold.

    Placements of people or schools that are gone fall away, and so do the lessons of classes that
    are gone; a lesson whose teacher is gone stays where it is, without a teacher.
    """
    people, schools = community.teacher_by_id, community.school_by_id
    placements = tuple(
        p
        for p in plan.roster.placements
        if p.teacher in people and p.host in schools and p.start in community.term_by_id
    )
    lessons = tuple(
        replace(
            x,
            teacher=x.teacher if x.teacher in people else "",
            assistant=x.assistant if x.assistant in people else "",
        )
        for x in plan.week.lessons
        if x.class_id in community.class_by_id
    )
    week = WeekTimetable(plan.week.term, lessons)
    return replace(plan, roster=Roster(placements), week=week, violations=())
