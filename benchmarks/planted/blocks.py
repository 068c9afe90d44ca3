"""Changes of how long lessons are: three or four of them at a stretch (连堂)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from benchmarks.planted.changing import Change, Week, cell_of, moved
from community.models import LessonRelation
from community.relations import Relation
from community.rule import Strictness

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.planted.draw import Cell, Draw
    from scheduling.timetable import ClassLesson

LENGTHS = (3, 4)


def required_blocks(draw: Draw) -> Iterator[Change]:
    """Yield courses of which three or four lessons can be one."""
    return _blocks(draw, Strictness.HARD)


def wished_blocks(draw: Draw) -> Iterator[Change]:
    """Yield the same as wishes."""
    return _blocks(draw, Strictness.SOFT)


def _blocks(draw: Draw, strictness: Strictness) -> Iterator[Change]:
    week, community = Week(draw), draw.community
    for (group, subject), rows in week.courses.items():
        if community.doubles[group, subject] or (group, subject) in community.blocks:
            continue
        for length in LENGTHS:
            row = LessonRelation(
                relation=Relation.BLOCK,
                subjects=(subject,),
                classes=(group,),
                number=length,
                times=1,
                strictness=strictness,
            )
            for cells in _runs(draw, rows[0].school, length):
                change = _together(week, rows, cells) if length <= len(rows) else None
                if change is not None:
                    yield Change("relations", (row,), change)


def _runs(draw: Draw, school: str, length: int) -> Iterator[list[Cell]]:
    """Yield so many times of a day that join each other."""
    cells, joins = draw.cells(school), draw.joins(school)
    for first in range(len(cells) - length + 1):
        run = cells[first : first + length]
        if all(cell in joins for cell in run[:-1]):
            yield run


def _together(
    week: Week, rows: Sequence[ClassLesson], cells: Sequence[Cell]
) -> dict[ClassLesson, Sequence[ClassLesson]] | None:
    """Return what lessons become when some of a course are one lesson, in a run of times."""
    there = {cell_of(x): x for x in rows}
    taken = [there[cell] for cell in cells if cell in there]
    coming = [x for x in rows if x not in taken]
    changed: dict[ClassLesson, Sequence[ClassLesson]] = {}
    for cell in cells:
        if cell in there:
            continue
        x = coming.pop(0)
        aside = week.gives_way(x, cell)
        if aside is None or not all(week.free(who, [cell]) for who in (x.teacher, x.room)):
            return None
        taken.append(x)
        changed |= aside
    first = replace(taken[0], periods=len(cells))
    return changed | dict.fromkeys(taken, ()) | {taken[0]: (moved(first, cells[0]),)}
