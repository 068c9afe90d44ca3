"""Reading a community's workbook: cells as they were found, from a stream, within bounds."""

from __future__ import annotations

import difflib
import io
import warnings
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
from defusedxml.ElementTree import iterparse
from openpyxl.utils.cell import range_boundaries

from community import toml
from community.archive import MAX_FILE_BYTES, refusal
from community.errors import Problem
from community.names import plain
from community.sheets import (
    MAX_COLUMNS,
    MAX_ROWS,
    Override,
    Setting,
    Sheet,
    Source,
    take_notes,
    take_override,
    too_many,
)
from community.tables import TABLES
from community.tables.base import spelled
from community.tables.cells import Refused, formula, is_empty, shown_cell
from community.tables.settings import (
    OVERRIDE_EXAMPLES,
    OVERRIDE_HEADER,
    OVERRIDES_KEY,
    OVERRIDES_TITLE,
    SETTING_HEADER,
    SETTINGS,
)
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from community.tables.cells import Cell

VERSION = 2
SCHEMA_SHEET = "_schema"
_LAST_ROW = 1_048_576
_OPTIONAL = {t.key: [*t.by_key] for t in TABLES if t.optional}
_TITLES = {
    SETTINGS.key: SETTINGS.title,
    **{t.key: t.title for t in TABLES},
    OVERRIDES_KEY: OVERRIDES_TITLE,
}


def read_workbook(path: Path) -> Source:
    """Return what the sheets of a workbook hold; what is wrong with it is in ``problems``."""
    source = Source(path.name, SETTINGS.title)
    refused = refusal(path)
    if refused:
        source.problems.append(refused)
        return source
    content = path.read_bytes()[: MAX_FILE_BYTES + 1]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of drawings and styles it leaves out
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
            _read_sheets(book, content, source)
    except Exception as error:  # openpyxl raises anything on a damaged file
        source.problems.append(
            Problem(
                place=path.name,
                value=type(error).__name__,
                expected=Text("应为完好的.xlsx工作簿", "expected an undamaged .xlsx workbook"),
                hint=Text("请用表格软件打开后另存一份", "Open it in a spreadsheet and save a copy"),
            )
        )
    return source


def _read_sheets(book: Any, content: bytes, source: Source) -> None:
    _check_version(book, source)
    for key, title in _TITLES.items():
        found = [n for n in book.sheetnames if plain(n) in (title, key)]
        if key in _OPTIONAL and not found and not _near(title, book.sheetnames, 0.7):
            source.sheets[key] = Sheet(title, [*_OPTIONAL[key]])
            continue
        if len(found) != 1:
            source.problems.append(_not_one_sheet(title, found, book.sheetnames))
            continue
        sheet = _sheet(book[found[0]], content, source)
        if key == SETTINGS.key:
            _take_settings(sheet, source)
        elif key == OVERRIDES_KEY:
            _take_overrides(sheet, source)
        else:
            source.sheets[key] = sheet


def _check_version(book: Any, source: Source) -> None:
    if SCHEMA_SHEET not in book.sheetnames:
        return
    version = book[SCHEMA_SHEET]["B1"].value
    if isinstance(version, int) and version > VERSION:
        source.problems.append(
            Problem(
                place=source.place,
                value=str(version),
                expected=Text(
                    f"应为版本{VERSION}的工作簿", f"expected a workbook of version {VERSION}"
                ),
                hint=Text("请更新本程序", "Update this program"),
            )
        )


def _near(title: str, names: list[str], likeness: float) -> list[str]:
    """Return the sheet that may be meant for one that is missing."""
    free = [n for n in names if plain(n) not in (*_TITLES, *_TITLES.values())]
    return difflib.get_close_matches(title, free, 1, likeness)


def _not_one_sheet(title: str, found: list[str], names: list[str]) -> Problem:
    if found:
        expected = Text("应只有一个", "expected only one of these sheets")
        return Problem(place="、".join(found), expected=expected)
    near = _near(title, names, 0.5)
    hint = Text(
        f"是不是“{near[0]}”？请改名" if near else "没有内容时也要保留只有表头的工作表",
        f"Maybe {near[0]}? Rename it" if near else "Keep the sheet with its header when empty",
    )
    return Problem(
        place=title,
        expected=Text("缺少这个工作表", "expected this sheet, it is missing"),
        hint=hint,
    )


def _sheet(worksheet: Any, content: bytes, source: Source) -> Sheet:
    """Return the rows that hold something; a vertically merged cell fills the rows it covers."""
    sheet = Sheet(worksheet.title)
    worksheet.reset_dimensions()  # what a file says of its own size is not to be trusted
    rows = worksheet.iter_rows(max_row=_LAST_ROW, max_col=MAX_COLUMNS + 1)
    blank = None
    for number, cells in enumerate(rows, 1):
        if cells is blank:  # the reader hands out one and the same row for all that are missing
            continue
        row = [_cell(c) for c in cells]
        while row and is_empty(row[-1]):
            row.pop()
        if not row:
            blank = cells
            continue
        problem = too_many(sheet, len(row))
        if problem:
            source.problems.append(Problem(place=sheet.place, row=number, expected=problem))
            break
        if sheet.header:
            sheet.rows.append((number, row))
        else:
            sheet.header = row
    _fill_merged(sheet, _merged(worksheet, content))
    return sheet


