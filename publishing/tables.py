"""Plain tables with a header row: as CSV that spreadsheets open correctly, and back.

CSV is UTF-8 with a byte order mark, so that Excel shows Chinese. A text that a spreadsheet would
take for a formula is written with an apostrophe before it, which reading takes away again.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from community.errors import Problem
from community.text import Text
from publishing.words import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from community.text import Lang

Cell = str | int | float
MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 200_000
MAX_COLUMNS = 64  # that are looked at, somebody's own included
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")
_ENCODINGS = ("utf-8-sig", "gb18030")  # Excel's plain "CSV" is GBK on a Chinese computer
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key, whether reading can do without it, and its word when not by the key."""

    key: str
    required: bool = True
    word: str = ""

    @property
    def heading(self) -> Text:
        """Heading in both languages."""
        return WORDS[self.word or self.key]

    def spellings(self) -> tuple[str, str, str]:
        """Return the headings by which reading knows the column."""
        return (self.key, *self.heading)


@dataclass(frozen=True, slots=True)
class Table:
    """A named table with its columns; ``name`` is the file's name without its ending."""

    name: str
    columns: tuple[Column, ...]

    def headings(self, lang: Lang) -> list[str]:
        """Return the header row."""
        return [c.heading.to(lang) for c in self.columns]

    def values(self, row: Mapping[str, Cell]) -> list[Cell]:
        """Return a row's cells in the order of the columns."""
        return [row.get(c.key, "") for c in self.columns]


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One row that was read: its place, its number as the reader's program shows it, its cells."""

    place: str
    number: int
    cells: Mapping[str, str]
    headings: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, key: str) -> str:
        return self.cells.get(key, "")

    def problem(self, key: str, expected: Text, hint: Text | None = None) -> Problem:
        """Return the problem that a cell of this row has."""
        return Problem(
            place=self.place,
            row=self.number,
            column=self.headings.get(key, key),
            value=self[key],
            expected=expected,
            hint=hint,
        )


