"""What every rule of a policy has beside the parameters of its family."""

from __future__ import annotations

from typing import Annotated

from community.families.base import Params, param
from community.policy import Window
from community.rule import CostFunction, Strictness
from community.tables.kinds import Choice


class RuleFields(Params):
    """Whether a rule is in force, how binding it is, what it costs, over which time it counts."""

    enabled: bool = param("启用", "规则是否起作用", "whether the rule is in force", True)
    strictness: Annotated[
        Strictness,
        Choice({"hard": ("刚性",), "in_principle": ("原则上",), "soft": ("弹性",)}),
    ] = param(
        "约束程度",
        "刚性必须满足，原则上可以高代价放宽，弹性只计代价",
        "hard: has to be kept; in_principle: can be waived at a high price; soft: has a price",
        Strictness.HARD,
        also=("严格程度", "刚性程度"),
    )
    weight: int = param(
        "权重", "每差一个单位的代价", "cost of each unit that is off", 1, ge=0, le=1_000_000
    )
    cost_function: Annotated[
        CostFunction,
        Choice({"Linear": ("按差额",), "Quadratic": ("按差额平方",), "Step": ("有差即计",)}),
    ] = param(
        "计价方式",
        "代价怎样随差额增加",
        "how the cost grows with what is off",
        CostFunction.LINEAR,
    )
    window: Annotated[
        Window | None,
        Choice(
            {
                "calendar_year": ("年度", "自然年", "每年"),
                "school_year": ("学年", "每学年"),
                "semester": ("学期", "每学期"),
                "month": ("月", "月份", "每月"),
                "week": ("周", "每周"),
            }
        ),
    ] = param(
        "统计周期", "数量按多长时间合计", "the time over which is counted", None, also=("周期",)
    )