def _cell(cell: Any) -> Cell:
    value = cell.value
    if value is None:
        return None
    if cell.data_type == "f":
        return formula(value if isinstance(value, str) else "=")
    if cell.data_type == "e":
        return Refused(
            str(value),
            Text("应为数据，这是表格软件的错误值", "expected data, not an error value"),
            Text("请改正这个单元格", "Correct the cell"),
        )
    if isinstance(value, str) and value.lstrip().startswith("="):
        # Text on purpose carries Excel's apostrophe; else it is a formula typed into a text cell.
        return value if cell.style_array.quotePrefix else formula(value)
    found: Cell = value
    return found


def _merged(worksheet: Any, content: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield (column position, first row, last row) of the sheet's vertically merged cells."""
    part = str(getattr(worksheet, "_worksheet_path", "")).lstrip("/")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if b"mergeCell " not in archive.read(part):
            return
        with archive.open(part) as stream:
            for _event, node in iterparse(stream):
                if node.tag.endswith("}mergeCell"):
                    left, top, _right, bottom = range_boundaries(node.get("ref", ""))
                    if left and top and bottom and bottom > top:
                        yield left - 1, top, bottom
                node.clear()


def _fill_merged(sheet: Sheet, merged: Iterator[tuple[int, int, int]]) -> None:
    rows = dict(sheet.rows)
    filled = 0
    for position, top, bottom in merged:
        first = rows.get(top, [])
        if position >= len(first):
            continue
        for number, row in rows.items():
            if top < number <= bottom and filled < MAX_ROWS * MAX_COLUMNS:
                filled += 1
                row.extend([None] * (position + 1 - len(row)))
                if is_empty(row[position]):
                    row[position] = first[position]


def _take_settings(sheet: Sheet, source: Source) -> None:
    if not _header_fits(sheet, SETTING_HEADER, source):
        return
    source.has_settings = True
    keys = {spelling: c.key for c in SETTINGS.columns for spelling in c.spellings}
    for number, row in sheet.rows:
        item, value = shown_cell(row[0]), row[1] if len(row) > 1 else None
        key = keys.get(spelled(item))
        if key is None or key in source.settings:
            titles = "、".join(c.title for c in SETTINGS.columns)
            expected = Text(
                f"应为{titles}，每项一行",
                f"expected one row each for {', '.join(SETTINGS.by_key)}",
            )
            source.problems.append(
                Problem(place=sheet.place, row=number, value=item, expected=expected)
            )
            continue
        source.settings[key] = Setting(value, sheet.place, number, SETTINGS.by_key[key].title)


def _take_overrides(sheet: Sheet, source: Source) -> None:
    if not _header_fits(sheet, OVERRIDE_HEADER, source):
        return
    written = [[shown_cell(cell) for cell in row[1:3]] for _number, row in sheet.rows[:2]]
    for example in OVERRIDE_EXAMPLES.values():
        if [*example[1:]] in written:
            break
    source.problems += take_notes(sheet, 0, dict(enumerate(example)))
    rule, parameter, value = (shown_cell(cell) for cell in sheet.header[:3])
    for number, row in sheet.rows:
        cells: list[Cell] = [*row, None, None, None][:3]
        refused = [(i, c) for i, c in enumerate(cells) if isinstance(c, Refused)]
        source.problems += [
            Problem(
                place=sheet.place,
                row=number,
                column=(rule, parameter, value)[position],
                value=cell.text,
                expected=cell.expected,
                hint=cell.hint,
            )
            for position, cell in refused
        ]
        if not refused:
            name, word = (shown_cell(cell).strip() for cell in cells[:2])
            found = toml.parse_value(cells[2]) if isinstance(cells[2], str) else cells[2]
            found = None if is_empty(cells[2]) else found
            columns = (rule, parameter, value)
            override = Override(name, word, found, sheet.place, (number,) * 3, columns)
            if not take_override(source, override):
                return


def _header_fits(sheet: Sheet, headers: Mapping[str, tuple[str, ...]], source: Source) -> bool:
    found = tuple(spelled(shown_cell(c)) for c in sheet.header)
    if any(found[: len(h)] == h for h in headers.values()):
        return True
    source.problems.append(
        Problem(
            place=sheet.place,
            row=1,
            value="、".join(found),
            expected=Text(
                f"表头应为{'、'.join(headers['zh'])}",
                f"expected the header {', '.join(headers['en'])}",
            ),
        )
    )
    return False
