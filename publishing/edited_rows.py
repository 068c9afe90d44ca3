"""Rows of a timetable that were edited: where it is known what they said, what was changed counts.

A person changes a cell and leaves the ones beside it that say the same: the id and the name, the
slot and its clock. A workbook says with which lessons it was sent out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from community.sheets import Sheet
from community.tables.cells import shown_cell
from publishing.plan_book import HIDDEN, PlanBook, cell_text
from publishing.plan_reading import PlanReader
from publishing.plan_tables import SENT, TIMETABLE
from publishing.row_reading import squeezed

if TYPE_CHECKING:
    from community.models import Community
    from community.tables.cells import Cell
    from community.text import Lang
    from publishing.plan_tables import LessonRow
    from scheduling.timetable import ClassLesson

# What goes stale when a cell of the first kind was changed and one of the second was not.
_TIME = {"slot", "slot_name", "start"}
_STALE = (
    (_TIME, _TIME | {"end"}),
    ({"weekday", "periods"}, {"start", "end"}),
    *(({i, n}, {i, n}) for c in TIMETABLE.columns if c.names for i, n in [(c.names, c.key)]),
)


def sent_lessons(
    community: Community, book: PlanBook, school: str = ""
) -> tuple[ClassLesson, ...] | None:
    """Return the lessons that a workbook was sent out with.

    None where it does not say, or tells of people and classes that are no longer there.
    """
    sent = book.about.sent
    if sent is None:
        return None
    reader = PlanReader(community)
    rows: list[tuple[int, list[Cell]]] = [(n, [*row]) for n, row in enumerate(sent, 2)]
    found = reader.lessons(Sheet(HIDDEN, [*SENT], rows), school)
    return None if reader.problems else found


def freshen(sheet: Sheet, rows: list[LessonRow]) -> None:
    """Empty the cells that an edit left stale, so that what was changed counts.

    Parameters
    ----------
    sheet
        The lessons as they came back; a row that says what one of ``rows`` says was not edited.
    rows
        The lessons as they were sent out.
    """
    at = {key: i for i, h in enumerate(sheet.header) if (key := TIMETABLE.called(shown_cell(h)))}
    lang: Lang = "en" if {*map(shown_cell, sheet.header)} >= {*TIMETABLE.headers("en")} else "zh"
    columns = [TIMETABLE.by_key[key] for key in at]
    texts = (TIMETABLE.cells(row, lang, columns) for row in rows)
    sent = Counter(tuple(squeezed(str(c)) for c in row) for row in texts)
    edited: list[tuple[list[Cell], dict[str, str]]] = []
    for _number, cells in sheet.rows:
        cells += [None] * (len(sheet.header) - len(cells))
        says = tuple(squeezed(cell_text(cells[i])) for i in at.values())
        if sent[says]:
            sent[says] -= 1
        else:
            edited.append((cells, dict(zip(at, says, strict=True))))
    left: dict[str | None, list[dict[str, str]]] = defaultdict(list)
    for row in sent.elements():
        was = dict(zip(at, row, strict=True))
        left[was.get("class_id")].append(was)
    for cells, now in edited:
        of_class = left[now.get("class_id")]
        if not of_class:
            continue
        was = _nearest(of_class, now)
        of_class.remove(was)
        for key in _stale({k for k in at if was[k] != now[k]}, now):
            if key in at:
                cells[at[key]] = None


def _nearest(rows: list[dict[str, str]], now: dict[str, str]) -> dict[str, str]:
    """Return the row that says most of what a row says now."""
    return max(rows, key=lambda row: sum(row[key] == now[key] for key in now))


def _stale(changed: set[str], now: dict[str, str]) -> set[str]:
    """Return the columns whose cells still say what those that were changed said before.

    A cell that was only emptied says nothing new.
    """
    filled = {key for key in changed if now[key]}
    return {key for causes, found in _STALE if causes & filled for key in found - changed}
