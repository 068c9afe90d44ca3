"""The tables of a plan: roster, mentors, timetable, locks, assignments, costs.

Ids count, names are for eyes. A row is a record: made from a plan (``publishing.plan_rows``) or
read from cells (``publishing.plan_reading``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from community.codes import PlacementKind, PlacementStatus, WeekPattern
from community.models import Minutes, Record, Weekday
from community.rule import Strictness
from community.tables.base import Column, Table
from community.tables.kinds import FreeText, Number, Ref, Spoken, Verbatim, Whole
from community.tables.times import Clock, NamedWeekday, NamedWeekdays
from community.tables.words import PLACEMENT, STATUS, STRICTNESS, WEEKS
from community.text import Text
from publishing.words import WORDS
from scenarios.locks import LockScope

if TYPE_CHECKING:
    from community.tables.kinds import Kind

MAX_ROWS = 200_000  # of a table
MOST_PERIODS = 4 * MAX_ROWS  # whatever stands in a timetable can be written
Terms = Annotated[int, Field(ge=0, le=12)]
Large = Annotated[int, Field(ge=0, le=10**12)]  # no cost or deviation is larger


class PlacementRow(Record):
    """A row of the roster; a length that is empty is none."""

    teacher_id: str
    teacher: str = ""
    home: str = ""
    kind: PlacementKind
    host_id: str
    host: str = ""
    start_term_id: str
    start_term: str = ""
    terms: Terms | None = None
    week: Annotated[int, Field(ge=1, le=30)] | None = None
    weeks: Annotated[int, Field(ge=0, le=20)] | None = None
    before: Terms | None = None
    days: tuple[Weekday, ...] = ()
    status: PlacementStatus = PlacementStatus.PROPOSED


class MentorRow(Record):
    """A mentor pair."""

    mentor_id: str
    mentor: str = ""
    mentor_school: str = ""
    mentee_id: str
    mentee: str = ""
    mentee_school: str = ""
    start_term_id: str
    start_term: str = ""
    terms: Annotated[int, Field(ge=1, le=12)]


class LessonRow(Record):
    """A lesson of one class. ``slot`` is the order in the bell grid; empty: its name counts."""

    school_id: str = ""
    school: str = ""
    class_id: str
    class_name: str = ""
    weekday: Weekday
    slot: Annotated[int, Field(ge=1, le=40)] | None = None
    slot_name: str = ""
    start: Minutes | None = None
    end: Minutes | None = None
    subject_id: str
    subject: str = ""
    teacher_id: str = ""
    teacher: str = ""
    weeks: WeekPattern = WeekPattern.ALL
    periods: Annotated[int, Field(ge=1, le=10)] = 1
    room_id: str = ""
    room: str = ""
    series: str = ""
    assistant_id: str = ""
    assistant: str = ""
    group: str = ""


class LockRow(LessonRow):
    """A lesson that has to stay as it is, and with what it was locked."""

    scope: LockScope = LockScope.LESSON


class AssignmentRow(Record):
    """Who teaches a class in a subject (in a synchronous series), and for how many periods."""

    school_id: str = ""
    school: str = ""
    class_id: str
    class_name: str = ""
    subject_id: str
    subject: str = ""
    teacher_id: str = ""
    teacher: str = ""
    periods: Annotated[float, Field(ge=0, le=MOST_PERIODS)] | None = None
    series: str = ""
    group: str = ""


class DutyRow(Record):
    """Who looks after a class in a slot that is no lesson. ``slot`` empty: its name counts."""

    school_id: str = ""
    school: str = ""
    class_id: str
    class_name: str = ""
    weekday: Weekday
    slot: Annotated[int, Field(ge=1, le=40)] | None = None
    slot_name: str = ""
    start: Minutes | None = None
    end: Minutes | None = None
    teacher_id: str
    teacher: str = ""


class CostRow(Record):
    """A broken point of a rule."""

    rule: str = ""
    rule_title: str = ""
    family: str = ""
    strictness: Strictness
    point: str = ""
    deviation: Large
    cost: Large
    sentence_zh: str = ""
    sentence_en: str = ""
    source: str = ""


def column(
    key: str, kind: Kind, word: str = "", names: str = "", *, optional: bool = False
) -> Column:
    """Return a column of a plan's table; its heading is that of ``word``, by default of the key."""
    zh, en = WORDS[word or key]
    return Column(key, zh, kind, english=en, names=names, optional=optional)


def _group() -> Column:
    zh, en = WORDS["group"]
    return Column("group", zh, FreeText(), english=en, optional=True, rare=True)


def shown(key: str, word: str = "", names: str = "") -> Column:
    """Return a column for eyes, which a table may lack."""
    return column(key, Verbatim(), word, names, optional=True)


def known(
    table: str, id_key: str, key: str, word: str = "", *, optional: bool = False
) -> tuple[Column, ...]:
    """Return the column of ids of a table of the community, and the one of their names."""
    return column(id_key, Ref(table), optional=optional), shown(key, word, id_key)


