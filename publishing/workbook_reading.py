"""Reads a plan back from a workbook that ``publishing.workbook`` wrote, also an edited one.

A workbook made by hand that has the sheet of the roster is a plan too, without a timetable.

Only the data sheets are read. The printed sheets carry fingerprints of their rows, so that a change
that somebody made only there is refused with its place and never silently lost.
"""

from __future__ import annotations

import datetime as dt
import json
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook

from community.archive import refusal
from community.errors import InputError, Problem
from community.sheets import MAX_COLUMNS, Sheet
from community.tables.cells import formula, is_empty, shown_cell
from community.text import Text
from publishing.plan_head import read_head
from publishing.plan_reading import PlanReader
from publishing.plan_tables import COSTS, MENTORS, ROSTER, TIMETABLE
from publishing.words import WORDS
from rotation.solution import Roster
from scenarios.plan import NO_WEEK, Plan
from scheduling.timetable import WeekTimetable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from openpyxl import Workbook

    from community.models import Community
    from community.tables.base import Table
    from community.tables.cells import Cell

HIDDEN = "_onebell"  # the sheet that says what the workbook is
MAX_SHEETS = 600  # a page for each class, teacher and room of a large school
MAX_ROWS = 200_000


@dataclass(frozen=True, slots=True)
class WorkbookPlan:
    """What a workbook holds: a whole plan, or one school's part of its timetable."""

    plan: Plan
    school: str  # empty: the whole community


def read_plan_workbook(community: Community, path: Path) -> Plan:
    """Return the plan of a community's workbook.

    Raises
    ------
    InputError
        With every problem; also when it is the workbook of one school only.
    """
    found = read_workbook(community, path)
    if found.school:
        expected = Text("应为整个共同体的工作簿", "expected the workbook of the whole community")
        name = community.school_by_id[found.school].name
        hint = Text("学校工作簿请并入方案后再审核", "merge a school's workbook into a plan first")
        raise InputError([Problem(place=Path(path).name, value=name, expected=expected, hint=hint)])
    return found.plan


def read_workbook(community: Community, path: Path) -> WorkbookPlan:
    """Return what a workbook holds.

    Raises
    ------
    InputError
        With every problem of every data sheet, and every printed row that was changed.
    """
    reader = PlanReader(community)
    book = _open(Path(path))
    try:
        if HIDDEN in book.sheetnames:
            found = _published(book, Path(path).name, reader)
        elif not _has_sheet(book, ROSTER):
            raise InputError([Problem(place=Path(path).name, expected=_NO_PLAN)])
        else:
            roster = Roster(reader.placements(_sheet(book, ROSTER, reader.problems)))
            found = WorkbookPlan(Plan(community.id, roster), "")
    finally:
        book.close()
    reader.finish()
    return found


def _published(book: Workbook, place: str, reader: PlanReader) -> WorkbookPlan:
    """Return what a workbook of ours holds; problems go to the reader.

    Raises
    ------
    InputError
        When it does not say what it is, so that nothing else can be read.
    """
    community, text = reader.community, _hidden_text(book)
    head = read_head(text, place, reader)
    reader.finish()
    extra = json.loads(text)
    school = _school(extra, community, place)
    sheets = {
        t.key: _sheet(book, t, reader.problems)
        for t in _tables(school, has_week=head.has_week)
        if t is not MENTORS or _has_sheet(book, t)  # older plans have none
    }
    lessons = reader.lessons(sheets.get("timetable"), school)
    roster = Roster(reader.placements(sheets.get("roster")), reader.pairs(sheets.get("mentors")))
    violations = reader.violations(sheets.get("costs"))
    reader.problems += _changed(book, extra.get("printed"))
    week = WeekTimetable(head.term, lessons) if head.has_week else NO_WEEK
    return WorkbookPlan(Plan(community.id, roster, week, head.reports, violations), school)


def written_for(path: Path) -> str:
    """Return the id of the community that a workbook says it is for; empty when it does not."""
    book = _open(path)
    try:
        return str(json.loads(_hidden_text(book)).get("community", ""))
    except (ValueError, AttributeError, RecursionError):
        return ""
    finally:
        book.close()


def _open(path: Path) -> Workbook:
    try:
        problem = refusal(path, max_sheets=MAX_SHEETS)
        if problem is None:
            return load_workbook(path, read_only=True)
    except OSError as error:
        expected = Text("应为可读的文件", "expected a file that can be read")
        problem = Problem(place=path.name, value=str(error.strerror), expected=expected)
    except Exception as error:  # a damaged part can make the library raise nearly anything
        expected = Text("应为完好的.xlsx工作簿", "expected an undamaged .xlsx workbook")
        problem = Problem(place=path.name, value=str(error), expected=expected)
    raise InputError([problem])


