"""How a report tells what a rule counts: over all subjects, and of a wish as of a wish."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from tiny_term import planned, term_community, term_rule, tiny_week

from rotation.solution import Roster
from scenarios.calendars import frame_of
from scenarios.compliance import Verdict, compliance
from scenarios.plan import Plan


@pytest.mark.parametrize("hard", [True, False])
def test_what_is_short_of_a_wish_is_a_wish_in_part(hard: bool) -> None:
    """Two meetings, in Chinese and in mathematics, are one line; one of them is taken out."""
    rule = term_rule("q", "research_meeting_quota", min=2, hard=hard, per="community")
    community = term_community(rule)
    bare = Plan("tiny", Roster(), tiny_week())
    calendar = planned(frame_of(community, bare)).calendar
    assert calendar is not None
    less = replace(calendar, events=calendar.events[:1])
    (standing,) = compliance(community, replace(bare, calendar=less), dt.date(2025, 9, 1)).rules
    (line,) = standing.lines
    assert (line.name.zh, line.wanted, line.planned) == ("共同体合计", 2, 1)
    assert line.verdict is Verdict.SHORT
    assert standing.verdict is (Verdict.SHORT if hard else Verdict.IN_PART)
