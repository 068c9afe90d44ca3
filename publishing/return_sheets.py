"""The sheet that each school fills in of its events and sends back, and reading it."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from community.errors import InputError, Problem
from community.files import replace_files
from community.saving import workbook_bytes
from community.text import WEEKDAYS, Text
from publishing.i18n import word
from publishing.plan_book import read_book
from publishing.record_tables import RETURNS, STATES, ReturnRow
from publishing.row_reading import RowReader, read_table
from publishing.sheets import page, put, title
from publishing.styles import add_styles
from publishing.workbook import FileNames
from scenarios.recording import Said
from scheduling.term.records import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from community.models import Community
    from community.text import Lang
    from publishing.row_reading import PlanRow
    from scenarios.recording import Recording
    from scheduling.term.records import EventRecord, Tracked

FIRST, SPARE = 4, 15  # the first row of events; rows for what was not planned
_WIDTHS = {"event": 34, "venue": 18, "planned": 22, "state": 10, "date": 14, "start": 14}
_WIDE, _CODE = 30, "event_id"
_TO_FILL = {"state", "date", "start", "evidence", "note"}


def write_returns(recording: Recording, out: Path, lang: Lang) -> list[Path]:
    """Write a workbook for each school with the events that it takes part in; return the paths."""
    names, files = FileNames(), {}
    community = recording.community
    of = _of_schools(recording)
    for school in community.schools:
        if of[school.id]:
            heading = word("return_title", lang, school=school.name)
            book = _book(community, of[school.id], heading, lang)
            files[names.take(heading, ".xlsx")] = workbook_bytes(book)
    replace_files(Path(out), files)
    return [Path(out) / name for name in files]


def _of_schools(recording: Recording) -> dict[str, list[Tracked]]:
    """Return the events of each school: it is the host, or its people or classes take part.

    What is held in one school, or by its people alone, is its own; of several, the host reports.
    """
    community = recording.community
    found: dict[str, list[Tracked]] = defaultdict(list)
    for one in recording.events:
        e = one.event
        people = {community.teacher_by_id[p].school for p in e.people}
        classes = {community.class_by_id[c].school for c in e.classes}
        for school in {e.host} - {""} | people | classes:
            found[school].append(one)
    return found


def _book(community: Community, events: Sequence[Tracked], heading: str, lang: Lang) -> Workbook:
    book = Workbook()
    add_styles(book)
    sheet = book.worksheets[0]
    sheet.title = word("data_returns", lang)
    columns = RETURNS.columns
    title(sheet, heading, len(columns) - 1, look="heading")
    put(sheet, 2, 1, word("return_note", lang), "small")
    sheet.merge_cells(start_row=2, start_column=1, end_row=2, end_column=len(columns) - 1)
    sheet.row_dimensions[2].height = 32
    rows = [RETURNS.cells(_row(community, t, lang), lang) for t in events]
    rows += [[""] * len(columns)] * SPARE
    for at, column in enumerate(columns, 1):
        put(sheet, FIRST - 1, at, column.header(lang), "list header")
        letter = get_column_letter(at)
        sheet.column_dimensions[letter].width = _WIDTHS.get(column.key, _WIDE)
        sheet.column_dimensions[letter].hidden = column.key == _CODE
        for number, cells in enumerate(rows, FIRST):
            look = "list" if column.key in _TO_FILL else "list left"
            cell = put(sheet, number, at, cells[at - 1], look)
            cell.number_format = "@"
            cell.alignment = Alignment(wrap_text=True, vertical="center")
    sheet.row_dimensions[FIRST - 1].height = 28
    state = get_column_letter(1 + [c.key for c in columns].index("state"))
    words = ",".join(STATES.word(s.value).to(lang) for s in State if s is not State.PLANNED)
    rule = DataValidation("list", formula1=f'"{words}"', allow_blank=True, showErrorMessage=False)
    rule.add(f"{state}{FIRST}:{state}{FIRST + len(rows) - 1}")
    sheet.add_data_validation(rule)
    sheet.freeze_panes = f"B{FIRST}"
    sheet.print_title_rows = f"{FIRST - 1}:{FIRST - 1}"
    page(sheet, landscape=True, pages_high=0, footer=heading)
    return book


def _row(community: Community, one: Tracked, lang: Lang) -> ReturnRow:
    e = one.event
    host = community.school_by_id.get(e.host)
    day = WEEKDAYS[e.date.isoweekday() - 1].to(lang)
    hours = f" {e.start // 60:02}:{e.start % 60:02}" if e.end else ""
    known = one.state is not State.PLANNED
    return ReturnRow(
        event=e.name,
        venue=host.name if host else "",
        planned=f"{e.date:%Y-%m-%d} {day}{hours}",
        state=one.state if known else None,
        date=e.date if known else None,
        start=e.start if known else None,
        evidence=one.evidence,
        note=e.note,
        event_id=e.id,
    )


def read_returns(recording: Recording, paths: Iterable[Path], who: str = "") -> list[EventRecord]:
    """Return the entries of sheets that schools sent back; rows that say nothing have none.

    Raises
    ------
    InputError
        With every problem of every file.
    """
    found: dict[str, EventRecord] = {}
    problems: list[Problem] = []
    for path in paths:
        reader = RowReader(recording.community)
        try:
            sheet = (
                read_table(RETURNS, path, reader.problems)
                if path.suffix.lower() == ".csv"
                else read_book(path, (RETURNS,)).sheet(RETURNS, reader.problems)
            )
            for row in reader.rows(RETURNS, sheet):
                if entry := _entry(recording, row, reader.problems, who):
                    found[entry.event] = entry
            reader.finish()
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return list(found.values())


def _entry(
    recording: Recording, row: PlanRow, problems: list[Problem], who: str
) -> EventRecord | None:
    r: ReturnRow = row.record
    said = Said(r.state, r.date, r.start, r.evidence, who, r.note)
    if r.state is None and not r.evidence:
        return None
    known = {t.event.id: t for t in recording.events}
    if r.event_id and r.event_id not in known:
        expected = Text("应为这份方案的活动，请重新导出回执表", "expected an event of this plan")
        problems.append(row.problem("event", expected))
        return None
    try:
        if r.event_id:
            return recording.entry(known[r.event_id], said)
        return recording.unplanned(r.event, said)
    except InputError as error:
        problems += [row.problem("date", p.expected) for p in error.problems]
        return None
