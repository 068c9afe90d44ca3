"""Kinds of column that hold a time of day, a date or weekdays."""

from __future__ import annotations

import datetime as dt
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any, ClassVar

from community.names import plain
from community.numerals import in_digits, numeral
from community.tables.cells import Cell, CellError, as_text, as_word
from community.tables.kinds import Kind, Several, Whole, listed
from community.tables.ringing import slot_at, slot_named
from community.text import LONG_WEEKDAYS, WEEKDAYS, Text, clock

if TYPE_CHECKING:
    from community.tables.references import References
    from community.text import Lang

_DAYS = {
    name.lower(): number
    for number, (short, long) in enumerate(zip(WEEKDAYS, LONG_WEEKDAYS, strict=True), 1)
    for name in (short.zh[-1], long.en, short.en)
}
_DAY = re.compile("|".join(_DAYS), re.IGNORECASE)
_NIGHT_BEFORE = dt.date(1899, 12, 30)  # day 0 of spreadsheets
_SERIAL = range(36_526, 73_051)  # 2000 to 2099, days as a spreadsheet counts them
_DAYS_OF_YEAR = 366
_LONGEST_HOLIDAY = 120  # days
_WEEKDAY = r"(?:\(?(?:周|星期)[1-6日天]\)?)?"
_DATE = rf"(?:([0-9]{{4}})[-/.年])?([0-9]{{1,2}})([-/.月])([0-9]{{1,2}})[日号]?{_WEEKDAY}"
_UNTIL = r"(?:至|到|~|—+|–|-+)"
_PARTS = {"": 0, "整": 0, "1刻": 15, "半": 30, "3刻": 45}  # of an hour, in minutes
_CLOCK = re.compile(
    r"(上午|早上|中午|下午|晚上)?([0-9]{1,2})"
    r"(?:[:时点]([0-9]{2})(?:分|:00(?:\.0+)?)?|[时点](半|[13]刻|整|))"
)
_LATE = ("下午", "晚上")


class Clock(Kind):
    """A time of day, in minutes since midnight, written 08:20."""

    def parse(self, cell: Cell, refs: References) -> int:
        """Accept 8:20, 08：20, 下午2:20, 八点二十分, 8点半 and the spreadsheet's times."""
        if isinstance(cell, dt.datetime) and cell.year < 1901:  # a bare time of some programs
            cell = cell.time()
        if isinstance(cell, dt.time):
            cell = dt.timedelta(
                hours=cell.hour,
                minutes=cell.minute,
                seconds=cell.second,
                microseconds=cell.microsecond,
            )
        if isinstance(cell, float) and 0 < cell < 1:  # a part of the day, not shown as a time
            cell = dt.timedelta(days=cell)
        if isinstance(cell, dt.timedelta):
            return round(cell.total_seconds() / 60)
        if not isinstance(cell, dt.date):
            found = _CLOCK.fullmatch(in_digits(as_text(cell)).replace(" ", ""))
            if found and int(found[3] or 0) < 60:
                hour = int(found[2]) + (12 if found[1] in _LATE and int(found[2]) < 12 else 0)
                minute = int(found[3]) if found[3] else _PARTS[found[4]]
                if hour * 60 + minute <= 24 * 60:
                    return hour * 60 + minute
        raise CellError(Text("应为时刻，如08:20", "expected a time of day such as 08:20"))

    def format(self, value: Any, lang: Lang) -> str:
        """Return hours and minutes."""
        return clock(value)


class Date(Kind):
    """A date, written 2025-09-01."""

    def parse(self, cell: Cell, refs: References) -> dt.date:
        """Accept 2025-9-1, 2025.9.1, 2025年9月1日, 20250901 and the spreadsheet's own dates.

        9月1日 is a date where the school year says of which year.
        """
        if isinstance(cell, dt.datetime):
            return (cell + dt.timedelta(seconds=30)).date()
        if isinstance(cell, dt.date):
            return cell
        if isinstance(cell, int | float) and _SERIAL.start <= cell < _SERIAL.stop:
            return _NIGHT_BEFORE + dt.timedelta(days=int(cell))
        word = _day_text(cell)
        digits = re.fullmatch(r"(20[0-9]{2})([0-9]{2})([0-9]{2})", word)
        if digits:
            return self._date(word, *map(int, digits.groups()))
        found = re.fullmatch(_DATE, word)
        if not found or not (found[1] or found[3] != "-"):
            raise CellError(Text("应为日期，如2025-09-01", "expected a date such as 2025-09-01"))
        return self._found(found, refs)

    def _found(self, found: re.Match[str], refs: References) -> dt.date:
        month, day = int(found[2]), int(found[4])
        if found[1]:
            return self._date(found[0], int(found[1]), month, day)
        years = refs.years_of(month, day)
        if len(years) == 1:
            return self._date(found[0], years[0], month, day)
        could = "或".join(f"{year}年" for year in years), " or ".join(map(str, years))
        raise CellError(
            Text("应写明年份", "expected the year as well"),
            Text(f"可能是{could[0]}", f"It could be {could[1]}") if years else None,
        )

    def _date(self, shown: str, year: int, month: int, day: int) -> dt.date:
        try:
            return dt.date(year, month, day)
        except (ValueError, OverflowError) as none:
            raise CellError(
                Text(f"应为日历上有的日期，没有{shown}", "expected a date that exists")
            ) from none

    def format(self, value: Any, lang: Lang) -> str:
        """Return the ISO date."""
        return str(value.isoformat())


