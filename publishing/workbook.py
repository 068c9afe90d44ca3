"""Workbooks to print and to pass on: one for each school, one for the community.

The community's workbook carries the whole plan in its data sheets, a school's workbook that
school's part of the timetable; ``publishing.workbook_reading`` and
``publishing.school_reading`` read them back.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl import Workbook

from community.files import replace_files
from community.saving import workbook_bytes
from publishing.calendar_rows import cover_rows, event_rows, guest_rows, observed_rows
from publishing.calendar_tables import CALENDAR_CODES, COVERS, EVENTS, GUESTS, OBSERVED
from publishing.duty_rows import duty_rows
from publishing.i18n import word
from publishing.notices import notices
from publishing.overview import draw_overview, stage_note
from publishing.plan_book import DATA_TABLES, HIDDEN, printed_rows
from publishing.plan_head import head
from publishing.plan_rows import cost_rows, lock_rows, mentor_rows, roster_rows, timetable_rows
from publishing.plan_tables import (
    CODES,
    COSTS,
    DUTIES,
    LOCKS,
    MENTORS,
    ROSTER,
    SENT,
    SENT_DUTIES,
    TIMETABLE,
)
from publishing.record_log import record_row
from publishing.record_tables import RECORDS
from publishing.school_sheets import COLORS, SchoolSheets
from publishing.sheets import (
    SheetNames,
    add_sheet,
    draw_notice,
    draw_table,
    link,
    page,
    put,
    title,
)
from publishing.styles import add_styles
from publishing.summary_sheet import draw_summary
from publishing.view import PlanView
from publishing.words import WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from community.models import Community, Record, School
    from community.tables.base import Table
    from community.text import Lang
    from scenarios.plan import Plan

CHUNK = 30_000  # a cell holds 32,767 characters at most


def export_workbooks(plan: Plan, community: Community, out: Path, lang: Lang = "zh") -> list[Path]:
    """Write the community's workbook and one for each school; return their paths, in that order.

    All are written, or none.
    """
    view = PlanView(plan, community)
    kind = word("workbook" if plan.has_week else "roster_book", lang)
    names = FileNames()
    files: dict[str, bytes] = {}
    for name, book in (
        (community.name, community_book(view, lang)),
        *((f"{s.group} {s.name}", school_book(view, s, lang)) for s in community.schools),
    ):
        files[names.take(f"{name}-{kind}", ".xlsx")] = workbook_bytes(book)
    replace_files(Path(out), files)
    return [Path(out) / name for name in files]


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

    def of_schools(self, community: Community, ending: str) -> dict[str, str]:
        """Return a name for each school by its id: what it is called, with the id where two are."""
        counts = Counter(s.name for s in community.schools)
        called = {
            s.id: s.name if counts[s.name] == 1 else f"{s.name} {s.id}" for s in community.schools
        }
        return {id: self.take(name, ending) for id, name in called.items()}


def school_book(view: PlanView, school: School, lang: Lang) -> Workbook:
    """Return a school's workbook: contents, timetables, arrivals and departures, data."""
    book, names = _new(lang)
    contents = book.worksheets[0]
    sections = SchoolSheets(book, names, view, school, lang).draw()
    printed = _printed(book)
    if view.plan.has_week:
        _data(book, TIMETABLE, timetable_rows(view, school.id), lang, "school_note")
        if duties := duty_rows(view, school.id):
            _data(book, DUTIES, duties, lang, "school_duty_note")
    _hidden(book, view, printed, part=school.id)
    _contents(contents, f"{school.name}    {view.time}", sections, lang)
    return book


def _new(lang: Lang) -> tuple[Workbook, SheetNames]:
    book, names = Workbook(), SheetNames()
    add_styles(book)
    for table in DATA_TABLES:
        for text in WORDS[f"data_{table.key}"]:
            names.take(text)  # no class or teacher may take the name of a data sheet
    names.take(HIDDEN)
    book.worksheets[0].title = names.take(word("contents", lang))
    return book, names


