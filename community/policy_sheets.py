"""The policy in a workbook: the planner's own numbers, and a list of all that can be set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from community.adjusting import offered, value_of
from community.profile import rule_names
from community.settings import (
    OVERRIDE_EXAMPLES,
    OVERRIDE_HEADER,
    OVERRIDE_HELPS,
    OVERRIDES_KEY,
    OVERRIDES_TITLE,
    PARAMETERS_HEADER,
    PARAMETERS_TITLE,
)
from community.sheet_style import FIRST_DATA_ROW, LAST_ROW, finish, head, marked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from openpyxl import Workbook

    from community.policy import Policy
    from community.text import Lang


def policy_sheets(
    book: Workbook,
    policy: Policy,
    subjects: Mapping[str, str] | None,
    listed: Callable[[str, list[str]], str],
    lang: Lang,
) -> None:
    """Add the sheet of overrides, whose cells offer the rules of a policy, and their list.

    ``listed`` puts words into the hidden sheet of lists and returns their range.
    """
    sheet = book.create_sheet(OVERRIDES_TITLE if lang == "zh" else OVERRIDES_KEY)
    for position, title in enumerate(OVERRIDE_HEADER[lang], 1):
        help_text = OVERRIDE_HELPS[position - 1].to(lang)
        notes = marked(position, help_text, OVERRIDE_EXAMPLES[lang][position - 1], lang)
        head(sheet, position, title, True, notes)
        sheet.column_dimensions[get_column_letter(position)].number_format = "@"
        sheet.column_dimensions[get_column_letter(position)].width = (60, 24, 30)[position - 1]
    rows = list(_parameter_rows(policy, subjects, lang))
    words = f"'{PARAMETERS_TITLE.to(lang)}'!"
    own = f"MATCH($A{FIRST_DATA_ROW},{words}$A:$A,0)-1,0,COUNTIF({words}$A:$A,$A{FIRST_DATA_ROW})"
    for letter, formula in (
        ("A", listed("rules", list(dict.fromkeys(row[0] for row in rows)))),
        ("B", f"OFFSET({words}$B$1,{own},1)"),  # the parameters of the rule in column A
    ):
        rule = DataValidation("list", formula1=formula, allow_blank=True, showErrorMessage=False)
        rule.add(f"{letter}{FIRST_DATA_ROW}:{letter}{LAST_ROW}")
        sheet.add_data_validation(rule)
    finish(sheet, "A4")
    _parameters_sheet(book, rows, lang)


def _parameters_sheet(book: Workbook, rows: list[tuple[str, ...]], lang: Lang) -> None:
    sheet = book.create_sheet(PARAMETERS_TITLE.to(lang))
    for position, title in enumerate(PARAMETERS_HEADER[lang], 1):
        head(sheet, position, title, False)
        width = (60, 20, 24, 44, 60, 30)[position - 1]
        sheet.column_dimensions[get_column_letter(position)].width = width
    for row, cells in enumerate(rows, 2):
        for position, cell in enumerate(cells, 1):
            sheet.cell(row, position, cell).data_type = "s"
    sheet.auto_filter.ref = f"A1:F{len(rows) + 1}"
    finish(sheet, "A2")


def _parameter_rows(
    policy: Policy, subjects: Mapping[str, str] | None, lang: Lang
) -> Iterator[tuple[str, ...]]:
    """Yield rule, parameter, value, what it takes, meaning; the rows of a rule together."""
    names = rule_names(policy)
    for rule in policy.rules:
        word = names.word(rule.id, lang)
        for p in offered(rule):
            now, ids = p.shown(value_of(rule, p), lang, subjects), f"{rule.id} {p.key}"
            last = ids if lang == "zh" else rule.title.en
            yield word, p.name(lang), now, p.takes.to(lang), p.help.to(lang), last
