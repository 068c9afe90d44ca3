"""Reading a community from a folder or a workbook: all of it, or every error there is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from community import integrity
from community.draft import Draft, Finding
from community.errors import InputError, Note, Problem
from community.folder import POLICY, read_folder
from community.implied import fill_in
from community.integrity.done import done_findings
from community.joining import read_table
from community.models import Community
from community.profile import adjusted, profile_id
from community.rows import NEEDED, UNREAD, TableReader, order_of_reading
from community.settings import SETTINGS
from community.sheets import seen_at
from community.tables import BY_KEY, TABLES
from community.tables.cells import CellError, Refused, is_empty, shown_cell
from community.tables.kinds import Ref, Refs
from community.tables.references import References
from community.text import Text
from community.workbook import read_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from community.policy import Policy
    from community.sheets import Source

MOST_FINDINGS = 5_000  # between rows: lists in rows multiply


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood of a community's files: all of it when there are no problems.

    ``readers`` are the tables by key, ``settings`` what the community has once; ``notes`` tell what
    was left aside or read in other words.
    """

    source: Source
    community: Community | None
    settings: dict[str, Any]
    readers: dict[str, TableReader]
    rows: dict[str, int]
    problems: list[Problem]
    notes: list[Note]


def read_community(path: Path, *, ungrouped: bool = False) -> Community:
    """Return the community of a folder (CSV files and ``policy.toml``) or of a workbook.

    With ``ungrouped`` communities are yet to be formed of its schools: they need no role and no
    group, and nobody has to be there to teach.

    Raises
    ------
    InputError
        With every problem that was found, in the order of the tables and rows.
    """
    found = read(path, ungrouped=ungrouped)
    if found.community is None:
        raise InputError(found.problems)
    return found.community


def read(path: Path, *, ungrouped: bool = False) -> Reading:
    """Return what can be understood of a folder or a workbook, and what cannot.

    ``ungrouped`` as in ``read_community``.

    Raises
    ------
    InputError
        When the path cannot be read at all.
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
    return _understood(source, ungrouped)


def _understood(source: Source, ungrouped: bool) -> Reading:
    problems = list(source.problems)
    refs = References()
    settings = _settings(source, refs, problems)
    readers = dict[str, TableReader]()
    for table in TABLES:  # schools first: the names of other sheets may say one
        if table.key in source.sheets:
            schools = [*refs.names["schools"].items()]
            readers[table.key] = read_table(table, source.sheets[table.key], schools)
            if table.key == "schools":
                readers[table.key].declare(refs)
    refs.unknown_tables = {"grids" if k == "slots" else k for k in BY_KEY if k not in readers}
    for key, reader in readers.items():
        if key != "schools":
            reader.declare(refs)
    draft = Draft({}, settings.get("school_year"), refs.unknown_tables, ungrouped)
    for key in order_of_reading():
        if key in readers:
            draft.tables[key] = readers[key].rows(refs)
    notes = [*source.notes, *(note for r in readers.values() for note in r.notes)]
    notes += fill_in(draft, readers, refs)
    for reader in readers.values():
        problems += reader.problems
    findings = islice(integrity.findings(draft), MOST_FINDINGS)
    problems += [_located(finding, readers, refs) for finding in findings]
    subjects = None if "subjects" in refs.unknown_tables else refs.names["subjects"]
    policy = _policy(source, settings, subjects, problems)
    if policy is not None:
        findings = islice(done_findings(draft, policy), MOST_FINDINGS)
        problems += [_located(finding, readers, refs) for finding in findings]
    if not problems:
        problems += _unread(draft, readers)
    community = None
    if not problems and policy is not None:
        tables = {key: tuple(row.record for row in draft.tables[key]) for key in BY_KEY}
        own = {key: value for key, value in settings.items() if key != "profile"}
        community = Community.model_validate({**own, "policy": policy, **tables})
    rows = {key: len(found) for key, found in draft.tables.items()}
    problems = _in_order(problems, source, readers)
    return Reading(source, community, settings, readers, rows, problems, notes)


def _unread(draft: Draft, readers: dict[str, TableReader]) -> list[Problem]:
    """Return the rows that are no records although nothing was found wrong with them."""
    return [
        _located(Finding(key, row.number, None, "", UNREAD), readers, References())
        for key, rows in draft.tables.items()
        for row in rows
        if row.record is None
    ]


def _settings(source: Source, refs: References, problems: list[Problem]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if not source.has_settings:
        return found
    in_sheet = source.settings_place != POLICY
    for column in SETTINGS.columns:
        setting = source.settings.get(column.key)
        value = setting.value if setting else None
        try:
            if is_empty(value) and column.key == "id" and in_sheet and "name" in source.settings:
                value = "".join(shown_cell(source.settings["name"].value).split())
            if is_empty(value):
                raise CellError(NEEDED, column.help)
            if isinstance(value, Refused):
                raise CellError(value.expected, value.hint)
            parsed = column.kind.parse(value, refs)
            if column.key == "school_year" and not 1990 <= parsed <= 2100:
                raise CellError(Text("应在1990到2100之间", "expected a year from 1990 to 2100"))
            found[column.key] = parsed
        except CellError as wrong:
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


def _policy(
    source: Source,
    settings: dict[str, Any],
    subjects: dict[str, str] | None,
    problems: list[Problem],
) -> Policy | None:
    """Return the policy in force, or None after noting what is wrong with it."""
    if "profile" not in settings:
        return None
    try:
        profile = profile_id(settings["profile"])
    except InputError as wrong:
        at = source.settings["profile"]
        problems += [
            replace(p, place=at.place, row=at.row, column=at.column) for p in wrong.problems
        ]
        return None
    try:
        return adjusted(profile, source.overrides, subjects)
    except InputError as wrong:
        problems += wrong.problems
        return None


def _located(finding: Finding, readers: dict[str, TableReader], refs: References) -> Problem:
    """Return the problem of a finding, in what the planner wrote: names where there are no ids."""
    reader, key, value, hint = readers[finding.table], finding.column, finding.value, finding.hint
    place, row = seen_at(reader.sheet.place, finding.row)
    kind = reader.table.by_key[key].kind if key in reader.table.by_key else None
    if isinstance(kind, Ref | Refs) and value in refs.names[kind.table]:
        named = readers.get(kind.table)
        value = refs.label(kind.table, value) if named and "id" not in named.positions else value
    if key == "id" and "id" not in reader.positions and "name" in reader.positions:
        key, hint = "name", hint or _NAMESAKES
    return Problem(
        place=place,
        row=row,
        column=reader.title(key) if key else None,
        value=value,
        expected=finding.expected,
        hint=hint,
    )


_NAMESAKES = Text("同名的请加“编号”一列", "Give namesakes an id, in a column of its own")


def _in_order(
    problems: list[Problem], source: Source, readers: dict[str, TableReader]
) -> list[Problem]:
    """Return the problems by table and row; what concerns the whole comes first."""
    places = [source.settings_place]
    for reader in readers.values():
        sheets = source.sheets[reader.table.key]
        places += [reader.sheet.place, *(sheet.place for sheet in sheets)]
    places += [override.place for override in source.overrides[:1]]
    rank = {place: position for position, place in enumerate(dict.fromkeys(places))}
    return sorted(problems, key=lambda p: (rank.get(p.place, -1), p.row or 0))
