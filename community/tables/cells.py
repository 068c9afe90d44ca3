"""What one cell can hold before it is understood, and helpers that every kind of column shares."""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from community.names import plain
from community.text import Text

LONGEST_TEXT = 2000
LONGEST_LIST = 32_000  # of ids: everybody of a district; what a cell of a workbook holds
_NOT_IN_XML = "\ufffe\uffff"


@dataclass(frozen=True, slots=True)
class Refused:
    """A cell that cannot hold data: a formula, or an error value such as ``#REF!``."""

    text: str
    expected: Text
    hint: Text


Cell = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta | Refused | None
"""A cell as it was found; ``None`` and blank text are empty."""
Written = str | int | float
"""A cell as it is written."""


class CellError(Exception):
    """A cell does not hold what its column needs."""

    def __init__(self, expected: Text, hint: Text | None = None) -> None:
        super().__init__(expected.zh)
        self.expected = expected
        self.hint = hint


class Unknown(CellError):
    """What a cell needs of others could not be read, which is told there."""

    def __init__(self) -> None:
        super().__init__(Text("应能从别的格看出", "expected to follow from other cells"))


def formula(text: str) -> Refused:
    """Return the refusal of a cell that begins with ``=``."""
    return Refused(
        text,
        Text("应为数据，不能是公式", "expected data, not a formula"),
        Text(
            "请复制后用“选择性粘贴—数值”；确为文字时在前面加半角单引号",
            "copy and paste it as values; put an apostrophe before it if it is meant as text",
        ),
    )


def text_cell(text: str) -> Cell:
    """Return text of a cell, refused where it is a formula that was typed as text."""
    return formula(text) if text.lstrip().startswith("=") else text


def error_value(text: str) -> Refused:
    """Return the refusal of a value such as ``#REF!``."""
    return Refused(
        text,
        Text("应为数据，这是表格软件的错误值", "expected data, not an error value"),
        Text("请改正这个单元格", "Correct the cell"),
    )


def is_empty(cell: Cell) -> bool:
    """Return whether a cell holds nothing."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def shown_cell(cell: Cell) -> str:
    """Return a cell as the planner sees it."""
    if cell is None:
        return ""
    if isinstance(cell, Refused):
        return cell.text
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return decimal(cell)
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    return str(cell)


def decimal(value: float) -> str:
    """Return the shortest decimal number, without exponent, that reads back as ``value``."""
    if value != value or value in (float("inf"), float("-inf")):
        return str(value)
    digits = format(Decimal(repr(value)), "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def as_text(cell: Cell, most: int = LONGEST_TEXT) -> str:
    """Return free text: single line ends, no space at the ends, no control characters."""
    text = shown_cell(cell).replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(text) > most:
        raise CellError(Text(f"应不超过{most}个字", f"expected at most {most} characters"))
    if any(
        c in _NOT_IN_XML or (unicodedata.category(c) in ("Cc", "Cs") and c != "\n") for c in text
    ):
        raise CellError(
            Text("应为不含控制字符的文字", "expected text without control characters"),
            Text(
                "请删去看不见的字符后重新输入", "delete the invisible characters and type it again"
            ),
        )
    return text


def as_word(cell: Cell, most: int = LONGEST_TEXT) -> str:
    """Return a code, name or number written as text, in narrow signs."""
    if isinstance(cell, dt.date | dt.time | dt.timedelta):
        raise CellError(
            Text("应为文字，表格软件已把它改成日期或时间", "expected text, not a date or time"),
            Text("请先把这一列设为“文本”格式再输入", "set the column to Text and type it again"),
        )
    return plain(as_text(cell, most))
