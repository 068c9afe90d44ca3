"""What if: changes to a community, and the plan that follows with the fewest moves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from community.sync import sync_series
from scenarios.audit import audited
from scenarios.changes.base import replaced
from scenarios.changes.registry import apply_changes
from scenarios.compare import compare
from scenarios.plan import carried
from scenarios.planning import make_plan
from scenarios.rotating import make_roster
from scenarios.variation import variations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from community.models import Community
    from community.text import Text
    from scenarios.changes.base import Change
    from scenarios.compare import Comparison
    from scenarios.plan import Plan, PlanResult
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

    Of a plan that is a roster only, the roster alone is planned again.

    Synchronous series that the policy had derived are kept as they are, so that a change
    elsewhere does not make other ones.

    Raises
    ------
    InputError
        When a change names what the community has not.
    """
    settled = community
    if plan.has_week:
        settled = replaced(community, sync=sync_series(community))
    changed, sentences = apply_changes(settled, changes)
    base = carried(plan, changed)
    if plan.has_week:
        planned = make_plan(
            changed, budget, base=base, price_per_lesson=PRICE_PER_LESSON, listener=listener
        )
    else:
        planned = make_roster(changed, budget, base=base.roster, listener=listener)
    comparison = None
    # A roster without its timetable is no answer here.
    planned = replace(planned, roster=None, nearest=None, troubles=())
    if planned.plan:
        comparison = replace(
            compare(audited(community, plan), planned.plan),
            variations=variations(community, plan.roster, changed, planned.plan.roster),
        )
    return WhatIfResult(changed, tuple(sentences), planned, comparison)
