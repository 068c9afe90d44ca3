"""Writing a community as a folder or a workbook: whole, at once, and nothing lost.

Before anything is written, the cells are read back; a community that would not come back equal is
refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from community import toml
from community.adjusting import FIELDS
from community.csv_files import csv_bytes
from community.errors import InputError, Problem
from community.families import Parameter, parameters
from community.files import replace_file, replace_files
from community.folder import POLICY, policy_text
from community.profile import BASE, adjusted, resolve, rule_names, stated
from community.rows import TableReader, order_of_reading
from community.saving import workbook_bytes
from community.settings import OVERRIDES_KEY, SETTINGS
from community.sheet_style import FIRST_DATA_ROW
from community.sheets import Sheet
from community.tables import BY_KEY, TABLES
from community.tables.cells import CellError, decimal
from community.tables.kinds import written
from community.tables.references import References
from community.template import blank_workbook, sheet_title
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from community.models import Community, Record
    from community.tables.base import Column, Table
    from community.tables.cells import Written
    from community.text import Lang


def write_folder(community: Community, path: Path, *, gaps: bool = False) -> None:
    """Write a community as CSV files and ``policy.toml``; other files in the folder are kept.

    With ``gaps`` it may lack what a community needs, for somebody to fill in.

    Raises
    ------
    InputError
        When the community holds something that files cannot keep, for example a class whose name
        is not the canonical one.
    OSError
        When the folder cannot be written; nothing is changed then.
    """
    if not gaps:
        _check_readable(community)
    contents = {POLICY: policy_text(_settings(community), community.policy.overrides).encode()}
    for table in TABLES:
        columns = table.used(getattr(community, table.key))
        rows = [[written(c) for c in row] for row in _rows(community, table, "en", columns)]
        contents[table.file] = csv_bytes(table.headers("en", columns), rows)
    replace_files(path, contents)


def write_workbook(
    community: Community, path: Path, lang: Lang = "zh", *, gaps: bool = False
) -> None:
    """Write a community as one workbook, with headers and words of one language.

    Raises
    ------
    InputError, OSError
        As ``write_folder`` does.
    """
    if not gaps:
        _check_readable(community)
    # Files of other programs know no policy: then the lists offer the national base.
    policy = community.policy if community.policy.profile else resolve(BASE)
    book = blank_workbook(lang, policy, {s.id: s.name for s in community.subjects})
    sheet = book[sheet_title(SETTINGS.key, lang)]
    for row, column in enumerate(SETTINGS.columns, 2):
        _put(sheet, row, 2, _settings(community)[column.key])
    for table in TABLES:
        sheet = book[sheet_title(table.key, lang)]
        for row, cells in enumerate(_rows(community, table, lang), FIRST_DATA_ROW):
            for position, cell in enumerate(cells, 1):
                _put(sheet, row, position, cell)
    sheet = book[sheet_title(OVERRIDES_KEY, lang)]
    for row, cells in enumerate(_override_rows(community, lang), FIRST_DATA_ROW):
        for position, cell in enumerate(cells, 1):
            _put(sheet, row, position, cell)
    replace_file(path, workbook_bytes(book))


def _settings(community: Community) -> dict[str, Any]:
    return {
        "id": community.id,
        "name": community.name,
        "school_year": community.school_year,
        "profile": community.policy.profile,
    }


def _rows(
    community: Community, table: Table, lang: Lang, columns: Iterable[Column] | None = None
) -> list[list[Written]]:
    return [table.cells(record, lang, columns) for record in getattr(community, table.key)]


def _override_rows(community: Community, lang: Lang) -> list[list[Written]]:
    """Return the planner's own numbers: rule, parameter and value, in words where they tell."""
    rows: list[list[Written]] = []
    if not community.policy.overrides:
        return rows
    subjects = {s.id: s.name for s in community.subjects}
    names, rules = rule_names(community.policy), {r.id: r for r in community.policy.rules}
    for rule_id, values in community.policy.overrides.items():
        rule = rules[rule_id]
        name = names.word(rule_id, lang)
        for key, value in values.items():
            parameter = parameters(rule.family).get(key) or FIELDS[key]
            rows.append([name, parameter.name(lang), _told(parameter, value, lang, subjects)])
    return rows


