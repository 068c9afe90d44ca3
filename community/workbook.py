"""Reading a community's workbook: which sheet is which table, and its cells as they were found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from community import toml
from community.archive import MAX_FILE_BYTES, damaged, old_refusal, refusal
from community.errors import Note, Problem
from community.integrity.sites import NEEDED
from community.matching import TITLES, by_header, by_name, like, near
from community.names import plain
from community.old_office import CACHED, START, OldBook
from community.open_xml import OpenBook
from community.settings import (
    OVERRIDE_EXAMPLES,
    OVERRIDE_HEADER,
    OVERRIDES_KEY,
    PARAMETERS_TITLE,
    SETTING_HEADER,
    SETTINGS,
)
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
from community.tables import BY_KEY
from community.tables.base import spelled
from community.tables.cells import Refused, is_empty, shown_cell
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from community.tables.cells import Cell

VERSION = 2
SCHEMA_SHEET = "_schema"
_NOT_DATA = ("说明", "填写说明", "填表说明", "guide", *PARAMETERS_TITLE)
_ITEM_HEADERS = {h[0] for h in SETTING_HEADER.values()}
_LAST_ROW = 1_048_576
_HEAD = 40  # rows of a sheet by which it is known


class Book(Protocol):
    """A workbook of any format: names of its sheets, and rows and merged cells of each."""

    titles: list[str]

    def rows(self, title: str, columns: int, last: int) -> Iterator[tuple[int, list[Cell]]]:
        """Yield number and cells of each row up to the last, cut after some columns."""

    def merged(self, title: str) -> Iterator[tuple[int, int, int]]:
        """Yield (column position, first row, last row) of vertically merged cells."""


def read_workbook(path: Path) -> Source:
    """Return what the sheets of a workbook hold; what is wrong with it is in ``problems``."""
    source = Source(path.name, SETTINGS.title)
    with path.open("rb") as file:
        is_old = file.read(len(START)) == START
    refused = old_refusal(path) if is_old else refusal(path)
    if refused:
        source.problems.append(refused)
        return source
    content = path.read_bytes()[: MAX_FILE_BYTES + 1]
    try:
        book: Book = OldBook(content) if is_old else OpenBook(content)
        if is_old:
            source.notes.append(Note(path.name, CACHED))
        _read_sheets(book, source)
    except ImportError:  # of a library that is not installed: no fault of the file
        raise
    except Exception:  # the libraries raise anything on a damaged file
        source.problems.append(damaged(path))
    return source


def _read_sheets(book: Book, source: Source) -> None:
    _check_version(book, source)
    titles = [t for t in book.titles if t[:1] != "_" and plain(t).lower() not in _NOT_DATA]
    chosen = by_name(titles)
    free = [t for t in titles if not any(t in sheets for sheets in chosen.values())]
    liked = by_header(free, {*chosen}, lambda title: _head(book, title))
    free = [t for t in free if not any(t in sheets for sheets in liked.values())]
    absent, renamed = list[str](), list[str]()
    for key, title in TITLES.items():
        found = [*chosen.get(key, []), *liked.get(key, [])]
        if not found and key not in (*NEEDED, SETTINGS.key) and not near(title, free, 0.7):
            absent.append(title)
            if key in BY_KEY:
                source.sheets[key] = [Sheet(title, [*BY_KEY[key].by_key])]
            continue
        if not found or (len(found) > 1 and key not in BY_KEY):
            source.problems.append(_not_one_sheet(title, found, free))
            continue
        renamed += [f"{name}→{title}" for name in liked.get(key, [])]
        if key in BY_KEY:
            source.sheets[key] = [_sheet(book, name, source) for name in found]
            continue
        sheet = _sheet(book, found[0], source)
        if key == SETTINGS.key:
            _take_settings(sheet, source)
        elif key == OVERRIDES_KEY:
            if sheet.rows:
                sheet.header_row, sheet.header = sheet.rows.pop(0)
            _take_overrides(sheet, source)
    _note_sheets(renamed, absent, free, source)
    for title in free:
        if meant := like(title, _head(book, title)):
            source.notes.append(Note(title, meant))


def _note_sheets(renamed: list[str], absent: list[str], free: list[str], source: Source) -> None:
    said = []
    if renamed:
        listed = "、".join(renamed), ", ".join(renamed)
        said.append(Text(f"工作表读作：{listed[0]}", f"sheets read as: {listed[1]}"))
    if absent:
        listed = "、".join(absent), ", ".join(absent)
        zh, en = f"没有这些工作表，按没有内容处理：{listed[0]}", f"no such sheets: {listed[1]}"
        said.append(Text(zh, en))
    if free:
        listed = "、".join(free), ", ".join(free)
        said.append(Text(f"没有读取的工作表：{listed[0]}", f"sheets not read: {listed[1]}"))
    source.notes += [Note(source.place, text) for text in said]


def _check_version(book: Book, source: Source) -> None:
    if SCHEMA_SHEET not in book.titles:
        return
    _number, row = next(book.rows(SCHEMA_SHEET, 2, 1), (0, []))
    version = row[1] if len(row) > 1 else None
    if isinstance(version, int | float) and version > VERSION:
        source.problems.append(
            Problem(
                place=source.place,
                value=shown_cell(version),
                expected=Text(
                    f"应为版本{VERSION}的工作簿", f"expected a workbook of version {VERSION}"
                ),
                hint=Text("请更新本程序", "Update this program"),
            )
        )


def _not_one_sheet(title: str, found: list[str], free: list[str]) -> Problem:
    if found:
        return Problem(
            place="、".join(found),
            expected=Text(f"应只有一个“{title}”表", f"expected only one sheet {title}"),
            hint=Text("请合成一张，或给别的改名", "Put them together, or rename the others"),
        )
    nearest = near(title, free, 0.5)
    hint = Text(
        f"是不是“{nearest[0]}”？请改名" if nearest else "没有内容时也要保留只有表头的工作表",
        f"Maybe {nearest[0]}? Rename it"
        if nearest
        else "Keep the sheet with its header when empty",
    )
    return Problem(
        place=title,
        expected=Text("缺少这个工作表", "expected this sheet, it is missing"),
        hint=hint,
    )


def _head(book: Book, title: str) -> Sheet:
    """Return the first rows of a sheet."""
    sheet = Sheet(title)
    sheet.rows = [*book.rows(title, MAX_COLUMNS, _HEAD)]
    _fill_merged(sheet, book.merged(title))
    return sheet


def _sheet(book: Book, title: str, source: Source) -> Sheet:
    """Return the rows that hold something; a vertically merged cell fills the rows it covers."""
    sheet = Sheet(title)
    for number, cells in book.rows(title, MAX_COLUMNS + 1, _LAST_ROW):
        row = [*cells]
        while row and is_empty(row[-1]):
            row.pop()
        if not row:
            continue
        problem = too_many(sheet, len(row))
        if problem:
            source.problems.append(Problem(place=sheet.place, row=number, expected=problem))
            sheet.is_cut = True
            break
        sheet.rows.append((number, row))
    _fill_merged(sheet, book.merged(title))
    return sheet


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
    """Take the items of the community; titles, the header and items of the planner's own aside.

    The items stand in the first column, or in the second behind their numbers.
    """
    keys = {spelling: c.key for c in SETTINGS.columns for spelling in c.spellings}
    first = max((0, 1), key=lambda p: sum(spelled(_at(row, p)) in keys for _n, row in sheet.rows))
    if not any(spelled(_at(row, first)) in keys for _number, row in sheet.rows):
        _header_fits(sheet, SETTING_HEADER, source)
        return
    source.has_settings, source.settings_place = True, sheet.place
    aside = []
    given = {
        keys.get(spelled(_at(r, first))) for _n, r in sheet.rows if not is_empty(_value(r, first))
    }
    for number, row in sheet.rows:
        item, value = _at(row, first), _value(row, first)
        key = keys.get(spelled(item))
        if key in given and is_empty(value):
            continue  # a title above the items: 共同体
        if key is not None and key not in source.settings:
            source.settings[key] = Setting(value, sheet.place, number, SETTINGS.by_key[key].title)
        elif key is not None:
            expected = Text("应只写一次", "expected this item once")
            source.problems.append(
                Problem(place=sheet.place, row=number, value=item, expected=expected)
            )
        elif item and not is_empty(value) and spelled(item) not in _ITEM_HEADERS:
            aside.append(item)
    if aside:
        listed = "、".join(aside), ", ".join(aside)
        said = Text(f"没有读取的项目：{listed[0]}", f"items not read: {listed[1]}")
        source.notes.append(Note(sheet.place, said))


def _value(row: list[Cell], first: int) -> Cell:
    return row[first + 1] if len(row) > first + 1 else None


def _at(row: list[Cell], position: int) -> str:
    return shown_cell(row[position]) if position < len(row) else ""


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
            row=sheet.header_row,
            value="、".join(found),
            expected=Text(
                f"表头应为{'、'.join(headers['zh'])}",
                f"expected the header {', '.join(headers['en'])}",
            ),
        )
    )
    return False
