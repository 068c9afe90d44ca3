"""Workbooks to print and to pass on: one for each school, one for the community.

The community's workbook carries the whole plan in its data sheets, a school's workbook that
school's part of the timetable; ``publishing.workbook_reading`` reads both back.
"""

from __future__ import annotations

import json
import re
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl import Workbook

from community.files import replace_file
from publishing.grids import class_grid, room_grid, teacher_grid
from publishing.i18n import enum_word, grade_name, word
from publishing.notices import notices
from publishing.overview import ROOMY, draw_overview
from publishing.plan_head import head
from publishing.plan_tables import (
    COSTS,
    ROSTER,
    TIMETABLE,
    cost_rows,
    roster_rows,
    timetable_rows,
)
from publishing.sheets import (
    SheetNames,
    add_sheet,
    draw_grid,
    draw_notice,
    draw_table,
    link,
    page,
    put,
    title,
)
from publishing.styles import add_styles
from publishing.summary import phase_rows, plan_facts, rule_lines
from publishing.view import PlanView
from publishing.words import WORDS
from publishing.workbook_reading import HIDDEN, fingerprints

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from community.models import Community, School
    from community.text import Lang
    from publishing.plan_tables import Row
    from publishing.tables import Cell, Table
    from scenarios.plan import Plan

CHUNK = 30_000  # a cell holds 32,767 characters at most
_COLORS = {"whole": "0B5C6B", "class": "2F7D5B", "teacher": "B7791F", "room": "7A5195"}


def export_workbooks(
    plan: Plan, community: Community, out: Path, lang: Lang = "zh"
) -> list[Path]:
    """Write the community's workbook and one for each school; return their paths, in that order."""
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    view = PlanView(plan, community)
    files = FileNames()
    paths = []
    for name, book in (
        (community.name, community_book(view, lang)),
        *((s.name, school_book(view, s, lang)) for s in community.schools),
    ):
        path = folder / files.take(f"{name}-{word('workbook', lang)}", ".xlsx")
        replace_file(path, book.save)
        paths.append(path)
    return paths


class FileNames:
    """Gives out file names that every system accepts, each once."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, wanted: str, ending: str) -> str:
        """Return a name near the wanted one with an ending."""
        stem = re.sub(r'[\x00-\x1f<>:"/\\|?*\ud800-\udfff]', "-", wanted).strip(" .")[:60] or "-"
        name, number = stem, 1
        while name.lower() in self._taken:
            number += 1
            name = f"{stem} ({number})"
        self._taken.add(name.lower())
        return name + ending


def school_book(view: PlanView, school: School, lang: Lang) -> Workbook:
    """Return a school's workbook: contents, whole school, classes, teachers, rooms, data."""
    book, names = _new(lang)
    contents = book.worksheets[0]
    footer = f"{view.community.name}    {school.name}    {view.term.name}"
    sections = [
        ("whole_school", _overviews(book, names, view, school, lang, footer)),
        ("class", _class_sheets(book, names, view, school, lang, footer)),
        ("teacher", _teacher_sheets(book, names, view, school, lang, footer)),
        ("room", _room_sheets(book, names, view, school, lang, footer)),
    ]
    printed = _printed(book)
    _data(book, TIMETABLE, timetable_rows(view, lang, school.id), lang)
    _hidden(book, view, printed, part=school.id)
    _contents(contents, f"{school.name}    {view.term.name}", sections, lang)
    return book


def _new(lang: Lang) -> tuple[Workbook, SheetNames]:
    book, names = Workbook(), SheetNames()
    add_styles(book)
    for key in ("data_timetable", "data_roster", "data_costs"):
        for text in WORDS[key]:
            names.take(text)  # no class or teacher may take the name of a data sheet
    names.take(HIDDEN)
    book.worksheets[0].title = names.take(word("contents", lang))
    return book, names


def _overviews(
    book: Workbook, names: SheetNames, view: PlanView, school: School, lang: Lang, footer: str
) -> list[str]:
    """Draw the whole school; when it is large, each grade with its teachers' names besides."""
    classes = [c for c in view.community.classes if c.school == school.id]
    classes.sort(key=lambda c: (c.grade, c.number))
    parts = [(word("whole_school", lang), classes)] if classes else []
    if len(classes) > ROOMY:
        parts += [
            (word("grade_timetable", lang, grade=grade_name(grade, lang)), list(group))
            for grade, group in groupby(classes, key=lambda c: c.grade)
        ]
    found = []
    for name, group in parts:
        sheet = add_sheet(book, names, name, _COLORS["whole"])
        heading = f"{school.name} {name}    {view.term.name}"
        draw_overview(sheet, view, school, group, heading, lang, footer)
        found.append(sheet.title)
    return found


def _class_sheets(
    book: Workbook, names: SheetNames, view: PlanView, school: School, lang: Lang, footer: str
) -> list[str]:
    classes = [c for c in view.community.classes if c.school == school.id]
    found = []
    for group in sorted(classes, key=lambda c: (c.grade, c.number)):
        sheet = add_sheet(book, names, group.name, _COLORS["class"])
        draw_grid(sheet, class_grid(view, group, lang), lang, footer)
        found.append(sheet.title)
    return found


def _teacher_sheets(
    book: Workbook, names: SheetNames, view: PlanView, school: School, lang: Lang, footer: str
) -> list[str]:
    """Draw a page for each teacher who has lessons in this week."""
    found = []
    for teacher in view.staff(school):
        if view.by_teacher[teacher]:
            person = view.community.teacher_by_id[teacher]
            sheet = add_sheet(book, names, person.name, _COLORS["teacher"])
            draw_grid(sheet, teacher_grid(view, person, school, lang), lang, footer)
            found.append(sheet.title)
    return found


