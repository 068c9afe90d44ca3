"""Workbooks as schools send them say what they say: five styles of one community, and .xls."""

from __future__ import annotations

import datetime as dt
import gzip
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from io_support import full_community, only_problem, problems_of
from messy_books import STYLES
from messy_data import CENTRE, CORE, expected, facts
from messy_sheets import add
from openpyxl.cell import MergedCell

from community.reading import read, read_community
from community.writing import write_workbook

FILES = Path(__file__).parent / "files"


def _assert_understood(path: Path) -> None:
    found = read(path)
    assert [str(p) for p in found.problems] == []
    assert found.community is not None
    got = facts(found.community)
    for part, value in expected().items():
        assert got[part] == value, part


@pytest.mark.parametrize("style", STYLES)
def test_a_messy_workbook_is_understood(style: str, tmp_path: Path) -> None:
    path = tmp_path / f"{style}.xlsx"
    STYLES[style]().save(path)
    _assert_understood(path)
    for note in read(path).notes:
        assert note.to("zh").endswith("。") and "\n" not in note.to("zh") + note.to("en")


@pytest.mark.parametrize("style", STYLES)
def test_what_was_understood_is_written_in_the_usual_form(style: str, tmp_path: Path) -> None:
    STYLES[style]().save(tmp_path / "messy.xlsx")
    community = read_community(tmp_path / "messy.xlsx")
    for lang in ("zh", "en"):
        write_workbook(community, tmp_path / "clean.xlsx", lang)
        clean = read(tmp_path / "clean.xlsx")
        assert clean.community == community
        assert clean.notes == [] and not any(r.read_as for r in clean.readers.values())


def test_an_old_workbook_is_read(tmp_path: Path) -> None:
    """The bureau's, saved as .xls (with xlwt)."""
    path = tmp_path / "bureau.xls"
    path.write_bytes(gzip.decompress((FILES / "bureau.xls.gz").read_bytes()))
    _assert_understood(path)


def test_an_old_workbook_with_a_far_cell_takes_no_memory(tmp_path: Path) -> None:
    """Three sheets with one cell in the last row and column, in 6 kB."""
    path = tmp_path / "far.xls"
    path.write_bytes(gzip.decompress((FILES / "far.xls.gz").read_bytes()))
    assert "缺少这个工作表" in str(problems_of(path)[0])


def test_the_first_fill_of_an_office() -> None:
    """As it came: three cells cannot be known, everything else is understood."""
    found = read(FILES / "first_fill.xlsx")
    assert [(p.place, p.row, p.column) for p in found.problems if p.place != "政策调整"] == [
        ("路程", 8, "分钟"),  # 15-20
        ("同步课堂", 4, "接收班级"),  # 云岭三年级: 云岭乡 has two schools with third grades
    ]
    assert len([p for p in found.problems if p.place == "政策调整"]) == 1  # no rule of the profile
    assert found.rows["teachers"] == 73 and found.rows["classes"] == 32
    assert found.readers["teachers"].header.aside == ["备注", "联系电话"]


