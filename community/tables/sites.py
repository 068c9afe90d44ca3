"""Tables of the sites: schools, bell grids, rooms, classes, and the ways between them."""

from __future__ import annotations

from typing import Any

from community.models import ClassGroup, Room, School, Slot, Travel
from community.names import canonical
from community.tables.base import Column, Table
from community.tables.kinds import (
    ClassName,
    FreeText,
    Id,
    Number,
    Ref,
    Refs,
    Whole,
    YesNo,
)
from community.tables.times import Clock, Weekdays
from community.tables.words import LOCALITY, ROLE, ROOM, SLOT, STAGE
from community.text import Text


def _class(values: dict[str, Any]) -> dict[str, Any]:
    """Return a class's values with grade, number and canonical name from its one name."""
    if "name" not in values:
        return values
    grade, number = values["name"]
    return values | {"grade": grade, "number": number, "name": canonical(grade, number)}


SCHOOLS = Table(
    "schools",
    "学校",
    School,
    Text(
        "每所学校或教学点一行，每个共同体恰好一所核心校",
        "one row a school or teaching point; one core a community",
    ),
    (
        Column("id", "编号", Id(), Text("不重复，定后不改", "unique, never changed"), "S01"),
        Column(
            "name", "名称", FreeText(), Text("学校全称", "full name"), "实验小学", ("学校名称",)
        ),
        Column("role", "类型", ROLE, Text("核心校、成员校或教学点", "its place"), "核心校"),
        Column("stage", "学段", STAGE, Text("小学、初中或九年一贯", "stage"), "小学"),
        Column(
            "grid", "作息表", Ref("grids"), Text("“作息”表中的作息表", "a grid of slots"), "G01"
        ),
        Column(
            "parent",
            "所属中心校",
            Ref("schools"),
            Text("仅教学点填写", "for teaching points: their centre school"),
        ),
        Column(
            "locality", "城乡", LOCALITY, Text("城区、镇区或乡村", "urban, town, rural"), "城区"
        ),
        Column("is_weak", "薄弱学校", YesNo(), Text("是或否", "yes or no"), "否"),
        Column(
            "weak_subjects",
            "薄弱学科",
            Refs("subjects"),
            Text("学科代码或名称，用、分隔", "subjects, separated by ;"),
            "音乐、美术",
        ),
        Column("pupils", "学生数", Whole(), Text("全校学生人数", "pupils in all"), "1200"),
        Column(
            "group",
            "所属共同体",
            Id(),
            Text(
                "一个文件里有全县几个共同体时填写，每个共同体一所核心校",
                "the community it belongs to, when the file holds a county of several",
            ),
            "",
            ("共同体",),
            optional=True,
        ),
    ),
)

SLOTS = Table(
    "slots",
    "作息",
    Slot,
    Text("每个作息表的每个时段一行，同一天的时段不能重叠", "one row a slot of a bell grid"),
    (
        Column("grid", "作息表", Id(), Text("作息表的编号", "id of the bell grid"), "G01"),
        Column("order", "序号", Whole(), Text("当天第几个时段，从1起", "from 1 on, by time"), "1"),
        Column("name", "名称", FreeText(), Text("如第一节、大课间", "as printed"), "第一节"),
        Column("kind", "类型", SLOT, Text("只有正课计入周课时", "only lessons count"), "正课"),
        Column("start", "开始", Clock(), Text("24小时制", "24-hour clock"), "08:20"),
        Column("end", "结束", Clock(), Text("24小时制", "24-hour clock"), "09:00"),
        Column("weekdays", "星期", Weekdays(), Text("1-5或1、3；空为1-5", "1-5 or 1;3"), "1-5"),
    ),
)

ROOMS = Table(
    "rooms",
    "教室",
    Room,
    Text("录播教室、专用教室等；普通教室可以不列", "live and special rooms"),
    (
        Column("id", "编号", Id(), Text("不重复", "unique"), "R01"),
        Column("school", "学校", Ref("schools"), Text("学校编号或名称", "school"), "S01"),
        Column("name", "名称", FreeText(), Text("教室名称", "name"), "录播教室"),
        Column(
            "kind",
            "类型",
            ROOM,
            Text("录播教室可上同步课", "live rooms send and receive"),
            "录播教室",
        ),
        Column("capacity", "可容班数", Whole(), Text("同时可用的班数", "classes at once"), "1"),
    ),
)

CLASSES = Table(
    "classes",
    "班级",
    ClassGroup,
    Text("每个班一行，班名在本校内不重复", "one row a class"),
    (
        Column("id", "编号", Id(), Text("不重复", "unique"), "S01-302"),
        Column("school", "学校", Ref("schools"), Text("学校编号或名称", "school"), "S01"),
        Column(
            "name",
            "班级",
            ClassName(),
            Text("三年级(2)班、三(2)班、3.2或302", "grade and number, such as 3.2"),
            "三年级(2)班",
            ("班级名称", "名称", "class"),
        ),
        Column("pupils", "学生数", Whole(), Text("空为40", "40 when empty"), "42"),
    ),
    _class,
)

TRAVEL = Table(
    "travel",
    "路程",
    Travel,
    Text("两校之间每个方向一行，来回都要填", "one row for each direction between two sites"),
    (
        Column(
            "origin", "出发学校", Ref("schools"), Text("编号或名称", "school"), "S01", ("出发",)
        ),
        Column(
            "destination",
            "到达学校",
            Ref("schools"),
            Text("编号或名称", "school"),
            "S02",
            ("到达",),
        ),
        Column("minutes", "分钟", Whole(), Text("路上的分钟数", "minutes on the way"), "25"),
        Column("km", "公里", Number(), Text("路程", "kilometres"), "12.5", ("路程公里",)),
    ),
)