def community_book(view: PlanView, lang: Lang) -> Workbook:
    """Return the community's workbook: summary, lists, every school's overview, data."""
    book, names = _new(lang)
    contents, community = book.worksheets[0], view.community
    footer = f"{community.name}    {view.time}"
    summary = add_sheet(book, names, word("summary", lang))
    draw_summary(summary, view, lang, footer)
    lists = [summary.title]
    for notice in notices(view, lang):
        sheet = add_sheet(book, names, word(notice.key, lang))
        draw_notice(sheet, notice, f"{community.name} {word(notice.key, lang)}", lang, footer)
        lists.append(sheet.title)
    schools = _schools(book, names, view, lang, footer) if view.plan.has_week else []
    printed = _printed(book)
    if view.plan.has_week:
        _data(book, TIMETABLE, timetable_rows(view), lang, "timetable_note")
    if view.plan.locks:
        _data(book, LOCKS, lock_rows(view), lang)
    if view.plan.duties:
        _data(book, DUTIES, duty_rows(view), lang)
    if view.plan.has_calendar:
        _data(book, EVENTS, event_rows(view), lang)
        _data(book, COVERS, cover_rows(view), lang)
    if view.plan.calendar.observed:
        _data(book, OBSERVED, observed_rows(view), lang)
    if view.plan.calendar.guests:
        _data(book, GUESTS, guest_rows(view), lang)
    if view.plan.records:
        _data(book, RECORDS, [record_row(r) for r in view.plan.records], lang)
    _data(book, ROSTER, roster_rows(view), lang)
    _data(book, MENTORS, mentor_rows(view), lang)
    _data(book, COSTS, cost_rows(view, lang), lang)
    _hidden(book, view, printed, part="")
    _contents(contents, footer, [("community", lists), ("whole_school", schools)], lang)
    return book


def _schools(
    book: Workbook, names: SheetNames, view: PlanView, lang: Lang, footer: str
) -> list[str]:
    """Draw the timetable of each whole school; return the names of the sheets."""
    found = []
    for school in view.community.schools:
        classes = [c for c in view.community.classes if c.school == school.id]
        classes.sort(key=lambda c: (c.grade, c.number))
        parts = view.by_bells(classes)
        for part in parts:
            stage = stage_note(part, lang) if len(parts) > 1 else ""
            sheet = add_sheet(book, names, f"{school.name}{stage}", COLORS["whole_school"])
            heading = f"{school.name} {word('whole_school', lang)}{stage}    {view.time}"
            draw_overview(sheet, view, part, heading, lang, footer)
            found.append(sheet.title)
    return found


def _data(
    book: Workbook, table: Table, rows: Sequence[Record], lang: Lang, note: str = "data_note"
) -> None:
    sheet = book.create_sheet(word(f"data_{table.key}", lang))
    columns = table.used(rows)
    cells = [table.cells(row, lang, columns) for row in rows]
    unread = {"sentence_en" if lang == "zh" else "sentence_zh", *CODES, *CALENDAR_CODES}
    hidden = [column.key in unread for column in columns]
    draw_table(sheet, table.headers(lang, columns), cells, word(note, lang), hidden)


def _printed(book: Workbook) -> dict[str, dict[int, int]]:
    """Return fingerprints of all sheets after the contents, to see later what was changed."""
    return {sheet.title: printed_rows(sheet) for sheet in book.worksheets[1:]}


def _hidden(
    book: Workbook, view: PlanView, printed: dict[str, dict[int, int]], *, part: str
) -> None:
    """Write what ``plan.json`` says, and what is printed, into a hidden sheet, cut into cells."""
    sheet = book.create_sheet(HIDDEN)
    content = head(view.plan, view.community) | {"part": part, "printed": printed}
    if view.plan.has_week:  # what comes back is compared with what was sent
        columns = [TIMETABLE.by_key[key] for key in SENT]
        rows = timetable_rows(view, part or None)
        content["sent"] = [TIMETABLE.cells(row, "en", columns) for row in rows]
        of_duties = [DUTIES.by_key[key] for key in SENT_DUTIES]
        content["duties"] = [DUTIES.cells(row, "en", of_duties) for row in duty_rows(view, part)]
    if not part:
        for table, of_roster in ((ROSTER, roster_rows(view)), (MENTORS, mentor_rows(view))):
            content[table.key] = [table.cells(row, "en") for row in of_roster]
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
