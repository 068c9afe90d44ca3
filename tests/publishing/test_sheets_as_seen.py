"""The data sheets hide ids: names count, and what is wrong is told where people see it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook
from published_calendar import CALENDAR, COMMUNITY, LESSON, PLAN

from community.errors import InputError
from community.models import SlotKind
from community.saving import workbook_bytes
from publishing.plan_folder import read_plan
from publishing.view import PlanView
from publishing.workbook import community_book
from rotation.solution import MentorPair
from scenarios.locks import Lock, LockScope
from scheduling.timetable import ClassDuty

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from community.errors import Problem

STAFF = COMMUNITY.teachers
BREAK = next(s for s in COMMUNITY.slots_of(COMMUNITY.schools[0]) if s.kind is not SlotKind.LESSON)
WHOLE = replace(
    PLAN,
    roster=replace(PLAN.roster, pairs=(MentorPair(STAFF[0].id, STAFF[1].id, "2025-1", 2),)),
    duties=(ClassDuty("S0", "S0-11", 1, BREAK.order, STAFF[0].id),),
    locks=(Lock(LESSON, LockScope.LESSON),),
)
FIRST = 3  # the row of the first data


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The community's workbook of a plan that has every table."""
    path = tmp_path_factory.mktemp("seen") / "plan.xlsx"
    path.write_bytes(workbook_bytes(community_book(PlanView(WHOLE, COMMUNITY), "zh")))
    return path


def edited(
    book: Path, to: Path, change: Callable[[Any, dict[str, int]], object], *names: str
) -> Path:
    """Change data sheets as a person would; columns by their headings."""
    found = load_workbook(book, rich_text=True)
    for sheet in map(found.__getitem__, names):
        change(sheet, {str(cell.value): cell.column for cell in sheet[2]})
    found.save(to)
    return to


def refused(path: Path) -> list[Problem]:
    with pytest.raises(InputError) as caught:
        read_plan(COMMUNITY, path)
    return caught.value.problems


def is_hidden(sheet: Any, column: int) -> bool:
    return bool(sheet.column_dimensions[sheet.cell(2, column).column_letter].hidden)


SHOWN = {
    "数据-课表": ("教师",),
    "数据-轮岗": ("教师",),
    "数据-结对": ("指导教师", "结对教师"),
    "数据-锁定": ("教师",),
    "数据-值班": ("教师",),
    "数据-行事历": ("参加教师",),
    "数据-代课": ("外出教师", "代课教师"),
    "数据-听课": ("听课教师",),
    "数据-短期来校授课": ("来校教师",),
}
MAY_HAVE_NOBODY = ("数据-课表", "数据-锁定", "数据-行事历")


def test_a_wrong_name_is_told_where_it_was_typed(book: Path, tmp_path: Path) -> None:
    """And the nearest name is told: the one that was typed has a character too many."""
    wrong = STAFF[0].name + "某"

    def change(sheet: Any, at: dict[str, int]) -> None:
        for column in SHOWN[sheet.title]:
            assert not is_hidden(sheet, at[column])
            sheet.cell(FIRST, at[column]).value = wrong

    found = refused(edited(book, tmp_path / "x.xlsx", change, *SHOWN))
    told = {(p.place, p.row, p.column, p.value) for p in found}
    assert told == {(name, FIRST, column, wrong) for name in SHOWN for column in SHOWN[name]}
    assert all(p.hint and STAFF[0].name in p.hint.zh for p in found)


def test_a_new_row_without_its_person_is_told_where_the_name_belongs(
    book: Path, tmp_path: Path
) -> None:
    """A row is typed in anew, as far as its columns are seen, but for whom it is about.

    A lesson, also a locked one, and an event may have nobody: these are understood.
    """
    about = {n: columns[0] for n, columns in SHOWN.items() if n not in MAY_HAVE_NOBODY}

    def change(sheet: Any, at: dict[str, int]) -> None:
        row = sheet.max_row + 1
        for heading, number in at.items():
            if heading != SHOWN[sheet.title][0] and not is_hidden(sheet, number):
                sheet.cell(row, number).value = sheet.cell(FIRST, number).value

    found = refused(edited(book, tmp_path / "x.xlsx", change, *SHOWN))
    assert {(p.place, p.column) for p in found} == {*about.items()}


def test_a_copied_row_with_another_name_is_that_of_the_name(book: Path, tmp_path: Path) -> None:
    """Who copies a row copies its hidden ids as well."""
    other = next(t for t in STAFF if t.school == "S1")

    def change(sheet: Any, at: dict[str, int]) -> None:
        row = sheet.max_row + 1
        for number in at.values():
            sheet.cell(row, number).value = sheet.cell(FIRST, number).value
        sheet.cell(row, at["教师"]).value = other.name
        sheet.cell(row, at["星期"]).value = "周五"
        sheet.cell(row, at["节次"]).value = "第7节"
        sheet.cell(row, at["开始"]).value = sheet.cell(row, at["结束"]).value = None

    found = read_plan(COMMUNITY, edited(book, tmp_path / "x.xlsx", change, "数据-课表"))
    (new,) = {*found.week.lessons} - {*WHOLE.week.lessons}
    assert (new.teacher, new.weekday, new.slot) == (other.id, 5, 10)  # slots are 2, 3, 5, 6, 8–10


def test_another_slot_of_a_cover_is_that_of_its_name(book: Path, tmp_path: Path) -> None:
    """The number of the slot is hidden: a name that was changed counts, a wrong one is told."""

    def name(sheet: Any, at: dict[str, int]) -> None:
        sheet.cell(FIRST, at["节次"]).value = "第7节"

    found = read_plan(COMMUNITY, edited(book, tmp_path / "x.xlsx", name, "数据-代课")).calendar
    first = min(CALENDAR.covers)
    assert {*found.covers} - {*CALENDAR.covers} == {replace(first, slot=10)}

    def wrong(sheet: Any, at: dict[str, int]) -> None:
        sheet.cell(FIRST, at["节次"]).value = "第19节"

    (problem,) = refused(edited(book, tmp_path / "y.xlsx", wrong, "数据-代课"))
    assert (problem.column, problem.value) == ("节次", "第19节")
    assert "第7节" in problem.expected.zh  # what there is that day


def test_classes_in_their_short_names_are_understood_in_a_list(book: Path, tmp_path: Path) -> None:
    """Names in a list count as they are meant: 一(1)班, with other signs between."""
    schools = [COMMUNITY.school_by_id[s].name for s in ("S0", "S1")]

    def change(sheet: Any, at: dict[str, int]) -> None:
        sheet.cell(FIRST, at["参加班级"]).value = "，".join(f"{s}一（1）班" for s in schools)

    found = read_plan(COMMUNITY, edited(book, tmp_path / "x.xlsx", change, "数据-行事历"))
    first = CALENDAR.events[0]
    event = next(e for e in found.calendar.events if e.id == first.id)
    assert event.classes == ("S0-11", "S1-11")
