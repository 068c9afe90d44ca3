"""The sheet that sums up a plan: its size, and what each rule costs that is not fully kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publishing.i18n import enum_word, word
from publishing.sheets import lines_of, page, put, title
from publishing.summary import plan_facts, rule_lines

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from community.tables.cells import Written
    from community.text import Lang
    from publishing.view import PlanView

COLUMNS = (("rule_title", 44), ("strictness", 10), ("count", 10), ("cost", 10), ("source", 60))


def draw_summary(sheet: Worksheet, view: PlanView, lang: Lang, footer: str) -> None:
    """Write what was planned, and what each rule costs."""
    title(sheet, f"{view.community.name} {word('summary', lang)}", len(COLUMNS), look="heading")
    row = 3
    for name, value in plan_facts(view, lang):
        put(sheet, row, 1, name, "list header")
        put(sheet, row, 2, value, "list left")
        sheet.merge_cells(start_row=row, end_row=row, start_column=2, end_column=4)
        sheet.row_dimensions[row].height = 20
        row += 1
    row += 1
    for column, (key, chars) in enumerate(COLUMNS, 1):
        put(sheet, row, column, word(key, lang), "list header")
        sheet.column_dimensions["ABCDE"[column - 1]].width = chars
    for line in rule_lines(view, lang):
        row += 1
        strictness = enum_word(line.strictness, lang)
        cells: list[Written] = [line.title, strictness, line.count, line.cost, line.source]
        for column, value in enumerate(cells, 1):
            put(sheet, row, column, value, "list left" if column in (1, 5) else "list")
        high = max(lines_of(str(cells[i]), COLUMNS[i][1]) for i in (0, 4))
        sheet.row_dimensions[row].height = max(20, 6 + 14 * high)
    page(sheet, landscape=True, pages_high=0, footer=footer)
