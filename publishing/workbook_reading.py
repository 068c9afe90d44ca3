"""Reads a plan back from a workbook that ``publishing.workbook`` wrote, also an edited one.

A workbook made by hand that has the sheet of the roster is a plan too, without a timetable. Only
the data sheets are read.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from community.errors import InputError, Problem
from community.text import Text
from publishing.calendar_rows import read_calendar
from publishing.calendar_tables import CALENDAR, EVENTS
from publishing.duty_rows import read_duties
from publishing.edited_rows import by_sight, freshen, sent_lessons, sent_roster
from publishing.plan_book import HIDDEN, PlanBook, read_book, sheet_names
from publishing.plan_head import read_head
from publishing.plan_reading import PlanReader
from publishing.plan_rows import mentor_rows, roster_rows, timetable_rows
from publishing.plan_tables import COSTS, DUTIES, LOCKS, MENTORS, ROSTER, TIMETABLE
from publishing.record_log import read_log
from publishing.record_tables import RECORDS
from publishing.view import PlanView
from rotation.solution import Roster
from scenarios.plan import NO_WEEK, Plan
from scheduling.term.events import NO_CALENDAR
from scheduling.timetable import WeekTimetable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from community.models import Community
    from community.sheets import Sheet
    from community.tables.base import Table
    from publishing.gone_rows import Gone
    from rotation.solution import MentorPair, Placement


def read_plan_workbook(community: Community, path: Path, gone: Gone | None = None) -> Plan:
    """Return the plan of a community's workbook.

    Where ``gone`` is given, what a workbook of ours says of people and things that are no longer
    there is no mistake: it is left out, and counted there.

    Raises
    ------
    InputError
        With every problem of every data sheet, and every printed row that was changed; also when it
        is the workbook of one school only.
    """
    book = read_book(Path(path))
    reader = PlanReader(community, gone=gone if HIDDEN in book.rows else None)
    if HIDDEN in book.rows:
        plan = _published(book, reader)
    elif book.has(ROSTER):
        plan = Plan(community.id, Roster(reader.placements(book.sheet(ROSTER, reader.problems))))
    else:
        raise InputError([Problem(place=book.place, expected=_NO_PLAN)])
    reader.finish()
    return plan


def _published(book: PlanBook, reader: PlanReader) -> Plan:
    """Return the plan of a workbook of ours; problems go to the reader.

    Raises
    ------
    InputError
        When it does not say what it is, so that nothing else can be read.
    """
    community, found = reader.community, reader.problems
    head = read_head(book.hidden, book.place, reader)
    reader.finish()
    if school := school_of(book, community):
        name = community.school_by_id[school].name
        expected = Text("应为整个共同体的工作簿", "expected the workbook of the whole community")
        found.append(Problem(place=book.place, value=name, expected=expected, hint=_MERGE))
        reader.finish()
    week = NO_WEEK
    if head.has_week:
        sheet = _sheet(book, reader, TIMETABLE)
        sent = sent_lessons(community, book, has_changed=reader.gone is not None)
        if sheet and sent:
            was = Plan(community.id, Roster(), WeekTimetable(head.term, sent))
            freshen(TIMETABLE, sheet, timetable_rows(PlanView(was, community)), reader)
        week = WeekTimetable(head.term, reader.lessons(sheet))
    placements, pairs = _roster(book, reader)
    locks, duties = (_as_seen(book, reader, table) for table in (LOCKS, DUTIES))
    dated = {t.key: _as_seen(book, reader, t) for t in CALENDAR}
    violations = reader.violations(book.sheet(COSTS, found))
    found += changed_pages(book.changed())
    kept = reader.locks(locks), read_duties(reader, duties)
    calendar = NO_CALENDAR
    if dated[EVENTS.key]:
        calendar = read_calendar(reader, head.term, dated, Roster(placements), hidden=True)
    records = read_log(reader, book.sheet(RECORDS, found) if book.has(RECORDS) else None)
    roster = Roster(placements, pairs)
    return Plan(community.id, roster, week, head.reports, violations, *kept, calendar, records)


def _sheet(book: PlanBook, reader: PlanReader, table: Table) -> Sheet | None:
    """Return a data sheet without what is no longer there, where that is no mistake."""
    sheet = book.sheet(table, reader.problems)
    if sheet:
        reader.leave_out(table, sheet, book.about.ids)
    return sheet


def _as_seen(book: PlanBook, reader: PlanReader, table: Table) -> Sheet | None:
    """Return a sheet that a workbook may have; the names that it shows count."""
    sheet = _sheet(book, reader, table) if book.has(table) else None
    if sheet:
        by_sight(table, sheet, reader)
    return sheet


def _roster(
    book: PlanBook, reader: PlanReader
) -> tuple[tuple[Placement, ...], tuple[MentorPair, ...]]:
    """Return the placements and pairs of a workbook of ours; what was changed counts."""
    community = reader.community
    roster = _sheet(book, reader, ROSTER)
    mentors = _sheet(book, reader, MENTORS) if book.has(MENTORS) else None
    if sent := sent_roster(community, book, has_changed=reader.gone is not None):
        view = PlanView(Plan(community.id, sent), community)
        if roster:
            freshen(ROSTER, roster, roster_rows(view), reader)
        if mentors:
            freshen(MENTORS, mentors, mentor_rows(view), reader)
    return reader.placements(roster), reader.pairs(mentors)


def school_of(book: PlanBook, community: Community) -> str:
    """Return the school whose workbook it is; empty for the whole community's.

    Raises
    ------
    InputError
        When the workbook does not say it, or names no school of the community.
    """
    school = book.about.part
    if school and school not in community.school_by_id:
        expected = Text("应为本共同体的学校编号", "expected the ID of a school")
        raise InputError([Problem(place=book.place, value=school, expected=expected)])
    return school


def changed_pages(rows: Mapping[str, set[int]]) -> list[Problem]:
    """Return the problems of printed rows that were changed and cannot be understood."""
    return [
        Problem(place=name, row=row, expected=_PRINTED, hint=_USE_DATA)
        for name, numbers in rows.items()
        for row in sorted(numbers)
    ]


def written_for(path: Path) -> str:
    """Return the id of the community that a workbook says it is for; empty when it does not."""
    book = read_book(path)
    return book.about.community if HIDDEN in book.rows else ""


_NO_PLAN = Text(
    f"应为导出的方案工作簿，或有工作表“{'”或“'.join(sheet_names(ROSTER))}”的工作簿",
    f"expected an exported plan, or a workbook with a sheet {' or '.join(sheet_names(ROSTER))}",
)
_MERGE = Text(
    "学校工作簿请用 onebell merge 并入方案", "merge a school's workbook into a plan: onebell merge"
)
_PRINTED = Text("这是打印用的页，此行被改动", "this row of a printed sheet was changed")
_USE_DATA = Text(
    "请在名称以“数据-”开头的工作表中修改，并还原或删除此页",
    "make the change in the data sheet, and undo it here or delete this sheet",
)
