"""The whole-school timetable 总课表 on one page.

A few classes stand side by side with their teachers' names, on an upright page; many classes stand
one under the other with short names of subjects, on a page on its side.
"""

from __future__ import annotations

from itertools import groupby
from math import ceil
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from openpyxl.utils import get_column_letter

from community.models import Stage, WeekPattern
from community.text import clock
from publishing.grids import SYNC_SIGN
from publishing.i18n import enum_word, weekday_name, word
from publishing.sheets import CHARS_WIDE, POINTS_HIGH, page, put, rich, small, title
from publishing.styles import FAINT, INK

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from community.models import ClassGroup
    from community.text import Lang
    from publishing.view import PlanView
    from scheduling.timetable import ClassLesson

ROOMY = 12  # classes for which teachers' names still can be read on one A4 page
MARGINS_MM = (8, 8)
WIDE, HIGH = 550.0, 792.0  # of an upright A4 page inside its margins, in points
_SINGLE = 20.0  # points that a row of one line takes
_SIZES = 11 + 9  # points of a subject and a name; a line is 1.3 to 1.45 times as high, by the font
_LOW, _ROOM = 1.375, 1.45  # times the size: what a line takes at least, what it may take
_SMALL = 1.33  # how much a page may be reduced before names can no longer be read
_DAY, _SLOT = 6, 9  # widths of the first columns in characters
_CHAR = 6.0  # points of width, more or less
_BESIDE = 92  # points that title, header and legend take

Key = tuple[int, int]  # weekday, slot order
Block = tuple[str, bool, int, str]  # text, bold, size, colour


def stage_note(classes: list[ClassGroup], lang: Lang) -> str:
    """Return the stage of classes in brackets."""
    stage = enum_word(Stage.of(classes[0].grade), lang)
    return f"（{stage}）" if lang == "zh" else f" ({stage})"


def draw_overview(
    sheet: Worksheet,
    view: PlanView,
    classes: list[ClassGroup],
    heading: str,
    lang: Lang,
    footer: str,
) -> None:
    """Draw the timetable of several classes of a school, by the same bells, on one page."""
    lessons = [x for c in classes for x in view.by_class[c.id]]
    days = view.days(lessons)
    keys = [(day, s.order) for day in days for s in view.lesson_slots(classes[0].id, day)]
    if len(classes) <= ROOMY:
        width, last, words = _side_by_side(sheet, view, classes, keys, lang)
    else:
        width, last, words = _one_under_the_other(sheet, view, classes, keys, lang)
    title(sheet, heading, width, look="heading")
    small(sheet, last, _legend(view, lessons, words, lang), width)
    sheet.print_area = f"A1:{get_column_letter(width)}{last}"
    page(sheet, landscape=len(classes) > ROOMY, footer=footer, margins_mm=MARGINS_MM)


def _side_by_side(
    sheet: Worksheet,
    view: PlanView,
    classes: list[ClassGroup],
    keys: list[Key],
    lang: Lang,
) -> tuple[int, int, dict[str, str]]:
    """Draw a column for each class; return the width, the row after the last, and the words."""
    row = _days(sheet, view, classes[0], keys, lang)
    room = (HIGH * _SMALL - _BESIDE) / max(1, len(keys)) / _SIZES
    line = min(_ROOM, max(_LOW, room))
    scale = max(1.0, (line * _SIZES * len(keys) + _BESIDE) / HIGH)  # it is fitted to its height
    wide = min(140.0, (WIDE * scale - _points(_DAY) - _points(_SLOT)) / len(classes))
    words = {
        key: name if _width(name, 11) <= wide - 6 else view.subject_brief[key]
        for key, name in view.subject_names.items()
    }
    high = dict.fromkeys(range(3, row), line * _SIZES)
    for column, group in enumerate(classes, 3):
        fits = _width(group.name, 10) <= wide - 6
        put(sheet, 2, column, group.name if fits else group.name.replace("(", "\n("), "list header")
        sheet.column_dimensions[get_column_letter(column)].width = (wide - 4) / _CHAR
        cells = _cells(view, view.by_class[group.id])
        for at, key in enumerate(keys, 3):
            blocks = _named(view, cells.get(key, []), words, wide - 6, lang)
            _write(sheet, at, column, view, cells.get(key, []), blocks)
            high[at] = max(high[at], line * _lines(blocks, wide - 6))
    stretched = min(1.3, max(1.0, (HIGH * scale - _BESIDE) / sum(high.values())))
    for at, points in high.items():
        sheet.row_dimensions[at].height = points * stretched
    sheet.freeze_panes = "C3"
    return 2 + len(classes), row, words


def _days(sheet: Worksheet, view: PlanView, group: ClassGroup, keys: list[Key], lang: Lang) -> int:
    """Write the days and their slots into the first two columns; return the row after the last."""
    for column, text in ((1, word("weekday", lang)), (2, word("slot_name", lang))):
        put(sheet, 2, column, text, "list header")
    sheet.row_dimensions[2].height = 30
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = _DAY, _SLOT
    slots = {(d, s.order): s for d, _ in keys for s in view.lesson_slots(group.id, d)}
    row = 3
    for day, some in groupby(keys, key=lambda k: k[0]):
        first = row
        for key in some:
            put(sheet, row, 1, weekday_name(day, lang) if row == first else "", "header")
            name = (slots[key].name, True, 10, INK)
            time = (f"\n{clock(slots[key].start)}", False, 9, FAINT)
            put(sheet, row, 2, rich(name, time), "list header")
            row += 1
        sheet.merge_cells(start_row=first, end_row=row - 1, start_column=1, end_column=1)
    return row


