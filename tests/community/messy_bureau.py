"""The forms of an education bureau."""

from __future__ import annotations

from typing import TYPE_CHECKING

import messy_data as data
from messy_sheets import GRADES, add, clock, new_book

from community.names import canonical

if TYPE_CHECKING:
    from openpyxl import Workbook


def bureau() -> Workbook:
    """Forms of an education bureau: titles, serial numbers, groups of columns, totals."""
    book = new_book()
    add(
        book,
        "基本情况",
        [
            ["青石县教育共同体基本情况表"],
            ["填报单位：青石县教育局", None, "填报日期：2026年6月20日"],
            ["序号", "项目", "内容"],
            [1, "共同体名称", data.NAME],
            [2, "学年度", "2026—2027学年"],
            [3, "政策方案", "松阳县共建型教共体"],
            [4, "编号", "QS-01"],
            [5, "联系人", "教育股"],
        ],
    )
    sheet = add(
        book,
        "学校基本情况一览表",
        [
            ["青石县教育共同体学校基本情况一览表"],
            [
                "序号",
                "学校",
                "学校性质",
                "办学情况",
                None,
                "城乡",
                "所属中心校",
                "薄弱学科",
                "学生人数",
                "备注",
            ],
            [None, None, None, "学段", "作息表"],
            *(
                [i, name, role, "小学", "全县统一", place, parent, "、".join(weak), f"{pupils}人"]
                for i, (name, (role, place, parent, weak, pupils)) in enumerate(
                    data.SCHOOLS.items(), 1
                )
            ),
            ["合计", None, None, None, None, None, None, None, "603人"],
            ["审核人：            填表人："],
        ],
    )
    sheet.merge_cells("A1:J1")
    sheet.merge_cells("D2:E2")
    for column in "ABCFGHIJ":
        sheet.merge_cells(f"{column}2:{column}3")
    add(
        book,
        "作息时间表",
        [
            ["全县中小学作息时间表（2026年秋季）"],
            ["作息表", "序号", "时段名称", "类别", "起止时间"],
            *(
                ["全县统一", i, name, kind, f"{clock(start)}—{clock(end)}"]
                for i, (name, kind, start, end) in enumerate(data.GRID, 1)
            ),
        ],
    )
    add(
        book,
        "功能室",
        [["教室编号", "学校名称", "教室名称", "用途"]]
        + [[f"R{i}", *room] for i, room in enumerate(data.ROOMS, 1)],
    )
    sheet = add(
        book,
        "班级班额统计",
        [["班级编号", "学校名称", "班级名称", "学生人数"]]
        + [
            [f"B{i}", school, canonical(*place), pupils]
            for i, (school, place, pupils) in enumerate(data.CLASSES, 1)
        ],
    )
    sheet.merge_cells("B2:B7")
    sheet.merge_cells("B8:B10")
    add(book, "学科表", [["学科代码", "学科名称"], *([s, s] for s in data.PERIODS)])
    add(
        book,
        "课程设置",
        [
            ["青石县义务教育课程设置（周课时）"],
            ["科目", "一年级", "二年级", "三年级"],
            *(
                [s, *(f"{p}节" if p else "—" for p in (low, low, high))]
                for s, (low, high) in data.PERIODS.items()
            ),
            ["合计", "24节", "24节", "26节"],
        ],
    )
    sheet = add(
        book,
        "教师花名册",
        [
            ["青石县教育共同体教师花名册"],
            [
                "序号",
                "教师编号",
                "姓名",
                "性别",
                "所在学校",
                "任教学科",
                "出生年月",
                "到校时间",
                "身份",
                None,
                "班主任班级",
                "课时",
                None,
                "免交流原因",
                "联系电话",
            ],
            [*[None] * 8, "骨干教师", "中层干部", None, "最少周课时", "最多周课时"],
            *(
                [
                    i,
                    f"T{i:03d}",
                    name,
                    "女",
                    school,
                    "、".join(subjects),
                    f"{born}年5月",
                    f"{joined}年9月",
                    "是" if backbone else None,
                    None,
                    f"{canonical(*place)}" if place else None,
                    "8节",
                    "16节",
                    exemption or None,
                    f"1390000{i:04d}",
                ]
                for i, (
                    name,
                    school,
                    subjects,
                    born,
                    joined,
                    backbone,
                    place,
                    exemption,
                ) in enumerate(data.TEACHERS, 1)
            ),
            ["总计", f"{len(data.TEACHERS)}人"],
            ["注：骨干教师指县级以上骨干。"],
        ],
    )
    for column in "ABCDEFGHKNO":
        sheet.merge_cells(f"{column}2:{column}3")
    sheet.merge_cells("I2:J2")
    sheet.merge_cells("L2:M2")
    add(
        book,
        "学期安排",
        [["学期名称", "编号", "学年", "学期", "起止日期"]]
        + [
            [
                f"2026—2027学年第{GRADES[n]}学期",
                f"2026-{n}",
                "2026—2027学年",
                f"第{GRADES[n]}学期",
                f"{start.year}年{start.month}月{start.day}日至{end.year}年{end.month}月{end.day}日",
            ]
            for n, start, end in data.TERMS
        ],
    )
    add(
        book,
        "放假安排",
        [
            ["日期", "事项", "说明"],
            ["10月1日至10月7日", "国庆节放假", "共7天"],
            ["2027年1月1日", "元旦", None],
            ["10月10日（周六）", "调休上课", "补10月7日（星期三）的课"],
        ],
    )
    add(
        book,
        "校际距离",
        [["出发学校", "到达学校", "车程", "距离"]]
        + [[a, b, f"{minutes}分钟", f"{km}公里"] for a, b, minutes, km in data.WAYS],
    )
    add(
        book,
        "同步课堂安排",
        [
            ["编号", "学科", "主讲班级", "接收班级", "周节数"],
            ["TB1", "音乐", f"{data.CORE}三年级(1)班", f"{data.CENTRE}三年级(1)班", "1节"],
        ],
    )
    add(
        book,
        "支教经历",
        [["教师姓名", "支教学校", "交流类型", "起始学年", "学期数"]]
        + [
            [who, where, kind, f"{year}-{year + 1}", f"{terms}个学期"]
            for who, where, kind, year, terms in data.HISTORY
        ],
    )
    add(
        book,
        "不排课时间",
        [
            ["教师姓名", "星期", "节次", "事由"],
            ["王敏", "星期三", None, "教研会"],
            ["黄学军", "星期五", "第六节", "训练"],
        ],
    )
    who, kind, where, _n, terms = data.PLACEMENT
    add(
        book,
        "派出名单",
        [
            ["教师姓名", "交流方式", "接收学校", "起始学期", "学期数", "状态"],
            [who, kind, where, "2026—2027学年第一学期", terms, "已审批"],
        ],
    )
    return book
