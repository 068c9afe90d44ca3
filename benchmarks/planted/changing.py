"""Changes of a planted week; one is kept where the audit still has nothing to say."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from benchmarks.planted.draw import Cell, Draw
    from community.models import Record
    from scheduling.timetable import ClassLesson

TRIES = 25


class Change(NamedTuple):
    """Rows of one table, and what lessons become."""

    table: str
    rows: Sequence[Record]
    lessons: Mapping[ClassLesson, Sequence[ClassLesson]]


def change_week(draw: Draw, found: Callable[[Draw], Iterator[Change]], number: int) -> None:
    """Make so many changes of a kind."""
    for _ in range(number):
        changes = list(found(draw))
        draw.rng.shuffle(changes)
        any(_is_kept(draw, change) for change in changes[:TRIES])


def _is_kept(draw: Draw, change: Change) -> bool:
    asking = draw.asking(**{change.table: change.rows})
    return draw.keeps(asking, [y for x in draw.lessons for y in change.lessons.get(x, (x,))])


class Week:
    """When everybody has lessons, while changes are looked for."""

    def __init__(self, draw: Draw) -> None:
        self.draw, self.busy, self.courses = draw, draw.busy(), draw.plain_courses
        self._at = {(x.class_id, *cell_of(x)): x for x in draw.plain}
        self._stay = draw.stay

    def colleagues(self, lesson: ClassLesson, of: str = "") -> list[str]:
        """Return who else of those who stay at the school can teach a lesson's subject, or one."""
        return [
            t.id
            for t in self.draw.community.teachers
            if self._stay.get(t.id) == lesson.school and t.id != lesson.teacher
            if (of or lesson.subject) in t.subjects
        ]

    def free(self, who: str, cells: Sequence[Cell]) -> bool:
        """Return whether somebody has no lesson at some times; nobody always has none."""
        return not who or not any(self.busy[who][cell] for cell in cells)

    def gives_way(
        self, lesson: ClassLesson, cell: Cell
    ) -> dict[ClassLesson, Sequence[ClassLesson]] | None:
        """Return what moves so that a lesson's class is free for it at another time.

        What the class has then changes places with the lesson; None where that cannot be.
        """
        if cell_of(lesson) == cell or not self.busy[lesson.class_id][cell]:
            return {}
        theirs = self._at.get((lesson.class_id, *cell))
        if theirs is None or not all(
            self.free(who, [cell_of(lesson)]) for who in (theirs.teacher, theirs.room)
        ):
            return None
        return {theirs: (moved(theirs, cell_of(lesson)),)}


def cell_of(lesson: ClassLesson) -> Cell:
    """Return weekday and slot of a lesson."""
    return lesson.weekday, lesson.slot


def moved(lesson: ClassLesson, cell: Cell, **more: str | int) -> ClassLesson:
    """Return a lesson at another time, perhaps with other people and places."""
    return replace(lesson, weekday=cell[0], slot=cell[1], **more)  # type: ignore[arg-type]
