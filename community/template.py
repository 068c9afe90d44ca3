"""The workbook that planners fill in: its sheets, headers, help, examples and dropdowns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from community.files import replace_file
from community.policy_sheets import policy_sheets
from community.profile import BASE, profile_names, resolve
from community.saving import workbook_bytes
from community.settings import (
    OVERRIDE_HEADER,
    OVERRIDES_HELP,
    OVERRIDES_KEY,
    OVERRIDES_TITLE,
    PARAMETERS_HELP,
    PARAMETERS_TITLE,
    SETTING_HEADER,
    SETTINGS,
)
from community.sheet_style import FIRST_DATA_ROW, GREY, LAST_ROW, finish, head, marked
from community.tables import BY_KEY, TABLES
from community.tables.kinds import Choice, Ref, YesNo
from community.text import Text
from community.workbook import SCHEMA_SHEET, VERSION

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from community.policy import Policy
    from community.tables.base import Column, Table
    from community.text import Lang

_LISTS_SHEET = "_lists"
_GUIDE_TITLE = Text("说明", "Guide")
_GUIDE = (
    Text("怎样填写", "How to fill this workbook in"),
    Text(
        "1. 每张表第1行是表头，第2行是说明，第3行是示例，从第4行起填写；各列可以换位置，"
        "自己加的备注、电话等列不读。",
        "1. Row 1 is the header, row 2 help, row 3 an example; data begins in row 4. "
        "Columns may be moved; columns of your own are not read.",
    ),
    Text(
        "2. 深色表头的列必须填写，浅色的可以留空。没有内容的表，保留表头即可。",
        "2. Columns with a dark header must be filled in. Leave tables without content empty.",
    ),
    Text(
        "3. 请填数值，不要用公式；从别处粘贴时用“选择性粘贴—数值”。",
        "3. Enter values, not formulas; paste as values.",
    ),
    Text(
        "4. 班级写作“三年级(2)班”“三(2)班”“3.2”或“302”；在别的表中提到学校、教师、学科、班级时，"
        "写编号，或没有重名的名称（班级写学校加班级名称）。",
        '4. Write classes as "三年级(2)班", "3.2" or "302"; refer to rows of other sheets by id, '
        "or by a name that only one has (to a class by school and name).",
    ),
    Text(
        "5. 一格中有几项时用、分隔。时刻写08:20，日期写2025-09-01，星期写1-5或1、3。",
        "5. Separate several items with ; and write 08:20, 2025-09-01, weekdays 1-5 or 1;3.",
    ),
    Text(
        "6. 填好后运行 onebell read 预览读懂了什么，再运行 onebell check 检查，"
        "错误会指出表、行、列。",
        "6. Then run onebell read to see what is understood, and onebell check: each error names "
        "its sheet, row and column.",
    ),
)


def write_template(path: Path, lang: Lang = "zh", profile: str | None = None) -> None:
    """Write an empty workbook to fill in, with the rules of a profile or of the national base."""
    policy = resolve(profile or BASE)
    book = blank_workbook(lang, policy)
    if profile:
        book[sheet_title(SETTINGS.key, lang)].cell(len(SETTINGS.columns) + 1, 2, policy.profile)
    replace_file(path, workbook_bytes(book))


def blank_workbook(
    lang: Lang, policy: Policy, subjects: Mapping[str, str] | None = None
) -> Workbook:
    """Return the workbook with all sheets and no data; its lists offer the rules of a policy.

    ``subjects`` are the names of a community's subjects by id.
    """
    book = Workbook()
    guide = book.active
    assert guide is not None
    guide.title = _GUIDE_TITLE.to(lang)
    lists = _Lists(book, lang)
    _settings_sheet(book, lists, lang)
    for table in TABLES:
        _table_sheet(book, table, lists, lang)
    policy_sheets(book, policy, subjects, lists.formula, lang)
    lists.finish()
    _schema_sheet(book)
    _fill_guide(guide, book, lang)
    return book


def sheet_title(key: str, lang: Lang) -> str:
    """Return the name of a table's sheet: Chinese, or the key."""
    titles = {SETTINGS.key: SETTINGS.title, OVERRIDES_KEY: OVERRIDES_TITLE}
    titles |= {table.key: table.title for table in TABLES}
    return titles[key] if lang == "zh" else key


