"""The whole-school timetable 总课表 on one page.

A few classes stand side by side with their teachers' names, on an upright page; many classes stand
one under the other with short names of subjects, on a page on its side.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter

from community.models import WeekPattern
from publishing.grids import SYNC_SIGN
from publishing.i18n import clock, enum_word, weekday_name, word
from publishing.sheets import CHARS_WIDE, POINTS_HIGH, lines_of, page, put, rich, small, title
from publishing.styles import FAINT, INK

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from community.models import ClassGroup, School
    from community.text import Lang
    from publishing.view import PlanView
    from scheduling.timetable import ClassLesson

ROOMY = 12  # classes for which teachers' names still can be read on one A4 page
_DOUBLE, _SINGLE = 29, 20  # row heights in points: with and without names

Key = tuple[int, int]  # weekday, slot order


def draw_overview(
    sheet: Worksheet,
    view: PlanView,
    school: School,
    classes: list[ClassGroup],
    heading: str,
    lang: Lang,
    footer: str,
) -> None:
    """Draw the timetable of several classes of a school on one page."""
    lessons = [x for c in classes for x in view.by_class[c.id]]
    days = view.days(lessons)
    keys = [(day, s.order) for day in days for s in view.lesson_slots(school.id, day)]
    if len(classes) <= ROOMY:
        width, last = _side_by_side(sheet, view, school, classes, keys, lang)
    else:
        width, last = _one_under_the_other(sheet, view, classes, keys, lang)
    title(sheet, heading, width, look="heading")
    small(sheet, last, _legend(view, lessons, lang, short=len(classes) > ROOMY), width)
    sheet.print_area = f"A1:{get_column_letter(width)}{last}"
    page(sheet, landscape=len(classes) > ROOMY, footer=footer)


def _side_by_side(
    sheet: Worksheet,
    view: PlanView,
    school: School,
    classes: list[ClassGroup],
    keys: list[Key],
    lang: Lang,
) -> tuple[int, int]:
    """Draw a column for each class; return the width and the row after the last."""
    for column, text in enumerate(
        [word("weekday", lang), word("slot_name", lang), *(c.name for c in classes)], 1
    ):
        put(sheet, 2, column, text, "list header")
    sheet.row_dimensions[2].height = 26
    slots = {(d, s.order): s for d, _ in keys for s in view.lesson_slots(school.id, d)}
    row = 3
    for day, group in groupby(keys, key=lambda k: k[0]):
        first = row
        for key in group:
            put(sheet, row, 1, weekday_name(day, lang) if row == first else "", "header")
            name = (slots[key].name, True, 10, INK)
            time = (f"\n{clock(slots[key].start)}", False, 9, FAINT)
            put(sheet, row, 2, rich(name, time), "list header")
            sheet.row_dimensions[row].height = _DOUBLE
            row += 1
        sheet.merge_cells(start_row=first, end_row=row - 1, start_column=1, end_column=1)
    scale = max(1.0, (_DOUBLE * len(keys) + 90) / 765)  # the page is fitted to its height
    chars = max(10.0, min(26.0, (96 * scale - 16) / len(classes)))
    for column, of_class in enumerate(classes, 3):
        cells = _cells(view, view.by_class[of_class.id])
        for at, key in enumerate(keys, 3):
            text = _cell(sheet, at, column, view, cells.get(key, []), True, lang)
            high = 4 + 13.5 * lines_of(text, chars * 0.95)
            sheet.row_dimensions[at].height = max(sheet.row_dimensions[at].height or 0, high)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 7, 9
    for column in range(3, 3 + len(classes)):
        sheet.column_dimensions[get_column_letter(column)].width = chars
    sheet.freeze_panes = "C3"
    return 2 + len(classes), row


def _one_under_the_other(
    sheet: Worksheet, view: PlanView, classes: list[ClassGroup], keys: list[Key], lang: Lang
) -> tuple[int, int]:
    """Draw a row for each class; return the width and the row after the last."""
    _head(sheet, keys, lang)
    wide = 4.4
    high = _height(len(classes), 15 + wide * len(keys))
    for row, group in enumerate(classes, 4):
        put(sheet, row, 1, group.name, "header")
        sheet.row_dimensions[row].height = high
        cells = _cells(view, view.by_class[group.id])
        for column, key in enumerate(keys, 2):
            _cell(sheet, row, column, view, cells.get(key, []), False, lang)
    sheet.column_dimensions["A"].width = 15
    for column in range(2, 2 + len(keys)):
        sheet.column_dimensions[get_column_letter(column)].width = wide
    sheet.freeze_panes = "B4"
    return 1 + len(keys), 4 + len(classes)


def _height(rows: int, chars: float) -> float:
    """Return the height of a row in points that fills the page, which is scaled to its width."""
    page_high = POINTS_HIGH * max(1.0, chars / CHARS_WIDE)
    return max(_SINGLE, min(40.0, (page_high - 34 - 2 * 22 - 28) / max(1, rows)))


def _head(sheet: Worksheet, keys: list[Key], lang: Lang) -> None:
    """Write weekdays over the numbers of their periods."""
    first = 2
    for day, group in groupby(keys, key=lambda k: k[0]):
        last = first + len(list(group)) - 1
        for column in range(first, last + 1):
            name = weekday_name(day, lang, long=True) if column == first else ""
            put(sheet, 2, column, name, "header")
            put(sheet, 3, column, column - first + 1, "list header")
        sheet.merge_cells(start_row=2, end_row=2, start_column=first, end_column=last)
        first = last + 1
    put(sheet, 2, 1, word("class", lang), "header")
    put(sheet, 3, 1, "", "header")
    sheet.merge_cells(start_row=2, end_row=3, start_column=1, end_column=1)
    sheet.row_dimensions[2].height = sheet.row_dimensions[3].height = 22


def _cells(view: PlanView, lessons: list[ClassLesson]) -> dict[Key, list[ClassLesson]]:
    """Return a class's lessons by weekday and slot order, doubles in both their slots."""
    found: dict[Key, list[ClassLesson]] = {}
    for lesson in lessons:
        for slot in view.covered(lesson):
            found.setdefault((lesson.weekday, slot.order), []).append(lesson)
    return found


