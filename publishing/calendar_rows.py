"""The term calendar of a plan as the rows of its tables, and back."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from community.calendar import taught_days
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
    own_id,
)
from scheduling.term.stays import short_stays

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence

    from community.sheets import Sheet
    from community.tables.base import Table
    from publishing.plan_reading import PlanReader
    from publishing.row_reading import PlanRow
    from publishing.view import PlanView
    from rotation.solution import Roster

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


@dataclass(frozen=True)
class _Reasons:
    """What people have on a date, by its id: events, or short stays."""

    hidden: bool  # whether rows show other things than ids
    rows: Sequence[tuple[dt.date, str, str]]

    @cached_property
    def _ids(self) -> dict[tuple[dt.date, str], list[str]]:
        found: dict[tuple[dt.date, str], list[str]] = defaultdict(list)
        for date, who, id in self.rows:
            found[date, who].append(id)
        return found

    def of(self, date: dt.date, who: str, id: str) -> str:
        """Return the event or stay that a row is about; without an id the only one there is."""
        ids = self._ids.get((date, who), [])
        if id and (id in ids or not ids or not self.hidden):
            return id
        return ids[0] if len(ids) == 1 else ""


_AS_WRITTEN = _Reasons(hidden=False, rows=())


def read_calendar(
    reader: PlanReader,
    term: str,
    sheets: Mapping[str, Sheet | None],
    roster: Roster,
    *,
    hidden: bool = False,
) -> TermCalendar:
    """Return the calendar of a term from its tables, by their keys; problems go to the reader.

    Where the ids of events are ``hidden``, and what a row's person has on its day is something
    else, the id was copied along with the row: then the row is about what the day has.
    """
    events = read_events(reader, sheets[EVENTS.key])
    known = reader.community.term_by_id.get(term)
    days = taught_days(reader.community, term) if known else []
    stays = short_stays(reader.community, roster, known, days) if known else ()
    at_events = _Reasons(hidden, [(e.date, who, e.id) for e in events for who in e.people])
    on_stays = _Reasons(hidden, [(date, s.teacher, s.id) for s in stays for date in s.dates])
    away = _Reasons(hidden, [*at_events.rows, *on_stays.rows])
    return TermCalendar(
        term,
        events,
        read_covers(reader, sheets.get(COVERS.key), away),
        read_observed(reader, sheets.get(OBSERVED.key), at_events),
        read_guests(reader, sheets.get(GUESTS.key), on_stays),
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


def read_covers(
    reader: PlanReader, sheet: Sheet | None, away: _Reasons = _AS_WRITTEN
) -> tuple[Cover, ...]:
    """Return the covers of a table, sorted; problems go to the reader."""
    rows = _lessons(reader, COVERS, sheet, away, "absent_id")
    return tuple(sorted({Cover(*x, r.absent_id, r.cover_id, event) for x, r, event in rows}))


def read_observed(
    reader: PlanReader, sheet: Sheet | None, visits: _Reasons = _AS_WRITTEN
) -> tuple[Observed, ...]:
    """Return the lessons seen of a table, sorted; problems go to the reader."""
    rows = _lessons(reader, OBSERVED, sheet, visits, "observer_id")
    return tuple(sorted({Observed(*x, r.teacher_id, r.observer_id, event) for x, r, event in rows}))


def read_guests(
    reader: PlanReader, sheet: Sheet | None, stays: _Reasons = _AS_WRITTEN
) -> tuple[GuestLesson, ...]:
    """Return the lessons of guests of a table, sorted; problems go to the reader."""
    rows = _lessons(reader, GUESTS, sheet, stays, "guest_id")
    return tuple(sorted({GuestLesson(*x, r.teacher_id, r.guest_id, event) for x, r, event in rows}))


def _lessons(
    reader: PlanReader, table: Table, sheet: Sheet | None, reasons: _Reasons, who: str
) -> Iterator[tuple[tuple[dt.date, str, str, int, str], Any, str]]:
    """Yield which lesson of which date each row of a table is about, the row, and its event.

    ``who`` is the column of the person whom the event takes there.
    """
    for row in reader.rows(table, sheet):
        r, school = row.record, reader.school_at(row)
        if slot := r.slot or _slot_named(reader, row, school):
            event = reasons.of(r.date, getattr(r, who), r.event_id)
            yield (r.date, school, r.class_id, slot, r.subject_id), r, event


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
