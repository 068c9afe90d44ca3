"""Joint tests: at one time, then the marking, then the analysis."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from tiny_term import broken, planned, term_rule, tiny_frame

from community.models import CalendarDay, DayKind
from scheduling.term.events import DUE
from solving.outcome import Status

if TYPE_CHECKING:
    from scheduling.term.events import DatedEvent, TermCalendar
    from scheduling.term.frame import TermFrame


def calendar_of(frame: TermFrame) -> TermCalendar:
    """The calendar, which keeps everything that is required."""
    found = planned(frame)
    assert found.report.status is Status.OPTIMAL
    assert found.calendar is not None
    assert not broken(frame, found.calendar)
    return found.calendar


def chain(calendar: TermCalendar) -> list[DatedEvent]:
    """The test, its marking and its analysis, by the order of the family."""
    parts = ("test", "marked", "analysis")
    return [e for part in parts for e in calendar.events if e.activity.split(":")[1] == part]


def test_the_test_takes_all_classes_and_is_marked_and_looked_at_in_time() -> None:
    """Marking takes 3 working days by default, the analysis is within 7 of the test."""
    frame = tiny_frame(term_rule("t", "joint_assessment", min=1))
    calendar = calendar_of(frame)
    test, marked, analysis = chain(calendar)
    assert set(test.classes) == {"C31", "C41", "M31", "M41"}
    assert len(test.people) == 9
    assert calendar.covers == ()
    days = [d.date for d in frame.days]
    assert marked.mode == DUE
    assert days.index(marked.date) == days.index(test.date) + 3
    assert 3 <= days.index(analysis.date) - days.index(test.date) <= 7
    assert set(analysis.people) == {"C1", "M1"}


def test_days_of_exams_come_first() -> None:
    exam = CalendarDay(date=dt.date(2025, 9, 17), kind=DayKind.EXAM)
    frame = tiny_frame(term_rule("t", "joint_assessment", min=1), calendar=(exam,))
    assert chain(calendar_of(frame))[0].date == exam.date


def test_no_test_at_the_end_of_the_term_without_time_for_the_analysis() -> None:
    """The last week of four (22nd to 26th) is the last quarter; three days before Friday is 23."""
    frame = tiny_frame(term_rule("t", "joint_assessment", min=1, when="end"))
    test, marked, _ = chain(calendar_of(frame))
    assert dt.date(2025, 9, 20) <= test.date <= dt.date(2025, 9, 23)
    assert marked.date <= dt.date(2025, 9, 26)
    late = tiny_frame(term_rule("t", "joint_assessment", when="end", marking_days=5))
    assert planned(late).report.status is Status.INFEASIBLE


def test_two_tests_have_a_half_of_the_term_each() -> None:
    tests = chain(calendar_of(tiny_frame(term_rule("t", "joint_assessment", min=2))))[:2]
    assert tests[0].date <= dt.date(2025, 9, 13) < tests[1].date


def test_meetings_keep_out_of_the_test() -> None:
    """C1 leads at C: a visit to M in the morning of the test would take the teacher from it."""
    frame = tiny_frame(
        term_rule("t", "joint_assessment", min=1),
        term_rule(
            "v", "leadership_meeting_quota", min=20, per="member", what="visit", half_day="morning"
        ),
    )
    assert planned(frame).report.status is Status.INFEASIBLE  # 20 days, 20 visits and the test


def test_what_is_analysed_before_it_is_marked_is_named() -> None:
    frame = tiny_frame(term_rule("t", "joint_assessment", min=1, when="mid"))
    calendar = calendar_of(frame)
    test, marked, analysis = chain(calendar)
    early = replace(analysis, date=test.date)
    sentences = broken(frame, replace(calendar, events=tuple(sorted((test, marked, early)))))
    # On the first days that a test can be, the meeting cannot be at all: that is told, too.
    assert f"{analysis.name}排在{test.date:%Y-%m-%d}" in sentences[-1]
    assert len(broken(frame, replace(calendar, events=(marked, analysis)))) == 1


def test_a_wished_test_costs_its_weight_where_there_is_no_time() -> None:
    rule = term_rule("t", "joint_assessment", hard=False, weight=10, when="end", marking_days=5)
    found = planned(tiny_frame(rule))
    assert found.report.status is Status.OPTIMAL
    assert found.report.objective == 10
