"""Workbooks of the old binary format (.xls), read by xlrd.

python-calamine reads them too, but lays every sheet out in full: a file of 6 kB with a cell in the
last row and column takes 2 GB, here 30 MB. Formulas cannot be told from their last values.
"""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

from community.tables.cells import error_value, text_cell
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.tables.cells import Cell

START = b"\xd0\xcf\x11\xe0"
CACHED = Text(
    "这是旧的.xls格式，公式按上次保存时的值读取",
    "this is the old .xls format: formulas are read as their last values",
)


class OldBook:
    """A workbook of the old format: its sheets, one loaded at a time."""

    def __init__(self, content: bytes) -> None:
        import xlrd

        self._xlrd: Any = xlrd
        self._book = xlrd.open_workbook(
            file_contents=content,
            on_demand=True,
            formatting_info=True,  # for merged cells
            ragged_rows=True,  # what is not written takes no memory
            logfile=io.StringIO(),
        )
        self.titles: list[str] = self._book.sheet_names()

    def rows(self, title: str, columns: int, last: int) -> Iterator[tuple[int, list[Cell]]]:
        """Yield number and cells of each row up to the last, cut after some columns."""
        sheet = self._book.sheet_by_name(title)
        for number in range(min(sheet.nrows, last)):
            cells = sheet.row_slice(number, 0, min(columns, sheet.row_len(number)))
            yield number + 1, [self._cell(c) for c in cells]

    def merged(self, title: str) -> Iterator[tuple[int, int, int]]:
        """Yield (column position, first row, last row) of vertically merged cells."""
        for top, bottom, left, _right in self._book.sheet_by_name(title).merged_cells:
            if bottom - top > 1:
                yield left, top + 1, bottom

    def _cell(self, cell: Any) -> Cell:
        kind, value = cell.ctype, cell.value
        if kind == self._xlrd.XL_CELL_DATE:
            if 0 <= value < 1:
                return dt.timedelta(days=value)
            found: dt.datetime = self._xlrd.xldate_as_datetime(value, self._book.datemode)
            return found
        if kind == self._xlrd.XL_CELL_ERROR:
            return error_value(self._xlrd.error_text_from_code.get(value, "#N/A"))
        if kind == self._xlrd.XL_CELL_BOOLEAN:
            return bool(value)
        if kind == self._xlrd.XL_CELL_NUMBER:
            return float(value)
        return text_cell(str(value)) if value else None