def _told(
    parameter: Parameter, value: Any, lang: Lang, subjects: dict[str, str] | None = None
) -> Written:
    """Return a value in words that read back as it, or else as a cell."""
    said = parameter.shown(value, lang, subjects)
    try:
        same = toml.value(parameter.read(toml.parse_value(said), subjects)) == toml.value(value)
    except CellError:
        same = False
    return (
        said if same and (not parameter.is_number or said.endswith("%")) else _override_cell(value)
    )


def _override_cell(value: Any) -> Written:
    """Return an override as a cell: a number where a spreadsheet keeps it exactly, else text."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int) and abs(value) < 10**15:
        return value
    if isinstance(value, float) and not value.is_integer() and float(f"{value:.15g}") == value:
        return value
    return toml.bare(value) if isinstance(value, str) else toml.value(value)


def _put(sheet: Any, row: int, position: int, value: Written) -> None:
    """Write a cell. Text stays text, whatever it begins with."""
    if value == "":
        return
    if isinstance(value, float) and float(f"{value:.15g}") != value:
        value = decimal(value)  # a spreadsheet keeps 15 digits
    cell = sheet.cell(row, position, value)
    if isinstance(value, str):
        cell.data_type = "s"
        cell.number_format = "@"
        cell.quotePrefix = value.startswith(("=", "+", "-", "@"))


def _check_readable(community: Community) -> None:
    """Raise ``InputError`` unless the written cells read back as the same community."""
    refs, problems = References(), list[Problem]()
    readers = {}
    for table in TABLES:
        rows: list[list[Any]] = [[*row] for row in _rows(community, table, "en")]
        header: list[Any] = [*table.headers("en")]
        readers[table.key] = TableReader(
            table, Sheet(table.title, header, [*enumerate(rows, FIRST_DATA_ROW)])
        )
        readers[table.key].declare(refs)
    for key in order_of_reading():
        rows_read, records = readers[key].rows(refs), getattr(community, key)
        problems += readers[key].problems
        if len(rows_read) != len(records):
            same = Text("应写出后行数不变", "expected as many rows when written")
            problems.append(Problem(place=BY_KEY[key].title, expected=same))
        for row, record in zip(rows_read, records, strict=False):
            if row.record is not None and row.record != record:
                problems.append(_changed(key, row.number, record, row.record))
    problems += _unreadable_settings(community, refs)
    if problems:
        raise InputError(problems)


def _changed(key: str, number: int, record: Record, read: Record) -> Problem:
    fields = [f for f in type(record).model_fields if getattr(record, f) != getattr(read, f)]
    return Problem(
        place=BY_KEY[key].title,
        row=number,
        column=fields[0],
        value=str(getattr(record, fields[0])),
        expected=Text(
            f"应为写出后不变的值，写出后读作“{getattr(read, fields[0])}”",
            f'expected a value that stays the same when written, it would become "'
            f'{getattr(read, fields[0])}"',
        ),
    )


def _unreadable_settings(community: Community, refs: References) -> list[Problem]:
    problems = []
    same = Text("应为写出后不变的值", "expected a value that stays the same when written")
    for key, value in _settings(community).items():
        try:
            read = SETTINGS.by_key[key].kind.parse(value, refs)
        except CellError:
            read = None
        if read != value:
            problems.append(
                Problem(place=SETTINGS.title, column=key, value=str(value), expected=same)
            )
    policy = community.policy
    try:
        subjects = {s.id: s.name for s in community.subjects}
        read = adjusted(policy.profile, stated(policy.overrides), subjects).overrides
    except InputError as wrong:
        return problems + wrong.problems
    for rule, values in policy.overrides.items():
        if read.get(rule) != values:
            column = f"rules.{rule}"
            problems.append(Problem(place=POLICY, column=column, value=str(values), expected=same))
    return problems
