"""What people changed on the printed timetable of a class: lessons that have changed places.

People move lessons where they read them. A cell that says what another cell of the page said before
is that lesson, moved; one that names another teacher is that lesson, handed over. Anything else has
to be written in the data sheet.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from community.errors import Problem
from community.text import Text
from publishing.grids import class_grid
from publishing.i18n import weekday_name, word
from publishing.plan_book import cell_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.models import ClassGroup
    from community.text import Lang
    from publishing.plan_book import PlanBook
    from publishing.view import PlanView
    from scheduling.timetable import ClassLesson

FIRST_ROW = 4  # of the slots on a page, as ``sheets.draw_grid`` draws it
Place = tuple[int, int]  # weekday and order of the slot
Edit = tuple["ClassLesson", "ClassLesson | None"]  # before and after; None: taken out


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a page for a lesson: where, when, and the lines that it said and says."""

    row: int
    place: Place
    before: tuple[str, ...]
    after: tuple[str, ...]


def page_edits(
    book: PlanBook, view: PlanView, group: ClassGroup, rows: set[int], problems: list[Problem]
) -> tuple[list[Edit], set[int]]:
    """Return the lessons that were moved, given to another or taken out on the page of a class.

    Parameters
    ----------
    book
        The workbook, with a sheet of the class's name.
    view
        The plan that the page was made from.
    rows
        The rows of the page that do not say what was written.
    problems
        Gets the cells that are not understood.

    Returns
    -------
    The edits, and the rows that hold nothing else.
    """
    known = [*page_cells(book, view, group, rows)]
    cells = [c for c in known if c.before != c.after]
    lessons: dict[Place, list[ClassLesson]] = defaultdict(list)
    for lesson in view.by_class[group.id]:
        for slot in view.covered(lesson):
            lessons[lesson.weekday, slot.order] += (lesson, *view.company(lesson))
    doubles = any(x.periods > 1 for c in cells for x in lessons[c.place])
    found: list[Edit] = []
    for cell in [] if doubles else [*cells]:
        if handed := _handed_over(view, cell, lessons[cell.place]):
            found.append(handed)
            cells.remove(cell)
    free = [c for c in cells if c.before]
    for cell in cells:
        day, order = cell.place
        is_open = order in {s.order for s in view.lesson_slots(group.id, day)}
        origin = next((c for c in free if is_open and c.before == cell.after), None)
        if doubles or (cell.after and origin is None):
            problems.append(_unclear(group, cell))
        elif origin is not None:
            free.remove(origin)
            found += [(x, replace(x, weekday=day, slot=order)) for x in lessons[origin.place]]
    return found + [(x, None) for c in free for x in lessons[c.place]], {c.row for c in known}


def _handed_over(view: PlanView, cell: Cell, lessons: list[ClassLesson]) -> Edit | None:
    """Return the edit of a cell in which only the teacher's name is another one that is known."""
    changed = [i for i, (a, b) in enumerate(zip(cell.before, cell.after, strict=False)) if a != b]
    if len(lessons) != 1 or len(changed) != 1 or len(cell.before) != len(cell.after):
        return None
    old, new = cell.before[changed[0]], cell.after[changed[0]]
    people = [i for i, name in view.community.called.items() if squeezed(name) == new]
    if len(people) != 1 or old != squeezed(view.teacher_name(lessons[0].teacher)):
        return None
    return lessons[0], replace(lessons[0], teacher=people[0])


def page_cells(
    book: PlanBook, view: PlanView, group: ClassGroup, rows: set[int], *, duties: bool = False
) -> Iterator[Cell]:
    """Yield the cells for lessons, or for duties, in those rows in which only such can differ."""
    sheet = book.rows[group.name]
    lang: Lang = "en" if sheet.get(3, [""])[0] == word("time", "en") else "zh"
    grid = class_grid(view, group, lang)
    for number, row in enumerate(grid.rows, FIRST_ROW):
        said, *cells = [cell_text(c) for c in sheet.get(number, [])] or [""]
        label, beyond = f"{row.name}{row.time}", cells[len(grid.days) :]
        meant = bool(row.cells) and not row.is_lesson if duties else row.is_lesson
        if number not in rows or not meant or squeezed(said) != squeezed(label):
            continue
        if any(beyond):
            continue
        for column, day in enumerate(grid.days):
            before = "\n".join(e.text() for e in row.cells.get(day, ()))
            after = cells[column] if column < len(cells) else ""
            yield Cell(number, (day, row.order), _lines(before), _lines(after))


def _unclear(group: ClassGroup, cell: Cell) -> Problem:
    day, _slot = cell.place
    return Problem(
        place=group.name,
        row=cell.row,
        column=weekday_name(day, "zh", long=True),
        value=" ".join(cell.after),
        expected=Text(
            "应为本页别处移来的一节课（单节），文字照旧；或这节课原样，只换了教师",
            "expected a single lesson moved here from this page in the same words, or the lesson "
            "as it was with another teacher's name",
        ),
        hint=Text(
            "连堂和别的改动请写在名称以“数据-”开头的工作表中",
            "make changes of doubles, and other changes, in the data sheet",
        ),
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for part in text.split("\n") if (line := squeezed(part)))


def squeezed(text: str) -> str:
    """Return a text without blanks."""
    return "".join(text.split())
