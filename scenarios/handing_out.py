"""A plan whose timetable is there gets its duties, or it is told what they lack."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from community.text import Text
from scenarios.duties import setting_of
from scheduling.duties.check import FAMILY
from scheduling.duties.handing_out import PHASE, hand_out
from scheduling.week.nearest import Trouble

if TYPE_CHECKING:
    from collections.abc import Collection

    from community.models import Community
    from scenarios.plan import Plan
    from scheduling.timetable import ClassDuty
    from solving.outcome import Budget, Listener

SHARE, SECONDS = 0.1, 10.0  # of the time, at most, that is kept for duties


def without_duties(community: Community, budget: Budget) -> Budget:
    """Return what a search may spend that leaves time for duties; all where there are none."""
    if not community.duties:
        return budget
    kept = min(SECONDS, SHARE * budget.left)
    return replace(budget, seconds=budget.left - kept, until=budget.until - kept)


def with_duties(
    community: Community,
    plan: Plan,
    budget: Budget,
    base: Collection[ClassDuty] = (),
    *,
    firm: bool = False,
    listener: Listener | None = None,
) -> tuple[Plan, tuple[Text, ...]]:
    """Return a plan with its duties, and why some of them are missing; empty where none is.

    Parameters
    ----------
    budget
        Of the whole plan; duties have a share of its seconds.
    base
        Duties to stay close to; ``firm``: before anything else that is wished for.
    """
    if not community.duties:
        return replace(plan, duties=()), ()
    seconds = min(SECONDS, SHARE * budget.seconds)
    share = replace(budget, seconds=seconds)
    found = hand_out(setting_of(community, plan), share, base=base, firm=firm, listener=listener)
    reports = plan.reports | {PHASE: found.report}
    return replace(plan, duties=found.duties, reports=reports), found.reasons


def troubles_of(plan: Plan) -> tuple[Trouble, ...]:
    """Return what duties lack in a plan that was audited, as rows to print."""
    lacking = (v for v in plan.hard_violations if v.family == FAMILY)
    return tuple(Trouble(v.rule, "", "", Text("", ""), v.sentence) for v in lacking)
