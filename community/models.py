"""A whole community: its records, its policy, and lookups between them.

The records themselves are described in ``community.records``, their codes in ``community.codes``.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from community.codes import (
    DayKind,
    PlacementKind,
    PlacementStatus,
    RoomKind,
    SchoolRole,
    SlotKind,
    Stage,
    WeekPattern,
)
from community.done import Done  # noqa: TC001 (pydantic reads it at run time)
from community.duties import Duty  # noqa: TC001 (pydantic reads it at run time)
from community.grouped import (
    Divided,
    GroupLesson,
    Parallel,
    divided_periods,
    divisions,
    parallels_of,
)
from community.loads import Loads
from community.namesakes import told_apart
from community.policy import Policy  # noqa: TC001 (pydantic reads it at run time)
from community.records import (
    CalendarDay,
    ClassGroup,
    CurriculumRow,
    Grade,
    Minutes,
    PastPlacement,
    PlannedPlacement,
    Record,
    Room,
    School,
    Slot,
    Subject,
    SyncSeries,
    Teacher,
    Term,
    Travel,
    Unavailable,
    Weekday,
)
from community.relations import LessonRelation, Relation
from community.requests import Binding, FixedLesson, JointLesson, LoadRequest, Teaching, TimeRequest
from community.rooms import RoomRequest

if TYPE_CHECKING:
    from collections import Counter

__all__ = [
    "CalendarDay",
    "ClassGroup",
    "Community",
    "CurriculumRow",
    "DayKind",
    "FixedLesson",
    "Grade",
    "JointLesson",
    "LessonRelation",
    "LoadRequest",
    "Minutes",
    "PastPlacement",
    "PlacementKind",
    "PlacementStatus",
    "PlannedPlacement",
    "Record",
    "Room",
    "RoomKind",
    "RoomRequest",
    "School",
    "SchoolRole",
    "Slot",
    "SlotKind",
    "Stage",
    "Subject",
    "SyncSeries",
    "Teacher",
    "Teaching",
    "Term",
    "TimeRequest",
    "Travel",
    "Unavailable",
    "WeekPattern",
    "Weekday",
]


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
    placements: tuple[PlannedPlacement, ...] = ()
    teaching: tuple[Teaching, ...] = ()
    time_requests: tuple[TimeRequest, ...] = ()
    load_requests: tuple[LoadRequest, ...] = ()
    fixed: tuple[FixedLesson, ...] = ()
    joint: tuple[JointLesson, ...] = ()
    grouped: tuple[GroupLesson, ...] = ()
    relations: tuple[LessonRelation, ...] = ()
    room_requests: tuple[RoomRequest, ...] = ()
    duties: tuple[Duty, ...] = ()
    done: tuple[Done, ...] = ()

    @cached_property
    def school_by_id(self) -> dict[str, School]:
        """Schools by id."""
        return {s.id: s for s in self.schools}

    @cached_property
    def teacher_by_id(self) -> dict[str, Teacher]:
        """Teachers by id."""
        return {t.id: t for t in self.teachers}

    @cached_property
    def called(self) -> dict[str, str]:
        """What each teacher is called in all that people read, by id; namesakes are told apart."""
        subjects = {s.id: s.name for s in self.subjects}
        return told_apart(self.teachers, subjects, {s.id: s.name for s in self.schools})

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

    @property
    def core(self) -> School:
        """The core school of a file with one community (checked in ``community.integrity``)."""
        return next(iter(self.core_of_group.values()))

    @cached_property
    def core_of_group(self) -> dict[str, School]:
        """The core school of each community of the file, in the order of the schools."""
        return {s.group: s for s in self.schools if s.role is SchoolRole.CORE}

    @property
    def groups(self) -> tuple[str, ...]:
        """The names of the communities of the file; one nameless group is the usual case."""
        return tuple(self.core_of_group)

    @property
    def is_county(self) -> bool:
        """Whether the file holds several communities."""
        return len(self.core_of_group) > 1

    def core_of(self, school: str) -> School:
        """Return the core school of the community that a school belongs to."""
        return self.core_of_group[self.school_by_id[school].group]

    @cached_property
    def travel_minutes(self) -> dict[tuple[str, str], int]:
        """Minutes by (origin, destination) site; a missing way is not a way."""
        return {(w.origin, w.destination): w.minutes for w in self.travel}

    @cached_property
    def travel_km(self) -> dict[tuple[str, str], float]:
        """Kilometres by (origin, destination) site."""
        return {(w.origin, w.destination): w.km for w in self.travel}

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

    @cached_property
    def doubles(self) -> dict[tuple[str, str], int]:
        """Double or longer lessons by (class id, subject id); school rows override common ones."""
        common = {(r.grade, r.subject): r.doubles for r in self.curriculum if r.school is None}
        own = {(r.school, r.grade, r.subject): r.doubles for r in self.curriculum if r.school}
        found: dict[tuple[str, str], int] = {}
        for course in self.demand:
            group, subject = self.class_by_id[course[0]], course[1]
            every = common.get((group.grade, subject), 0)
            found[course] = own.get((group.school, group.grade, subject), every)
        return found

    @cached_property
    def blocks(self) -> dict[tuple[str, str], LessonRelation]:
        """Rows that ask for periods at a stretch, by (class id, subject id)."""
        rows = [r for r in self.relations if r.relation is Relation.BLOCK]
        return {
            (group.id, subject): row
            for row in rows
            for group in self.classes
            if row.is_about(group)
            for subject in row.subjects
            if (group.id, subject) in self.demand
        }

    @cached_property
    def shares(self) -> dict[tuple[str, str], dict[str, int]]:
        """Periods of each teacher of a course that several share, by (class id, subject id)."""
        found: dict[tuple[str, str], dict[str, int]] = {}
        for row in self.teaching:
            if row.binding is Binding.FIXED and row.periods is not None and not row.together:
                found.setdefault((row.class_id, row.subject), {})[row.teacher] = row.periods
        return {course: parts for course, parts in found.items() if len(parts) > 1}

    @cached_property
    def together(self) -> dict[tuple[str, str], tuple[Teaching, ...]]:
        """Who is beside the teacher of a course in its lessons, by (class id, subject id)."""
        found: dict[tuple[str, str], tuple[Teaching, ...]] = {}
        for row in self.teaching:
            if row.together:
                course = row.class_id, row.subject
                found[course] = (*found.get(course, ()), row)
        return found

    @cached_property
    def away(self) -> tuple[Unavailable, ...]:
        """The times at which teachers, classes and rooms have no lesson in any case."""
        return tuple(row for row in self.unavailable if not row.is_wish)

    @cached_property
    def loads(self) -> Loads:
        """What lessons and other work count for in loads."""
        courses = tuple(self.demand)
        return Loads(courses, self.classes, self.subjects, self.teachers, self.load_requests)

    @cached_property
    def parallels(self) -> tuple[Parallel, ...]:
        """The groups that are taught at the same times."""
        return parallels_of(self.grouped)

    @cached_property
    def divisions(self) -> dict[str, list[Divided]]:
        """How each class that is ever divided into groups is divided."""
        return divisions(self.parallels)

    @cached_property
    def in_groups(self) -> Counter[tuple[str, str]]:
        """Weekly periods that the pupils of a class have in groups, by (class id, subject id)."""
        return divided_periods(self.divisions)

    @cached_property
    def class_teacher(self) -> dict[str, str]:
        """The class teacher of each class that has one."""
        return {t.class_teacher_of: t.id for t in self.teachers if t.class_teacher_of}

    @cached_property
    def fixed_teaching(self) -> dict[str, set[str]]:
        """Schools at which courses of this school year are fixed to a teacher, by teacher."""
        found: dict[str, set[str]] = {}
        for row in self.teaching:
            if row.binding is Binding.FIXED:
                school = self.class_by_id[row.class_id].school
                found.setdefault(row.teacher, set()).add(school)
        return found

    @cached_property
    def slots_of_grid(self) -> dict[str, list[Slot]]:
        """The slots of all kinds of each grid of bells, as they are listed."""
        found: dict[str, list[Slot]] = {}
        for slot in self.slots:
            found.setdefault(slot.grid, []).append(slot)
        return found

    @cached_property
    def lessons_of_grid(self) -> dict[tuple[str, int], list[Slot]]:
        """The lesson slots of each grid of bells and weekday, in order."""
        found: dict[tuple[str, int], list[Slot]] = {}
        for slot in sorted(self.slots, key=lambda s: s.start):
            for weekday in {*slot.weekdays} if slot.kind is SlotKind.LESSON else ():
                found.setdefault((slot.grid, weekday), []).append(slot)
        return found

    def slots_of(self, listener: School | ClassGroup) -> list[Slot]:
        """Return the slots of all kinds that ring for a school or a class, as they are listed."""
        slots = self.slots_of_grid.get(self._grid(listener), ())
        return [s for s in slots if s.rings_for(listener)]

    def lesson_slots(self, listener: School | ClassGroup, weekday: int) -> list[Slot]:
        """Return the lesson slots of a school or a class on a weekday, in order."""
        slots = self.lessons_of_grid.get((self._grid(listener), weekday), ())
        return [s for s in slots if s.rings_for(listener)]

    def _grid(self, listener: School | ClassGroup) -> str:
        school = listener if isinstance(listener, School) else self.school_by_id[listener.school]
        return school.grid
