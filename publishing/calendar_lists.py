"""行事历 and 代课安排: what is held on which date of the term, and who covers whose lessons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.calendar import week_of
from community.text import span
from publishing.calendar_view import LISTED, CalendarView
from publishing.i18n import weekday_name, word
from publishing.notice import Notice

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from community.models import School
    from community.tables.cells import Written
    from community.text import Lang
    from publishing.view import PlanView
    from scheduling.term.events import Cover, GuestLesson
    from scheduling.term.stays import ShortStay


def calendar_lists(view: PlanView, lang: Lang, school: School | None = None) -> list[Notice]:
    """Return the lists of a plan's calendar, perhaps of one school; none where it has none."""
    if not view.plan.has_calendar:
        return []
    calendar = CalendarView(view)
    found = [_events(calendar, lang, school), _covers(calendar, lang, school)]
    return [*found, *_guests(calendar, lang, school)]


def _events(calendar: CalendarView, lang: Lang, school: School | None) -> Notice:
    """Return the events of the term, by date."""
    view = calendar.view
    found: list[tuple[dt.date, tuple[Written, ...]]] = []
    for stay in calendar.stays_of(school) if school else calendar.stays.rows:
        found += [(dates[0], _stay(calendar, stay, dates, lang)) for dates in calendar.runs(stay)]
    for x in calendar.of_school(school) if school else calendar.events:
        row = (
            *_day(view, x.date, lang),
            *(calendar.hours(x, lang), x.name, calendar.place(x, lang)),
            *(calendar.who(x, lang, LISTED), x.note),
        )
        found.append((x.date, row))
    rows = [row for _, row in sorted(found, key=lambda x: x[0])]
    columns = (
        *(("term_week", 6), ("date", 12), ("weekday", 7), ("hours", 13), ("event", 28)),
        *(("place", 20), ("taking_part", 50), ("note", 14)),
    )
    return Notice("term_events", word("term_events_sentence", lang), columns, tuple(rows))


def _stay(
    calendar: CalendarView, stay: ShortStay, dates: Sequence[dt.date], lang: Lang
) -> tuple[Written, ...]:
    """Return a line for the days of a stay, at its first."""
    view, schools = calendar.view, calendar.view.community.school_by_id
    return (
        *_day(view, dates[0], lang),
        word("until_day", lang, date=f"{dates[-1]:%Y-%m-%d}"),
        *(stay.title.to(lang), schools[stay.host].name),
        *(f"{view.teacher_name(stay.teacher)}（{schools[calendar.home(stay)].name}）", ""),
    )


def _covers(calendar: CalendarView, lang: Lang, school: School | None) -> Notice:
    """Return who covers which lesson, by date and by the clock."""
    name = calendar.view.teacher_name
    rows = [
        (
            *(*_lesson(calendar, x, lang, school), name(x.absent), name(x.teacher)),
            calendar.reason(x, lang),
        )
        for x in calendar.covers
        if school is None or x.school == school.id
    ]
    columns = (*_columns(school), ("absent", 12), ("cover", 12), ("why_absent", 28))
    return Notice("term_covers", word("term_covers_sentence", lang), columns, tuple(rows))


def _guests(calendar: CalendarView, lang: Lang, school: School | None) -> Iterator[Notice]:
    """Yield which guest gives which lesson, by date and by the clock; nothing without guests."""
    name = calendar.view.teacher_name
    rows = [
        (
            *(*_lesson(calendar, x, lang, school), name(x.guest), name(x.teacher)),
            calendar.reason(x, lang),
        )
        for x in calendar.guests
        if school is None or x.school == school.id
    ]
    columns = (*_columns(school), ("guest", 12), ("sits_in", 12), ("why_here", 28))
    if rows:
        yield Notice("term_guests", word("term_guests_sentence", lang), columns, tuple(rows))


def _lesson(
    calendar: CalendarView, x: Cover | GuestLesson, lang: Lang, school: School | None
) -> tuple[Written, ...]:
    """Return which lesson of which date it is, with its school where the list has several."""
    view, slot = calendar.view, calendar.slot(x)
    return (
        *_day(view, x.date, lang),
        *(() if school else (view.community.school_by_id[x.school].name,)),
        f"{slot.name} {span(slot.start, slot.end)}",
        *(view.community.class_by_id[x.class_id].name, calendar.subject(x, lang)),
    )


def _columns(school: School | None) -> tuple[tuple[str, int], ...]:
    return (
        *(("term_week", 6), ("date", 12), ("weekday", 7), *(() if school else (("school", 20),))),
        *(("slot_name", 20), ("class", 16), ("subject", 14)),
    )


def _day(view: PlanView, date: dt.date, lang: Lang) -> tuple[Written, ...]:
    """Return week of the term, date and weekday."""
    return week_of(view.term, date) or "", date.isoformat(), weekday_name(date.isoweekday(), lang)
