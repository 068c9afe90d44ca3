"""Cells as people write them: what they mean, or what is asked; no guess and no traceback."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.names import joined, one_grade, several_grades
from community.settings import Profile
from community.tables import TABLES
from community.tables.cells import CellError
from community.tables.kinds import (
    Kind,
    Minutes,
    Number,
    PersonName,
    Reason,
    Several,
    Whole,
    YesNo,
    Yuan,
)
from community.tables.references import References
from community.tables.times import Clock, Date, Days, SlotOrder, Weekdays
from community.tables.words import DAY, DEGREE, LOCALITY, ROOM
from community.tables.years import BirthYear, Grade, SchoolYear, Semester

OCTOBER = tuple(dt.date(2026, 10, day) for day in range(1, 8))


def _refs(**row: Any) -> References:
    """References of a file with the terms of 2026-2027, two schools and a few subjects."""
    refs = References(row=row)
    for semester, start, end in (
        ("1", dt.date(2026, 9, 1), dt.date(2027, 1, 22)),
        ("2", dt.date(2027, 2, 22), dt.date(2027, 7, 2)),
    ):
        refs.keep("terms", {"id": semester, "start": start, "end": end})
    for id, name in (
        ("S1", "清溪县实验小学"),
        ("S2", "石桥镇中心小学"),
        ("S3", "石桥镇 小河教学点"),
    ):
        refs.declare("schools", id, name)
    for id, name in (
        ("zh", "语文"),
        ("en", "英语"),
        ("道法", "道德与法治"),
        ("pe", "体育与健康"),
        ("it", "信息科技"),
        ("s1", "科学"),
        ("s2", "科技活动"),
    ):
        refs.declare("subjects", id, name)
    for id, name, school in (("T1", "王 敏", "S1"), ("T2", "王敏", "S2"), ("T3", "陈芳", "S1")):
        refs.declare("teachers", id, name)
        refs.keep("teachers", {"id": id, "school": school})
    for id, name, school in (
        ("R1", "录播室", "S1"),
        ("R2", "录播室", "S2"),
        ("R3", "音乐室", "S1"),
    ):
        refs.declare("rooms", id, name)
        refs.keep("rooms", {"id": id, "school": school})
    for id, school, place in (
        ("A", "S1", (3, 1)),
        ("B", "S1", (3, 2)),
        ("C", "S2", (3, 1)),
        ("D", "S3", (3, 1, 4)),
    ):
        refs.keep("classes", {"id": id, "school": school, "name": place})
    refs.keep("schools", {"id": "S1", "grid": "G"})
    for order, name in enumerate(("第一节", "大课间", "第二节", "第三节"), 1):
        refs.keep("slots", {"grid": "G", "order": order, "name": name})
    return refs


READ: list[tuple[Kind, Any, Any]] = [
    (DEGREE, "大学本科（函授）", "bachelor"),
    (DEGREE, "硕士研究生", "postgraduate"),
    (DEGREE, "高中以下", "lower"),
    (Yuan(("元",)), "25.5万元", 255_000.0),
    (Yuan(("元",)), "250000元", 250_000.0),
    (Whole(("节",)), "4节", 4),
    (Whole(("节",)), " ４ 节 ", 4),
    (Whole(("周",)), "第6周", 6),
    (Whole(("学期", "个学期")), "2个学期", 2),
    (Number(("公里", "km")), "12.5km", 12.5),
    (Whole(), "八", 8),
    (Whole(), "１２", 12),
    (Whole(), "十二", 12),
    (Whole(), "-三", -3),  # which the bounds of its column refuse
    (Whole(("节",)), "两节", 2),
    (Whole(("周",)), "第十二周", 12),
    (Whole(("人",)), "一百零二人", 102),
    (Whole(("个半天", "半天")), "两个半天", 2),
    (Number(("节",)), "两节半", 2.5),
    (Number(("公里",)), "十二点五公里", 12.5),
    (Yuan(("元",)), "二十五万元", 250_000.0),
    (Yuan(("元",)), "两万五千元", 25_000.0),
    (Minutes(("分钟", "分")), "二十分钟", 20),
    (Minutes(("分钟", "分")), "一刻钟", 15),
    (Minutes(("分钟", "分")), "半小时", 30),
    (Minutes(("分钟", "分")), "一个半小时", 90),
    (Minutes(("分钟", "分")), "１小时２０分", 80),
    (BirthYear(), "一九八六年", 1986),
    (SchoolYear(), "二〇二五学年", 2025),
    (SlotOrder(), "第二节", 3),
    (SlotOrder(), "一", 1),
    (BirthYear(), "1986年", 1986),
    (BirthYear(), "1986年5月生", 1986),
    (BirthYear(), 1986.05, 1986),
    (BirthYear(), dt.datetime(1986, 5, 12), 1986),
    (SchoolYear(), "2025学年度", 2025),
    (SchoolYear(), "2025年", 2025),
    (SchoolYear(), "2025年9月", 2025),
    (SchoolYear(), "2026.02", 2025),  # in the spring of the year that began in 2025
    (SchoolYear(), "2010-09-01T00:00:00", 2010),
    (Semester(), "第一学期", 1),
    (Semester(), "下学期", 2),
    (Semester(), "春季", 2),
    (Grade(), "初一", 7),
    (Grade(), "高一年级", 10),
    (Grade(), "七年级", 7),
    (Grade(), "3-6年级", Several((3, 4, 5, 6))),
    (Grade(), "一、二年级", Several((1, 2))),
    (YesNo(), "✓", True),
    (PersonName(), "张　三", "张三"),
    (PersonName(), "Li Hua", "Li Hua"),
    (Reason(), "无", ""),
    (Reason(), "哺乳期", "哺乳期"),
    (DAY, "国庆节", "holiday"),
    (ROOM, "微机 室", "computer"),
    (LOCALITY, "县城", "urban"),
    (Profile(), "山区县城乡教育共同体", "mountain_county"),
    (Clock(), "下午2:20", 14 * 60 + 20),
    (Clock(), "八点二十", 8 * 60 + 20),
    (Clock(), "下午两点零五分", 14 * 60 + 5),
    (Clock(), "八点半", 8 * 60 + 30),
    (Clock(), "十点一刻", 10 * 60 + 15),
    (Clock(), 0.3819444, 9 * 60 + 10),  # 9:09:59.996
    (Clock(), dt.time(9, 9, 59, 996_000), 9 * 60 + 10),
    (Clock(), "08:20:00.000", 8 * 60 + 20),
    (Date(), "20260901", dt.date(2026, 9, 1)),
    (Date(), 46_266, dt.date(2026, 9, 1)),
    (Date(), dt.datetime(2026, 8, 31, 23, 59, 59), dt.date(2026, 9, 1)),
    (Date(), "2026-09-01 00:00:00", dt.date(2026, 9, 1)),
    (Date(), "9月1日", dt.date(2026, 9, 1)),
    (Days(), "10月1日-10月7日", Several(OCTOBER)),
    (Days(), "2026.10.1-10.7", Several(OCTOBER)),
    (Days(), "2026-10-01至2026-10-07", Several(OCTOBER)),
    (Days(), "10月1日—7日", Several(OCTOBER)),
    (Days(), "十月一日至七日", Several(OCTOBER)),
    (Date(), "二〇二六年九月一日（星期二）", dt.date(2026, 9, 1)),
    (Days(), "10月1日、2日、10月3日-7日", Several(OCTOBER)),
    (Days(), "12月31日-1月1日", Several((dt.date(2026, 12, 31), dt.date(2027, 1, 1)))),
    (Days(), "1月1日", dt.date(2027, 1, 1)),
    (Weekdays(), "星期一至星期五", (1, 2, 3, 4, 5)),
]


@pytest.mark.parametrize(("kind", "cell", "value"), READ, ids=lambda v: str(v)[:24])
def test_read(kind: Kind, cell: Any, value: Any) -> None:
    assert kind.parse(cell, _refs(school="S1")) == value


REFUSED: list[tuple[Kind, Any, str]] = [
    (DEGREE, "专科（本科在读）", "应为高中阶段以下、高中阶段、专科、本科、研究生之一"),
    (Yuan(("元",)), "约25万元", "应为数字"),
    (Whole(("分钟",)), "15-20", "请只写一个数，15或20"),
    (Whole(("分钟",)), "25公里", "应为整数"),
    (SchoolYear(), "2026年7月", "七月"),  # hired for September, or at the end of the year before
    (SchoolYear(), 2026.1, "1月或10月"),
    (Semester(), "第几学期", "应为整数"),
    (Whole(("节",)), "三四节", "请只写一个数，3或4"),
    (Whole(("节",)), "十几节", "应为整数"),
    (Whole(("节",)), "两节半", "应为整数"),
    (Whole(("人",)), "一百二", "应为整数"),  # 120 as people say it, 102 as some mean it
    (Whole(("周",)), "第三", "应为整数"),  # the third of what?
    (Minutes(("分钟",)), "20分钟1小时", "应为整数"),
    (Minutes(("分钟",)), "1小时 2小时", "应为整数"),
    (SlotOrder(), "三", "时段序号、名称或钟点"),  # the third slot is 第二节
    (Date(), "8月1日", "应写明年份"),  # between no terms
    (Date(), "2027年2月30日", "日历上有的"),
    (Date(), float("nan"), "应为日期"),
    (Date(), float("inf"), "应为日期"),
    (Days(), "10月7日-10月1日", "先后两个日期"),
    (Days(), "2026.1.1-2027.1.1", "不超过120天"),
    (Days(), "10-1", "应为日期"),
    (Days(), "10月1日、1日", "只写一次"),
    (Clock(), "下午", "应为时刻"),
]


@pytest.mark.parametrize(("kind", "cell", "words"), REFUSED, ids=lambda v: str(v)[:24])
def test_refused(kind: Kind, cell: Any, words: str) -> None:
    with pytest.raises(CellError) as refused:
        kind.parse(cell, _refs(school="S1"))
    hint = refused.value.hint
    assert words in refused.value.expected.zh + (hint.zh if hint else "")


def test_a_year_that_no_calendar_has_is_refused() -> None:
    with pytest.raises(CellError):
        Date().parse("1月22日", _refs(school_year=10**12))


@pytest.mark.parametrize(
    ("table", "text", "id"),
    [
        ("subjects", "语", "zh"),
        ("subjects", "英", "en"),
        ("subjects", "道德与法治", "道法"),
        ("subjects", "思品", "道法"),
        ("subjects", "体", "pe"),
        ("subjects", "体育课", "pe"),
        ("subjects", "信息技术", "it"),
        ("subjects", "科学", "s1"),
        ("schools", "石桥小学", "S2"),
        ("schools", "石桥镇小河教学点", "S3"),
        ("schools", "小河", "S3"),
        ("schools", "S1 清溪县实验小学", "S1"),
        ("teachers", "陈  芳", "T3"),
        ("teachers", "T1王敏", "T1"),
        ("teachers", "王敏(T2)", "T2"),
        ("teachers", "石桥中心小学王敏", "T2"),
        ("rooms", "音乐室", "R3"),
        ("rooms", "石桥中心小学录播室", "R2"),
        ("classes", "实验小学三(1)班", "A"),
        ("classes", "石桥中心 301", "C"),
        ("classes", "石桥中心三年级", "C"),
        ("classes", "小河三年级", "D"),  # of grades 3 and 4
        ("classes", "小河三四年级复式班", "D"),
        ("classes", "三(2)班", "B"),
    ],
)
def test_rows_by_other_names(table: str, text: str, id: str) -> None:
    assert _refs().find(table, text) == id


@pytest.mark.parametrize(
    ("table", "text", "words"),
    [
        ("subjects", "科", "s1、s2"),
        ("subjects", "文", "没有这个学科"),
        ("schools", "石桥镇", "S2、S3"),
        ("schools", "小", "没有这个学校"),
        ("teachers", "王敏", "T1（清溪县实验小学）、T2（石桥镇中心小学）"),
        ("rooms", "录播室", "R1（清溪县实验小学）、R2（石桥镇中心小学）"),
        ("classes", "三(1)班", "清溪县实验小学（A）、石桥镇中心小学（C）"),
        ("classes", "石桥三年级", "石桥镇中心小学（C）、石桥镇小河教学点（D）"),
        ("classes", "实验小学三年级", "三年级(1)班（A）、三年级(2)班（B）"),
        ("classes", "五年级", "没有这个班级"),
        ("classes", "西山小学三(2)班", "没有这个班级"),
    ],
)
def test_rows_that_could_be_several_or_none(table: str, text: str, words: str) -> None:
    with pytest.raises(CellError) as refused:
        _refs().find(table, text)
    hint = refused.value.hint
    assert words in refused.value.expected.zh + (hint.zh if hint else "")


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("石桥三年级5班", "石桥镇中心小学三年级(1)班"),  # of that school and grade
        ("清溪县实验小学八年级(1)班", "清溪县实验小学三年级(1)班"),  # it has no such grade
        ("石桥镇中心小学三一班甲", "石桥镇中心小学三年级(1)班"),  # no name of a class at all
    ],
)
def test_a_class_that_is_not_there_is_told_with_the_nearest_by_name(text: str, near: str) -> None:
    with pytest.raises(CellError) as refused:
        _refs().find("classes", text)
    assert near in str(refused.value.hint and refused.value.hint.zh)
    assert "编号" not in refused.value.expected.zh


def test_a_class_of_the_own_school_comes_first() -> None:
    assert _refs(school="S2").find("classes", "三(1)班") == "C"
    assert _refs(school="S1").find("classes", "三年级(1)班") == "A"
    assert _refs(school="S2").find("rooms", "录播室") == "R2"
    assert _refs(class_id="C").find("rooms", "录播室") == "R2"


def test_grades_and_names() -> None:
    assert [one_grade(t) for t in ("三", "3年级", "小学三年级", "初中一年级", "高二", "十二")] == [
        *(3, 3, 3, 7, 11, 12)
    ]
    assert one_grade("一二") is None and one_grade("三年级(2)班") is None
    assert several_grades("二一年级") == () and several_grades("三年级") == ()
    assert joined("王  敏") == "王敏" and joined("Li Hua") == "Li Hua"


_KINDS = {str(c.kind): c.kind for t in TABLES for c in t.columns}.values()
_TEXTS = st.text(max_size=12) | st.text(
    "一二三十0123年月日至-~、/()（）班级节 .:上下午第周学期", max_size=14
)
_CELLS = (
    _TEXTS
    | st.integers()
    | st.floats()
    | st.booleans()
    | st.datetimes()
    | st.times()
    | st.timedeltas()
)


@given(st.sampled_from([*_KINDS]), _CELLS)
def test_any_cell_is_read_or_refused(kind: Kind, cell: Any) -> None:
    try:
        kind.parse(cell, _refs(school="S1", teacher="T1", weekday=1))
    except CellError as refused:
        assert refused.expected.zh and refused.expected.en
