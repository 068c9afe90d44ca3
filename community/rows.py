"""From the cells of one table to its records."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from community.draft import Row
from community.errors import Note, Problem
from community.header import Header, read_header
from community.names import ClassNameError, one_grade, parse_class_name, plain
from community.sheets import MAX_ROWS, seen_at, take_notes, take_remarks
from community.tables import BY_KEY
from community.tables.cells import (
    CellError,
    Refused,
    Unknown,
    as_word,
    decimal,
    is_empty,
    shown_cell,
)
from community.tables.kinds import DASHES, FreeText, Ref, Refs, Several, Verbatim, Yuan
from community.tables.meaning import meant
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from community.models import Record
    from community.sheets import Sheet
    from community.tables.base import Column, Table
    from community.tables.cells import Cell
    from community.tables.references import References

_UNTIL = ("至|到|~|—+|–|-{2,}", r"\s-\s", "-")  # between two times or dates in a cell
_NAMING = ("school", "name", "school_year", "semester", "grid")  # of which ids are made
TEN_THOUSANDS = "万"  # of yuan, in a header or a cell
_FEW = 2  # empty cells of a row that are told one by one
NEEDED = Text("这一格必须填写", "expected a value, this cell may not be empty")
UNREAD = Text("这一行应能读懂", "expected a row that can be understood")
MOST_PROBLEMS = 1_000  # of a table: nobody mends more in one go
_ENOUGH = Text(
    "错误太多，从这一行起没有再读，请先改正以上各处",
    "expected fewer mistakes: from this row on nothing was read, mend the rows above first",
)


class TableReader:
    """The header of one sheet, matched with the table's description, and then its rows.

    ``read_as`` lists the cells that were understood in other words: row, column, cell, meaning.
    """

    def __init__(self, table: Table, sheet: Sheet, header: Header | None = None) -> None:
        self.table = table
        self.sheet = sheet
        self.header = header or read_header(table, sheet)
        self.positions = self.header.positions
        self.problems: list[Problem] = list(self.header.problems)
        self.notes: list[Note] = list(self.header.notes)
        self.read_as: list[tuple[int, str, str, Text]] = []
        if header is not None:
            return
        examples = {p: table.by_key[k].example for k, p in self.positions.items()}
        first = self.positions.get(table.columns[0].key, min(self.positions.values(), default=None))
        if first is not None:
            self.problems += take_notes(sheet, first, examples)
        if not table.exact:
            self.notes += take_remarks(sheet, [self.positions[k] for k in self._needed()])

    def title(self, key: str) -> str:
        """Return the header of a column as the planner wrote it, or would write it."""
        if key in self.positions and self.positions[key] < len(self.sheet.header):
            return shown_cell(self.sheet.header[self.positions[key]])
        column = self.table.by_key.get(key)
        chinese = any("\u3400" <= c <= "\u9fff" for h in self.sheet.header for c in shown_cell(h))
        return key if column is None else column.header("zh" if chinese else "en")

    def seen_as(self, _row: int, key: str) -> str:
        """Return the column at which people see what a cell of a row says: its own."""
        return key

    @cached_property
    def _in_wan(self) -> set[str]:
        """The columns of money whose header says that they are in ten thousands: （万元）."""
        money = (c.key for c in self.table.columns if isinstance(c.kind, Yuan))
        return {k for k in money if k in self.positions and TEN_THOUSANDS in self.title(k)}

    def cell(self, row: list[Cell], key: str) -> Cell:
        """Return the cell of a column in a row; None when there is none."""
        position = self.positions.get(key)
        cell = None if position is None or position >= len(row) else row[position]
        if key in self._in_wan and not is_empty(cell) and TEN_THOUSANDS not in shown_cell(cell):
            return shown_cell(cell).removesuffix("元") + f"{TEN_THOUSANDS}元"
        if key not in self.header.halves or not isinstance(cell, str):
            return cell
        for until in _UNTIL:
            halves = re.split(until, plain(cell))
            if len(halves) == 2:
                return halves[self.header.halves[key]].strip()
        return cell

    def declare(self, refs: References) -> None:
        """Make the ids of this table known, as far as they can be read."""
        key, id_key = ("grids", "grid") if self.table.key == "slots" else (self.table.key, "id")
        column = self.table.by_key.get(id_key)
        if column is None or self.sheet.is_cut:
            refs.unknown_tables |= {key} if self.sheet.is_cut else set()
            return
        by_others = column.instead is not None and not self.header.problems
        if id_key not in self.positions and not by_others:
            refs.unknown_tables.add(key)
            return
        if self.table.key == "classes":
            self._count_grades(refs)
        for _number, row in self.sheet.rows:
            try:
                found = self._id(row, column, refs)
                name = self.cell(row, "name")
                refs.declare(key, found, "" if is_empty(name) else shown_cell(name))
            except CellError:
                continue  # told when the row is read

    def _id(self, row: list[Cell], column: Column, refs: References) -> str:
        """Return the id of a row before the row is read as a whole."""
        if column.key in self.positions:
            found: str = column.kind.parse(self.cell(row, column.key), refs)
            return found
        refs.row = values = {}
        for other in self.table.columns:
            cell = self.cell(row, other.key)
            if other.key in _NAMING and not is_empty(cell):
                with suppress(CellError):  # told when the row is read
                    values[other.key] = other.kind.parse(cell, refs)
        self._fill(values, refs, lambda _column, _wrong: None)
        if column.key not in values:
            raise Unknown
        return str(values[column.key])

    def _count_grades(self, refs: References) -> None:
        """Count the classes of each grade of each school: the only one needs no number."""
        for _number, row in self.sheet.rows:
            try:
                school = self.table.by_key["school"].kind.parse(self.cell(row, "school"), refs)
                name = as_word(self.cell(row, "name"))
                grade = one_grade(name) if name.endswith("级") else parse_class_name(name)[0]
            except (CellError, ClassNameError):
                continue
            if grade is not None and "复式" not in name:
                refs.grades[school, grade] += 1

    def rows(self, refs: References) -> list[Row]:
        """Return the rows, noting what cannot be understood in them, until it is too much."""
        found: list[Row] = []
        most = max(MAX_ROWS, len(self.sheet.rows))  # a row may stand for several
        too_many = Text(f"应不超过{most}行", f"expected at most {most} rows")
        for at, (number, cells) in enumerate(self.sheet.rows):
            if len(self.problems) >= MOST_PROBLEMS or len(found) > most:
                self._note(number, None, None, too_many if len(found) > most else _ENOUGH)
                return found + [Row(n, {}) for n, _cells in self.sheet.rows[at:]]
            found += self._rows(number, cells, refs)
        return found

    def _rows(self, number: int, cells: list[Cell], refs: References) -> Iterator[Row]:
        """Yield the row, or as many as one of its cells stands for (10月1日-10月7日)."""
        before = len(self.problems)
        extra = next((c for c in cells[len(self.sheet.header) :] if not is_empty(c)), None)
        if extra is not None:
            expected = Text("右边多出一格，没有表头", "expected no cell without header")
            self._note(number, None, extra, expected)
        values = self._values(number, cells, refs)
        several = next(((k, v) for k, v in values.items() if isinstance(v, Several)), None)
        for value in several[1].values if several else (None,):
            own = values | {several[0]: value} if several else values
            row = Row(number, own)
            if len(self.problems) == before and len(own) == len(self.table.columns):
                row.record = self._record(row)
            refs.keep(self.table.key, own)
            yield row

    def _values(self, number: int, cells: list[Cell], refs: References) -> dict[str, Any]:
        values: dict[str, Any] = {}
        refs.row = values
        lacking = [k for k in self._needed() if is_empty(self.cell(cells, k))]
        if len(lacking) > _FEW:
            titles = [self.title(self.seen_as(number, k)) for k in lacking]
            self._note(
                number,
                None,
                None,
                Text(f"应填写{'、'.join(titles)}", f"expected {', '.join(titles)}"),
                Text("整行不用时请删去", "delete the row if it is not needed"),
            )
        for column in sorted(self.table.columns, key=lambda c: c.kind.is_last):
            if column.key in self.positions:
                told = column.key in lacking and len(lacking) > _FEW
                if not told:
                    self._value(number, column, self.cell(cells, column.key), refs, values)
            elif column.instead is None and not self.table.required(column):
                values[column.key] = None
        self._fill(values, refs, lambda c, w: self._note(number, c, None, w.expected, w.hint))
        return values

    def _fill(
        self,
        values: dict[str, Any],
        refs: References,
        told: Callable[[str, CellError], None],
    ) -> None:
        """Fill in what stands for columns that the sheet does not have, the id last."""
        absent = [c for c in self.table.columns if c.instead and c.key not in self.positions]
        for column in (*absent, *reversed(absent)):  # one may follow from another
            if column.key in values or column.instead is None:
                continue
            try:
                values[column.key] = column.instead(values, refs)
            except Unknown:
                continue
            except CellError as wrong:
                told(column.key, wrong)

    def _needed(self) -> list[str]:
        return [
            c.key for c in self.table.columns if c.key in self.positions and self.table.required(c)
        ]

    def _value(
        self, number: int, column: Column, cell: Cell, refs: References, values: dict[str, Any]
    ) -> None:
        required = self.table.required(column)
        if is_empty(cell) or (not required and _is_dash(cell, column)):
            if required:
                self._note(number, column.key, None, NEEDED, column.help)
            else:
                values[column.key] = None
            return
        try:
            if isinstance(cell, Refused):
                raise CellError(cell.expected, cell.hint)
            values[column.key] = value = column.kind.parse(cell, refs)
        except Unknown:
            return
        except CellError as wrong:
            self._note(number, column.key, cell, wrong.expected, wrong.hint)
            return
        meaning = meant(column.kind, cell, value, refs)
        if meaning:
            self.read_as.append((number, self.title(column.key), shown_cell(cell), meaning))

    def _record(self, row: Row) -> Record | None:
        """Return the record of a row, after which its empty cells hold the record's defaults."""
        given = {k: v for k, v in row.values.items() if v is not None}
        try:
            record = self.table.record.model_validate(self.table.complete(given))
        except ValidationError as error:
            for item in error.errors():
                key = str(item["loc"][0])
                self._note(row.number, key, item["input"], self._expected(key, item))
                row.values.pop(key, None)
            return None
        empty = (key for key, value in row.values.items() if value is None)
        row.values.update({key: getattr(record, key) for key in [*empty]})
        return record

    def _expected(self, key: str, item: Any) -> Text:
        """Return a pydantic error in the planner's words."""
        least, greatest = self.table.bounds(self.table.by_key[key])
        if item["type"] in ("greater_than_equal", "less_than_equal") and greatest is not None:
            low, high = decimal(float(least or 0)), decimal(float(greatest))
            return Text(f"应在{low}到{high}之间", f"expected a number from {low} to {high}")
        if item["type"] == "multiple_of":
            step = item["ctx"]["multiple_of"]
            return Text(f"应为{step}的整数倍", f"expected a multiple of {step}")
        if item["type"] == "too_short":
            return Text("应至少写一项", "expected at least one")
        return Text(f"应为可用的值（{item['msg']}）", f"expected a usable value ({item['msg']})")

    def _note(
        self, row: int, key: str | None, value: Any, expected: Text, hint: Text | None = None
    ) -> None:
        place, seen = seen_at(self.sheet.place, row)
        self.problems.append(
            Problem(
                place=place,
                row=seen,
                column=self.title(key) if key else None,
                value=shown_cell(value),
                expected=expected,
                hint=hint,
            )
        )


def _is_dash(cell: Cell, column: Column) -> bool:
    """Return whether a cell says only that there is nothing in it."""
    if not isinstance(cell, str) or isinstance(column.kind, FreeText | Verbatim):
        return False
    word = plain(cell)
    return word in DASHES or (isinstance(column.kind, Ref | Refs) and word in ("否", "不是"))


def order_of_reading() -> list[str]:
    """Return the tables so that rooms and classes come before what refers to them by name."""
    first = ["rooms", "classes"]
    return [*first, *(key for key in BY_KEY if key not in first)]
