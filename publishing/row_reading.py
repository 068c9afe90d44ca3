"""Reads the rows of a plan's table: ids and the names beside them, each problem with its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from community.csv_files import printable, read_csv
from community.errors import InputError, Problem
from community.header_row import take_header
from community.known import names_of, references
from community.names import plain
from community.rows import UNREAD, TableReader
from community.tables.cells import CellError, is_empty, shown_cell
from community.tables.kinds import Ref, Refs
from community.text import Text
from publishing.gone_rows import Gone, leave_out
from publishing.plan_tables import MAX_ROWS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from community.models import Community
    from community.sheets import Sheet
    from community.tables.base import Column, Table
    from community.tables.cells import Cell
    from community.tables.references import References

_ID_COUNTS = Text(
    "编号列才算数：要改安排请改编号列，或清空编号、只写名称",
    "the ID column counts: change the ID, or leave it empty and write the name",
)
_NO_HEADER = Text("应有表头行", "expected a header row")


def read_table(table: Table, path: Path, problems: list[Problem]) -> Sheet | None:
    """Return the CSV file of a table, or None after noting why it cannot be read."""
    sheet = read_csv(path, problems, MAX_ROWS)
    if sheet is not None:
        take_header(table, sheet)
    return sheet


class PlanTable(TableReader):
    """A table in which names stand beside ids.

    What is wrong with an id that a row does not give is told at the name: sheets hide the ids.
    """

    def __init__(self, table: Table, sheet: Sheet) -> None:
        super().__init__(table, sheet)
        self.beside = [
            c for c in table.columns if c.names and {c.key, c.names} <= {*self.positions}
        ]
        self.lines = dict(sheet.rows)
        self._by_name = {
            (number, c.names): c.key
            for number, cells in sheet.rows
            for c in self.beside
            if is_empty(self.cell(cells, c.names))
        }

    def seen_as(self, row: int, key: str) -> str:
        """Return the column at which people see what a cell says: an id's may be its name's."""
        return self._by_name.get((row, key), key)

    def _note(
        self, row: int, key: str | None, value: Any, expected: Text, hint: Text | None = None
    ) -> None:
        if key and (shown := self.seen_as(row, key)) != key:
            key, value = shown, self.cell(self.lines[row], shown)
        super()._note(row, key, value, expected, hint)


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A row that was understood: its record, and where it stands."""

    reader: PlanTable
    number: int
    cells: list[Cell]
    record: Any

    def problem(self, key: str, expected: Text, hint: Text | None = None) -> Problem:
        """Return the problem that a cell of this row has: of an id, told at the name beside it."""
        beside = (c.key for c in self.reader.table.columns if c.names == key)
        key = next((k for k in beside if not is_empty(self.reader.cell(self.cells, k))), key)
        return Problem(
            place=self.reader.sheet.place,
            row=self.number,
            column=self.reader.title(key),
            value=shown_cell(self.reader.cell(self.cells, key)),
            expected=expected,
            hint=hint,
        )


