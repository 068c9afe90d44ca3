"""What a table is: one description that files, workbooks, the template and reading share."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from community.names import plain
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from community.models import Record
    from community.tables.cells import Written
    from community.tables.kinds import Kind
    from community.tables.references import References
    from community.text import Lang


_NO_HELP = Text("", "")


@dataclass(frozen=True)
class Column:
    """One column: its key (the record's field), its headers, and how to fill it in.

    An ``optional`` one may be missing with its header, as in files older than it; a ``rare`` one of
    a CSV file is, where no row says anything but the usual in it. ``instead`` gives
    the values where the planner has no such column, from the rest of the row; ``instead_of`` says
    from what, for the planner. One that ``names`` another shows, for eyes, the name of what the id
    in that other column stands for.
    """

    key: str
    title: str  # Chinese header
    kind: Kind
    help: Text = _NO_HELP
    example: str = ""
    aliases: tuple[str, ...] = ()
    optional: bool = False
    rare: bool = False
    english: str = ""  # English header where it is not the key
    names: str = ""
    instead: Callable[[dict[str, Any], References], Any] | None = None
    instead_of: Text | None = None

    def header(self, lang: Lang) -> str:
        """Return the header that is written."""
        return self.title if lang == "zh" else self.english or self.key

    @cached_property
    def spellings(self) -> frozenset[str]:
        """All headers that are accepted, as ``spelled`` makes them."""
        headers = (self.key, self.title, self.english, *self.aliases)
        return frozenset(spelled(h) for h in headers if h)


@dataclass(frozen=True)
class Table:
    """One table: a CSV file and a sheet, one record for each row.

    ``key`` is the field of ``Community`` and the stem of the file's name. ``complete`` turns the
    values of a row, by column key, into those of the record where they are not the same.
    An ``optional`` table may be missing as a whole, as in files older than it. In an ``exact`` one,
    which this program writes, nothing is guessed: people may add columns of their own as long as
    all of the table's are there.
    """

    key: str
    title: str  # name of the sheet
    record: type[Record]
    help: Text
    columns: tuple[Column, ...]
    complete: Callable[[dict[str, Any]], dict[str, Any]] = dict
    optional: bool = False
    exact: bool = False
    aliases: tuple[str, ...] = ()  # words in the name of a sheet that mean this table
    spans: dict[str, tuple[str, str]] = field(default_factory=dict)  # header: its two columns
    besides: dict[str, str] = field(default_factory=dict)  # header: what it says of others' columns
    across: tuple[str, str] | None = None  # column whose values are headers, column of the cells
    by_key: dict[str, Column] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_key", {c.key: c for c in self.columns})

    @property
    def file(self) -> str:
        """Name of the CSV file."""
        return f"{self.key}.csv"

    def called(self, header: str) -> str | None:
        """Return the key of the column with a header: as it is written, or spelled otherwise."""
        for column in self.columns:
            if header.strip() in {column.title, column.english} - {""}:
                return column.key
        wanted = spelled(header)
        return next((c.key for c in self.columns if wanted in c.spellings), None)

    def headers(self, lang: Lang, columns: Iterable[Column] | None = None) -> list[str]:
        """Return the header row."""
        return [c.header(lang) for c in (self.columns if columns is None else columns)]

    def used(self, records: Iterable[Record]) -> tuple[Column, ...]:
        """Return the columns without those that are rare and that none of the records fills in."""
        filled = {c.key for c in self.columns if c.rare for r in records if _is_given(r, c)}
        return tuple(c for c in self.columns if not c.rare or c.key in filled)

    def cells(
        self, record: Record, lang: Lang, columns: Iterable[Column] | None = None
    ) -> list[Written]:
        """Return what is written for a record; what is empty leaves its cell empty."""
        of = self.columns if columns is None else columns
        values = [(column.kind, getattr(record, column.key)) for column in of]
        return ["" if v in (None, ()) else kind.format(v, lang) for kind, v in values]

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


def _is_given(record: Record, column: Column) -> bool:
    usual = type(record).model_fields[column.key].default
    return getattr(record, column.key) not in (None, "", usual)


def spelled(header: str) -> str:
    """Return a header without blanks, brackets' contents, stars and capitals."""
    return re.sub(r"\(.*?\)|[\s*:_]", "", plain(header)).lower()


def _constraints(found: Any) -> Iterator[Any]:
    """Yield the constraints of a field, also those inside ``X | None``."""
    yield from getattr(found, "metadata", ())
    annotation = getattr(found, "annotation", None)
    for part in (found, annotation):
        for inner in (*getattr(part, "__args__", ()), *getattr(part, "__metadata__", ())):
            yield from _constraints(inner)
