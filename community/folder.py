"""A community as a folder: one CSV file for each table, and ``policy.toml``.

Files are written as UTF-8 with a mark at the start, which spreadsheets need to show Chinese; UTF-8
without it and GB18030 are read as well. Text that a spreadsheet would run as a formula is written
behind an apostrophe, and the apostrophe is taken off again when reading.
"""

from __future__ import annotations

import codecs
import csv
import difflib
import io
import re
from typing import TYPE_CHECKING, Any

from community import toml
from community.errors import Problem
from community.sheets import (
    MAX_COLUMNS,
    Override,
    Setting,
    Sheet,
    Source,
    take_override,
    too_many,
)
from community.tables import TABLES
from community.tables.cells import formula
from community.tables.settings import SETTINGS
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from community.tables.base import Table
    from community.tables.cells import Cell

    Lines = dict[tuple[str, ...], int]

POLICY = "policy.toml"
MAX_FILE_BYTES = 20 * 2**20
MAX_POLICY_BYTES = 2**16  # every rule there is, with all its numbers, would take half of it
_RISKY = re.compile(r"'*[=+\-@]")
_SPREADSHEET_UNICODE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_AS_CSV = Text("请另存为“CSV UTF-8”", "Save it as CSV UTF-8")


def read_folder(path: Path) -> Source:
    """Return what the files of a folder hold; what is wrong with the files is in ``problems``."""
    source = Source(path.name, POLICY)
    names = sorted(p.name for p in path.iterdir() if p.is_file())
    _read_policy(path, names, source)
    for table in TABLES:
        found = [n for n in names if n in (table.file, f"{table.title}.csv")]
        if table.optional and not found and not _near(table, names):
            source.sheets[table.key] = Sheet(table.file, [*table.by_key])
            continue
        if len(found) != 1:
            source.problems.append(_not_one_file(table, found, names))
            continue
        text = _text(path / found[0], source)
        if text is not None:
            source.sheets[table.key] = _sheet(found[0], text, source)
    return source


def policy_text(settings: dict[str, Any], overrides: dict[str, dict[str, Any]]) -> str:
    """Return the content of ``policy.toml``."""
    common = {k: v for k, v in settings.items() if k != "profile"}
    rules = {f"rules.{rule}": values for rule, values in overrides.items()}
    return toml.document({"community": common, "policy": {"profile": settings["profile"]}, **rules})


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return the content of a CSV file."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow(["'" + cell if _RISKY.match(cell) else cell for cell in row])
    return out.getvalue()


def _near(table: Table, names: list[str]) -> list[str]:
    """Return the file that may be meant for a table that is missing."""
    others = {name for t in TABLES for name in (t.file, f"{t.title}.csv")}
    free = [n for n in names if n.endswith(".csv") and n not in others]
    return difflib.get_close_matches(table.file, free, 1, 0.7)


def _not_one_file(table: Table, found: list[str], names: list[str]) -> Problem:
    if found:
        return Problem(
            place="、".join(found),
            expected=Text("应只有一个，内容相同的表不能有两份", "expected only one of these files"),
        )
    near = _near(table, names)
    hint = Text(
        f"是不是{near[0]}？请改名" if near else "没有内容时也要有一个只有表头的文件",
        f"Maybe {near[0]}? Rename it"
        if near
        else "A file with only the header will do when there is nothing to list",
    )
    return Problem(
        place=table.file,
        expected=Text(f"缺少“{table.title}”表的文件", "expected this file, it is missing"),
        hint=hint,
    )


def _text(path: Path, source: Source, most: int = MAX_FILE_BYTES) -> str | None:
    """Return the text of a file, or None after noting why it cannot be read."""
    try:
        if path.stat().st_size > most:
            size = f"{most // 2**10} KB" if most < 2**20 else f"{most // 2**20} MB"
            expected = Text(f"文件应不超过{size}", f"expected a file of at most {size}")
            source.problems.append(Problem(place=path.name, expected=expected))
            return None
        data = path.read_bytes()
    except OSError as error:
        source.problems.append(
            Problem(
                place=path.name,
                value=error.strerror or "",
                expected=Text("应为可以读取的文件", "expected a file that can be read"),
            )
        )
        return None
    if not data.startswith(_SPREADSHEET_UNICODE) and b"\0" not in data:
        marked = data.startswith(codecs.BOM_UTF8)  # then nothing else is meant
        for encoding in ("utf-8-sig",) if marked else ("utf-8", "gb18030"):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                continue
    expected = Text("应为UTF-8或GB18030编码的文字", "expected text in UTF-8 or GB18030")
    source.problems.append(Problem(place=path.name, expected=expected, hint=_AS_CSV))
    return None