@pytest.mark.parametrize("content", [b"", b"x" * 5000])
def test_a_damaged_old_workbook(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0" + content)
    assert "完好的工作簿" in str(only_problem(path))


@pytest.mark.parametrize("parts", ["xl/", "xl/workbook.xml", "xl/worksheets/"])
def test_strict_open_xml_is_read(book: Path, parts: str) -> None:
    """Whole workbooks, and such as have only some parts of the strict form."""
    with zipfile.ZipFile(book) as old:
        content = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(book, "w") as new:
        for name, part in content.items():
            strict = part
            if name.startswith(parts):
                for room in (b"spreadsheetml", b"officeDocument"):
                    loose = b"http://schemas.openxmlformats.org/%s/2006/" % room
                    strict = strict.replace(loose, b"http://purl.oclc.org/ooxml/%s/" % room)
            new.writestr(name, strict)
    assert read_community(book) == full_community()


def test_a_list_of_who_teaches_with_subjects_across(tmp_path: Path) -> None:
    """As schools keep their 任课表: a row for each class, a column for each subject."""
    book = STYLES["village"]()
    add(
        book,
        "2026年秋季任课表",
        [
            ["柳溪片任课表（教导处）"],
            ["学校", "年级", "班级", "班主任", "语文", "数学", "道法", "体育", "备注"],
            ["实验小学", "一年级", "1班", "王敏", "王 敏", "赵婷婷", "王敏", "黄学军", None],
            ["实验小学", "三年级", "(2)班", "杨志明", "陈芳", "杨志明", "/", "黄学军", "新接班"],
            ["柳溪中心小学", "二年级", "二(1)班", "余子涵", "余子涵", None, "叶桂兰", None, None],
            ["合计", None, None, None, 3, 2, 2, 2, None],
        ],
    )
    book.save(tmp_path / "village.xlsx")
    found = read(tmp_path / "village.xlsx")
    assert [str(p) for p in found.problems] == []
    assert found.community is not None
    people = {t.id: t.name for t in found.community.teachers}
    groups, subjects = found.community.class_by_id, found.community.subject_by_id
    told = [
        (
            groups[x.class_id].school,
            groups[x.class_id].name,
            subjects[x.subject].name,
            people[x.teacher],
        )
        for x in found.community.teaching
    ]
    core, centre = told[0][0], told[-1][0]
    assert told == [
        (core, "一年级(1)班", "语文", "王敏"),
        (core, "一年级(1)班", "数学", "赵婷婷"),
        (core, "一年级(1)班", "道德与法治", "王敏"),
        (core, "一年级(1)班", "体育与健康", "黄学军"),
        (core, "三年级(2)班", "语文", "陈芳"),
        (core, "三年级(2)班", "数学", "杨志明"),
        (core, "三年级(2)班", "体育与健康", "黄学军"),
        (centre, "二年级(1)班", "语文", "余子涵"),
        (centre, "二年级(1)班", "道德与法治", "叶桂兰"),
    ]
    clean = tmp_path / "clean.xlsx"
    write_workbook(found.community, clean)
    assert read_community(clean) == found.community


# --- what could be two things is refused, in one line


def _village(tmp_path: Path, sheet: str, cell: str, value: Any) -> list[str]:
    book = STYLES["village"]()
    book[sheet][cell] = value
    book.save(tmp_path / "village.xlsx")
    return [str(p) for p in read(tmp_path / "village.xlsx").problems]


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "words"),
    [
        ("路程", "C2", "15-20", "请只写一个数，15或20"),
        ("路程", "A2", "小学", f"{CORE}、{CENTRE}"),  # any of two schools
        ("学校", "F3", "音、体、围棋", "没有这个学科"),
        ("老师", "D2", "一年级", "应为整数"),
        ("班级", "B2", "三十二班", "三年级(2)班或三年级(12)班"),
        ("班级", "B2", "一年级", "一年级至高三"),  # the school has two of them
        ("放假", "A2", "10.7-10.1", "应为先后两个日期"),
        ("放假", "C3", "补周三的课", "按第几周"),
        ("同步课", "C2", "三(1)班", "几所学校都有"),
        ("同步课", "C2", "实验小学三年级", "三年级见于"),
        ("不能排课", "C3", "第八节", "第一节"),
        ("学期", "C2", "2026年7月", "应为日期"),
        ("学期", "B3", "3", "学期应为1或2"),
        ("老师", "A3", "王敏", "不重复"),  # names are the ids here
    ],
)
def test_what_is_unclear_is_refused(
    tmp_path: Path, sheet: str, cell: str, value: Any, words: str
) -> None:
    told = _village(tmp_path, sheet, cell, value)
    assert any(words in line for line in told), told


