"""The row of a sheet that is its header: where it stands, and what it says across."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from community.names import GRADES, ClassNameError, one_grade, parse_class_name, plain
from community.sheets import MAX_ROWS, TOTALS
from community.tables.base import spelled
from community.tables.cells import is_empty, shown_cell
from community.tables.short import is_subject

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from community.sheets import Sheet
    from community.tables.base import Table
    from community.tables.cells import Cell

_GRADES = range(GRADES[0], 13)
_WITHIN = 20  # rows among which the header is looked for


def matched(table: Table, cells: Iterable[Cell]) -> set[str]:
    """Return the columns of a table that a row of cells names in words that are known."""
    columns, cells = _known(table), list(cells)
    words = {spelled(c) for c in cells if isinstance(c, str)}
    found = {columns[w] for w in words if w in columns}
    for span, keys in table.spans.items():
        if spelled(span) in words:
            found.update(keys)
    if table.across and sum(map(_ACROSS[table.across[0]], cells)) > 1:
        found.update(table.across)
    return found


def header_at(table: Table, sheet: Sheet) -> int:
    """Return the position of the row that names most columns of a table; the first without any.

    Of two that name as many, a title of one cell (学科) is not the header.
    """
    fits = [
        (len(matched(table, row)), sum(not is_empty(c) for c in row) > 1)
        for _number, row in sheet.rows[:_WITHIN]
    ]
    return fits.index(max(fits)) if fits else 0


def take_header(table: Table, sheet: Sheet) -> None:
    """Cut the header of a sheet off its rows, with what stands above it; not a second time.

    Above the header of an exact table there are only notes of one cell.
    """
    if sheet.rows and not sheet.header:
        at = _first_of_many(sheet) if table.exact else header_at(table, sheet)
        sheet.header_row, sheet.header = sheet.rows[at]
        sheet.above = [number for number, _row in sheet.rows[:at]]
        sheet.rows = sheet.rows[at + 1 :]


def widen(sheet: Sheet) -> None:
    """Give columns without header their place in it; what only one row has is told with the row."""
    first = len(sheet.header)
    filled = Counter(
        position
        for _number, row in sheet.rows
        for position in range(first, len(row))
        if not is_empty(row[position])
    )
    last = max((position for position, rows in filled.items() if rows > 1), default=first - 1)
    sheet.header = [*sheet.header, *[None] * (last + 1 - first)]


def _first_of_many(sheet: Sheet) -> int:
    """Return the position of the first row that fills more than one cell; the first without any."""
    filled = (sum(not is_empty(c) for c in row) for _number, row in sheet.rows[:_WITHIN])
    return next((at for at, cells in enumerate(filled) if cells > 1), 0)


def unfold(table: Table, sheet: Sheet) -> None:
    """Make a row of each cell where the values of a column stand across: 一年级, 二年级 …."""
    assert table.across is not None
    column, cells = (table.by_key[key] for key in table.across)
    across = [p for p, cell in enumerate(sheet.header) if _ACROSS[column.key](cell)]
    if len(across) < 2 or any(spelled(shown_cell(c)) in column.spellings for c in sheet.header):
        return
    rest = [p for p in range(len(sheet.header)) if p not in across]
    titles = sheet.header
    sheet.header = [*(titles[p] for p in rest), column.title, cells.title]
    rows: list[tuple[int, list[Cell]]] = []
    for number, row in sheet.rows:
        if len(rows) > MAX_ROWS:  # told when they are read
            break
        padded = [*row, *[None] * (len(titles) - len(row))]
        own = [padded[p] for p in rest]
        if any(shown_cell(c).strip() in TOTALS for c in own):
            continue
        rows += [(number, [*own, titles[p], padded[p]]) for p in across if not _blank(padded[p])]
    sheet.rows = rows


def whole_names(table: Table, sheet: Sheet) -> None:
    """Put school and grade before the name of a class where they stand in columns of their own."""
    words = [spelled(shown_cell(cell)) for cell in sheet.header]
    own = [p for p, word in enumerate(words) if word in table.by_key["class_id"].spellings]
    school, grade = (words.index(w) if w in words else None for w in ("学校", "年级"))
    if len(own) != 1 or (school is None and grade is None):
        return
    for _number, row in sheet.rows:
        name = shown_cell(row[own[0]]).strip()
        if name:
            of_grade = "" if grade is None or is_class(name) else shown_cell(row[grade]).strip()
            of_school = "" if school is None else shown_cell(row[school]).strip()
            row[own[0]] = f"{of_school}{of_grade}{name}"
    rest = [p for p in range(len(words)) if p not in (school, grade)]
    sheet.header = [sheet.header[p] for p in rest]
    sheet.rows = [(number, [row[p] for p in rest]) for number, row in sheet.rows]


def is_class(name: str) -> bool:
    """Return whether a text is the name of a class, which says its grade."""
    if one_grade(plain(name)) is not None and plain(name).endswith("级"):
        return True
    try:
        return bool(parse_class_name(name))
    except ClassNameError:
        return False


def _blank(cell: Cell) -> bool:
    return is_empty(cell) or plain(shown_cell(cell)) in ("/", "-", "—", "——")


def _is_grade(cell: Cell) -> bool:
    return one_grade(re.sub(r"\(.*\)", "", plain(shown_cell(cell)))) in _GRADES


def _is_subject(cell: Cell) -> bool:
    return is_subject(plain(shown_cell(cell)))


_ACROSS: dict[str, Callable[[Cell], bool]] = {"grade": _is_grade, "subject": _is_subject}


def _known(table: Table) -> dict[str, str]:
    """Return the columns of a table by all their spellings."""
    return {s: c.key for c in table.columns for s in c.spellings}
