"""Meetings of leaders and activities, in terms of four weeks."""

from __future__ import annotations

from dataclasses import replace

from tiny_term import broken, planned, term_rule, tiny_frame

from solving.outcome import Status


def test_a_visit_takes_one_leader_to_the_member_and_is_covered() -> None:
    """Two visits of C1 at M in four weeks: after the lessons nobody has to be covered."""
    rule = term_rule("visits", "leadership_meeting_quota", min=2, per="member", what="visit")
    frame = tiny_frame(rule)
    found = planned(frame)
    assert found.report.status is Status.OPTIMAL
    assert found.calendar is not None
    assert [e.host for e in found.calendar.events] == ["M", "M"]
    assert found.calendar.covers == ()
    assert not broken(frame, found.calendar)


def test_a_visit_left_out_is_named() -> None:
    """A calendar without the second of two visits breaks the rule by one."""
    rule = term_rule("visits", "leadership_meeting_quota", min=2, per="member", what="visit")
    frame = tiny_frame(rule)
    calendar = planned(frame).calendar
    assert calendar is not None
    sentences = broken(frame, replace(calendar, events=calendar.events[:1]))
    assert len(sentences) == 1
    assert "应有2次，日程里只有1次" in sentences[0]


def test_more_visits_than_dates_are_counted_before_any_search() -> None:
    """Four weeks have 20 days of lessons; an activity is held once a day at most."""
    rule = term_rule("visits", "leadership_meeting_quota", min=21, per="member", what="visit")
    found = planned(tiny_frame(rule))
    assert found.report.status is Status.INFEASIBLE
    assert "要21次，只有20天" in found.reasons[0].zh
