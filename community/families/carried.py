"""Families that are carried as data: what a community is, curricula, and the term calendar."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from community.families.base import (
    DAYS,
    LESSONS,
    MINUTES,
    SHARE,
    TIMES,
    YEARS,
    Params,
    param,
)
from community.families.words import MEMBER_OR_ALL
from community.tables.kinds import Choice
from community.text import Text

MOST = 9_999_999
Whole = Annotated[int, Field(ge=0, le=MOST)]
Share = Annotated[float, Field(ge=0, le=1)]
Place = Annotated[Literal["member", "community"] | None, MEMBER_OR_ALL]
Part = Annotated[
    Literal["start", "mid", "end"] | None,
    Choice({"start": ("期初",), "mid": ("期中",), "end": ("期末",)}),
]
WEEKS = Text("周", "weeks")
LEAST = ("最少次数", "每个统计周期至少几次", "at least so many times in each window")
PART = ("时段", "在统计周期的什么时候", "the part of the window")


class Carried(Params):
    """A family that this version neither plans nor checks."""

    planned = False


class CommunityStructureParams(Carried):
    """What a community is."""

    code = "F01"

    coverage: float | None = param(
        "覆盖比例", "多少学校加入共同体", "share of schools in a community", None, SHARE, ge=0, le=1
    )
    life_years: int | None = param(
        "存续年数", "一经组建几年不变", "years for which it is fixed", None, YEARS, ge=0, le=100
    )
    scope: Annotated[
        Literal["community", "county", "any"] | None,
        Choice({"community": ("本共同体",), "county": ("全县",), "any": ("不限",)}),
    ] = param("组建范围", "在什么范围里组建", "where its schools are found", None)
    level: str | None = param("形式", "共同体的形式", "its form", None)
    mixed: bool | None = param("强弱搭配", "强校与弱校搭配", "strong schools with weak ones", None)
    tiers: int | None = param(
        "层级数", "学校分几级", "tiers of schools", None, Text("级", "tiers"), ge=0, le=10
    )
    max_schools: int | None = param(
        "最多学校数", "至多几所学校", "schools at most", None, Text("所", "schools"), ge=0, le=1000
    )


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


class ObservationQuotaParams(Carried):
    """Who observes lessons at the core, and how often."""

    code = "F10"

    share: float | None = param(
        "教师比例", "多少教师参加", "share of teachers who observe", None, SHARE, gt=0, le=1
    )
    lessons_per_person: int | None = param(
        "每人节数", "每人听课几节", "lessons for each", None, LESSONS, ge=0, le=1000
    )
    days_per_month: int | None = param(
        "每月天数", "每月几天", "days a month", None, DAYS, ge=0, le=31
    )
    in_turn: bool | None = param("轮流", "大家轮流参加", "everybody in turn", None)


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


class OutreachLessonQuotaParams(Carried):
    """Lessons that teachers of the core give at members."""

    code = "F20"

    min: int | None = param(*LEAST, None, TIMES, ge=0, le=MOST)
    per: Place = param("统计范围", "在什么范围里统计", "where they are counted", None)
    target: Annotated[
        Literal["any", "weak_subject"] | None,
        Choice({"any": ("不限",), "weak_subject": ("薄弱学科",)}),
    ] = param("学科类别", "送哪一类学科的课", "which subjects", None)
    or_itinerant: bool | None = param(
        "走教可代", "走教也算", "itinerant teaching counts as well", None
    )


class ResearchMeetingQuotaParams(Carried):
    """Research meetings."""

    code = "F21"

    min: int | None = param(*LEAST, None, TIMES, ge=0, le=MOST)
    mode: Annotated[
        Literal["any", "online", "offline"] | None,
        Choice({"any": ("不限",), "online": ("网络", "线上"), "offline": ("线下", "现场")}),
    ] = param("形式", "网络或线下", "online or face to face", None)
    per: Annotated[
        Literal["pair", "member", "community", "subject", "teacher"] | None,
        Choice(
            {
                "pair": ("每对学校",),
                "member": ("每所成员校",),
                "community": ("整个共同体",),
                "subject": ("每个学科",),
                "teacher": ("每位教师",),
            }
        ),
    ] = param("统计范围", "在什么范围里统计", "where they are counted", None)
    focus: str | None = param("主题", "教研的主题", "what it is about", None)
    when: Part = param(*PART, None)


class MentorCadenceParams(Carried):
    """Lessons of each mentor pair."""

    code = "F24"

    demo: int | None = param(
        "示范课", "师傅上几节示范课", "lessons that the mentor shows", None, LESSONS, ge=0, le=1000
    )
    report: int | None = param(
        "汇报课", "徒弟上几节汇报课", "lessons that the mentee shows", None, LESSONS, ge=0, le=1000
    )


class LeadershipMeetingQuotaParams(Carried):
    """Meetings and visits of leaders."""

    code = "F25"

    min: int | None = param(*LEAST, None, TIMES, ge=0, le=MOST)
    per: Place = param("统计范围", "在什么范围里统计", "where they are counted", None)
    what: str | None = param("名目", "会议或活动的名目", "what it is", None)
    when: Part = param(*PART, None)


class ActivityCalendarParams(Carried):
    """Activities of the term."""

    code = "F26"

    activities: tuple[str, ...] | None = param("活动", "有哪些活动", "the activities", None)
    min: int | None = param(*LEAST, None, TIMES, ge=0, le=MOST)
    when: Part = param(*PART, None)


class StudentExchangeParams(Carried):
    """Pupils who visit each other."""

    code = "F27"

    what: str | None = param("名目", "学生交流的名目", "what it is", None)
    min: int | None = param(*LEAST, None, TIMES, ge=0, le=MOST)
    both_ways: bool | None = param("双向", "两边都去", "in both directions", None)


class JointAssessmentParams(Carried):
    """Joint tests."""

    code = "F28"

    min: int | None = param(*LEAST, None, TIMES, ge=0, le=MOST)
    same_time: bool | None = param("同时进行", "各校同时检测", "at the same time", None)
    when: Part = param(*PART, None)


class MilestoneDeadlineParams(Carried):
    """Dates by which shares of something are done."""

    code = "F29"

    due: tuple[str, ...] | None = param("期限", "各期限，如06-30", "the dates, as 06-30", None)
    shares: tuple[Share, ...] | None = param(
        "完成比例", "到各期限完成多少", "shares done by then", None, SHARE
    )
    counts: tuple[str, ...] | None = param("事项", "哪些事项", "what is counted", None)


class PhasePrecedenceParams(Carried):
    """Phases, one after the other."""

    code = "F30"

    phases: tuple[str, ...] | None = param("阶段", "先后各阶段", "the phases in order", None)
    years: int | None = param("年数", "共几年", "years in all", None, YEARS, ge=0, le=100)


class SharedResourceBookingParams(Carried):
    """What the schools share."""

    code = "F31"

    resources: tuple[str, ...] | None = param("资源", "共享哪些资源", "what is shared", None)


class EvaluationScoreParams(Carried):
    """How the schools are evaluated."""

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
    inspections: int | None = param(
        "检查次数", "检查几次", "inspections", None, TIMES, ge=0, le=1000
    )


class EvidenceLogParams(Carried):
    """Files that are kept."""

    code = "F34"

    items: tuple[str, ...] | None = param("材料", "要有哪些材料", "what is filed", None)
    due: str | None = param("期限", "何时之前，如11-30", "by when, as 11-30", None)
    min_per_person: int | None = param(
        "每人篇数", "每人至少几篇", "pieces by everyone", None, Text("篇", "pieces"), ge=0, le=1000
    )
