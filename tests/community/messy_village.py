"""A village school's own tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import messy_data as data
from messy_sheets import GRADES, add, clock, new_book

if TYPE_CHECKING:
    from openpyxl import Workbook


def village() -> Workbook:
    """A village school's: no ids at all, one bell grid, short names, ways in one direction."""
    book = new_book()
    add(
        book,
        "说明一下",
        [["名称", data.NAME], ["学年", "2026年"], ["方案", "songyang"], ["电话", "0578-1234567"]],
    )
    add(
        book,
        "学校",
        [
            ["校名", "类型", "学段", "城乡", "中心校", "薄弱学科", "人数"],
            [data.CORE, "核心校", "小学", "县城", None, None, 412],
            [data.CENTRE, "中心校", "小学", "乡镇", None, "音、美", 168],
            [data.POINT, "村小", "小学", "农村", "柳溪中心小学", "无", 23],
        ],
    )
    add(
        book,
        "作息",
        [
            ["节次", "时间"],
            *([name, f"{clock(start)}-{clock(end)}"] for name, _k, start, end in data.GRID),
        ],
    )
    add(
        book,
        "功能教室",
        [["学校", "教室", "用途"]]
        + [["实验小学" if s == data.CORE else "柳溪中心小学", n, k] for s, n, k in data.ROOMS],
    )
    names = {(1, 1, 2): "一、二年级复式班"}
    add(
        book,
        "班级",
        [["学校", "班名", "人数"]]
        + [
            [
                school,
                names.get(place)
                or (
                    f"{GRADES[place[0]]}年级"
                    if school == data.CENTRE
                    else f"{GRADES[place[0]]}（{place[1]}）班"
                ),
                f"{pupils}人",
            ]
            for school, place, pupils in data.CLASSES
        ],
    )
    add(book, "科目", [["科目"], *([s] for s in data.PERIODS)])
    add(
        book,
        "课时",
        [["年级", "科目", "每周节数"]]
        + [
            [grades, subject, n]
            for subject, (low, high) in data.PERIODS.items()
            for grades, n in (("一、二年级", low), ("三年级", high))
            if n
        ],
    )
    short = {"语文": "语", "数学": "数", "道德与法治": "道法", "体育与健康": "体育", "英语": "英"}
    add(
        book,
        "老师",
        [["老师", "单位", "任课", "出生", "到校年份", "骨干", "班主任", "不交流原因", "备注"]]
        + [
            [
                f"{name[0]}  {name[1]}" if len(name) == 2 else name,
                {"青": "实验小学", "柳": "柳溪中心小学"}[school[0]]
                if school != data.POINT
                else "白杨教学点",
                " ".join(short.get(s, s) for s in subjects),
                f"{born}年",
                joined,
                "√" if backbone else None,
                _village_class(school, place),
                exemption or "无",
                None,
            ]
            for name, school, subjects, born, joined, backbone, place, exemption in data.TEACHERS
        ],
    )
    add(
        book,
        "学期",
        [["学年", "学期", "开学", "放假"]]
        + [
            [2026, "上下"[n - 1], start, f"{end.month}月{end.day}日"]
            for n, start, end in data.TERMS
        ],
    )
    add(
        book,
        "放假",
        [
            ["时间", "安排", "备注"],
            ["10.1-10.7、1月1日", "放假", "国庆、元旦"],
            ["10月10日", "补课", "补10月7日的课"],
        ],
    )
    add(
        book,
        "路程",
        [
            ["从", "到", "路上时间", "距离"],
            ["实验小学", "柳溪中心小学", "35分", "20km"],
            ["实验小学", "白杨", 55, 31],
            ["柳溪中心小学", "白杨教学点", "20分钟", "11公里"],
        ],
    )
    add(
        book,
        "同步课",
        [
            ["编号", "学科", "主讲班级", "接收班级", "节数"],
            ["1", "音乐", "实验小学三(1)班", "柳溪中心小学三年级", "1节"],
        ],
    )
    add(
        book,
        "交流经历",
        [["姓名", "去向", "方式", "起始学年", "学期数"]]
        + [[f"{w[0]} {w[1:]}", "柳溪中心小学", k, f"{y}年", n] for w, _s, k, y, n in data.HISTORY],
    )
    add(
        book,
        "不能排课",
        [
            ["姓名", "星期", "第几节", "原因"],
            ["王 敏", "周三", "无", "教研会"],
            ["黄学军", "五", "第6节", "训练"],
        ],
    )
    add(
        book,
        "交流安排",
        [
            ["姓名", "方式", "去向", "起始学期", "学期数"],
            ["黄学军", "走教", "柳溪中心小学", "第一学期", "2个学期"],
        ],
    )
    return book


def _village_class(school: str, place: tuple[int, ...] | None) -> str | None:
    if place is None:
        return None
    if len(place) > 2:
        return "一二年级复式班"
    return f"{GRADES[place[0]]}年级" if school == data.CENTRE else f"{place[0]}.{place[1]}"