def _sheet(place: str, text: str, source: Source) -> Sheet:
    """Return the rows of a CSV file, numbered as a spreadsheet shows them."""
    sheet = Sheet(place)
    first = text.lstrip().split("\n", 1)[0]
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True
    )
    number = 0
    try:
        for number, row in enumerate(reader, 1):
            filled = max((n for n, cell in enumerate(row, 1) if cell.strip()), default=0)
            if not filled:
                continue
            expected = too_many(sheet, filled)
            if expected:
                source.problems.append(Problem(place=place, row=number, expected=expected))
                break
            if not sheet.header:
                sheet.header = list(row[:MAX_COLUMNS])
            else:
                sheet.rows.append((number, [_cell(cell) for cell in row[:filled]]))
    except csv.Error:
        source.problems.append(
            Problem(
                place=place,
                row=number + 1,
                expected=Text("应为CSV：引号要成对", "expected CSV with quotes in pairs"),
                hint=_AS_CSV,
            )
        )
    return sheet


def _cell(text: str) -> Cell:
    if text.lstrip().startswith("="):
        return formula(text.strip())
    return text[1:] if text.startswith("'") and _RISKY.match(text[1:]) else text


def _read_policy(path: Path, names: list[str], source: Source) -> None:
    if POLICY not in names:
        expected = Text("缺少这个文件", "expected this file, it is missing")
        source.problems.append(Problem(place=POLICY, expected=expected))
        return
    text = _text(path / POLICY, source, MAX_POLICY_BYTES)
    if text is None:
        return
    try:
        found = toml.read(text)
    except ValueError as error:
        line = re.search(r"at line (\d+)", str(error))
        expected = Text(
            "应为TOML：键 = 值，文字加引号", "expected TOML: key = value, text in quotes"
        )
        source.problems.append(
            Problem(place=POLICY, row=int(line[1]) if line else None, expected=expected)
        )
        return
    source.has_settings = True
    lines = toml.lines(text)
    _take_settings(found, lines, source)
    _take_overrides(found.get("rules", {}), lines, source)


def _take_settings(found: dict[str, Any], lines: Lines, source: Source) -> None:
    known = {"community": [c.key for c in SETTINGS.columns if c.key != "profile"]}
    known["policy"] = ["profile"]
    for table in found:
        if table not in (*known, "rules"):
            source.problems.append(_unknown(table, [*known, "rules"], lines.get((table,))))
    for table, keys in known.items():
        values = found.get(table, {})
        if not isinstance(values, dict):
            source.problems.append(_not_a_table(table))
            continue
        for key, value in values.items():
            line = lines.get((table, key), lines.get((table,)))
            if key not in keys:
                source.problems.append(_unknown(key, keys, line))
                continue
            cell = value if isinstance(value, int | float) else toml.shown(value)
            source.settings[key] = Setting(cell, POLICY, line, f"{table}.{key}")


def _take_overrides(rules: Any, lines: Lines, source: Source) -> None:
    if not isinstance(rules, dict):
        source.problems.append(_not_a_table("rules"))
        return
    for rule, values in rules.items():
        name = f"rules.{rule}"
        head = lines.get((name,))
        if not isinstance(values, dict):
            source.problems.append(_not_a_table(name))
            continue
        for key, value in values.items() or [("", None)]:  # a rule may be named without a number
            line = lines.get((name, key), head)
            column = f"{name}.{key}" if values else name
            if not values or (key and toml.is_plain(value)):
                if not take_override(source, Override(rule, key, value, POLICY, line, column)):
                    return
                continue
            expected = Text("应为数字、文字、真假或它们的列表", "expected numbers, text or lists")
            found = toml.shown(value)
            source.problems.append(
                Problem(place=POLICY, row=line, column=column, value=found, expected=expected)
            )


def _unknown(name: str, known: Sequence[str], line: int | None) -> Problem:
    near = difflib.get_close_matches(name, known, 1)
    return Problem(
        place=POLICY,
        row=line,
        value=name,
        expected=Text(f"应为{'、'.join(known)}之一", f"expected one of {', '.join(known)}"),
        hint=Text(f"是不是{near[0]}", f"Maybe {near[0]}") if near else None,
    )


def _not_a_table(name: str) -> Problem:
    expected = Text(f"应为[{name}]一段", f"expected a section [{name}]")
    return Problem(place=POLICY, value=name, expected=expected)
