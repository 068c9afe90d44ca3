"""The table of what days and weeks of teachers are to be like: lessons, days, gaps, rows."""

from __future__ import annotations

from community.requests import LoadRequest
from community.tables.asking import strictness
from community.tables.base import Column, Table
from community.tables.kinds import Minutes, Number, Ref, Whole
from community.tables.words import DAYS, HALF_DAYS, LESSONS, MINUTES
from community.tables.years import Grade
from community.text import Text

LOADS = Table(
    "load_requests",
    "教师课时要求",
    LoadRequest,
    Text(
        "每位教师一周的课怎样分布；不写教师的一行是全校或所有教师的要求，写了教师的优先",
        "how the lessons of a teacher lie in the week; rows without a teacher are for all",
    ),
    (
        Column("teacher", "教师", Ref("teachers"), Text("空为所有教师", "all when empty"), "T001"),
        Column(
            "school",
            "学校",
            Ref("schools"),
            Text(
                "空为所有学校；与教师同写时，只管这位教师在该校的课",
                "all when empty; with a teacher: of the lessons there alone",
            ),
            "",
        ),
        Column(
            "min_per_day",
            "每天最少",
            Whole(LESSONS),
            Text("有课的日子至少几节", "lessons a day"),
            "2",
        ),
        Column(
            "max_per_day", "每天最多", Whole(LESSONS), Text("每天至多几节", "lessons a day"), "4"
        ),
        Column("max_days", "最多天数", Whole(DAYS), Text("每周至多几天有课", "days a week"), ""),
        Column(
            "max_gaps_per_day",
            "每天空堂",
            Whole(LESSONS),
            Text("每天至多几节空堂", "gaps a day"),
            "",
        ),
        Column("max_gaps", "每周空堂", Whole(LESSONS), Text("每周至多几节空堂", "gaps a week"), ""),
        Column(
            "max_run", "最多连上", Whole(LESSONS), Text("至多连上几节", "lessons in a row"), "3"
        ),
        Column(
            "free_half_days",
            "空半天",
            Whole(HALF_DAYS),
            Text("每周至少几个半天没有课", "half-days without lessons"),
            "",
        ),
        Column(
            "min_load",
            "每周最少",
            Whole(LESSONS),
            Text("每周至少几课时（折算后）", "weighted lessons a week"),
            optional=True,
        ),
        Column(
            "max_load",
            "每周最多",
            Whole(LESSONS),
            Text("每周至多几课时（折算后）", "weighted lessons a week"),
            optional=True,
        ),
        Column(
            "class_teacher_load",
            "班主任折算",
            Number(LESSONS),
            Text(
                "班主任工作折合几课时，空为0", "lessons that class teachership counts; 0 if empty"
            ),
            optional=True,
        ),
        Column(
            "preparation_load",
            "多备课折算",
            Number(LESSONS),
            Text(
                "教一个年级的一门课是一头；第二头起每头折合几课时，空为0",
                "lessons that each subject of a grade beyond the first counts; 0 if empty",
            ),
            optional=True,
        ),
        Column(
            "free_afternoons",
            "空下午",
            Whole(("下午",)),
            Text("每周至少几个下午没有课", "afternoons without lessons"),
            "",
            optional=True,
        ),
        Column(
            "rest_minutes",
            "休息分钟数",
            Minutes(MINUTES),
            Text(
                "“最多连上”中满多少分钟算休息，空为午休或超过25分钟的课间，999为午休前后也连着算",
                "of a rest that ends a row of lessons, lunch or not; 999: none does",
            ),
            "",
            optional=True,
        ),
        Column(
            "class_id",
            "班级",
            Ref("classes"),
            Text("写了就是班级的课，不写教师", "then it is about the lessons of a class"),
            "",
            ("class",),
            optional=True,
        ),
        Column(
            "grade",
            "年级",
            Grade(),
            Text("写了就是这个年级各班的课", "then it is about the classes of a grade"),
            "",
            optional=True,
        ),
        *strictness("希望"),
    ),
    optional=True,
)
