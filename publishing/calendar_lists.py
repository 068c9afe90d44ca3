"""行事历 and 代课安排: what is held on which date of the term, and who covers whose lessons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.calendar import week_of
from publishing.calendar_view import LISTED, CalendarView
from publishing.i18n import span, weekday_name, word
from publishing.notice import Notice

if TYPE_CHECKING:
    import datetime as dt

    from community.models import School
    from community.tables.cells import Written
    from community.text import Lang
    from publishing.view import PlanView


def calendar_lists(view: PlanView, lang: Lang, school: School | None = None) -> list[Notice]:
    """Return the lists of a plan's calendar, perhaps of one school; none where it has none."""
    if not view.plan.has_calendar:
        return []
    calendar = CalendarView(view)
    return [_events(calendar, lang, school), _covers(calendar, lang, school)]


def _events(calendar: CalendarView, lang: Lang, school: School | None) -> Notice:
    """Return the events of the term, by date."""
    view = calendar.view
    rows: list[tuple[Written, ...]] = []
    for x in calendar.of_school(school) if school else calendar.events:
        rows.append(
            (
                *_day(view, x.date, lang),
                *(calendar.hours(x, lang), x.name, calendar.place(x, lang)),
                *(calendar.who(x, lang, LISTED), x.note),
            )
        )
    columns = (
        *(("term_week", 6), ("date", 12), ("weekday", 7), ("hours", 13), ("event", 28)),
        *(("place", 20), ("taking_part", 50), ("note", 14)),
    )
    return Notice("term_events", word("term_events_sentence", lang), columns, tuple(rows))


def _covers(calendar: CalendarView, lang: Lang, school: School | None) -> Notice:
    """Return who covers which lesson, by date and by the clock."""
    view = calendar.view
    rows: list[tuple[Written, ...]] = []
    for x in calendar.covers:
        if school and x.school != school.id:
            continue
        slot, group = calendar.slot(x), view.community.class_by_id[x.class_id].name
        rows.append(
            (
                *_day(view, x.date, lang),
                *(() if school else (view.community.school_by_id[x.school].name,)),
                *(f"{slot.name} {span(slot.start, slot.end)}", group, view.subject_name(x.subject)),
                *(view.teacher_name(x.absent), view.teacher_name(x.teacher)),
                calendar.reason(x),
            )
        )
    columns = (
        *(("term_week", 6), ("date", 12), ("weekday", 7), *(() if school else (("school", 20),))),
        *(("slot_name", 20), ("class", 16), ("subject", 14), ("absent", 12), ("cover", 12)),
        ("why_absent", 28),
    )
    return Notice("term_covers", word("term_covers_sentence", lang), columns, tuple(rows))


def _day(view: PlanView, date: dt.date, lang: Lang) -> tuple[Written, ...]:
    """Return week of the term, date and weekday."""
    return week_of(view.term, date) or "", date.isoformat(), weekday_name(date.isoweekday(), lang)
