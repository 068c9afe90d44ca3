"""Reads a plan back from a workbook that ``publishing.workbook`` wrote, also an edited one.

A workbook made by hand that has the sheet of the roster is a plan too, without a timetable.

Only the data sheets are read. The printed sheets carry fingerprints of their rows, so that a change
that somebody made only there is refused with its place and never silently lost.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ValidationError

from community.errors import InputError, Problem
from community.text import Text
from publishing.book import (
    PRINTED_COLUMNS,
    PRINTED_ROWS,
    cell_text,
    fingerprints,
    open_book,
    rows_of,
)
from publishing.plan_head import read_head
from publishing.plan_reading import PlanReader
from publishing.plan_tables import COSTS, MENTORS, ROSTER, TIMETABLE
from publishing.tables import MAX_COLUMNS, MAX_ROWS, SourceRow, Table, read_rows
from publishing.words import WORDS
from rotation.solution import Roster
from scenarios.plan import NO_WEEK, Plan
from scheduling.timetable import WeekTimetable

if TYPE_CHECKING:
    from openpyxl import Workbook

    from community.models import Community

HIDDEN = "_onebell"  # the sheet that says what the workbook is


class _Own(BaseModel):
    """What the hidden sheet says besides ``plan.json``: whose part it is, and what was printed."""

    part: str
    printed: dict[str, dict[int, int]] = {}


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


def read_timetable_workbook(community: Community, path: Path) -> WeekTimetable:
    """Return the timetable of a workbook: of the whole community, or of one school.

    Raises
    ------
    InputError
        With every problem.
    """
    return read_workbook(community, path).plan.week


def merge_school_workbook(community: Community, plan: Plan, path: Path) -> Plan:
    """Return a plan with one school's lessons replaced by those of the school's workbook.

    Raises
    ------
    InputError
        With every problem; also when the workbook is of another term.
    """
    found = read_workbook(community, path)
    part = found.plan.week
    if part.term != plan.week.term:
        expected = Text(f"应为学期 {plan.week.term}", f"expected term {plan.week.term}")
        raise InputError([Problem(place=Path(path).name, value=part.term, expected=expected)])
    kept = [x for x in plan.week.lessons if found.school and x.school != found.school]
    lessons = tuple(sorted([*kept, *part.lessons]))
    return replace(plan, week=WeekTimetable(part.term, lessons), violations=())


def read_workbook(community: Community, path: Path) -> WorkbookPlan:
    """Return what a workbook holds.

    Raises
    ------
    InputError
        With every problem of every data sheet, and every printed row that was changed.
    """
    reader = PlanReader(community)
    book = open_book(Path(path))
    try:
        if HIDDEN in book.sheetnames:
            found = _published(book, Path(path).name, reader)
        elif not _has_sheet(book, ROSTER):
            raise InputError([Problem(place=Path(path).name, expected=_NO_PLAN)])
        else:
            roster = Roster(reader.placements(_table(book, ROSTER, reader.problems)))
            found = WorkbookPlan(Plan(community.id, roster), "")
    finally:
        book.close()
    if reader.problems:
        raise InputError(reader.problems)
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
    if reader.problems:
        raise InputError(reader.problems)
    try:
        own = _Own.model_validate_json(text)
    except ValidationError:
        raise InputError([Problem(place=HIDDEN, expected=_OWN)]) from None
    school = _school(own.part, community, place)
    tables = _tables(school, has_week=head.has_week)
    rows = {
        t.name: _table(book, t, reader.problems)
        for t in tables
        if t is not MENTORS or _has_sheet(book, t)  # older plans have none
    }
    lessons = reader.lessons(rows.get("timetable", []))
    _only_of(school, rows.get("timetable", []), community, reader.problems)
    roster = Roster(
        reader.placements(rows.get("roster", [])), reader.pairs(rows.get("mentors", []))
    )
    violations = reader.violations(rows.get("costs", []))
    reader.problems += _changed(book, own.printed)
    week = WeekTimetable(head.term, lessons) if head.has_week else NO_WEEK
    return WorkbookPlan(Plan(community.id, roster, week, head.reports, violations), school)


def written_for(path: Path) -> str:
    """Return the id of the community that a workbook says it is for; empty when it does not."""
    book = open_book(path)
    try:
        return str(json.loads(_hidden_text(book)).get("community", ""))
    except (ValueError, AttributeError, RecursionError):
        return ""
    finally:
        book.close()


def _hidden_text(book: Workbook) -> str:
    if HIDDEN not in book.sheetnames:
        return "{}"
    return "".join(str(cell.value) for _, (cell,) in rows_of(book, HIDDEN, 1000, 1))


def _school(part: str, community: Community, place: str) -> str:
    if part and part not in community.school_by_id:
        expected = Text("应为本共同体的学校编号", "expected the ID of a school")
        raise InputError([Problem(place=place, value=part, expected=expected)])
    return part


def _tables(school: str, *, has_week: bool) -> tuple[Table, ...]:
    week = (TIMETABLE,) if has_week else ()
    return week if school else (*week, ROSTER, MENTORS, COSTS)


def _sheet_names(table: Table) -> tuple[str, ...]:
    """Return the names under which the sheet of a table is known, the usual one first."""
    by_hand = ("轮岗名单",) if table is ROSTER else ()
    return (*WORDS[f"data_{table.name}"], table.name, *by_hand)


def _has_sheet(book: Workbook, table: Table) -> bool:
    return any(n in book.sheetnames for n in _sheet_names(table))


def _table(book: Workbook, table: Table, problems: list[Problem]) -> list[SourceRow]:
    """Return the rows of a data sheet; its header stands in one of the first rows."""
    names = _sheet_names(table)
    name = next((n for n in names if n in book.sheetnames), None)
    if name is None:
        problems.append(Problem(place=names[0], expected=_NO_SHEET))
        return []
    lines: list[list[str]] = []
    for number, row in rows_of(book, name, MAX_ROWS, MAX_COLUMNS):
        lines += [[]] * (number - 1 - len(lines))
        for cell in row:
            if cell.data_type == "f":
                value = cell.value if isinstance(cell.value, str) else "="
                problems.append(Problem(place=name, row=number, value=value, expected=_NO_FORMULA))
        lines.append([cell_text(cell.value) for cell in row])
    known = {s for c in table.columns for s in c.spellings()}
    counts = [sum(cell.strip() in known for cell in line) for line in lines[:5]]
    first = counts.index(max(counts)) if counts else 0
    return read_rows(name, table, lines[first:], problems, first=first + 1)


def _only_of(
    school: str, rows: list[SourceRow], community: Community, problems: list[Problem]
) -> None:
    """Refuse lessons of other schools in a school's workbook."""
    for row in rows if school else []:
        group = community.class_by_id.get(row["class_id"])
        if group is not None and group.school != school:
            name = community.school_by_id[school].name
            expected = Text(f"应为{name}的班级", f"expected a class of {name}")
            problems.append(row.problem("class_id", expected))


