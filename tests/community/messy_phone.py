"""What a form on the phone collects."""

from __future__ import annotations

from typing import TYPE_CHECKING

import messy_data as data
from messy_sheets import GRADES, add, new_book

from community.names import canonical

if TYPE_CHECKING:
    from openpyxl import Workbook


def phone() -> Workbook:
    """Collected by a phone's form: who sent it and when, ticks, wide digits, blanks."""
    book = new_book()
    sent = ["2026/6/18 21:05", "微信用户"]
    add(
        book,
        "收集结果",
        [
            ["项目", "内容"],
            ["编号", "qs"],
            ["名称", f" {data.NAME} "],
            ["学年", "２０２６-２０２７"],
            ["政策方案", "松阳县共建型教共体"],
        ],
    )
    add(
        book,
        "1学校信息",
        [
            [
                "提交时间",
                "提交者",
                "学校编号",
                "学校名称（全称）*",
                "类型*",
                "学段*",
                "作息表",
                "城乡",
                "所属中心校",
                "薄弱学科（可多选）",
                "学生数（人）",
            ]
        ]
        + [
            [
                *sent,
                f"S{i}",
                f"{name}\n",
                role,
                "小学",
                "A",
                place,
                parent or "—",
                "┋".join(weak) or "—",
                _wide(pupils),
            ]
            for i, (name, (role, place, parent, weak, pupils)) in enumerate(data.SCHOOLS.items(), 1)
        ],
    )
    add(
        book,
        "2作息信息",
        [["作息表", "序号", "名称", "类型", "开始时间", "结束时间"]]
        + [
            ["A", _wide(i), name, kind, _spoken(start), _spoken(end)]
            for i, (name, kind, start, end) in enumerate(data.GRID, 1)
        ],
    )
    add(
        book,
        "3教室信息",
        [["编号", "学校", "名称", "类型"]]
        + [[f"R{i}", f"{s} ", n, k] for i, (s, n, k) in enumerate(data.ROOMS, 1)],
    )
    header = ["提交时间", "编号", "学校", "班级", "班主任", "学生数"]
    rows = [
        [
            sent[0],
            f"C{i:02d}",
            s,
            canonical(*p) if len(p) > 2 else f"{GRADES[p[0]]}{p[1]}班",
            next((t[0] for t in data.TEACHERS if (t[1], t[6]) == (s, p)), "暂无"),
            f"{_wide(n)} 人",
        ]
        for i, (s, p, n) in enumerate(data.CLASSES, 1)
    ]
    add(book, "4班级信息", [header, *rows[:5], header, *rows[5:]])
    add(book, "5学科信息", [["代码", "名称"]] + [[s, f"{s} "] for s in data.PERIODS])
    add(
        book,
        "6课时信息",
        [["年级", "学科", "周课时"]]
        + [
            [f"{g}年级" if g < 3 else "三", s, _wide(p[g == 3])]
            for s, p in data.PERIODS.items()
            for g in (1, 2, 3)
            if p[g == 3]
        ],
    )
    add(
        book,
        "7教师信息",
        [
            [
                "提交时间",
                "工号",
                "您的姓名",
                "学校",
                "任教学科",
                "学段",
                "出生年份",
                "到校学年",
                "是否骨干",
                "免交流原因",
                "手机号码",
            ]
        ]
        + [
            [
                sent[0],
                f"T{i}",
                f" {name}\u3000",
                school,
                "，".join(subjects),
                "小学",
                f"{_wide(born)} 年",
                f"{joined}学年",
                "✓" if backbone else "✗",
                exemption or "无",
                "139****0000",
            ]
            for i, (name, school, subjects, born, joined, backbone, _place, exemption) in enumerate(
                data.TEACHERS, 1
            )
        ],
    )
    add(
        book,
        "8学期信息",
        [["编号", "名称", "学年", "学期", "开始日期", "结束日期"]]
        + [
            [
                f"2026-{n}",
                f"第{n}学期",
                "2026-2027",
                f"第{n}学期",
                f"{start:%Y/%m/%d}",
                f"{end.year}．{end.month}．{end.day}",
            ]
            for n, start, end in data.TERMS
        ],
    )
    add(
        book,
        "9校历信息",
        [
            ["日期", "类型", "按第几周", "按星期几", "说明"],
            ["2026/10/1~2026/10/7", "国庆节", "—", "—", ""],
            ["2027-1-1", "元旦", None, None, None],
            ["2026-10-10", "补课", "第6周", "周三", None],
        ],
    )
    add(
        book,
        "10路程信息",
        [["出发学校", "到达学校", "分钟", "公里"]]
        + [[x, y, f"{m} 分钟", k] for a, b, m, k in data.WAYS for x, y in ((a, b), (b, a))],
    )
    add(
        book,
        "11同步课信息",
        [
            ["编号", "学科", "主讲班级", "接收班级", "周节数"],
            ["Y1", "音乐课", "实验小学 三1班", "柳溪中心 三1班", "1"],
        ],
    )
    add(
        book,
        "12交流经历",
        [["教师", "交流学校", "类型", "起始学年", "学期数"]]
        + [
            [f"T{1 + [t[0] for t in data.TEACHERS].index(w)} {w}", s, k, f"{y}学年", n]
            for w, s, k, y, n in data.HISTORY
        ],
    )
    add(
        book,
        "13不可排课",
        [
            ["教师", "星期", "时段序号", "原因"],
            ["王敏", "三", "/", "教研会"],
            ["实验小学黄学军", "5", "９", "训练"],
        ],
    )
    add(
        book,
        "14交流安排",
        [
            ["教师", "类型", "交流学校", "起始学期", "学期数"],
            ["黄学军（T8）", "走教", "柳溪中心小学", "2026-1", "2学期"],
        ],
    )
    return book


def _wide(number: int) -> str:
    return "".join(chr(ord(c) + 0xFEE0) for c in str(number))


def _spoken(minutes: int) -> str:
    hour, rest = divmod(minutes, 60)
    return f"上午{hour}:{rest:02d}" if hour < 12 else f"下午{hour - 12 or 12}:{rest:02d}"
