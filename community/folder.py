"""A community as a folder: one CSV file for each table, and ``policy.toml``."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Any

from community import toml
from community.csv_files import read_csv, read_text
from community.errors import Problem
from community.profile import stated
from community.settings import SETTINGS
from community.sheets import Setting, Sheet, Source, take_override
from community.tables import TABLES
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from community.tables.base import Table

    Lines = Callable[..., int | None]

POLICY = "policy.toml"
MAX_POLICY_BYTES = 2**16  # every rule there is, with all its numbers, would take half of it


def read_folder(path: Path) -> Source:
    """Return what the files of a folder hold; what is wrong with the files is in ``problems``."""
    source = Source(path.name, POLICY)
    names = sorted(p.name for p in path.iterdir() if p.is_file())
    _read_policy(path, source)
    for table in TABLES:
        found = [n for n in names if n in (table.file, f"{table.title}.csv")]
        if table.optional and not found and not _near(table, names):
            source.sheets[table.key] = [Sheet(table.file, [*table.by_key])]
            continue
        if len(found) != 1:
            source.problems.append(_not_one_file(table, found, names))
            continue
        sheet = read_csv(path / found[0], source.problems)
        if sheet is not None:
            source.sheets[table.key] = [sheet]
    return source


def policy_text(settings: dict[str, Any], overrides: dict[str, dict[str, Any]]) -> str:
    """Return the content of ``policy.toml``."""
    common = {k: v for k, v in settings.items() if k != "profile"}
    rules = {f"rules.{rule}": values for rule, values in overrides.items()}
    return toml.document({"community": common, "policy": {"profile": settings["profile"]}, **rules})


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


def _read_policy(path: Path, source: Source) -> None:
    text = read_text(path / POLICY, source.problems, MAX_POLICY_BYTES)
    if text is None:
        return
    try:
        found = toml.read(text)
    except ValueError as error:
        line = re.search(r"at line (\d+)", str(error))
        expected = Text(
            "应为TOML：键 = 值，文字和中文的键加引号",
            "expected TOML: key = value, text and Chinese keys in quotes",
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
            source.problems.append(_unknown(table, [*known, "rules"], lines(table)))
    for table, keys in known.items():
        values = found.get(table, {})
        if not isinstance(values, dict):
            source.problems.append(_not_a_table(table))
            continue
        for key, value in values.items():
            line = lines(table, key)
            if key not in keys:
                source.problems.append(_unknown(key, keys, line))
                continue
            cell = value if isinstance(value, int | float) else toml.shown(value)
            source.settings[key] = Setting(cell, POLICY, line, f"{table}.{key}")


def _take_overrides(rules: Any, lines: Lines, source: Source) -> None:
    if not isinstance(rules, dict):
        source.problems.append(_not_a_table("rules"))
        return
    for override in stated(rules, lines):
        if override.value is None or toml.is_plain(override.value):
            if not take_override(source, override):
                return
            continue
        source.problems.append(
            Problem(
                place=POLICY,
                row=override.rows[2],
                column=override.columns[2],
                value=toml.shown(override.value),
                expected=Text(
                    "应为数字、文字、真假或它们的列表", "expected numbers, text or lists"
                ),
            )
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
