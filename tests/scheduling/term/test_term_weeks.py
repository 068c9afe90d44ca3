"""Meetings of odd or even weeks, and names of what the shipped profiles say by codes."""

from __future__ import annotations

import pytest
from tiny_term import planned, term_rule, tiny_frame

from community.families.naming import NAMES
from community.profile import profile_names, profile_rules
from scheduling.term.families.activity_calendar import OUTSIDE
from scheduling.term.families.evidence_log import QUARTER

NAMED = ("activities", "what", "focus", "items", "phases", "formats")


@pytest.mark.parametrize(("weeks", "dates"), [("odd", ["09-01", "09-15"]), ("even", ["09-08"])])
def test_a_meeting_keeps_to_odd_or_even_weeks(weeks: str, dates: list[str]) -> None:
    """The term of three weeks begins on a Monday; two Mondays are odd, one is even."""
    rule = term_rule(
        *("meet", "leadership_meeting_quota"),
        **{"min": len(dates), "weekday": 1, "weeks": weeks, "per": "community"},
    )
    calendar = planned(tiny_frame(rule, weeks=3)).calendar
    assert calendar is not None
    assert sorted(f"{e.date:%m-%d}" for e in calendar.events) == dates


@pytest.mark.parametrize("profile", profile_names())
def test_what_a_profile_says_by_a_code_has_a_name(profile: str) -> None:
    for rule in profile_rules(profile):
        for key in NAMED:
            said = rule.params.get(key) or ()
            for code in [said] if isinstance(said, str) else said:
                quarter = QUARTER.fullmatch(code)
                assert (quarter[1] if quarter else code) in {*NAMES, *OUTSIDE}, (rule.id, code)
