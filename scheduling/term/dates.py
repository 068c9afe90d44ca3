"""The windows in which the policy counts, as dates of one term.

A year that reaches over several terms asks each of them for its part: so much is to be done by the
end of the term, less what was to be done before it. Where the plan names milestones, these say how
much; otherwise the two terms of a year have a half each.
"""

from __future__ import annotations

import datetime as dt
import math
from calendar import monthrange
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from community.calendar import FULL_WEEK_DAYS
from community.policy import Window
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from community.calendar import TaughtDay
    from community.models import Term

FULL_MONTH_DAYS = 8  # a month with fewer days of lessons does not count for quotas
MONTH = dt.timedelta(days=29)
PARTS = {"start": (0.0, 0.25), "mid": (0.25, 0.75), "end": (0.75, 1.0)}
_MONTHS = "一二三四五六七八九十"


class Span(NamedTuple):
    """Dates from the first to the last, both included, and what people call them.

    ``before`` and ``after`` are the shares of the whole window that are to be done by the day
    before the first, and by the last.
    """

    name: Text
    first: dt.date
    last: dt.date
    before: float = 0.0
    after: float = 1.0

    def __contains__(self, date: object) -> bool:
        return isinstance(date, dt.date) and self.first <= date <= self.last

    def done(self, total: int, known: int | None = None) -> int:
        """Return how many of so many in the whole window were held before these dates.

        Where nobody knows, it is what was to be held by then. Nothing of a window that begins here.
        """
        if not self.before:
            return 0
        return ceil(total * self.before) if known is None else min(known, total)

    def times(self, total: int, known: int | None = None) -> int:
        """Return how many of so many in the whole window are for these dates; rounded up."""
        return max(0, ceil(total * self.after) - self.done(total, known))


def ceil(number: float) -> int:
    """Return a number rounded up, errors of floating point apart."""
    return math.ceil(round(number, 6))


def windows(days: Sequence[TaughtDay], term: Term, window: Window | None) -> list[Span]:
    """Return the windows that a term has a part in, in order, each cut to the term.

    Weeks and months with few days of lessons do not count. Of a calendar year the autumn term has
    the part up to the 31st of December; what lies in January is left to the spring term.
    """
    if window is Window.WEEK:
        return list(_weeks(days))
    if window is Window.MONTH:
        return list(_months(days))
    first, last = term.start, term.end
    if window is Window.CALENDAR_YEAR:
        year = first.year
        last = min(last, dt.date(year, 12, 31))
        half = (0.5, 1.0) if term.semester == 1 else (0.0, 0.5)
        return [Span(Text(f"{year}年", f"{year}"), first, last, *half)]
    if window is Window.SCHOOL_YEAR:
        half = (0.0, 0.5) if term.semester == 1 else (0.5, 1.0)
        year = term.school_year
        return [Span(Text(f"{year}学年", f"school year {year}"), first, last, *half)]
    return [Span(Text(term.name, term.name), first, last)]


def whole(span: Span, terms: Iterable[Term], window: Window | None) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of a whole window of which a term has a part.

    ``terms`` are those of the school year; where one of its two is not known, it is taken to begin
    on the 1st of September, or to end on the 10th of July.
    """
    if window is Window.CALENDAR_YEAR:
        return dt.date(span.first.year, 1, 1), dt.date(span.first.year, 12, 31)
    if window is not Window.SCHOOL_YEAR:
        return span.first, span.last
    known = {t.semester: t for t in terms}
    year = next(iter(known.values())).school_year
    first = known[1].start if 1 in known else dt.date(year, 9, 1)
    return first, known[2].end if 2 in known else dt.date(year + 1, 7, 10)


def month_day(year: int, text: str) -> dt.date:
    """Return a date of a year as policies write it (06-30); what a month lacks is its last day."""
    month, day = map(int, text.split("-"))
    return dt.date(year, month, min(day, monthrange(year, month)[1]))


def part(span: Span, when: str | None) -> Span:
    """Return the start, middle or end of a span (期初、期中、期末), or all of it."""
    if when is None:
        return span
    low, high = PARTS[when]
    length = (span.last - span.first).days + 1
    first = span.first + dt.timedelta(days=round(low * length))
    last = span.first + dt.timedelta(days=round(high * length) - 1)
    return span._replace(first=first, last=last)


def beginning(span: Span) -> Span:
    """Return the days in which papers for a span are handed in: its start, a month at most."""
    start = part(span, "start")
    return start._replace(last=min(start.last, start.first + MONTH))


def part_of(span: Span, window: tuple[dt.date, dt.date], when: str | None) -> Span | None:
    """Return the start, middle or end of a window as far as it lies in a span; None: elsewhere.

    Of a year the start is in its first term, the end in its last one: all that is wanted then is
    wanted there.
    """
    if when is None:
        return span
    whole = part(span._replace(first=window[0], last=window[1]), when)
    first, last = max(whole.first, span.first), min(whole.last, span.last)
    if first > last:
        return None
    if (first, last) == (whole.first, whole.last):
        return span._replace(first=first, last=last, before=0.0, after=1.0)
    return span._replace(first=first, last=last)


def in_months(span: Span, months: Iterable[int] | None) -> Iterator[Span]:
    """Yield the part of a span that lies in some months of the calendar; all where none is named.

    What is wanted is wanted in the months, all of it.
    """
    if not months:
        yield span
        return
    known = set(months)
    first, last = span.first, span.last
    dates = [first + dt.timedelta(days=i) for i in range((last - first).days + 1)]
    if inside := [d for d in dates if d.month in known]:
        yield span._replace(first=inside[0], last=inside[-1], before=0.0, after=1.0)


def month_name(month: int) -> Text:
    """Return what people call a month."""
    zh = _MONTHS[month - 1] if month <= len(_MONTHS) else f"十{_MONTHS[month - 11]}"
    return Text(f"{zh}月", f"{dt.date(2000, month, 1):%B}")


def _weeks(days: Iterable[TaughtDay]) -> Iterator[Span]:
    by_week: dict[int, list[dt.date]] = {}
    for day in days:
        by_week.setdefault(day.week, []).append(day.date)
    for number, dates in sorted(by_week.items()):
        if len(dates) >= FULL_WEEK_DAYS:
            yield Span(Text(f"第{number}周", f"week {number}"), min(dates), max(dates))


def _months(days: Iterable[TaughtDay]) -> Iterator[Span]:
    count = Counter((d.date.year, d.date.month) for d in days)
    for (year, month), number in sorted(count.items()):
        if number >= FULL_MONTH_DAYS:
            first = dt.date(year, month, 1)
            after = dt.date(year + month // 12, month % 12 + 1, 1)
            yield Span(month_name(month), first, after - dt.timedelta(days=1))
