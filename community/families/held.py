"""What families of the calendar have in common: how often in each window, when, where, by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from community.families.base import TIMES, Fault, Params, param
from community.families.words import Part
from community.tables.kinds import Choice
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.policy import Window
    from community.rule import Strictness

MOST = 9_999
WEEKS = Text("周", "weeks")

Month = Annotated[int, Field(ge=1, le=12)]
Host = Annotated[
    Literal["core", "member", "in_turn"] | None,
    Choice({"core": ("核心校", "总校"), "member": ("成员校", "分校"), "in_turn": ("轮流",)}),
]
HalfDay = Annotated[
    Literal["morning", "afternoon", "after_lessons"] | None,
    Choice(
        {"morning": ("上午",), "afternoon": ("下午",), "after_lessons": ("课后", "放学后")},
    ),
]
Weeks = Annotated[Literal["odd", "even"] | None, Choice({"odd": ("单周",), "even": ("双周",)})]
Length = Annotated[
    Literal["half_day", "day", "week"] | None,
    Choice({"half_day": ("半天",), "day": ("一天", "全天"), "week": ("一周", "整周")}),
]
Circle = Annotated[
    Literal[
        "leaders",
        "delegates",
        "member_delegates",
        "subject",
        "class_teachers",
        "backbone",
        "all",
        "pupils",
    ]
    | None,
    Choice(
        {
            "leaders": ("中层干部", "领导班子", "班子成员"),
            "delegates": ("各校代表", "教研组长和骨干"),
            "member_delegates": ("成员校代表", "受援学校代表"),
            "subject": ("学科教师", "全体学科教师"),
            "class_teachers": ("班主任",),
            "backbone": ("骨干教师", "名师"),
            "all": ("全体教师",),
            "pupils": ("学生",),
        }
    ),
]


class Held(Params):
    """What is held so often in each window.

    ``min`` left out means once, where the rule says that it is held at all. ``months`` are those of
    the calendar; ``when`` a third of the window. Who comes is ``who``; a meeting online takes no
    way. ``gap_weeks`` lie between two of the same kind, at least.
    """

    min: int | None = param(
        "最少次数",
        "每个统计周期至少几次，不写为一次",
        "at least so many times in each window; once where left out",
        None,
        TIMES,
        ge=0,
        le=MOST,
    )
    max: int | None = param(
        "最多次数",
        "每个统计周期至多几次",
        "at most so many times in each window",
        None,
        TIMES,
        ge=1,
        le=MOST,
    )
    when: Part = param("时段", "在统计周期的什么时候", "the part of the window", None)
    months: tuple[Month, ...] | None = param(
        "月份", "在哪几个月", "the months of the calendar", None
    )
    weekday: Annotated[int, Field(ge=1, le=7)] | None = param(
        "星期", "固定在星期几，1至7", "always on this weekday, 1 to 7", None
    )
    half_day: HalfDay = param("半天", "在上午、下午还是课后", "the part of the day", None)
    weeks: Weeks = param("单双周", "只在单周或双周", "only in odd or even weeks", None)
    length: Length = param("时长", "一次多长", "how long it lasts", None)
    host: Host = param("承办学校", "在哪一方举行", "where it is held", None)
    who: Circle = param("参加人", "谁参加", "who takes part", None)
    gap_weeks: int | None = param(
        "间隔周数",
        "两次之间至少隔几周",
        "weeks between two of them, at least",
        None,
        WEEKS,
        ge=1,
        le=26,
    )

    def faults(self, strictness: Strictness, window: Window | None) -> Iterator[Fault]:
        """Refuse a maximum below the minimum."""
        if self.max is not None and self.max < (1 if self.min is None else self.min):
            expected = Text("不应小于最少次数", "less than min; make it at least as large")
            yield Fault("max", expected)
