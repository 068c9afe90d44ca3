"""The term calendar of a plan as the rows of its tables, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from community.text import Text
from publishing.calendar_tables import (
    COVERS,
    EVENTS,
    GUESTS,
    LISTED,
    OBSERVED,
    CoverRow,
    EventRow,
    GuestRow,
    ObservedRow,
)
from publishing.row_reading import squeezed
from scheduling.term.events import Cover, DatedEvent, GuestLesson, Observed

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from community.models import Community
    from community.sheets import Sheet
    from community.tables.base import Table
    from publishing.plan_reading import PlanReader
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


def names_listed(community: Community, ids: Iterable[str]) -> str:
    """Return what teachers are called, and classes with their schools, as one cell shows them."""
    return "、".join(_listed(community, x) for x in ids)


def _listed(community: Community, id: str) -> str:
    if group := community.class_by_id.get(id):
        return community.school_by_id[group.school].name + group.name
    return community.called.get(id, id)


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


def read_events(reader: PlanReader, sheet: Sheet | None) -> tuple[DatedEvent, ...]:
    """Return the events of a table, sorted; problems go to the reader."""
    found: dict[str, DatedEvent] = {}
    for row in reader.rows(EVENTS, sheet):
        r = row.record
        if r.end < r.start:
            expected = Text("应不早于开始时间", "expected no time before the start")
            reader.problems.append(row.problem("end", expected))
        for shown, key in LISTED.items():
            names = names_listed(reader.community, getattr(r, key))
            if (told := getattr(r, shown)) and squeezed(told) != squeezed(names):
                expected = Text(f"应与编号一致：{names}", f"expected the names of the IDs: {names}")
                reader.problems.append(row.problem(shown, expected))
        if r.event_id in found:
            reader.problems.append(row.problem("event_id", _ONCE))
        found[r.event_id] = DatedEvent(
            *(r.date, r.start, r.end, r.event_id, r.event, r.rule, r.activity, r.mode),
            *(r.venue_id, r.subject_id, r.people_ids, r.class_ids, r.note),
        )
    return tuple(sorted(found.values()))


def read_covers(reader: PlanReader, sheet: Sheet | None) -> tuple[Cover, ...]:
    """Return the covers of a table, sorted; problems go to the reader."""
    rows = _lessons(reader, COVERS, sheet)
    return tuple(sorted({Cover(*x, r.absent_id, r.cover_id, r.event_id) for x, r in rows}))


def read_observed(reader: PlanReader, sheet: Sheet | None) -> tuple[Observed, ...]:
    """Return the lessons seen of a table, sorted; problems go to the reader."""
    rows = _lessons(reader, OBSERVED, sheet)
    return tuple(sorted({Observed(*x, r.teacher_id, r.observer_id, r.event_id) for x, r in rows}))


def read_guests(reader: PlanReader, sheet: Sheet | None) -> tuple[GuestLesson, ...]:
    """Return the lessons of guests of a table, sorted; problems go to the reader."""
    rows = _lessons(reader, GUESTS, sheet)
    return tuple(sorted({GuestLesson(*x, r.teacher_id, r.guest_id, r.event_id) for x, r in rows}))


def _lessons(
    reader: PlanReader, table: Table, sheet: Sheet | None
) -> Iterator[tuple[tuple[dt.date, str, str, int, str], Any]]:
    """Yield which lesson of which date each row of a table is about, and the row."""
    for row in reader.rows(table, sheet):
        r = row.record
        yield (r.date, reader.school_at(row), r.class_id, r.slot, r.subject_id), r
