"""Rows of a plan that were edited: where it is known what they said, what was changed counts.

A person changes a cell and leaves the ones beside it that say the same: the id and the name, the
slot and its clock. A workbook says with which lessons it was sent out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from community.header import columns_at
from community.sheets import Sheet
from community.tables.cells import shown_cell
from community.tables.kinds import Ref, Refs, listed
from publishing.calendar_tables import EVENTS
from publishing.duty_rows import read_duties
from publishing.gone_rows import Gone
from publishing.plan_book import HIDDEN, PlanBook, cell_text
from publishing.plan_reading import PlanReader
from publishing.plan_tables import MENTORS, ROSTER, SENT, SENT_DUTIES
from publishing.row_reading import names_listed, squeezed
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
    community: Community, book: PlanBook, school: str = "", *, has_changed: bool = False
) -> tuple[ClassLesson, ...] | None:
    """Return the lessons that a workbook was sent out with.

    None where it does not say, or tells of people and classes that are no longer there; where the
    community has changed since, these are left out.
    """
    sent = book.about.sent
    if sent is None:
        return None
    reader = PlanReader(community, gone=Gone() if has_changed else None)
    found = reader.lessons(_hidden(SENT, sent), school)
    return None if reader.problems else found


def sent_duties(community: Community, book: PlanBook, school: str) -> tuple[ClassDuty, ...] | None:
    """Return the duties that a school's workbook was sent out with; None where it does not say."""
    sent, reader = book.about.duties, PlanReader(community)
    if sent is None:
        return None
    found = read_duties(reader, _hidden(SENT_DUTIES, sent), school)
    return None if reader.problems else found


def sent_roster(
    community: Community, book: PlanBook, *, has_changed: bool = False
) -> Roster | None:
    """Return the roster that a workbook was sent out with, as with ``sent_lessons``."""
    about, reader = book.about, PlanReader(community, gone=Gone() if has_changed else None)
    if about.roster is None or about.mentors is None:
        return None
    placements = reader.placements(_hidden(ROSTER.by_key, about.roster))
    pairs = reader.pairs(_hidden(MENTORS.by_key, about.mentors))
    found = Roster(placements, pairs)
    return None if reader.problems else found


def _hidden(header: Iterable[str], rows: Iterable[Sequence[Cell]]) -> Sheet:
    """Return a table of the hidden sheet."""
    return Sheet(HIDDEN, [*header], [(n, [*row]) for n, row in enumerate(rows, 2)])


def freshen(
    table: Table, sheet: Sheet, rows: Sequence[Record], seen_by: PlanReader | None = None
) -> None:
    """Empty the cells that an edit left stale, so that what was changed counts.

    Parameters
    ----------
    table
        What the sheet is a table of.
    sheet
        The rows as they came back; one that says what one of ``rows`` says was not edited.
    rows
        The rows as they were sent out.
    seen_by
        Where the sheet hides its ids, who knows the names: in a row that is new these count.
    """
    at = columns_at(table, sheet)
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
            if seen_by:
                _see(table, at, cells, seen_by)
            continue
        was = _nearest(of_class, now)
        of_class.remove(was)
        for key in _stale(table, {k for k in at if was[k] != now[k]}, now):
            if key in at:
                cells[at[key]] = None


def by_sight(table: Table, sheet: Sheet, reader: PlanReader) -> None:
    """Empty what a sheet hides where it says something else than what it shows beside.

    Who changed a name has not seen the id.
    """
    at = columns_at(table, sheet)
    for _number, cells in sheet.rows:
        _see(table, at, cells, reader)
    if table is EVENTS:
        _set_copies_free(at, sheet)


def _set_copies_free(at: dict[str, int], sheet: Sheet) -> None:
    """Empty the ids of copied rows, and under another name what they are one of, too."""
    names: dict[str, str] = {}
    keys = [key for key in ("event_id", "rule", "activity") if key in at]
    for _number, cells in sheet.rows if "event_id" in at and "event" in at else ():
        id, name = (cell_text(cells[at[key]]) for key in ("event_id", "event"))
        if id in names:
            for key in keys if name != names[id] else keys[:1]:
                cells[at[key]] = None
        elif id:
            names[id] = name


def _see(table: Table, at: dict[str, int], cells: list[Cell], reader: PlanReader) -> None:
    """Empty the cells of a row that a sheet hides and that do not say what it shows."""
    for column in table.columns:
        if not column.names or not {column.key, column.names} <= {*at}:
            continue
        told, kept = (cell_text(cells[at[key]]) for key in (column.key, column.names))
        kind, known = table.by_key[column.names].kind, ""
        if isinstance(kind, Refs):
            known = names_listed(reader.community, listed(kept))
        elif isinstance(kind, Ref):
            known = reader.names[kind.table].get(kept, "")
        if squeezed(told) != squeezed(known) and (told or isinstance(kind, Refs)):
            cells[at[column.names]] = None
    if {"class_id", "slot", "slot_name"} <= {*at}:
        told, group, slot = (cell_text(cells[at[k]]) for k in ("slot_name", "class_id", "slot"))
        if told and squeezed(told) != squeezed(reader.slot_name(group, slot)):
            cells[at["slot"]] = None


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
