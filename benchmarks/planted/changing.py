"""Changes of a planted week: classes together in one lesson, courses of several teachers.

A change is kept where the audit still has nothing to say.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from community.requests import JointLesson, Teaching

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.planted.draw import Cell, Draw
    from community.models import Record
    from scheduling.timetable import ClassLesson

TRIES = 25


class Change(NamedTuple):
    """Rows of one table, and what they make of some lessons."""

    table: str
    rows: tuple[Record, ...]
    lessons: dict[ClassLesson, ClassLesson]


def change_week(draw: Draw, joint: int, shared: int) -> None:
    """Have so many lessons of two classes together, and so many courses of two teachers."""
    for found, number in ((_joined, joint), (_shared, shared)):
        for _ in range(number):
            changes = list(found(draw))
            draw.rng.shuffle(changes)
            any(_is_kept(draw, change) for change in changes[:TRIES])


def _is_kept(draw: Draw, change: Change) -> bool:
    """Make a change if the plan stays without fault; return whether it does."""
    before = draw.community, draw.lessons
    draw.asks(**{change.table: change.rows})
    draw.lessons = [change.lessons.get(x, x) for x in draw.lessons]
    kept = not draw.broken()
    if not kept:
        draw.community, draw.lessons = before
    return kept


def _joined(draw: Draw) -> Iterator[Change]:
    """Yield lessons of two classes of a school that can be at one time, with the first's teacher.

    What the second class has at that time changes places with the lesson that it gives up.
    """
    busy, courses = draw.busy(), draw.plain_courses
    grade = {c.id: (c.school, c.grade) for c in draw.community.classes}
    at = {(x.class_id, x.weekday, x.slot): x for x in draw.plain}
    for (one, subject), (other, same) in combinations(sorted(courses), 2):
        first, second = courses[one, subject], courses[other, same]
        if subject != same or grade[one] != grade[other]:
            continue
        row = JointLesson(id=f"H-{one}-{other}-{subject}", subject=subject, classes=(one, other))
        for x, y in ((x, y) for x in first for y in second):
            together = {
                x: replace(x, series=row.id),
                y: _moved(y, x, series=row.id, teacher=x.teacher, room=x.room),
            }
            cell = (x.weekday, x.slot)
            theirs = at.get((other, *cell))
            if (y.weekday, y.slot) == cell or not busy[other][cell]:
                yield Change("joint", (row,), together)
            elif theirs and not busy[theirs.teacher][y.weekday, y.slot]:
                yield Change("joint", (row,), {**together, theirs: _moved(theirs, y)})


def _moved(lesson: ClassLesson, to: ClassLesson, **more: str) -> ClassLesson:
    return replace(lesson, weekday=to.weekday, slot=to.slot, **more)


def _shared(draw: Draw) -> Iterator[Change]:
    """Yield courses of which a colleague takes over some lessons."""
    busy, stay = draw.busy(), draw.stay
    for (group, subject), rows in draw.plain_courses.items():
        own = rows[0].teacher
        for colleague in draw.community.teachers:
            if stay.get(colleague.id) != rows[0].school or subject not in colleague.subjects:
                continue
            taken = [x for x in rows if not busy[colleague.id][_cell(x)]][: len(rows) - 1]
            if taken and colleague.id != own:
                shares = Counter({own: len(rows) - len(taken), colleague.id: len(taken)})
                shared = (
                    Teaching(class_id=group, subject=subject, teacher=t, periods=n)
                    for t, n in shares.items()
                )
                given = {x: replace(x, teacher=colleague.id) for x in taken}
                yield Change("teaching", tuple(shared), given)


def _cell(lesson: ClassLesson) -> Cell:
    return lesson.weekday, lesson.slot
