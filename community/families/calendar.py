"""Families of the term calendar: what is held, how often, where and by whom (F10, F16, F20-F31).

``Held`` is what they have in common. How each is put on dates stands in ``scheduling/term``, in a
file that is named as the family.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from community.families.base import (
    DAYS,
    LESSONS,
    PEOPLE,
    SHARE,
    TIMES,
    YEARS,
    Fault,
    Params,
    param,
)
from community.families.words import MEMBER_OR_ALL, Part
from community.tables.kinds import Choice
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.policy import Window
    from community.rule import Strictness

MOST = 9_999
WEEKS, PIECES, LENGTH = Text("周", "weeks"), Text("篇", "pieces"), Text("个月", "months")
MONTHS = r"^(1[0-2]|0?[1-9])(-(1[0-2]|0?[1-9]))?$"
MONTH_DAY = r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"

Month = Annotated[int, Field(ge=1, le=12)]
Lasting = Annotated[int, Field(ge=1, le=120)]
Grade = Annotated[int, Field(ge=1, le=12)]
Share = Annotated[float, Field(ge=0, le=1)]
Months = Annotated[str, Field(pattern=MONTHS)]
Due = Annotated[str, Field(pattern=MONTH_DAY)]
Place = Annotated[Literal["member", "community"] | None, MEMBER_OR_ALL]
Mode = Annotated[
    Literal["any", "online", "offline"] | None,
    Choice({"any": ("不限",), "online": ("网络", "线上"), "offline": ("线下", "现场")}),
]
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


class ObservationQuotaParams(Params):
    """Who of the members observes lessons at the core, and how often (F10).

    ``share`` of the teachers of each member school (all of them where it is left out) come in each
    window: ``days_per_month`` days each month, or for ``lessons_per_person`` lessons in the window.
    ``in_turn``: who has come least so far comes first. ``max_absent_share`` of a school are away at
    once; ``per_lesson`` observers fit into a lesson; ``batch`` come together, at least.
    """

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
    who: Annotated[
        Literal["any", "young", "rural_subjects"] | None,
        Choice(
            {"any": ("不限", "教师"), "young": ("青年教师",), "rural_subjects": ("薄弱学科教师",)}
        ),
    ] = param("听课教师", "哪些教师听课", "who observes", None)
    max_absent_share: float | None = param(
        "外出上限",
        "一校同时外出听课的教师至多占多少",
        "of a school away at once",
        None,
        SHARE,
        gt=0,
        le=1,
    )
    per_lesson: int = param(
        "每课人数", "一节课至多几人听", "observers of one lesson, at most", 4, PEOPLE, ge=1, le=200
    )
    batch: int | None = param(
        "每批人数", "一批至少几人同去", "who come together, at least", None, PEOPLE, ge=1, le=500
    )


class OutreachLessonQuotaParams(Held):
    """Lessons that teachers of one school give at another (F20).

    ``formats`` are their kinds, in turn (展示课, 研讨课). With ``or_itinerant`` a school to which
    somebody travels every week has what it needs.
    """

    code = "F20"

    per: Place = param("统计范围", "在什么范围里统计", "where they are counted", None)
    target: Annotated[
        Literal["any", "weak_subject"] | None,
        Choice({"any": ("不限",), "weak_subject": ("薄弱学科",)}),
    ] = param("学科类别", "送哪一类学科的课", "which subjects", None)
    only: Annotated[
        Literal["any", "weak"], Choice({"any": ("不限",), "weak": ("薄弱学校", "薄弱校")})
    ] = param("学校类别", "送到哪一类成员校", "members of one sort", "any")
    or_itinerant: bool | None = param(
        "走教可代", "走教也算", "itinerant teaching counts as well", None
    )
    formats: tuple[str, ...] | None = param(
        "课型", "有哪几种课型，依次轮换", "the kinds of lessons, in turn", None
    )
    subjects: tuple[str, ...] | None = param(
        "学科", "哪些学科", "the subjects", None, of_subjects=True
    )


class ResearchMeetingQuotaParams(Held):
    """Research meetings (F21): of pairs of schools, of the community, of each subject.

    ``focus`` is what they are about. ``subjects`` take turns; without them the weak ones of the
    members come first.
    """

    code = "F21"

    mode: Mode = param("形式", "网络或线下", "online or face to face", None)
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
    subjects: tuple[str, ...] | None = param(
        "学科", "哪些学科", "the subjects", None, of_subjects=True
    )


class MentorCadenceParams(Params):
    """Lessons of each mentor pair in each window (F24): the mentor shows first."""

    code = "F24"

    demo: int | None = param(
        "示范课", "师傅上几节示范课", "lessons that the mentor shows", None, LESSONS, ge=0, le=100
    )
    report: int | None = param(
        "汇报课", "徒弟上几节汇报课", "lessons that the mentee shows", None, LESSONS, ge=0, le=100
    )
    demo_first: bool = param(
        "先示范后汇报", "示范课在汇报课之前", "the mentor shows before the mentee does", True
    )


class LeadershipMeetingQuotaParams(Held):
    """Meetings and visits of leaders (F25)."""

    code = "F25"

    mode: Mode = param("形式", "网络或线下", "online or face to face", None)
    per: Place = param("统计范围", "在什么范围里统计", "where they are counted", None)
    what: str | None = param("名目", "会议或活动的名目", "what it is", None)


class ActivityCalendarParams(Held):
    """Activities of the term (F26), each of them so often."""

    code = "F26"

    activities: tuple[str, ...] | None = param("活动", "有哪些活动", "the activities", None)
    per: Place = param("统计范围", "在什么范围里统计", "where they are counted", None)


class StudentExchangeParams(Held):
    """Pupils who visit each other (F27).

    With ``by_grade`` a grade goes at a time, all in turn; ``grades`` are those who go. So many
    ``pupils`` of a school go at a time, else whole classes, with one supervisor for so many.
    ``seats`` are those of the buses, whoever does not fit in goes on another date. ``min`` is of
    each member school, and of each direction. ``items`` are due at the end of each window.
    """

    code = "F27"

    what: str | None = param("名目", "学生交流的名目", "what it is", None)
    both_ways: bool | None = param("双向", "两边都去", "in both directions", None)
    by_grade: bool | None = param(
        "按年级轮流", "每次去一个年级，轮流", "a grade at a time, in turn", None
    )
    grades: tuple[Grade, ...] | None = param("年级", "哪些年级去", "the grades that go", None)
    pupils: int | None = param(
        "学生人数",
        "每校每次去多少学生",
        "pupils of a school at a time",
        None,
        PEOPLE,
        ge=1,
        le=2000,
    )
    supervise: int = param(
        "每教师带学生数",
        "一位教师带多少学生",
        "pupils for one supervisor",
        25,
        PEOPLE,
        ge=1,
        le=200,
    )
    seats: int | None = param(
        "车辆座位", "一次可乘车多少人", "seats of the buses", None, PEOPLE, ge=3, le=2000
    )
    max_lost: int | None = param(
        "误课上限",
        "一次外出每班至多误几节课",
        "lessons that a class loses with a visit, at most",
        None,
        LESSONS,
        ge=0,
        le=20,
    )
    items: tuple[str, ...] | None = param(
        "清单", "每名学生要完成的事", "what each pupil does", None
    )


class JointAssessmentParams(Held):
    """Joint tests (F28): at the same time, then marking, then the analysis.

    Who comes to the analysis is ``who``.
    """

    code = "F28"

    same_time: bool | None = param("同时进行", "各校同时检测", "at the same time", None)
    marking_days: int = param(
        "阅卷天数", "几个工作日内阅完", "working days for marking", 3, DAYS, ge=0, le=30
    )
    analysis_days: int = param(
        "分析期限",
        "检测后几个工作日内开质量分析会",
        "working days until the analysis",
        7,
        DAYS,
        ge=1,
        le=60,
    )

    def faults(self, strictness: Strictness, window: Window | None) -> Iterator[Fault]:
        """Refuse an analysis before all is marked."""
        yield from super().faults(strictness, window)
        if self.analysis_days < self.marking_days:
            expected = Text("不应小于阅卷天数", "less than marking_days; make it at least as large")
            yield Fault("analysis_days", expected)


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
    the members alone (``by``), hands it in once in a window.
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
    of: tuple[str, ...] | None = param(
        "所属事项", "哪些事项要有这些材料", "the families whose events need it", None
    )
    times: int | None = param(
        "次数", "每个统计周期几次", "times in a window", None, TIMES, ge=1, le=100
    )
