"""What a term calendar holds: events with their dates, and who covers the lessons of those away."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 (the fields are looked at)
from collections import defaultdict
from dataclasses import dataclass
from itertools import chain, count
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

ONLINE, OFFLINE = "online", "offline"
DUE = "due"  # the last day for something that is handed in: no hours, nobody takes part


@dataclass(frozen=True, slots=True, order=True)
class DatedEvent:
    """One event on a date. ``start`` and ``end`` are minutes since midnight.

    ``activity`` names what it is one of (``scheduling.term.activity``), "" for what people entered
    themselves; ``rule`` the rule that asks for it. ``host`` is the school where it is held, ""
    online. ``people`` are the teachers and ``classes`` the classes that take part. Without a
    ``subject`` the classes take part in place of their lessons. What is due (``mode``) is handed in
    by the host at any time up to the date.
    """

    date: dt.date
    start: int
    end: int
    id: str
    name: str
    rule: str = ""
    activity: str = ""
    mode: str = OFFLINE
    host: str = ""
    subject: str = ""
    people: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Cover:
    """A lesson or a duty on a date that somebody else looks after: its teacher is away.

    A duty has no ``subject``. ``event`` is the event or the short stay. ``slot`` is the order of
    the lesson in the bell grid of the class's school, as in the timetable.
    """

    date: dt.date
    school: str
    class_id: str
    slot: int
    subject: str
    absent: str
    teacher: str
    event: str


@dataclass(frozen=True, slots=True, order=True)
class Observed:
    """A lesson on a date that a visitor sees. ``slot`` as in the timetable; ``event`` the visit."""

    date: dt.date
    school: str
    class_id: str
    slot: int
    subject: str
    teacher: str
    observer: str
    event: str


@dataclass(frozen=True, slots=True, order=True)
class GuestLesson:
    """A lesson on a date that a guest gives; its own ``teacher`` sits in. ``event`` is the stay.

    ``slot`` as in the timetable.
    """

    date: dt.date
    school: str
    class_id: str
    slot: int
    subject: str
    teacher: str
    guest: str
    event: str


@dataclass(frozen=True, slots=True)
class TermCalendar:
    """The calendar of a term, rows in sorted order."""

    term: str
    events: tuple[DatedEvent, ...] = ()
    covers: tuple[Cover, ...] = ()
    observed: tuple[Observed, ...] = ()
    guests: tuple[GuestLesson, ...] = ()


NO_CALENDAR = TermCalendar("")


def own_id(date: dt.date, start: int | None, name: str, taken: Collection[str] = ()) -> str:
    """Return the id of what people enter themselves: when it is, and its name.

    Read again it is the same, whatever else is entered; one of those ``taken`` gets a number.
    """
    id = ":".join(map(str, ("extra", date, *([start] if start else []), name)))
    return next(x for x in chain([id], (f"{id}:{n}" for n in count(2))) if x not in taken)


Row = TypeVar("Row", DatedEvent, Cover)


def by_date(rows: Iterable[Row]) -> defaultdict[dt.date, list[Row]]:
    """Return events, or covers, by their dates, in the order in which they come."""
    found: defaultdict[dt.date, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.date].append(row)
    return found
