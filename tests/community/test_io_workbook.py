"""The template, and workbooks as schools send them: moved columns, merged cells, kept examples."""

from __future__ import annotations

import shutil
import time
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from io_support import full_community, problems_of
from support import tiny_teacher

from community.errors import InputError
from community.models import ClassGroup
from community.names import canonical
from community.profile import profile_names
from community.reading import read_community
from community.tables import REQUESTS, TABLES
from community.tables.kinds import Choice, YesNo
from community.template import write_template
from community.writing import write_folder, write_workbook

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Any:
    path = tmp_path_factory.mktemp("template") / "template.xlsx"
    write_template(path)
    return openpyxl.load_workbook(path)


# --- the template


def test_sheets_of_the_template(template: Any) -> None:
    titles = [t.title for t in TABLES]
    policy = ["政策调整", "政策参数"]
    assert template.sheetnames == ["说明", "社区", *titles, *policy, "_lists", "_schema"]
    hidden = [s.title for s in template if s.sheet_state == "hidden"]
    assert hidden == ["_lists", "_schema"]
    schema = list(template["_schema"].values)
    assert schema[0][:2] == ("onebell community", 2)
    assert [row[0] for row in schema[2:-1]] == [t.key for t in TABLES]
    guide = "".join(str(c) for row in template["说明"].values for c in row if c)
    assert all(title in guide for title in titles)


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.key)
def test_a_sheet_of_the_template(template: Any, table: Any) -> None:
    sheet = template[table.title]
    headers, helps, examples = (list(row) for row in sheet.iter_rows(max_row=3, values_only=True))
    assert headers == [c.title for c in table.columns]
    assert helps[0].startswith("说明：") and all(helps)
    assert examples[0].startswith("例：")
    assert sheet.max_row == 3 and sheet.freeze_panes == "B4"
    validated = {
        str(v.sqref).split("4")[0]: v.formula1 for v in sheet.data_validations.dataValidation
    }
    for position, column in enumerate(table.columns, 1):
        letter = openpyxl.utils.get_column_letter(position)
        assert sheet.column_dimensions[letter].width >= 10
        if column.kind.is_text:
            assert sheet.column_dimensions[letter].number_format == "@"
        if isinstance(column.kind, Choice | YesNo):
            assert validated[letter].startswith("_lists!$")
            first, last = validated[letter].removeprefix("_lists!").replace("$", "").split(":")
            words = [cell.value for (cell,) in template["_lists"][first:last]]
            assert [column.kind.parse(w, None) for w in words]
            assert None not in words


def test_an_empty_template_lacks_what_a_plan_needs(tmp_path: Path) -> None:
    write_template(tmp_path / "t.xlsx")
    told = {(p.place, p.row) for p in problems_of(tmp_path / "t.xlsx")}
    assert told == {("社区", row) for row in (2, 3, 4, 5)} | {
        (place, None) for place in ("学校", "作息", "班级", "学科", "课程计划", "教师", "学期")
    }


def test_the_profiles_can_be_chosen(template: Any) -> None:
    (rule,) = template["社区"].data_validations.dataValidation
    first, last = rule.formula1.removeprefix("_lists!").replace("$", "").split(":")
    words = [cell.value for (cell,) in template["_lists"][first:last]]
    assert words == profile_names() and str(rule.sqref) == "B5"


def test_a_template_in_english(tmp_path: Path) -> None:
    write_template(tmp_path / "t.xlsx", "en")
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert book.sheetnames[:3] == ["Guide", "community", "schools"]
    assert book["schools"]["A1"].value == "id"
    assert book["schools"]["A2"].value.startswith("Help: ")


# --- workbooks of other hands


def test_columns_in_another_order_and_with_other_headers(book: Path) -> None:
    made = openpyxl.load_workbook(book)
    sheet = made["教师"]
    rows = [list(row)[::-1] for row in sheet.iter_rows(values_only=True)]
    sheet.delete_rows(1, sheet.max_row)
    for row in rows:
        sheet.append(row)
    made["班级"]["C1"] = " 班级名称（必填） "
    made["学校"]["A1"] = "ID"
    made.save(book)
    assert read_community(book) == full_community()


@pytest.mark.parametrize("deleted", [1, 2])
def test_without_help_and_example_rows(book: Path, deleted: int) -> None:
    made = openpyxl.load_workbook(book)
    for table in TABLES:
        made[table.title].delete_rows(2, deleted)
    made.save(book)
    assert read_community(book) == full_community()


def test_data_over_the_example_row_is_read(book: Path) -> None:
    made = openpyxl.load_workbook(book)
    for position, value in enumerate(["X9", "新来的老师", "C", "音乐", "小学", 1990, 2020], 1):
        made["教师"].cell(3, position).value = value
    for position in range(8, 18):
        made["教师"].cell(3, position).value = None
    made.save(book)
    assert read_community(book).teachers[0] == tiny_teacher(
        "X9", "C", "music", name="新来的老师", birth_year=1990, joined_year=2020, max_periods=18
    )


def test_data_in_a_row_that_keeps_its_example_mark_is_not_lost(book: Path) -> None:
    made = openpyxl.load_workbook(book)
    made["教师"]["B3"] = "新来的老师"
    made.save(book)
    (problem,) = problems_of(book)
    assert (problem.place, problem.row) == ("教师", 3) and "示例" in str(problem)


def test_merged_cells_fill_the_rows_they_cover(book: Path) -> None:
    """Four teachers of C, with the school written once in a merged cell of five rows."""
    made = openpyxl.load_workbook(book)
    sheet = made["教师"]
    assert [sheet.cell(row, 3).value for row in range(4, 9)] == ["C"] * 5
    sheet.merge_cells("C4:C8")
    sheet.merge_cells("R1:T3")
    made.save(book)
    assert read_community(book) == full_community()
    made["教师"].unmerge_cells("C4:C8")
    made.save(book)
    assert [p.row for p in problems_of(book)] == [5, 6, 7, 8]


