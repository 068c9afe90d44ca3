"""Reads what a school sends back: its workbook, or a table of its lessons, both edited.

A person changes a cell and leaves the ones beside it that say the same: the id and the name, the
slot and its clock. Where it is known what a row said before, the cell that was changed counts.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from community.csv_files import read_csv
from community.errors import InputError, Problem
from community.sheets import Sheet
from community.tables.cells import shown_cell
from community.text import Text
from publishing.page_edits import page_edits
from publishing.plan_book import HIDDEN, MAX_ROWS, PlanBook, cell_text, read_book
from publishing.plan_head import read_head
from publishing.plan_reading import PlanReader
from publishing.plan_rows import timetable_rows
from publishing.plan_tables import SENT, TIMETABLE
from publishing.view import PlanView
from publishing.workbook_reading import changed_pages, school_of
from scenarios.merging import Part
from scheduling.timetable import WeekTimetable

if TYPE_CHECKING:
    from pathlib import Path

    from community.models import Community
    from community.tables.cells import Cell
    from community.text import Lang
    from publishing.plan_tables import LessonRow
    from scenarios.plan import Plan
    from scheduling.timetable import ClassLesson

# What goes stale when a cell of the first kind was changed and one of the second was not.
_TIME = {"slot", "slot_name", "start"}
_STALE = (
    (_TIME, _TIME | {"end"}),
    ({"weekday", "periods"}, {"start", "end"}),
    *(({i, n}, {i, n}) for c in TIMETABLE.columns if c.names for i, n in [(c.names, c.key)]),
)


def read_part(community: Community, plan: Plan, path: Path, base: Plan | None = None) -> Part:
    """Return what a school sent back.

    Parameters
    ----------
    community, plan
        The community, and its plan as it now is.
    path
        The workbook of one school; or its sheet of lessons alone, as a workbook or as CSV.
    base
        The plan as it was sent out, for what does not say so itself.

    Raises
    ------
    InputError
        With every problem of the file, also when it belongs to another community, term or plan.
    """
    reader = PlanReader(community)
    if path.suffix.lower() == ".csv":
        return _table(reader, read_csv(path, reader.problems, MAX_ROWS), plan, base)
    book = read_book(path)
    if HIDDEN in book.rows:
        return _workbook(reader, book, plan, base)
    return _table(reader, book.sheet(TIMETABLE, reader.problems), plan, base)


def _table(reader: PlanReader, sheet: Sheet | None, plan: Plan, base: Plan | None) -> Part:
    """Return the part that a table is: all lessons of the classes that it names."""
    sent = base or plan
    if sheet:
        _freshen(sheet, timetable_rows(PlanView(sent, reader.community)))
    lessons = reader.lessons(sheet)
    reader.finish()
    assert sheet is not None
    if not lessons:
        expected = Text("应至少有一节课", "expected one lesson at least")
        raise InputError([Problem(place=sheet.place, expected=expected)])
    classes = {x.class_id for x in lessons}
    were = tuple(x for x in sent.week.lessons if x.class_id in classes)
    return Part(sheet.place, "", were, lessons, knows_base=base is not None)


def _workbook(reader: PlanReader, book: PlanBook, plan: Plan, base: Plan | None) -> Part:
    """Return the part that a school's workbook is."""
    head = read_head(book.hidden, book.place, reader)
    reader.finish()
    school = school_of(book, reader.community)
    if refused := _refused(school, head.term, plan):
        expected, hint = refused
        raise InputError([Problem(place=book.place, expected=expected, hint=hint)])
    sent = _sent(reader, book, school)
    were = [x for x in (base or plan).week.lessons if x.school == school] if sent is None else sent
    others = [x for x in plan.week.lessons if x.school != school]
    week = WeekTimetable(plan.week.term, tuple(sorted([*others, *were])))
    view = PlanView(replace(plan, week=week), reader.community)
    sheet = book.sheet(TIMETABLE, reader.problems)
    if sheet:
        _freshen(sheet, timetable_rows(view, school))
    lessons = _with_pages(book, view, school, reader.lessons(sheet, school), reader.problems)
    reader.finish()
    known = sent is not None or base is not None
    return Part(book.place, school, tuple(were), lessons, knows_base=known)


