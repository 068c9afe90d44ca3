"""Sheets, tables and policies that cannot be used: each problem with its place, row and column."""

from __future__ import annotations

import csv
import io
import os
import sys
import time
from typing import TYPE_CHECKING

import openpyxl
import pytest
from io_support import full_community, only_problem, problems_of

from community.errors import InputError, Problem, shown
from community.integrity.sites import NEEDED
from community.reading import read, read_community
from community.sheets import MAX_ROWS
from community.tables import TABLES
from community.text import Text

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("table", [t.key for t in TABLES if not t.optional])
def test_a_missing_sheet_or_file(folder: Path, book: Path, table: str) -> None:
    """The one that is missing is told, once, and not everything that refers to it."""
    title = next(t.title for t in TABLES if t.key == table)
    (folder / f"{table}.csv").unlink()
    problem = only_problem(folder)
    assert problem.place == f"{table}.csv" and "缺少" in str(problem)
    made = openpyxl.load_workbook(book)
    del made[title]
    made.save(book)
    if table not in NEEDED:
        assert f"没有这些工作表，按没有内容处理：{title}" in str(
            [n.to("zh") for n in read(book).notes]
        )
        return
    problem = only_problem(book)
    assert problem.place == title and "缺少" in str(problem)


@pytest.mark.parametrize(
    ("file", "wrong"),
    [
        ("teachers.csv", "teacher.csv"),
        # One that older files have not: it is not passed over either.
        ("placements.csv", "placement.csv"),
    ],
)
def test_a_misnamed_file_is_guessed(folder: Path, file: str, wrong: str) -> None:
    (folder / file).rename(folder / wrong)
    assert wrong in only_problem(folder).hint.zh  # type: ignore[union-attr]


def test_files_older_than_the_placements_are_read(folder: Path, book: Path) -> None:
    """Without the table of placements, and without the columns that came with and after it."""
    (folder / "placements.csv").unlink()
    for name, kept in (("schools", 10), ("history", 5)):
        with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = [row[:kept] for row in csv.reader(file)]
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    made = openpyxl.load_workbook(book)
    del made["交流安排"]
    made["学校"].delete_cols(11, 20)
    made["交流经历"].delete_cols(6)
    made.save(book)
    community = full_community()
    earlier = tuple(h.model_copy(update={"semester": 1}) for h in community.history)
    later = {"group": "", "wishes": ()}
    later |= dict.fromkeys(
        ("teaching_area_m2", "sports_area_m2", "equipment_cny", "multimedia_rooms")
    )
    schools = tuple(s.model_copy(update=later) for s in community.schools)
    changes = {"placements": (), "history": earlier, "schools": schools}
    older = community.model_copy(update=changes)
    assert read_community(folder) == older
    assert read_community(book) == older


def test_a_header_says_that_money_is_in_ten_thousands(folder: Path) -> None:
    """30000 under （万元） are 300 million yuan; the others stay as they are."""
    path, before = folder / "schools.csv", read_community(folder)
    text = path.read_text("utf-8-sig").replace("equipment_cny", "教学仪器设备值（万元）", 1)
    path.write_text(text, "utf-8")
    found = {s.id: s.equipment_cny for s in read_community(folder).schools}
    assert any(found.values())
    assert found == {s.id: s.equipment_cny and 10_000 * s.equipment_cny for s in before.schools}


def test_a_missing_policy(folder: Path, book: Path) -> None:
    (folder / "policy.toml").unlink()
    assert only_problem(folder).place == "policy.toml"
    made = openpyxl.load_workbook(book)
    del made["社区"]
    made.save(book)
    assert only_problem(book).place == "社区"


def test_a_missing_column(folder: Path) -> None:
    path = folder / "teachers.csv"
    path.write_text(path.read_text("utf-8-sig").replace("birth_year", "born", 1), "utf-8")
    missing = only_problem(folder)
    assert "没有读取的列：born" in str([n.to("zh") for n in read(folder).notes])
    assert (missing.place, missing.row, missing.column) == ("teachers.csv", 1, "birth_year")


def test_a_column_that_could_be_two_is_refused(book: Path) -> None:
    made = openpyxl.load_workbook(book)
    made["教师"]["L1"], made["教师"]["M1"] = "现在的课时", "周课时"
    made.save(book)
    problem = only_problem(book)
    assert (problem.place, problem.row, problem.column) == ("教师", 1, "周课时")
    assert "最少周课时或最多周课时" in str(problem)


def test_a_doubled_column_and_a_column_without_header(folder: Path) -> None:
    path = folder / "rooms.csv"
    lines = path.read_text("utf-8-sig").splitlines()
    path.write_text("\n".join([lines[0] + ",name,", *(f"{x},a,b" for x in lines[1:])]), "utf-8")
    doubled, headless = problems_of(folder)
    assert (doubled.row, doubled.column) == (1, "name") and "一列" in str(doubled)
    assert headless.row == 1 and "表头" in str(headless)