def _points(chars: float) -> float:
    """Return the width of a column in points: 5.3 to 7 a character, by the fonts that there are."""
    return _CHAR * chars + 4


def _width(text: str, size: int) -> float:
    """Return the width of a line of text in points."""
    return size * sum(1.0 if c != "·" and east_asian_width(c) in "WFA" else 0.6 for c in text)


def _lines(blocks: list[Block], wide: float) -> float:
    """Return the sizes of the lines of a text, together; a block that begins one counts for it."""
    lines = [b for i, b in enumerate(blocks) if not i or b[0].startswith("\n")]
    rows = ((size, ceil(_width(text.strip(), size) / wide)) for text, _, size, _ in lines)
    return sum(size * max(1, n) for size, n in rows)


def _one_under_the_other(
    sheet: Worksheet, view: PlanView, classes: list[ClassGroup], keys: list[Key], lang: Lang
) -> tuple[int, int, dict[str, str]]:
    """Draw a row for each class; return the width, the row after the last, and the words."""
    _head(sheet, keys, lang)
    wide = 4.4
    high = _height(len(classes), 15 + wide * len(keys))
    for row, group in enumerate(classes, 4):
        put(sheet, row, 1, group.name, "header")
        sheet.row_dimensions[row].height = high
        cells = _cells(view, view.by_class[group.id])
        for column, key in enumerate(keys, 2):
            blocks = _short(view, cells.get(key, []), lang)
            _write(sheet, row, column, view, cells.get(key, []), blocks)
    sheet.column_dimensions["A"].width = 15
    for column in range(2, 2 + len(keys)):
        sheet.column_dimensions[get_column_letter(column)].width = wide
    sheet.freeze_panes = "B4"
    return 1 + len(keys), 4 + len(classes), view.subject_short


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
    """Return a class's lessons by weekday and slot order, doubles in both their slots.

    Of two in a slot, that of odd weeks comes first.
    """
    found: dict[Key, list[ClassLesson]] = {}
    for lesson in sorted(lessons, key=lambda x: x.weeks is WeekPattern.EVEN):
        for slot in view.covered(lesson):
            there = found.setdefault((lesson.weekday, slot.order), [])
            if not view.group_of(lesson) or all(x.subject != lesson.subject for x in there):
                there.append(lesson)  # groups that have the same subject once
    return found


def _named(
    view: PlanView, lessons: list[ClassLesson], words: dict[str, str], wide: float, lang: Lang
) -> list[Block]:
    """Return subjects with their teachers; two that share a slot in small type."""
    alone, blocks = len(lessons) == 1, list[Block]()
    for i, lesson in enumerate(lessons):
        text = words[lesson.subject]
        if lesson.weeks is not WeekPattern.ALL:
            text = f"{enum_word(lesson.weeks, lang)[:1]}·{text}"
        text += SYNC_SIGN if view.is_live(lesson) else ""
        large = alone and _width(text, 11) <= wide
        blocks.append(("\n" * (i > 0) + text, True, 11 if large else 9, INK))
        if lesson.teacher:
            name = view.teacher_names(lesson)
            beside = not alone and _width(f"{text} {name}", 9) <= wide
            blocks.append((f"{' ' if beside else chr(10)}{name}", False, 9 if alone else 8, FAINT))
    return blocks


def _short(view: PlanView, lessons: list[ClassLesson], lang: Lang) -> list[Block]:
    """Return short names of subjects, where there is little room."""
    blocks = list[Block]()
    for i, lesson in enumerate(lessons):
        text = view.subject_short[lesson.subject]
        if lesson.weeks is not WeekPattern.ALL:
            text = f"{enum_word(lesson.weeks, lang)[:1]}{text}"
        text += SYNC_SIGN if view.is_live(lesson) else ""
        blocks.append(("\n" * (i > 0) + text, False, 12 if len(lessons) == 1 else 9, INK))
    return blocks


def _write(
    sheet: Worksheet,
    row: int,
    column: int,
    view: PlanView,
    lessons: list[ClassLesson],
    blocks: list[Block],
) -> None:
    look = "dense sync" if any(map(view.is_live, lessons)) else "dense"
    put(sheet, row, column, rich(*blocks) if blocks else "", look)


def _legend(view: PlanView, lessons: list[ClassLesson], words: dict[str, str], lang: Lang) -> str:
    """Return what the short names and the sign stand for."""
    used = {x.subject for x in lessons}
    pairs = [
        f"{words[key]} {name}"
        for key, name in view.subject_names.items()
        if key in used and words[key] != name
    ]
    live = any(map(view.is_live, lessons))
    return "    ".join([*pairs, *([word("legend_sync", lang)] if live else [])])
