"""Words, names and numbers as people read them, in either language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community import names
from community.codes import PlacementKind, PlacementStatus, Stage, WeekPattern
from community.rule import Strictness
from community.tables.words import PLACEMENT, STAGE, STATUS, STRICTNESS, WEEKS
from community.text import LONG_WEEKDAYS, WEEKDAYS, Lang, Text
from publishing.words import FAMILIES, WORDS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable
    from enum import StrEnum

    from community.models import Slot

_CHOICES = {
    PlacementKind: PLACEMENT,
    PlacementStatus: STATUS,
    WeekPattern: WEEKS,
    Stage: STAGE,
    Strictness: STRICTNESS,
}


def word(key: str, lang: Lang, **values: object) -> str:
    """Return the word or sentence for a key, with its blanks filled."""
    text = WORDS[key].to(lang)
    return text.format(**values) if values else text


def family_title(family: str, lang: Lang) -> str:
    """Return the title of a rule family, or its own name when it has none."""
    return FAMILIES[family].to(lang) if family in FAMILIES else family


def enum_text(member: StrEnum) -> Text:
    """Return the word for a member of one of the community's enumerations, in both languages."""
    return _CHOICES[type(member)].word(member.value)


def enum_word(member: StrEnum, lang: Lang) -> str:
    """Return the word for a member of one of the community's enumerations."""
    return enum_text(member).to(lang)


def slot_name(slot: Slot, lang: Lang) -> str:
    """Return the name of a slot among those of a school, with the stage that it rings for."""
    stage = enum_word(slot.stage, lang) if slot.stage else ""
    return f"{stage} {slot.name}" if lang == "en" and stage else f"{stage}{slot.name}"


def weekday_name(weekday: int, lang: Lang, *, long: bool = False) -> str:
    """Return 周一 or Mon (星期一, Monday when long) for a weekday 1-7."""
    return (LONG_WEEKDAYS if long else WEEKDAYS)[weekday - 1].to(lang)


def day_list(days: Iterable[int], lang: Lang) -> str:
    """Return weekdays as 周二、周四 or Tue, Thu."""
    return ("、" if lang == "zh" else ", ").join(weekday_name(d, lang) for d in days)


def grade_name(grade: int, lang: Lang) -> str:
    """Return 三年级 or Grade 3."""
    return names.grade_name(grade).zh if lang == "zh" else f"Grade {grade}"


def day(date: dt.date, lang: Lang) -> str:
    """Return a date as 2025年9月1日 or 2025-09-01."""
    return f"{date.year}年{date.month}月{date.day}日" if lang == "zh" else date.isoformat()


def amount(value: float) -> str:
    """Return a number of periods without a needless decimal."""
    return f"{value:g}"
