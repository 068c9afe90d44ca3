"""The dates of a term: weeks, holidays, exams, and the days that are made up for (调休).

The planner's table of exceptions wins. Official holidays can be proposed, for the years that are
published; which lessons a make-up day holds is never inferred, the planner says so.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import chinese_calendar

from community.errors import InputError, Problem
from community.models import CalendarDay, DayKind
from community.text import Text

if TYPE_CHECKING:
    from community.models import Community, Term

SCHOOL_DAYS = range(1, 6)
FULL_WEEK_DAYS = 3  # a week with fewer days of lessons does not count for quotas


@dataclass(frozen=True, slots=True)
class TaughtDay:
    """A date with lessons: those of ``weekday`` in ``week`` of the term."""

    date: dt.date
    week: int
    weekday: int


@dataclass(frozen=True, slots=True)
class TeachingWeek:
    """A calendar week of a term with its days of lessons. Weeks of term count from 1."""

    number: int
    monday: dt.date
    days: tuple[TaughtDay, ...]

    @property
    def counts(self) -> bool:
        """Whether the week has enough days of lessons to count for a quota."""
        return len(self.days) >= FULL_WEEK_DAYS


def week_of(term: Term, date: dt.date) -> int | None:
    """Return the week of term of a date, None outside the term.

    Weeks run from Monday and are numbered through, holidays included, as schools print them.
    """
    if not term.start <= date <= term.end:
        return None
    return (_monday(date) - _monday(term.start)).days // 7 + 1


def taught_days(community: Community, term_id: str) -> list[TaughtDay]:
    """Return the dates of a term with lessons, in order; make-up days as the planner gave them."""
    term = community.term_by_id[term_id]
    special = {d.date: d for d in community.calendar}
    found: list[TaughtDay] = []
    date = term.start
    while date <= term.end:
        day, week = special.get(date), week_of(term, date)
        if day is not None and day.kind is DayKind.MAKE_UP:
            if day.week is not None and day.weekday is not None:
                found.append(TaughtDay(date, day.week, day.weekday))
        elif day is None and date.isoweekday() in SCHOOL_DAYS and week is not None:
            found.append(TaughtDay(date, week, date.isoweekday()))
        date += dt.timedelta(days=1)
    return found


def teaching_weeks(community: Community, term_id: str) -> list[TeachingWeek]:
    """Return the weeks of a term with lessons, each with the days taught as part of it."""
    term = community.term_by_id[term_id]
    weeks: dict[int, list[TaughtDay]] = {}
    for day in taught_days(community, term_id):
        weeks.setdefault(day.week, []).append(day)
    first = _monday(term.start)
    return [
        TeachingWeek(number, first + dt.timedelta(weeks=number - 1), tuple(days))
        for number, days in sorted(weeks.items())
    ]


def propose_holidays(start: dt.date, end: dt.date) -> list[CalendarDay]:
    """Return the official holidays between two dates (both included) that fall on weekdays.

    Raises
    ------
    InputError
        When the span reaches into years whose holidays are not known.
    """
    _check_known(start, end)
    found: list[CalendarDay] = []
    date = start
    while date <= end:
        off, name = chinese_calendar.get_holiday_detail(date)
        if off and name and date.isoweekday() in SCHOOL_DAYS:
            note = chinese_calendar.Holiday(name).chinese
            found.append(CalendarDay(date=date, kind=DayKind.HOLIDAY, note=note))
        date += dt.timedelta(days=1)
    return found


def make_up_days(start: dt.date, end: dt.date) -> list[dt.date]:
    """Return the weekend days between two dates that are official working days.

    The planner has to say which week and weekday each of them is taught as.

    Raises
    ------
    InputError
        When the span reaches into years whose holidays are not known.
    """
    _check_known(start, end)
    dates = (start + dt.timedelta(days=i) for i in range((end - start).days + 1))
    weekend = (d for d in dates if d.isoweekday() not in SCHOOL_DAYS)
    return [d for d in weekend if chinese_calendar.is_workday(d)]


def known_years() -> range:
    """Return the calendar years whose official holidays are known."""
    years = sorted({d.year for d in chinese_calendar.holidays})
    return range(years[0], years[-1] + 1)


def _check_known(start: dt.date, end: dt.date) -> None:
    years = known_years()
    missing = [y for y in range(start.year, end.year + 1) if y not in years]
    if missing:
        named = "、".join(map(str, missing)), ", ".join(map(str, missing))
        raise InputError(
            [
                Problem(
                    value=named[0],
                    expected=Text(
                        f"应为{years[0]}–{years[-1]}年之内的日期，更晚年份的放假安排尚未收录",
                        f"expected dates in {years[0]}-{years[-1]}; "
                        f"the holidays of {named[1]} are not known",
                    ),
                    hint=Text(
                        "请在校历表中自行填写放假和调休日期",
                        "enter the holidays and make-up days in the calendar table yourself",
                    ),
                )
            ]
        )


def _monday(date: dt.date) -> dt.date:
    return date - dt.timedelta(days=date.weekday())
