"""Families about staff at home and on the way: protection, balance, journeys (F11, F19)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BeforeValidator

from community.families.base import (
    KM,
    MINUTES,
    PEOPLE,
    PERIODS,
    SHARE,
    SITES,
    Fault,
    Params,
    param,
)
from community.rule import Strictness
from community.tables.kinds import Choice
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.policy import Window


class HomeSchoolProtectionParams(Params):
    """``max_absent_share`` of a school's own staff, rounded down, at least one person, may be away.

    ``min_backbone_share`` of its own backbone, rounded down, is at home. ``class_teacher_periods``
    and ``group_head_periods`` are taken off the weekly maximum of class teachers and of heads of
    subject groups as long as they are based at home: who is sent away hands the duty over. With
    ``class_teachers_stay`` no class teacher is sent away at all; otherwise nothing forbids it.
    """

    code = "F11"

    max_absent_share: float | None = param(
        "离校比例上限",
        "同一时间离校的教师至多占本校教师多少",
        "at most this share of a school's staff is away at a time",
        None,
        SHARE,
        ge=0,
        le=1,
    )
    subject_cover: bool = param(
        "保住各学科",
        "派出后各学科的课仍要有人上；为是时规则须为刚性",
        "the lessons of each subject can still be taught; then the rule has to be hard",
        True,
    )
    min_backbone_share: float | None = param(
        "骨干留校比例",
        "骨干教师至少有多少留在本校",
        "at least this share of the backbone is at home",
        None,
        SHARE,
        ge=0,
        le=1,
    )
    class_teacher_periods: int = param(
        "班主任减课时",
        "班主任每周最多课时减去多少",
        "taken off the weekly maximum of class teachers",
        0,
        PERIODS,
        ge=0,
        le=40,
    )
    group_head_periods: int = param(
        "教研组长减课时",
        "教研组长每周最多课时减去多少",
        "taken off the weekly maximum of heads of subject groups",
        0,
        PERIODS,
        ge=0,
        le=40,
    )
    class_teachers_stay: bool = param(
        "班主任留校", "班主任一律不派出", "no class teacher is sent away", False
    )

    def faults(self, strictness: Strictness, window: Window | None) -> Iterator[Fault]:
        """Refuse a price on lessons that nobody can teach."""
        if self.subject_cover and strictness is not Strictness.HARD:
            yield Fault(
                "strictness",
                Text(
                    "应为刚性，因为“保住各学科”为是；要改为弹性，先把“保住各学科”改为否",
                    "subject_cover must be hard; set strictness to hard, or subject_cover to false",
                ),
            )


class StaffBalanceParams(Params):
    """Limits that hold in every block of time; what is left out asks for nothing.

    ``max_core_share``: of all backbone teachers of a community at most this share, rounded up,
    works at its core. ``max_spread``: the largest less the smallest share of backbone among the
    schools of a community. ``net_change``: as many arrive at each member as leave it.
    ``max_cv_primary`` and ``max_cv_junior``: the coefficient of variation between all schools with
    a stage, of each of ``cv_of`` for each pupil, in each term (``community.indicators``).
    """

    code = "F11"

    max_core_share: float | None = param(
        "核心校骨干比例上限",
        "骨干教师至多有多少在核心校",
        "at most this share of the backbone works at the core",
        None,
        SHARE,
        ge=0,
        le=1,
    )
    max_spread: float | None = param(
        "骨干比例之差",
        "各校骨干教师所占比例最多相差多少",
        "how far the schools' shares of backbone may differ",
        None,
        SHARE,
        ge=0,
        le=1,
    )
    net_change: bool = param(
        "总量不变", "每所成员校来去人数相等", "as many arrive at each member as leave it", False
    )
    max_cv_primary: float | None = param(
        "小学差异系数上限",
        "各小学之间的差异系数不超过多少，国家标准为0.5",
        "coefficient of variation between primary schools; the national limit is 0.5",
        None,
        ge=0,
        le=10,
    )
    max_cv_junior: float | None = param(
        "初中差异系数上限",
        "各初中之间的差异系数不超过多少，国家标准为0.45",
        "coefficient of variation between junior schools; the national limit is 0.45",
        None,
        ge=0,
        le=10,
    )
    cv_of: tuple[
        Annotated[
            Literal["above_norm", "backbone", "pe_arts"],
            Choice(
                {
                    "above_norm": ("高于规定学历教师", "学历"),
                    "backbone": ("骨干教师", "骨干"),
                    "pe_arts": ("体育艺术教师", "音体美教师", "体艺教师"),
                }
            ),
        ],
        ...,
    ] = param(
        "差异系数指标",
        "差异系数算哪几项：高于规定学历教师、骨干教师、体育艺术教师",
        "of whom the coefficient of variation is limited",
        ("backbone",),
        min_length=1,
    )

    def faults(self, strictness: Strictness, window: Window | None) -> Iterator[Fault]:
        """Refuse a rule that limits nothing."""
        limits = (self.max_core_share, self.max_spread, self.max_cv_primary, self.max_cv_junior)
        if limits == (None,) * len(limits) and not self.net_change:
            yield Fault(
                "net_change",
                Text(
                    "应填核心校骨干比例上限、骨干比例之差、差异系数上限、总量不变之一",
                    "one of max_core_share, max_spread, max_cv_primary, max_cv_junior, net_change "
                    "is needed",
                ),
            )


def _weekdays(pattern: object) -> object:
    """Read a pattern as "2,4" or "1-3,5"; what is already a list of numbers stays."""
    if not isinstance(pattern, str):
        return pattern
    days: set[int] = set()
    for part in filter(None, re.split(r"[,，、\s]+", pattern)):
        found = re.fullmatch(r"([1-7])(?:[-–]([1-7]))?", part)
        here = range(int(found[1]), int(found[2] or found[1]) + 1) if found else ()
        if not here:
            raise ValueError(f"“{pattern}”: weekdays 1 to 7, as 2,4 or 1-3")
        days.update(here)
    return sorted(days)


class ItinerantTeachingParams(Params):
    """``max_sites_per_week`` counts the home school; ``buffer_minutes`` is for the timetable.

    ``patterns``: the weekdays that a teacher may be at a host; without any the timetable decides.
    ``vehicle_seats``: how many may set out from one school on one weekday.
    """

    code = "F19"

    buffer_minutes: int = param(
        "路上余量",
        "两校之间除路程外另留多少分钟",
        "minutes between two sites beside those of the way",
        0,
        MINUTES,
        ge=0,
        le=600,
    )
    max_sites_per_day: int | None = param(
        "每天校数", "一人一天至多在几所学校", "sites of a person a day", None, SITES, ge=1, le=10
    )
    max_sites_per_week: int = param(
        "每周校数",
        "一人一周至多在几所学校，本校计入",
        "sites of a person a week, home included",
        2,
        SITES,
        ge=1,
        le=10,
    )
    patterns: tuple[Annotated[tuple[int, ...], BeforeValidator(_weekdays)], ...] = param(
        "走教星期",
        "走教可在哪些星期，几种写法之间用分号隔开；不写由课表定",
        "weekdays at a host, several patterns parted by ;. Without any the timetable decides",
        (),
        expected=Text("星期1到7，如“2,4”或“1-3”，几种之间用分号", "weekdays 1 to 7, as 2,4 or 1-3"),
        between=";",
    )
    vehicle_seats: int | None = param(
        "车辆座位",
        "一天里至多几人从一所学校出发",
        "people who set out from one school on one day",
        None,
        PEOPLE,
        ge=1,
        le=1000,
    )
    max_km_per_week: float | None = param(
        "每周公里数",
        "一人一周至多走多少公里",
        "kilometres of a person a week",
        None,
        KM,
        ge=0,
        le=100_000,
    )