def _refused(school: str, term: str, plan: Plan) -> tuple[Text, Text | None] | None:
    """Return what was expected of a workbook that cannot be merged, and what to try."""
    if not school:
        whole = Text("应为一所学校的工作簿", "expected the workbook of one school")
        return whole, Text("整个共同体的工作簿可以直接核查", "audit that of the whole as it is")
    if not term:
        return Text("应为有课表的工作簿", "expected a workbook with a timetable"), None
    if term != plan.week.term:
        return Text(f"应为学期{plan.week.term}的课表", f"expected term {plan.week.term}"), None
    return None


def _sent(reader: PlanReader, book: PlanBook, school: str) -> tuple[ClassLesson, ...] | None:
    """Return the lessons that the workbook was sent out with, None where it does not say."""
    sent = book.about.get("sent")
    if not isinstance(sent, list) or not all(isinstance(row, list) for row in sent):
        return None
    return reader.lessons(Sheet(HIDDEN, [*SENT], [*enumerate(sent, 2)]), school)


def _freshen(sheet: Sheet, rows: list[LessonRow]) -> None:
    """Empty the cells that an edit left stale, so that what was changed counts.

    Parameters
    ----------
    sheet
        The lessons as they came back; a row that says what one of ``rows`` says was not edited.
    rows
        The lessons as they were sent out.
    """
    at = {key: i for i, h in enumerate(sheet.header) if (key := TIMETABLE.called(shown_cell(h)))}
    lang: Lang = "en" if {*map(shown_cell, sheet.header)} >= {*TIMETABLE.headers("en")} else "zh"
    columns = [TIMETABLE.by_key[key] for key in at]
    sent = Counter(tuple(str(c) for c in TIMETABLE.cells(row, lang, columns)) for row in rows)
    edited: list[tuple[list[Cell], dict[str, str]]] = []
    for _number, cells in sheet.rows:
        cells += [None] * (len(sheet.header) - len(cells))
        says = tuple(cell_text(cells[i]).strip() for i in at.values())
        if sent[says]:
            sent[says] -= 1
        else:
            edited.append((cells, dict(zip(at, says, strict=True))))
    left = [dict(zip(at, texts, strict=True)) for texts in sent.elements()]
    for cells, now in edited:
        if not left:
            return
        was = max(left, key=lambda row: sum(row[key] == now[key] for key in at))
        left.remove(was)
        for key in _stale({k for k in at if was[k] != now[k]}, now):
            if key in at:
                cells[at[key]] = None


def _stale(changed: set[str], now: dict[str, str]) -> set[str]:
    """Return the columns whose cells still say what those that were changed said before.

    A cell that was only emptied says nothing new.
    """
    filled = {key for key in changed if now[key]}
    return {key for causes, found in _STALE if causes & filled for key in found - changed}


def _with_pages(
    book: PlanBook,
    view: PlanView,
    school: str,
    lessons: tuple[ClassLesson, ...],
    problems: list[Problem],
) -> tuple[ClassLesson, ...]:
    """Return the lessons of the data sheet with what was changed on the pages of classes."""
    changed, found = book.changed(), Counter(lessons)
    for group in view.community.classes:
        if group.school != school or group.name not in changed:
            continue
        edits, rows = page_edits(book, view, group, changed[group.name], problems)
        changed[group.name] -= rows
        for before, after in edits:
            if found[before]:
                found.subtract([before])
                found.update([after] if after else [])
            elif after and not found[after]:
                subject = view.subject_name(before.subject)
                problem = Problem(place=group.name, value=subject, expected=_TWICE)
                problems.append(problem)
    problems += changed_pages(changed)
    return tuple(sorted(found.elements()))


_TWICE = Text(
    "这节课在数据表里也改了，应只改一处", "this lesson was changed in the data sheet too, not alike"
)
