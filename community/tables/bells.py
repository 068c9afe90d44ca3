"""The table of bell grids."""

from __future__ import annotations

from community.models import Slot
from community.tables.base import Column, Table
from community.tables.kinds import FreeText, Id, Whole
from community.tables.missing import next_order, only_grid, slot_kind
from community.tables.times import Clock, Weekdays
from community.tables.words import SLOT, STAGE
from community.text import Text

SLOTS = Table(
    "slots",
    "作息",
    Slot,
    Text("每个作息表的每个时段一行，同一天的时段不能重叠", "one row a slot of a bell grid"),
    (
        Column(
            "grid",
            "作息表",
            Id(),
            Text("作息表的编号", "id of the bell grid"),
            "G01",
            ("学校", "作息", "适用学校"),
            instead=only_grid,
            instead_of=Text("只有一份作息表", "there is one bell grid"),
        ),
        Column(
            "order",
            "序号",
            Whole(),
            Text("当天第几个时段，从1起", "from 1 on, by time"),
            "1",
            instead=next_order,
            instead_of=Text("按行的先后编号", "numbered as they are listed"),
        ),
        Column(
            "name",
            "名称",
            FreeText(),
            Text("如第一节、大课间", "as printed"),
            "第一节",
            ("节次", "时段", "时段名称", "活动", "项目"),
        ),
        Column(
            "kind",
            "类型",
            SLOT,
            Text("只有正课计入周课时", "only lessons count"),
            "正课",
            ("时段类型", "类别"),
            instead=slot_kind,
            instead_of=Text("按名称认出类型", "the kind follows from the name"),
        ),
        Column(
            "start",
            "开始",
            Clock(),
            Text("24小时制", "24-hour clock"),
            "08:20",
            ("开始时间", "上课时间", "起", "上课"),
        ),
        Column(
            "end",
            "结束",
            Clock(),
            Text("24小时制", "24-hour clock"),
            "09:00",
            ("结束时间", "下课时间", "止", "下课"),
        ),
        Column("weekdays", "星期", Weekdays(), Text("1-5或1、3；空为1-5", "1-5 or 1;3"), "1-5"),
        Column(
            "stage",
            "学段",
            STAGE,
            Text(
                "小学、初中各打各的铃时写为谁打；空为全校",
                "whose bell it is, where stages of a school have their own; empty: all",
            ),
            "",
            ("适用学段",),
            optional=True,
            rare=True,
        ),
    ),
    aliases=("作息", "时间表", "铃声"),
    spans={w: ("start", "end") for w in ("时间", "起止时间", "时间段", "作息时间", "起讫时间")},
)
