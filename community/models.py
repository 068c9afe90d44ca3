"""The data of a community: frozen records with stable ids, one class for each table.

Times of day are minutes since midnight, weekdays 1-7 (Monday is 1), weeks of term count from 1.
Every record is checked alone by its types; what holds between records is checked in
``community.integrity``.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from functools import cached_property
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from community.policy import Policy

Minutes = Annotated[int, Field(ge=0, le=24 * 60)]
Weekday = Annotated[int, Field(ge=1, le=7)]
Grade = Annotated[int, Field(ge=1, le=9)]


class Record(BaseModel):
    """A frozen row of a table; unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))


class SchoolRole(StrEnum):
    """Place of a school in the community (核心校, 成员校, 教学点)."""

    CORE = "core"
    MEMBER = "member"
    TEACHING_POINT = "teaching_point"


class Stage(StrEnum):
    """Stage that a school or a teacher serves (小学, 初中, 九年一贯)."""

    PRIMARY = "primary"
    JUNIOR = "junior"
    NINE_YEAR = "nine_year"

    def covers(self, grade: int) -> bool:
        """Return whether lessons of this grade belong to the stage."""
        if self is Stage.NINE_YEAR:
            return True
        return (grade <= 6) == (self is Stage.PRIMARY)


class SlotKind(StrEnum):
    """Kind of a slot of a bell grid. Only ``LESSON`` counts as a weekly period (正课)."""

    LESSON = "lesson"
    MORNING_READING = "morning_reading"
    BREAK = "break"
    LUNCH = "lunch"
    AFTER_SCHOOL = "after_school"
    EVENING = "evening"


class RoomKind(StrEnum):
    """What a room is equipped for. ``LIVE`` rooms can send and receive synchronous lessons."""

    ORDINARY = "ordinary"
    LIVE = "live"
    MUSIC = "music"
    ART = "art"
    LAB = "lab"
    COMPUTER = "computer"
    PLAYGROUND = "playground"


class WeekPattern(StrEnum):
    """Weeks in which a lesson is held (全, 单, 双), counted by teaching week of the term."""

    ALL = "all"
    ODD = "odd"
    EVEN = "even"

    def meets(self, other: WeekPattern) -> bool:
        """Return whether two patterns share a week."""
        return self is other or WeekPattern.ALL in (self, other)


class PlacementKind(StrEnum):
    """Kind of a placement (支教, 跟岗, 顶岗, 挂职, 走教)."""

    SECONDMENT = "secondment"
    SHADOWING = "shadowing"
    WORK_SHADOWING = "work_shadowing"
    LEADERSHIP = "leadership"
    ITINERANT = "itinerant"

    @property
    def teaches_at_host(self) -> bool:
        """Whether the teacher takes lessons at the host school."""
        return self not in (PlacementKind.SHADOWING, PlacementKind.LEADERSHIP)

    @property
    def leaves_home(self) -> bool:
        """Whether the home school has to do without the teacher for the whole time."""
        return self is not PlacementKind.ITINERANT


class School(Record):
    """A school or teaching point: one site with one bell grid."""

    id: str
    name: str
    role: SchoolRole
    stage: Stage
    grid: str
    parent: str | None = None  # the centre school of a teaching point
    locality: str = "town"  # urban, town, rural
    is_weak: bool = False
    weak_subjects: tuple[str, ...] = ()
    pupils: Annotated[int, Field(ge=0, le=20000)] = 0


class Slot(Record):
    """One slot of a bell grid. ``index`` counts the lesson slots of a day from 1, 0 otherwise."""

    grid: str
    order: Annotated[int, Field(ge=1, le=40)]
    name: str
    kind: SlotKind
    start: Minutes
    end: Minutes
    weekdays: tuple[Weekday, ...] = (1, 2, 3, 4, 5)


class Room(Record):
    """A room; ``capacity`` is the number of classes that can use it at once."""

    id: str
    school: str
    name: str
    kind: RoomKind
    capacity: Annotated[int, Field(ge=1, le=50)] = 1


class ClassGroup(Record):
    """A class. ``name`` is canonical (三年级(2)班) and unique only inside its school."""

    id: str
    school: str
    grade: Grade
    number: Annotated[int, Field(ge=1, le=60)]
    name: str
    pupils: Annotated[int, Field(ge=0, le=200)] = 40


class Subject(Record):
    """A subject; codes follow the glossary (zh, math, en, ...)."""

    id: str
    name: str
    room: RoomKind = RoomKind.ORDINARY
    prefer_morning: bool = False
    max_per_day: Annotated[int, Field(ge=1, le=10)] = 2


class CurriculumRow(Record):
    """Weekly periods of one subject in one grade; ``school`` empty means everywhere.

    ``periods`` may end in .5: one lesson in odd or in even weeks only (单双周).
    ``doubles`` is the number of double lessons among them.
    """

    grade: Grade
    subject: str
    periods: Annotated[float, Field(ge=0, le=20, multiple_of=0.5)]
    doubles: Annotated[int, Field(ge=0, le=10)] = 0
    school: str | None = None


