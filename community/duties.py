"""值班: who looks after a class outside its lessons (早读, 午管, 课后服务), as schools ask."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from community.records import Weekday  # noqa: TC001 (pydantic reads it at run time)
from community.requests import Request

if TYPE_CHECKING:
    from community.records import ClassGroup

A_WEEK = Annotated[int, Field(ge=0, le=40)]
ONCE_A_DAY = 5  # a week


class Circle(StrEnum):
    """Among whom the teacher of a duty is."""

    CLASS_TEACHER = "class_teacher"
    OF_CLASS = "of_class"  # who teaches the class
    ANYONE = "anyone"  # at the school


class Duty(Request):
    """A duty of each class that the row is about, in each slot that it names, on its weekdays.

    A slot is its name or order, or a word for a kind of slot; where a school has no slot of that
    name, all of the kind are meant. Of several rows about one class and slot, each has to be kept.
    Looking after several classes at once is one duty. ``strictness`` is about who it is and how
    often: that somebody is there is never a wish.
    """

    slots: Annotated[tuple[str, ...], Field(min_length=1)]
    weekdays: tuple[Weekday, ...] = ()
    classes: tuple[str, ...] = ()
    school: str | None = None
    grade: int | None = None
    who: Circle | None = None
    subjects: tuple[str, ...] = ()  # that they teach
    classes_at_once: Annotated[int, Field(ge=1, le=20)] = 1
    max_per_week: A_WEEK = ONCE_A_DAY  # of one person
    max_class_teacher: A_WEEK | None = None  # of the class teacher with the own class

    @property
    def circle(self) -> Circle:
        """Among whom the teacher is; who names subjects means those who teach the class."""
        return self.who or (Circle.OF_CLASS if self.subjects else Circle.ANYONE)

    def concerns(self, group: ClassGroup) -> bool:
        """Return whether it is about a class."""
        named = group.id in self.classes or not self.classes
        return named and self.school in (None, group.school) and self.grade in (None, *group.grades)
