"""A workbook that ``publishing.workbook`` wrote, or one made by hand: its cells as they were found.

The printed sheets carry fingerprints of their rows, so that a change that somebody made there is
seen, and never silently lost. Whoever sent the workbook: it is read within bounds, and what is
damaged is told.
"""

from __future__ import annotations

import datetime as dt
import warnings
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook
from pydantic import BaseModel, ValidationError

from community.archive import refusal
from community.errors import InputError, Problem
from community.header_row import take_header
from community.sheets import MAX_COLUMNS, Sheet
from community.tables.cells import Refused, formula, is_empty, shown_cell
from community.text import Text
from publishing.calendar_tables import CALENDAR
from publishing.plan_tables import COSTS, DUTIES, LOCKS, MAX_ROWS, MENTORS, ROSTER, TIMETABLE
from publishing.record_tables import RECORDS
from publishing.words import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from openpyxl import Workbook

    from community.tables.base import Table
    from community.tables.cells import Cell

HIDDEN = "_onebell"  # the sheet that says what the workbook is
MAX_SHEETS = 600  # a page for each class, teacher and room of a large school
DATA_TABLES = (ROSTER, MENTORS, TIMETABLE, LOCKS, DUTIES, *CALENDAR, RECORDS, COSTS)
PRINTED_ROWS, PRINTED_COLUMNS = 20_000, 500  # of a printed sheet, as far as it is compared
_HIDDEN_ROWS = 1_000


Rows = list[list[str | int | float | None]]


class About(BaseModel):
    """What a workbook says of itself, besides what ``plan.json`` says."""

    community: str = ""
    part: str  # the school whose part of the timetable it is; empty: the whole community's
    printed: dict[str, dict[int, int]] = {}  # fingerprints of the rows of each printed sheet
    sent: Rows | None = None  # the lessons it was sent out with
    duties: Rows | None = None  # and the duties
    roster: Rows | None = None  # and the placements and pairs
    mentors: Rows | None = None

    @property
    def ids(self) -> set[str]:
        """What the rows say that it was sent out with: the ids among it are not typed."""
        tables = (self.sent, self.duties, self.roster, self.mentors)
        return {str(cell) for rows in tables for row in rows or () for cell in row}


@dataclass(frozen=True)
class PlanBook:
    """The cells of a workbook: by name of the sheet and number of the row, without empty rows."""

    place: str
    rows: dict[str, dict[int, list[Cell]]]

    @cached_property
    def hidden(self) -> str:
        """The JSON text that says what the workbook is; empty where it does not."""
        cells = (shown_cell(cells[0]) for cells in self.rows.get(HIDDEN, {}).values())
        return "".join(cells)

    @cached_property
    def about(self) -> About:
        """What the workbook says of itself.

        Raises
        ------
        InputError
            When that was changed.
        """
        try:
            return About.model_validate_json(self.hidden)
        except ValidationError:
            raise InputError([Problem(place=HIDDEN, expected=_OWN)]) from None

    def has(self, table: Table) -> bool:
        """Return whether there is a data sheet of a table."""
        return any(name in self.rows for name in sheet_names(table))

    def sheet(self, table: Table, problems: list[Problem]) -> Sheet | None:
        """Return a data sheet, or None with a problem; its header is one of the first rows."""
        names = sheet_names(table)
        name = next((n for n in names if n in self.rows), None)
        if name is None:
            expected = Text("缺少此数据表", "this data sheet is missing")
            problems.append(Problem(place=names[0], expected=expected))
            return None
        sheet = Sheet(name, rows=[(number, [*cells]) for number, cells in self.rows[name].items()])
        take_header(table, sheet)
        return sheet

    def changed(self) -> dict[str, set[int]]:
        """Return the rows of printed sheets that do not say what was written, by sheet."""
        found: dict[str, set[int]] = {}
        for name, rows in self.about.printed.items():
            if name in self.rows:
                now = fingerprints(self.rows[name].items())
                found[name] = {n for n in now.keys() | rows.keys() if now.get(n) != rows.get(n)}
        return {name: rows for name, rows in found.items() if rows}


