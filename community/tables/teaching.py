"""Tables of what is taught: subjects, periods, synchronous lessons."""

from __future__ import annotations

from community.models import CurriculumRow, Subject, SyncSeries
from community.tables.base import Column, Table
from community.tables.kinds import FreeText, Id, Number, Ref, Refs, Whole, YesNo
from community.tables.missing import FROM_NAME, FROM_ORDER, id_from_name, id_from_order
from community.tables.words import LESSONS, ROOM
from community.tables.years import Grade
from community.text import Text

_YES_NO = Text("是或否，空为否", "yes or no; no when empty")

SUBJECTS = Table(
    "subjects",
    "学科",
    Subject,
    Text("每门学科一行", "one row a subject"),
    (
        Column(
            "id",
            "代码",
            Id(),
            Text("如zh、math、en", "such as zh, math, en"),
            "music",
            ("编号", "学科代码", "学科编号"),
            instead=id_from_name,
            instead_of=FROM_NAME,
        ),
        Column(
            "name",
            "名称",
            FreeText(),
            Text("学科名称", "name"),
            "音乐",
            ("学科", "科目", "学科名称"),
        ),
        Column(
            "room",
            "教室要求",
            ROOM,
            Text("空为普通教室", "ordinary when empty"),
            "音乐教室",
            ("教室", "专用教室", "上课教室"),
        ),
        Column("prefer_morning", "宜排上午", YesNo(), _YES_NO, "否"),
        Column(
            "max_per_day",
            "每日上限",
            Whole(LESSONS),
            Text("一班一天最多几节", "lessons a day"),
            "1",
        ),
        Column(
            "load",
            "折算系数",
            Number(),
            Text("一节课折合几课时，空为1", "what a lesson counts in loads; 1 when empty"),
            "0.9",
            ("课时系数", "折算"),
            optional=True,
        ),
    ),
    aliases=("学科", "科目"),
)

CURRICULUM = Table(
    "curriculum",
    "课程计划",
    CurriculumRow,
    Text("每年级每学科一行；某校不同时另写一行并填学校", "one row a grade and subject"),
    (
        Column("grade", "年级", Grade(), Text("1至12", "1 to 12"), "3"),
        Column(
            "subject",
            "学科",
            Ref("subjects"),
            Text("代码或名称", "subject"),
            "音乐",
            ("科目", "课程"),
        ),
        Column(
            "periods",
            "周课时",
            Number(LESSONS),
            Text("2.5表示单双周隔周多一节", "2.5: one lesson every other week"),
            "2",
            ("课时", "周节数", "每周课时", "每周节数", "节数"),
        ),
        Column(
            "doubles",
            "连堂数",
            Whole(("次", "个")),
            Text("其中两节连上的次数", "double lessons"),
            "0",
        ),
        Column("school", "学校", Ref("schools"), Text("空为所有学校", "everywhere when empty")),
    ),
    aliases=("课程设置", "课时", "课程表", "课程计划"),
    across=("grade", "periods"),
)

SYNC = Table(
    "sync",
    "同步课堂",
    SyncSeries,
    Text("每组同步课一行：主讲班级与接收班级", "one row a series of synchronous lessons"),
    (
        Column(
            "id",
            "编号",
            Id(),
            Text("不重复", "unique"),
            "Y01",
            ("同步课编号",),
            instead=id_from_order("Y", "sync"),
            instead_of=FROM_ORDER,
        ),
        Column("subject", "学科", Ref("subjects"), Text("代码或名称", "subject"), "音乐"),
        Column(
            "host_class", "主讲班级", Ref("classes"), Text("编号，或学校加班名", "host"), "S01-302"
        ),
        Column(
            "receiving_classes",
            "接收班级",
            Refs("classes"),
            Text("用、分隔", "separated by ;"),
            "S02-301",
        ),
        Column(
            "periods",
            "周节数",
            Whole(LESSONS),
            Text("每周几节", "lessons a week"),
            "1",
            ("节数", "周课时", "每周节数", "每周课时"),
        ),
    ),
    aliases=("同步",),
)