ROSTER = Table(
    "roster",
    WORDS["data_roster"].zh,
    PlacementRow,
    Text("每项轮岗安排一行", "one row a placement"),
    (
        *known("teachers", "teacher_id", "teacher"),
        shown("home"),
        column("kind", Spoken(PLACEMENT.words)),
        *known("schools", "host_id", "host"),
        *known("terms", "start_term_id", "start_term"),
        column("terms", Whole()),
        column("week", Whole(), optional=True),
        column("weeks", Whole(), "stay_weeks", optional=True),
        column("before", Whole(), optional=True),
        column("days", NamedWeekdays(), optional=True),
        column("status", Spoken(STATUS.words), optional=True),
    ),
    exact=True,
)
MENTORS = Table(
    "mentors",
    WORDS["data_mentors"].zh,
    MentorRow,
    Text("每对师徒一行", "one row a mentor pair"),
    (
        *known("teachers", "mentor_id", "mentor"),
        shown("mentor_school"),
        *known("teachers", "mentee_id", "mentee"),
        shown("mentee_school"),
        *known("terms", "start_term_id", "start_term"),
        column("terms", Whole()),
    ),
    exact=True,
)
_CLASS = (
    *known("schools", "school_id", "school", optional=True),
    *known("classes", "class_id", "class_name", "class"),
)
_SCOPES = {
    LockScope.LESSON.value: ("一节课",),
    LockScope.CLASS.value: ("班级", "全班"),
    LockScope.SCHOOL.value: ("学校", "全校"),
    LockScope.DAY.value: ("星期", "全天"),
    LockScope.TEACHER.value: ("教师",),
    LockScope.ASSISTANT.value: ("助教",),
}
TIMETABLE = Table(
    "timetable",
    WORDS["data_timetable"].zh,
    LessonRow,
    Text("每个班的每节课一行", "one row a lesson of a class"),
    (
        *_CLASS,
        column("weekday", NamedWeekday()),
        column("slot", Whole()),
        shown("slot_name"),
        column("start", Clock(), optional=True),
        column("end", Clock(), optional=True),
        *known("subjects", "subject_id", "subject"),
        *known("teachers", "teacher_id", "teacher"),
        column("weeks", Spoken(WEEKS.words), optional=True),
        column("periods", Whole(), optional=True),
        *known("rooms", "room_id", "room", optional=True),
        column("series", Ref("sync"), optional=True),
        *known("teachers", "assistant_id", "assistant", optional=True),
        _group(),
    ),
    exact=True,
)
LOCKS = Table(
    "locks",
    WORDS["data_locks"].zh,
    LockRow,
    Text("每节锁定的课一行", "one row a locked lesson"),
    (column("scope", Spoken(_SCOPES), "lock_scope", optional=True), *TIMETABLE.columns),
    exact=True,
)
# The columns that say what a lesson is, without what is for eyes.
SENT = (
    *("class_id", "weekday", "slot", "subject_id", "teacher_id"),
    *("weeks", "periods", "room_id", "series", "assistant_id", "group"),
)
SENT_DUTIES = ("class_id", "weekday", "slot", "teacher_id")
# What tells a program which thing is meant, and people nothing; a sheet does not show it.
CODES = {
    *(c.names for t in (ROSTER, MENTORS, TIMETABLE) for c in t.columns if c.names),
    *("slot", "series", "rule", "family", "point"),
}
ASSIGNMENTS = Table(
    "assignments",
    "任课表",
    AssignmentRow,
    Text("每班每科由谁教", "who teaches which class in which subject"),
    (
        *_CLASS,
        *known("subjects", "subject_id", "subject"),
        *known("teachers", "teacher_id", "teacher"),
        column("periods", Number(), optional=True),
        column("series", Ref("sync"), optional=True),
        _group(),
    ),
    exact=True,
)
DUTIES = Table(
    "duties",
    WORDS["data_duties"].zh,
    DutyRow,
    Text("每个班的每次值班一行", "one row a duty of a class"),
    (
        *_CLASS,
        column("weekday", NamedWeekday()),
        column("slot", Whole()),
        shown("slot_name", "duty_slot"),
        column("start", Clock(), optional=True),
        column("end", Clock(), optional=True),
        *known("teachers", "teacher_id", "teacher"),
    ),
    exact=True,
)
COSTS = Table(
    "costs",
    WORDS["data_costs"].zh,
    CostRow,
    Text("每条未尽如人意之处一行", "one row a broken point of a rule"),
    (
        column("rule", Verbatim()),
        shown("rule_title"),
        column("family", Verbatim()),
        column("strictness", Spoken(STRICTNESS.words)),
        column("point", Verbatim()),
        column("deviation", Whole()),
        column("cost", Whole()),
        column("sentence_zh", Verbatim()),
        column("sentence_en", Verbatim()),
        shown("source"),
    ),
    exact=True,
)
