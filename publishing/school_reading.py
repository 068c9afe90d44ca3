"""Reads what a school sends back: its workbook, or a table of its lessons, both edited."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from community.errors import InputError, Problem
from community.text import Text
from publishing.duty_edits import sent_back
from publishing.edited_rows import freshen, sent_duties, sent_lessons
from publishing.page_edits import page_edits
from publishing.plan_book import HIDDEN, PlanBook, read_book
from publishing.plan_head import read_head
from publishing.plan_reading import PlanReader
from publishing.plan_rows import timetable_rows
from publishing.plan_tables import TIMETABLE
from publishing.row_reading import read_table
from publishing.view import PlanView
from publishing.workbook_reading import changed_pages, school_of
from scenarios.merging import Part
from scheduling.timetable import WeekTimetable

if TYPE_CHECKING:
    from pathlib import Path

    from community.models import Community
    from community.sheets import Sheet
    from scenarios.plan import Plan
    from scheduling.timetable import ClassLesson


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
        return _table(reader, read_table(TIMETABLE, path, reader.problems), plan, base)
    book = read_book(path)
    if HIDDEN in book.rows:
        return _workbook(reader, book, plan, base)
    return _table(reader, book.sheet(TIMETABLE, reader.problems), plan, base)


def _table(reader: PlanReader, sheet: Sheet | None, plan: Plan, base: Plan | None) -> Part:
    """Return the part that a table is: all lessons of the classes that it names."""
    sent = base or plan
    if sheet:
        freshen(TIMETABLE, sheet, timetable_rows(PlanView(sent, reader.community)))
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
    reader.home = school = school_of(book, reader.community)
    if refused := _refused(school, head.term, plan):
        expected, hint = refused
        raise InputError([Problem(place=book.place, expected=expected, hint=hint)])
    sent = sent_lessons(reader.community, book, school)
    were = [x for x in (base or plan).week.lessons if x.school == school] if sent is None else sent
    others = [x for x in plan.week.lessons if x.school != school]
    week = WeekTimetable(plan.week.term, tuple(sorted([*others, *were])))
    known_duties = sent_duties(reader.community, book, school)
    on_duty = known_duties
    if on_duty is None:
        on_duty = tuple(x for x in (base or plan).duties if x.school == school)
    view = PlanView(replace(plan, week=week, duties=on_duty), reader.community)
    changed = book.changed()
    duties = sent_back(book, view, school, changed, reader)
    sheet = book.sheet(TIMETABLE, reader.problems)
    if sheet:
        freshen(TIMETABLE, sheet, timetable_rows(view, school), reader)
    lessons = _with_pages(book, view, reader.lessons(sheet, school), changed, reader.problems)
    reader.finish()
    known = sent is not None or base is not None
    return Part(
        *(book.place, school, tuple(were), lessons),
        *(known, on_duty, duties),
    )


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


def _with_pages(
    book: PlanBook,
    view: PlanView,
    lessons: tuple[ClassLesson, ...],
    changed: dict[str, set[int]],
    problems: list[Problem],
) -> tuple[ClassLesson, ...]:
    """Return the lessons of the data sheet with what was changed on the pages of classes.

    Of ``changed`` the rows of other pages, and those that are not understood, are problems.
    """
    found, school = Counter(lessons), book.about.part
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
