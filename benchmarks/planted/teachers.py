"""Changes of who teaches: classes together, courses shared out, further teachers in lessons."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import combinations, product
from typing import TYPE_CHECKING

from benchmarks.planted.changing import Change, Week, cell_of, moved
from community.requests import JointLesson, Teaching
from scheduling.timetable import JOINED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.planted.draw import Draw
    from scheduling.timetable import ClassLesson


def joined(draw: Draw) -> Iterator[Change]:
    """Yield lessons of two classes of a school that can be at one time, with the first's teacher.

    What the second class has at that time changes places with the lesson that it gives up.
    """
    week = Week(draw)
    for first, second in parallel_courses(week):
        (one, other), subject = (rows[0].class_id for rows in (first, second)), first[0].subject
        row = JointLesson(id=f"H-{one}-{other}-{subject}", subject=subject, classes=(one, other))
        for x, y in product(first, second):
            theirs = week.gives_way(y, cell_of(x))
            if theirs is not None:
                mine = replace(x, series=row.id)
                coming = moved(y, cell_of(x), series=row.id, teacher=x.teacher, room=x.room)
                yield Change("joint", (row,), {x: (mine,), y: (coming,), **theirs})


def parallel_courses(week: Week) -> Iterator[tuple[list[ClassLesson], list[ClassLesson]]]:
    """Yield the lessons of a subject in two classes of a school and grade."""
    grade = {c.id: (c.school, c.grade) for c in week.draw.community.classes}
    for (one, subject), (other, same) in combinations(sorted(week.courses), 2):
        if subject == same and grade[one] == grade[other]:
            yield week.courses[one, subject], week.courses[other, same]


def shared(draw: Draw) -> Iterator[Change]:
    """Yield courses of which a colleague takes over some lessons."""
    week = Week(draw)
    for (group, subject), rows in week.courses.items():
        for colleague in week.colleagues(rows[0]):
            free = [x for x in rows if week.free(colleague, [cell_of(x)])]
            taken = free[: len(rows) - 1]
            if taken:
                own = rows[0].teacher
                shares = Counter({own: len(rows) - len(taken), colleague: len(taken)})
                asked = [
                    Teaching(class_id=group, subject=subject, teacher=t, periods=n)
                    for t, n in shares.items()
                ]
                given = {x: (replace(x, teacher=colleague),) for x in taken}
                yield Change("teaching", asked, given)


def accompanied(draw: Draw) -> Iterator[Change]:
    """Yield courses to whose lessons, or to some of them, a colleague can come (同堂)."""
    week = Week(draw)
    for (group, subject), rows in week.courses.items():
        for colleague in week.colleagues(rows[0]):
            free = [x for x in rows if week.free(colleague, [cell_of(x)])]
            whole = len(free) == len(rows)
            if free:
                row = Teaching(
                    class_id=group,
                    subject=subject,
                    teacher=colleague,
                    periods=None if whole else len(free),
                    together=True,
                )
                both = {
                    x: (
                        x if whole else replace(x, group=JOINED),
                        replace(x, teacher=colleague, group=f"{JOINED}1"),
                    )
                    for x in free
                }
                yield Change("teaching", (row,), both)
