"""A community as it was found, before it is understood: the same from a folder or a workbook."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from community.errors import Problem
from community.tables.cells import is_empty, shown_cell
from community.text import Text

if TYPE_CHECKING:
    from community.tables.cells import Cell

MAX_ROWS = 20_000
MAX_COLUMNS = 64
MAX_OVERRIDES = 1_000  # some hundred rules have a few numbers each
HELP_MARKS = ("说明：", "Help: ")
EXAMPLE_MARKS = ("例：", "Example: ")


@dataclass(slots=True)
class Sheet:
    """The cells of one table. Rows carry the number that the planner sees."""

    place: str
    header: list[Cell] = field(default_factory=list)
    rows: list[tuple[int, list[Cell]]] = field(default_factory=list)
    header_row: int = 1


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
    """

    place: str
    settings_place: str
    has_settings: bool = False
    sheets: dict[str, Sheet] = field(default_factory=dict)
    settings: dict[str, Setting] = field(default_factory=dict)
    overrides: list[Override] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


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
    """Return what is expected where a further row, of so many columns, is more than a sheet has."""
    if columns > MAX_COLUMNS:
        return Text(f"应不超过{MAX_COLUMNS}列", f"expected at most {MAX_COLUMNS} columns")
    if len(sheet.rows) == most:
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


def _example_changed(place: str, number: int, mark: str) -> Problem:
    return Problem(
        place=place,
        row=number,
        value=mark,
        expected=Text("应为原样的示例行", "expected the example row as it was"),
        hint=Text("请从下一行起填写数据", "Write your data from the next row on"),
    )
