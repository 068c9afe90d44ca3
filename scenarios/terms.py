"""All terms: one roster, and the timetable of each term under it, close to the one before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scenarios.plan import PlanResult
from scenarios.planning import make_plan, plan_under
from scenarios.term_locks import locks_in
from solving.interrupt import interruptible
from solving.outcome import Status

if TYPE_CHECKING:
    from community.models import Community
    from community.text import Text
    from scenarios.plan import Plan
    from solving.outcome import Budget, Listener


def make_plans(
    community: Community,
    budget: Budget,
    *,
    base: Plan | None = None,
    listener: Listener | None = None,
) -> dict[str, PlanResult]:
    """Plan a community for all its terms; return how each has ended, by the term's id.

    The roster comes with the timetable of the first term and stays. Each timetable after that
    begins at the one before, and every lesson that differs has its price. When the first term has
    no plan, the others are not tried.

    Parameters
    ----------
    community
        A community that has passed its checks.
    budget
        Seconds, workers and seed for everything together; the first term gets a double share.
    base
        A plan that the first term stays close to. What it has locked counts in every term, as far
        as people are where it was locked; what cannot be meant is among the notes.
    listener
        Hears progress.

    Raises
    ------
    InputError, BrokenPlanError
        As ``make_plan``.
    """
    search, terms = budget.for_search(), [t.id for t in community.terms]
    with interruptible() as interrupt:
        first = search.within(search.left * 2 / (len(terms) + 1))
        base, told = _for_first(community, base)
        plan = make_plan(community, first, term=terms[0], terms=terms, base=base, listener=listener)
        found = {terms[0]: replace(plan, notes=(*plan.notes, *told))}
        before = found[terms[0]].plan
        for number, term in enumerate(terms[1:], start=1):
            if before is None:
                break
            if interrupt.pressed:
                found[term] = PlanResult(None, Status.UNKNOWN, interrupted=True)
                continue
            share = search.within(search.left / (len(terms) - number))
            kept = base.locks if base else ()
            locks, told = locks_in(community, before.roster, term, kept)
            plan = plan_under(community, before, term, share, locks=locks, listener=listener)
            found[term] = replace(plan, notes=(*plan.notes, *told))
            before = found[term].plan or before
    return found


def _for_first(community: Community, base: Plan | None) -> tuple[Plan | None, tuple[Text, ...]]:
    """Return a plan whose locks count in the first term, and what of them cannot be meant there.

    Those of its own timetable are kept as they are: the roster of the first term follows them.
    """
    first = community.terms[0].id
    if base is None or not base.has_week or base.week.term == first:
        return base, ()
    locks, told = locks_in(community, base.roster, first, base.locks)
    return replace(base, locks=locks, week=replace(base.week, term=first)), told
