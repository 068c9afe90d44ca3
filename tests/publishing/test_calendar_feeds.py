"""The calendar of a term in the feeds, read back by hand: dates, ids, covers, what has moved."""

from __future__ import annotations

import datetime as dt
import shutil
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from published_calendar import (
    CALENDAR,
    COMMUNITY,
    COVERING,
    COVERS,
    DOUBLE,
    DUE,
    GIVEN,
    LESSON,
    MAKE_UP,
    PLAN,
    VISIT,
)
from test_exchange_out import counts, dates_of, events

from publishing.export import Exported, export
from publishing.view import PlanView
from scheduling.term.events import TermCalendar
from scheduling.term.records import EventRecord, State

if TYPE_CHECKING:
    from pathlib import Path

    from scenarios.plan import Plan
    from scheduling.term.events import DatedEvent

START = "DTSTART;TZID=Asia/Shanghai"
VIEW = PlanView(PLAN, COMMUNITY)


def feeds(folder: Path, plan: Plan) -> Path:
    export("ical", COMMUNITY, plan, folder / "ical")
    return folder / "ical"


def at(date: dt.date, minutes: int) -> str:
    return f"{date:%Y%m%d}T{minutes // 60:02d}{minutes % 60:02d}00"


def told(path: Path) -> Counter[tuple[str, str]]:
    """Return start and first word of the timed events of a feed that are not cancelled."""
    held = (e for e in events(path).values() if e["STATUS"] == "CONFIRMED" and START in e)
    return Counter((e[START], e["SUMMARY"]) for e in held)


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Exported]:
    """The folder of the feeds, and what was told of them; tests write over copies."""
    folder = tmp_path_factory.mktemp("feeds") / "ical"
    return folder, export("ical", COMMUNITY, PLAN, folder)


@pytest.fixture
def out(exported: tuple[Path, Exported]) -> Path:
    return exported[0]


def test_everybody_has_lessons_and_events_on_their_dates(out: Path) -> None:
    """Odd and even weeks, the holidays and the Sunday that is taught as a Friday included."""
    seen = 0
    for teacher in COMMUNITY.teachers:
        cancelled = {(c.date, c.slot) for c in COVERS[:1] if c.absent == teacher.id}
        expected = Counter(
            at(date, VIEW.clock(x)[0])
            for x in VIEW.by_teacher[teacher.id]
            for date in dates_of(x)
            if (date, x.slot) not in cancelled or x == DOUBLE
        )
        timed = [e for e in CALENDAR.events if teacher.id in e.people and e.mode != "due"]
        expected.update(at(e.date, e.start) for e in timed)
        for x in [*COVERS] * (teacher.id == COVERING) + [GIVEN] * (teacher.id == GIVEN.guest):
            bells = COMMUNITY.lesson_slots(COMMUNITY.school_by_id[x.school], 1)
            expected.update(at(x.date, s.start) for s in bells if s.order == x.slot)
        found = Counter(start for start, _ in told(out / f"teachers/{teacher.id}.ics").elements())
        assert found == expected, teacher.id
        seen += expected.total()
    assert seen >= 200
    assert any(e.date == MAKE_UP for e in CALENDAR.events)


def test_schools_classes_and_the_community_have_their_events(out: Path) -> None:
    (whole,) = (out / "community").glob("*.ics")
    assert len(events(whole)) == len(CALENDAR.events)
    assert "community/" in (out / "index.csv").read_text("utf-8-sig")
    home = {t.id: t.school for t in COMMUNITY.teachers}
    for school in ("S0", "S1"):
        names = {e["SUMMARY"] for e in events(out / f"schools/{school}.ics").values()}
        concerned = {
            e.name
            for e in CALENDAR.events
            if e.host == school or school in {home[p] for p in e.people}
        }
        assert concerned <= names
    group = COMMUNITY.classes[0].id
    own = {e.name for e in CALENDAR.events if group in e.classes}
    assert own and own <= {e["SUMMARY"] for e in events(out / f"classes/{group}.ics").values()}


def test_what_is_due_fills_its_day_and_tells_no_telephone_number(
    exported: tuple[Path, Exported],
) -> None:
    out, told = exported
    (feed,) = (out / "community").glob("*.ics")
    due = next(e for e in events(feed).values() if e["SUMMARY"] == DUE.name)
    assert due["DTSTART;VALUE=DATE"] == "20251128"
    assert due["DTEND;VALUE=DATE"] == "20251129"
    assert "张老师" in due["DESCRIPTION"]
    for path in out.rglob("*.ics"):
        assert "1234-5678" not in path.read_bytes().decode().replace("\r\n ", "")
    assert counts(told.lost, "日历")["写着电话号码的事项"] > 0
    assert not counts(told.lost, "行事历")


