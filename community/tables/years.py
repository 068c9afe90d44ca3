"""Kinds of column that hold a grade, a semester or a year."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from community.names import one_grade, several_grades
from community.numerals import in_digits
from community.tables.cells import Cell, CellError, as_word
from community.tables.kinds import Several, Whole
from community.text import Text

if TYPE_CHECKING:
    from community.tables.references import References

_DATED = re.compile(
    r"((?:19|20)[0-9]{2})(?:[-./年](1[0-2]|0?[1-9])(?:[-./月][0-9]{0,2}日?)?|年)?生?"
)
_ONLY_YEAR = Text("请只写学年开始的年份", "Write the year in which the school year began")


class Grade(Whole):
    """A grade: 3, 三, 三年级, 初一."""

    def parse(self, cell: Cell, refs: References) -> Any:
        """Return the grade as a number, or ``Several`` of them (3-6年级)."""
        if not isinstance(cell, str):
            return super().parse(cell, refs)
        several = several_grades(cell)
        found = one_grade(cell)
        if several:
            return Several(several)
        return super().parse(cell, refs) if found is None else found


class Semester(Whole):
    """A semester of the school year: 1, 一, 第一学期, 上学期, 秋季."""

    def parse(self, cell: Cell, refs: References) -> int:
        """Return 1 or 2."""
        word = as_word(cell).removesuffix("学期").removesuffix("季").removeprefix("第")
        for semester, words in enumerate(("一上秋", "二下春"), 1):
            if len(word) == 1 and word in words:
                return semester
        return super().parse(word, refs)


class BirthYear(Whole):
    """A year of birth: 1986, 1986年, or the year of 1986.05, 1986年5月, 1986-05-12."""

    def parse(self, cell: Cell, refs: References) -> int:
        """Return the year."""
        if isinstance(cell, dt.date):
            return cell.year
        dated = _DATED.fullmatch(_as_day(cell))
        return int(dated[1]) if dated else super().parse(cell, refs)


class SchoolYear(Whole):
    """The calendar year in which a school year begins: 2025, 2025-2026, 2025学年, 2025年9月."""

    def parse(self, cell: Cell, refs: References) -> int:
        """Return the first year. A day in spring belongs to the school year that began before."""
        if isinstance(cell, dt.date):
            return self._of(cell.year, cell.month)
        word = _as_day(cell)
        dated = _DATED.fullmatch(word)
        if dated and (dated[2] or isinstance(cell, str)):
            if isinstance(cell, float) and dated[2] == "1":
                raise CellError(
                    Text(
                        "应为学年，这里可能是1月或10月",
                        "expected a school year, not January or October",
                    ),
                    _ONLY_YEAR,
                )
            return self._of(int(dated[1]), int(dated[2] or 9))
        if isinstance(cell, str):
            word = word.removesuffix("度").removesuffix("学年")
            both = re.fullmatch(r"([0-9]{4})[-–—~/至]([0-9]{4})", word)
            if both:
                if int(both[2]) != int(both[1]) + 1:
                    raise CellError(
                        Text("应为相连的两年，如2025-2026", "expected a school year: 2025-2026")
                    )
                word = both[1]
            return super().parse(word, refs)
        return super().parse(cell, refs)

    def _of(self, year: int, month: int) -> int:
        if month == 7:
            raise CellError(
                Text(
                    "应为学年，七月可能属前后两个学年",
                    "expected a school year, July is between two",
                ),
                _ONLY_YEAR,
            )
        return year if month > 7 else year - 1


def _as_day(cell: Cell) -> str:
    """Return a cell as text in which a year may be looked for."""
    word = as_word(cell) if isinstance(cell, str | float) else ""
    return re.sub(r"\s", "", re.sub(r"[ T][0-9]{1,2}:[0-9]{2}.*$", "", in_digits(word)))