def read_book(path: Path, tables: Iterable[Table] = DATA_TABLES) -> PlanBook:
    """Return the cells of a workbook: of the sheets of tables, and of those that were printed.

    Raises
    ------
    InputError
        When it cannot be opened, is damaged or too large.
    """
    try:
        problem = refusal(path, max_sheets=MAX_SHEETS)
    except OSError as error:
        expected = Text("应为可读的文件", "expected a file that can be read")
        problem = Problem(place=path.name, value=str(error.strerror), expected=expected)
    if problem:
        raise InputError([problem])
    with _told(path.name), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library tells of drawings and styles it leaves out
        opened = load_workbook(path, read_only=True)
    try:
        there = opened.sheetnames
        data = [n for t in tables for n in sheet_names(t)]
        bounds = {HIDDEN: (_HIDDEN_ROWS, 1)} | dict.fromkeys(data, (MAX_ROWS, MAX_COLUMNS))
        book = PlanBook(path.name, {n: _cells(opened, n, *bounds[n]) for n in bounds if n in there})
        for name in sorted(_printed(book) & {*there} - book.rows.keys()):
            book.rows[name] = _cells(opened, name, PRINTED_ROWS, PRINTED_COLUMNS)
        return book
    finally:
        opened.close()


def _printed(book: PlanBook) -> set[str]:
    """Return the sheets that the workbook says were printed; none where it cannot say so."""
    try:
        return {*book.about.printed}
    except InputError:
        return set()


def _cells(book: Workbook, name: str, most: int, columns: int) -> dict[int, list[Cell]]:
    """Return the cells of each row of a sheet that has any, up to a column.

    Raises
    ------
    InputError
        When the sheet is damaged, or has more rows than ``most``.
    """
    found: dict[int, list[Cell]] = {}
    number, blank = 0, None
    with _told(name):
        sheet: Any = book[name]
        sheet.reset_dimensions()  # what a file says of its own size is not to be trusted
        for number, row in enumerate(sheet.iter_rows(max_row=most + 1, max_col=columns), 1):
            if row is blank:  # one and the same row stands for all that are missing
                continue
            cells = [_cell(c) for c in row]
            while cells and is_empty(cells[-1]):
                cells.pop()
            if cells:
                found[number] = cells
            else:
                blank = row
    if number > most:
        expected = Text(f"应不超过{most}行", f"expected at most {most} rows")
        raise InputError([Problem(place=name, row=number, expected=expected)])
    return found


def _cell(cell: Any) -> Cell:
    found: Cell = cell.value
    if cell.data_type == "f":
        return formula(found if isinstance(found, str) else "=")
    return found


@contextmanager
def _told(place: str) -> Iterator[None]:
    """Tell of a damaged part: it can make the library raise nearly anything."""
    try:
        yield
    except Exception:
        raise InputError([Problem(place=place, expected=_DAMAGED, hint=_SAVE_AGAIN)]) from None


def sheet_names(table: Table) -> tuple[str, ...]:
    """Return the names under which the sheet of a table is known, the usual one first."""
    by_hand = ("轮岗名单",) if table is ROSTER else ()
    return (*WORDS[f"data_{table.key}"], table.key, *by_hand)


def fingerprints(rows: Iterable[tuple[int, Iterable[object]]]) -> dict[int, int]:
    """Return a checksum of the text in each numbered row that has any."""
    found = {}
    for number, row in rows:
        texts = [cell_text(value) for value in row]
        while texts and not texts[-1].strip():
            texts.pop()
        if texts:
            found[number] = zlib.crc32("\t".join(texts).encode("utf-8", "replace"))
    return found


def printed_rows(sheet: Any) -> dict[int, int]:
    """Return the fingerprints of a sheet that is written, as far as they are compared."""
    rows, columns = min(sheet.max_row, PRINTED_ROWS), min(sheet.max_column, PRINTED_COLUMNS)
    found = sheet.iter_rows(max_row=rows, max_col=columns, values_only=True)
    return fingerprints(enumerate(found, 1))


def cell_text(value: object) -> str:
    """Return a cell's value as the text that it was written from."""
    if value is None:
        return ""
    if isinstance(value, Refused):
        return value.text
    if isinstance(value, dt.time):  # a spreadsheet turns 08:30 that was typed in into a time
        return f"{value.hour:02d}:{value.minute:02d}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


_OWN = Text(
    "这个隐藏的工作表记着本工作簿的来历，应保持原样，请重新导出",
    "this hidden sheet says what the workbook is and was changed: export it anew",
)
_DAMAGED = Text("应为完好的.xlsx工作簿", "expected an undamaged .xlsx workbook")
_SAVE_AGAIN = Text("请用表格软件打开后另存一份", "Open it in a spreadsheet and save a copy")
