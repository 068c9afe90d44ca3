"""The table of rooms by name: in which rooms a school wants some lessons."""

from __future__ import annotations

from community.rooms import RoomRequest
from community.tables.asking import strictness
from community.tables.base import Column, Table
from community.tables.kinds import Ref, Refs
from community.tables.years import Grade
from community.text import Text

ROOM_REQUESTS = Table(
    "room_requests",
    "教室要求",
    RoomRequest,
    Text(
        "某学科、班级、年级的课必须或希望在哪些教室上；不写学科的是不用专用教室的课",
        "in which rooms lessons of a subject, class or grade are to be; without a subject: those "
        "that need no special room",
    ),
    (
        Column("subject", "学科", Ref("subjects"), Text("代码或名称", "id or name"), "音乐"),
        Column(
            "class_id",
            "班级",
            Ref("classes"),
            Text("编号，或学校加班名", "id, or school and class name"),
            "",
            ("class",),
        ),
        Column("grade", "年级", Grade(), Text("空为各年级", "every grade when empty"), "3"),
        Column(
            "school",
            "学校",
            Ref("schools"),
            Text("空为教室所在的学校", "the schools of the rooms when empty"),
            "S01",
        ),
        Column(
            "rooms",
            "教室",
            Refs("rooms"),
            Text("“教室”表的编号或名称，用、分隔，任选其一", "rooms, separated by ;, any of them"),
            "音乐教室1",
        ),
        *strictness("必须"),
    ),
    optional=True,
    aliases=("教室要求", "教室安排"),
)
