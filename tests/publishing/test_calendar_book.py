"""The calendar of a term in workbooks and the plan folder: pages to print, and back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook
from plan_on_disk import edit
from published_calendar import CALENDAR, COMMUNITY, COVERS, DUE, LESSON, MAKE_UP, PLAN

from community.errors import InputError
from community.saving import workbook_bytes
from publishing.plan_folder import read_plan, write_plan
from publishing.view import PlanView
from publishing.workbook import community_book, school_book
from scenarios.recording import Recording, Said
from scheduling.term.events import NO_CALENDAR
from scheduling.term.records import EventRecord, Piece, State

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

VIEW = PlanView(PLAN, COMMUNITY)
EVENTS, COVERED = "数据-行事历", "数据-代课"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("book") / "plan.xlsx"
    path.write_bytes(workbook_bytes(community_book(VIEW, "zh")))
    return path


def edited(path: Path, to: Path, change: Callable[[Any, dict[str, int]], object]) -> Path:
    """Change the data sheet of events as a person would; columns by their headings."""
    book = load_workbook(path, rich_text=True)
    sheet = book[EVENTS]
    at = {str(cell.value): cell.column for cell in sheet[2]}
    change(sheet, at)
    book.save(to)
    return to


def test_a_workbook_read_back_is_the_same_plan(whole: Path) -> None:
    found = read_plan(COMMUNITY, whole)
    assert found.calendar == CALENDAR
    assert replace(found, violations=PLAN.violations) == PLAN


def test_what_was_recorded_comes_along(tmp_path: Path) -> None:
    first = CALENDAR.events[0]
    photo = (Piece("photo", "教研.jpg"),)
    record = EventRecord(first.id, first.name, State.HELD, first.date, 600, 660, photo, who="王")
    plan, path = replace(PLAN, records=(record,)), tmp_path / "plan.xlsx"
    path.write_bytes(workbook_bytes(community_book(PlanView(plan, COMMUNITY), "zh")))
    assert read_plan(COMMUNITY, path).records == (record,)


def test_names_that_somebody_changes_in_the_sheet_count(whole: Path, tmp_path: Path) -> None:
    """The ids are hidden: who changes the names of those who take part sees these alone."""
    first = CALENDAR.events[0]
    others = [t for t in COMMUNITY.teachers if t.id not in first.people][:2]

    def change(sheet: Any, at: dict[str, int]) -> None:
        assert sheet.column_dimensions[sheet.cell(2, at["参加教师编号"]).column_letter].hidden
        sheet.cell(3, at["参加教师"]).value = "、".join(t.name for t in others)
        sheet.cell(3, at["日期"]).value = "2025-12-04"

    found = read_plan(COMMUNITY, edited(whole, tmp_path / "edited.xlsx", change)).calendar
    event = next(e for e in found.events if e.id == first.id)
    assert event.people == tuple(t.id for t in others)
    assert event.date.isoformat() == "2025-12-04"
    assert len(found.events) == len(CALENDAR.events)


def test_in_the_folder_names_and_ids_have_to_agree(tmp_path: Path) -> None:
    write_plan(PLAN, COMMUNITY, tmp_path / "plan")
    assert read_plan(COMMUNITY, tmp_path / "plan").calendar == CALENDAR

    def change(rows: list[list[str]]) -> None:
        rows[1][rows[0].index("参加教师")] = COMMUNITY.teachers[0].name

    edit(tmp_path / "plan/events.csv", change)
    with pytest.raises(InputError) as caught:
        read_plan(COMMUNITY, tmp_path / "plan")
    (problem,) = caught.value.problems
    assert (problem.place, problem.row, problem.column) == ("events.csv", 2, "参加教师")


def test_the_printed_pages_tell_dates_people_and_covers(whole: Path) -> None:
    book = load_workbook(whole)
    rows = [[c.value for c in row] for row in book["行事历"].iter_rows(min_row=4)]
    assert len(rows) == len(CALENDAR.events)
    assert [row[1] for row in rows] == [e.date.isoformat() for e in CALENDAR.events]
    due = next(row for row in rows if row[4] == DUE.name)
    assert due[3] == "当日到期"
    page = book["行事历"].page_setup
    assert (page.orientation, str(page.paperSize)) == ("landscape", "9")
    (sunday, *_) = [row for row in rows if row[1] == MAKE_UP.isoformat()]
    assert sunday[:3] == [4, "2025-09-28", "周日"]
    covers = [[c.value for c in row] for row in book["代课安排"].iter_rows(min_row=4)]
    assert len(covers) == len(COVERS)
    names = VIEW.teacher_name(COVERS[-1].absent), VIEW.teacher_name(COVERS[-1].teacher)
    assert any((row[7], row[8]) == names for row in covers)


def test_a_school_has_its_own_events_and_covers() -> None:
    for school in COMMUNITY.schools:
        book = school_book(VIEW, school, "zh")
        home = {t.id for t in COMMUNITY.teachers if t.school == school.id}
        own = [e for e in CALENDAR.events if e.host == school.id or home & {*e.people}]
        assert book["行事历"].max_row - 3 >= len(own) > 0
        there = [c for c in COVERS if c.school == school.id]
        assert ("代课安排" in book.sheetnames) == bool(there)
        assert EVENTS not in book.sheetnames  # the calendar is planned in one place
    assert LESSON.school in {c.school for c in COVERS}


def test_without_a_calendar_there_are_no_sheets_of_it() -> None:
    book = community_book(PlanView(replace(PLAN, calendar=NO_CALENDAR), COMMUNITY), "zh")
    assert not {"行事历", "代课安排", EVENTS, COVERED} & {*book.sheetnames}


def test_a_new_row_gets_an_id_of_its_own(whole: Path, tmp_path: Path) -> None:
    """What is typed in has no id, what is copied that of another: both are events by themselves."""
    first, who = CALENDAR.events[0], COMMUNITY.teachers[0]

    def change(sheet: Any, at: dict[str, int]) -> None:
        assert sheet.column_dimensions[sheet.cell(2, at["活动编号"]).column_letter].hidden
        for row in (new := sheet.max_row + 1, new + 1):  # two at once, of the same name
            for heading, cell in {"日期": "2025-12-04", "开始": "16:00", "结束": "17:00"}.items():
                sheet.cell(row, at[heading]).value = cell
            sheet.cell(row, at["活动"]).value = "合唱"
        sheet.cell(new, at["参加教师"]).value = who.name
        for number in at.values():
            sheet.cell(new + 2, number).value = sheet.cell(3, number).value
        sheet.cell(new + 2, at["日期"]).value = "2025-12-05"

    path = edited(whole, tmp_path / "edited.xlsx", change)
    found = read_plan(COMMUNITY, path).calendar
    kept, new = [], []
    for event in found.events:
        (kept if event in CALENDAR.events else new).append(event)
    assert tuple(kept) == CALENDAR.events and len({e.id for e in found.events}) == len(found.events)
    one, other, copy = sorted(new, key=lambda e: (e.date, e.people))
    assert (one.people, other.people) == ((), (who.id,))
    assert copy == replace(first, id=copy.id, date=copy.date) and copy.activity
    assert read_plan(COMMUNITY, path).calendar == found  # read again, they have the same ids
    write_plan(replace(PLAN, calendar=found), COMMUNITY, tmp_path / "plan")
    assert read_plan(COMMUNITY, tmp_path / "plan").calendar == found


def test_a_copied_row_of_another_name_counts_for_nothing_else(whole: Path, tmp_path: Path) -> None:
    def change(sheet: Any, at: dict[str, int]) -> None:
        row = sheet.max_row + 1
        for number in at.values():
            sheet.cell(row, number).value = sheet.cell(3, number).value
        sheet.cell(row, at["活动"]).value = "家长会"

    found = read_plan(COMMUNITY, edited(whole, tmp_path / "edited.xlsx", change)).calendar
    (new,) = {*found.events} - {*CALENDAR.events}
    assert (new.name, new.rule, new.activity) == ("家长会", "", "")


def test_in_the_folder_a_row_without_an_id_is_new(tmp_path: Path) -> None:
    """It has the id that recording it as something unplanned would give it."""
    write_plan(PLAN, COMMUNITY, tmp_path / "plan")

    def change(rows: list[list[str]]) -> None:
        cells = {"日期": "2025-12-04", "开始": "16:00", "结束": "17:00", "活动": "合唱"}
        rows.append([cells.get(heading, "") for heading in rows[0]])

    edit(tmp_path / "plan/events.csv", change)
    plan = read_plan(COMMUNITY, tmp_path / "plan")
    (new,) = {*plan.calendar.events} - {*CALENDAR.events}
    recorded = Recording(COMMUNITY, PLAN).unplanned("合唱 2025-12-04 16:00", Said())
    assert new.id == recorded.event
    assert read_plan(COMMUNITY, tmp_path / "plan").calendar == plan.calendar
