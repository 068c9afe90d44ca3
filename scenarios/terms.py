"""All terms: one roster, and the timetable of each term under it, close to the one before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.plan import PlanResult
from scenarios.planning import make_plan, plan_under
from solving.interrupt import interruptible
from solving.outcome import Status

if TYPE_CHECKING:
    from community.models import Community
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
        A plan that the first term stays close to.
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
        plan = make_plan(community, first, term=terms[0], terms=terms, base=base, listener=listener)
        found = {terms[0]: plan}
        before = found[terms[0]].plan
        for number, term in enumerate(terms[1:], start=1):
            if before is None:
                break
            if interrupt.pressed:
                found[term] = PlanResult(None, Status.UNKNOWN, interrupted=True)
                continue
            share = search.within(search.left / (len(terms) - number))
            found[term] = plan_under(community, before, term, share, listener=listener)
            before = found[term].plan or before
    return found
