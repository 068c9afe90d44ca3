"""What the commands print: tables, lines and JSON. No planning here."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text as RichText

from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from community.text import Lang

LONGEST = 40  # lines of one kind on a screen; --json and the plan folder have all


class _Screen(Console):
    def on_broken_pipe(self) -> None:
        """Let the error through: how a command ends is told in one place."""
        raise


def print_json(data: Any) -> None:
    """Print data as JSON on standard output, readable and stable."""
    print(json.dumps(data, ensure_ascii=False, indent=2, default=str))


def print_lines(lines: Sequence[str]) -> None:
    """Print plain lines; brackets in names are text, not markup."""
    for line in lines:
        print(line)


def print_table(headers: Sequence[str], rows: Sequence[Sequence[object]], title: str = "") -> None:
    """Print a table; columns whose cells are all numbers stand on the right."""
    table = Table(title=title or None, title_justify="left")
    for i, header in enumerate(headers):
        numbers = bool(rows) and all(isinstance(row[i], int | float) for row in rows)
        table.add_column(header, justify="right" if numbers else "left", overflow="fold")
    for row in rows:
        table.add_row(*(RichText(_cell(cell)) for cell in row))
    _Screen().print(table)


def some(lines: Sequence[str], lang: Lang) -> list[str]:
    """Return the first lines, and how many there are besides."""
    shown = list(lines[:LONGEST])
    if len(lines) > LONGEST:
        rest = len(lines) - LONGEST
        more = Text(f"  ……另有{rest}条（--json 可见全部）", f"  ... {rest} more (--json has all)")
        shown.append(more.to(lang))
    return shown


def _cell(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
