"""Milestones (F29): how much of what is asked for in a window is to be done by which dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.families import given
from scheduling.term.dates import month_day

if TYPE_CHECKING:
    import datetime as dt

    from community.policy import Policy, PolicyRule
    from scheduling.term.dates import Span


def milestones(rule: PolicyRule, year: int) -> list[tuple[dt.date, float]]:
    """Return the dates of a milestone rule in a year, with the shares that are done by then."""
    due = given(rule, "due") or ()
    shares = given(rule, "shares") or (1.0,) * len(due)
    dates = [month_day(year, day) for day in due]
    return sorted(zip(dates, shares, strict=False))


def shared(policy: Policy, rule: PolicyRule, span: Span) -> Span:
    """Return a window of a rule with the shares that milestones of the plan give it."""
    for milestone in policy.of("milestone_deadline"):
        counted = given(milestone, "counts") or ()
        if milestone.window is not rule.window or rule.family not in counted:
            continue
        dues = milestones(milestone, span.first.year)
        before = max((share for due, share in dues if due < span.first), default=0.0)
        after = max((share for due, share in dues if due <= span.last), default=span.after)
        span = span._replace(before=before, after=after)
    return span
