"""Families of placements: how long, who may go, in which order, to whom (F05 to F09)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from community.families.base import (
    DAYS,
    TEACHERS,
    TERMS,
    YEARS,
    Fault,
    Params,
    param,
)
from community.families.words import (
    KINDS,
    Kind,
    Only,
    Standing,
)
from community.rule import Strictness
from community.standing import Category
from community.tables.kinds import Choice
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.policy import Window


class PlacementTermParams(Params):
    """Lengths and gaps in semesters, or school days of a short track (``max_days`` above 0).

    ``align``: a placement begins in a first semester (school_year), with a semester, or (short
    tracks only) with any half month (block). 10 school days are half a month.
    """

    code = "F05"

    kinds: tuple[Kind, ...] = param("交流方式", KINDS.zh, KINDS.en, min_length=1)
    min_terms: int = param(
        "最短学期数", "一次至少几个学期", "the least length of a stay", 1, TERMS, ge=1, le=20
    )
    max_terms: int = param(
        "最长学期数", "一次至多几个学期", "the greatest length of a stay", 20, TERMS, ge=1, le=20
    )
    align: Annotated[
        Literal["block", "semester", "school_year"],
        Choice(
            {
                "block": ("半月", "每半月"),
                "semester": ("学期初", "学期"),
                "school_year": ("学年初", "学年"),
            }
        ),
    ] = param("起始时间", "从什么时候起", "when a stay may begin", "semester")
    gap_terms: int = param(
        "间隔学期数",
        "同一人两次之间至少隔几个学期",
        "semesters between two stays",
        0,
        TERMS,
        ge=0,
        le=40,
    )
    min_days: int = param(
        "最短天数",
        "短期的一次至少几个教学日，10天为半个月",
        "the least length of a short stay in school days; 10 are half a month",
        0,
        DAYS,
        ge=0,
        le=60,
    )
    max_days: int = param(
        "最长天数",
        "短期的一次至多几个教学日；0表示不是短期",
        "the greatest length of a short stay in school days; 0: no short one",
        0,
        DAYS,
        ge=0,
        le=60,
    )

    def faults(self, strictness: Strictness, window: Window | None) -> Iterator[Fault]:
        """Refuse an empty range of lengths."""
        unit, word = ("days", "天数") if self.max_days else ("terms", "学期数")
        low, high = getattr(self, f"min_{unit}"), getattr(self, f"max_{unit}")
        if low > high:
            yield Fault(
                f"min_{unit}",
                Text(
                    f"最短{word}{low}应不超过最长{word}{high}",
                    f"min_{unit} {low} is above max_{unit} {high}",
                ),
            )


class RotationEligibilityParams(Params):
    """``categories``: whom the rule speaks of (everybody when empty).

    ``min_years_in_school`` counts school years, ``min_terms_in_school`` semesters, both from the
    first school year at the home school. Without ``cross_stage`` the host has to be of the
    teacher's stage. With ``sole_teacher_stays`` nobody leaves who alone at home can teach some
    subject there. ``scope`` group: only inside the own community; county: anywhere.
    """

    code = "F06"

    kinds: tuple[Kind, ...] = param("交流方式", KINDS.zh, KINDS.en, min_length=1)
    min_years_in_school: int = param(
        "在校满年数",
        "在本校工作满几学年才可以派出",
        "school years in the school before",
        0,
        YEARS,
        ge=0,
        le=50,
    )
    min_terms_in_school: int = param(
        "在校满学期数",
        "在本校工作满几学期才可以派出",
        "semesters in the school before",
        0,
        TERMS,
        ge=0,
        le=100,
    )
    exclude_years_to_retirement: int = param(
        "距退休年数",
        "距退休不足几年的不派出",
        "nobody with fewer years to retirement",
        0,
        YEARS,
        ge=0,
        le=50,
    )
    retirement_age: int = param(
        "退休年龄", "按多少岁退休计算", "age of retirement", 60, Text("岁", "years"), ge=40, le=80
    )
    categories: tuple[Standing, ...] = param(
        "人员类别", "规则针对哪些教师，不写为全体", "whom the rule speaks of; empty: everybody", ()
    )
    cross_stage: bool = param(
        "可跨学段", "是否可以派到别的学段的学校", "whether the host may be of another stage", True
    )
    sole_teacher_stays: bool = param(
        "独任教师留校",
        "本校某学科唯一能任教的教师不派出",
        "nobody leaves who alone can teach a subject at home",
        False,
    )
    scope: Annotated[
        Literal["group", "county"], Choice({"group": ("本共同体", "集团内"), "county": ("全县",)})
    ] = param(
        "交流范围", "在本共同体内，或在全县", "inside the own community, or anywhere", "group"
    )


class RotationFairnessParams(Params):
    """``recent_years``: school years after a placement in which another one is unfair (0: none).

    ``round_robin``: among the staff of one school, those of category ``pool`` go round by round;
    ``side`` says whose staff, and ``kinds`` which placements are services (all that leave home,
    when empty). A ``burden_weight`` above 0 asks the search to level out the burdens among rosters
    of the same cost (``rotation.fair_shares``); it is no part of the cost.
    """

    code = "F07"

    volunteers_first: bool = param("志愿者优先", "自愿报名的先派", "volunteers go first", True)
    recent_years: int = param(
        "近年年数",
        "几学年内交流过的往后排，0为不看",
        "those sent within so many years later",
        0,
        YEARS,
        ge=0,
        le=30,
    )
    round_robin: bool = param(
        "全员轮流",
        "大家都去过一轮，才开始下一轮",
        "nobody goes again before everybody has gone",
        False,
    )
    side: Annotated[
        Literal["core", "member", "both"],
        Choice({"core": ("核心校",), "member": ("成员校",), "both": ("两边", "双方")}),
    ] = param("哪一方", "哪一方的教师轮流", "whose staff take turns", "core")
    pool: Standing = param("人员类别", "哪些教师轮流", "who takes turns", Category.ANY)
    kinds: tuple[Kind, ...] = param(
        "交流方式",
        "哪几种方式算轮到一次，不写为离校的各种方式",
        "which kinds are a turn; empty: all that leave home",
        (),
    )
    burden_weight: float = param(
        "负担均衡",
        "大于0时，代价相同的名单中取路程负担更均衡的",
        "above 0: among rosters of the same cost, the one with more even burdens",
        0,
        ge=0,
        le=1000,
    )

    def faults(self, strictness: Strictness, window: Window | None) -> Iterator[Fault]:
        """Refuse to be hard but for rounds: the rest of turn-taking is a matter of degree."""
        gentle = self.volunteers_first or self.recent_years or self.burden_weight
        if strictness is Strictness.HARD and (gentle or not self.round_robin):
            yield Fault(
                "strictness",
                Text(
                    "应为弹性或原则上；只有“全员轮流”可为刚性，并且志愿者优先为否、"
                    "近年年数为0、负担均衡为0",
                    "strictness hard; use soft or in_principle. Only round_robin may be hard, with "
                    "volunteers_first = false, recent_years = 0 and burden_weight = 0",
                ),
            )


class RotationCostParams(Params):
    """``minutes_weight``: cost of one minute there and back, for each term of the plan."""

    code = "F07"

    minutes_weight: float = param(
        "每分钟代价",
        "每学期往返路上每一分钟的代价",
        "cost of a minute there and back, a term",
        1.0,
        ge=0,
        le=1000,
    )


class CoverageRequirementParams(Params):
    """At least ``min`` teachers of a category, by placements of the given kinds.

    ``per`` member: at each member school, teaching points included. weak_subject: for each weak
    subject of each school of a member, and of people who can teach it there. ``only``: members of
    one sort.
    """

    code = "F08"

    kinds: tuple[Kind, ...] = param("交流方式", KINDS.zh, KINDS.en, min_length=1)
    category: Standing = param("人员类别", "数哪些教师", "which teachers count", Category.BACKBONE)
    min: int = param(
        "最少人数", "每处至少多少人", "at least so many at each place", 1, TEACHERS, ge=1, le=1000
    )
    per: Annotated[
        Literal["member", "weak_subject"],
        Choice({"member": ("每所成员校", "成员校"), "weak_subject": ("每门薄弱学科", "薄弱学科")}),
    ] = param("统计范围", "每所成员校，或其每门薄弱学科", "each member, or weak subject", "member")
    only: Only = param("学校类别", "只管哪一类成员校", "members of one sort", "any")


class SkillNeedMatchingParams(Params):
    """The kinds of placement that follow the host's need, and ``subjects`` that all hosts need."""

    code = "F09"

    kinds: tuple[Kind, ...] = param("交流方式", KINDS.zh, KINDS.en, min_length=1)
    subjects: tuple[str, ...] = param(
        "学科", "各校都需要的学科", "subjects that all hosts need", (), of_subjects=True
    )
