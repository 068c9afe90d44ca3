"""Teaching weeks of terms and of named windows, as quotas count them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.calendar import teaching_weeks as weeks_of_term
from community.policy import Window

if TYPE_CHECKING:
    from community.models import Community, Term

WEEKS_OF_MONTH = 4


def term_weeks(community: Community, term: Term) -> int:
    """Return the weeks of a term that have enough days of lessons to count for a quota."""
    return sum(week.counts for week in weeks_of_term(community, term.id))


def teaching_weeks(community: Community, window: Window | None) -> int:
    """Return the teaching weeks of a window of the community's school year.

    A calendar year holds parts of two school years, whose tables are made apart: the terms of the
    current school year stand for it, as both have two terms.
    """
    terms = [t for t in community.terms if t.school_year == community.school_year]
    if not terms:
        terms = list(community.terms[:1])
    if window is Window.WEEK:
        return 1
    if window is Window.MONTH:
        return WEEKS_OF_MONTH
    weeks = [term_weeks(community, t) for t in terms]
    return min(weeks) if window is Window.SEMESTER else sum(weeks)
