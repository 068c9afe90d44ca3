"""What became of the events of a term: a log, in which the last word on an event counts."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 (the fields are looked at)
from collections import defaultdict
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from scheduling.term.events import DatedEvent, TermCalendar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class State(StrEnum):
    """What became of an event; PLANNED also takes back what was said of it before."""

    PLANNED = "planned"
    HELD = "held"
    MOVED = "moved"
    CANCELLED = "cancelled"


class Piece(NamedTuple):
    """A piece of evidence: its kind, and where it is found. The thing itself stays there."""

    kind: str
    reference: str


@dataclass(frozen=True, slots=True)
class EventRecord:
    """One entry of the log. ``date`` is when it was held, where it moved, or when it is not held.

    What is held without having been planned says itself what it is, and which rule it counts for.
    """

    event: str
    name: str
    state: State
    date: dt.date
    start: int | None = None
    end: int | None = None
    evidence: tuple[Piece, ...] = ()
    rule: str = ""
    activity: str = ""
    who: str = ""
    note: str = ""
    recorded: str = ""


@dataclass(frozen=True, slots=True)
class Tracked:
    """An event as it was held, or as it is to be now, and the evidence of it."""

    event: DatedEvent
    state: State = State.PLANNED
    evidence: tuple[Piece, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it is still to be held."""
        return self.state in (State.PLANNED, State.MOVED)


def tracked(events: Iterable[DatedEvent], records: Sequence[EventRecord]) -> tuple[Tracked, ...]:
    """Return what became of events, by date; also of those that stand in the log alone."""
    of: dict[str, list[EventRecord]] = defaultdict(list)
    for record in records:
        of[record.event].append(record)
    planned = {e.id: e for e in events}
    found = [_tracked(event, of.pop(event.id, [])) for event in planned.values()]
    found += [_tracked(_of_log(rows[-1]), rows) for rows in of.values()]
    return tuple(sorted(found, key=lambda t: t.event))


def _tracked(event: DatedEvent, rows: Sequence[EventRecord]) -> Tracked:
    if not rows:
        return Tracked(event)
    last = rows[-1]
    evidence = tuple(dict.fromkeys(e for row in rows for e in row.evidence))
    if last.state is not State.PLANNED:
        start = event.start if last.start is None else last.start
        end = start + event.end - event.start if last.end is None else last.end
        event = replace(event, date=last.date, start=start, end=end, note=last.note or event.note)
    return Tracked(event, last.state, evidence)


def _of_log(record: EventRecord) -> DatedEvent:
    """Return an event that no calendar has: held without a plan, or planned again since."""
    start = record.start or 0
    return DatedEvent(
        date=record.date,
        start=start,
        end=start if record.end is None else record.end,
        id=record.event,
        name=record.name,
        rule=record.rule,
        activity=record.activity,
    )


def as_recorded(calendar: TermCalendar, records: Sequence[EventRecord]) -> TermCalendar:
    """Return a calendar as it was held, and is to be: without what was cancelled.

    Nobody covers lessons any more, and nobody sees any, for what is held at another time, or not
    at all.
    """
    if not records:
        return calendar
    before = {e.id: (e.date, e.start, e.end) for e in calendar.events}
    left = [t.event for t in tracked(calendar.events, records) if _counts(t)]
    same = {e.id for e in left if before.get(e.id) == (e.date, e.start, e.end)}
    covers = tuple(c for c in calendar.covers if c.event in same or c.event not in before)
    seen = tuple(x for x in calendar.observed if x.event in same or x.event not in before)
    return replace(calendar, events=tuple(left), covers=covers, observed=seen)


def _counts(one: Tracked) -> bool:
    return one.state is not State.CANCELLED


def held(events: Iterable[DatedEvent], records: Sequence[EventRecord]) -> frozenset[str]:
    """Return the ids of the events that were held."""
    return frozenset(t.event.id for t in tracked(events, records) if t.state is State.HELD)
