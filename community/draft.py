"""The tables of a community on their way to be one: rows understood, or partly understood."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from community.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.models import Community, Record
    from community.text import Text


@dataclass(slots=True)
class Row:
    """One row: the values that could be read (None where the cell is empty), and its record.

    A key that is missing from ``values`` had a cell that could not be understood; ``record`` is
    None when anything in the row is wrong.
    """

    number: int
    values: dict[str, Any]
    record: Record | None = None


@dataclass(slots=True)
class Draft:
    """Rows by table. A table that could not be read is missing; ``unknown`` are those cut short.

    With ``ungrouped`` schools may have no place in a community yet.
    """

    tables: dict[str, list[Row]] = field(default_factory=dict)
    school_year: int | None = None
    unknown: set[str] = field(default_factory=set)
    ungrouped: bool = False

    @staticmethod
    def of(community: Community) -> Draft:
        """Return the draft of a finished community; rows count as in a file with a header."""
        draft = Draft(school_year=community.school_year)
        for table in TABLES:
            draft.tables[table.key] = [
                Row(number, {c.key: getattr(record, c.key) for c in table.columns}, record)
                for number, record in enumerate(getattr(community, table.key), 2)
            ]
        for row, group in zip(draft.tables["classes"], community.classes, strict=True):
            row.values["name"] = (group.grade, group.number, *group.other_grades)
        return draft

    def rows(self, table: str, *keys: str) -> Iterator[Row]:
        """Yield the rows of a table in which all these keys could be read and are not empty."""
        for row in self.tables.get(table, ()):
            if all(row.values.get(key) is not None for key in keys):
                yield row

    def complete(self, table: str, *keys: str) -> bool:
        """Return whether a table is there and all its rows could be read in these keys.

        Only then may a check speak of what a table lacks.
        """
        found = self.tables.get(table)
        if found is None or ("grids" if table == "slots" else table) in self.unknown:
            return False
        return all(key in row.values for row in found for key in keys)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not fit between the rows; ``row`` None: the table as a whole."""

    table: str
    row: int | None
    column: str | None
    value: str
    expected: Text
    hint: Text | None = None