def test_columns_of_their_own_are_taken_for_nothing_else(tmp_path: Path) -> None:
    """Also such as are nearly called as a column that is not there, and say something else."""
    own = [
        "任教班级",
        "原学校",
        "骨干级别",
        "教研组",
        "教师类别",
        "任课年级",
        "是否班主任",
        "出生地",
    ]
    book = STYLES["village"]()
    for position, header in enumerate(own, 20):
        book["老师"].cell(1, position).value = header
        book["老师"].cell(2, position).value = "是"
    book.save(tmp_path / "village.xlsx")
    found = read(tmp_path / "village.xlsx")
    assert found.readers["teachers"].header.aside == ["备注", *own]
    assert found.community is not None and facts(found.community) == expected()


def test_a_missing_column_asks_for_the_one_that_may_be_meant(tmp_path: Path) -> None:
    book = STYLES["village"]()
    book["老师"]["B1"] = "原学校"
    book.save(tmp_path / "village.xlsx")
    lines = [str(p) for p in read(tmp_path / "village.xlsx").problems]
    assert "老师，第1行，“学校”列：缺少这一列。是不是“原学校”？是就改名。" in lines


def test_a_name_that_two_people_have(tmp_path: Path) -> None:
    """Candidates are told with their schools."""
    book = STYLES["phone"]()
    book["7教师信息"]["C15"] = "王 敏"
    book.save(tmp_path / "phone.xlsx")
    (line,) = [str(p) for p in read(tmp_path / "phone.xlsx").problems]
    assert line.startswith("13不可排课，第2行，“教师”列：“王敏”：应写编号，或注明学科、学校，")
    assert f"T1（{CORE}）、T14（{CENTRE}）" in line


def test_two_sheets_that_could_be_one_table(tmp_path: Path) -> None:
    book = STYLES["village"]()
    book.copy_worksheet(book["老师"]).title = "中心校老师"
    book.save(tmp_path / "village.xlsx")
    (line,) = [str(p) for p in read(tmp_path / "village.xlsx").problems]
    assert line == "中心校老师：应不是“老师”的副本，大半行相同。请删去一张。"


def test_a_class_of_several_grades_needs_equal_periods(tmp_path: Path) -> None:
    book = STYLES["bureau"]()
    sheet = book["课程设置"]
    assert sheet["A3"].value == "语文"
    sheet["B3"] = "7节"
    book.save(tmp_path / "bureau.xlsx")
    (line,) = [str(p) for p in read(tmp_path / "bureau.xlsx").problems]
    assert "一二年级复式(1)班" in line and "语文不同" in line


def test_a_line_stays_one_where_a_header_has_line_ends(tmp_path: Path) -> None:
    book = STYLES["village"]()
    book["路程"]["C1"], book["路程"]["C2"] = "路上\n时间", "很久"
    book.save(tmp_path / "village.xlsx")
    (line,) = [str(p) for p in read(tmp_path / "village.xlsx").problems]
    assert line == "路程，第2行，“路上 时间”列：“很久”：应为整数。"


def test_a_rest_begins_when_the_lesson_before_it_ends(tmp_path: Path) -> None:
    """Lunch from 11:50, and the fourth lesson ends at 12:00. Not where lessons differ in length."""
    book = STYLES["village"]()
    assert book["作息"]["A8"].value == "午休"
    book["作息"]["B8"] = "11:50-14:00"
    book.save(tmp_path / "village.xlsx")
    found = read(tmp_path / "village.xlsx")
    said = "作息：第8行写11:50开始，第7行12:00才下课，按12:00开始。"
    assert said in [note.to("zh") for note in found.notes]
    assert found.community is not None and facts(found.community) == expected()
    book["作息"]["B3"] = "8:30-9:05"
    book.save(tmp_path / "village.xlsx")
    (line,) = [str(p) for p in read(tmp_path / "village.xlsx").problems]
    assert line.startswith("作息，第8行，“时间”列：“11:50”：应不早于12:00")


