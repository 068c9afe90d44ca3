"""The table of groups: parts of a class or of several that are taught at the same time."""

from __future__ import annotations

from community.grouped import GroupLesson
from community.tables.base import Column, Table
from community.tables.kinds import Id, Ref, Refs, Whole
from community.tables.words import LESSONS, ROOM
from community.text import Text

GROUPED = Table(
    "grouped",
    "分组走班",
    GroupLesson,
    Text(
        "一个班分成的几组，或几个班一起打散的几组，同一编号的各组同时上课；每组一行",
        "groups of a class or of several, taught at the same times: a row a group",
    ),
    (
        Column(
            "parallel",
            "编号",
            Id(),
            Text("同时上课的各组相同", "the same for groups at the same times"),
            "F01",
            ("分组编号", "走班编号", "课段"),
        ),
        Column(
            "classes",
            "班级",
            Refs("classes"),
            Text("用、分隔；各组写得一样", "separated by ;, the same for all groups"),
            "S01-701、S01-702",
        ),
        Column(
            "name",
            "组名",
            Id(),
            Text("同名的是同一批学生", "same name: same pupils"),
            "A层",
            ("组别",),
        ),
        Column("subject", "学科", Ref("subjects"), Text("代码或名称", "id or name"), "数学"),
        Column(
            "teacher",
            "教师",
            Ref("teachers"),
            Text("空由程序安排", "chosen when empty"),
            "T001",
            ("任课教师",),
        ),
        Column(
            "periods",
            "周节数",
            Whole(LESSONS),
            Text("各组相同，空为1", "the same for all groups; 1 when empty"),
            "2",
            ("节数", "周课时"),
        ),
        Column("room", "教室", Ref("rooms"), Text("某一间；可不填", "one by name; may be empty")),
        Column("kind", "教室要求", ROOM, Text("或某一类；可不填", "or of a kind; may be empty")),
        Column("pupils", "人数", Whole(("人", "名")), Text("本组人数", "of the group"), "32"),
    ),
    optional=True,
    aliases=("走班", "分层", "分组"),
)
