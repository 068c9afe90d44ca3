"""What a table is: one description that files, workbooks, the template and reading share."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from community.names import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from community.models import Record
    from community.tables.kinds import Kind
    from community.tables.references import References
    from community.text import Lang, Text


@dataclass(frozen=True)
class Column:
    """One column: its key (the record's field), its headers, and how to fill it in.

    An ``optional`` one may be missing with its header, as in files older than it. ``instead`` gives
    the values where the planner has no such column, from the rest of the row; ``instead_of`` says
    from what, for the planner.
    """

    key: str
    title: str  # Chinese header; the English one is the key
    kind: Kind
    help: Text
    example: str = ""
    aliases: tuple[str, ...] = ()
    optional: bool = False
    instead: Callable[[dict[str, Any], References], Any] | None = None
    instead_of: Text | None = None

    def header(self, lang: Lang) -> str:
        """Return the header that is written."""
        return self.title if lang == "zh" else self.key

    @cached_property
    def spellings(self) -> frozenset[str]:
        """All headers that are accepted, as ``spelled`` makes them."""
        return frozenset(spelled(h) for h in (self.key, self.title, *self.aliases))


@dataclass(frozen=True)
class Table:
    """One table: a CSV file and a sheet, one record for each row.

    ``key`` is the field of ``Community`` and the stem of the file's name. ``complete`` turns the
    values of a row, by column key, into those of the record where they are not the same.
    An ``optional`` table may be missing as a whole, as in files older than it.
    """

    key: str
    title: str  # name of the sheet
    record: type[Record]
    help: Text
    columns: tuple[Column, ...]
    complete: Callable[[dict[str, Any]], dict[str, Any]] = dict
    optional: bool = False
    aliases: tuple[str, ...] = ()  # words in the name of a sheet that mean this table
    spans: dict[str, tuple[str, str]] = field(default_factory=dict)  # header: its two columns
    besides: dict[str, str] = field(default_factory=dict)  # header: what it says of another table
    across: tuple[str, str] | None = None  # column whose values are headers, column of the cells
    by_key: dict[str, Column] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_key", {c.key: c for c in self.columns})

    @property
    def file(self) -> str:
        """Name of the CSV file."""
        return f"{self.key}.csv"

    def required(self, column: Column) -> bool:
        """Return whether every row must fill a column in."""
        return self.record.model_fields[column.key].is_required()

    def bounds(self, column: Column) -> tuple[float | None, float | None]:
        """Return the least and the greatest number that the record allows; None is no bound."""
        least = greatest = None
        for rule in _constraints(self.record.model_fields[column.key]):
            least = getattr(rule, "ge", least)
            greatest = getattr(rule, "le", greatest)
        return least, greatest


def spelled(header: str) -> str:
    """Return a header without blanks, brackets' contents, stars and capitals."""
    return re.sub(r"\(.*?\)|[\s*:_]", "", plain(header)).lower()


def _constraints(found: Any) -> Iterator[Any]:
    """Yield the constraints of a field, also those inside ``X | None``."""
    yield from getattr(found, "metadata", ())
    yield from getattr(found, "__metadata__", ())
    annotation = getattr(found, "annotation", None)
    for inner in (*getattr(found, "__args__", ()), *getattr(annotation, "__args__", ())):
        yield from _constraints(inner)