@pytest.mark.parametrize("cell", ["=A1", " =1+1", '=HYPERLINK("http://x")', "＝A1"])
def test_a_formula(folder: Path, book: Path, cell: str) -> None:
    """Full-width ＝ is text; the others are formulas, in files and in sheets."""
    made = openpyxl.load_workbook(book)
    made["教师"]["B4"] = cell
    made.save(book)
    path = folder / "teachers.csv"
    quoted = '"' + cell.replace('"', '""') + '"'
    path.write_text(path.read_text("utf-8-sig").replace("教师C1", quoted, 1), "utf-8")
    if cell.startswith("＝"):
        assert read_community(folder).teachers[0].name == cell
        assert read_community(book).teachers[0].name == cell
        return
    problem = only_problem(folder)
    assert (problem.place, problem.row, problem.column) == ("teachers.csv", 2, "name")
    assert problem.value == cell.strip() and "粘贴" in str(problem)
    problem = only_problem(book)
    assert (problem.place, problem.row, problem.column) == ("教师", 4, "姓名")


def test_an_error_value_and_a_date_where_text_belongs(book: Path) -> None:
    import datetime as dt

    made = openpyxl.load_workbook(book)
    made["教师"]["B4"] = "#REF!"
    made["班级"]["C4"] = dt.datetime(2025, 3, 1)  # what a spreadsheet makes of 3-1
    made.save(book)
    date, error = problems_of(book)
    assert (date.place, date.row, date.value) == ("班级", 4, "2025-03-01") and "文本" in str(date)
    assert (error.place, error.row, error.value) == ("教师", 4, "#REF!")


def test_too_many_rows_and_columns(folder: Path) -> None:
    path = folder / "unavailable.csv"
    with path.open("a", encoding="utf-8") as file:
        file.write("M2,1,1,\n" * MAX_ROWS)
    # Two rows were there: one too many after the header.
    assert only_problem(folder).row == MAX_ROWS + 2
    path.write_text("teacher,weekday,slot,reason" + ",x" * 70 + "\n", "utf-8")
    assert all(p.row == 1 for p in problems_of(folder))


def test_blank_rows_without_end_are_no_rows(book: Path) -> None:
    made = openpyxl.load_workbook(book)
    made["教师"].cell(1_048_576, 1).number_format = "@"  # formatted down to the last row
    made.save(book)
    assert read_community(book) == full_community()


# --- text files


def test_encodings(folder: Path) -> None:
    path = folder / "schools.csv"
    text = path.read_text("utf-8-sig")
    for encoding in ("utf-8", "gb18030", "gbk"):
        path.write_text(text, encoding)
        assert read_community(folder) == full_community()
    path.write_text(text, "utf-16")
    assert "CSV UTF-8" in str(only_problem(folder))
    path.write_bytes(text.encode("utf-8") + b"\xff\xff\n")
    assert only_problem(folder).place == "schools.csv"


def test_csv_with_other_separators_and_blank_lines(folder: Path) -> None:
    path = folder / "rooms.csv"
    text = path.read_text("utf-8-sig")
    path.write_text("\n\n" + text.replace(",", "\t").replace("\n", "\r\n\r\n"), "utf-8")
    assert read_community(folder) == full_community()


def test_an_open_quote(folder: Path) -> None:
    path = folder / "rooms.csv"
    path.write_text(path.read_text("utf-8-sig").replace("录播教室", '"录播教室', 1), "utf-8")
    problem = only_problem(folder)
    assert problem.place == "rooms.csv" and "引号" in str(problem)


def test_an_empty_file(folder: Path) -> None:
    (folder / "rooms.csv").write_text("", "utf-8")
    assert {p.column for p in problems_of(folder)} == {"school", "name", "kind"}


def test_a_huge_file(folder: Path) -> None:
    with (folder / "rooms.csv").open("wb") as file:
        file.truncate(21 * 2**20)
    assert "20 MB" in str(only_problem(folder))


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may read all")
def test_a_file_that_may_not_be_read(folder: Path) -> None:
    (folder / "rooms.csv").chmod(0)
    assert "可以读取" in str(only_problem(folder))


def test_a_directory_where_a_file_belongs(folder: Path) -> None:
    (folder / "rooms.csv").unlink()
    (folder / "rooms.csv").mkdir()
    assert only_problem(folder).place == "rooms.csv"


# --- policy