@dataclass
class RowReader:
    """Turns sheets into records of one community; what cannot be used goes to ``problems``."""

    community: Community
    problems: list[Problem] = field(default_factory=list)
    gone: Gone | None = None  # counts what is no longer there, where that is no mistake
    home: str = ""  # the school whose workbook it is: classes without a school are of it

    def __post_init__(self) -> None:
        self.names = names_of(self.community)
        self.shared = {t.id: t.name for t in self.community.teachers}  # as namesakes have them

    @cached_property
    def refs(self) -> References:
        """The ids and names of the community."""
        return references(self.community)

    def finish(self) -> None:
        """Raise ``InputError`` with all problems, those of one place by row, if there are any."""
        places = list(dict.fromkeys(p.place for p in self.problems))
        if self.problems:
            raise InputError(
                sorted(self.problems, key=lambda p: (places.index(p.place), p.row or 0))
            )

    def rows(self, table: Table, sheet: Sheet | None) -> Iterator[PlanRow]:
        """Yield the rows of a sheet that could be understood; nothing for None."""
        if sheet is None:
            return
        if not sheet.header:
            problem = Problem(place=sheet.place, row=sheet.header_row, expected=_NO_HEADER)
            self.problems.append(problem)
            return
        self.leave_out(table, sheet)
        reader = PlanTable(table, sheet)
        for _number, cells in sheet.rows:
            for column in reader.beside:
                self._identify(reader, column, cells)
        found = reader.rows(self.refs)
        self.problems += reader.problems
        told = {p.row for p in reader.problems}
        for row in found:
            number = row.number
            if row.record is None and not told:
                self.problems.append(Problem(place=sheet.place, row=number, expected=UNREAD))
            elif row.record is not None:
                understood = PlanRow(reader, number, reader.lines[number], row.record)
                if all([self._same_name(understood, column) for column in reader.beside]):
                    yield understood

    def leave_out(self, table: Table, sheet: Sheet, sent: Collection[str] = ()) -> None:
        """Take what is no longer there out of a sheet, where that is no mistake.

        ``sent`` are ids that nobody typed.
        """
        if self.gone is not None and sheet.header:
            leave_out(table, sheet, self.community, self.refs, self.gone, sent)

    def _identify(self, reader: PlanTable, column: Column, cells: list[Cell]) -> None:
        """Put into an empty cell of ids what the name beside it stands for."""
        name = reader.cell(cells, column.key)
        if is_empty(name) or not is_empty(reader.cell(cells, column.names)):
            return
        kind, text = reader.table.by_key[column.names].kind, shown_cell(name)
        if isinstance(kind, Ref):
            text = self._id_of(reader, kind, text, cells)
        cells += [None] * (len(reader.sheet.header) - len(cells))
        cells[reader.positions[column.names]] = text

    def _id_of(self, reader: PlanTable, kind: Ref, text: str, cells: list[Cell]) -> str:
        """Return the only id that a name can mean in a row; else the name, with its school."""
        ids = [i for i, n in self.names[kind.table].items() if squeezed(n) == squeezed(text)]
        if kind.table == "classes":  # their names repeat across schools
            text = f"{shown_cell(reader.cell(cells, 'school'))}{text}"
            ids = self._class(text)
        if kind.table == "rooms" and len(ids) > 1:  # nearly every school has a room of that name
            school = self._school_at(reader.cell(cells, "class_id"))
            ids = [i for i in ids if self._school_of_room[i] == school]
        return ids[0] if len(ids) == 1 else text

    def _class(self, text: str) -> list[str]:
        """Return the class that a text names, of the home school where it says none."""
        self.refs.row = {"school": self.home}
        try:
            return [self.refs.find("classes", plain(text))]
        except CellError:
            return []

    def _school_at(self, cell: Cell) -> str:
        """Return the school of the class that a cell names; empty where that is not clear."""
        try:
            group = self.refs.find("classes", plain(shown_cell(cell)))
        except CellError:
            return ""
        return self.community.class_by_id[group].school

    @cached_property
    def _school_of_room(self) -> dict[str, str]:
        return {room.id: room.school for room in self.community.rooms}

    def _same_name(self, row: PlanRow, column: Column) -> bool:
        """Return whether a name is that of the id beside it, noting where it is not."""
        if row.reader.seen_as(row.number, column.names) != column.names:
            return True  # the id was found by the name
        kind = row.reader.table.by_key[column.names].kind
        identity = getattr(row.record, column.names)
        if isinstance(kind, Refs):
            names = names_listed(self.community, identity)
            return self.named(row, column.key, "、".join(identity), names)
        known = self.names[kind.table] if isinstance(kind, Ref) else {}
        others = [self.shared[identity]] if known is self.names["teachers"] and identity else []
        return self.named(row, column.key, identity, known.get(identity, ""), *others)

    def named(self, row: PlanRow, key: str, identity: str, name: str, *others: str) -> bool:
        """Return whether a name is one of an id, noting where it is not; both may be empty."""
        told = getattr(row.record, key)
        if not told or not identity or squeezed(told) in map(squeezed, (name, identity, *others)):
            return True
        expected = Text(
            f"编号 {identity} 对应“{name}”，与此名称不符",
            f'the ID {identity} stands for "{name}", not for this name',
        )
        self.problems.append(row.problem(key, expected, _ID_COUNTS))
        return False


def names_listed(community: Community, ids: Iterable[str]) -> str:
    """Return what teachers are called, and classes with their schools, as one cell shows them."""
    return "、".join(_listed(community, x) for x in ids)


def _listed(community: Community, id: str) -> str:
    if group := community.class_by_id.get(id):
        return community.school_by_id[group.school].name + group.name
    return community.called.get(id, id)


def squeezed(text: str) -> str:
    """Return a text without differences of width, case and blanks."""
    return "".join(plain(printable(text)).split()).lower()