class _Lists:
    """The hidden sheet that dropdowns point to (a list inside a cell ends at 255 characters)."""

    def __init__(self, book: Workbook, lang: Lang) -> None:
        self._book, self._lang = book, lang
        self._columns: dict[str, list[str]] = {}

    def formula(self, name: str, words: list[str]) -> str:
        """Return the range that holds some words, adding them when they are new."""
        self._columns.setdefault(name, words)
        letter = get_column_letter([*self._columns].index(name) + 1)
        return f"{_LISTS_SHEET}!${letter}$2:${letter}${len(words) + 1}"

    def of(self, column: Column) -> str | None:
        """Return the range of a column's dropdown, or None when it has none."""
        kind = column.kind
        if isinstance(kind, Choice):
            return self.formula(
                "/".join(kind.words), [kind.format(c, self._lang) for c in kind.words]
            )
        if isinstance(kind, YesNo):
            return self.formula("yes/no", [kind.format(v, self._lang) for v in (True, False)])
        if isinstance(kind, Ref) and kind.table in BY_KEY:
            sheet = sheet_title(kind.table, self._lang)
            return f"'{sheet}'!$A${FIRST_DATA_ROW}:$A${LAST_ROW}"
        return None

    def finish(self) -> None:
        """Write the sheet."""
        sheet = self._book.create_sheet(_LISTS_SHEET)
        sheet.sheet_state = "hidden"
        for position, (name, words) in enumerate(self._columns.items(), 1):
            for row, word in enumerate([name, *words], 1):
                sheet.cell(row, position, word)


def _table_sheet(book: Workbook, table: Table, lists: _Lists, lang: Lang) -> None:
    sheet = book.create_sheet(sheet_title(table.key, lang))
    for position, column in enumerate(table.columns, 1):
        required = table.required(column)
        must = Text("必填。", "Required. ") if required else Text("", "")
        notes = marked(position, must.to(lang) + column.help.to(lang), column.example, lang)
        head(sheet, position, column.header(lang), required, notes)
        letter = get_column_letter(position)
        if column.kind.is_text:
            sheet.column_dimensions[letter].number_format = "@"
        found = lists.of(column)
        if found:
            strict = not isinstance(column.kind, Ref)  # a name may stand for an id
            rule = DataValidation("list", formula1=found, allow_blank=True, showErrorMessage=strict)
            rule.error = Text("请从下拉列表中选择", "Choose from the list").to(lang)
            rule.add(f"{letter}{FIRST_DATA_ROW}:{letter}{LAST_ROW}")
            sheet.add_data_validation(rule)
    finish(sheet, "B4")


def _settings_sheet(book: Workbook, lists: _Lists, lang: Lang) -> None:
    sheet = book.create_sheet(sheet_title(SETTINGS.key, lang))
    for position, title in enumerate((*SETTING_HEADER[lang], _GUIDE_TITLE.to(lang)), 1):
        head(sheet, position, title, position < 3)
    for row, column in enumerate(SETTINGS.columns, 2):
        sheet.cell(row, 1, column.header(lang))
        sheet.cell(row, 2).number_format = "@"
        sheet.cell(row, 3, f"{column.help.to(lang)}（{column.example}）").font = GREY
    for letter, width in zip("ABC", (14, 30, 50), strict=True):
        sheet.column_dimensions[letter].width = width
    known = lists.formula("profiles", profile_names())
    names = DataValidation("list", formula1=known, showErrorMessage=False)
    names.add(f"B{len(SETTINGS.columns) + 1}")
    sheet.add_data_validation(names)
    finish(sheet, "A2")


def _schema_sheet(book: Workbook) -> None:
    """Write the version, and the key of every sheet and column, for programs."""
    sheet = book.create_sheet(SCHEMA_SHEET)
    sheet.sheet_state = "hidden"
    sheet.append(["onebell community", VERSION])
    for table in (SETTINGS, *TABLES):
        sheet.append([table.key, table.title, *table.by_key])
    sheet.append([OVERRIDES_KEY, OVERRIDES_TITLE, *OVERRIDE_HEADER["en"]])


def _fill_guide(guide: Any, book: Workbook, lang: Lang) -> None:
    for row, line in enumerate(_GUIDE, 1):
        guide.cell(row, 1, line.to(lang)).font = Font(
            name="Calibri", bold=row == 1, size=14 if row == 1 else 11
        )
    start = len(_GUIDE) + 2
    columns = (
        Text("工作表", "Sheet"),
        Text("内容", "What it holds"),
        Text("必填的列", "Required columns"),
    )
    for position, text in enumerate(columns, 1):
        head(guide, position, text.to(lang), True, row=start)
    for row, table in enumerate((SETTINGS, *TABLES), start + 1):
        needed = [c.header(lang) for c in table.columns if table is SETTINGS or table.required(c)]
        title = sheet_title(table.key, lang)
        guide.cell(row, 1, title).hyperlink = f"#'{title}'!A1"
        guide.cell(row, 2, table.help.to(lang))
        guide.cell(row, 3, ("、" if lang == "zh" else ", ").join(needed))
    row = start + len(TABLES) + 2
    guide.cell(row, 1, sheet_title(OVERRIDES_KEY, lang))
    guide.cell(row, 2, OVERRIDES_HELP.to(lang))
    guide.cell(row + 1, 1, PARAMETERS_TITLE.to(lang))
    guide.cell(row + 1, 2, PARAMETERS_HELP.to(lang))
    for letter, width in zip("ABC", (14, 64, 64), strict=True):
        guide.column_dimensions[letter].width = width
    guide.sheet_view.showGridLines = False
    finish(guide, None)
    guide.print_title_rows = None
