"""The sheet that sums up a plan: what was planned, how it was found, what each rule costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publishing.i18n import enum_word, word
from publishing.sheets import lines_of, page, put, title
from publishing.summary import phase_rows, plan_facts, rule_lines

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from community.tables.cells import Written
    from community.text import Lang
    from publishing.view import PlanView


def draw_summary(sheet: Worksheet, view: PlanView, lang: Lang, footer: str) -> None:
    """Write what was planned, how it was found, and what each rule costs."""
    title(sheet, f"{view.community.name} {word('summary', lang)}", 7, look="heading")
    row = 3
    for name, value in plan_facts(view, lang):
        put(sheet, row, 1, name, "list header")
        put(sheet, row, 2, value, "list left")
        sheet.row_dimensions[row].height = 20
        row += 1
    header = ["phase", "status", "objective", "bound", "gap", "seconds", "parameters"]
    row = _block(sheet, row + 1, [word(k, lang) for k in header])
    for values in phase_rows(view, lang) or [[word("none", lang), *[""] * 6]]:
        row = _line(sheet, row, values)
    header = ["rule", "rule_title", "strictness", "count", "cost", "family", "source"]
    row = _block(sheet, row + 1, [word(k, lang) for k in header])
    for line in rule_lines(view, lang):
        strictness = enum_word(line.strictness, lang)
        cells: list[Written] = [line.rule, line.title, strictness, line.count, line.cost]
        row = _line(sheet, row, [*cells, line.violations[0].family, line.source])
    for letter, width in zip("ABCDEFG", (22, 36, 14, 14, 12, 20, 50), strict=True):
        sheet.column_dimensions[letter].width = width
    page(sheet, landscape=True, pages_high=0, footer=footer)


def _line(sheet: Worksheet, row: int, values: list[Written]) -> int:
    for column, value in enumerate(values, 1):
        put(sheet, row, column, value, "list left")
    sheet.row_dimensions[row].height = max(20, 6 + 14 * lines_of(str(values[-1]), 50))
    return row + 1


def _block(sheet: Worksheet, row: int, header: list[str]) -> int:
    for column, text in enumerate(header, 1):
        put(sheet, row, column, text, "list header")
    return row + 1
