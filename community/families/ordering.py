"""Families that give a year its order: dates, phases, turns, and what is filed (F29-F31, F34).

How each is put on dates stands in ``scheduling/term``, in a file that is named as the family.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from community.families.base import SHARE, TIMES, YEARS, Params, param
from community.families.held import MOST, Month
from community.families.words import Part
from community.tables.kinds import Choice
from community.text import Text

PIECES, LENGTH = Text("篇", "pieces"), Text("个月", "months")
MONTHS = r"^(1[0-2]|0?[1-9])(-(1[0-2]|0?[1-9]))?$"
MONTH_DAY = r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"

Lasting = Annotated[int, Field(ge=1, le=120)]
Share = Annotated[float, Field(ge=0, le=1)]
Months = Annotated[str, Field(pattern=MONTHS)]
Due = Annotated[str, Field(pattern=MONTH_DAY)]


class MilestoneDeadlineParams(Params):
    """Dates by which shares of something are done (F29).

    ``counts`` names families whose events count, or things that are handed in. ``shares`` may be
    left out: all is due.
    """

    code = "F29"

    due: tuple[Due, ...] | None = param("期限", "各期限，如06-30", "the dates, as 06-30", None)
    shares: tuple[Share, ...] | None = param(
        "完成比例", "到各期限完成多少", "shares done by then", None, SHARE
    )
    counts: tuple[str, ...] | None = param("事项", "哪些事项", "what is counted", None)


class PhasePrecedenceParams(Params):
    """Phases, one after the other (F30); ``months`` gives each its months, as 5-11.

    ``lengths`` gives each so many months instead, from the month ``begins`` of the first of
    ``years`` on; this one is the ``year``-th. Without either each has an equal part of the window
    (the school year, where none is named), what prepares the others of its start.
    """

    code = "F30"

    phases: tuple[str, ...] | None = param("阶段", "先后各阶段", "the phases in order", None)
    years: int | None = param("年数", "共几年", "years in all", None, YEARS, ge=0, le=100)
    year: int = param("第几年", "现在是第几年", "which of the years this one is", 1, ge=1, le=100)
    begins: Month | None = param(
        "开始月份", "第一年从几月开始", "the month in which the first year begins", None
    )
    lengths: tuple[Lasting, ...] | None = param(
        "各阶段月数", "各阶段几个月", "months that each phase lasts", None, LENGTH
    )
    months: tuple[Months, ...] | None = param(
        "各阶段月份", "各阶段在哪几个月，如5-11", "the months of each phase, as 5-11", None
    )
    when: Part = param("时段", "在统计周期的什么时候", "the part of the window", None)


class SharedResourceBookingParams(Params):
    """What the schools share (F31), and how often each of them can have it."""

    code = "F31"

    resources: tuple[str, ...] | None = param("资源", "共享哪些资源", "what is shared", None)
    how: Annotated[
        Literal["mutual", "in_turn", "loan", "gift"] | None,
        Choice(
            {
                "mutual": ("互相开放", "互用"),
                "in_turn": ("轮流使用", "轮用"),
                "loan": ("借用", "借阅"),
                "gift": ("赠送", "捐赠", "配备"),
            }
        ),
    ] = param(
        "共享方式",
        "场地互相开放，在各校之间轮流，由成员校借用，还是送给成员校；不写时场地由一方开放，图书、设备轮流",
        "venues of both sides, round all schools, lent to the members or given to them; left out: "
        "venues of one side, and books and equipment go round",
        None,
    )
    min: int | None = param(
        "最少次数",
        "每校每个统计周期至少用几次",
        "times for each school in a window",
        None,
        TIMES,
        ge=0,
        le=MOST,
    )


class EvidenceLogParams(Params):
    """What is kept as evidence (F34): ``items`` of each event, or by each person, and by when.

    ``of`` names the families whose events have to have it; without it each school, or the core or
    the members alone (``by``), or each mentor pair (``per``) hands it in once in a window.
    """

    code = "F34"

    items: tuple[str, ...] | None = param("材料", "要有哪些材料", "what is filed", None)
    due: Due | None = param("期限", "何时之前，如11-30", "by when, as 11-30", None)
    min_per_person: int | None = param(
        "每人篇数", "每人至少几篇", "pieces by everyone", None, PIECES, ge=0, le=1000
    )
    by: Annotated[
        Literal["core", "member"] | None,
        Choice({"core": ("核心校", "总校"), "member": ("成员校", "分校")}),
    ] = param("填报学校", "由哪一方交，不写为各校都交", "who hands it in; all when empty", None)
    per: Annotated[
        Literal["school", "pair"] | None,
        Choice({"school": ("每所学校",), "pair": ("每对师徒",)}),
    ] = param("每份归谁", "一校一份，或每对师徒一份", "one of each school or mentor pair", None)
    of: tuple[str, ...] | None = param(
        "所属事项", "哪些事项要有这些材料", "the families whose events need it", None
    )
    times: int | None = param(
        "次数", "每个统计周期几次", "times in a window", None, TIMES, ge=1, le=100
    )
