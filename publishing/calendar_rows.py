"""The term calendar of a plan as the rows of its tables, and back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from community.models import SlotKind
from community.text import Text
from publishing.calendar_tables import (
    COVERS,
    EVENTS,
    GUESTS,
    OBSERVED,
    CoverRow,
    EventRow,
    GuestRow,
    ObservedRow,
)
from publishing.row_reading import names_listed
from scheduling.term.events import (
    Cover,
    DatedEvent,
    GuestLesson,
    Observed,
    TermCalendar,
    by_date,
    own_id,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping

    from community.sheets import Sheet
    from community.tables.base import Table
    from publishing.plan_reading import PlanReader
    from publishing.row_reading import PlanRow
    from publishing.view import PlanView

_ONCE = Text("活动编号应各不相同", "expected each event id once")


def event_rows(view: PlanView) -> list[EventRow]:
    """Return the events of a plan, sorted by date."""
    community, found = view.community, []
    for x in view.plan.calendar.events:
        host = community.school_by_id.get(x.host)
        found.append(
            EventRow(
                date=x.date,
                start=x.start,
                end=x.end,
                event_id=x.id,
                event=x.name,
                mode=x.mode,
                venue_id=x.host,
                venue=host.name if host else "",
                subject_id=x.subject,
                subject=view.subject_name(x.subject),
                people_ids=x.people,
                people=names_listed(community, x.people),
                class_ids=x.classes,
                classes=names_listed(community, x.classes),
                note=x.note,
                rule=x.rule,
                activity=x.activity,
            )
        )
    return found


def cover_rows(view: PlanView) -> list[CoverRow]:
    """Return who covers which lesson, sorted by date."""
    rows = view.plan.calendar.covers
    return [CoverRow(**_lesson(view, x, absent=x.absent, cover=x.teacher)) for x in rows]


def observed_rows(view: PlanView) -> list[ObservedRow]:
    """Return which lessons visitors see, sorted by date."""
    rows = view.plan.calendar.observed
    return [ObservedRow(**_lesson(view, x, teacher=x.teacher, observer=x.observer)) for x in rows]


def guest_rows(view: PlanView) -> list[GuestRow]:
    """Return which lessons guests give, sorted by date."""
    rows = view.plan.calendar.guests
    return [GuestRow(**_lesson(view, x, teacher=x.teacher, guest=x.guest)) for x in rows]


def _lesson(view: PlanView, x: Cover | Observed | GuestLesson, **people: str) -> dict[str, Any]:
    """Return the cells that say which lesson of which date it is, and who has what part in it."""
    school = view.community.school_by_id[x.school]
    slots = {s.order: s.name for s in view.community.slots if s.grid == school.grid}
    return {
        "date": x.date,
        "school_id": x.school,
        "school": school.name,
        "class_id": x.class_id,
        "class_name": view.community.class_by_id[x.class_id].name,
        "slot": x.slot,
        "slot_name": slots.get(x.slot, ""),
        "subject_id": x.subject,
        "subject": view.subject_name(x.subject),
        "event_id": x.event,
        **{f"{part}_id": who for part, who in people.items()},
        **{part: view.teacher_name(who) for part, who in people.items()},
    }


def read_calendar(
    reader: PlanReader, term: str, sheets: Mapping[str, Sheet | None]
) -> TermCalendar:
    """Return the calendar of a term from its tables, by their keys; problems go to the reader."""
    events = read_events(reader, sheets[EVENTS.key])
    return TermCalendar(
        term,
        events,
        read_covers(reader, sheets.get(COVERS.key)),
        read_observed(reader, sheets.get(OBSERVED.key), events),
        read_guests(reader, sheets.get(GUESTS.key)),
    )


def read_events(reader: PlanReader, sheet: Sheet | None) -> tuple[DatedEvent, ...]:
    """Return the events of a table, sorted; problems go to the reader.

    A row without an id is a new event, and gets one.
    """
    found: dict[str, DatedEvent] = {}
    new: list[DatedEvent] = []
    for row in reader.rows(EVENTS, sheet):
        r = row.record
        if r.end < r.start:
            expected = Text("应不早于开始时间", "expected no time before the start")
            reader.problems.append(row.problem("end", expected))
        event = DatedEvent(
            *(r.date, r.start, r.end, r.event_id, r.event, r.rule, r.activity, r.mode),
            *(r.venue_id, r.subject_id, r.people_ids, r.class_ids, r.note),
        )
        if not event.id:
            new.append(event)
        elif event.id in found:
            reader.problems.append(row.problem("event_id", _ONCE))
        else:
            found[event.id] = event
    for event in new:
        id = own_id(event.date, event.start, event.name, found)
        found[id] = replace(event, id=id)
    return tuple(sorted(found.values()))


def read_covers(reader: PlanReader, sheet: Sheet | None) -> tuple[Cover, ...]:
    """Return the covers of a table, sorted; problems go to the reader."""
    rows = _lessons(reader, COVERS, sheet)
    return tuple(sorted({Cover(*x, r.absent_id, r.cover_id, r.event_id) for x, r in rows}))


def read_observed(
    reader: PlanReader, sheet: Sheet | None, events: Iterable[DatedEvent] = ()
) -> tuple[Observed, ...]:
    """Return the lessons seen of a table, sorted; problems go to the reader.

    A row without the id of an event is about the only one that its observer has that day.
    """
    days = by_date(events)
    found = set()
    for x, r in _lessons(reader, OBSERVED, sheet):
        ids = [e.id for e in days[r.date] if r.observer_id in e.people]
        event = r.event_id or (ids[0] if len(ids) == 1 else "")
        found.add(Observed(*x, r.teacher_id, r.observer_id, event))
    return tuple(sorted(found))


def read_guests(reader: PlanReader, sheet: Sheet | None) -> tuple[GuestLesson, ...]:
    """Return the lessons of guests of a table, sorted; problems go to the reader."""
    rows = _lessons(reader, GUESTS, sheet)
    return tuple(sorted({GuestLesson(*x, r.teacher_id, r.guest_id, r.event_id) for x, r in rows}))


def _lessons(
    reader: PlanReader, table: Table, sheet: Sheet | None
) -> Iterator[tuple[tuple[dt.date, str, str, int, str], Any]]:
    """Yield which lesson of which date each row of a table is about, and the row."""
    for row in reader.rows(table, sheet):
        r, school = row.record, reader.school_at(row)
        if slot := r.slot or _slot_named(reader, row, school):
            yield (r.date, school, r.class_id, slot, r.subject_id), r


def _slot_named(reader: PlanReader, row: PlanRow, school: str) -> int:
    """Return the order of a slot by its name, on the day that it is taught as; 0: a problem."""
    r, community = row.record, reader.community
    as_taught = (d.weekday for d in community.calendar if d.date == r.date and d.weekday)
    weekday, lessons = next(as_taught, r.date.isoweekday()), bool(r.subject_id)
    slots = {
        s.order: s
        for s in community.slots_of(community.class_by_id[r.class_id])
        if weekday in s.weekdays and (s.kind is SlotKind.LESSON) is lessons
    }
    return reader.order_of(row, school, slots, lessons=lessons)
