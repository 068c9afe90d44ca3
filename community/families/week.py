"""Families of the weekly timetable (F13 to F22); it also reads the journeys of ``staff``."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from community.families.base import (
    LESSONS,
    MINUTES,
    PERIODS,
    SHARE,
    Params,
    param,
)
from community.families.words import CLOCK
from community.tables.kinds import Choice
from community.text import Text

Norm = Annotated[int, Field(ge=0, le=60, strict=True)]
Subjects = Annotated[dict[str, Norm], Field(min_length=1)]
AT_CLOCK = Text("08:20这样的时刻", "a time of day like 08:20")


class TimetableFeasibilityParams(Params):
    """No lesson of a stage starts before its time of day."""

    code = "F13"

    earliest_primary: str | None = param(
        "小学最早上课",
        "小学第一节课不早于几点",
        "primary lessons start no earlier",
        None,
        expected=AT_CLOCK,
        pattern=CLOCK,
    )
    earliest_junior: str | None = param(
        "初中最早上课",
        "初中第一节课不早于几点",
        "junior lessons start no earlier",
        None,
        expected=AT_CLOCK,
        pattern=CLOCK,
    )


class TeacherWorkloadParams(Params):
    """Weekly ``norms`` by stage and main subject (``other`` for the rest), from the first rule.

    Those that ship are one published local standard (N18), of senior teachers too. It leaves small
    village schools to adjust: what a lesson of several grades (复式) counts, their class says.
    Above a norm, up to ``over_by`` periods cost 1 each; what is above that is the rule's matter.
    With ``class_teacher_share`` the rule speaks of class teachers, whose norm is less by it.
    """

    code = "F14"

    norms: dict[Literal["primary", "junior", "senior"], Subjects] | None = param(
        "周课时标准",
        "各学段、各主要学科每周的课时，写了就替换整个标准",
        "weekly periods by stage and main subject; replaces them all",
        None,
        PERIODS,
        expected=Text(
            "按学段写的各学科课时，如“小学：语文14、其他18；初中：语文12、其他16”，课时为0到60",
            "periods by stage and subject, as {primary = {zh = 14, other = 18}}, from 0 to 60",
        ),
        of_subjects=True,
    )
    over_by: int = param(
        "可超课时",
        "超出标准多少课时以内只计少量代价",
        "periods above the norm that cost little",
        0,
        PERIODS,
        ge=0,
        le=60,
    )
    class_teacher_share: float | None = param(
        "班主任折算",
        "班主任工作折合多少工作量；填了只管班主任",
        "share of a load that class-teacher work counts for; then of class teachers alone",
        None,
        SHARE,
        ge=0,
        le=1,
    )


class TimetableQualityParams(Params):
    """One ``aspect`` of a good timetable. ``max`` without a number is that of ``MOST``."""

    code = "F15"
    MOST: ClassVar[dict[str, int]] = {
        "idle": 0,
        "consecutive": 3,
        "daily_load": 5,
        "even_days": 1,
    }

    aspect: Annotated[
        Literal[
            "idle",
            "morning",
            "spread",
            "consecutive",
            "daily_load",
            "first_period",
            "class_days",
            "even_days",
            "class_teacher",
            "grades",
            "even_loads",
        ],
        Choice(
            {
                "idle": ("教师空堂",),
                "morning": ("上午优先",),
                "spread": ("均匀分布",),
                "consecutive": ("连续上课",),
                "daily_load": ("每天节数",),
                "first_period": ("走教第一节",),
                "class_days": ("班级空节",),
                "even_days": ("班级每天节数",),
                "class_teacher": ("班主任任教本班",),
                "grades": ("任教年级",),
                "even_loads": ("课时均衡",),
            }
        ),
    ] = param("内容", "规则管课表的哪一方面", "the aspect of the timetable it speaks of")
    max: int | None = param(
        "最多节数",
        "教师空堂、连续上课、每天上课至多几节；班级每天节数与平均相差至多几节",
        "idle periods, lessons in a row, lessons a day at most; of classes, how far from even",
        None,
        LESSONS,
        ge=0,
        le=100,
    )
    rest_minutes: int | None = param(
        "休息分钟数",
        "课间满多少分钟才算休息；不写时午休和超过25分钟的课间算休息",
        "minutes that are a rest; without it lunch, and breaks of more than 25 minutes",
        None,
        MINUTES,
        ge=0,
        le=1440,
    )
    max_grades: int = param(
        "最多年级",
        "一位教师任教至多几个年级",
        "grades that a teacher has at most",
        1,
        Text("个", "grades"),
        ge=1,
        le=9,
    )
    max_gap: int = param(
        "最多相差",
        "同校、主教同一学科、周课时上限相同的教师，课时（折算后）最多相差多少",
        "how far loads of colleagues with one school, main subject and maximum may be apart",
        3,
        PERIODS,
        ge=0,
        le=60,
    )
    subjects: tuple[str, ...] | None = param(
        "主教学科",
        "任教年级管主教哪些学科的教师，不写为全部",
        "the main subjects of the teachers whose grades are meant; empty: all",
        None,
        of_subjects=True,
    )

    @property
    def most(self) -> int:
        """The number of the rule, or of its aspect where it gives none."""
        return self.MOST.get(self.aspect, 0) if self.max is None else self.max

    @classmethod
    def used(cls, given: dict[str, Any]) -> list[str]:
        """Return the aspect, and what it reads."""
        aspect = given.get("aspect")
        numbers = ["max"] * (aspect in cls.MOST) + ["rest_minutes"] * (aspect == "consecutive")
        grades = ["max_grades", "subjects"] * (aspect == "grades")
        return ["aspect", *numbers, *grades, *["max_gap"] * (aspect == "even_loads")]


class SyncLessonQuotaParams(Params):
    """So many synchronous lessons in a window, of so many subjects, for each core-member pair."""

    code = "F16"

    min_lessons: int = param(
        "最少节数",
        "每对学校每个统计周期至少几节",
        "lessons of each pair in a window",
        0,
        LESSONS,
        ge=0,
        le=10_000,
    )
    min_subjects: int = param(
        "最少学科",
        "每对学校至少几门学科",
        "subjects of each pair",
        0,
        Text("门", "subjects"),
        ge=0,
        le=100,
    )
    per: Annotated[Literal["pair"], Choice({"pair": ("每对学校",)})] = param(
        "统计范围", "按每对学校统计", "counted for each pair of schools", "pair"
    )


class SyncLessonLinkParams(Params):
    """What a link between classrooms takes. Each of these also holds where a rule leaves it out."""

    code = "F17"

    min_overlap_minutes: int = param(
        "重合分钟数",
        "两端上课时间至少重合多少分钟",
        "minutes in which both ends are in class",
        30,
        MINUTES,
        ge=0,
        le=600,
    )
    max_receivers: int = param(
        "接收端上限",
        "一节课至多几个接收班",
        "receiving classes of a lesson",
        3,
        Text("个", "classes"),
        ge=1,
        le=1_000_000,
    )
    assistant: bool = param(
        "辅助教师", "接收端要有一位辅助教师", "an assistant teacher at each receiving end", True
    )
    equipped_rooms: bool = param(
        "设备教室", "两端都要用有设备的教室", "equipped rooms at both ends", True
    )


class RecurringCommonSlotParams(Params):
    """A half-day a week without lessons, common to the teachers of a subject.

    With ``heads`` only to those of the member schools who lead a research group there.
    """

    code = "F22"

    subject: str | None = param(
        "学科", "哪一门学科，不写为全部", "the subject; empty: all", None, of_subjects=True
    )
    subjects: tuple[str, ...] | None = param(
        "各学科",
        "哪几门学科，写了就不看“学科”",
        "the subjects; then subject is not read",
        None,
        of_subjects=True,
    )
    weekday: int | None = param(
        "星期", "星期几，1到7；不写由课表定", "weekday 1 to 7; empty: any", None, ge=1, le=7
    )
    half_day: Annotated[Literal["am", "pm"] | None, Choice({"am": ("上午",), "pm": ("下午",)})] = (
        param("半天", "上午或下午，不写由课表定", "morning or afternoon; empty: any", None)
    )
    heads: bool = param(
        "只限成员校教研组长",
        "是：只管成员校的教研组长",
        "only of heads of research groups at member schools",
        False,
    )
