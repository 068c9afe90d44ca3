"""Weeks and dates of a term; official holidays are proposed, make-up days are the planner's."""

from __future__ import annotations

import datetime as dt

import pytest

from community.calendar import (
    known_years,
    make_up_days,
    propose_holidays,
    taught_days,
    teaching_weeks,
    week_of,
)
from community.errors import InputError
from community.generate import new_community
from community.models import CalendarDay, Community, DayKind, Term

TERM = Term(
    id="t",
    name="t",
    school_year=2025,
    semester=1,
    start=dt.date(2025, 9, 22),  # a Monday
    end=dt.date(2025, 10, 17),  # the Friday of week 4
)


def _with(days: list[CalendarDay]) -> Community:
    base = new_community("songyang").community
    return base.model_copy(update={"terms": (TERM,), "calendar": tuple(days)})


def _holidays() -> list[CalendarDay]:
    return propose_holidays(TERM.start, TERM.end)


def test_proposes_the_official_holidays_on_weekdays() -> None:
    # National day and mid-autumn 2025: 1-8 October; 4 and 5 October are a weekend.
    assert [d.date.day for d in _holidays()] == [1, 2, 3, 6, 7, 8]
    assert all(d.kind is DayKind.HOLIDAY and d.date.month == 10 for d in _holidays())


def test_names_the_make_up_days_without_saying_what_they_hold() -> None:
    # 28 September (Sunday) and 11 October (Saturday) were working days.
    assert make_up_days(TERM.start, TERM.end) == [dt.date(2025, 9, 28), dt.date(2025, 10, 11)]
    assert not any(d.kind is DayKind.MAKE_UP for d in _holidays())


def test_unknown_years_are_refused_with_what_to_do() -> None:
    later = known_years()[-1] + 1
    with pytest.raises(InputError) as caught:
        propose_holidays(dt.date(later, 1, 1), dt.date(later, 2, 1))
    (problem,) = caught.value.problems
    assert str(later) in problem.value
    assert problem.hint is not None


def test_weeks_of_term_run_through_holidays() -> None:
    assert week_of(TERM, dt.date(2025, 9, 28)) == 1
    assert week_of(TERM, dt.date(2025, 10, 1)) == 2
    assert week_of(TERM, dt.date(2025, 10, 17)) == 4
    assert week_of(TERM, dt.date(2025, 10, 18)) is None


def test_teaching_weeks_without_exceptions() -> None:
    weeks = teaching_weeks(_with([]), "t")
    found = [(w.number, len(w.days), w.counts) for w in weeks]
    assert found == [(n, 5, True) for n in (1, 2, 3, 4)]


def test_holidays_shorten_weeks() -> None:
    # Week 2 keeps Monday and Tuesday, week 3 Thursday and Friday: too few to count for a quota.
    weeks = teaching_weeks(_with(_holidays()), "t")
    assert [(w.number, len(w.days), w.counts) for w in weeks] == [
        (1, 5, True),
        (2, 2, False),
        (3, 2, False),
        (4, 5, True),
    ]


def test_a_make_up_day_counts_where_the_planner_put_it() -> None:
    sunday = CalendarDay(
        date=dt.date(2025, 9, 28), kind=DayKind.MAKE_UP, week=2, weekday=3, note="补周三"
    )
    community = _with([*_holidays(), sunday])
    second = teaching_weeks(community, "t")[1]
    assert (second.number, len(second.days), second.counts) == (2, 3, True)
    day = next(d for d in taught_days(community, "t") if d.date == sunday.date)
    assert (day.week, day.weekday) == (2, 3)


def test_a_make_up_day_without_week_and_weekday_holds_nothing() -> None:
    unsaid = CalendarDay(date=dt.date(2025, 9, 28), kind=DayKind.MAKE_UP)
    assert unsaid.date not in {d.date for d in taught_days(_with([unsaid]), "t")}


def test_exam_days_are_not_taught() -> None:
    exam = CalendarDay(date=dt.date(2025, 10, 17), kind=DayKind.EXAM)
    assert len(teaching_weeks(_with([exam]), "t")[-1].days) == 4


def test_terms_of_a_new_community_have_the_national_number_of_weeks() -> None:
    # Row N12: 35 teaching weeks a year, and two weeks of review before the examinations.
    community = new_community("songyang").community
    weeks = sum(w.counts for t in ("2025-1", "2025-2") for w in teaching_weeks(community, t))
    assert weeks == 35 + 2
