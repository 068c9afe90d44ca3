"""A workbook that somebody sent, opened to be read: within bounds, and what is damaged is told."""

from __future__ import annotations

import datetime as dt
import warnings
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook

from community.archive import refusal
from community.errors import InputError, Problem
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from openpyxl import Workbook

MAX_SHEETS = 600  # a page for each class, teacher and room of a large school
PRINTED_ROWS, PRINTED_COLUMNS = 20_000, 500  # of a printed sheet, as far as it is compared


def open_book(path: Path) -> Workbook:
    """Return a workbook to be read.

    Raises
    ------
    InputError
        When it cannot be read, has more in it than any of ours, or is damaged.
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
        return load_workbook(path, read_only=True)


@contextmanager
def _told(place: str) -> Iterator[None]:
    """Tell of a damaged part: it can make the library raise nearly anything."""
    try:
        yield
    except Exception:
        raise InputError([Problem(place=place, expected=_DAMAGED, hint=_SAVE_AGAIN)]) from None


def rows_of(
    book: Workbook, name: str, most: int, columns: int
) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Yield number and cells of each row that has any, up to a column.

    Raises
    ------
    InputError
        When the sheet is damaged, or has more rows than ``most``.
    """
    with _told(name):
        sheet: Any = book[name]
        sheet.reset_dimensions()  # what a file says of its own size is not to be trusted
        rows = enumerate(sheet.iter_rows(max_row=most + 1, max_col=columns), 1)
        blank = None
        number = 0
        for number, cells in rows:
            if cells is not blank:  # one and the same row stands for all that are missing
                if any(c.value is not None for c in cells):
                    yield number, cells
                else:
                    blank = cells
    if number > most:
        expected = Text(f"应不超过 {most} 行", f"expected at most {most} rows")
        raise InputError([Problem(place=name, row=number, expected=expected)])


def fingerprints(rows: Iterable[tuple[int, Iterable[object]]]) -> dict[int, int]:
    """Return a checksum of the text in each numbered row that has any."""
    found = {}
    for number, row in rows:
        texts = [cell_text(value) for value in row]
        while texts and not texts[-1]:
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
    if isinstance(value, dt.time):  # a spreadsheet turns 08:30 that was typed in into a time
        return f"{value.hour:02d}:{value.minute:02d}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


_DAMAGED = Text("应为完好的.xlsx工作簿", "expected an undamaged .xlsx workbook")
_SAVE_AGAIN = Text("请用表格软件打开后另存一份", "Open it in a spreadsheet and save a copy")
