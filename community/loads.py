"""折算课时: what lessons, and work beside them, count for in the load of a teacher.

A lesson counts the weight of its subject times that of its class, in whole hundredths; 1 where
nobody says otherwise. Class teachership, and each preparation beyond the first, count as many
lessons as the table of load requests says.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import TYPE_CHECKING

from community.records import ClassGroup, Teacher
from community.rule import Strictness
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from community.records import Subject
    from community.requests import LoadRequest

PARTS = 100  # of a lesson: weights are told that finely


def asked(rows: Sequence[LoadRequest], limit: str, who: Teacher | ClassGroup) -> int | None:
    """Return the row of the load requests that sets a limit for a teacher or a class, if any.

    The nearest counts: one's own before the school's before everybody's; of equals the last. A row
    with a teacher and a school is not of the whole week.
    """
    found = [
        (row.teacher is not None or row.class_id is not None, row.school is not None, number)
        for number, row in enumerate(rows)
        if getattr(row, limit) is not None
        and not (row.teacher and row.school)
        and row.school in (None, who.school)
        and _is_about(row, who)
    ]
    return max(found)[-1] if found else None


def _is_about(row: LoadRequest, who: Teacher | ClassGroup) -> bool:
    """Return whether a row means a teacher or a class, as far as it names them."""
    if not row.is_about_classes:
        return isinstance(who, Teacher) and row.teacher in (None, who.id)
    grades = who.grades if isinstance(who, ClassGroup) else ()
    return row.class_id in (None, who.id) and (row.grade is None or row.grade in grades)


@dataclass(frozen=True)
class Loads:
    """The loads of a community, in lessons a week: an ordinary one counts 1.

    ``courses`` are the (class id, subject id) that are taught.
    """

    courses: tuple[tuple[str, str], ...]
    classes: tuple[ClassGroup, ...]
    subjects: tuple[Subject, ...]
    teachers: tuple[Teacher, ...]
    rows: tuple[LoadRequest, ...]

    @cached_property
    def weights(self) -> dict[tuple[str, str], Fraction]:
        """What a lesson of each (class id, subject id) that is taught counts."""
        return {course: self.weight(*course) for course in self.courses}

    def weight(self, class_id: str, subject: str) -> Fraction:
        """Return what a lesson counts."""
        return _rounded(self._of_classes[class_id] * self._of_subjects[subject])

    @cached_property
    def _of_classes(self) -> dict[str, float]:
        return {group.id: group.load for group in self.classes}

    @cached_property
    def _of_subjects(self) -> dict[str, float]:
        return {subject.id: subject.load for subject in self.subjects}

    @cached_property
    def of_class(self) -> dict[str, Fraction]:
        """What a class counts for each teacher who has one; without those it counts nothing."""
        return self._counts("class_teacher_load")

    @cached_property
    def of_preparation(self) -> dict[str, Fraction]:
        """What each preparation (a subject of a grade) beyond the first counts, by teacher."""
        return self._counts("preparation_load")

    def _counts(self, what: str) -> dict[str, Fraction]:
        found: dict[str, Fraction] = {}
        for teacher in self.teachers:
            number = asked(self.rows, what, teacher)
            if number is not None:
                found[teacher.id] = _rounded(getattr(self.rows[number], what))
        return {teacher: count for teacher, count in found.items() if count}

    @cached_property
    def most(self) -> dict[str, int]:
        """The greatest load that each teacher may have: the own maximum, and what rows require."""
        found: dict[str, int] = {}
        for teacher in self.teachers:
            number = asked(self.rows, "max_load", teacher)
            found[teacher.id] = teacher.max_periods
            if number is not None and self.rows[number].strictness is Strictness.HARD:
                found[teacher.id] = min(teacher.max_periods, self.rows[number].max_load or 0)
        return found

    @cached_property
    def unit(self) -> int:
        """The fewest parts of a lesson of which every count is a whole number of."""
        counts = (self.weights, self.of_class, self.of_preparation)
        return lcm(*(count.denominator for found in counts for count in found.values()))

    @cached_property
    def weighted(self) -> bool:
        """Whether any load is not just the number of lessons."""
        beside = self.of_class or self.of_preparation
        return bool(beside) or any(weight != 1 for weight in self.weights.values())

    @property
    def note(self) -> Text:
        """What stands behind numbers of lessons where these are weighted."""
        weighted = Text("（按折算课时计）", " (in weighted lessons)")
        return weighted if self.weighted else Text("", "")

    @cached_property
    def lightest(self) -> Fraction:
        """The least that a lesson counts, 1 at the most."""
        return min((Fraction(1), *self.weights.values()))

    @cached_property
    def heaviest(self) -> Fraction:
        """The most that a lesson counts, 1 at the least."""
        return max((Fraction(1), *self.weights.values()))


def _rounded(count: float) -> Fraction:
    return Fraction(round(count * PARTS), PARTS)
