"""Drawing on spreadsheet pages: safe names and text, print set-up, timetables and lists."""

from __future__ import annotations

import re
from math import ceil
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Color
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink

from community.csv_files import printable
from publishing.i18n import weekday_name, word
from publishing.styles import FAINT, FONT, INK, style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from community.tables.cells import Written
    from community.text import Lang
    from publishing.grids import Entry, Grid
    from publishing.notice import Notice

MM = 1 / 25.4  # inches
POINTS_HIGH = 545  # what fits on an A4 page on its side, next to so many characters of width:
CHARS_WIDE = 143


class SheetNames:
    """Gives out sheet names that every spreadsheet program accepts, each once."""

    def __init__(self) -> None:
        self._taken: set[str] = {"history"}  # kept by Excel for itself

    def take(self, wanted: str) -> str:
        """Return a name near the wanted one: legal characters, at most 31, not used before."""
        legal = re.sub(r"[\\/?*\[\]:\n\t]", "-", printable(wanted)).strip().strip("'")
        plain = legal or "-"
        name, number = _cut(plain, 31), 1
        while name.lower() in self._taken:
            number += 1
            tail = f" ({number})"
            name = _cut(plain, 31 - len(tail)) + tail
        self._taken.add(name.lower())
        return name


def _cut(text: str, units: int) -> str:
    """Return a text cut to so many UTF-16 units, which is how spreadsheets count."""
    while len(text.encode("utf-16-le")) > 2 * units:
        text = text[:-1]
    return text.strip().strip("'")


def put(
    sheet: Worksheet, row: int, column: int, value: Written | CellRichText, look: str = ""
) -> Any:
    """Write a cell in a named style; text stays text, whatever it begins with."""
    cell = sheet.cell(row, column)
    if look:
        cell.style = style(look)
    if isinstance(value, str) and not isinstance(value, CellRichText):
        cell.value = printable(value) or None
        if value:
            cell.data_type = "s"  # not the formula or the error value that it may look like
        if value.startswith(("=", "+", "-", "@")):
            cell.quotePrefix = True
    else:
        cell.value = value
    return cell


def page(
    sheet: Worksheet,
    *,
    landscape: bool,
    pages_high: int = 1,
    footer: str = "",
    margins_mm: tuple[int, int] = (10, 12),
) -> None:
    """Set an A4 page: orientation, margins, fitted to one page width, centred.

    ``pages_high`` 0 lets a long list run over as many pages as it needs; ``margins_mm`` are those
    at the sides, and those above and below.
    """
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = pages_high
    assert sheet.sheet_properties.pageSetUpPr is not None
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = margins_mm[0] * MM
    margins.top = margins.bottom = margins_mm[1] * MM
    margins.header = margins.footer = 5 * MM
    assert sheet.oddFooter is not None
    left, right = sheet.oddFooter.left, sheet.oddFooter.right
    left.text = printable(footer).replace("&", "&&")[:200]
    right.text = "&P / &N"
    left.size = right.size = 8
    sheet.sheet_view.showGridLines = False


def title(sheet: Worksheet, text: str, width: int, look: str = "title") -> None:
    """Write a centred title over so many columns of the first row."""
    put(sheet, 1, 1, text, look)
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=width)
    sheet.row_dimensions[1].height = 42 if look == "title" else 34


