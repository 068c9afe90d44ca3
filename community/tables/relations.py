"""课程关系: how lessons lie to each other. A school that asks for nothing leaves it out."""

from __future__ import annotations

from community.relations import LessonRelation, Relation
from community.tables.asking import strictness
from community.tables.base import Column, Table
from community.tables.kinds import Choice, Ref, Refs, Whole
from community.tables.words import DAYS, LESSONS, TIMES
from community.tables.years import Grade
from community.text import Text

RELATION = Choice(
    {
        Relation.SAME_TIME.value: ("同时", "同时上课", "同一时间"),
        Relation.OTHER_DAYS.value: ("不同天", "不在同一天", "不同一天"),
        Relation.FOLLOWING.value: ("先后", "紧接", "前后相接"),
        Relation.ADJOINING.value: ("相连", "相邻", "挨着"),
        Relation.DAYS_APART.value: ("间隔", "间隔天数", "相隔"),
        Relation.LAST.value: ("当天最后", "最后一节", "一天之末"),
        Relation.FIRST.value: ("当天最先", "最先一节", "一天之首"),
        Relation.BLOCK.value: ("连堂", "连排", "连上"),
    }
)

RELATIONS = Table(
    "relations",
    "课程关系",
    LessonRelation,
    Text(
        "几门课或几个班的课之间的先后、间隔、同时，以及是否在一天的两端；不写班级的是全校、全年级的",
        "how lessons of classes and subjects lie to each other; of all where no class is named",
    ),
    (
        Column(
            "relation",
            "关系",
            RELATION,
            Text(
                "同时、不同天、先后、相连、间隔、当天最后、当天最先或连堂",
                "same_time, other_days, following, adjoining, days_apart, last, first or block",
            ),
            "不同天",
        ),
        Column(
            "subjects",
            "学科",
            Refs("subjects"),
            Text("用、分隔；先后的先写在前面的", "separated by ;, in their order if following"),
            "音乐、美术",
        ),
        Column(
            "classes",
            "班级",
            Refs("classes"),
            Text(
                "用、分隔，空为全部；同时的可与学科一一对应",
                "separated by ;, all when empty; if same_time, perhaps one for each subject",
            ),
            "",
            ("class_id",),
        ),
        Column("school", "学校", Ref("schools"), Text("编号或名称", "id or name"), "S01"),
        Column("grade", "年级", Grade(), Text("空为各年级", "every grade when empty"), ""),
        Column(
            "number",
            "天数或节数",
            Whole((*DAYS, *LESSONS)),
            Text(
                "间隔至少几天（2为不在相邻两天），或每次连堂几节",
                "days apart (2 for no days in a row), or periods of a block",
            ),
            "",
            ("天数", "节数"),
        ),
        Column(
            "times",
            "每周次数",
            Whole(TIMES),
            Text(
                "连堂每周几次，空为能连几次就连几次",
                "blocks a week; as many as the periods hold when empty",
            ),
            "",
            ("次数",),
            optional=True,
        ),
        *strictness("希望"),
    ),
    optional=True,
)
