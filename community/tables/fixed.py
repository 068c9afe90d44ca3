"""The tables of what is settled before any search: lessons at fixed times, and closed times."""

from __future__ import annotations

from community.records import Unavailable
from community.requests import FixedLesson
from community.tables.asking import CLASS_ID, SCHOOL_ID, OneSlot, later, strictness, wish
from community.tables.base import Column, Table
from community.tables.kinds import FreeText, Ref, Refs, YesNo
from community.tables.people import TEACHER
from community.tables.times import OneWeekday, SlotOrder
from community.tables.years import Grade
from community.text import Text

FIXED = Table(
    "fixed",
    "固定课",
    FixedLesson,
    Text(
        "时间已定的课，或没有教师的活动（班会、升旗）；不写班级的是全校或全年级的",
        "lessons at a given time, or events without a subject; for all of a school or grade",
    ),
    (
        Column(
            "name",
            "名称",
            FreeText(),
            Text("活动的名称", "of an event"),
            "班会",
            ("活动", "活动名称"),
        ),
        Column("subject", "学科", Ref("subjects"), Text("是哪门课；活动不填", "none for an event")),
        Column(
            "classes", "班级", Refs("classes"), Text("用、分隔；空为全部", "separated by ;"), ""
        ),
        Column("school", "学校", Ref("schools"), SCHOOL_ID, "S01"),
        Column("grade", "年级", Grade(), Text("空为各年级", "every grade when empty"), ""),
        Column("weekday", "星期", OneWeekday(), Text("1至7", "1 to 7"), "1"),
        Column(
            "slot",
            "时段",
            OneSlot(),
            Text("时段名称、钟点或序号", "its name, time or order"),
            "第七节",
            ("节次",),
        ),
        Column(
            "teacher",
            "教师",
            Ref("teachers"),
            Text("主持活动的教师，可不填", "who holds an event; may be empty"),
        ),
        Column(
            "class_teacher",
            "班主任主持",
            YesNo(),
            Text("是：由各班班主任主持；空为否", "yes: held by each class teacher; no when empty"),
            "是",
        ),
        *later(strictness("")),
    ),
    optional=True,
    aliases=("固定活动", "固定课", "全校活动"),
)

UNAVAILABLE = Table(
    "unavailable",
    "不可排课",
    Unavailable,
    Text("教师、班级或教室不能上课的时间", "when a teacher, class or room cannot have a lesson"),
    (
        TEACHER,
        Column("weekday", "星期", OneWeekday(), Text("1至7", "1 to 7"), "3"),
        Column(
            "slot",
            "时段序号",
            SlotOrder(),
            Text("“作息”表的序号、名称或钟点，空为全天", "number, name or time; all day if empty"),
            "1",
            ("时段", "节次", "第几节"),
        ),
        Column(
            "reason", "原因", FreeText(), Text("可不填", "may be empty"), "教研会", ("备注", "事由")
        ),
        Column("class_id", "班级", Ref("classes"), CLASS_ID, "", ("class",), optional=True),
        Column("room", "教室", Ref("rooms"), Text("教室编号", "room id"), "", optional=True),
        Column(
            "school",
            "学校",
            Ref("schools"),
            Text("按哪所学校的作息；空为教师本校", "whose bells; the home school's when empty"),
            "",
            optional=True,
        ),
        *later(wish("")),
    ),
    aliases=("不排课", "不能排课", "不可排课", "不能上课"),
)
