"""How lessons lie to each other: at once, on other days, one after the other, at an end of the day.

A row speaks of the courses of its subjects in its classes: those named, or all of a school, of a
grade, or of everybody.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from community.requests import Request

if TYPE_CHECKING:
    from collections.abc import Iterable

    from community.records import ClassGroup


class Relation(StrEnum):
    """What a row asks for."""

    SAME_TIME = "same_time"  # the classes have it in the same slots
    OTHER_DAYS = "other_days"  # a class has no two of the subjects on one day
    FOLLOWING = "following"  # the second subject directly after the first
    ADJOINING = "adjoining"  # two subjects side by side, in any order
    DAYS_APART = "days_apart"  # so many days from one lesson of the course to the next
    LAST = "last"  # nothing after it on that day of the class
    FIRST = "first"  # nothing before it
    BLOCK = "block"  # so many periods at a stretch, as often as the periods allow


class LessonRelation(Request):
    """One relation between lessons.

    ``number`` is that of days apart (2 are no days in a row), or of the periods of a block;
    ``times`` is how many blocks a week, as many as the periods hold when it is not given.
    """

    relation: Relation
    subjects: Annotated[tuple[str, ...], Field(min_length=1)]
    classes: tuple[str, ...] = ()
    school: str | None = None
    grade: int | None = None
    number: Annotated[int, Field(ge=1, le=7)] | None = None
    times: Annotated[int, Field(ge=1, le=10)] | None = None

    def is_about(self, group: ClassGroup) -> bool:
        """Return whether a class is meant."""
        here = self.school in (None, group.school) and self.grade in (None, *group.grades)
        return here and group.id in (self.classes or (group.id,))

    def links(self, classes: Iterable[str]) -> list[tuple[str, str]]:
        """Return the class and subject of each course that is to be at the same time.

        As many subjects as classes named: each class has its own.
        """
        subjects = self.subjects
        if len(subjects) == 1:
            return [(group, subjects[0]) for group in classes]
        own = dict(zip(self.classes, subjects, strict=True))
        return [(group, own[group]) for group in classes]


def most_spaced(weekdays: Iterable[int], apart: int) -> int:
    """Return how many of some weekdays can be chosen, so many days from one to the next."""
    found, last = 0, -apart
    for weekday in sorted(set(weekdays)):
        if weekday - last >= apart:
            found, last = found + 1, weekday
    return found