class Teacher(Record):
    """A member of staff. Loads are in periods a week."""

    id: str
    name: str
    school: str  # home school
    subjects: Annotated[tuple[str, ...], Field(min_length=1)]
    stage: Stage
    birth_year: Annotated[int, Field(ge=1930, le=2015)]
    joined_year: Annotated[int, Field(ge=1950, le=2100)]  # first school year at the home school
    is_backbone: bool = False
    is_middle_leader: bool = False
    is_group_head: bool = False
    class_teacher_of: str | None = None
    min_periods: Annotated[int, Field(ge=0, le=40)] = 0
    max_periods: Annotated[int, Field(ge=0, le=40)] = 18
    volunteer: bool = False
    exemption: str = ""  # reason why the teacher cannot be sent away; empty: none
    low_result: bool = False


class Unavailable(Record):
    """A time at which a teacher cannot teach. ``slot`` is the order in the grid; None: all day."""

    teacher: str
    weekday: Weekday
    slot: int | None = None
    reason: str = ""


class PastPlacement(Record):
    """A placement of earlier school years, for eligibility and turn-taking."""

    teacher: str
    host: str
    kind: PlacementKind
    start_year: Annotated[int, Field(ge=1950, le=2100)]
    terms: Annotated[int, Field(ge=1, le=12)]


class Term(Record):
    """A term (semester); ``school_year`` is the calendar year in which the school year began."""

    id: str
    name: str
    school_year: Annotated[int, Field(ge=1990, le=2100)]
    semester: Annotated[int, Field(ge=1, le=2)]
    start: dt.date
    end: dt.date


class DayKind(StrEnum):
    """Exception of the calendar."""

    HOLIDAY = "holiday"
    MAKE_UP = "make_up"
    EXAM = "exam"


class CalendarDay(Record):
    """A day unlike the others. A make-up day (调休) names the week and weekday it is taught as."""

    date: dt.date
    kind: DayKind
    week: Annotated[int, Field(ge=1, le=30)] | None = None
    weekday: Weekday | None = None
    note: str = ""


class Travel(Record):
    """Way between two sites, in one direction."""

    origin: str
    destination: str
    minutes: Annotated[int, Field(ge=0, le=600)]
    km: Annotated[float, Field(ge=0, le=1000)] = 0.0


class SyncSeries(Record):
    """A synchronous lesson series: the host class is taught, receiving classes follow live."""

    id: str
    subject: str
    host_class: str
    receiving_classes: Annotated[tuple[str, ...], Field(min_length=1)]
    periods: Annotated[int, Field(ge=1, le=5)] = 1  # lessons a week


class Community(Record):
    """A whole community. Tuples keep the order of the tables."""

    id: str
    name: str
    school_year: int
    policy: Policy
    schools: tuple[School, ...]
    slots: tuple[Slot, ...]
    rooms: tuple[Room, ...] = ()
    classes: tuple[ClassGroup, ...]
    subjects: tuple[Subject, ...]
    curriculum: tuple[CurriculumRow, ...]
    teachers: tuple[Teacher, ...]
    unavailable: tuple[Unavailable, ...] = ()
    history: tuple[PastPlacement, ...] = ()
    terms: tuple[Term, ...]
    calendar: tuple[CalendarDay, ...] = ()
    travel: tuple[Travel, ...] = ()
    sync: tuple[SyncSeries, ...] = ()

    @cached_property
    def school_by_id(self) -> dict[str, School]:
        """Schools by id."""
        return {s.id: s for s in self.schools}

    @cached_property
    def teacher_by_id(self) -> dict[str, Teacher]:
        """Teachers by id."""
        return {t.id: t for t in self.teachers}

    @cached_property
    def class_by_id(self) -> dict[str, ClassGroup]:
        """Classes by id."""
        return {c.id: c for c in self.classes}

    @cached_property
    def subject_by_id(self) -> dict[str, Subject]:
        """Subjects by id."""
        return {s.id: s for s in self.subjects}

    @cached_property
    def term_by_id(self) -> dict[str, Term]:
        """Terms by id."""
        return {t.id: t for t in self.terms}

    @cached_property
    def core(self) -> School:
        """The core school (exactly one, checked in ``community.integrity``)."""
        return next(s for s in self.schools if s.role is SchoolRole.CORE)

    @cached_property
    def travel_minutes(self) -> dict[tuple[str, str], int]:
        """Minutes by (origin, destination) site; a missing way is not a way."""
        return {(w.origin, w.destination): w.minutes for w in self.travel}

    @cached_property
    def demand(self) -> dict[tuple[str, str], float]:
        """Weekly periods by (class id, subject id); school rows override common rows."""
        common = {(r.grade, r.subject): r.periods for r in self.curriculum if r.school is None}
        own = {(r.school, r.grade, r.subject): r.periods for r in self.curriculum if r.school}
        found: dict[tuple[str, str], float] = {}
        for group in self.classes:
            for subject in self.subjects:
                periods = own.get(
                    (group.school, group.grade, subject.id), common.get((group.grade, subject.id))
                )
                if periods:
                    found[group.id, subject.id] = periods
        return found

    def lesson_slots(self, grid: str, weekday: int) -> list[Slot]:
        """Return the lesson slots of a grid on a weekday, in order."""
        slots = [
            s
            for s in self.slots
            if s.grid == grid and s.kind is SlotKind.LESSON and weekday in s.weekdays
        ]
        return sorted(slots, key=lambda s: s.start)
