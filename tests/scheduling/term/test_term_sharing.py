"""Venues that the schools share, what goes round, and phases with their last days."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tiny_term import broken, planned, term_rule, tiny_frame

from scheduling.term.events import DUE
from scheduling.term.families import families_of
from solving.outcome import Status


def test_each_member_has_the_venue_of_the_core() -> None:
    rule = term_rule("b", "shared_resource_booking", resources=("youth_palace",), min=2)
    frame = tiny_frame(rule)
    calendar = planned(frame).calendar
    assert calendar is not None
    assert [(e.name, e.host) for e in calendar.events] == [("少年宫（东山小学使用）", "C")] * 2
    assert not broken(frame, calendar)
    one = broken(frame, replace(calendar, events=calendar.events[:1]))
    assert len(one) == 1
    assert "应有2次" in one[0]


def test_a_venue_takes_one_school_at_a_time_and_visits_count() -> None:
    """One week has 5 mornings: 3 days at the farm by booking and 2 grades fit, 4 days do not."""
    for times, status in ((3, Status.OPTIMAL), (4, Status.INFEASIBLE)):
        frame = tiny_frame(
            term_rule("b", "shared_resource_booking", resources=("farm_base",), min=times),
            term_rule("v", "student_exchange", what="labour_day", min=2),
            weeks=1,
        )
        assert planned(frame).report.status is status


def test_what_is_lent_goes_round() -> None:
    """Four weeks of 26 days: each of two schools has it for 13 days."""
    rule = term_rule("b", "shared_resource_booking", resources=("books", "staff"))
    frame = tiny_frame(rule)
    calendar = planned(frame).calendar
    assert calendar is not None
    assert [(e.name, f"{e.date:%m-%d}", e.mode) for e in calendar.events] == [
        ("图书（中心小学使用）", "09-13", DUE),
        ("图书（东山小学使用）", "09-26", DUE),
    ]
    assert "9月14日至9月26日" in calendar.events[1].note


def test_what_is_lent_or_given_goes_to_the_members_alone() -> None:
    """M has it for all of the term and gives it back; what is given is there by the end."""
    for how, name, note in (
        ("loan", "图书（东山小学使用）", "9月1日至9月26日使用，用后归还"),
        ("gift", "图书（送交东山小学）", ""),
    ):
        rule = term_rule("b", "shared_resource_booking", resources=("books",), how=how)
        (family,) = families_of(tiny_frame(rule))
        (found,) = family.activities()
        assert (found.name.zh, found.note, f"{found.span.last:%m-%d}") == (name, note, "09-26")


def test_both_sides_open_their_venues_to_each_other() -> None:
    rule = term_rule("b", "shared_resource_booking", resources=("base",), how="mutual")
    (family,) = families_of(tiny_frame(rule))
    assert [(a.name.zh, a.host) for a in family.activities()] == [
        ("实践基地（东山小学使用）", "C"),
        ("实践基地（中心小学使用）", "M"),
    ]


def test_a_school_is_at_one_venue_at_a_time() -> None:
    rule = term_rule("b", "shared_resource_booking", resources=("library", "laboratory"), min=2)
    frame = tiny_frame(rule, weeks=1)
    calendar = planned(frame).calendar
    assert calendar is not None
    assert len({(e.date, e.start) for e in calendar.events}) == 4


def test_one_phase_has_no_number() -> None:
    (family,) = families_of(
        tiny_frame(term_rule("p", "phase_precedence", phases=("plan",), when="start"))
    )
    assert [a.name.zh for a in family.activities()] == ["工作计划"]


@pytest.mark.parametrize(
    ("window", "params", "expected"),
    [
        # The plan is there after a quarter of 26 days, on Friday; two parts of the other 20.
        ("semester", {}, ["09-05", "09-16", "09-26"]),
        # The first quarter of 26 days has 6: three parts of 2 days; the last one is a Saturday.
        ("semester", {"when": "start"}, ["09-02", "09-04", "09-05"]),
        # The first year began in November 2025, or 2024: two months, then ten, then two.
        ("school_year", {"begins": 11, "lengths": (2, 10, 2)}, ["12-31"]),
        ("school_year", {"begins": 11, "lengths": (2, 10, 2), "year": 2}, ["10-31", "12-31"]),
        # The holidays after a term are its own, up to a month before the next one.
        ("calendar_year", {"months": ("4", "5-9", "12")}, ["09-30", "12-31"]),
        ("school_year", {"months": ("8-9", "10-5", "6")}, ["09-30"]),
    ],
)
def test_phases_end_in_order(window: str, params: dict[str, Any], expected: list[str]) -> None:
    rule = term_rule("p", "phase_precedence", window, phases=("plan", "run", "product"), **params)
    found = [a for f in families_of(tiny_frame(rule)) for a in f.activities()]
    assert [f"{a.options[0].date:%m-%d}" for a in found] == expected


def test_phases_of_months_end_in_the_term_that_holds_them() -> None:
    """The term begins in September: April is over."""
    months = ("4", "5-9", "10", "11-12")
    phases = ("form", "run", "evaluate", "summary")
    rule = term_rule("p", "phase_precedence", "calendar_year", phases=phases, months=months)
    found = [a for f in families_of(tiny_frame(rule, weeks=10)) for a in f.activities()]
    assert [(a.name.zh, f"{a.options[0].date:%m-%d}") for a in found] == [
        ("组织实施（第2阶段）", "09-30"),
        ("评估（第3阶段）", "10-31"),
        ("工作总结（第4阶段）", "12-31"),
    ]


def test_a_phase_that_ends_after_the_next_is_named() -> None:
    rule = term_rule("p", "phase_precedence", phases=("plan", "run"))
    frame = tiny_frame(rule)
    calendar = planned(frame).calendar
    assert calendar is not None
    assert not broken(frame, calendar)
    first, second = calendar.events
    early = replace(second, date=first.date.replace(day=2))
    sentences = broken(frame, replace(calendar, events=(early, first)))
    assert len(sentences) == 1
    assert f"{first.name}应在{second.name}之前完成" in sentences[0]


def test_what_no_family_holds_is_due_itself() -> None:
    """Two dates for two things: one each. Placements are due as a whole by the last date."""
    plans = term_rule(
        "m", "milestone_deadline", due=("09-15", "09-20"), counts=("plan", "appraisal_scheme")
    )
    people = term_rule(
        "n",
        "milestone_deadline",
        due=("06-30", "09-19"),
        shares=(0.5, 1.0),
        counts=("coverage_requirement", "research_meeting_quota"),
    )
    calendar = planned(tiny_frame(plans, people)).calendar
    assert calendar is not None
    assert [(e.name, f"{e.date:%m-%d}") for e in calendar.events] == [
        ("工作计划", "09-15"),
        ("交流教师到岗", "09-19"),
        ("考核办法", "09-20"),
    ]


@pytest.mark.parametrize(
    ("due", "expected"),
    [("07-31", []), ("08-31", ["08-31"]), ("12-31", ["12-31"]), ("02-30", [])],
)
def test_the_month_before_a_term_is_its_own(due: str, expected: list[str]) -> None:
    """The term of four weeks, 09-01 to 09-26; the next one begins on the 24th of February.

    What is due from the 24th of January on is the next one's, up to the 31st of July the last's.
    """
    rule = term_rule("m", "milestone_deadline", due=(due,), counts=("plan",))
    frame = tiny_frame(rule)
    found = [a for f in families_of(frame) for a in f.activities()]
    assert [f"{a.options[0].date:%m-%d}" for a in found] == expected
    assert planned(frame).report.status is Status.OPTIMAL


def test_papers_are_given_at_the_beginning() -> None:
    rule = term_rule("b", "shared_resource_booking", hard=False, resources=("rules",))
    found = [a for f in families_of(tiny_frame(rule)) for a in f.activities()]
    assert [(a.name.zh, f"{a.options[0].date:%m-%d}") for a in found] == [
        ("管理制度（中心小学提供）", "09-06"),
        ("管理制度（东山小学提供）", "09-06"),
    ]


def test_what_only_prepares_is_done_at_the_beginning() -> None:
    """The first quarter of 26 days has 6; the sixth of September is a Saturday."""
    rule = term_rule("p", "phase_precedence", phases=("survey", "plan"))
    found = [a for f in families_of(tiny_frame(rule)) for a in f.activities()]
    assert [f"{a.options[0].date:%m-%d}" for a in found] == ["09-03", "09-05"]


def test_one_thing_is_due_on_each_date_without_shares() -> None:
    rule = term_rule("m", "milestone_deadline", due=("08-31", "09-20"), counts=("sync_table",))
    found = [a for f in families_of(tiny_frame(rule)) for a in f.activities()]
    assert [f"{a.options[0].date:%m-%d}" for a in found] == ["08-31", "09-20"]
