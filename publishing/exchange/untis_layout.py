"""The text files of Untis: which field stands in which column, counted from 1 as its manual does.

The files have no header. Source: the manual's page on the export of text files.
"""

from __future__ import annotations

from community.text import Text

TIMETABLE = "GPU001.TXT"
LESSONS = "GPU002.TXT"
CLASSES = "GPU003.TXT"
TEACHERS = "GPU004.TXT"
ROOMS = "GPU005.TXT"
SUBJECTS = "GPU006.TXT"
DEPARTMENTS = "GPU007.TXT"
TIMES = "GPU016.TXT"

COLUMNS: dict[str, dict[str, int]] = {
    TIMETABLE: {
        **{"number": 1, "class": 2, "teacher": 3, "subject": 4, "room": 5, "day": 6},
        "period": 7,
    },
    LESSONS: {
        **{"number": 1, "periods": 2, "class_periods": 3, "teacher_periods": 4, "class": 5},
        **{"teacher": 6, "subject": 7, "room": 8, "weeks": 12, "doubles": 28, "most_doubles": 29},
    },
    CLASSES: {"key": 1, "name": 2, "grade": 14, "department": 15, "teacher": 30},
    TEACHERS: {"key": 1, "name": 2, "number": 4, "given_name": 29, "school": 32},
    ROOMS: {"key": 1, "name": 2, "department": 9},
    SUBJECTS: {"key": 1, "name": 2},
    DEPARTMENTS: {"key": 1, "name": 2},
    TIMES: {"kind": 1, "who": 2, "day": 3, "period": 4, "wish": 5},
}
WIDTHS = {
    **{TIMETABLE: 9, LESSONS: 46, CLASSES: 32, TEACHERS: 45, ROOMS: 17, SUBJECTS: 21},
    **{DEPARTMENTS: 2, TIMES: 5},
}
KINDS = {"class_id": "K", "teacher": "L", "room": "R", "subject": "F"}  # of what times are asked
NUMBERS = dict.fromkeys(COLUMNS, frozenset[str]()) | {
    TIMETABLE: frozenset({"number", "day", "period"}),
    LESSONS: frozenset(
        {"number", "periods", "class_periods", "teacher_periods", "doubles", "most_doubles"}
    ),
    TIMES: frozenset({"day", "period", "wish"}),
}
TITLES = {
    TIMETABLE: Text("Untis 课表", "Untis timetable"),
    LESSONS: Text("Untis 课程", "Untis lessons"),
    CLASSES: Text("Untis 班级", "Untis classes"),
    TEACHERS: Text("Untis 教师", "Untis teachers"),
    ROOMS: Text("Untis 教室", "Untis rooms"),
    SUBJECTS: Text("Untis 学科", "Untis subjects"),
    DEPARTMENTS: Text("Untis 部门", "Untis departments"),
    TIMES: Text("Untis 时间要求", "Untis time requests"),
}