def _room_sheets(
    book: Workbook, names: SheetNames, view: PlanView, school: School, lang: Lang, footer: str
) -> list[str]:
    found = []
    for room in view.community.rooms:
        if room.school == school.id and room.id in view.by_room:
            sheet = add_sheet(book, names, room.name, _COLORS["room"])
            draw_grid(sheet, room_grid(view, room, lang), lang, footer)
            found.append(sheet.title)
    return found


def community_book(view: PlanView, lang: Lang) -> Workbook:
    """Return the community's workbook: summary, lists, every school's overview, data."""
    book, names = _new(lang)
    contents = book.worksheets[0]
    footer = f"{view.community.name}    {view.term.name}"
    summary = add_sheet(book, names, word("summary", lang))
    _summary(summary, view, lang, footer)
    lists = [summary.title]
    for notice in notices(view, lang):
        sheet = add_sheet(book, names, word(notice.key, lang))
        draw_notice(sheet, notice, f"{view.community.name} {word(notice.key, lang)}", lang, footer)
        lists.append(sheet.title)
    schools = []
    for school in view.community.schools:
        classes = [c for c in view.community.classes if c.school == school.id]
        classes.sort(key=lambda c: (c.grade, c.number))
        if classes:
            sheet = add_sheet(book, names, school.name, _COLORS["whole"])
            heading = f"{school.name} {word('whole_school', lang)}    {view.term.name}"
            draw_overview(sheet, view, school, classes, heading, lang, footer)
            schools.append(sheet.title)
    printed = _printed(book)
    _data(book, TIMETABLE, timetable_rows(view, lang), lang)
    _data(book, ROSTER, roster_rows(view, lang), lang)
    _data(book, COSTS, cost_rows(view.plan.violations, lang), lang)
    _hidden(book, view, printed, part="")
    sections = [("community", lists), ("whole_school", schools)]
    _contents(contents, footer, sections, lang)
    return book


def _data(book: Workbook, table: Table, rows: list[Row], lang: Lang) -> None:
    sheet = book.create_sheet(word(f"data_{table.name}", lang))
    note = word("data_note", lang)
    draw_table(sheet, table.headings(lang), [table.values(r) for r in rows], note)


def _printed(book: Workbook) -> dict[str, dict[str, int]]:
    """Return fingerprints of all sheets after the contents, to see later what was changed."""
    return {
        sheet.title: fingerprints(sheet.iter_rows(values_only=True))
        for sheet in book.worksheets[1:]
    }


def _hidden(
    book: Workbook, view: PlanView, printed: dict[str, dict[str, int]], *, part: str
) -> None:
    """Write what ``plan.json`` says, and what is printed, into a hidden sheet, cut into cells."""
    sheet = book.create_sheet(HIDDEN)
    content = head(view.plan, view.community) | {"part": part, "printed": printed}
    text = json.dumps(content, ensure_ascii=True)
    for row, start in enumerate(range(0, len(text), CHUNK), 1):
        put(sheet, row, 1, text[start : start + CHUNK])
    sheet.sheet_state = "hidden"


def _contents(
    sheet: Worksheet, heading: str, sections: list[tuple[str, list[str]]], lang: Lang
) -> None:
    """Write the list of sheets, five to a line, each leading to its sheet."""
    across = 5
    title(sheet, heading, across, look="heading")
    row = 2
    for key, sheets in sections:
        if not sheets:
            continue
        row += 1
        put(sheet, row, 1, word(key, lang), "section")
        for i, name in enumerate(sheets):
            link(sheet, row + 1 + i // across, 1 + i % across, name, name)
        row += 1 + (len(sheets) + across - 1) // across
    for letter in "ABCDE":
        sheet.column_dimensions[letter].width = 24
    page(sheet, landscape=False, pages_high=0, footer=heading)


def _summary(sheet: Worksheet, view: PlanView, lang: Lang, footer: str) -> None:
    """Write what was planned, how it was found, and what each rule costs."""
    title(sheet, f"{view.community.name} {word('summary', lang)}", 7, look="heading")
    row = 3
    for name, value in plan_facts(view, lang):
        put(sheet, row, 1, name, "list header")
        put(sheet, row, 2, value, "list left")
        sheet.row_dimensions[row].height = 20
        row += 1
    header = ["phase", "status", "objective", "bound", "gap", "seconds", "parameters"]
    row = _block(sheet, row + 1, [word(k, lang) for k in header])
    for values in phase_rows(view, lang) or [[word("none", lang), *[""] * 6]]:
        row = _line(sheet, row, values)
    header = ["rule", "rule_title", "strictness", "count", "cost", "family", "source"]
    row = _block(sheet, row + 1, [word(k, lang) for k in header])
    for line in rule_lines(view, lang):
        strictness = enum_word(line.strictness, lang)
        cells: list[Cell] = [line.rule, line.title, strictness, line.count, line.cost]
        row = _line(sheet, row, [*cells, line.violations[0].family, line.source])
    for letter, width in zip("ABCDEFG", (22, 36, 14, 14, 12, 20, 50), strict=True):
        sheet.column_dimensions[letter].width = width
    page(sheet, landscape=True, pages_high=0, footer=footer)


def _line(sheet: Worksheet, row: int, values: list[Cell]) -> int:
    for column, value in enumerate(values, 1):
        put(sheet, row, column, value, "list left")
    sheet.row_dimensions[row].height = 34 if len(str(values[-1])) > 40 else 20
    return row + 1


def _block(sheet: Worksheet, row: int, header: list[str]) -> int:
    for column, text in enumerate(header, 1):
        put(sheet, row, column, text, "list header")
    return row + 1
