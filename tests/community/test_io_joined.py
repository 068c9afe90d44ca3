"""A list of each school in one workbook, and the small things of an office's own sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from messy_books import STYLES
from messy_data import expected, facts
from messy_sheets import add

from community.errors import InputError
from community.reading import read

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl import Workbook

    from community.reading import Reading

SCHOOLS = {"实验小学": "实验小学", "柳溪中心小学": "中心小学", "白杨教学点": "白杨"}
GRID = [["班级", "语文", "数学"], ["三(1)班", "陈芳", "／"], ["三(2)班", "陈芳", "杨志明"]]


def _apart(book: Workbook) -> None:
    """Give each school a sheet of its people, called as the school is, without its name in it."""
    rows = [[*row] for row in book["老师"].iter_rows(values_only=True)]
    for school, short in SCHOOLS.items():
        own = [[row[0], *row[2:]] for row in rows if row[1] in ("单位", school)]
        add(book, f"{short}教师花名册", [["花名册"], *own, ["合计", None, len(own) - 1]])
    del book["老师"]


def _read(book: Workbook, tmp_path: Path) -> Reading:
    book.save(tmp_path / "joined.xlsx")
    return read(tmp_path / "joined.xlsx")


def _lines(found: Reading) -> list[str]:
    return InputError(found.problems).lines()


def _notes(found: Reading) -> list[str]:
    return [note.to("zh") for note in found.notes]


def test_a_list_of_each_school_is_one_table(tmp_path: Path) -> None:
    book = STYLES["village"]()
    _apart(book)
    found = _read(book, tmp_path)
    assert _lines(found) == []
    assert found.community is not None and facts(found.community) == expected()
    assert found.rows["teachers"] == 15
    assert "白杨教师花名册：按工作表的名称或标题，是柳溪镇白杨教学点的。" in _notes(found)


def test_what_is_wrong_is_told_with_the_sheet_where_it_stands(tmp_path: Path) -> None:
    book = STYLES["village"]()
    _apart(book)
    book["白杨教师花名册"]["C3"] = "很早"
    book["中心小学教师花名册"]["A3"] = "王  敏"  # of the core, whose first row is the third
    book["中心小学教师花名册"]["G3"] = None
    found = _lines(_read(book, tmp_path))
    wrong = "白杨教师花名册，第3行，“出生”列：“很早”：应为整数。"
    again = "中心小学教师花名册，第3行，“老师”列：“王敏”：应不重复，“实验小学教师花名册”第3行"
    assert wrong in found
    assert any(
        line.startswith(again) or "“实验小学教师花名册”第3行已经有了" in line for line in found
    )


def test_who_teaches_is_kept_by_school(tmp_path: Path) -> None:
    """Classes have no school before them: the title says it. Nothing says that they may change."""
    book = STYLES["village"]()
    add(book, "任课1", [["青石县实验小学2026年秋季学期任课表"], *GRID])
    add(book, "中心小学任课", [["班级", "语文", "数学"], ["三年级", "叶桂兰", "—"]])
    found = _read(book, tmp_path)
    assert _lines(found) == []
    assert found.community is not None
    groups = found.community.class_by_id
    told = [(groups[row.class_id].school, row.teacher) for row in found.community.teaching]
    core, centre = "青石县实验小学", "柳溪镇中心小学"
    assert told == [(core, "陈芳"), (core, "陈芳"), (core, "杨志明"), (centre, "叶桂兰")]
    assert any("4门课都按固定" in note for note in _notes(found))


def test_an_old_list_is_left_aside(tmp_path: Path) -> None:
    book = STYLES["village"]()
    book.copy_worksheet(book["老师"]).title = "老师（旧）教师"
    found = _read(book, tmp_path)
    assert _lines(found) == []
    assert any("没有读取的工作表：老师（旧）教师" in note for note in _notes(found))


def test_bells_of_each_school_are_those_of_the_school(tmp_path: Path) -> None:
    book = STYLES["village"]()
    rows = [[*row] for row in book["作息"].iter_rows(values_only=True)]
    del book["作息"]
    for short in SCHOOLS.values():
        add(book, f"{short}作息时间表", rows)
    found = _read(book, tmp_path)
    assert _lines(found) == []
    assert found.community is not None
    assert {s.id: s.grid for s in found.community.schools} == {
        s.id: s.id for s in found.community.schools
    }


def _changed(tmp_path: Path, sheet: str, **cells: Any) -> Reading:
    book = STYLES["village"]()
    for cell, value in cells.items():
        book[sheet][cell] = value
    return _read(book, tmp_path)


def test_a_title_that_is_a_column_is_no_header(tmp_path: Path) -> None:
    book = STYLES["village"]()
    for title, sheet in (("科目", "科目"), ("共同体", "说明一下")):
        book[sheet].insert_rows(1)
        book[sheet]["A1"] = title
    book["科目"]["B2"], book["科目"]["B3"] = "上课教室", "普通教室"
    found = _read(book, tmp_path)
    assert _lines(found) == []
    assert found.settings["name"] == "青石县实验小学教育共同体"


def test_a_make_up_day_may_say_more_than_whose_lessons_it_has(tmp_path: Path) -> None:
    found = _changed(tmp_path, "放假", C3="星期六，补10月7日的课")
    assert _lines(found) == []
    (line,) = _lines(_changed(tmp_path, "放假", C3="补10月6日、补10月7日的课"))
    assert "如“补10月7日的课”" in line  # told once, not for week and weekday


def test_a_grade_alone_is_its_own_class_beside_one_of_several_grades(tmp_path: Path) -> None:
    book = STYLES["village"]()
    book["班级"].append(["柳溪镇中心小学", "二三年级复式班", "20人"])
    found = _read(book, tmp_path)
    sync = [p for p in found.problems if p.place == "同步课"]
    assert sync == []


def test_one_mistake_is_told_once(tmp_path: Path) -> None:
    """A row of a grid is many rows; and who is meant is told as people call it, not by ids."""
    book = STYLES["village"]()
    add(book, "任课表", [["班级", "语文", "数学", "音乐"], ["三(1)班", "陈芳", "杨志明", "周洋"]])
    book["任课表"]["A2"] = "三(9)班"
    (line,) = _lines(_read(book, tmp_path))
    assert line.startswith("任课表，第2行，“班级”列：“三(9)班”")


def test_a_sheet_that_is_nearly_a_table_says_what_it_lacks(tmp_path: Path) -> None:
    book = STYLES["village"]()
    add(book, "调动", [["姓名", "起始学期", "学期数"], ["黄学军", "第一学期", "1个学期"]])
    found = _read(book, tmp_path)
    (note,) = [note for note in _notes(found) if note.startswith("调动：")]
    assert "若是“交流" in note and "表头还应有" in note


def test_what_is_wrong_between_rows_is_told_in_names(tmp_path: Path) -> None:
    """Nothing has an id here: classes are told by school and name, namesakes by what to add."""
    book = STYLES["village"]()
    book["同步课"]["D2"] = "实验小学三(2)班"
    book["老师"]["A3"] = "王  敏"
    told = _lines(_read(book, tmp_path))
    same = "老师，第3行，“老师”列：“王敏”：应不重复，第2行已经有了。同名的请加“编号”一列。"
    assert same in told
    assert any("“青石县实验小学三年级(2)班”：接收班级应在另一所学校" in line for line in told)
