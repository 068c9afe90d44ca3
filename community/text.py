"""A sentence, the names of the weekdays in both languages of the product, times of a day."""

from __future__ import annotations

from typing import Literal, NamedTuple

Lang = Literal["zh", "en"]


class Text(NamedTuple):
    """One sentence for planners, in Chinese and in English."""

    zh: str
    en: str

    def to(self, lang: Lang) -> str:
        """Return the sentence in one language."""
        return self.zh if lang == "zh" else self.en

    def __str__(self) -> str:
        return self.zh


_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
LONG_WEEKDAYS = tuple(Text(f"星期{zh}", en) for zh, en in zip("一二三四五六日", _DAYS, strict=True))
WEEKDAYS = tuple(Text(f"周{day.zh[-1]}", day.en[:3]) for day in LONG_WEEKDAYS)  # Monday first


def clock(minutes: int) -> str:
    """Return minutes since midnight as 08:20."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def span(start: int, end: int) -> str:
    """Return a clock interval as 08:20–09:00, with an en dash."""
    return f"{clock(start)}–{clock(end)}"