def test_a_lesson_that_is_covered_is_told_to_all_concerned(out: Path) -> None:
    cover = COVERS[0]
    start = at(MAKE_UP, VIEW.clock(LESSON)[0])
    name = VIEW.teacher_name
    hers = [e for e in events(out / f"teachers/{cover.absent}.ics").values() if e[START] == start]
    gone = next(e for e in hers if e["STATUS"] == "CANCELLED")
    assert f"由{name(cover.teacher)}代课" in gone["DESCRIPTION"]
    covering = events(out / f"teachers/{cover.teacher}.ics").values()
    mine = next(e for e in covering if e.get(START) == start and e["SUMMARY"].startswith("代课"))
    assert VIEW.subject_name(LESSON.subject) in mine["SUMMARY"]
    assert VISIT.name in mine["DESCRIPTION"]
    of_class = events(out / f"classes/{LESSON.class_id}.ics").values()
    lesson = next(e for e in of_class if e[START] == start)
    assert lesson["STATUS"] == "CONFIRMED"
    assert name(cover.teacher) in lesson["DESCRIPTION"]
    # Of the double one period is covered: it stays hers, and says so.
    double = events(out / f"teachers/{DOUBLE.teacher}.ics").values()
    day = [e for e in double if e[START] == at(COVERS[1].date, VIEW.clock(DOUBLE)[0])]
    assert any("代课" in e["DESCRIPTION"] and e["STATUS"] == "CONFIRMED" for e in day)


def test_an_event_that_moves_keeps_its_id_and_one_that_is_gone_is_cancelled(
    tmp_path: Path, out: Path
) -> None:
    out = shutil.copytree(out, tmp_path / "ical")
    (feed,) = (out / "community").glob("*.ics")
    before = events(feed)
    moved: DatedEvent = next(e for e in CALENDAR.events if e.id == "meeting:1")
    later = replace(moved, date=dt.date(2025, 12, 3), start=840, end=930)
    rest = [e for e in CALENDAR.events if e.id not in ("meeting:1", "meeting:2")]
    calendar = TermCalendar("2025-1", tuple(sorted([*rest, later])))  # and no covers
    feeds(tmp_path, replace(PLAN, calendar=calendar))
    after = events(feed)
    assert {*after} == {*before}
    uid = next(u for u, e in before.items() if e["SUMMARY"] == moved.name)
    assert after[uid][START] == "20251203T140000"
    assert after[uid]["SEQUENCE"] == "1"
    gone = [e for e in after.values() if e["STATUS"] == "CANCELLED"]
    assert [(e["SUMMARY"], e["SEQUENCE"]) for e in gone] == [("第2次教研", "1")]
    assert {e["SEQUENCE"] for u, e in after.items() if u != uid and e not in gone} == {"0"}
    # The cover is gone: her lesson is hers again, the cover is told as cancelled.
    covering = events(out / f"teachers/{COVERING}.ics").values()
    off = [e for e in covering if e["SUMMARY"].startswith("代课")]
    assert len(off) == len(COVERS) and all(e["STATUS"] == "CANCELLED" for e in off)
    hers = events(out / f"teachers/{LESSON.teacher}.ics").values()
    assert any(
        e[START] == at(MAKE_UP, VIEW.clock(LESSON)[0])
        and (e["STATUS"], e["SEQUENCE"]) == ("CONFIRMED", "1")
        for e in hers
    )


def test_what_was_recorded_as_moved_or_cancelled_is_told(tmp_path: Path, out: Path) -> None:
    out = shutil.copytree(out, tmp_path / "ical")
    (feed,) = (out / "community").glob("*.ics")
    moved, gone = CALENDAR.events[3], CALENDAR.events[7]
    records = (
        EventRecord(moved.id, moved.name, State.MOVED, dt.date(2025, 12, 5), 840),
        EventRecord(gone.id, gone.name, State.CANCELLED, gone.date),
    )
    feeds(tmp_path, replace(PLAN, records=records))
    after = {e["SUMMARY"]: e for e in events(feed).values()}
    assert after[moved.name][START] == "20251205T140000"
    assert after[moved.name]["SEQUENCE"] == after[gone.name]["SEQUENCE"] == "1"
    assert after[gone.name]["STATUS"] == "CANCELLED"


def test_a_class_that_is_at_an_event_has_no_lesson_then(tmp_path: Path) -> None:
    """An event without a subject is in the place of the lessons of its classes."""
    start, end = VIEW.clock(LESSON)
    trip = replace(VISIT, id="trip:1", name="研学", people=(), start=start, end=end)
    trip = replace(trip, classes=(LESSON.class_id,), host=LESSON.school)
    calendar = TermCalendar("2025-1", (trip,))
    out = feeds(tmp_path, replace(PLAN, calendar=calendar))
    for path in (f"classes/{LESSON.class_id}.ics", f"teachers/{LESSON.teacher}.ics"):
        then = [e for e in events(out / path).values() if e[START] == at(MAKE_UP, start)]
        gone = [e for e in then if e["STATUS"] == "CANCELLED"]
        assert len(gone) == 1 and "研学" in gone[0]["DESCRIPTION"]
    of_class = told(out / f"classes/{LESSON.class_id}.ics")
    assert of_class[at(MAKE_UP, start), "研学"] == 1


def test_other_formats_count_what_they_do_not_tell_of_the_calendar(tmp_path: Path) -> None:
    lost = export("untis", COMMUNITY, PLAN, tmp_path / "out").lost
    assert counts(lost, "行事历") == {"活动": len(CALENDAR.events), "代课": len(COVERS)}
