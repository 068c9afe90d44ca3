"""The table of what was done before the term (已完成)."""

from __future__ import annotations

from community.done import Done
from community.tables.base import Column, Table
from community.tables.kinds import FreeText, Ref, Whole
from community.tables.times import Date
from community.text import Text

DONE = Table(
    "done",
    "已完成",
    Done,
    Text(
        "按年度、学年计次数的事，学期以前已经完成了多少；不写的按政策要求的进度计",
        "of what is counted by the year, how much was done before the term",
    ),
    (
        Column(
            "rule",
            "规则",
            FreeText(),
            Text("规则的名称或其中几个字", "title of the rule, or its id"),
            "线下教研",
        ),
        Column("school", "学校", Ref("schools"), Text("空为各校都是", "each when empty"), "S01"),
        Column("subject", "学科", Ref("subjects"), Text("空为不分学科", "any when empty"), ""),
        Column("times", "已完成次数", Whole(("次", "节")), Text("次数", "how often"), "6"),
        Column("as_of", "截至日期", Date(), Text("到哪一天为止", "by which date"), "2025-06-30"),
        Column("note", "说明", FreeText(), Text("可不填", "may be empty"), ""),
    ),
    optional=True,
)
