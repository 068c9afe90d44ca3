"""Reading a community from a folder or a workbook: all of it, or every error there is."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from community import integrity
from community.draft import Draft, Finding
from community.errors import InputError, Problem
from community.folder import read_folder
from community.models import Community
from community.profile import resolve
from community.rows import NEEDED, TableReader, order_of_reading
from community.tables import BY_KEY, TABLES
from community.tables.cells import CellError, Refused, is_empty, shown_cell
from community.tables.references import References
from community.tables.settings import SETTINGS
from community.text import Text
from community.workbook import read_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from community.policy import Policy
    from community.sheets import Override, Setting, Source


MOST_FINDINGS = 5_000  # between rows: lists in rows multiply


def read_community(path: Path) -> Community:
    """Return the community of a folder (CSV files and ``policy.toml``) or of a workbook.

    Raises
    ------
    InputError
        With every problem that was found, in the order of the tables and rows.
    """
    try:
        source = read_folder(path) if path.is_dir() else read_workbook(path)
    except OSError as error:
        expected = Text(
            "应为可以读取的文件夹或.xlsx工作簿",
            "expected a folder or an .xlsx workbook that can be read",
        )
        raise InputError(
            [Problem(place=str(path), value=error.strerror or "", expected=expected)]
        ) from error
    return understood(source)


def understood(source: Source) -> Community:
    """Return the community of what was found; raise ``InputError`` as ``read_community`` does."""
    problems = list(source.problems)
    refs = References()
    settings = _settings(source, refs, problems)
    readers = {
        t.key: TableReader(t, source.sheets[t.key]) for t in TABLES if t.key in source.sheets
    }
    refs.unknown_tables = {"grids" if k == "slots" else k for k in BY_KEY if k not in readers}
    for reader in readers.values():
        reader.declare(refs)
    draft = Draft(school_year=settings.get("school_year"))
    for key in order_of_reading():
        if key in readers:
            draft.tables[key] = readers[key].rows(refs)
    for reader in readers.values():
        problems += reader.problems
    findings = islice(integrity.findings(draft), MOST_FINDINGS)
    problems += [_located(finding, readers) for finding in findings]
    policy = _policy(source, settings, problems)
    if problems or policy is None:
        raise InputError(_in_order(problems, source, readers))
    tables = {key: tuple(row.record for row in draft.tables[key]) for key in BY_KEY}
    own = {key: value for key, value in settings.items() if key != "profile"}
    return Community.model_validate({**own, "policy": policy, **tables})


def _settings(source: Source, refs: References, problems: list[Problem]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if not source.has_settings:
        return found
    for column in SETTINGS.columns:
        setting = source.settings.get(column.key)
        value = setting.value if setting else None
        try:
            if is_empty(value):
                raise CellError(NEEDED, column.help)
            if isinstance(value, Refused):
                raise CellError(value.expected, value.hint)
            parsed = column.kind.parse(value, refs)
            if column.key == "school_year" and not 1990 <= parsed <= 2100:
                raise CellError(Text("应在1990到2100之间", "expected a year from 1990 to 2100"))
            found[column.key] = parsed
        except CellError as wrong:
            in_sheet = source.settings_place == SETTINGS.title
            problems.append(
                Problem(
                    place=source.settings_place,
                    row=setting.row if setting else None,
                    column=(setting and setting.column)
                    or column.header("zh" if in_sheet else "en"),
                    value=shown_cell(value),
                    expected=wrong.expected,
                    hint=wrong.hint,
                )
            )
    return found


def _policy(source: Source, settings: dict[str, Any], problems: list[Problem]) -> Policy | None:
    """Return the policy in force, or None after noting what is wrong with it."""
    overrides, places = _overrides(source, problems)
    if "profile" not in settings:
        return None
    try:
        return resolve(settings["profile"], overrides)
    except InputError as wrong:
        for problem in wrong.problems:
            where = places.get(problem.column or "")
            problems.append(
                problem
                if where is None
                else replace(problem, place=where.place, row=where.row, column=where.column)
            )
    return None


def _overrides(
    source: Source, problems: list[Problem]
) -> tuple[dict[str, dict[str, Any]], dict[str, Setting | Override]]:
    """Return the overrides by rule, and where the profile and each of them stands."""
    found: dict[str, dict[str, Any]] = {}
    places: dict[str, Setting | Override] = {}
    if "profile" in source.settings:
        places["profile"] = source.settings["profile"]
    for override in source.overrides:
        name = f"rules.{override.rule}"
        places.setdefault(name, override)
        values = found.setdefault(override.rule, {})
        if not override.parameter:
            continue
        places[f"{name}.{override.parameter}"] = override
        if override.parameter in values:
            problems.append(
                Problem(
                    place=override.place,
                    row=override.row,
                    column=override.column,
                    value=f"{override.rule} {override.parameter}",
                    expected=Text("应只写一次", "expected this parameter once"),
                )
            )
        values[override.parameter] = override.value
    return found, places


def _located(finding: Finding, readers: dict[str, TableReader]) -> Problem:
    reader = readers[finding.table]
    return Problem(
        place=reader.sheet.place,
        row=finding.row,
        column=reader.title(finding.column) if finding.column else None,
        value=finding.value,
        expected=finding.expected,
        hint=finding.hint,
    )


def _in_order(
    problems: list[Problem], source: Source, readers: dict[str, TableReader]
) -> list[Problem]:
    """Return the problems by table and row; what concerns the whole comes first."""
    places = [source.settings_place, *(r.sheet.place for r in readers.values())]
    places += [override.place for override in source.overrides[:1]]
    rank = {place: position for position, place in enumerate(dict.fromkeys(places))}
    return sorted(problems, key=lambda p: (rank.get(p.place, -1), p.row or 0))
