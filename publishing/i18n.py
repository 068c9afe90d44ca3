"""Words, names and numbers as people read them, in either language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.models import PlacementKind, SlotKind, Stage, WeekPattern
from community.rule import Strictness
from community.tables.words import STATUS
from community.text import WEEKDAYS, Lang, Text
from publishing.words import FAMILIES, WORDS
from rotation.solution import PlacementStatus

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable
    from enum import StrEnum

_ENUMS: dict[StrEnum, Text] = {
    PlacementKind.SECONDMENT: Text("支教", "secondment"),
    PlacementKind.SHADOWING: Text("跟岗", "shadowing"),
    PlacementKind.WORK_SHADOWING: Text("顶岗", "work-shadowing"),
    PlacementKind.LEADERSHIP: Text("挂职", "leadership post"),
    PlacementKind.ITINERANT: Text("走教", "itinerant"),
    PlacementStatus.PROPOSED: Text("拟派", "proposed"),
    PlacementStatus.APPROVED: Text("已批准", "approved"),
    PlacementStatus.LOCKED: Text("锁定", "locked"),
    WeekPattern.ALL: Text("全", "all"),
    WeekPattern.ODD: Text("单", "odd"),
    WeekPattern.EVEN: Text("双", "even"),
    Strictness.HARD: Text("刚性", "hard"),
    Strictness.IN_PRINCIPLE: Text("原则上", "in principle"),
    Strictness.SOFT: Text("柔性", "soft"),
    Stage.PRIMARY: Text("小学", "primary"),
    Stage.JUNIOR: Text("初中", "junior"),
    Stage.NINE_YEAR: Text("九年一贯", "nine-year"),
    SlotKind.LESSON: Text("正课", "lesson"),
    SlotKind.MORNING_READING: Text("早读", "morning reading"),
    SlotKind.BREAK: Text("大课间", "break"),
    SlotKind.LUNCH: Text("午休", "lunch"),
    SlotKind.AFTER_SCHOOL: Text("课后服务", "after school"),
    SlotKind.EVENING: Text("晚自习", "evening study"),
}

# The words of the planners' own tables, and one of plans that were written before.
_ALSO: dict[StrEnum, tuple[str, ...]] = {s: STATUS.words[s.value] for s in PlacementStatus}
_ALSO[PlacementStatus.PROPOSED] += ("拟定",)

_LONG_WEEKDAYS = (
    Text("星期一", "Monday"),
    Text("星期二", "Tuesday"),
    Text("星期三", "Wednesday"),
    Text("星期四", "Thursday"),
    Text("星期五", "Friday"),
    Text("星期六", "Saturday"),
    Text("星期日", "Sunday"),
)
_GRADES = "一二三四五六七八九"


def word(key: str, lang: Lang, **values: object) -> str:
    """Return the word or sentence for a key, with its blanks filled."""
    text = WORDS[key].to(lang)
    return text.format(**values) if values else text


def family_title(family: str, lang: Lang) -> str:
    """Return the title of a rule family, or its own name when it has none."""
    return FAMILIES[family].to(lang) if family in FAMILIES else family


def enum_text(member: StrEnum) -> Text:
    """Return the word for a member of one of the community's enumerations, in both languages."""
    return _ENUMS[member]


def enum_spellings(member: StrEnum) -> tuple[str, ...]:
    """Return every spelling of a member that reading accepts."""
    return (member.value, *_ENUMS[member], *_ALSO.get(member, ()))


def enum_word(member: StrEnum, lang: Lang) -> str:
    """Return the word for a member of one of the community's enumerations."""
    return _ENUMS[member].to(lang)


def weekday_name(weekday: int, lang: Lang, *, long: bool = False) -> str:
    """Return 周一 or Mon (星期一, Monday when long) for a weekday 1-7."""
    return (_LONG_WEEKDAYS if long else WEEKDAYS)[weekday - 1].to(lang)


def day_list(days: Iterable[int], lang: Lang) -> str:
    """Return weekdays as 周二、周四 or Tue, Thu."""
    return ("、" if lang == "zh" else ", ").join(weekday_name(d, lang) for d in days)


def weekday_spellings(weekday: int) -> tuple[str, ...]:
    """Return every spelling of a weekday that reading accepts, in lower case."""
    names = (*WEEKDAYS[weekday - 1], *_LONG_WEEKDAYS[weekday - 1])
    extra = ("周天", "星期天") if weekday == 7 else ()
    return (str(weekday), *(n.lower() for n in names), *extra)


def grade_name(grade: int, lang: Lang) -> str:
    """Return 三年级 or Grade 3."""
    return f"{_GRADES[grade - 1]}年级" if lang == "zh" else f"Grade {grade}"


def clock(minutes: int) -> str:
    """Return minutes since midnight as HH:MM."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def span(start: int, end: int) -> str:
    """Return a clock interval as HH:MM-HH:MM, with an en dash."""
    return f"{clock(start)}–{clock(end)}"


def day(date: dt.date, lang: Lang) -> str:
    """Return a date as 2025年9月1日 or 2025-09-01."""
    return f"{date.year}年{date.month}月{date.day}日" if lang == "zh" else date.isoformat()


def amount(value: float) -> str:
    """Return a number of periods without a needless decimal."""
    return f"{value:g}"