def printable(text: str) -> str:
    """Return a text without the control characters that no file format here can hold."""
    return _CONTROL.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def guarded(cell: Cell) -> str:
    """Return a cell for CSV; text that a spreadsheet could run gets an apostrophe before it."""
    if not isinstance(cell, str):
        return f"{cell:.10g}" if isinstance(cell, float) else str(cell)
    text = printable(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text


def unguarded(text: str) -> str:
    """Return the text that ``guarded`` was given, without blanks around it."""
    plain = text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text
    return plain.strip()


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a CSV file: UTF-8 with byte order mark, one line a row, the same for the same rows."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([guarded(h) for h in header])
    writer.writerows([guarded(c) for c in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def table_bytes(table: Table, rows: Iterable[Mapping[str, Cell]], lang: Lang) -> bytes:
    """Return a table as a CSV file."""
    return csv_bytes(table.headings(lang), (table.values(row) for row in rows))


def read_text(path: Path, problems: list[Problem], most: int = MAX_BYTES) -> str | None:
    """Return a text file of the plan folder, or None with the reason in ``problems``."""
    try:
        if path.stat().st_size > most:
            size = most // 1024 // 1024
            expected = Text(f"应不超过 {size} MB", f"expected at most {size} MB")
            problems.append(Problem(place=path.name, expected=expected))
            return None
        data = path.read_bytes()
    except FileNotFoundError:
        problems.append(Problem(place=path.name, expected=_NO_FILE))
        return None
    except OSError as error:
        said = error.strerror or ""
        problems.append(Problem(place=path.name, value=said, expected=_UNREADABLE))
        return None
    for encoding in _ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    problems.append(Problem(place=path.name, expected=_NO_TEXT, hint=_SAVE_AS_UTF8))
    return None


def read_csv(path: Path, table: Table, problems: list[Problem]) -> list[SourceRow]:
    """Return the rows of a CSV file; what is wrong with the file itself goes to ``problems``."""
    text = read_text(path, problems)
    if text is None:
        return []
    lines: list[list[str]] = []
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), strict=True):
            lines.append(cells[:MAX_COLUMNS])
            if len(lines) > MAX_ROWS:
                problems.append(Problem(place=path.name, row=len(lines), expected=_TOO_LONG))
                return []
    except csv.Error:
        problems.append(Problem(place=path.name, row=len(lines) + 1, expected=_NOT_CSV))
        return []
    return read_rows(path.name, table, lines, problems)


def read_rows(
    place: str,
    table: Table,
    lines: Sequence[Sequence[str]],
    problems: list[Problem],
    first: int = 1,
) -> list[SourceRow]:
    """Return the rows under the header, which is the first line; empty rows are passed over.

    Parameters
    ----------
    first
        Row number of the header, as a spreadsheet counts.
    """
    if not lines:
        problems.append(Problem(place=place, row=first, expected=_NO_HEADER))
        return []
    header = lines[0]
    columns = _columns(place, first, table, header, problems)
    if columns is None:
        return []
    headings = {key: unguarded(header[i]) for key, i in columns.items()}
    rows = []
    for number, cells in enumerate(lines[1:], first + 1):
        if any(c.strip() for c in cells):
            found = {k: unguarded(cells[i]) for k, i in columns.items() if i < len(cells)}
            rows.append(SourceRow(place, number, found, headings))
    return rows


def _columns(
    place: str, row: int, table: Table, header: Sequence[str], problems: list[Problem]
) -> dict[str, int] | None:
    """Return the position of each column that is there, or None when a needed one is not."""
    spellings = {
        name.lower(): column.key for column in table.columns for name in column.spellings()
    }
    found: dict[str, int] = {}
    before = len(problems)
    for i, cell in enumerate(header):
        key = spellings.get(unguarded(cell).lower())
        if key in found:
            problems.append(Problem(place=place, row=row, value=cell, expected=_TWICE))
        elif key is not None:
            found[key] = i
    absent = [c for c in table.columns if c.key not in found]
    problems += [Problem(place=place, row=row, expected=_missing(c)) for c in absent if c.required]
    # Where all columns are there, one more is somebody's own; else it may be one of them, misnamed.
    strange = [c for c in header if c.strip() and unguarded(c).lower() not in spellings]
    if absent:
        problems += [_strange(place, row, cell, absent) for cell in strange]
    return None if len(problems) > before else found


def _strange(place: str, row: int, cell: str, absent: Sequence[Column]) -> Problem:
    """Return the problem of a heading that no column has, with the columns that are not there."""
    zh = "、".join(c.heading.zh for c in absent)
    en = ", ".join(c.heading.en for c in absent)
    expected = Text(f"没有这一列；缺的列有：{zh}", f"no such column; not there are: {en}")
    return Problem(place=place, row=row, value=cell, expected=expected, hint=_RENAME)


_NO_FILE = Text("缺少此文件", "this file is missing")
_UNREADABLE = Text("应为可读的文件", "expected a file that can be read")
_NO_TEXT = Text("应为 UTF-8 文本", "expected UTF-8 text")
_SAVE_AS_UTF8 = Text(
    "在 Excel 中另存为“CSV UTF-8（逗号分隔）”", 'save it as "CSV UTF-8 (comma delimited)" in Excel'
)
_NOT_CSV = Text("应为逗号分隔的一行，引号成对", "expected one line of CSV with paired quotes")
_TOO_LONG = Text(f"应不超过 {MAX_ROWS} 行", f"expected at most {MAX_ROWS} rows")
_NO_HEADER = Text("应有表头行", "expected a header row")
_RENAME = Text(
    "若是其中一列，请改回原名；若是自己加的列，请删去",
    "give it back its name if it is one of them, or take the column out",
)
_TWICE = Text("表头中每列应只出现一次", "expected each column once in the header row")


def _missing(column: Column) -> Text:
    zh, en = column.heading
    return Text(f"表头应有“{zh}”列", f'expected a column "{en}" in the header row')
