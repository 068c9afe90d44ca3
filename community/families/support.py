"""Families about what staff get: mentors, money, credit (F23, F32, F35)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import StringConstraints

from community.codes import PlacementKind
from community.families.base import (
    MINUTES,
    PEOPLE,
    TERMS,
    YEARS,
    YUAN,
    Fault,
    Params,
    param,
)
from community.families.words import Kind, Standing
from community.policy import Window
from community.rule import Strictness
from community.standing import Category
from community.tables.kinds import Choice
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

LEAVING = tuple(kind for kind in PlacementKind if kind.leaves_home)
RATIO = re.compile(r"^\s*1\s*[:：]\s*([1-9][0-9]{0,2})\s*$")  # one mentor for so many
FUNDED_BY = (None, Window.SCHOOL_YEAR, Window.CALENDAR_YEAR)


class MentorMatchingParams(Params):
    """Mentors of a category (nobody with low results) and mentees of a sort, of one subject.

    A mentor teaches the mentee's first subject.
    ``mentees``: teachers who are no such mentors themselves; ``leading``, backbone teachers and
    group heads of the members, have mentors of the core; ``arrivals`` are sent to the mentor's
    school for a semester or longer, and all of them are paired for that time (no number counts).
    ``capacity``: mentees of a mentor at a time, of all rules together; without it that of a
    ``ratio`` as 1:2, without both no limit.
    ``min_mentees_per_school`` holds in each member school as far as it has such teachers; with
    ``per_mentor`` it (or 1) holds for each mentor in every other school with some of the subject.
    ``all_mentees``: each with any possible mentor has one. Without it and without a number that is
    meant, except of ``any``.
    ``cross_school``: only between schools of a community (for low results from the core to the
    members), or only inside a school; without it between schools for low results and with
    ``per_mentor``, and either way else. ``max_minutes``: of the way between the two schools.
    ``lifetime_terms``: an even number of semesters begins with a school year.
    """

    code = "F23"

    mentors: Standing = param("师傅", "哪些教师当师傅", "who guides", Category.BACKBONE)
    mentees: Annotated[
        Literal["any", "low_result", "young", "leading", "arrivals"],
        Choice(
            {
                "any": ("不限", "教师"),
                "low_result": ("成绩靠后的教师", "成绩靠后"),
                "young": ("青年教师", "青年"),
                "leading": ("成员校骨干和教研组长", "骨干和教研组长"),
                "arrivals": ("交流来的教师", "派入教师"),
            }
        ),
    ] = param("徒弟", "哪些教师要有师傅", "who is guided", "any")
    capacity: int | None = param(
        "每师带徒",
        "一位师傅同时至多带几人",
        "mentees of a mentor at a time, at most",
        None,
        PEOPLE,
        ge=1,
        le=1000,
    )
    min_mentees_per_school: int = param(
        "每校结对人数",
        "每所成员校至少几人有师傅",
        "mentees in each member school, at least",
        0,
        PEOPLE,
        ge=0,
        le=1000,
    )
    per_mentor: bool = param(
        "每师每校", "每位师傅在其他每所学校都要有徒弟", "each mentor in every other school", False
    )
    all_mentees: bool | None = param(
        "人人结对", "凡有合适师傅的都要结对", "everybody with a possible mentor has one", None
    )
    same_stage: bool = param(
        "同学段", "师徒应在同一学段", "mentor and mentee are of one stage", False
    )
    cross_school: bool | None = param(
        "跨校", "是：只在学校之间；否：只在本校", "yes: only between schools; no: only inside", None
    )
    max_minutes: int | None = param(
        "路程上限",
        "师徒两校之间至多多少分钟",
        "the way between the two schools",
        None,
        MINUTES,
        ge=0,
        le=600,
    )
    lifetime_terms: int = param(
        "结对学期数", "一次结对几个学期", "how long a pair lasts", 2, TERMS, ge=1, le=20
    )
    ratio: Annotated[str, StringConstraints(pattern=RATIO.pattern)] | Literal[""] = param(
        "师徒比",
        "一位师傅带几人，如1:2；填了“每师带徒”就不看它",
        "mentees of a mentor, as 1:2; not read where capacity is given",
        "",
        expected=Text("1:2这样的比", "a ratio like 1:2"),
    )

    def faults(self, strictness: Strictness, window: Window | None) -> Iterator[Fault]:
        """Refuse windows finer than semesters, and mentors of every other school in one's own."""
        if window in (Window.WEEK, Window.MONTH):
            yield Fault(
                "window",
                Text(
                    "应为学年、年度或学期",
                    f"window {window}; use school_year, calendar_year or semester",
                ),
            )
        if self.per_mentor and self.cross_school is False:
            yield Fault(
                "cross_school",
                Text(
                    "“每师每校”为是时，“跨校”不能为否",
                    "per_mentor speaks of other schools, but cross_school is false",
                ),
            )


