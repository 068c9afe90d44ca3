"""``onebell read``: what was understood of a file, cell by cell where not, and nothing written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import openpyxl
import pytest
from cli_support import onebell
from support import tiny_community

from community.profile import resolve
from community.writing import write_folder, write_workbook
from scenarios.changes.base import replaced

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def messy(tmp_path: Path) -> Path:
    """The tiny community with a title, a column of phones, a renamed sheet and a bad cell."""
    path = tmp_path / "messy.xlsx"
    write_workbook(replaced(tiny_community(), policy=resolve("national_base")), path)
    book = openpyxl.load_workbook(path)
    book["班级"]["C4"] = "三（1）班"
    book["教师"]["Q1"], book["教师"]["Q4"] = "联系电话", "13900000000"
    book["教师"].insert_rows(1)
    book["教师"]["A1"] = "教师花名册"
    book["教师"].title = "教师花名册"
    book["路程"]["C4"] = "15-20"
    book.save(path)
    return path


def test_a_preview_says_what_was_understood_and_what_not(messy: Path) -> None:
    before = sorted(messy.parent.iterdir())
    result = onebell("read", messy)
    assert result.exit_code == 2
    said = result.stdout
    assert "班级，“班级”列：“三（1）班”→三年级(1)班" in said
    assert "messy.xlsx：工作表读作：教师花名册→教师。" in said
    assert "教师花名册：没有读取的列：联系电话。" in said
    assert "教师花名册：第1行在表头之上，没有读取。" in said
    assert "还有1处要改：" in said
    assert "路程，第4行，“分钟”列：“15-20”：应为整数。请只写一个数，15或20。" in said
    assert sorted(messy.parent.iterdir()) == before


def test_a_preview_as_data_and_in_english(messy: Path) -> None:
    data = json.loads(onebell("read", messy, "--json", "--lang", "en").stdout)
    assert not data["understood"]
    (teachers,) = [t for t in data["tables"] if t["table"] == "teachers"]
    assert (teachers["place"], teachers["header_row"]) == ("教师花名册", 2)
    assert teachers["columns_left_out"] == ["联系电话"]
    (problem,) = data["problems"]
    assert (problem["place"], problem["row"], problem["value"]) == ("路程", 4, "15-20")
    assert "15 or 20" in problem["message"]
    assert "1 to be mended" in onebell("read", messy, "--lang", "en").stdout


def test_a_folder_that_is_understood(tmp_path: Path) -> None:
    write_folder(replaced(tiny_community(), policy=resolve("national_base")), tmp_path / "c")
    result = onebell("read", tmp_path / "c")
    assert result.exit_code == 0
    assert "全部读懂了，没有写出任何文件。" in result.stdout


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    result = onebell("read", tmp_path / "nothing")
    assert result.exit_code == 2 and "应为可以读取的" in result.stderr


def test_check_tells_what_was_left_aside(messy: Path) -> None:
    book = openpyxl.load_workbook(messy)
    book["路程"]["C4"] = "20分钟"
    book.save(messy)
    result = onebell("check", messy)
    assert result.exit_code == 0
    assert "没有读取的列：联系电话。" in result.stderr and "电话" not in result.stdout
