"""The records of a community's tables: frozen rows with stable ids, one class for each table.

Times of day are minutes since midnight, weekdays 1-7 (Monday is 1), weeks of term count from 1.
Every record is checked alone by its types; what holds between records is checked in
``community.integrity``.
"""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from community.codes import (
    DayKind,
    Degree,
    PlacementKind,
    PlacementStatus,
    RoomKind,
    SchoolRole,
    SlotKind,
    Stage,
)
from community.rule import Strictness

Minutes = Annotated[int, Field(ge=0, le=24 * 60)]
Weekday = Annotated[int, Field(ge=1, le=7)]
Grade = Annotated[int, Field(ge=1, le=12)]
Weight = Annotated[float, Field(ge=0.1, le=5)]  # what a lesson counts in loads


class Record(BaseModel):
    """A frozen row of a table; unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))


class Wishable(Record):
    """A row that is required, or a wish. ``weight`` is the price of one deviation of a wish."""

    strictness: Strictness = Strictness.HARD
    weight: Annotated[int, Field(ge=1, le=1000)] = 5

    @property
    def is_wish(self) -> bool:
        """Whether it need not be kept, at a price."""
        return self.strictness is not Strictness.HARD


class School(Record):
    """A school or teaching point: one site with one bell grid, which may tell stages apart.

    ``group`` names the community that the school belongs to when a file holds a whole county. An
    open ``role`` is for schools that communities are yet to be formed of (``onebell group``), as
    is ``wishes``: the schools that it wants to be in one with, the most wanted first. The last four
    are resources of the whole school, for ``community.indicators``; None: not given.
    """

    id: str
    name: str
    role: SchoolRole = SchoolRole.OPEN
    stage: Stage
    grid: str
    parent: str | None = None  # the centre school of a teaching point
    locality: str = "town"  # urban, town, rural
    is_weak: bool = False
    weak_subjects: tuple[str, ...] = ()
    pupils: Annotated[int, Field(ge=0, le=20000)] = 0
    group: str = ""
    wishes: tuple[str, ...] = ()
    teaching_area_m2: Annotated[float, Field(ge=0, le=1_000_000)] | None = None
    sports_area_m2: Annotated[float, Field(ge=0, le=1_000_000)] | None = None
    equipment_cny: Annotated[float, Field(ge=0, le=10_000_000_000)] | None = None
    multimedia_rooms: Annotated[int, Field(ge=0, le=2000)] | None = None

    @property
    def member(self) -> str:
        """The school that it counts with: a teaching point with its centre."""
        is_point = self.role is SchoolRole.TEACHING_POINT
        return self.parent if is_point and self.parent else self.id


class Slot(Record):
    """One slot of a bell grid; ``order`` is its number, unique in the grid.

    ``stage`` says for whom it rings where the stages of one school have bells of their own
    (九年一贯制学校); None: for all.
    """

    grid: str
    order: Annotated[int, Field(ge=1, le=40)]
    name: str
    kind: SlotKind
    start: Minutes
    end: Minutes
    weekdays: tuple[Weekday, ...] = (1, 2, 3, 4, 5)
    stage: Stage | None = None

    def rings_for(self, listener: School | ClassGroup) -> bool:
        """Return whether it rings for a class, or for any class that a school may have."""
        if self.stage is None:
            return True
        if isinstance(listener, School):
            return self.stage.meets(listener.stage)
        return self.stage.covers(listener.grade)


class Room(Record):
    """A room; ``capacity`` is the number of classes that can use it at once.

    ``seats`` is the number of pupils that one lesson in it can have; None: it does not matter.
    """

    id: str
    school: str
    name: str
    kind: RoomKind
    capacity: Annotated[int, Field(ge=1, le=50)] = 1
    seats: Annotated[int, Field(ge=1, le=5000)] | None = None


class ClassGroup(Record):
    """A class. ``name`` is canonical (三年级(2)班) and unique only inside its school.

    ``other_grades`` are those of a class of several grades (复式班) above ``grade``: it has one
    room, one teacher, and the periods that all its grades have alike. ``room`` is its own room,
    for all lessons that need no other.
    """

    id: str
    school: str
    grade: Grade
    number: Annotated[int, Field(ge=1, le=60)]
    name: str
    pupils: Annotated[int, Field(ge=0, le=200)] = 40
    other_grades: tuple[Grade, ...] = ()
    room: str | None = None
    load: Weight = 1

    @property
    def grades(self) -> tuple[int, ...]:
        """All its grades."""
        return (self.grade, *self.other_grades)


class Subject(Record):
    """A subject; codes follow the glossary (zh, math, en, ...)."""

    id: str
    name: str
    room: RoomKind = RoomKind.ORDINARY
    prefer_morning: bool = False
    max_per_day: Annotated[int, Field(ge=1, le=10)] = 2
    load: Weight = 1


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
    """A member of staff. Loads are in weighted lessons a week (``community.loads``)."""

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
    degree: Degree | None = None  # None: not given


class Unavailable(Wishable):
    """A time at which a teacher, class or room can have no lesson, or had better have none.

    ``slot`` is the order in the grid of the school, by default of the home school; None: all day.
    """

    teacher: str | None = None
    weekday: Weekday
    slot: int | None = None
    reason: str = ""
    class_id: str | None = None
    room: str | None = None
    school: str | None = None


class PastPlacement(Record):
    """A placement that began before the plan, for eligibility and turn-taking.

    One that reaches into the plan's terms goes on: nobody plans it away.
    """

    teacher: str
    host: str
    kind: PlacementKind
    start_year: Annotated[int, Field(ge=1950, le=2100)]
    terms: Annotated[int, Field(ge=1, le=12)]
    semester: Annotated[int, Field(ge=1, le=2)] = 1  # of the start


class PlannedPlacement(Record):
    """A placement that people have already spoken of, approved or fixed.

    ``terms`` counts whole semesters; a short stay has 0 of them, begins in ``week`` of the term and
    lasts ``weeks``.
    """

    teacher: str
    kind: PlacementKind
    host: str
    start: str  # term id
    terms: Annotated[int, Field(ge=0, le=12)] = 0
    week: Annotated[int, Field(ge=1, le=30)] = 1
    weeks: Annotated[int, Field(ge=0, le=20)] = 0
    status: PlacementStatus = PlacementStatus.PROPOSED


class Term(Record):
    """A term (semester); ``school_year`` is the calendar year in which the school year began."""

    id: str
    name: str
    school_year: Annotated[int, Field(ge=1990, le=2100)]
    semester: Annotated[int, Field(ge=1, le=2)]
    start: dt.date
    end: dt.date


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
    """A synchronous lesson series: the host class is taught, receiving classes follow live.

    Where they sit ``together`` in one room (合班), nothing is broadcast: see ``JointLesson``.
    """

    id: str
    subject: str
    host_class: str
    receiving_classes: Annotated[tuple[str, ...], Field(min_length=1)]
    periods: Annotated[int, Field(ge=1, le=5)] = 1  # lessons a week
    together: bool = False
