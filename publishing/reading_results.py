"""What ``onebell read`` prints: what was understood of a community's files, and what was not."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from community.errors import InputError, note_lines
from community.profile import profile_names, profile_title
from community.tables import BY_KEY
from community.text import Text
from publishing.console import print_json, print_lines, print_table, some

if TYPE_CHECKING:
    from pathlib import Path

    from community.errors import Problem
    from community.reading import Reading
    from community.rows import TableReader
    from community.text import Lang

_SHOWN = 6  # different cells of a column on the screen; --json has all
_HEADERS = Text(
    "表、工作表或文件、行数、列数、未读的列", "table,sheet or file,rows,columns,columns left out"
)
_UNDERSTOOD = Text(
    "全部读懂了，没有写出任何文件。", "All of it is understood. Nothing was written."
)


def show_reading(path: Path, found: Reading, *, as_json: bool, lang: Lang) -> None:
    """Print table by table what was taken, then cells read in other words, notes and problems."""
    if as_json:
        print_json(reading_data(path, found, lang))
        return
    if {"name", "school_year", "profile"} <= found.settings.keys():
        own = found.settings
        year, profile = own["school_year"], own["profile"]
        title = profile_title(profile) if profile in profile_names() else Text(profile, profile)
        head = Text(
            f"{own['name']}，{year}-{year + 1}学年，政策方案：{title.zh}",
            f"{own['name']}, school year {year}-{year + 1}, profile {title.en}",
        )
        print_lines([head.to(lang)])
    headers = _HEADERS.to(lang).split("、" if lang == "zh" else ",")
    rows = [_row(key, reader, found, lang) for key, reader in found.readers.items()]
    print_table(headers, rows, path.name)
    said = [line for reader in found.readers.values() for line in _in_other_words(reader, lang)]
    print_lines(some(_headed(Text("读作", "Read as"), said, lang), lang))
    notes = note_lines(found.notes, lang)
    print_lines(some(_headed(Text("说明", "Notes"), notes, lang), lang))
    count = len({*found.problems})
    mend = Text(f"还有{count}处要改", f"{count} to be mended")
    problems = InputError(dict.fromkeys(found.problems)).lines(lang)
    print_lines(some(_headed(mend, problems, lang), lang))
    if not count:
        print_lines([_UNDERSTOOD.to(lang)])


def reading_data(path: Path, found: Reading, lang: Lang) -> dict[str, Any]:
    """Return the same as data."""
    return {
        "file": path.name,
        "understood": found.community is not None,
        "settings": found.settings,
        "tables": [_table(key, reader, found, lang) for key, reader in found.readers.items()],
        "notes": [{"place": n.place, "message": n.text.to(lang)} for n in found.notes],
        "problems": [_problem(problem, lang) for problem in found.problems],
    }


def _table(key: str, reader: TableReader, found: Reading, lang: Lang) -> dict[str, Any]:
    sheet = reader.sheet
    return {
        "table": key,
        "place": sheet.place,
        "header_row": sheet.header_row,
        "rows": found.rows[key],
        "columns": [
            {"header": reader.title(column), "column": column} for column in reader.positions
        ],
        "columns_left_out": reader.header.aside,
        "columns_missing": reader.header.missing,
        "read_as": [
            {"row": row, "column": column, "value": value, "as": meaning.to(lang)}
            for row, column, value, meaning in reader.read_as
        ],
    }


def _problem(problem: Problem, lang: Lang) -> dict[str, Any]:
    return {
        "place": problem.place,
        "row": problem.row,
        "column": problem.column,
        "value": problem.value,
        "message": problem.to(lang),
    }


def _row(key: str, reader: TableReader, found: Reading, lang: Lang) -> list[object]:
    title = BY_KEY[key].title if lang == "zh" else key
    aside = ("、" if lang == "zh" else ", ").join(reader.header.aside)
    return [title, reader.sheet.place, found.rows[key], len(reader.positions), aside]


def _in_other_words(reader: TableReader, lang: Lang) -> list[str]:
    """Return one line for each column whose cells mean something else than they say."""
    columns: dict[str, Counter[tuple[str, str]]] = {}
    for _row_number, column, value, meaning in reader.read_as:
        counted = " ".join(value.split()), meaning.to(lang)
        columns.setdefault(column, Counter())[counted] += 1
    lines = []
    for column, counts in columns.items():
        pairs = [f"“{v}”→{m}" + (f"×{n}" if n > 1 else "") for (v, m), n in counts.items()]
        more = len(pairs) - _SHOWN
        listed = "；".join(pairs[:_SHOWN]), "; ".join(pairs[:_SHOWN])
        place = reader.sheet.place
        said = Text(
            f"{place}，“{column}”列：{listed[0]}" + (f"；另有{more}种" if more > 0 else ""),
            f'{place}, column "{column}": {listed[1]}' + (f"; {more} more" if more > 0 else ""),
        )
        lines.append(said.to(lang))
    return lines


def _headed(title: Text, lines: list[str], lang: Lang) -> list[str]:
    return ["", title.to(lang) + ("：" if lang == "zh" else ":"), *lines] if lines else []
