"""Families of placements: who can be sent at all, and how many (F02 to F04)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from community.families.base import (
    DAYS,
    PEOPLE,
    SHARE,
    TEACHERS,
    TERMS,
    Fault,
    Params,
    param,
)
from community.families.words import (
    KINDS,
    Kind,
    MemberOrAll,
    Only,
    QuotaWay,
    Reach,
    Standing,
    Way,
)
from community.policy import Window
from community.standing import Category
from community.tables.kinds import Choice
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.rule import Strictness

NOT_BY_WEEK = Text(
    "应为学年、年度、学期或月份，这类规则不按周统计",
    "window week; use school_year, calendar_year, semester or month",
)


class StaffPoolPolicyParams(Params):
    """``pool``: none (nobody leaves), secondment (as other rules ask), free (any direction).

    ``directions`` restricts the directions of the placements of ``kinds`` (all kinds when empty); a
    free pool offers placements between communities only when they are listed there.

    The others are data for the notice: who pays (``payroll``), whether the plan needs the approval
    of the authorities and how many days ahead (``lead_days``), and whether classes may move with
    their teachers.
    """

    code = "F02"

    pool: Annotated[
        Literal["none", "secondment", "free"],
        Choice(
            {
                "none": ("不调配",),
                "secondment": ("按派出安排", "派出"),
                "free": ("统筹调配", "自由调配"),
            }
        ),
    ] = param(
        "调配方式",
        "不调配，按其他规则派出，或各校之间统筹调配",
        "nobody is placed, staff are placed as other rules ask, or freely between the schools",
        "secondment",
    )
    kinds: tuple[Kind, ...] = param(
        "交流方式",
        "规则针对哪几种交流方式，不写为全部",
        "the kinds it speaks of; all when empty",
        (),
    )
    directions: tuple[Way, ...] = param(
        "方向", "允许从哪里派到哪里，不写为不限", "the directions that are allowed; empty: any", ()
    )
    payroll: Annotated[
        Literal["home", "pooled"], Choice({"home": ("派出学校",), "pooled": ("统一发放",)})
    ] = param("工资发放", "工资由谁发放，印在通知上", "who pays; printed in the notice", "home")
    needs_approval: bool = param(
        "须报批", "方案是否要报主管部门批准", "whether the authorities approve the plan", False
    )
    lead_days: int = param(
        "提前报批天数",
        "要提前多少天报批",
        "how many days ahead it is handed in",
        0,
        DAYS,
        ge=0,
        le=365,
    )
    class_move: bool = param(
        "班级随教师调整", "班级是否可以随教师调整", "whether classes move with teachers", False
    )


class RotationQuotaParams(Params):
    """``share`` of ``base`` of the sending schools is a minimum beside ``min``.

    ``per``: the quota holds for each member school on its own (teaching points included), for each
    community (``core`` says the same of what the core sends), or for the whole county together.
    ``only``: members of one sort count. ``counts`` active: placements that cover a block of the
    window; starts: those that begin in it. Only placements of at least ``min_terms`` semesters
    count, and with ``need_subject`` only teachers of a subject that the host needs.
    """

    code = "F03"

    direction: QuotaWay = param("方向", "从哪里派到哪里", "from where to where")
    kinds: tuple[Kind, ...] = param("交流方式", KINDS.zh, KINDS.en, min_length=1)
    category: Standing = param("人员类别", "数哪些教师", "which teachers count", Category.ANY)
    min: int | None = param(
        "最少人数",
        "每个统计周期至少派出多少人",
        "at least so many in each window",
        None,
        TEACHERS,
        ge=0,
        le=10_000,
    )
    max: int | None = param(
        "最多人数",
        "每个统计周期至多派出多少人",
        "at most so many in each window",
        None,
        TEACHERS,
        ge=0,
        le=10_000,
    )
    share: float | None = param(
        "最低比例",
        "至少派出所占比例，以“比例的基数”为准",
        "at least this share of the base",
        None,
        SHARE,
        gt=0,
        le=1,
    )
    base: Annotated[
        Literal["fte", "eligible", "exchanged", "eligible_backbone"],
        Choice(
            {
                "fte": ("专任教师", "全体教师"),
                "eligible": ("符合条件的教师", "符合条件教师"),
                "exchanged": ("交流教师", "交流的教师"),
                "eligible_backbone": ("符合条件的骨干教师", "符合条件骨干教师"),
            }
        ),
    ] = param("比例的基数", "比例以哪些教师为基数", "of whom the share is taken", "fte")
    rounding: Annotated[
        Literal["up", "nearest", "down"],
        Choice(
            {"up": ("进一", "向上取整"), "nearest": ("四舍五入",), "down": ("去尾", "向下取整")}
        ),
    ] = param("取整", "按比例算出的人数怎样取整", "how the share becomes whole people", "up")
    per: Reach = param("统计范围", "人数在什么范围里合计", "where people are added up", "community")
    only: Only = param("学校类别", "只数哪一类成员校", "members of one sort", "any")
    counts: Annotated[
        Literal["active", "starts"],
        Choice({"active": ("在岗", "期内在岗"), "starts": ("派出", "期内派出")}),
    ] = param(
        "计数方式",
        "数统计周期内在岗的人，或只数其间新派出的人",
        "those who are placed in a window, or those who begin in it",
        "active",
    )
    min_terms: int = param(
        "最短学期数",
        "至少几个学期的交流才计入",
        "shorter placements do not count",
        1,
        TERMS,
        ge=0,
        le=20,
    )
    need_subject: bool = param(
        "按学科需求", "只数接收学校所缺学科的教师", "only teachers of what the host needs", False
    )

    def faults(self, strictness: Strictness, window: Window | None) -> Iterator[Fault]:
        """Refuse a quota without a number, and windows finer than half a month."""
        if self.min is None and self.max is None and self.share is None:
            yield Fault(
                "min",
                Text("应填最少人数、最多人数、最低比例之一", "one of min, max, share is needed"),
            )
        if self.min is not None and self.max is not None and self.min > self.max:
            yield Fault(
                "min",
                Text(
                    f"最少人数{self.min}应不超过最多人数{self.max}",
                    f"min {self.min} is above max {self.max}",
                ),
            )
        if window is Window.WEEK:
            yield Fault("window", NOT_BY_WEEK)


class ReciprocalExchangeParams(Params):
    """``out_kinds`` lead from the core to a member, ``in_kinds`` from the member to the core.

    ``per`` community: the numbers of all its members together. With ``by_category`` the numbers of
    backbone teachers and of middle leaders agree as well, each up to the tolerance. With
    ``paired``, whoever leaves a member for the core is stood in for at that time by somebody whom
    the core has sent there to teach and who shares a subject with them, each for one.
    """

    code = "F04"

    per: MemberOrAll = param("统计范围", "人数在什么范围里对等", "where numbers agree", "member")
    out_kinds: tuple[Kind, ...] = param(
        "派出方式", "核心校以哪几种方式派往成员校", "kinds from the core to a member", min_length=1
    )
    in_kinds: tuple[Kind, ...] = param(
        "派入方式", "成员校以哪几种方式派往核心校", "kinds from a member to the core", min_length=1
    )
    tolerance: int = param(
        "允许相差",
        "两边人数最多可以相差多少",
        "how far the numbers may differ",
        0,
        PEOPLE,
        ge=0,
        le=1000,
    )
    by_category: bool = param(
        "分类对等", "骨干教师、中层干部是否也各自对等", "the numbers of each category agree", False
    )
    paired: bool = param(
        "顶替对应",
        "去核心校的人，同期应有核心校派来的同学科教师顶替",
        "who leaves a member is stood in for by somebody from the core who shares a subject",
        False,
    )

    def faults(self, strictness: Strictness, window: Window | None) -> Iterator[Fault]:
        """Refuse windows finer than half a month."""
        if window is Window.WEEK:
            yield Fault("window", NOT_BY_WEEK)
