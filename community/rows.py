"""From the cells of one table to its records."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from community.draft import Row
from community.errors import Problem
from community.sheets import take_notes
from community.tables import BY_KEY
from community.tables.base import spelled
from community.tables.cells import CellError, Refused, decimal, is_empty, shown_cell
from community.text import Text

if TYPE_CHECKING:
    from community.models import Record
    from community.sheets import Sheet
    from community.tables.base import Column, Table
    from community.tables.cells import Cell
    from community.tables.references import References

NEEDED = Text("这一格必须填写", "expected a value, this cell may not be empty")
MOST_PROBLEMS = 1_000  # of a table: nobody mends more in one go
_ENOUGH = Text(
    "错误太多，从这一行起没有再读，请先改正以上各处",
    "expected fewer mistakes: from this row on nothing was read, mend the rows above first",
)


class TableReader:
    """The header of one sheet, matched with the table's description, and then its rows."""

    def __init__(self, table: Table, sheet: Sheet) -> None:
        self.table = table
        self.sheet = sheet
        self.problems: list[Problem] = []
        self.positions = self._positions()
        examples = {p: table.by_key[k].example for k, p in self.positions.items()}
        first = self.positions.get(table.columns[0].key)
        if first is not None:
            self.problems += take_notes(sheet, first, examples)

    def title(self, key: str) -> str:
        """Return the header of a column as the planner wrote it."""
        if key in self.positions:
            return shown_cell(self.sheet.header[self.positions[key]])
        return self.table.by_key[key].key if key in self.table.by_key else key

    def cell(self, row: list[Cell], key: str) -> Cell:
        """Return the cell of a column in a row; None when there is none."""
        position = self.positions.get(key)
        return None if position is None or position >= len(row) else row[position]

    def declare(self, refs: References) -> None:
        """Make the ids of this table known, as far as they can be read."""
        key, id_key = ("grids", "grid") if self.table.key == "slots" else (self.table.key, "id")
        if id_key not in self.table.by_key:
            return
        if id_key not in self.positions:
            refs.unknown_tables.add(key)
            return
        for _number, row in self.sheet.rows:
            try:
                found = self.table.by_key[id_key].kind.parse(self.cell(row, id_key), refs)
                name = self.cell(row, "name")
                refs.declare(key, found, "" if is_empty(name) else shown_cell(name))
            except CellError:
                continue  # told when the row is read

    def rows(self, refs: References) -> list[Row]:
        """Return the rows, noting what cannot be understood in them, until it is too much."""
        found: list[Row] = []
        for number, row in self.sheet.rows:
            if len(self.problems) >= MOST_PROBLEMS:
                self.problems.append(Problem(place=self.sheet.place, row=number, expected=_ENOUGH))
                return found + [Row(n, {}) for n, _ in self.sheet.rows[len(found) :]]
            found.append(self._row(number, row, refs))
        return found

    def _row(self, number: int, cells: list[Cell], refs: References) -> Row:
        before = len(self.problems)
        if any(not is_empty(c) for c in cells[len(self.sheet.header) :]):
            extra = next(c for c in cells[len(self.sheet.header) :] if not is_empty(c))
            self._note(
                number,
                None,
                extra,
                Text("右边多出一格，没有表头", "expected no cell without header"),
            )
        values: dict[str, Any] = {}
        for column in self.table.columns:
            if column.key in self.positions:
                self._value(number, column, self.cell(cells, column.key), refs, values)
            elif column.optional:
                values[column.key] = None
        row = Row(number, values)
        if len(self.problems) == before and len(values) == len(self.table.columns):
            row.record = self._record(row)
        if self.table.key == "classes" and all(values.get(k) for k in ("id", "school", "name")):
            refs.declare_class(values["id"], values["school"], *values["name"])
        return row

    def _value(
        self, number: int, column: Column, cell: Cell, refs: References, values: dict[str, Any]
    ) -> None:
        if is_empty(cell):
            if self.table.required(column):
                self._note(number, column.key, None, NEEDED, column.help)
            else:
                values[column.key] = None
            return
        try:
            if isinstance(cell, Refused):
                raise CellError(cell.expected, cell.hint)
            values[column.key] = column.kind.parse(cell, refs)
        except CellError as wrong:
            self._note(number, column.key, cell, wrong.expected, wrong.hint)

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

    def _positions(self) -> dict[str, int]:
        """Return the position of each column; note unknown, doubled and missing headers."""
        known = {s: c.key for c in self.table.columns for s in c.spellings}
        found: dict[str, int] = {}
        for position, cell in enumerate(self.sheet.header):
            header = shown_cell(cell)
            key = known.get(spelled(header))
            if key is None:
                self._unknown_header(position, header)
            elif key in found:
                self._header_problem(header, Text("应只有一列", "expected this column once"))
            else:
                found[key] = position
        for column in self.table.columns:
            if column.key not in found and not column.optional:
                title = column.title if self._is_chinese() else column.key
                self.problems.append(
                    Problem(
                        place=self.sheet.place,
                        row=1,
                        column=title,
                        expected=Text("缺少这一列", "expected this column, it is missing"),
                        hint=Text(
                            "没有内容时也要保留表头", "Keep the header when there is nothing in it"
                        ),
                    )
                )
        return found

    def _unknown_header(self, position: int, header: str) -> None:
        if not header.strip():
            filled = [
                n for n, row in self.sheet.rows if not is_empty((row + [None] * 99)[position])
            ]
            if filled:
                self._header_problem("", Text("有内容的列应有表头", "expected a header"))
            return
        names = {h: h for c in self.table.columns for h in (c.key, c.title, *c.aliases)}
        near = difflib.get_close_matches(header, names, 1, 0.4)
        listed = [c.title for c in self.table.columns], [c.key for c in self.table.columns]
        self._header_problem(
            header,
            Text(
                f"应为已知的列：{'、'.join(listed[0])}",
                f"expected a known column: {', '.join(listed[1])}",
            ),
            Text(f"是不是“{near[0]}”", f"Maybe {near[0]}") if near else None,
        )

    def _is_chinese(self) -> bool:
        titles = {spelled(c.title) for c in self.table.columns}
        return any(spelled(shown_cell(cell)) in titles for cell in self.sheet.header)

    def _header_problem(self, header: str, expected: Text, hint: Text | None = None) -> None:
        self.problems.append(
            Problem(
                place=self.sheet.place,
                row=1,
                column=header or None,
                value=header,
                expected=expected,
                hint=hint,
            )
        )

    def _note(
        self, row: int, key: str | None, value: Any, expected: Text, hint: Text | None = None
    ) -> None:
        self.problems.append(
            Problem(
                place=self.sheet.place,
                row=row,
                column=self.title(key) if key else None,
                value=shown_cell(value),
                expected=expected,
                hint=hint,
            )
        )


def order_of_reading() -> list[str]:
    """Return the tables so that classes come before what refers to a class by its name."""
    return ["classes", *(key for key in BY_KEY if key != "classes")]
