"""What the messy workbooks share: empty books, sheets of rows, grades in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl import Workbook

if TYPE_CHECKING:
    from collections.abc import Sequence

GRADES = "零一二三四五六"


def add(book: Workbook, title: str, rows: Sequence[Sequence[Any]]) -> Any:
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append([*row])
    return sheet


def new_book() -> Workbook:
    book = Workbook()
    del book["Sheet"]
    return book


def clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"
