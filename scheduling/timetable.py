"""The weekly timetable as people read it: one row for each lesson of each class."""

from __future__ import annotations

from dataclasses import dataclass

from community.models import WeekPattern

JOINED = "&"  # the group of a lesson with further teachers, where not all of a course have them;
# with a number, that of a teacher who is beside another one


@dataclass(frozen=True, slots=True, order=True)
class ClassLesson:
    """One lesson of one class, every week or in odd or even weeks.

    ``slot`` is the order of the slot in the bell grid of the class's school; ``periods`` is 2 for
    a double lesson, which runs on into the next lesson slot. In a synchronous lesson ``series``
    names the series; every class that takes part has a row, ``teacher`` is the host class's
    teacher in all of them, and ``assistant`` the local teacher in a receiving class. A teacher who
    is beside another one in a lesson (双师) has a row, too, which ``group`` tells from the
    lesson's own. Each group of pupils (分组、走班) has one for each class that they are of.
    """

    school: str
    class_id: str
    weekday: int
    slot: int
    subject: str
    teacher: str
    weeks: WeekPattern = WeekPattern.ALL
    periods: int = 1
    room: str = ""
    series: str = ""
    assistant: str = ""
    group: str = ""

    @property
    def is_beside(self) -> bool:
        """Whether the teacher is beside the one of the lesson, which has a row of its own."""
        return self.group.startswith(JOINED) and self.group != JOINED

    @property
    def part(self) -> str:
        """The group for which its teacher is there: of pupils, or "" for a class's own teacher."""
        return "" if self.group == JOINED else self.group


@dataclass(frozen=True, slots=True)
class WeekTimetable:
    """The one timetable of all schools for a term, rows in sorted order."""

    term: str
    lessons: tuple[ClassLesson, ...]

    def diff(self, other: WeekTimetable) -> tuple[list[ClassLesson], list[ClassLesson]]:
        """Return the lessons only here, and those only in the other timetable."""
        mine, theirs = set(self.lessons), set(other.lessons)
        return sorted(mine - theirs), sorted(theirs - mine)


@dataclass(frozen=True, slots=True, order=True)
class ClassDuty:
    """Who looks after one class in one slot of a weekday that is no lesson (值班)."""

    school: str
    class_id: str
    weekday: int
    slot: int
    teacher: str
