"""What holds between terms and the days of the calendar."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from community.draft import Finding
from community.models import DayKind
from community.sheets import row_named
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.draft import Draft, Row

LONGEST_TERM_WEEKS = 30
MOST_TERMS = 100


def year_findings(draft: Draft) -> Iterator[Finding]:
    """Yield what does not fit between terms, calendar and school year."""
    terms = list(draft.rows("terms", "start", "end"))
    if len(terms) > MOST_TERMS:
        expected = Text(f"应不超过{MOST_TERMS}个学期", f"expected at most {MOST_TERMS} terms")
        yield Finding("terms", terms[MOST_TERMS].number, None, "", expected)
        return
    yield from _lengths(terms)
    yield from _overlaps(terms)
    yield from _school_year(draft)
    yield from _days(draft, terms)


def _monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def weeks_of(term: Row) -> int:
    """Return the weeks of a term as they are numbered, holidays included."""
    return (_monday(term.values["end"]) - _monday(term.values["start"])).days // 7 + 1


def _lengths(terms: list[Row]) -> Iterator[Finding]:
    for row in terms:
        start, end = row.values["start"], row.values["end"]
        expected = None
        if end <= start:
            expected = Text(f"应晚于开始日期{start}", f"expected a date after {start}")
        elif weeks_of(row) > LONGEST_TERM_WEEKS:
            expected = Text(
                f"一个学期应不超过{LONGEST_TERM_WEEKS}周，这里有{weeks_of(row)}周",
                f"expected a term of at most {LONGEST_TERM_WEEKS} weeks, this has {weeks_of(row)}",
            )
        if expected:
            yield Finding("terms", row.number, "end", str(end), expected)


def _overlaps(terms: list[Row]) -> Iterator[Finding]:
    """Yield terms that share a calendar week with another, or stand out of order."""
    for position, row in enumerate(terms):
        for other in terms[:position]:
            first, last = _monday(row.values["start"]), _monday(row.values["end"])
            begin, until = _monday(other.values["start"]), _monday(other.values["end"])
            if last < first or until < begin or first > until:
                continue
            expected = Text(
                f"学期应按时间先后排列，应在{row_named(other.number).zh}之前",
                f"expected terms in order of time, this one before {row_named(other.number).en}",
            )
            if last >= begin:
                expected = Text(
                    f"周次应不重叠，{row_named(other.number).zh}的学期到{other.values['end']}",
                    f"expected weeks that do not overlap, the term of {row_named(other.number).en} "
                    f"runs until {other.values['end']}",
                )
            start = str(row.values["start"])
            yield Finding("terms", row.number, "start", start, expected)
            break


def _school_year(draft: Draft) -> Iterator[Finding]:
    rows = draft.tables.get("terms")
    if draft.school_year is None or not rows or not draft.complete("terms", "school_year"):
        return
    if all(row.values["school_year"] != draft.school_year for row in rows):
        yield Finding(
            "terms",
            None,
            "school_year",
            "",
            Text(
                f"应有本学年（{draft.school_year}）的学期",
                f"expected a term of the school year {draft.school_year}",
            ),
        )


def _days(draft: Draft, terms: list[Row]) -> Iterator[Finding]:
    everything_read = draft.complete("terms", "start", "end")
    for row in draft.rows("calendar", "date", "kind"):
        day, is_make_up = row.values["date"], row.values["kind"] == DayKind.MAKE_UP
        inside = [t for t in terms if t.values["start"] <= day <= t.values["end"]]
        if everything_read and not inside and row.values["kind"] != DayKind.HOLIDAY:
            yield Finding(
                "calendar",
                row.number,
                "date",
                str(day),
                Text("调休和考试应在某个学期之内", "expected a day inside a term"),
            )
        for key in ("week", "weekday"):
            if key not in row.values:
                continue
            value, expected = row.values[key], None
            if is_make_up and value is None and (key == "week" or row.values.get("week")):
                expected = Text(
                    "调休应写明按第几周、星期几上课，或在说明里写明补哪天的课，如“补10月7日的课”",
                    "expected the week and weekday whose lessons a make-up day has, or a note that "
                    "says so: 补10月7日的课",
                )
            elif not is_make_up and value is not None:
                expected = Text("只有调休填写，应为空", "expected nothing: only for make-up days")
            elif key == "week" and value is not None and inside and value > weeks_of(inside[0]):
                expected = Text(
                    f"应为本学期的周次，最多{weeks_of(inside[0])}",
                    f"expected a week of the term, up to {weeks_of(inside[0])}",
                )
            if expected:
                shown = "" if value is None else str(value)
                yield Finding("calendar", row.number, key, shown, expected)
