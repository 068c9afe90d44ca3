"""The table of duties (值班要求): who looks after the classes outside their lessons."""

from __future__ import annotations

from community.duties import Duty
from community.tables.asking import Slots, strictness
from community.tables.base import Column, Table
from community.tables.kinds import Ref, Refs, Whole
from community.tables.times import Weekdays
from community.tables.words import CIRCLE, TIMES
from community.tables.years import Grade
from community.text import Text

DUTIES = Table(
    "duties",
    "值班要求",
    Duty,
    Text(
        "早读、午管、课后服务等正课以外的时段，每个班由谁看管；没有写的时段不安排",
        "who looks after each class outside its lessons, in the slots that are named",
    ),
    (
        Column(
            "slots",
            "时段",
            Slots(),
            Text(
                "正课以外的时段：名称、钟点、序号，或早读、午休、课后服务等类型",
                "slots that are no lessons: names, times, orders or kinds",
            ),
            "早读",
        ),
        Column("weekdays", "星期", Weekdays(), Text("空为每天", "every day when empty"), "1、3、5"),
        Column(
            "classes", "班级", Refs("classes"), Text("用、分隔；空为全部", "separated by ;"), ""
        ),
        Column("school", "学校", Ref("schools"), Text("空为各校", "all when empty"), "S01"),
        Column("grade", "年级", Grade(), Text("空为各年级", "every grade when empty"), ""),
        Column(
            "who",
            "由谁",
            CIRCLE,
            Text(
                "班主任、任课教师（教本班的）或本校教师；空为本校教师，写了学科时为任课教师",
                "class_teacher, of_class or anyone; empty: anyone, with subjects of_class",
            ),
            "任课教师",
        ),
        Column(
            "subjects",
            "学科",
            Refs("subjects"),
            Text("只由教这些学科的；空为不限", "whoever teaches these; any when empty"),
            "语文",
        ),
        Column(
            "classes_at_once",
            "一人几班",
            Whole(("个班", "班", "个")),
            Text("一人同时看管几个班，空为1", "classes at once; 1 when empty"),
            "",
        ),
        Column(
            "max_per_week",
            "每人至多",
            Whole(TIMES),
            Text("每人每周至多几次，空为5", "of one person a week; 5 when empty"),
            "3",
            ("每周至多", "每人每周至多"),
        ),
        Column(
            "max_class_teacher",
            "班主任至多",
            Whole(TIMES),
            Text("班主任看本班每周至多几次，空为不另限", "with the own class a week"),
            "",
        ),
        *strictness("必须"),
    ),
    optional=True,
)
