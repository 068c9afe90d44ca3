"""Families of the term calendar: what is held, how often, where and by whom (F10, F16, F20-F28).

How each is put on dates stands in ``scheduling/term``, in a file that is named as the family.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from community.families.base import DAYS, LESSONS, PEOPLE, SHARE, Fault, Params, param
from community.families.held import Held
from community.families.words import MEMBER_OR_ALL
from community.tables.kinds import Choice
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.policy import Window
    from community.rule import Strictness

Grade = Annotated[int, Field(ge=1, le=12)]
Place = Annotated[Literal["member", "community"] | None, MEMBER_OR_ALL]
Mode = Annotated[
    Literal["any", "online", "offline"] | None,
    Choice({"any": ("不限",), "online": ("网络", "线上"), "offline": ("线下", "现场")}),
]


class ObservationQuotaParams(Params):
    """Who of the members observes lessons at the core, and how often (F10).

    ``share`` of the teachers of each member school (all of them where it is left out) come in each
    window: ``days_per_month`` days each month, or for ``lessons_per_person`` lessons in the window.
    ``in_turn``: who has come least so far comes first. ``mutual``: the core's teachers come to the
    members as often, to one after the other. ``max_absent_share`` of a school are away at
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
    mutual: bool | None = param(
        "互相听课", "核心校教师也到成员校听课", "the core's teachers come to the members, too", None
    )
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
