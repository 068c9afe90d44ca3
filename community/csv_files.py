"""CSV files as spreadsheets write and open them, and back.

They are written as UTF-8 with a byte order mark, so that Excel shows Chinese; UTF-8 without it and
GB18030 (Excel's plain "CSV" on a Chinese computer) are read as well. A text that a spreadsheet
would take for a formula is written with an apostrophe before it, which reading takes away again.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from typing import TYPE_CHECKING

from community.errors import Problem
from community.sheets import MAX_ROWS, Sheet, too_many
from community.tables.cells import formula
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from community.tables.cells import Cell, Written

MAX_BYTES = 20 * 2**20
_RISKY = ("=", "+", "-", "@", "\t", "\r", "'")
_SPREADSHEET_UNICODE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_NOT_WRITTEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")
_AS_CSV = Text("请另存为“CSV UTF-8”", "Save it as CSV UTF-8")


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[Written]]) -> bytes:
    """Return a CSV file, one line a row, the same for the same rows."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([guarded(h) for h in header])
    writer.writerows([guarded(c) for c in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def guarded(cell: Written) -> str:
    """Return a cell for CSV; text that a spreadsheet could run gets an apostrophe before it."""
    if not isinstance(cell, str):
        return f"{cell:.10g}" if isinstance(cell, float) else str(cell)
    text = printable(cell)
    return f"'{text}" if text.startswith(_RISKY) else text


def unguarded(text: str) -> str:
    """Return the text that ``guarded`` was given."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_RISKY) else text


def printable(text: str) -> str:
    """Return a text without the control characters that no file format here can hold."""
    return _NOT_WRITTEN.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def read_text(path: Path, problems: list[Problem], most: int = MAX_BYTES) -> str | None:
    """Return the text of a file of so many bytes at most, or None after noting why not."""
    data = read_bytes(path, problems, most)
    return None if data is None else decoded(path.name, data, problems)


def read_bytes(path: Path, problems: list[Problem], most: int = MAX_BYTES) -> bytes | None:
    """Return a file of so many bytes at most, or None after noting why not."""
    try:
        if path.stat().st_size > most:
            size = f"{most // 2**10} KB" if most < 2**20 else f"{most // 2**20} MB"
            expected = Text(f"文件应不超过{size}", f"expected a file of at most {size}")
            problems.append(Problem(place=path.name, expected=expected))
            return None
        return path.read_bytes()
    except FileNotFoundError:
        expected = Text("缺少这个文件", "expected this file, it is missing")
        problems.append(Problem(place=path.name, expected=expected))
        return None
    except OSError as error:
        expected = Text("应为可以读取的文件", "expected a file that can be read")
        problems.append(Problem(place=path.name, value=error.strerror or "", expected=expected))
    return None


def decoded(place: str, data: bytes, problems: list[Problem]) -> str | None:
    """Return the text of a file's bytes, or None after noting why not."""
    if not data.startswith(_SPREADSHEET_UNICODE) and b"\0" not in data:
        marked = data.startswith(codecs.BOM_UTF8)  # then nothing else is meant
        for encoding in ("utf-8-sig",) if marked else ("utf-8", "gb18030"):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                continue
    expected = Text("应为UTF-8或GB18030编码的文字", "expected text in UTF-8 or GB18030")
    problems.append(Problem(place=place, expected=expected, hint=_AS_CSV))
    return None


def read_csv(path: Path, problems: list[Problem], max_rows: int = MAX_ROWS) -> Sheet | None:
    """Return the rows of a CSV file, its header among them, numbered as a spreadsheet shows them.

    None when it cannot be read at all; what is wrong with the file goes to ``problems``.
    """
    text = read_text(path, problems)
    return None if text is None else csv_sheet(path.name, text, problems, max_rows)


def csv_sheet(place: str, text: str, problems: list[Problem], max_rows: int = MAX_ROWS) -> Sheet:
    """Return the rows of the text of a CSV file, as ``read_csv`` does."""
    sheet = Sheet(place)
    first = text.lstrip().split("\n", 1)[0]
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True
    )
    number = 0
    try:
        for number, row in enumerate(reader, 1):
            while row and not row[-1].strip():
                row.pop()
            if not row:
                continue
            if expected := too_many(sheet, len(row), max_rows):
                problems.append(Problem(place=place, row=number, expected=expected))
                sheet.is_cut = True
                break
            sheet.rows.append((number, [_cell(cell) for cell in row]))
    except csv.Error:
        expected = Text("应为CSV：引号要成对", "expected CSV with quotes in pairs")
        problems.append(Problem(place=place, row=number + 1, expected=expected, hint=_AS_CSV))
        sheet.is_cut = True
    return sheet


def _cell(text: str) -> Cell:
    return formula(text.strip()) if text.lstrip().startswith("=") else unguarded(text)
