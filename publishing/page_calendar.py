"""What the web page shows of the calendar of a term, as data; dates are days since the term began.

Records refer to each other by position, as in ``publishing.page_data``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from community.models import DayKind
from publishing.calendar_view import CalendarView
from publishing.i18n import weekday_name, word
from scheduling.term.events import DUE, ONLINE

if TYPE_CHECKING:
    import datetime as dt

    from community.models import CalendarDay
    from community.text import Lang
    from publishing.view import PlanView
    from scheduling.term.events import Cover, GuestLesson

EVENT_FIELDS = (
    *("day", "start", "end", "name", "kind", "mode", "host", "people", "classes", "schools"),
    "note",
)
_LESSON = ("day", "school", "cls", "slot", "start", "end", "subject")
COVER_FIELDS = (*_LESSON, "absent", "cover", "why")
GUEST_FIELDS = (*_LESSON, "guest", "teacher", "why")
DUTY = -2  # the subject of a duty that is covered
STAY = 3  # the mode of a day of a short stay; its start and end are the first and last day of all


def calendar_data(view: PlanView, lang: Lang) -> dict[str, Any] | None:
    """Return the events, covers and special days of a plan's term; None without a calendar."""
    if not view.plan.has_calendar:
        return None
    c, calendar = view.community, CalendarView(view)
    schools, teachers = _places(c.schools), _places(c.teachers)
    classes, subjects = _places(c.classes), {s: i for i, s in enumerate(c.subject_by_id)}
    days = {x.date: _day(x, lang) for x in c.calendar}

    def since(date: dt.date) -> int:
        return (date - view.term.start).days

    def lesson(x: Cover | GuestLesson) -> list[Any]:
        slot, subject = calendar.slot(x), subjects.get(x.subject, -1) if x.subject else DUTY
        where = since(x.date), schools[x.school], classes[x.class_id], slot.name
        return [*where, slot.start, slot.end, subject]

    events = [
        [
            *(since(x.date), x.start, x.end, x.name, calendar.kinds.index(x.rule)),
            *(2 if x.mode == DUE else int(x.mode == ONLINE), schools[x.host]),
            [teachers[t] for t in x.people],
            [classes[g] for g in x.classes],
            [schools[s] for s in calendar.schools[x.id]],
            x.note,
        ]
        for x in calendar.events
    ]
    stays = [
        [
            *(since(date), since(dates[0]), since(dates[-1]), s.title.to(lang)),
            *(len(calendar.kinds), STAY, schools[s.host], [teachers[s.teacher]], []),
            *([schools[s.host], schools[calendar.home(s)]], ""),
        ]
        for s in calendar.stays.rows
        for dates in calendar.runs(s)
        for date in dates
    ]
    return {
        "start": view.term.start.isoformat(),
        "days": since(view.term.end) + 1,
        "special": [
            [since(d), *said]
            for d, said in sorted(days.items())
            if view.term.start <= d <= view.term.end
        ],
        "kinds": [
            *(calendar.kind_name(kind, lang) for kind in calendar.kinds),
            *([word("short_stays", lang)] if calendar.stays.rows else []),
        ],
        "event_fields": EVENT_FIELDS,
        "events": sorted([*stays, *events], key=lambda row: row[0]),
        "cover_fields": COVER_FIELDS,
        "covers": [
            [*lesson(x), teachers[x.absent], teachers[x.teacher], calendar.reason(x, lang)]
            for x in calendar.covers
        ],
        "guest_fields": GUEST_FIELDS,
        "guests": [
            [*lesson(x), teachers[x.guest], teachers[x.teacher], calendar.reason(x, lang)]
            for x in calendar.guests
        ],
    }


def _day(x: CalendarDay, lang: Lang) -> tuple[str, str]:
    """Return what kind of day it is for the page, and what stands beside its date."""
    if x.kind is DayKind.MAKE_UP:
        taught = weekday_name(x.weekday, lang) if x.weekday else ""
        return "made-up", word("taught_as", lang, week=x.week, day=taught) if taught else x.note
    return x.kind.value, x.note or word(f"day_{x.kind.value}", lang)


def _places(records: tuple[Any, ...]) -> dict[str, int]:
    return {r.id: i for i, r in enumerate(records)} | {"": -1}
