"""A community as it was found, before it is understood: the same from a folder or a workbook."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from community.errors import Note, Problem
from community.tables.cells import is_empty, shown_cell
from community.text import Text

if TYPE_CHECKING:
    from community.tables.cells import Cell

MAX_ROWS = 20_000
MAX_COLUMNS = 64
MAX_OVERRIDES = 1_000  # some hundred rules have a few numbers each
HELP_MARKS = ("说明：", "Help: ")
EXAMPLE_MARKS = ("例：", "Example: ")
TOTALS = ("合计", "总计", "小计", "共计", "汇总", "总数", "合计：")
_REMARK = re.compile(
    "(注|备注|说明|附注|填表|制表|审核|校长|负责人|填报|报送|联系)[^:：]{0,6}[:：]|※|注意"
)


class RowNumber(int):
    """The number of a row of a table that stands on several sheets: another for each of its rows.

    ``sheet`` and ``shown`` say where the planner sees it.
    """

    sheet: str
    shown: int

    def __new__(cls, position: int, sheet: str, shown: int) -> Self:
        """Return the number of the row at a position in the whole table."""
        row = super().__new__(cls, position)
        row.sheet, row.shown = sheet, shown
        return row


def seen_at(place: str, row: int | None) -> tuple[str, int | None]:
    """Return the sheet and the row that the planner sees, for a row of the table at a place."""
    return (row.sheet, row.shown) if isinstance(row, RowNumber) else (place, row)


@dataclass(slots=True)
class Sheet:
    """The cells of one table. Rows carry the number that the planner sees.

    Until its header is found (``community.header``) it is one of the rows; ``above`` are the
    numbers of the rows before it. ``is_cut`` says that there are more rows, which cannot be read.
    ``school`` and ``stage`` are those that the name of the sheet says, where no column does.
    """

    place: str
    header: list[Cell] = field(default_factory=list)
    rows: list[tuple[int, list[Cell]]] = field(default_factory=list)
    header_row: int = 1
    above: list[int] = field(default_factory=list)
    is_cut: bool = False
    school: str = ""
    stage: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """One value that is the community's own, and where it stands."""

    value: Cell
    place: str
    row: int | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Override:
    """One number of the policy that the planner set, as it was written.

    What is empty is "" or None. ``rows`` and ``columns`` are those of rule, parameter and value.
    """

    rule: str
    parameter: str
    value: Any
    place: str
    rows: tuple[int | None, int | None, int | None]
    columns: tuple[str, str, str]


@dataclass(slots=True)
class Source:
    """Everything that was found, and what was wrong with the finding.

    ``settings_place`` is the file or sheet of the settings; ``has_settings`` says that it is there.
    A table can stand on several ``sheets``.
    """

    place: str
    settings_place: str
    has_settings: bool = False
    sheets: dict[str, list[Sheet]] = field(default_factory=dict)
    settings: dict[str, Setting] = field(default_factory=dict)
    overrides: list[Override] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def take_override(source: Source, override: Override) -> bool:
    """Add a number of the policy to a source; return whether there may be more."""
    if len(source.overrides) < MAX_OVERRIDES:
        source.overrides.append(override)
        return True
    expected = Text(
        f"改动的规则参数应不超过{MAX_OVERRIDES}项",
        f"expected at most {MAX_OVERRIDES} numbers of rules",
    )
    source.problems.append(Problem(place=override.place, row=override.rows[0], expected=expected))
    return False


def too_many(sheet: Sheet, columns: int, most: int = MAX_ROWS) -> Text | None:
    """Return what is expected where a further row, of so many columns, is more than a sheet has.

    ``most`` rows may stand there beside the header.
    """
    if columns > MAX_COLUMNS:
        return Text(f"应不超过{MAX_COLUMNS}列", f"expected at most {MAX_COLUMNS} columns")
    if len(sheet.rows) > most:
        return Text(f"应不超过{most}行", f"expected at most {most} rows")
    return None


def take_notes(sheet: Sheet, first: int, examples: dict[int, str]) -> list[Problem]:
    """Remove the help row and the example row of a template from a sheet.

    They are known by the mark in the table's first column (at position ``first``), not by their
    number, so that nothing is lost when a planner deletes them or writes over them. An example
    row that was changed but kept its mark is a problem: its data must not vanish.
    """
    problems: list[Problem] = []
    kept: list[tuple[int, list[Cell]]] = []
    for number, row in sheet.rows:
        mark = shown_cell(row[first]).strip() if first < len(row) else ""
        if len(kept) or not mark.startswith((*HELP_MARKS, *EXAMPLE_MARKS)):
            kept.append((number, row))
        elif mark.startswith(EXAMPLE_MARKS):
            changed = any(
                not is_empty(cell) and shown_cell(cell).strip() != examples[position]
                for position, cell in enumerate(row)
                if position != first and position in examples
            )
            if changed:
                problems.append(_example_changed(sheet.place, number, mark))
    sheet.rows = kept
    return problems


def take_remarks(sheet: Sheet, needed: list[int]) -> list[Note]:
    """Remove totals, remarks under the table and repeated headers; ``needed`` are positions.

    They are known by their first word or by being the header again, and never by being short.
    """
    header = {p: shown_cell(c).strip() for p, c in enumerate(sheet.header) if not is_empty(c)}
    kept: list[tuple[int, list[Cell]]] = []
    taken: list[int] = []
    for number, row in sheet.rows:
        cells = {p: shown_cell(c).strip() for p, c in enumerate(row) if not is_empty(c)}
        first = next(iter(cells.values()), "")
        lacks = any(position not in cells for position in needed)
        total = lacks and any(word in TOTALS for word in [*cells.values()][:2])
        remark = lacks and len(cells) <= 2 and _REMARK.match(first)
        again = len(cells) > 1 and cells.items() <= header.items()
        if total or remark or again:
            taken.append(number)
        else:
            kept.append((number, row))
    sheet.rows = kept
    if not taken:
        return []
    zh, en = rows_named(taken)
    said = Text(
        f"{zh}是合计、附注或重复的表头，没有读取", f"{en} not read: totals, remarks or headers"
    )
    return [Note(sheet.place, said)]


def row_named(row: int) -> Text:
    """Return how a row is called: 第1行, and its sheet where the table has several."""
    if isinstance(row, RowNumber):
        return Text(f"“{row.sheet}”第{row.shown}行", f'row {row.shown} of "{row.sheet}"')
    return rows_named([row])


def rows_named(rows: list[int]) -> Text:
    """Return how a few rows are called: 第1行, 第1、2行; 第1行等5行 when they are many."""
    if len(rows) > 3:
        return Text(f"第{rows[0]}行等{len(rows)}行", f"row {rows[0]} and {len(rows) - 1} more")
    listed = "、".join(map(str, rows)), ", ".join(map(str, rows))
    return Text(f"第{listed[0]}行", f"row{'s' if len(rows) > 1 else ''} {listed[1]}")


def _example_changed(place: str, number: int, mark: str) -> Problem:
    return Problem(
        place=place,
        row=number,
        value=mark,
        expected=Text("应为原样的示例行", "expected the example row as it was"),
        hint=Text("请从下一行起填写数据", "Write your data from the next row on"),
    )
