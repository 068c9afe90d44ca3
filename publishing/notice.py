"""A list to print, and the words about people that lists share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from publishing.i18n import word

if TYPE_CHECKING:
    from collections.abc import Iterable

    from community.models import Community, Teacher
    from community.tables.cells import Written
    from community.text import Lang


WIDE = 26  # characters


@dataclass(frozen=True, slots=True)
class Notice:
    """A list to print: its key in ``words.WORDS``, a sentence, columns with widths, rows.

    Widths are in characters of a spreadsheet; what stands in wide columns is text to read.
    """

    key: str
    sentence: str
    columns: tuple[tuple[str, int], ...]
    rows: tuple[tuple[Written, ...], ...]

    @property
    def texts(self) -> list[bool]:
        """Whether each column holds text to read, which begins on the left."""
        return [chars >= WIDE for _, chars in self.columns]

    def headings(self, lang: Lang) -> list[str]:
        """Return the header row."""
        return [word(key, lang) for key, _ in self.columns]


def category(teacher: Teacher, lang: Lang) -> str:
    """Return 骨干教师, 中层干部 or 教师."""
    keys = [("backbone", teacher.is_backbone), ("middle_leader", teacher.is_middle_leader)]
    return "、".join(word(key, lang) for key, holds in keys if holds) or word("ordinary", lang)


def subjects(community: Community, teacher: Teacher) -> str:
    """Return the names of a teacher's subjects."""
    return "、".join(community.subject_by_id[s].name for s in teacher.subjects)


def main_subject(community: Community, teacher: Teacher, lang: Lang) -> str:
    """Return a teacher's first subject, and that there are others."""
    first = community.subject_by_id[teacher.subjects[0]].name
    more = "" if len(teacher.subjects) == 1 else "等" if lang == "zh" else " ..."
    return f"{first}{more}"


def count(value: float) -> Written:
    """Return a number as a whole number where it is one."""
    return int(value) if value == int(value) else round(value, 3)


def joined(sentences: Iterable[str], lang: Lang) -> str:
    """Return sentences as one text."""
    return ("" if lang == "zh" else " ").join(sentences)
