"""Short stays in what people read: lists, pages and feeds of guest, home and host.

Somebody of S0 is at S1 in week 6: Sunday 2025-09-28 is taught as its Friday, the 6th to the 8th of
October are holidays, so the stay is on that Sunday and on the 9th and the 10th.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from icalendar import Calendar
from openpyxl import load_workbook
from published_calendar import CALENDAR, COMMUNITY, MAKE_UP, PLAN
from test_exchange_out import events
from test_web_page import embedded

from community.calendar import taught_days
from community.models import PlacementKind, WeekPattern
from community.saving import workbook_bytes
from publishing.calendar_lists import calendar_lists
from publishing.calendar_view import CalendarView
from publishing.export import export
from publishing.plan_folder import read_plan
from publishing.view import PlanView
from publishing.web import page
from publishing.workbook import community_book
from rotation.solution import Placement
from scheduling.term.events import Cover, DatedEvent, GuestLesson
from scheduling.term.records import EventRecord, State
from scheduling.term.stays import ShortStay, short_stays

if TYPE_CHECKING:
    from pathlib import Path

    from icalendar.cal import Component

FRIDAY = dt.date(2025, 10, 10)
LESSONS = [
    x
    for x in PLAN.week.lessons
    if x.weekday == 5 and x.periods == 1 and x.weeks is WeekPattern.ALL and not x.series
]
AT_HOME = next(x for x in LESSONS if x.school == "S0")
THERE = next(x for x in LESSONS if x.school == "S1" and x.teacher != AT_HOME.teacher)
GUEST, TEACHER = AT_HOME.teacher, THERE.teacher
OTHER = next(t.id for t in COMMUNITY.teachers if t.school == "S0" and t.id not in (GUEST, TEACHER))
PLACEMENT = Placement(GUEST, PlacementKind.WORK_SHADOWING, "S1", "2025-1", 0, week=6, weeks=1)
ROSTER = replace(PLAN.roster, placements=tuple(sorted([*PLAN.roster.placements, PLACEMENT])))
DAYS = taught_days(COMMUNITY, "2025-1")
(STAY,) = short_stays(COMMUNITY, ROSTER, COMMUNITY.terms[0], DAYS)
COVER = Cover(FRIDAY, "S0", AT_HOME.class_id, AT_HOME.slot, AT_HOME.subject, GUEST, OTHER, STAY.id)
GIVEN = GuestLesson(
    FRIDAY, "S1", THERE.class_id, THERE.slot, THERE.subject, TEACHER, GUEST, STAY.id
)
STAYING = replace(PLAN, roster=ROSTER, calendar=replace(CALENDAR, covers=(COVER,), guests=(GIVEN,)))
VIEW = PlanView(STAYING, COMMUNITY)


def test_a_stay_has_its_days() -> None:
    assert STAY.dates == (MAKE_UP, dt.date(2025, 10, 9), FRIDAY)
    assert STAY.runs(DAYS) == [(MAKE_UP,), STAY.dates[1:]]
    assert isinstance(STAY, ShortStay)


@pytest.mark.parametrize("school", [None, *COMMUNITY.schools])
def test_the_lists_tell_stays_and_lessons_of_guests(school) -> None:
    listed = {n.key: n.rows for n in calendar_lists(VIEW, "zh", school)}
    concerned = school is None or school.id in ("S0", "S1")
    stays = [row for row in listed["term_events"] if row[4] == "短期顶岗（第6周）"]
    assert len(stays) == 2 * concerned
    if concerned:
        assert [row[:4] for row in stays] == [
            (4, "2025-09-28", "周日", "至2025-09-28"),
            (6, "2025-10-09", "周四", "至2025-10-10"),
        ]
    dates = [row[1] for row in listed["term_events"]]
    assert dates == sorted(dates)
    if school is None:
        host = COMMUNITY.school_by_id["S1"].name
        assert listed["term_covers"][0][-1] == f"到{host}顶岗（第6周）"
        names = VIEW.teacher_name(GUEST), VIEW.teacher_name(TEACHER)
        assert listed["term_guests"][0][-3:] == (*names, f"到{host}顶岗（第6周）")
    elif school.id != "S1":
        assert "term_guests" not in listed


def test_the_page_has_every_day_of_a_stay() -> None:
    data = embedded(page(STAYING, COMMUNITY))["calendar"]
    rows = [dict(zip(data["event_fields"], row, strict=True)) for row in data["events"]]
    days = [(d - COMMUNITY.terms[0].start).days for d in STAY.dates]
    found = [r for r in rows if r["mode"] == 3]
    assert [(r["day"], r["start"], r["end"]) for r in found] == [
        (days[0], days[0], days[0]), (days[1], *days[1:]), (days[2], *days[1:]),
    ]  # fmt: skip
    assert data["kinds"][found[0]["kind"]] == "短期支教、顶岗、挂职"
    assert [r["day"] for r in rows] == sorted(r["day"] for r in rows)
    assert len(data["guests"]) == len(data["covers"]) == 1


def test_feeds_of_guest_home_and_host_have_the_stay_and_what_it_brings(tmp_path: Path) -> None:
    export("ical", COMMUNITY, STAYING, tmp_path / "out")
    out = tmp_path / "out"
    for feed in (f"teachers/{GUEST}", "schools/S0", "schools/S1", f"community/{COMMUNITY.id}"):
        found = [e for uid, e in events(out / f"{feed}.ics").items() if uid.startswith("stay-")]
        days = sorted((e["DTSTART;VALUE=DATE"], e["DTEND;VALUE=DATE"]) for e in found)
        assert days == [("20250928", "20250929"), ("20251009", "20251011")], feed
        assert all("短期顶岗" in e["SUMMARY"] for e in found)
    own = events(out / f"teachers/{GUEST}.ics").values()
    assert [e["DTSTART;TZID=Asia/Shanghai"][:8] for e in own if "短期授课" in e["SUMMARY"]] == [
        "20251010"
    ]
    for feed, word in ((f"classes/{THERE.class_id}", "随堂"), (f"teachers/{TEACHER}", "随堂"),
                       (f"classes/{AT_HOME.class_id}", "代课")):  # fmt: skip
        told = [e for e in events(out / f"{feed}.ics").values() if word in e["DESCRIPTION"]]
        assert [e["STATUS"] for e in told] == ["CONFIRMED"], feed


def test_a_lesson_to_whose_time_an_event_was_moved_is_the_own_teachers_again() -> None:
    start, end = VIEW.clock(THERE)
    meeting = DatedEvent(MAKE_UP, start, end, "own:1", "家长会", people=(TEACHER,))
    calendar = replace(STAYING.calendar, events=(meeting,))
    moved = EventRecord("own:1", "家长会", State.MOVED, FRIDAY)
    for records, given in (((), (GIVEN,)), ((moved,), ())):
        plan = replace(STAYING, calendar=calendar, records=records)
        assert CalendarView(PlanView(plan, COMMUNITY)).guests == given


def test_what_a_stay_brought_is_cancelled_in_the_feeds_when_the_stay_falls_away(
    tmp_path: Path,
) -> None:
    """Read back by an independent parser: ids stay, and what is gone is told as cancelled."""
    feeds = (f"teachers/{GUEST}", f"teachers/{OTHER}", "schools/S0", "schools/S1")

    def read() -> dict[str, dict[str, Component]]:
        parsed = {f: Calendar.from_ical((tmp_path / f"{f}.ics").read_bytes()) for f in feeds}
        return {f: {str(e["UID"]): e for e in c.walk("VEVENT")} for f, c in parsed.items()}

    export("ical", COMMUNITY, STAYING, tmp_path)
    before = read()
    bare = replace(PLAN, calendar=replace(CALENDAR, covers=(), guests=()))
    export("ical", COMMUNITY, bare, tmp_path)
    after = read()
    for feed, gone in zip(feeds, (3, 1, 3, 3), strict=True):
        assert {*before[feed]} == {*after[feed]}
        changed = {u: e for u, e in after[feed].items() if e["STATUS"] != before[feed][u]["STATUS"]}
        cancelled = [e for e in changed.values() if e["STATUS"] == "CANCELLED"]
        assert len(cancelled) == gone, feed
        assert all(e["SEQUENCE"] == 1 for e in changed.values())
        own = [e for e in changed.values() if e["STATUS"] == "CONFIRMED"]  # the lesson at home
        assert [e.decoded("DTSTART").date() for e in own] == [FRIDAY] * (feed == feeds[0])


def test_a_copied_row_is_about_what_its_own_day_has(tmp_path: Path) -> None:
    """The id of the event is hidden: what is copied to a day of the stay is for the stay."""
    calendar = STAYING.calendar
    event = calendar.events[0]
    was = replace(COVER, date=event.date, absent=event.people[0], event=event.id)
    plan = replace(STAYING, calendar=replace(calendar, covers=(was,)))
    path = tmp_path / "plan.xlsx"
    path.write_bytes(workbook_bytes(community_book(PlanView(plan, COMMUNITY), "zh")))
    book = load_workbook(path, rich_text=True)
    sheet = book["数据-代课"]
    at = {str(cell.value): cell.column for cell in sheet[2]}
    assert sheet.column_dimensions[sheet.cell(2, at["活动编号"]).column_letter].hidden
    for column in at.values():
        sheet.cell(4, column).value = sheet.cell(3, column).value
    sheet.cell(4, at["日期"]).value = STAY.dates[1].isoformat()
    sheet.cell(4, at["外出教师"]).value = VIEW.teacher_name(GUEST)
    book.save(path)
    copy = replace(was, date=STAY.dates[1], absent=GUEST, event=STAY.id)
    assert read_plan(COMMUNITY, path).calendar.covers == tuple(sorted((was, copy)))