class BudgetAndAllowanceParams(Params):
    """``fund_cny`` is what the placements of a window may cost; without it the fund is ``min_cny``.

    Rates: ``cny_per_km`` travelled, ``cny_per_month`` of a placement. ``allowance`` says whose
    rates these are, the home school's or the host's; it is printed and changes no number.
    """

    code = "F32"

    fund_cny: int | None = param(
        "经费",
        "一年里交流至多花多少元",
        "what placements may cost in a year",
        None,
        YUAN,
        ge=0,
        le=9_999_999,
    )
    min_cny: int | None = param(
        "经费下限",
        "一年里经费至少多少元；没有填经费时以此为限",
        "the least fund; the limit where no fund is given",
        None,
        YUAN,
        ge=0,
        le=9_999_999,
    )
    cny_per_km: float = param(
        "每公里元数", "路上每公里多少元", "yuan for a kilometre", 0.0, YUAN, ge=0, le=10_000
    )
    cny_per_month: float = param(
        "每月元数",
        "交流每月多少元",
        "yuan for a month of a placement",
        0.0,
        YUAN,
        ge=0,
        le=1_000_000,
    )
    allowance: Annotated[
        Literal["home", "host"], Choice({"home": ("派出学校",), "host": ("接收学校", "交流地")})
    ] = param("补助标准", "补助按哪一方的标准，印在通知上", "whose rates; printed only", "home")

    def faults(self, strictness: Strictness, window: Window | None) -> Iterator[Fault]:
        """Refuse windows shorter than a year: funds are granted by the year."""
        if window not in FUNDED_BY:
            yield Fault(
                "window",
                Text("应为学年或年度", f"window {window}; use school_year or calendar_year"),
            )


class ServiceCreditParams(Params):
    """``years`` of service, times ``credit_ratio``, are the threshold of a title or a post.

    Placements of ``kinds`` (those that leave home by default) at hosts of one sort count.
    ``need_first`` puts a price on sending somebody who has the threshold already. ``priority``
    says that who has reached it comes first at equal conditions; it is printed in the ledger.
    """

    code = "F35"

    years: float | None = param(
        "服务年限",
        "满几年可以计入",
        "years of service that are asked for",
        None,
        YEARS,
        gt=0,
        le=50,
    )
    credit_ratio: float = param(
        "折算系数",
        "一年交流折算几年",
        "years that a year of placement counts",
        1.0,
        YEARS,
        gt=0,
        le=10,
    )
    kinds: tuple[Kind, ...] = param(
        "交流方式",
        "哪几种交流方式计入，不写为离校的各种",
        "the kinds that count",
        LEAVING,
        min_length=1,
    )
    only: Annotated[
        Literal["any", "rural", "weak"],
        Choice({"any": ("不限",), "rural": ("乡村学校", "农村学校"), "weak": ("薄弱学校",)}),
    ] = param("学校类别", "在哪一类学校任教才计入", "hosts of one sort", "any")
    need_first: bool = param(
        "未满者先派", "还没有满年限的先派出", "who lacks the years goes first", False
    )
    priority: bool = param(
        "同等优先",
        "满年限的同等条件下优先，印在台账上",
        "printed: first at equal conditions",
        False,
    )

    def faults(self, strictness: Strictness, window: Window | None) -> Iterator[Fault]:
        """Refuse an order of turns without a threshold, and a hard one."""
        if self.need_first and self.years is None:
            yield Fault(
                "years",
                Text(
                    "“未满者先派”为是时应填服务年限", "need_first asks for a threshold; set years"
                ),
            )
        if self.need_first and strictness is Strictness.HARD:
            yield Fault(
                "strictness",
                Text(
                    "应为弹性或原则上，因为“未满者先派”为是",
                    "need_first cannot be hard; use soft or in_principle",
                ),
            )