def test_a_merge_without_end_is_harmless(book: Path) -> None:
    made = openpyxl.load_workbook(book)
    made["不可排课"].merged_cells.add("D4:XFD1048576")
    made.save(book)
    read = read_community(book).unavailable
    assert [u.reason for u in read] == ["=教研会"] * 5


def test_blank_rows_between_and_after(book: Path) -> None:
    made = openpyxl.load_workbook(book)
    made["教师"].insert_rows(6, 3)
    made["教师"].cell(400, 2).value = "   "
    made.save(book)
    assert read_community(book) == full_community()


def test_extra_sheets_are_left_alone(book: Path) -> None:
    made = openpyxl.load_workbook(book)
    made.create_sheet("校长的笔记").append(["=SUM(A1:A9)"])
    del made["_schema"], made["_lists"], made["说明"]
    made.save(book)
    assert read_community(book) == full_community()


def test_numbers_where_a_spreadsheet_made_them(book: Path) -> None:
    """Typed into a sheet without text format: 3.1 and 1.12 as class names, times as times."""
    import datetime as dt

    made = openpyxl.load_workbook(book)
    made["班级"]["C4"] = 3.1
    made["班级"]["C8"] = 1.12
    made["班级"]["C6"] = 301
    made["作息"]["E4"] = dt.time(8, 30)
    made["作息"]["F4"] = dt.time(9, 10)
    made["学期"]["E4"] = dt.datetime(2025, 9, 1)
    made["教师"]["H4"] = True
    made["教师"]["F4"] = 1985.0
    made["课程计划"]["B4"] = "语文 "
    made["社区"]["B4"] = "2025-2026学年"
    made.save(book)
    assert read_community(book) == full_community()


# --- size


def test_a_district_reads_in_seconds(tmp_path: Path) -> None:
    """180 classes and 540 teachers. Measured 1.0 s on one core; the bound is for slow machines."""
    base = full_community()
    classes = tuple(
        ClassGroup(id=f"C{g}{n:02d}", school="C", grade=g, number=n, name=canonical(g, n))
        for g in (1, 3, 4)
        for n in range(1, 61)
    )
    teachers = tuple(tiny_teacher(f"T{n:03d}", "C", "zh", "math") for n in range(540))
    big = base.model_copy(
        update={
            "classes": classes,
            "teachers": teachers,
            **dict.fromkeys(("unavailable", "history", "sync", "placements"), ()),
            **{table.key: () for table in REQUESTS},
        }
    )
    write_workbook(big, tmp_path / "big.xlsx")
    start = time.perf_counter()
    assert read_community(tmp_path / "big.xlsx") == big
    assert time.perf_counter() - start < 10


# --- whatever comes

_NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)


@settings(
    max_examples=100,
    deadline=None,
    phases=_NO_SHRINKING,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_spoilt_bytes_never_end_in_a_traceback(tmp_path: Path, data: st.DataObject) -> None:
    folder = tmp_path / "full"
    if not folder.exists():
        write_folder(full_community(), folder)
    spoilt = tmp_path / "spoilt"
    shutil.rmtree(spoilt, ignore_errors=True)
    shutil.copytree(folder, spoilt)
    path = data.draw(st.sampled_from(sorted(spoilt.iterdir())))
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 3))] = data.draw(
            st.binary(max_size=3)
            | st.sampled_from([b",", b"\n", b'"', b"=", b"'", b"-", b"[", b"]"])
        )
    path.write_bytes(bytes(content))
    try:
        read_community(spoilt)
    except InputError as error:
        assert error.problems and all(p.to("zh") and p.to("en") for p in error.problems)


_texts = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), max_size=6)
_cells = st.none() | st.booleans() | st.integers() | st.floats() | _texts | st.dates()


@settings(
    max_examples=20,
    deadline=None,
    phases=_NO_SHRINKING,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_any_cell_is_read_or_refused(book: Path, data: st.DataObject) -> None:
    made = openpyxl.load_workbook(book)
    for _ in range(4):
        sheet = made[data.draw(st.sampled_from([t.title for t in TABLES]))]
        row = data.draw(st.integers(1, sheet.max_row))
        cell = sheet.cell(row, data.draw(st.integers(1, sheet.max_column)))
        cell.value = data.draw(_cells)
    spoilt = book.with_name("spoilt.xlsx")
    made.save(spoilt)
    try:
        read_community(spoilt)
    except InputError as error:
        assert error.problems and all(p.to("zh") and p.to("en") for p in error.problems)


def test_no_part_bears_a_time(book: Path) -> None:
    """A zip cannot say a time before 1980, where clocks stand whose battery is empty."""
    with zipfile.ZipFile(book) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.testzip() is None
    write_workbook(full_community(), book.parent / "again.xlsx")
    assert (book.parent / "again.xlsx").read_bytes() == book.read_bytes()


def test_parts_without_a_date_are_read(book: Path) -> None:
    """Some programs write a month and a day of 0: the time of the zip is no data of ours."""
    data = bytearray(book.read_bytes())
    for mark, place in ((b"PK\x01\x02", 12), (b"PK\x03\x04", 10)):
        at = -1
        while (at := data.find(mark, at + 1)) >= 0:
            data[at + place : at + place + 4] = bytes(4)
    (book.parent / "dateless.xlsx").write_bytes(bytes(data))
    assert read_community(book.parent / "dateless.xlsx") == read_community(book)
