"""What schools ask for themselves, besides the policy: who teaches what, when, and how much a day.

Each is a row that a planner can write. It is required, or a wish with a weight (``strictness``).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from community.records import Record, Weekday, Wishable

A_DAY = Annotated[int, Field(ge=0, le=20)]
A_WEEK = Annotated[int, Field(ge=0, le=60)]


class Binding(StrEnum):
    """How far a row of the teaching table binds: fixed, wished for, or last year's."""

    FIXED = "fixed"
    WISHED = "wished"
    LAST_YEAR = "last_year"


class Liking(StrEnum):
    """What is said of the times that a request names."""

    ONLY = "only"
    NEVER = "never"


class Request(Wishable):
    """What every request has: it is required or wished for, with a note."""

    note: str = ""


class Teaching(Record):
    """Who teaches a subject in a class (任课表).

    One row stands for the whole course; several fixed rows with ``periods`` share it out, one
    after the other. Whoever is ``together`` is in lessons of the course beside its teacher (双师),
    in all of them or in so many ``periods``.
    """

    class_id: str
    subject: str
    teacher: str
    binding: Binding = Binding.FIXED
    periods: Annotated[int, Field(ge=1, le=20)] | None = None
    weight: Annotated[int, Field(ge=1, le=1000)] = 5
    together: bool = False


class TimeRequest(Request):
    """When some lessons are to be, or not to be.

    It speaks of the lessons that fit all that it names: subject, class, grade, school; where it
    names a teacher, of the teacher's lessons. ``weekdays`` empty means every day, ``slots`` empty
    all day; a slot is its name, its order in the grid, ``am`` or ``pm``.
    """

    subject: str | None = None
    class_id: str | None = None
    grade: int | None = None
    school: str | None = None
    teacher: str | None = None
    liking: Liking
    weekdays: tuple[Weekday, ...] = ()
    slots: tuple[str, ...] = ()


class LoadRequest(Request):
    """How the week of a teacher is to be, or of all at a school, or of everybody; or of a class.

    ``min_load`` and ``max_load`` are in weighted lessons a week; ``class_teacher_load`` and
    ``preparation_load`` say how many lessons class teachership, and each preparation (a subject of
    a grade) beyond the first, count. ``rest_minutes`` belongs to ``max_run``: how long a rest is,
    lunch or not. A limit that is not given is not asked for. What is said of one teacher takes the
    place of what is said of a school, and that of what is said of all, limit by limit; likewise of
    a class and of a grade. A row with a teacher and a school is about the lessons
    there alone, besides what is asked of the whole week.
    """

    teacher: str | None = None
    school: str | None = None
    min_per_day: A_DAY | None = None  # on a day with lessons at all
    max_per_day: A_DAY | None = None
    max_days: Annotated[int, Field(ge=1, le=7)] | None = None
    max_gaps_per_day: A_DAY | None = None
    max_gaps: Annotated[int, Field(ge=0, le=60)] | None = None  # in the week
    max_run: Annotated[int, Field(ge=1, le=20)] | None = None  # lessons in a row
    free_half_days: Annotated[int, Field(ge=1, le=14)] | None = None  # of a week, with no lesson
    min_load: A_WEEK | None = None
    max_load: A_WEEK | None = None
    class_teacher_load: Annotated[float, Field(ge=0, le=20)] | None = None
    preparation_load: Annotated[float, Field(ge=0, le=10)] | None = None
    free_afternoons: Annotated[int, Field(ge=1, le=7)] | None = None
    rest_minutes: Annotated[int, Field(ge=1, le=999)] | None = None
    class_id: str | None = None
    grade: int | None = None

    @property
    def is_about_classes(self) -> bool:
        """Whether it is about classes and not about teachers."""
        return self.class_id is not None or self.grade is not None


class FixedLesson(Request):
    """A lesson at a given time: of a subject, or an event without a subject (班会, 升旗).

    It is for the classes named, or for all of a school, or of a grade of it. The time may be a
    wish: what is not held then is held at another. The classes of a school have an event that is
    moved together, but where their class teachers hold it.
    """

    name: str = ""
    subject: str | None = None
    classes: tuple[str, ...] = ()
    school: str | None = None
    grade: int | None = None
    weekday: Weekday
    slot: str
    teacher: str | None = None
    class_teacher: bool = False  # the class teacher of each class holds it


class JointLesson(Record):
    """Lessons that several classes of a school have together, with one teacher (合班, 复式).

    They are part of the weekly periods of each class; the first class's teacher gives them.
    """

    id: str
    subject: str
    classes: Annotated[tuple[str, ...], Field(min_length=2)]
    periods: Annotated[int, Field(ge=1, le=5)] = 1  # a week
