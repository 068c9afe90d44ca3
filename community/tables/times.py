"""Kinds of column that hold a time of day, a date or weekdays."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from community.names import plain
from community.tables.cells import Cell, CellError, as_text, as_word
from community.tables.kinds import Kind, listed
from community.text import LONG_WEEKDAYS, WEEKDAYS, Text

if TYPE_CHECKING:
    from community.tables.references import References
    from community.text import Lang

_DAYS = {
    name.lower(): number
    for number, (short, long) in enumerate(zip(WEEKDAYS, LONG_WEEKDAYS, strict=True), 1)
    for name in (short.zh[-1], long.en, short.en)
}
_DAY = re.compile("|".join(_DAYS), re.IGNORECASE)


class Clock(Kind):
    """A time of day, in minutes since midnight, written 08:20."""

    def parse(self, cell: Cell, refs: References) -> int:
        """Accept 8:20, 08：20, 08:20:00, 8时20分 and the spreadsheet's own times."""
        if isinstance(cell, dt.datetime) and cell.year < 1901:  # a bare time of some programs
            cell = cell.time()
        if isinstance(cell, dt.timedelta):
            return int(cell.total_seconds()) // 60
        if isinstance(cell, dt.time):
            return cell.hour * 60 + cell.minute
        if not isinstance(cell, dt.date):
            found = re.fullmatch(
                r"([0-9]{1,2})[:时点]([0-9]{2})(?:分|:00)?", plain(as_text(cell)).replace(" ", "")
            )
            if found and int(found[1]) * 60 + int(found[2]) <= 24 * 60 and int(found[2]) < 60:
                return int(found[1]) * 60 + int(found[2])
        raise CellError(Text("应为时刻，如08:20", "expected a time of day such as 08:20"))

    def format(self, value: Any, lang: Lang) -> str:
        """Return hours and minutes."""
        return f"{value // 60:02d}:{value % 60:02d}"


class Date(Kind):
    """A date, written 2025-09-01."""

    def parse(self, cell: Cell, refs: References) -> dt.date:
        """Accept 2025-9-1, 2025/9/1, 2025.9.1, 2025年9月1日 and the spreadsheet's own dates."""
        if isinstance(cell, dt.datetime):
            return cell.date()
        if isinstance(cell, dt.date):
            return cell
        word = plain(shown := as_text(cell)) if not isinstance(cell, dt.time) else ""
        found = re.fullmatch(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?", word)
        try:
            if found:
                return dt.date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError as none:
            raise CellError(
                Text(f"应为日历上有的日期，没有{shown}", "expected a date that exists")
            ) from none
        raise CellError(Text("应为日期，如2025-09-01", "expected a date such as 2025-09-01"))

    def format(self, value: Any, lang: Lang) -> str:
        """Return the ISO date."""
        return str(value.isoformat())


class Weekdays(Kind):
    """Days of the week, Monday is 1: ``1-5``, ``1、3``, 周一至周五."""

    def parse(self, cell: Cell, refs: References) -> tuple[int, ...]:
        """Return the days in order, each once."""
        days = tuple(sorted(set(_days(as_word(cell)))))
        if not days:
            raise CellError(
                Text("应为星期，如1-5或1、3", "expected weekdays such as 1-5 or 1,3"),
                Text("星期一写1，星期日写7", "Monday is 1, Sunday is 7"),
            )
        return days

    def format(self, value: Any, lang: Lang) -> str:
        """Return ``1-5`` for days in a row, else ``1、3`` (``1;3`` in files)."""
        days = list(value)
        if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
            return f"{days[0]}-{days[-1]}"
        return ("、" if lang == "zh" else ";").join(map(str, days))


class NamedWeekdays(Weekdays):
    """Days of the week for readers: 周二、周四, each once."""

    def parse(self, cell: Cell, refs: References) -> tuple[int, ...]:
        """Return the days in order; a day that stands there twice may be another, misspelt."""
        found = super().parse(cell, refs)
        if len(_days(as_word(cell))) > len(found):
            raise CellError(Text("应每天只写一次", "expected each day once"))
        return found

    def format(self, value: Any, lang: Lang) -> str:
        """Return the names of the days."""
        return ("、" if lang == "zh" else ", ").join(WEEKDAYS[day - 1].to(lang) for day in value)


class OneWeekday(Kind):
    """One day of the week."""

    is_text = False

    def parse(self, cell: Cell, refs: References) -> int:
        """Return the day, 1 for Monday."""
        days = _days(as_word(cell))
        if len(days) != 1:
            raise CellError(Text("应为星期几，1至7", "expected one weekday, 1 to 7"))
        return days[0]

    def format(self, value: Any, lang: Lang) -> int:
        """Return the number."""
        return int(value)


class NamedWeekday(OneWeekday):
    """One day of the week for readers: 周二."""

    is_text = True

    def format(self, value: Any, lang: Lang) -> str:  # type: ignore[override]
        """Return the name of the day."""
        return WEEKDAYS[int(value) - 1].to(lang)


def _days(text: str) -> list[int]:
    """Return the weekdays that a text lists, as they stand; empty when it is not a list of them."""
    days: list[int] = []
    for part in listed(text):
        word = re.sub(r"星期|礼拜|周|\s", "", part).replace("天", "日")
        word = _DAY.sub(lambda name: str(_DAYS[name[0].lower()]), word)
        found = re.fullmatch(r"([1-7])(?:[-–—~至到]([1-7]))?", word)
        if not found or int(found[2] or found[1]) < int(found[1]):
            return []
        days += range(int(found[1]), int(found[2] or found[1]) + 1)
    return days