def draw_grid(sheet: Worksheet, grid: Grid, lang: Lang, footer: str) -> None:
    """Draw a timetable of weekdays by slots on one page."""
    width = 1 + len(grid.days)
    title(sheet, grid.title, width)
    _split_line(sheet, 2, grid.subtitle, grid.note, width)
    _header(sheet, 3, [word("time", lang), *(weekday_name(d, lang, long=True) for d in grid.days)])
    sheet.column_dimensions["A"].width = 18
    for i in range(len(grid.days)):
        share = (CHARS_WIDE - 18) / len(grid.days)
        sheet.column_dimensions[get_column_letter(2 + i)].width = share
    heights = _heights(grid)
    for offset, line in enumerate(grid.rows):
        row = 4 + offset
        sheet.row_dimensions[row].height = heights[offset]
        if line.is_lesson or line.cells:
            _slot_label(sheet, row, line.name, line.time)
            for i, day in enumerate(grid.days):
                _lesson_cell(sheet, row, 2 + i, line.cells.get(day, ()), day in line.closed)
        else:
            _break_row(sheet, row, f"{line.name}  {line.time}".replace("\n", "  "), width)
    last = 4 + len(grid.rows)
    if any(e.sync for line in grid.rows for cell in line.cells.values() for e in cell):
        put(sheet, last, 1, word("legend_sync", lang), "legend")
    sheet.print_area = f"A1:{get_column_letter(width)}{last}"
    sheet.freeze_panes = "B4"
    page(sheet, landscape=True, footer=footer)


def lines_of(text: str, chars: float) -> int:
    """Return how many lines a text at 10 points needs in a column of so many characters."""
    found = 0
    for line in text.split("\n"):
        wide = sum(2.0 if east_asian_width(c) in "WF" else 1.1 for c in line)
        found += max(1, ceil(wide / max(1.0, chars - 1.5)))
    return found


def _heights(grid: Grid) -> list[float]:
    """Return row heights in points that together fill a page, lessons the more the fuller."""
    breaks = sum(not (r.is_lesson or r.cells) for r in grid.rows)
    duties = sum(bool(r.cells) for r in grid.rows if not r.is_lesson)
    lessons = max(1, len(grid.rows) - breaks - duties)
    share = (POINTS_HIGH - 42 - 20 - 26 - 16 - 17 * breaks - 32 * duties) / lessons
    found = []
    for row in grid.rows:
        chars = (CHARS_WIDE - 18) / len(grid.days)
        cells = [sum(lines_of(e.text(), chars) for e in c) for c in row.cells.values()]
        usual = min(share, 72.0) if row.is_lesson else 32.0
        lines = max(cells, default=1)
        found.append(max(usual, 12.0 + 15.0 * lines) if row.is_lesson or row.cells else 17.0)
    return found


def _slot_label(sheet: Worksheet, row: int, name: str, time: str) -> None:
    put(sheet, row, 1, rich((name, True, 12, INK), (f"\n{time}", False, 10, FAINT)), "header")


def _lesson_cell(
    sheet: Worksheet, row: int, column: int, entries: Sequence[Entry], closed: bool
) -> None:
    blocks: list[tuple[str, bool, int, str]] = []
    for i, entry in enumerate(entries):
        blocks.append(("\n" * (i > 0) + entry.head, True, 14 if len(entries) == 1 else 11, INK))
        blocks += [(f"\n{line}", False, 10, FAINT) for line in entry.lines]
    look = "closed" if closed else "sync" if any(e.sync for e in entries) else "lesson"
    put(sheet, row, column, rich(*blocks) if blocks else "", look)


def rich(*blocks: tuple[str, bool, int, str]) -> CellRichText:
    """Return text in parts, each (text, bold, size, colour)."""
    return CellRichText(
        *(
            TextBlock(InlineFont(rFont=FONT, b=bold, sz=size, color=Color(color)), printable(text))
            for text, bold, size, color in blocks
        )
    )


def _break_row(sheet: Worksheet, row: int, text: str, width: int) -> None:
    for column in range(1, width + 1):
        put(sheet, row, column, text if column == 1 else "", "break")
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)


