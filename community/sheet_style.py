"""How the sheets of a community's workbook look: headers, help and example rows, pages."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from community.sheets import EXAMPLE_MARKS, HELP_MARKS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from community.text import Lang

FIRST_DATA_ROW = 4
LAST_ROW = 5000  # dropdowns and text format reach down to here
_DARK, _LIGHT = PatternFill("solid", "FF1F4E79"), PatternFill("solid", "FFBDD7EE")
_NOTE = PatternFill("solid", "FFF2F2F2")
GREY = Font(name="Calibri", size=10, color="FF606060")
_WRAP = Alignment(wrap_text=True, vertical="top")


def marked(position: int, help_text: str, example: str, lang: Lang) -> Sequence[str]:
    """Return help and example of a column; the first column carries the marks of these rows."""
    if position > 1:
        return help_text, example
    which = 0 if lang == "zh" else 1
    return HELP_MARKS[which] + help_text, EXAMPLE_MARKS[which] + example


def head(
    sheet: Any, position: int, title: str, required: bool, notes: Sequence[str] = (), row: int = 1
) -> None:
    """Write the header of a column, dark where it has to be filled in, and the notes under it."""
    cell = sheet.cell(row, position, title)
    cell.fill = _DARK if required else _LIGHT
    cell.font = Font(name="Calibri", bold=True, color="FFFFFFFF" if required else "FF000000")
    for below, note in enumerate(notes, row + 1):
        cell = sheet.cell(below, position, note or None)
        cell.font, cell.alignment, cell.number_format = GREY, _WRAP, "@"
        cell.fill = _NOTE
    widest = max(_width(title) + 2, *(min(_width(n), 24) for n in notes), 8)
    sheet.column_dimensions[get_column_letter(position)].width = widest + 2


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def finish(sheet: Any, panes: str | None) -> None:
    """Freeze the header, and fit the sheet to A4 pages."""
    sheet.freeze_panes = panes
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
