"""What is handed in by a date, and what each event has to have filed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from tiny_term import TERM, broken, planned, term_rule, tiny_frame

from rotation.solution import MentorPair, Roster
from scheduling.term.events import DUE, DatedEvent
from scheduling.term.evidence import evidence_of
from scheduling.term.families import families_of
from solving.outcome import Status

if TYPE_CHECKING:
    from scheduling.term.frame import TermFrame


def due(frame: TermFrame) -> list[tuple[str, str]]:
    """The names and dates of what is due."""
    activities = [a for f in families_of(frame) for a in f.activities()]
    assert all(a.mode == DUE and a.times == 1 and not a.people for a in activities)
    return [(a.name.zh, f"{a.options[0].date:%m-%d}") for a in activities]


def test_each_school_hands_in_the_file_of_the_semester() -> None:
    """The term of four weeks ends on the 26th of September."""
    rule = term_rule("files", "evidence_log", items=("activity_file",))
    frame = tiny_frame(rule)
    assert due(frame) == [("活动档案（中心小学）", "09-26"), ("活动档案（东山小学）", "09-26")]
    found = planned(frame)
    assert found.report.status is Status.OPTIMAL
    assert found.calendar is not None
    assert not broken(frame, found.calendar)
    assert {(e.mode, e.start, e.end, e.host) for e in found.calendar.events} == {
        (DUE, 0, 0, "C"),
        (DUE, 0, 0, "M"),
    }


def test_each_mentor_pair_of_the_term_has_a_file_of_its_own() -> None:
    """C1 guides M1 and M3; C2 guided M2 until the term before, and somebody unknown."""
    rule = term_rule("bags", "evidence_log", items=("lesson_log", "review"), per="pair")
    pairs = (
        *(MentorPair("C1", "M1", TERM, 2), MentorPair("C1", "M3", TERM, 1)),
        *(MentorPair("C2", "M2", "2024-2", 1), MentorPair("C2", "gone", TERM, 2)),
    )
    frame = tiny_frame(rule, roster=Roster((), tuple(sorted(pairs))))
    names = [
        f"{what}（教师C1—教师{who}）" for what in ("听课记录", "评课记录") for who in ("M1", "M3")
    ]
    assert due(frame) == [(name, "09-26") for name in names]
    calendar = planned(frame).calendar
    assert calendar is not None
    assert not broken(frame, calendar)
    assert {e.host for e in calendar.events} == {"M"}
    told = broken(frame, replace(calendar, events=calendar.events[1:]))
    assert len(told) == 1
    assert calendar.events[0].name in told[0]


def test_what_is_handed_in_early_is_good_and_late_or_missing_is_named() -> None:
    frame = tiny_frame(term_rule("files", "evidence_log", items=("activity_file",)))
    calendar = planned(frame).calendar
    assert calendar is not None
    one, other = calendar.events
    sunday = replace(one, date=dt.date(2025, 9, 21))
    assert not broken(frame, replace(calendar, events=(sunday, other)))
    late = replace(one, date=dt.date(2025, 9, 28))
    for events in ((late, other), (other,)):
        sentences = broken(frame, replace(calendar, events=events))
        assert len(sentences) == 1
        assert f"{one.name}应在2025-09-26以前交" in sentences[0]


@pytest.mark.parametrize(
    ("window", "params", "expected"),
    [
        # Quarters of the calendar year end on 03-31, 06-30, 09-30 and 12-31.
        ("calendar_year", {"items": ("bulletin_q2", "bulletin_q3")}, ["09-30"]),
        ("calendar_year", {"items": ("bulletin",), "times": 4}, ["09-30", "12-31"]),
        ("calendar_year", {"items": ("case",), "due": "10-31"}, ["10-31"]),
        ("calendar_year", {"items": ("case",), "due": "03-31"}, []),  # the next term's
        ("school_year", {"items": ("summary",)}, []),  # at the end of the year
        # Ten weeks of 68 days: one each day 34 and day 68.
        ("semester", {"items": ("text",), "times": 2}, ["10-04", "11-07"]),
        ("semester", {"items": ("photo",), "of": ("activity_calendar",)}, []),
    ],
)
def test_due_dates_in_the_term(window: str, params: dict[str, Any], expected: list[str]) -> None:
    frame = tiny_frame(term_rule("log", "evidence_log", window, **params), weeks=10)
    assert [date for name, date in due(frame) if "中心小学" in name] == expected


def test_one_side_alone_hands_it_in() -> None:
    for by, name in (("core", "中心小学"), ("member", "东山小学")):
        rule = term_rule("log", "evidence_log", items=("text",), by=by)
        assert [n for n, _ in due(tiny_frame(rule))] == [f"文本材料（{name}）"]


def test_pieces_by_everyone_are_named() -> None:
    rule = term_rule("essay", "evidence_log", None, items=("essay",), min_per_person=1)
    assert due(tiny_frame(rule))[1] == ("学习体会（东山小学，每人1篇）", "09-26")


def test_a_date_that_a_month_lacks_is_its_last_day() -> None:
    rule = term_rule("log", "evidence_log", items=("text",), due="09-31")
    frame = tiny_frame(rule, weeks=10)
    assert {date for _, date in due(frame)} == {"09-30"}


def test_an_event_needs_the_items_of_its_family() -> None:
    """Two items of the visits within a week, or up to the date that the plan names."""
    frame = tiny_frame(
        term_rule("visits", "leadership_meeting_quota", per="member", what="visit"),
        term_rule("a", "evidence_log", items=("photo", "text"), of=("leadership_meeting_quota",)),
        term_rule(
            "b",
            "evidence_log",
            items=("reflection",),
            of=("leadership_meeting_quota",),
            due="11-30",
            min_per_person=1,
        ),
        term_rule("c", "evidence_log", items=("record",), of=("sync_lesson_quota",)),
    )
    event = DatedEvent(dt.date(2025, 9, 3), 600, 700, "visits:M:1", "到校指导", "visits", "x")
    found = [(e.rule, e.item, e.name.zh, f"{e.due:%m-%d}") for e in evidence_of(frame, event)]
    assert found == [
        ("a", "photo", "照片", "09-10"),
        ("a", "text", "文本材料", "09-10"),
        ("b", "reflection", "听课体会", "11-30"),
    ]
    assert [e.per_person for e in evidence_of(frame, event)] == [0, 0, 1]
    assert evidence_of(frame, replace(event, rule="", activity="")) == ()


def test_what_is_due_is_its_own_evidence() -> None:
    frame = tiny_frame(term_rule("files", "evidence_log", items=("activity_file",)))
    calendar = planned(frame).calendar
    assert calendar is not None
    (found,) = evidence_of(frame, calendar.events[0])
    assert (found.item, found.due) == ("activity_file", dt.date(2025, 9, 26))
    assert found.name.zh == calendar.events[0].name
