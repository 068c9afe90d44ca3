"""What another program exports."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import messy_data as data
from messy_sheets import add, new_book

from community.names import canonical

if TYPE_CHECKING:
    from openpyxl import Workbook


def exported() -> Workbook:
    """Exported from another program: numbers for dates, times and codes, its own fields."""
    book = new_book()
    ids = {name: 101.0 + i for i, name in enumerate(data.SCHOOLS)}
    people = {t[0]: 20260001.0 + i for i, t in enumerate(data.TEACHERS)}
    groups = {(s, p): 5001.0 + i for i, (s, p, _n) in enumerate(data.CLASSES)}
    subjects = {s: f"KM{i:02d}" for i, s in enumerate(data.PERIODS, 1)}
    stamp = "2026-06-18 09:21:33"
    add(
        book,
        "community",
        [
            ["item", "value"],
            ["id", "qs01"],
            ["name", data.NAME],
            ["school_year", "2026/2027"],
            ["profile", "songyang"],
        ],
    )
    add(
        book,
        "Schools",
        [
            [
                "ID",
                "Name",
                "Role",
                "Stage",
                "Grid",
                "Parent",
                "Locality",
                "Weak_Subjects",
                "Pupils",
                "创建时间",
            ]
        ]
        + [
            [
                ids[name],
                name,
                role,
                "小学",
                "Z1",
                ids.get(parent or ""),
                place,
                ",".join(subjects[s] for s in weak),
                float(pupils),
                stamp,
            ]
            for name, (role, place, parent, weak, pupils) in data.SCHOOLS.items()
        ],
    )
    add(
        book,
        "Slots",
        [["Grid", "Order", "Name", "Kind", "Start", "End"]]
        + [
            [
                "Z1",
                float(i),
                name,
                kind,
                round(start / 1440, 7),
                dt.time(end // 60, end % 60) if i % 2 else f"{end // 60:02d}:{end % 60:02d}:00",
            ]
            for i, (name, kind, start, end) in enumerate(data.GRID, 1)
        ],
    )
    add(
        book,
        "Rooms",
        [["ID", "School", "Name", "Kind", "Capacity"]]
        + [[float(i), ids[s], n, k, 1.0] for i, (s, n, k) in enumerate(data.ROOMS, 1)],
    )
    add(
        book,
        "Classes",
        [["ID", "School", "Name", "Pupils", "年级代码"]]
        + [
            [
                groups[s, p],
                ids[s],
                canonical(*p) if len(p) > 2 else 100.0 * p[0] + p[1],
                float(n),
                f"G{p[0]}",
            ]
            for s, p, n in data.CLASSES
        ],
    )
    add(book, "Subjects", [["ID", "Name", "拼音"], *([i, s, "x"] for s, i in subjects.items())])
    add(
        book,
        "Curriculum",
        [["Grade", "Subject", "Periods"]]
        + [
            [float(g), subjects[s], float(p[g == 3])]
            for s, p in data.PERIODS.items()
            for g in (1, 2, 3)
            if p[g == 3]
        ],
    )
    add(
        book,
        "Teachers",
        [
            [
                "ID",
                "Name",
                "School",
                "Subjects",
                "Stage",
                "Birth_Year",
                "Joined_Year",
                "Is_Backbone",
                "Class_Teacher_Of",
                "Exemption",
                "更新人",
                "更新时间",
            ]
        ]
        + [
            [
                people[name],
                name,
                ids[school],
                ";".join(subjects[s] for s in taught),
                "primary",
                dt.datetime(born, 3, 12),
                f"{joined}-09-01T00:00:00",
                backbone,
                groups.get((school, place)) if place else None,
                exemption,
                "admin",
                stamp,
            ]
            for name, school, taught, born, joined, backbone, place, exemption in data.TEACHERS
        ],
    )
    add(
        book,
        "Terms",
        [["ID", "Name", "School_Year", "Semester", "Start", "End"]]
        + [
            [
                f"2026-{n}",
                f"2026学年第{n}学期",
                2026.0,
                float(n),
                f"{start:%Y%m%d}",
                (end - dt.date(1899, 12, 30)).days,
            ]
            for n, start, end in data.TERMS
        ],
    )
    day, week, weekday = data.MADE_UP
    add(
        book,
        "Calendar",
        [["Date", "Kind", "Week", "Weekday", "Note"]]
        + [[f"{d} 00:00:00", "holiday", None, None, None] for d in data.HOLIDAYS]
        + [
            [
                dt.datetime(day.year, day.month, day.day),
                "make_up",
                float(week),
                float(weekday),
                None,
            ]
        ],
    )
    add(
        book,
        "Travel",
        [["Origin", "Destination", "Minutes", "Km"]]
        + [
            [ids[x], ids[y], float(m), float(k)]
            for a, b, m, k in data.WAYS
            for x, y in ((a, b), (b, a))
        ],
    )
    subject, host, receiving, periods = data.SYNC
    add(
        book,
        "Sync",
        [
            ["ID", "Subject", "Host_Class", "Receiving_Classes", "Periods"],
            ["S1", subjects[subject], groups[host], groups[receiving], float(periods)],
        ],
    )
    add(
        book,
        "History",
        [["Teacher", "Host", "Kind", "Start_Year", "Terms", "Semester"]]
        + [
            [people[w], ids[s], "secondment", float(y), float(n), 1.0]
            for w, s, _k, y, n in data.HISTORY
        ],
    )
    add(
        book,
        "Unavailable",
        [["Teacher", "Weekday", "Slot", "Reason"]]
        + [[people[w], float(d), float(s) if s else None, r] for w, d, s, r in data.UNAVAILABLE],
    )
    who, _kind, where, _n, terms = data.PLACEMENT
    add(
        book,
        "Placements",
        [
            ["Teacher", "Kind", "Host", "Start", "Terms"],
            [people[who], "itinerant", ids[where], "2026-1", float(terms)],
        ],
    )
    add(book, "操作日志", [["时间", "用户", "操作"], [stamp, "admin", "导出"]])
    return book


def renamed() -> Workbook:
    """The template's sheets under names that say nothing, among sheets that are something else."""
    book = exported()
    del book["操作日志"]
    for number, sheet in enumerate(book.worksheets, 1):
        sheet.title = f"Sheet{number}"
    add(book, "值班表", [["教师", "星期", "地点"], ["王敏", 1, "校门"], ["陈芳", 2, "食堂"]])
    add(book, "通讯录", [["姓名", "学校", "电话"], ["王敏", data.CORE, "139"]])
    return book
