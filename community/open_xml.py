"""Workbooks of the format .xlsx, strict or not, read by openpyxl from a stream."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
from defusedxml.ElementTree import iterparse
from openpyxl.utils.cell import range_boundaries

from community.tables.cells import error_value, formula, text_cell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.tables.cells import Cell

_STRICT = b"http://purl.oclc.org/ooxml/"


class OpenBook:
    """A workbook of today's format, whose size and parts have been checked."""

    def __init__(self, content: bytes) -> None:
        self._content = _transitional(content)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of drawings and styles it leaves out
            self._book: Any = openpyxl.load_workbook(
                io.BytesIO(self._content), read_only=True, keep_links=False
            )
        self.titles: list[str] = [s.title for s in self._book.worksheets]

    def rows(self, title: str, columns: int, last: int) -> Iterator[tuple[int, list[Cell]]]:
        """Yield number and cells of each row up to the last, cut after some columns."""
        worksheet = self._book[title]
        worksheet.reset_dimensions()  # what a file says of its own size is not to be trusted
        blank = None
        for number, cells in enumerate(worksheet.iter_rows(max_row=last, max_col=columns), 1):
            if cells is blank:  # the reader hands out one and the same row for all that are missing
                continue
            row = [_cell(c) for c in cells]
            if any(c is not None for c in row):
                yield number, row
            else:
                blank = cells

    def merged(self, title: str) -> Iterator[tuple[int, int, int]]:
        """Yield (column position, first row, last row) of vertically merged cells."""
        part = str(getattr(self._book[title], "_worksheet_path", "")).lstrip("/")
        with zipfile.ZipFile(io.BytesIO(self._content)) as archive:
            if b"mergeCell " not in archive.read(part):
                return
            with archive.open(part) as stream:
                for _event, node in iterparse(stream):
                    if node.tag.endswith("}mergeCell"):
                        left, top, _right, bottom = range_boundaries(node.get("ref", ""))
                        if left and top and bottom and bottom > top:
                            yield left - 1, top, bottom
                    node.clear()


def _cell(cell: Any) -> Cell:
    value = cell.value
    if value is None:
        return None
    if cell.data_type == "f":
        return formula(value if isinstance(value, str) else "=")
    if cell.data_type == "e":
        return error_value(str(value))
    if isinstance(value, str):
        # Text on purpose carries Excel's apostrophe; else it is a formula typed into a text cell.
        return value if cell.style_array.quotePrefix else text_cell(value)
    found: Cell = value
    return found


def _transitional(content: bytes) -> bytes:
    """Return a workbook of Strict Open XML with the names that everybody else writes."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {p.filename: archive.read(p) for p in archive.infolist() if _is_xml(p.filename)}
        if not any(_STRICT in part for part in parts.values()):
            return content
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as written:
            for name, part in parts.items():
                names = re.sub(_STRICT + rb"(\w+)/(\w+)", _name, part)
                written.writestr(name, names)
    return out.getvalue()


def _is_xml(name: str) -> bool:
    return name.endswith((".xml", ".rels"))


def _name(strict: re.Match[bytes]) -> bytes:
    return b"http://schemas.openxmlformats.org/%s/2006/%s" % (strict[1], strict[2])
