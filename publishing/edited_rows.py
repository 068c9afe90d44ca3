"""Rows of a plan that were edited: where it is known what they said, what was changed counts.

A person changes a cell and leaves the ones beside it that say the same: the id and the name, the
slot and its clock. A workbook says with which lessons it was sent out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from community.sheets import Sheet
from community.tables.cells import shown_cell
from community.tables.kinds import Ref, listed
from publishing.calendar_rows import names_listed
from publishing.calendar_tables import LISTED
from publishing.duty_rows import read_duties
from publishing.plan_book import HIDDEN, PlanBook, cell_text
from publishing.plan_reading import PlanReader
from publishing.plan_tables import MENTORS, ROSTER, SENT, SENT_DUTIES
from publishing.row_reading import squeezed
from rotation.solution import Roster

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from community.models import Community, Record
    from community.tables.base import Table
    from community.tables.cells import Cell
    from community.text import Lang
    from scheduling.timetable import ClassDuty, ClassLesson

# What goes stale when a cell of the first kind was changed and one of the second was not.
_TIME = {"slot", "slot_name", "start"}
_STALE = (
    (_TIME, _TIME | {"end"}),
    ({"weekday", "periods"}, {"start", "end"}),
    ({"teacher_id", "teacher"}, {"home"}),
    ({"mentor_id", "mentor"}, {"mentor_school"}),
    ({"mentee_id", "mentee"}, {"mentee_school"}),
)


def sent_lessons(
    community: Community, book: PlanBook, school: str = ""
) -> tuple[ClassLesson, ...] | None:
    """Return the lessons that a workbook was sent out with.

    None where it does not say, or tells of people and classes that are no longer there.
    """
    sent = book.about.sent
    if sent is None:
        return None
    reader = PlanReader(community)
    found = reader.lessons(_hidden(SENT, sent), school)
    return None if reader.problems else found


def sent_duties(community: Community, book: PlanBook, school: str) -> tuple[ClassDuty, ...] | None:
    """Return the duties that a school's workbook was sent out with; None where it does not say."""
    sent, reader = book.about.duties, PlanReader(community)
    if sent is None:
        return None
    found = read_duties(reader, _hidden(SENT_DUTIES, sent), school)
    return None if reader.problems else found


def sent_roster(community: Community, book: PlanBook) -> Roster | None:
    """Return the roster that a workbook was sent out with; None where that is not clear."""
    about, reader = book.about, PlanReader(community)
    if about.roster is None or about.mentors is None:
        return None
    placements = reader.placements(_hidden(ROSTER.by_key, about.roster))
    pairs = reader.pairs(_hidden(MENTORS.by_key, about.mentors))
    found = Roster(placements, pairs)
    return None if reader.problems else found


def _hidden(header: Iterable[str], rows: Iterable[Sequence[Cell]]) -> Sheet:
    """Return a table of the hidden sheet."""
    return Sheet(HIDDEN, [*header], [(n, [*row]) for n, row in enumerate(rows, 2)])


def freshen(table: Table, sheet: Sheet, rows: Sequence[Record]) -> None:
    """Empty the cells that an edit left stale, so that what was changed counts.

    Parameters
    ----------
    table
        What the sheet is a table of.
    sheet
        The rows as they came back; one that says what one of ``rows`` says was not edited.
    rows
        The rows as they were sent out.
    """
    at = _columns(table, sheet)
    english = {*table.headers("en", table.used(()))}
    lang: Lang = "en" if {*map(shown_cell, sheet.header)} >= english else "zh"
    columns = [table.by_key[key] for key in at]
    texts = (table.cells(row, lang, columns) for row in rows)
    sent = Counter(tuple(squeezed(str(c)) for c in row) for row in texts)
    edited: list[tuple[list[Cell], dict[str, str]]] = []
    for _number, cells in sheet.rows:
        says = tuple(squeezed(cell_text(cells[i])) for i in at.values())
        if sent[says]:
            sent[says] -= 1
        else:
            edited.append((cells, dict(zip(at, says, strict=True))))
    left: dict[str | None, list[dict[str, str]]] = defaultdict(list)
    for row in sent.elements():
        was = dict(zip(at, row, strict=True))
        left[was.get("class_id")].append(was)
    for cells, now in edited:
        of_class = left[now.get("class_id")]
        if not of_class:
            continue
        was = _nearest(of_class, now)
        of_class.remove(was)
        for key in _stale(table, {k for k in at if was[k] != now[k]}, now):
            if key in at:
                cells[at[key]] = None


def by_sight(table: Table, sheet: Sheet, reader: PlanReader) -> None:
    """Empty ids that say something else than the names beside them.

    A sheet of a workbook shows the names alone: who changed one has not seen the id.
    """
    at = _columns(table, sheet)
    for shown, ids in LISTED.items():
        if {shown, ids} <= {*at}:
            for _number, cells in sheet.rows:
                told, kept = cell_text(cells[at[shown]]), listed(cell_text(cells[at[ids]]))
                if squeezed(told) != squeezed(names_listed(reader.community, kept)):
                    cells[at[ids]] = told
    for column in table.columns:
        kind = table.by_key[column.names].kind if column.names else None
        if not isinstance(kind, Ref) or not {column.key, column.names} <= {*at}:
            continue
        name, identity = at[column.key], at[column.names]
        for _number, cells in sheet.rows:
            known = reader.names[kind.table].get(cell_text(cells[identity]), "")
            told = squeezed(cell_text(cells[name]))
            if told and told != squeezed(known):
                cells[identity] = None


def _columns(table: Table, sheet: Sheet) -> dict[str, int]:
    """Return where each column stands in a sheet; its rows become as long as the header."""
    for _number, cells in sheet.rows:
        cells += [None] * (len(sheet.header) - len(cells))
    return {key: i for i, h in enumerate(sheet.header) if (key := table.called(shown_cell(h)))}


def _nearest(rows: list[dict[str, str]], now: dict[str, str]) -> dict[str, str]:
    """Return the row that says most of what a row says now."""
    return max(rows, key=lambda row: sum(row[key] == now[key] for key in now))


def _stale(table: Table, changed: set[str], now: dict[str, str]) -> set[str]:
    """Return the columns whose cells still say what those that were changed said before.

    A cell that was only emptied says nothing new.
    """
    filled = {key for key in changed if now[key]}
    known = [{c.names, c.key} for c in table.columns if c.names]
    causes = (*_STALE, *zip(known, known, strict=True))
    return {key for keys, found in causes if keys & filled for key in found - changed}
