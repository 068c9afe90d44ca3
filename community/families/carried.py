"""Families that are carried as data: curricula, grids, scores."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from community.families.base import MINUTES, SHARE, TIMES, YEARS, Params, param
from community.families.words import Part
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST = 9_999_999
Whole = Annotated[int, Field(ge=0, le=MOST)]
WEEKS = Text("周", "weeks")


class Carried(Params):
    """A family that this version neither plans nor checks."""

    planned = False


class CurriculumDemandParams(Carried):
    """Weekly periods of grades 1 to 9 and teaching weeks."""

    code = "F12"

    weekly_periods: tuple[Whole, ...] | None = param(
        "周总课时", "一至九年级每周总课时", "weekly periods of grades 1 to 9", None
    )
    teaching_weeks: int | None = param(
        "教学周数", "一学年教学几周", "teaching weeks of a year", None, WEEKS, ge=0, le=53
    )
    teaching_weeks_grade_9: int | None = param(
        "九年级教学周数",
        "九年级一学年教学几周",
        "teaching weeks in grade 9",
        None,
        WEEKS,
        ge=0,
        le=53,
    )


class CommonGridAndPacingParams(Carried):
    """How far bells and pacing may differ between the schools."""

    code = "F18"

    bell_tolerance_minutes: int | None = param(
        "作息相差",
        "作息时间可以相差几分钟",
        "minutes that bells may differ",
        None,
        MINUTES,
        ge=0,
        le=1440,
    )
    pacing_tolerance_weeks: int | None = param(
        "进度相差", "教学进度可以相差几周", "weeks that pacing may differ", None, WEEKS, ge=0, le=53
    )


class EvaluationScoreParams(Carried):
    """How the schools are evaluated: ``inspections`` are put on dates, scores reckoned from marks.

    With a member that gained ``rank_gain`` ranks the core may count its own mark.
    """

    code = "F33"

    own_weight: float | None = param(
        "自身占比", "自身成绩占多少", "share of the own score", None, SHARE, ge=0, le=1
    )
    members_weight: float | None = param(
        "成员校占比", "成员校成绩占多少", "share of the members' score", None, SHARE, ge=0, le=1
    )
    rank_gain: int | None = param(
        "进步名次", "进步几个名次", "ranks gained", None, Text("名", "ranks"), ge=0, le=1000
    )
    bad_years: int | None = param(
        "下滑年数", "质量连续几年下滑", "bad years in a row", None, YEARS, ge=0, le=100
    )
    points: float | None = param(
        "分值", "计多少分", "points", None, Text("分", "points"), ge=0, le=1000
    )
    bundled: bool | None = param("捆绑", "几校捆绑考核", "schools are judged together", None)
    target: str | None = param("对象", "考核什么", "what is judged", None)
    award_share: float | None = param(
        "评优比例", "多少评为优秀", "share of those who are named best", None, SHARE, gt=0, le=1
    )
    inspections: int | None = param(
        "检查次数", "检查几次", "inspections", None, TIMES, ge=0, le=1000
    )
    when: Part = param("时段", "检查在统计周期的什么时候", "the part of the window", None)

    @classmethod
    def plans(cls, given: Mapping[str, Any]) -> bool:
        """Return whether a rule asks for inspections; scores are reckoned, not planned."""
        return bool(given.get("inspections"))
