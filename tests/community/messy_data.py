"""One small community in plain words, and the facts of a community that was read.

The workbooks of ``messy_books`` all say this, each in the style of other hands.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from community.models import Community

NAME = "青石县实验小学教育共同体"
CORE, CENTRE, POINT = "青石县实验小学", "柳溪镇中心小学", "柳溪镇白杨教学点"
SCHOOLS = {
    CORE: ("核心校", "城区", None, [], 412),
    CENTRE: ("成员校", "镇区", None, ["音乐", "美术"], 168),
    POINT: ("教学点", "乡村", CENTRE, [], 23),
}
GRID = [
    ("早读", "早读", 490, 510),
    ("第一节", "正课", 510, 550),
    ("第二节", "正课", 560, 600),
    ("大课间", "大课间", 600, 630),
    ("第三节", "正课", 630, 670),
    ("第四节", "正课", 680, 720),
    ("午休", "午休", 720, 840),
    ("第五节", "正课", 840, 880),
    ("第六节", "正课", 890, 930),
    ("课后服务", "课后服务", 945, 1035),
]
ROOMS = [(CORE, "录播室", "录播教室"), (CENTRE, "录播室", "录播教室"), (CORE, "音乐室", "音乐教室")]
CLASSES = [
    *((CORE, (grade, number), 40 + grade + number) for grade in (1, 2, 3) for number in (1, 2)),
    *((CENTRE, (grade, 1), 30 + grade) for grade in (1, 2, 3)),
    (POINT, (1, 1, 2), 23),
]
PERIODS = {  # grades 1 and 2, grade 3
    "语文": (8, 7),
    "数学": (4, 4),
    "英语": (0, 3),
    "道德与法治": (2, 2),
    "科学": (1, 2),
    "体育与健康": (4, 3),
    "音乐": (2, 2),
    "美术": (2, 2),
    "劳动": (1, 1),
}
# name, school, subjects, born, joined, backbone, class, exemption
TEACHERS: list[tuple[str, str, list[str], int, int, bool, tuple[int, ...] | None, str]] = [
    ("王敏", CORE, ["语文", "道德与法治"], 1986, 2010, True, (1, 1), ""),
    ("李建华", CORE, ["语文"], 1990, 2014, False, (1, 2), ""),
    ("张玉珍", CORE, ["语文"], 1979, 2003, True, (2, 1), ""),
    ("刘红梅", CORE, ["语文", "劳动"], 1992, 2016, False, (2, 2), "哺乳期"),
    ("陈芳", CORE, ["语文"], 1988, 2012, False, (3, 1), ""),
    ("杨志明", CORE, ["数学"], 1975, 1998, True, (3, 2), ""),
    ("赵婷婷", CORE, ["数学", "科学"], 1995, 2019, False, None, ""),
    ("黄学军", CORE, ["体育与健康"], 1983, 2006, False, None, ""),
    ("周洋", CORE, ["音乐", "美术"], 1991, 2015, False, None, ""),
    ("吴国强", CORE, ["英语"], 1989, 2013, False, None, ""),
    ("叶桂兰", CENTRE, ["语文", "道德与法治"], 1985, 2009, False, (1, 1), ""),
    ("余子涵", CENTRE, ["语文", "劳动"], 1993, 2018, False, (2, 1), ""),
    ("潘勇", CENTRE, ["数学", "科学"], 1981, 2004, False, (3, 1), ""),
    ("任佳怡", CENTRE, ["英语", "体育与健康", "音乐"], 1996, 2021, False, None, ""),
    ("孔明辉", POINT, ["语文", "数学", "道德与法治", "劳动"], 1972, 1995, False, (1, 1, 2), ""),
]
YEAR = 2026
TERMS = [
    (1, dt.date(2026, 9, 1), dt.date(2027, 1, 22)),
    (2, dt.date(2027, 2, 22), dt.date(2027, 7, 2)),
]
NATIONAL_DAY = [dt.date(2026, 10, day) for day in range(1, 8)]
HOLIDAYS = [*NATIONAL_DAY, dt.date(2027, 1, 1)]
MADE_UP = (dt.date(2026, 10, 10), 6, 3)  # 7 October is the Wednesday of week 6
WAYS = [(CORE, CENTRE, 35, 20), (CORE, POINT, 55, 31), (CENTRE, POINT, 20, 11)]
SYNC = ("音乐", (CORE, (3, 1)), (CENTRE, (3, 1)), 1)
HISTORY = [("张玉珍", CENTRE, "支教", 2021, 2), ("赵婷婷", CENTRE, "支教", 2023, 2)]
UNAVAILABLE = [("王敏", 3, None, "教研会"), ("黄学军", 5, 9, "训练")]
PLACEMENT = ("黄学军", "走教", CENTRE, 1, 2)


def facts(community: Community) -> dict[str, Any]:
    """Return what a community says, with names for ids."""
    schools = {s.id: s.name for s in community.schools}
    subjects = {s.id: s.name for s in community.subjects}
    people = {t.id: t.name for t in community.teachers}
    classes = {
        c.id: (schools[c.school], (c.grade, c.number, *c.other_grades)) for c in community.classes
    }
    orders = {t.id: t.semester for t in community.terms}
    return {
        "name": community.name,
        "year": community.school_year,
        "profile": community.policy.profile,
        "schools": {
            s.name: (
                s.role.value,
                s.locality,
                schools.get(s.parent or ""),
                [subjects[x] for x in s.weak_subjects],
                s.pupils,
            )
            for s in community.schools
        },
        "slots": {
            s.name: [
                (x.order, x.name, x.kind.value, x.start, x.end)
                for x in community.slots
                if x.grid == s.grid
            ]
            for s in community.schools
        },
        "rooms": sorted((schools[r.school], r.name, r.kind.value) for r in community.rooms),
        "classes": sorted((*classes[c.id], c.pupils) for c in community.classes),
        "periods": {
            (c.grade, subjects[c.subject]): c.periods for c in community.curriculum if c.periods
        },
        "teachers": {
            t.name: (
                schools[t.school],
                [subjects[s] for s in t.subjects],
                t.birth_year,
                t.joined_year,
                t.is_backbone,
                classes[t.class_teacher_of][1] if t.class_teacher_of else None,
                t.exemption,
            )
            for t in community.teachers
        },
        "terms": [(t.school_year, t.semester, t.start, t.end) for t in community.terms],
        "days": sorted((d.date, d.kind.value, d.week, d.weekday) for d in community.calendar),
        "ways": sorted(
            (schools[w.origin], schools[w.destination], w.minutes, w.km) for w in community.travel
        ),
        "sync": [
            (subjects[s.subject], classes[s.host_class], classes[s.receiving_classes[0]], s.periods)
            for s in community.sync
        ],
        "history": [
            (people[h.teacher], schools[h.host], h.kind.value, h.start_year, h.terms)
            for h in community.history
        ],
        "unavailable": [
            (people[u.teacher], u.weekday, u.slot, u.reason) for u in community.unavailable
        ],
        "placements": [
            (people[p.teacher], p.kind.value, schools[p.host], orders[p.start], p.terms)
            for p in community.placements
        ],
    }


def expected() -> dict[str, Any]:
    """Return the facts that every workbook says."""
    roles = {"核心校": "core", "成员校": "member", "教学点": "teaching_point"}
    places = {"城区": "urban", "镇区": "town", "乡村": "rural"}
    rooms = {"录播教室": "live", "音乐教室": "music"}
    kinds = {
        "正课": "lesson",
        "早读": "morning_reading",
        "大课间": "break",
        "午休": "lunch",
        "课后服务": "after_school",
    }
    slots = [(i, name, kinds[kind], *times) for i, (name, kind, *times) in enumerate(GRID, 1)]
    host = "secondment"
    return {
        "name": NAME,
        "year": YEAR,
        "profile": "songyang",
        "schools": {s: (roles[r], places[p], *more) for s, (r, p, *more) in SCHOOLS.items()},
        "slots": dict.fromkeys(SCHOOLS, slots),
        "rooms": sorted((school, name, rooms[kind]) for school, name, kind in ROOMS),
        "classes": sorted(CLASSES),
        "periods": {
            (grade, subject): periods[grade == 3]
            for grade in (1, 2, 3)
            for subject, periods in PERIODS.items()
            if periods[grade == 3]
        },
        "teachers": {name: tuple(more) for name, *more in TEACHERS},
        "terms": [(YEAR, semester, start, end) for semester, start, end in TERMS],
        "days": sorted(
            [*((day, "holiday", None, None) for day in HOLIDAYS), (MADE_UP[0], "make_up", 6, 3)]
        ),
        "ways": sorted(
            way for a, b, minutes, km in WAYS for way in ((a, b, minutes, km), (b, a, minutes, km))
        ),
        "sync": [SYNC],
        "history": [(who, where, host, year, terms) for who, where, _, year, terms in HISTORY],
        "unavailable": UNAVAILABLE,
        "placements": [(PLACEMENT[0], "itinerant", *PLACEMENT[2:])],
    }