def _cell(
    sheet: Worksheet,
    row: int,
    column: int,
    view: PlanView,
    lessons: list[ClassLesson],
    names: bool,
    lang: Lang,
) -> str:
    """Write subjects with their teachers, or short names where there is little room."""
    blocks = []
    for i, lesson in enumerate(lessons):
        text = view.subject_name(lesson.subject) if names else view.subject_short[lesson.subject]
        if lesson.weeks is not WeekPattern.ALL:
            text = f"{enum_word(lesson.weeks, lang)[:1]}{'·' * names}{text}"
        text += SYNC_SIGN if view.is_live(lesson) else ""
        alone = len(lessons) == 1
        if names and lesson.teacher:
            teacher = f"{chr(10) if alone else ' '}{view.teacher_name(lesson.teacher)}"
            blocks.append(("\n" * (i > 0) + text, True, 11 if alone else 9, INK))
            blocks.append((teacher, False, 9 if alone else 8, FAINT))
        else:
            blocks.append(("\n" * (i > 0) + text, False, 12 if alone else 9, INK))
    look = "dense sync" if any(map(view.is_live, lessons)) else "dense"
    put(sheet, row, column, rich(*blocks) if blocks else "", look)
    return "".join(block[0] for block in blocks)


def _legend(view: PlanView, lessons: list[ClassLesson], lang: Lang, *, short: bool) -> str:
    """Return what the short names and the sign stand for."""
    used = {x.subject for x in lessons} if short else set()
    names = view.subject_short
    pairs = [
        f"{short_name} {view.subject_name(subject)}"
        for subject, short_name in names.items()
        if subject in used and short_name != view.subject_name(subject)
    ]
    live = any(map(view.is_live, lessons))
    return "    ".join([*pairs, *([word("legend_sync", lang)] if live else [])])