class Days(Date):
    """One or several dates in a cell: 10月1日-10月7日, 2026.10.1-10.7, 10月1日、2日."""

    def parse(self, cell: Cell, refs: References) -> Any:
        """Return the date, or ``Several``."""
        if not isinstance(cell, str):
            return super().parse(cell, refs)
        days = list[dt.date]()
        for part in listed(_day_text(cell)):
            days += self._span(part, days, refs)
            if len(days) > _DAYS_OF_YEAR:
                raise CellError(Text("应不超过一年", "expected a year at most"))
        if len({*days}) < len(days):
            raise CellError(Text("应每天只写一次", "expected each day once"))
        return Several(tuple(days)) if len(days) > 1 else super().parse(cell, refs)

    def _span(self, part: str, before: list[dt.date], refs: References) -> list[dt.date]:
        """Return the days of one part of the list; a day alone is of the month before it."""
        if before and re.fullmatch(r"[0-9]{1,2}[日号]?", part):
            last = before[-1]
            return [self._date(part, last.year, last.month, int(part.rstrip("日号")))]
        bounds = re.fullmatch(rf"({_DATE}|[0-9]{{1,2}}月[0-9]{{1,2}}){_UNTIL}(.+)", part)
        if not bounds or re.fullmatch(_DATE, part):
            return [super().parse(part, refs)]
        first, until = super().parse(bounds[1], refs), bounds[6]
        if re.fullmatch(r"[0-9]{1,2}[日号]?", until):
            last = self._date(part, first.year, first.month, int(until.rstrip("日号")))
        elif found := re.fullmatch(_DATE, until):
            last = self._date(part, int(found[1] or first.year), int(found[2]), int(found[4]))
            if not found[1] and last < first:
                last = self._date(part, first.year + 1, int(found[2]), int(found[4]))
        else:
            last = super().parse(until, refs)
        length = (last - first).days
        if not 0 <= length < _LONGEST_HOLIDAY:
            raise CellError(
                Text(
                    f"应为先后两个日期，不超过{_LONGEST_HOLIDAY}天",
                    f"expected two dates in order, at most {_LONGEST_HOLIDAY} days",
                )
            )
        return [first + dt.timedelta(days=n) for n in range(length + 1)]


class SlotOrder(Whole):
    """A slot of the bell grid that the row is about: 6, 第六节, 初中第六节, 8:20, 8:20-9:00."""

    is_last: ClassVar[bool] = True

    def parse(self, cell: Cell, refs: References) -> int:
        """Return the order of the slot; 三 is one where the third slot is 第三节."""
        if isinstance(cell, str) and not re.fullmatch(r"[0-9]+(\.0+)?", plain(cell)):
            if times := clock_span(cell, refs):
                return slot_at(refs, *times)
            number = numeral(as_word(cell))
            with suppress(CellError):
                if number is not None and slot_named(refs, f"第{number}节") == number:
                    return number
            return slot_named(refs, as_word(cell))
        if times := clock_span(cell, refs):
            return slot_at(refs, *times)
        return super().parse(cell, refs)


def clock_span(cell: Cell, refs: References) -> tuple[int, int | None] | None:
    """Return the minute from which a cell is about, and until which if it says so: 8:55-9:40."""
    if isinstance(cell, dt.time | dt.timedelta | dt.datetime):  # 8:20 as a spreadsheet keeps it
        return Clock().parse(cell, refs), None
    if not isinstance(cell, str):
        return None
    first, *last = re.split(_UNTIL, plain(cell), maxsplit=1)
    try:
        start, *end = (Clock().parse(t.strip(), refs) for t in (first, *last))
    except CellError:
        return None
    return start, next(iter(end), None)


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


def _day_text(cell: Cell) -> str:
    """Return a date as text, without blanks and without the midnight that programs write."""
    if isinstance(cell, dt.time):
        return ""
    word = re.sub(r"[ T]0{1,2}:00(:00(\.0+)?)?$", "", in_digits(as_text(cell)))
    return re.sub(r"\s", "" if "\n" not in word else ";", word)


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
