"""A workbook that ``publishing.workbook`` wrote, or one made by hand: its cells as they were found.

The printed sheets carry fingerprints of their rows, so that a change that somebody made there is
seen, and never silently lost.
"""

from __future__ import annotations

import datetime as dt
import json
import zlib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook

from community.archive import refusal
from community.errors import InputError, Problem
from community.sheets import Sheet
from community.tables.cells import Refused, formula, is_empty, shown_cell
from community.text import Text
from publishing.plan_tables import ROSTER
from publishing.words import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from community.tables.base import Table
    from community.tables.cells import Cell

HIDDEN = "_onebell"  # the sheet that says what the workbook is
MAX_SHEETS = 600  # a page for each class, teacher and room of a large school
MAX_ROWS = 200_000  # that hold something
MAX_COLUMNS = 256  # a page of a whole school has a column for each slot of the week


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
    def about(self) -> dict[str, Any]:
        """What the workbook says of itself."""
        try:
            found = json.loads(self.hidden)
        except (ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}

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
        rows = [(number, [*cells]) for number, cells in self.rows[name].items()]
        number, header = max(rows[:5], key=lambda row: _known(table, row[1]), default=(1, []))
        return Sheet(name, header, [row for row in rows if row[0] > number], number)

    def changed(self) -> dict[str, set[int]]:
        """Return the rows of printed sheets that do not say what was written, by sheet."""
        found: dict[str, set[int]] = {}
        printed = self.about.get("printed")
        for name, rows in (printed if isinstance(printed, dict) else {}).items():
            if name in self.rows and isinstance(rows, dict):
                now = {str(n): fingerprint(cells) for n, cells in self.rows[name].items()}
                other = {n for n in now.keys() | rows.keys() if now.get(n) != rows.get(n)}
                found[name] = {int(n) for n in other if n.isdecimal()}
        return {name: rows for name, rows in found.items() if rows}


def read_book(path: Path) -> PlanBook:
    """Return the cells of a workbook.

    Raises
    ------
    InputError
        When it cannot be opened, is damaged or too large.
    """
    try:
        problem = refusal(path, max_sheets=MAX_SHEETS)
        if problem is None:
            book = load_workbook(path, read_only=True)
            try:
                return PlanBook(path.name, {s.title: _cells(s) for s in book.worksheets})
            finally:
                book.close()
    except InputError:
        raise
    except OSError as error:
        expected = Text("应为可读的文件", "expected a file that can be read")
        problem = Problem(place=path.name, value=str(error.strerror), expected=expected)
    except Exception as error:  # a damaged part can make the library raise nearly anything
        expected = Text("应为完好的.xlsx工作簿", "expected an undamaged .xlsx workbook")
        problem = Problem(place=path.name, value=str(error), expected=expected)
    raise InputError([problem])


def _cells(sheet: Any) -> dict[int, list[Cell]]:
    found: dict[int, list[Cell]] = {}
    sheet.reset_dimensions()  # what a file says of its own size is not to be trusted
    for number, row in enumerate(sheet.iter_rows(), 1):
        cells: list[Cell] = [
            formula(str(c.value)) if c.data_type == "f" else c.value for c in row[:MAX_COLUMNS]
        ]
        while cells and is_empty(cells[-1]):
            cells.pop()
        if cells:
            found[number] = cells
        if len(found) > MAX_ROWS:
            expected = Text(f"应不超过{MAX_ROWS}行", f"expected at most {MAX_ROWS} rows")
            raise InputError([Problem(place=sheet.title, row=number, expected=expected)])
    return found


def sheet_names(table: Table) -> tuple[str, ...]:
    """Return the names under which the sheet of a table is known, the usual one first."""
    by_hand = ("轮岗名单",) if table is ROSTER else ()
    return (*WORDS[f"data_{table.key}"], table.key, *by_hand)


def _known(table: Table, cells: Iterable[Cell]) -> int:
    return sum(table.called(shown_cell(c)) is not None for c in cells)


def fingerprint(row: Iterable[object]) -> int:
    """Return a checksum of the text in a row."""
    texts = [cell_text(value) for value in row]
    while texts and not texts[-1].strip():
        texts.pop()
    return zlib.crc32("\t".join(texts).encode("utf-8", "replace"))


def cell_text(value: object) -> str:
    """Return a cell's value as the text that it was written from."""
    if value is None:
        return ""
    if isinstance(value, Refused):
        return value.text
    if isinstance(value, dt.time):  # a spreadsheet turns 08:30 that was typed in into a time
        return f"{value.hour:02d}:{value.minute:02d}"
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return str(value)