def _hidden_text(book: Workbook) -> str:
    if HIDDEN not in book.sheetnames:
        return "{}"
    rows = book[HIDDEN].iter_rows(max_row=1000, max_col=1, values_only=True)
    return "".join(str(value) for (value,) in rows if value is not None)


def _school(extra: dict[str, Any], community: Community, place: str) -> str:
    school = extra.get("part")
    if school != "" and school not in community.school_by_id:
        expected = Text("应为本共同体的学校编号", "expected the ID of a school")
        raise InputError([Problem(place=place, value=str(school), expected=expected)])
    return str(school)


def _tables(school: str, *, has_week: bool) -> tuple[Table, ...]:
    week = (TIMETABLE,) if has_week else ()
    return week if school else (*week, ROSTER, MENTORS, COSTS)


def _sheet_names(table: Table) -> tuple[str, ...]:
    """Return the names under which the sheet of a table is known, the usual one first."""
    by_hand = ("轮岗名单",) if table is ROSTER else ()
    return (*WORDS[f"data_{table.key}"], table.key, *by_hand)


def _has_sheet(book: Workbook, table: Table) -> bool:
    return any(n in book.sheetnames for n in _sheet_names(table))


def _sheet(book: Workbook, table: Table, problems: list[Problem]) -> Sheet | None:
    """Return a data sheet, or None with a problem; its header stands in one of the first rows."""
    names = _sheet_names(table)
    name = next((n for n in names if n in book.sheetnames), None)
    if name is None:
        problems.append(Problem(place=names[0], expected=_NO_SHEET))
        return None
    rows: list[tuple[int, list[Cell]]] = []
    for number, row in enumerate(book[name].iter_rows(max_col=MAX_COLUMNS), 1):
        if number > MAX_ROWS:
            expected = Text(f"应不超过{MAX_ROWS}行", f"expected at most {MAX_ROWS} rows")
            problems.append(Problem(place=name, row=number, expected=expected))
            return None
        cells = [_cell(c) for c in row]
        if any(not is_empty(c) for c in cells):
            rows.append((number, cells))
    head = max(
        rows[:5],
        key=lambda r: sum(table.called(shown_cell(c)) is not None for c in r[1]),
        default=None,
    )
    if head is None:
        return Sheet(name)
    header = head[1][: max(i for i, c in enumerate(head[1], 1) if not is_empty(c))]
    return Sheet(name, header, [r for r in rows if r[0] > head[0]], head[0])


def _cell(cell: Any) -> Cell:
    value: Cell = formula(str(cell.value)) if cell.data_type == "f" else cell.value
    return value


def fingerprints(rows: Iterable[Iterable[object]]) -> dict[str, int]:
    """Return a checksum of the text in each row that has any, by row number."""
    found = {}
    for number, row in enumerate(rows, 1):
        texts = [cell_text(value) for value in row]
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            found[str(number)] = zlib.crc32("\t".join(texts).encode("utf-8", "replace"))
    return found


def _changed(book: Workbook, printed: object) -> list[Problem]:
    """Return the rows of printed sheets that no longer say what was written."""
    problems = []
    for name, rows in (printed if isinstance(printed, dict) else {}).items():
        if name in book.sheetnames and isinstance(rows, dict):
            now = fingerprints(book[name].iter_rows(values_only=True))
            different = {n for n in now.keys() | rows.keys() if now.get(n) != rows.get(n)}
            problems += [
                Problem(place=name, row=row, expected=_PRINTED, hint=_USE_DATA)
                for row in sorted(int(n) for n in different)
            ]
    return problems


def cell_text(value: object) -> str:
    """Return a cell's value as the text that it was written from."""
    if value is None:
        return ""
    if isinstance(value, dt.time):  # a spreadsheet turns 08:30 that was typed in into a time
        return f"{value.hour:02d}:{value.minute:02d}"
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return str(value)


_NO_PLAN = Text(
    f"应为导出的方案工作簿，或有工作表“{'”或“'.join(_sheet_names(ROSTER))}”的工作簿",
    f"expected an exported plan, or a workbook with a sheet {' or '.join(_sheet_names(ROSTER))}",
)
_NO_SHEET = Text("缺少此数据表", "this data sheet is missing")
_NO_FORMULA = Text("应为文字或数字，不能是公式", "expected text or a number, not a formula")
_PRINTED = Text("这是打印用的页，此行被改动", "this row of a printed sheet was changed")
_USE_DATA = Text(
    "请在名称以“数据-”开头的工作表中修改，并还原或删除此页",
    "make the change in the data sheet, and undo it here or delete this sheet",
)