@pytest.mark.parametrize(
    ("old", "new", "row", "words"),
    [
        ('profile = "national_base"', 'profile = "songyan"', 7, "songyang"),
        ('profile = "national_base"', 'profil = "libo"', 7, "profile"),
        ("max_absent_share = 0.25", "max_absent_shar = 0.25", 10, "max_absent_share"),
        ("max_absent_share = 0.25", 'max_absent_share = "many"', 10, ""),
        ("max_absent_share = 0.25", "max_absent_share = 2025-09-01", 10, "数字"),
        ("max_absent_share = 0.25", "max_absent_share = nan", 10, "数字"),
        ("[rules.spread]", "[rules.spred]", 22, "spread"),
        ("school_year = 2025", 'school_year = "明年"', 4, "整数"),
        ("school_year = 2025", "school_year = 12025", 4, "1990到2100"),
        ('id = "tiny"', "", None, "必须填写"),
        ('id = "tiny"', 'id = "a/b"', 2, "编号"),
        ("[community]", "[community", 1, "TOML"),
        ("[community]", "x = " + "[" * 5000 + "\n[community]", None, "TOML"),
        ("[policy]", "[politics]", 6, "policy"),
        ("[rules.spread]", f"[rules{'.a' * 1200}]", 22, "TOML"),
        ("[rules.spread]", "[rules.spread]\nweight" + ".a" * 1200 + " = 1", 23, "TOML"),
        ("[rules.spread]", "[rules.spread]\nwindow = " + "{a=" * 20 + "1" + "}" * 20, 23, "数字"),
        ('id = "tiny"', "id = " + "{a=" * 200 + "1" + "}" * 200, 2, "编号"),
        ('id = "tiny"', "id = 0x" + "f" * 5_000, 2, "TOML"),
        ("[policy]", "#" * 2**16 + "\n[policy]", None, "64 KB"),
    ],
    ids=lambda v: str(v)[:24],
)
def test_bad_policy(folder: Path, old: str, new: str, row: int | None, words: str) -> None:
    path = folder / "policy.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    found = problems_of(folder)
    assert any((p.place, p.row) == ("policy.toml", row) and words in str(p) for p in found), [
        str(p) for p in found
    ]
    assert len(found) == (2 if new.startswith(("profil =", "[politics")) else 1)


def test_blank_lines_and_a_thousand_unknown_rules_are_read_in_no_time(folder: Path) -> None:
    path = folder / "policy.toml"
    rules = "".join(f"[rules.r{n}]\nweight = 1\n" for n in range(1_100))
    path.write_text(f"{path.read_text('utf-8')}{' ' * 30_000}\n{rules}", "utf-8")
    before = time.process_time()
    found = problems_of(folder)
    assert time.process_time() - before < 5
    *unknown, more = found  # the first thousand numbers are read, its own among them
    assert "1000项" in str(more) and 980 < len(unknown) < 1_000


def test_a_row_without_end(folder: Path) -> None:
    for text in ("id," * 200_000, "id\n" + "x," * 200_000 + "x"):
        (folder / "rooms.csv").write_text(text, "utf-8")
        assert any("64列" in str(p) and p.place == "rooms.csv" for p in problems_of(folder))


def test_a_table_full_of_unknown_teachers_is_read_in_no_time(folder: Path) -> None:
    """The first mistakes get hints. 2,000 names held against 2,000 would take half a minute."""
    teachers, unavailable = folder / "teachers.csv", folder / "unavailable.csv"
    head, first, *_ = teachers.read_text("utf-8-sig").splitlines()
    assert first.startswith("C1,")
    more = [f"{n}x{first[2:]}" for n in range(10_000, 12_000)]
    teachers.write_text("\n".join([head, first, *more]), "utf-8")
    asked = [f"{n}y,1,," for n in range(10_000, 12_000)]
    unavailable.write_text("\n".join(["teacher,weekday,slot,reason", *asked]), "utf-8")
    before = time.process_time()
    found = [p for p in problems_of(folder) if p.place == "unavailable.csv"]
    assert time.process_time() - before < 8
    assert len(found) == 1_001 and found[0].hint and not found[999].hint
    assert "错误太多" in str(found[1_000]) and found[1_000].row == 1_002


def test_bad_policy_in_a_workbook(book: Path) -> None:
    made = openpyxl.load_workbook(book)
    sheet = made["政策调整"]
    at = next(r for r in range(4, 30) if sheet.cell(r, 2).value == "离校比例上限")
    sheet.cell(at, 2).value = "离校比例上线"
    made["社区"]["B4"] = "去年"
    made.save(book)
    year, parameter = problems_of(book)
    assert (year.place, year.row, year.column) == ("社区", 4, "学年")
    assert (parameter.place, parameter.row, parameter.column) == ("政策调整", at, "参数")


# --- the error itself


def test_a_problem_is_one_line() -> None:
    problem = Problem(
        place="教师",
        row=5,
        column="最多周课时",
        value="十\n六" + "x" * 100,
        expected=Text("应为整数", "expected a whole number"),
        hint=Text("如16", "Try 16"),
    )
    assert str(problem).startswith("教师，第5行，“最多周课时”列：“十 六xx")
    assert problem.to("en").startswith('教师, row 5, column "最多周课时": "十 六xx')
    assert len(shown("x" * 100)) == 60
    named = Problem(place="a\nb", expected=Text("没有" + "x\n" * 9_000, "no such thing"))
    assert "\n" not in str(named) and len(str(named)) < 1_100
    assert str(InputError([problem, problem])) == str(problem)
    assert io.StringIO(str(problem)).readlines() == [str(problem)]