def _changed(book: Workbook, printed: dict[str, dict[int, int]]) -> list[Problem]:
    """Return the rows of printed sheets that no longer say what was written."""
    problems = []
    for name, rows in printed.items():
        if name in book.sheetnames:
            there = rows_of(book, name, PRINTED_ROWS, PRINTED_COLUMNS)
            now = fingerprints((n, [c.value for c in cells]) for n, cells in there)
            different = {n for n in now.keys() | rows.keys() if now.get(n) != rows.get(n)}
            problems += [
                Problem(place=name, row=row, expected=_PRINTED, hint=_USE_DATA)
                for row in sorted(different)
            ]
    return problems


_NO_PLAN = Text(
    f"应为导出的方案工作簿，或有工作表“{'”或“'.join(_sheet_names(ROSTER))}”的工作簿",
    f"expected an exported plan, or a workbook with a sheet {' or '.join(_sheet_names(ROSTER))}",
)
_NO_SHEET = Text("缺少此数据表", "this data sheet is missing")
_OWN = Text(
    "这个隐藏的工作表记着本工作簿的来历，应保持原样，请重新导出",
    "this hidden sheet says what the workbook is and was changed: export it anew",
)
_NO_FORMULA = Text("应为文字或数字，不能是公式", "expected text or a number, not a formula")
_PRINTED = Text("这是打印用的页，此行被改动", "this row of a printed sheet was changed")
_USE_DATA = Text(
    "请在名称以“数据-”开头的工作表中修改，并还原或删除此页",
    "make the change in the data sheet, and undo it here or delete this sheet",
)
