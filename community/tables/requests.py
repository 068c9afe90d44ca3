"""Tables of what schools ask for themselves. A school that asks for nothing leaves them out."""

from __future__ import annotations

from community.requests import JointLesson, Teaching, TimeRequest
from community.tables.asking import CLASS_ID, SCHOOL_ID, SUBJECT_ID, TEACHER_ID, Slots, strictness
from community.tables.base import Column, Table
from community.tables.kinds import Id, Ref, Refs, Whole, YesNo
from community.tables.missing import FROM_ORDER, id_from_order
from community.tables.people import TEACHER
from community.tables.times import Weekdays
from community.tables.words import BINDING, LESSONS, LIKING
from community.tables.years import Grade
from community.text import Text

TEACHING = Table(
    "teaching",
    "任课",
    Teaching,
    Text(
        "已经定下或希望的任课，以及去年的任课；没有写的由程序安排",
        "who teaches what, where that is fixed, wished for, or known from last year",
    ),
    (
        Column("class_id", "班级", Ref("classes"), CLASS_ID, "S01-302", ("class",)),
        Column("subject", "学科", Ref("subjects"), SUBJECT_ID, "语文"),
        TEACHER,
        Column(
            "binding",
            "性质",
            BINDING,
            Text(
                "固定、希望或去年（去年由谁任教），空为固定",
                "fixed, wished or last_year; fixed when empty",
            ),
            "固定",
        ),
        Column(
            "periods",
            "节数",
            Whole(LESSONS),
            Text(
                "几位教师先后分上一门课时，各写一行和每周节数；空为全部",
                "where several share a course: a row and the weekly periods of each",
            ),
        ),
        Column(
            "weight",
            "权重",
            Whole(),
            Text("希望有多重要，空为5", "of a wish; 5 when empty"),
        ),
        Column(
            "together",
            "同堂",
            YesNo(),
            Text(
                "是：与这门课的教师一起上（双师），节数空为每节；空为否",
                "yes: in the lessons beside the teacher of the course, all of them or so many",
            ),
            aliases=("双师", "协同"),
            optional=True,
        ),
    ),
    optional=True,
    across=("subject", "teacher"),
)

TIMES = Table(
    "time_requests",
    "时段要求",
    TimeRequest,
    Text(
        "某学科、班级、年级、学校的课，或某位教师的课，只排或不排在哪些时段",
        "when lessons of a subject, class, grade, school or teacher are to be, or never",
    ),
    (
        Column("subject", "学科", Ref("subjects"), SUBJECT_ID, "体育"),
        Column("class_id", "班级", Ref("classes"), CLASS_ID, "", ("class",)),
        Column("grade", "年级", Grade(), Text("空为各年级", "every grade when empty"), ""),
        Column("school", "学校", Ref("schools"), SCHOOL_ID, "S01"),
        Column("teacher", "教师", Ref("teachers"), TEACHER_ID, ""),
        Column("liking", "排或不排", LIKING, Text("只排或不排", "only or never"), "不排"),
        Column("weekdays", "星期", Weekdays(), Text("空为每天", "every day when empty"), "1-5"),
        Column(
            "slots",
            "时段",
            Slots(),
            Text(
                "时段名称、钟点、序号、上午或下午，空为全天",
                "names, times, orders, am or pm; all day if empty",
            ),
            "第一节",
        ),
        *strictness("希望"),
    ),
    optional=True,
)

JOINT = Table(
    "joint",
    "合班",
    JointLesson,
    Text(
        "同校几个班由一位教师一起上的课（合班、复式），计入各班的周课时",
        "lessons that classes of a school have together, among the periods of each",
    ),
    (
        Column(
            "id",
            "编号",
            Id(),
            Text("不重复", "unique"),
            "H01",
            instead=id_from_order("H", "joint"),
            instead_of=FROM_ORDER,
        ),
        Column("subject", "学科", Ref("subjects"), SUBJECT_ID, "体育"),
        Column(
            "classes",
            "班级",
            Refs("classes"),
            Text("用、分隔；由第一个班的教师上", "separated by ;, the first one leads"),
            "S01-301、S01-302",
        ),
        Column(
            "periods",
            "周节数",
            Whole(LESSONS),
            Text("每周几节，空为1", "a week; 1 when empty"),
            "1",
        ),
    ),
    optional=True,
)
