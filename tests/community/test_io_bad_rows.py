"""Each bad cell is refused once, with its sheet or file, row, column and value."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from io_support import Book, Folder, full_community, problems_of

from community.reading import read_community
from community.writing import write_folder, write_workbook

if TYPE_CHECKING:
    from pathlib import Path

# (table, data row counted from 0, column, what is written, words of the answer)
BAD_CELLS: list[tuple[str, int, str, Any, str]] = [
    ("schools", 1, "role", "分校区", "核心校"),
    ("schools", 1, "role", "核心校", "恰好有一所核心校"),
    ("schools", 1, "stage", "大学", "小学"),
    ("schools", 1, "grid", "gx", "没有这个作息表"),
    ("schools", 1, "weak_subjects", "音乐、围棋", "没有这个学科"),
    ("schools", 1, "pupils", "许多", "整数"),
    ("schools", 1, "pupils", -5, "0到20000"),
    ("schools", 1, "pupils", 10**9, "0到20000"),
    ("schools", 1, "pupils", "12.5", "整数"),
    ("schools", 2, "parent", "Q", "没有这个学校"),
    ("schools", 2, "parent", "", "所属中心校"),
    ("schools", 1, "parent", "C", "应为空"),
    ("schools", 1, "id", "", "必须填写"),
    ("schools", 1, "name", "=A1", "公式"),
    ("slots", 1, "start", "九点多", "08:20"),
    ("slots", 1, "start", "25:00", "08:20"),
    ("slots", 1, "start", "09:05", "重叠"),  # the first lesson of C runs from 8:30 to 9:10
    ("slots", 1, "end", "09:00", "晚于开始时间09:20"),
    ("slots", 1, "weekdays", "1-9", "1-5"),
    ("slots", 1, "order", 1, "不重复"),
    ("slots", 1, "kind", "活动", "正课"),
    ("rooms", 0, "kind", "教室一", "录播教室"),
    ("rooms", 0, "capacity", 0, "1到50"),
    ("rooms", 2, "seats", 0, "1到5000"),
    ("rooms", 4, "id", "C41", "与班级的编号不同"),
    ("classes", 0, "room", "ML", "本校的教室"),
    ("classes", 1, "room", "CR301", "一班一间"),
    ("classes", 1, "room", "302", "没有这个教室"),
    ("classes", 0, "name", "三十二班", "三年级(12)班"),
    ("classes", 0, "name", "十三年级(1)班", "一年级至高三"),
    ("classes", 1, "name", "三(1)班", "不重复"),
    ("classes", 1, "name", "八.1", "学段"),
    ("classes", 1, "name", "5.1", "周课时"),  # no periods for grade 5
    ("classes", 0, "school", "西山小学", "没有这个学校"),
    ("classes", 0, "pupils", "四十几", "整数"),
    ("curriculum", 0, "periods", "六七", "数字"),
    ("curriculum", 0, "periods", -1, "0到20"),
    ("curriculum", 0, "periods", "nan", "数字"),
    ("curriculum", 0, "periods", 10**15, "数字"),
    ("curriculum", 0, "periods", 6.3, "0.5的整数倍"),
    ("curriculum", 0, "doubles", 4, "一半"),
    ("curriculum", 0, "grade", 13, "1到12"),
    ("curriculum", 0, "subject", "围棋", "没有这个学科"),
    ("curriculum", 1, "subject", "zh", "不重复"),
    ("curriculum", 7, "grade", 8, "学段"),
    ("teachers", 1, "id", "C1", "不重复"),
    ("teachers", 9, "id", "P12", "与班级的编号不同"),
    ("teachers", 0, "school", "Z", "没有这个学校"),
    ("teachers", 0, "subjects", "", "必须填写"),
    ("teachers", 0, "subjects", "、", "至少写一项"),
    ("teachers", 0, "subjects", "语文、zh", "只写一次"),
    ("teachers", 0, "birth_year", "八五年", "整数"),
    ("teachers", 0, "birth_year", 1885, "1930到2015"),
    ("teachers", 0, "joined_year", 1990, "出生于1985年"),
    ("teachers", 0, "joined_year", 2026, "2025"),
    ("teachers", 0, "max_periods", 400, "0到40"),
    ("teachers", 0, "min_periods", 15, "最少周课时15"),
    ("teachers", 0, "is_backbone", "大概", "是或否"),
    ("teachers", 0, "class_teacher_of", "中心小学六(1)班", "没有这个班级"),
    ("teachers", 0, "class_teacher_of", "M41", "本校"),
    ("teachers", 2, "class_teacher_of", "C31", "一班一位"),
    ("unavailable", 0, "teacher", "T999", "没有这个教师"),
    ("unavailable", 0, "slot", 9, "时段序号"),
    ("unavailable", 0, "weekday", 8, "1至7"),
    ("history", 0, "host", "Q", "没有这个学校"),
    ("history", 0, "start_year", 2030, "不晚于本学年"),
    ("history", 0, "start_year", "2021-2023", "相连的两年"),
    ("history", 0, "start_year", 2025, "早于计划的第一个学期"),
    ("history", 0, "semester", 3, "1到2"),
    ("placements", 0, "teacher", "T999", "没有这个教师"),
    ("placements", 0, "kind", "出差", "支教、跟岗"),
    ("placements", 0, "host", "中心小学", "另一所学校"),
    ("placements", 0, "start", "2030-1", "没有这个学期"),
    ("placements", 0, "terms", "", "应写学期数"),
    ("placements", 0, "terms", 13, "0到12"),
    ("placements", 0, "week", 3, "不满一学期"),
    ("placements", 0, "status", "待定", "拟派"),
    ("placements", 1, "terms", 1, "不满一学期"),
    ("placements", 1, "weeks", "", "应写学期数"),
    ("placements", 1, "weeks", 21, "0到20"),
    ("placements", 1, "weeks", 13, "只有21周"),  # weeks 10 to 22
    ("placements", 1, "week", "八九", "整数"),
    ("terms", 1, "start", "2026-01-23", "不重叠"),  # shares its week with the first term's end
    ("terms", 1, "start", "2026年2月30日", "日历上有的"),
    ("terms", 1, "end", "2026-02-20", "晚于开始日期"),
    ("terms", 1, "end", "2027-06-30", "不超过30周"),
    ("terms", 1, "semester", 1, "不重复"),
    ("terms", 1, "semester", 3, "1到2"),
    ("calendar", 1, "week", "", "按第几周"),
    ("calendar", 1, "week", 25, "最多21"),  # 1 September 2025 to 23 January 2026 is 21 weeks
    ("calendar", 0, "weekday", 3, "应为空"),
    ("calendar", 2, "date", "2026-07-20", "学期之内"),
    ("travel", 0, "minutes", 9999, "0到600"),
    ("travel", 0, "minutes", "20-25", "整数"),
    ("travel", 0, "destination", "Q", "没有这个学校"),
    ("sync", 0, "host_class", "X99", "没有这个班级"),
    ("sync", 0, "receiving_classes", "C41", "另一所学校"),
    ("sync", 0, "receiving_classes", "三(1)班", "几所学校都有"),
    ("sync", 0, "periods", 2, "每周只有1节"),  # music is 1 period a week in grade 3 of C
    ("sync", 0, "subject", "围棋", "没有这个学科"),
    ("unavailable", 2, "class_id", "", "应写教师、班级或教室"),
    ("unavailable", 3, "room", "R99", "没有这个教室"),
    ("teaching", 0, "teacher", "C5", "能教该学科"),  # music
    ("teaching", 0, "teacher", "M3", "应由本校教师"),
    ("teaching", 2, "periods", 4, "合计应为6，现在是8"),  # zh is 6 periods, not 4 + 4
    ("teaching", 2, "periods", "", "合计应为6，现在是4"),
    ("teaching", 3, "periods", 2, "固定的任课"),
    ("teaching", 3, "binding", "或许", "固定、希望、去年"),
    ("time_requests", 0, "slots", "第九节", "时段名称、钟点或序号"),
    ("time_requests", 1, "liking", "少排", "只排、不排"),
    ("time_requests", 2, "weekdays", "", "星期或时段"),
    ("time_requests", 0, "weight", 0, "1到1000"),
    ("load_requests", 0, "max_per_day", "四五", "整数"),
    ("load_requests", 2, "max_days", 8, "1到7"),
    ("load_requests", 3, "max_load", 7, "不少于每周最少8"),
    ("load_requests", 3, "preparation_load", 11, "0到10"),
    ("subjects", 0, "load", 6, "0.1到5"),
    ("classes", 0, "load", "轻", "数字"),
    ("relations", 0, "relation", "一起", "相连、间隔、当天最后、当天最先、连堂"),
    ("relations", 0, "subjects", "围棋", "没有这个学科"),
    ("relations", 0, "subjects", "", "必须填写"),
    ("relations", 0, "number", "", "应写间隔几天"),
    ("relations", 0, "number", 8, "1到7"),
    ("relations", 1, "number", 2, "只有“间隔”写天数"),
    ("relations", 1, "classes", "C31、M31", "同一所学校"),
    ("relations", 1, "classes", "C31", "同校的两个班"),
    ("relations", 1, "classes", "M31、M41", "由几位教师分上"),
    ("relations", 1, "subjects", "音乐", "现在各班是1、2节"),  # 1 period in grade 3 of C
    ("relations", 1, "subjects", "语文、数学、音乐", "与班级一一对应"),
    ("relations", 2, "subjects", "语文", "应写两门学科"),
    ("relations", 2, "grade", 1, "课程计划中有的学科"),  # grade 1 has no music
    ("relations", 2, "grade", 9, "课程计划中有的学科"),
    ("relations", 1, "relation", "连堂", "每次连堂2至4节"),
    ("relations", 4, "number", 5, "每次连堂2至4节"),
    ("relations", 4, "number", 4, "每次连4节的一周最多排0次"),
    ("relations", 4, "subjects", "数学", "三年级(1)班与四年级(1)班合班上这门课"),
    ("relations", 3, "subjects", "语文", "每周6次课，按这项要求一周最多5次"),
    ("joint", 0, "id", "Y1", "“同步课堂”表的编号不同"),
    ("joint", 0, "classes", "C31、M31", "同一所学校"),
    ("joint", 0, "classes", "C31", "至少写"),
    ("joint", 0, "periods", 6, "1到5"),
    ("joint", 0, "subject", "音乐", "每周只有1节可以合班（连堂除外），合班和同步课共需3节"),
    ("room_requests", 0, "rooms", "CL", "该校的教室"),
    ("room_requests", 0, "rooms", "", "必须填写"),
    ("room_requests", 0, "school", "C", "该校的教室"),
    ("room_requests", 0, "grade", 1, "有这门课的班级"),
    ("room_requests", 1, "class_id", "", "学科、班级或年级"),
    ("room_requests", 1, "weight", 0, "1到1000"),
    ("fixed", 0, "slot", "第五节", "时段名称、钟点或序号"),
    ("fixed", 0, "name", "", "活动名称或学科"),
    ("fixed", 2, "teacher", "M2", "写在“任课”表"),
    ("fixed", 1, "weekday", "", "必须填写"),
    ("fixed", 1, "strictness", "大概", "必须"),
    ("fixed", 4, "strictness", "必须", "已经固定在这一节"),
    ("unavailable", 4, "weight", 0, "1到1000"),
    ("fixed", 3, "weekday", 1, "已经固定在这一节"),  # 4 is 第四节, where all of C has 班会
    ("duties", 0, "slots", "", "必须填写"),
    ("duties", 0, "slots", "晚自习", "正课以外的时段"),  # no grid has one
    ("duties", 0, "slots", "第1节", "正课由任课教师上"),
    ("duties", 0, "slots", "上午", "正课以外的时段"),
    ("duties", 1, "weekdays", "6", "正课以外的时段"),  # the slots are on Monday to Friday
    ("duties", 1, "grade", 6, "应至少有一个符合"),  # C has grades 3 and 4
    ("duties", 1, "who", "校长", "班主任、任课教师、本校教师"),
    ("duties", 1, "who", "班主任", "不写学科"),
    ("duties", 0, "classes_at_once", 0, "1到20"),
    ("duties", 0, "max_per_week", 41, "0到40"),
    ("done", 0, "rule", "没有的规则", "应为一条规则的名称"),
    ("done", 1, "times", -1, "0到9999"),
    ("done", 1, "as_of", "上学期", "应为日期"),
]
# Workbooks differ in where a column stands and in what a cell can hold, not in what is asked of it.
IN_BOOKS = {(cell[0], cell[2], type(cell[3])): cell for cell in BAD_CELLS}
CASES = [("folder", *c) for c in BAD_CELLS] + [("book", *c) for c in IN_BOOKS.values()]
# A row without its id cannot be referred to: its references are told as well.
NOT_ALONE = {("schools", "id", "")}
# What must be told of another column than the one that was changed.
TOLD_AT = {
    ("teachers", "min_periods", 15): "max_periods",
    ("sync", "periods", 2): "host_class",
    ("placements", "terms", 1): "weeks",
    ("placements", "weeks", ""): "terms",
    ("unavailable", "class_id", ""): "teacher",
    ("time_requests", "weekdays", ""): "slots",
    ("joint", "subject", "音乐"): "classes",
    ("fixed", "weekday", 1): "slot",
    ("fixed", "strictness", "必须"): "slot",
    ("relations", "relation", "连堂"): "number",
    ("relations", "subjects", "数学"): "classes",
    ("relations", "grade", 1): "subjects",
    ("relations", "grade", 9): "subjects",
    ("room_requests", "school", "C"): "rooms",
    ("room_requests", "grade", 1): "subject",
    ("room_requests", "class_id", ""): "subject",
    ("duties", "weekdays", "6"): "slots",
    ("duties", "grade", 6): "classes",
    ("duties", "who", "班主任"): "subjects",
}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("written")
    write_folder(full_community(), folder / "full")
    write_workbook(full_community(), folder / "full.xlsx")
    return folder


@pytest.fixture(scope="module")
def opened(written: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(written / "full.xlsx")


def _copy(
    written: Path, form: str, to: Path, opened: openpyxl.Workbook | None = None
) -> Folder | Book:
    if form == "book":
        (to / "full.xlsx").write_bytes((written / "full.xlsx").read_bytes())
        return Book(to / "full.xlsx", opened)
    for path in (written / "full").iterdir():
        (to / path.name).write_bytes(path.read_bytes())
    return Folder(to)


@pytest.mark.parametrize(
    ("form", "table", "row", "column", "value", "words"),
    CASES,
    ids=[f"{t}-{c}-{str(v)[:12]}-{form}" for form, t, _, c, v, _ in CASES],
)
def test_bad_cell(
    written: Path,
    opened: openpyxl.Workbook,
    tmp_path: Path,
    form: str,
    table: str,
    row: int,
    column: str,
    value: Any,
    words: str,
) -> None:
    copy = _copy(written, form, tmp_path, opened)
    number = copy.first_row + row
    copy.put(table, number, column, value)
    found = problems_of(copy.path)
    told = TOLD_AT.get((table, column, value), column)
    first = found[0]
    assert (first.place, first.row, first.column) == (
        copy.place(table),
        number,
        copy.header(table, told),
    ), first
    assert words in str(first)
    assert len(found) == 1 or (table, column, value) in NOT_ALONE, [str(p) for p in found]


def test_a_missing_way_back_is_told_where_the_way_there_stands(
    written: Path, tmp_path: Path
) -> None:
    copy = _copy(written, "folder", tmp_path)
    path = tmp_path / "travel.csv"
    path.write_text("".join(path.read_text("utf-8-sig").splitlines(True)[:-1]), "utf-8")
    (problem,) = problems_of(copy.path)
    assert (problem.place, problem.row, problem.value) == ("travel.csv", 4, "M→P")


def test_a_class_of_several_grades_is_of_one_stage(written: Path, tmp_path: Path) -> None:
    copy = _copy(written, "folder", tmp_path)
    copy.put("schools", 2, "stage", "nine_year")
    copy.put("classes", 2, "name", "六七年级复式(1)班")
    found = [str(p) for p in problems_of(copy.path)]
    assert any("六七年级复式(1)班" in line and "都属于小学或都属于初中" in line for line in found)


@pytest.mark.parametrize(
    ("kind", "status", "sent"),
    [
        ("secondment", "locked", True),
        ("secondment", "approved", True),
        ("secondment", "proposed", False),  # the roster need not take it
        ("itinerant", "approved", False),  # who still teaches at home
    ],
)
def test_a_fixed_course_of_somebody_sent_away_names_both_rows(
    written: Path, tmp_path: Path, kind: str, status: str, sent: bool
) -> None:
    """The first course is fixed to C1 at home; the first placement now sends C1 away."""
    copy = _copy(written, "folder", tmp_path)
    for column, value in (("teacher", "C1"), ("kind", kind), ("status", status)):
        copy.put("placements", 2, column, value)
    if not sent:
        read_community(copy.path)
        return
    (problem,) = problems_of(copy.path)
    assert (problem.place, problem.row, problem.column) == ("teaching.csv", 2, "teacher")
    assert "“交流安排”第2行已派这位教师离校" in str(problem)


def test_no_core_school(written: Path, tmp_path: Path) -> None:
    copy = _copy(written, "folder", tmp_path)
    copy.put("schools", 2, "role", "member")
    (problem,) = problems_of(copy.path)
    assert (problem.place, problem.row, problem.column) == ("schools.csv", None, "role")


def test_terms_stand_in_order_of_time(written: Path, tmp_path: Path) -> None:
    copy = _copy(written, "folder", tmp_path)
    path = tmp_path / "terms.csv"
    header, first, second = path.read_text("utf-8-sig").splitlines()
    path.write_text("\n".join([header, second, first]), "utf-8")
    (problem,) = problems_of(copy.path)
    assert (problem.place, problem.row, problem.column) == ("terms.csv", 3, "start")
    assert "先后" in str(problem)


def test_all_errors_are_told_at_once_and_in_order(written: Path, tmp_path: Path) -> None:
    copy = _copy(written, "book", tmp_path)
    copy.put("schools", 5, "pupils", "许多")
    copy.put("teachers", 5, "school", "Z")
    copy.put("teachers", 4, "stage", "大学")
    copy.put("travel", 4, "minutes", -1)
    found = [(p.place, p.row, p.column) for p in problems_of(copy.path)]
    assert found == [
        ("学校", 5, "学生数"),
        ("教师", 4, "学段"),
        ("教师", 5, "学校"),
        ("路程", 4, "分钟"),
    ]


def test_one_bad_school_is_one_error_although_much_refers_to_it(
    written: Path, tmp_path: Path
) -> None:
    copy = _copy(written, "folder", tmp_path)
    copy.put("schools", 3, "stage", "大学")
    assert len(problems_of(copy.path)) == 1


def test_an_unknown_id_brings_the_nearest(written: Path, tmp_path: Path) -> None:
    copy = _copy(written, "folder", tmp_path)
    copy.put("classes", 2, "school", "中心小雪")
    (problem,) = problems_of(copy.path)
    assert problem.hint and "中心小学" in problem.hint.zh and "Maybe 中心小学" in problem.hint.en


def test_references_by_name_and_in_any_spelling(written: Path, tmp_path: Path) -> None:
    copy = _copy(written, "folder", tmp_path)
    copy.put("classes", 2, "school", "中心小学")
    copy.put("classes", 2, "name", "３.１")
    copy.put("schools", 3, "weak_subjects", "音乐")
    copy.put("schools", 2, "role", "核心校")
    copy.put("teachers", 2, "class_teacher_of", "中心小学 三（1）班")
    copy.put("sync", 2, "receiving_classes", "M 3.1")
    copy.put("sync", 2, "host_class", "中心小学301")
    copy.put("slots", 2, "start", "8：30")
    copy.put("slots", 2, "weekdays", "周一至周五")
    copy.put("teachers", 2, "is_backbone", "1")
    copy.put("teachers", 2, "max_periods", "１４")
    copy.put("terms", 2, "start", "2025年9月1日")
    copy.put("placements", 2, "start", "2025学年 第二学期")
    copy.put("placements", 2, "status", "已确定")
    copy.put("curriculum", 2, "grade", "三年级")
    assert read_community(copy.path) == full_community()


def test_a_school_name_that_two_schools_have(written: Path, tmp_path: Path) -> None:
    copy = _copy(written, "folder", tmp_path)
    copy.put("schools", 4, "name", "东山小学")
    copy.put("teachers", 10, "school", "东山小学")
    (problem,) = problems_of(copy.path)
    assert (problem.place, problem.row) == ("teachers.csv", 10) and "M、P" in str(problem)


def test_a_class_number_that_a_spreadsheet_cut(written: Path, tmp_path: Path) -> None:
    """3.10 typed as a number is stored as 3.1: class 10 then looks like a second class 1."""
    copy = _copy(written, "book", tmp_path)
    copy.put("classes", 5, "name", 3.1)
    (problem,) = problems_of(copy.path)
    assert (problem.place, problem.row, problem.column) == ("班级", 5, "班级")
    assert "3.10" in str(problem)


def test_extra_cells_and_short_rows(written: Path, tmp_path: Path) -> None:
    copy = _copy(written, "folder", tmp_path)
    path = tmp_path / "rooms.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    rows[1].append("多余")
    rows[2] = rows[2][:4]  # the capacity is left out: its default
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    (problem,) = problems_of(copy.path)
    assert (problem.place, problem.row, problem.value) == ("rooms.csv", 2, "多余")