def _split_line(sheet: Worksheet, row: int, left: str, right: str, width: int) -> None:
    """Write two texts on one line, at its two ends."""
    middle = max(1, (width + 1) // 2)
    for first, last, text, look in ((1, middle, left, "left"), (middle + 1, width, right, "right")):
        put(sheet, row, first, text, look)
        if last > first:
            sheet.merge_cells(start_row=row, start_column=first, end_row=row, end_column=last)
    sheet.row_dimensions[row].height = 20


def _header(sheet: Worksheet, row: int, words: Sequence[str], look: str = "header") -> None:
    for column, text in enumerate(words, 1):
        put(sheet, row, column, text, look)
    sheet.row_dimensions[row].height = 26


def small(sheet: Worksheet, row: int, text: str, width: int) -> None:
    """Write a line in small type over so many columns."""
    put(sheet, row, 1, text, "small")
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)
    sheet.row_dimensions[row].height = 16


def draw_notice(sheet: Worksheet, notice: Notice, heading: str, lang: Lang, footer: str) -> None:
    """Draw a list; its header is repeated on every page."""
    width = len(notice.columns)
    title(sheet, heading, width)
    small(sheet, 2, notice.sentence, width)
    wide = sum(chars for _, chars in notice.columns)
    sheet.row_dimensions[2].height = 4 + 12 * lines_of(notice.sentence, wide)
    _header(sheet, 3, notice.headings(lang), "list header")
    sheet.row_dimensions[3].height = 32
    for column, (_key, chars) in enumerate(notice.columns, 1):
        sheet.column_dimensions[get_column_letter(column)].width = chars
    for row, values in enumerate(notice.rows or ((word("none", lang),),), 4):
        for column in range(1, width + 1):
            value = values[column - 1] if column <= len(values) else ""
            put(sheet, row, column, value, "list left" if notice.texts[column - 1] else "list")
        widths = [chars for _, chars in notice.columns]
        lines = max(lines_of(str(v), n) for v, n in zip(values, widths, strict=False))
        sheet.row_dimensions[row].height = max(22, 15 * lines + 6)
    sheet.print_title_rows = "3:3"
    sheet.freeze_panes = "A4"
    page(sheet, landscape=True, pages_high=0, footer=footer)


def draw_table(
    sheet: Worksheet,
    header: Sequence[str],
    rows: Sequence[Sequence[Written]],
    note: str,
    hidden: Sequence[bool],
) -> None:
    """Draw a plain table that is meant to be edited and read back: note, header, rows.

    ``hidden`` says which columns are not shown.
    """
    put(sheet, 1, 1, note, "plain").alignment = Alignment(wrap_text=False)
    _header(sheet, 2, header, "list header")
    widths = []
    for column, text in enumerate(header):
        texts = [text, *(str(values[column]) for values in rows)]
        widest = max(sum(1 + (east_asian_width(c) in "WF") for c in t) for t in texts)
        widths.append(max(10, min(widest + 3, 60)))
        sheet.column_dimensions[get_column_letter(column + 1)].width = widths[-1]
        sheet.column_dimensions[get_column_letter(column + 1)].hidden = hidden[column]
    for row, values in enumerate(rows, 3):
        for column, value in enumerate(values, 1):
            put(sheet, row, column, value, "list left")
        seen = (i for i in range(len(header)) if not hidden[i])
        lines = max(lines_of(str(values[i]), widths[i]) for i in seen)
        sheet.row_dimensions[row].height = 15 * lines if lines > 1 else None
    sheet.freeze_panes = "A3"
    sheet.auto_filter.ref = f"A2:{get_column_letter(len(header))}{len(rows) + 2}"
    sheet.print_title_rows = "2:2"
    page(sheet, landscape=True, pages_high=0, footer=sheet.title)
    sheet.sheet_view.showGridLines = True


def link(sheet: Worksheet, row: int, column: int, text: str, target: str) -> None:
    """Write a cell that leads to another sheet of the workbook."""
    cell = put(sheet, row, column, text)
    quoted = target.replace("'", "''")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!A1")
    cell.style = style("link")


def add_sheet(book: Workbook, names: SheetNames, wanted: str, color: str = "") -> Worksheet:
    """Add a sheet under a safe name, with a coloured tab."""
    sheet: Worksheet = book.create_sheet(names.take(wanted))
    if color:
        sheet.sheet_properties.tabColor = color
    return sheet