def test_a_class_teacher_in_two_tables(tmp_path: Path) -> None:
    """The class names its teacher, who has another class in the table of teachers."""
    book = STYLES["village"]()
    book["班级"]["D1"], book["班级"]["D2"], book["班级"]["D3"] = "班主任", "王敏", "陈  芳"
    book.save(tmp_path / "village.xlsx")
    (line,) = [str(p) for p in read(tmp_path / "village.xlsx").problems]
    assert line.startswith("班级，第3行，“班主任”列：“陈 芳”：应与“教师”表一致")


def test_a_row_that_lacks_much_is_one_line(tmp_path: Path) -> None:
    book = STYLES["bureau"]()
    book["教师花名册"].append([16, "T016", "郑秀英"])
    book.save(tmp_path / "bureau.xlsx")
    (line,) = [str(p) for p in read(tmp_path / "bureau.xlsx").problems]
    assert "应填写所在学校、任教学科、出生年月、到校时间" in line


def test_a_sheet_that_is_something_else_is_left_alone(tmp_path: Path) -> None:
    """A roster of duties has teachers and weekdays, as has the table of unavailable times."""
    book = STYLES["renamed"]()
    del book["Sheet14"]
    book.save(tmp_path / "renamed.xlsx")
    found = read(tmp_path / "renamed.xlsx")
    assert found.community is not None and found.community.unavailable == ()
    assert any("值班表、通讯录" in note.to("zh") for note in found.notes)


_ODD = st.sampled_from(
    [
        *(
            None,
            "",
            " ",
            "无",
            "—",
            "合计",
            "注：见附表",
            "编号",
            "3-6年级",
            "三",
            "10月1日-7日",
            "=A1",
        ),
        *(
            "8:30-9:10",
            "语 数",
            "一二年级复式班",
            "2026",
            46_266,
            0.35,
            -1,
            10**12,
            True,
            "班" * 50,
        ),
        *(dt.datetime(2026, 9, 1), dt.time(8, 30), dt.timedelta(days=2), "备注", "学校", "年级"),
    ]
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_messy_workbook_spoilt_is_read_or_refused(data: st.DataObject) -> None:
    book = STYLES[data.draw(st.sampled_from(["bureau", "village", "phone"]))]()
    for _ in range(data.draw(st.integers(1, 6))):
        sheet = data.draw(st.sampled_from(book.worksheets))
        row = data.draw(st.integers(1, sheet.max_row))
        act = data.draw(st.sampled_from(["cell", "cell", "cell", "row", "column", "title"]))
        if act == "row":
            sheet.delete_rows(row)
        elif act == "column":
            sheet.delete_cols(data.draw(st.integers(1, sheet.max_column)))
        elif act == "title":
            sheet.title = f"表{data.draw(st.integers(1, 9**9))}"
        else:
            at = sheet.cell(row, data.draw(st.integers(1, sheet.max_column)))
            if not isinstance(at, MergedCell):
                at.value = data.draw(_ODD)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "spoilt.xlsx"
        book.save(path)
        found = read(path)
    assert (found.community is None) == bool(found.problems)
    for said in (*found.problems, *found.notes):
        assert said.to("zh").endswith("。") and said.to("en").endswith(".")


@pytest.mark.parametrize(
    ("written", "who"),
    [
        ("王敏（语文）", "T1"),  # as told apart in what is printed
        ("王敏(道法)", "T1"),  # any subject, as people write it
        (f"王敏（{CENTRE}）", "T14"),
        ("王 敏(中心校)", "T14"),
        ("王敏（T14）", "T14"),
        ("王敏（14）", "T14"),
        ("王敏（美术）", ""),  # of neither
    ],
)
def test_a_name_with_a_mark_behind_it(tmp_path: Path, written: str, who: str) -> None:
    book = STYLES["phone"]()
    book["7教师信息"]["C15"] = "王 敏"
    book["13不可排课"]["A2"] = written
    book.save(tmp_path / "phone.xlsx")
    found = read(tmp_path / "phone.xlsx")
    if not who:
        (line,) = [str(p) for p in found.problems]
        assert f"“{written}”：没有这个教师" in line
        return
    assert found.problems == []
    assert found.community is not None
    assert found.community.unavailable[0].teacher == who
