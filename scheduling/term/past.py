"""What of a calendar has happened or been decided, when the rest of it is planned anew."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 (the fields are looked at)
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from scheduling.term.events import NO_CALENDAR, TermCalendar
from scheduling.term.records import State, tracked

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from scheduling.term.activity import Option
    from scheduling.term.events import DatedEvent
    from scheduling.term.records import EventRecord, Tracked


@dataclass(frozen=True)
class Past:
    """A calendar, the log of what became of it, and the date from which on it is planned again.

    Without a date nothing is planned again: then it says what was held and decided only.
    """

    calendar: TermCalendar = NO_CALENDAR
    records: Sequence[EventRecord] = ()
    since: dt.date | None = None

    @cached_property
    def events(self) -> tuple[Tracked, ...]:
        """What became of every event."""
        return tracked(self.calendar.events, self.records)

    @cached_property
    def decided(self) -> frozenset[str]:
        """The ids of events that are as people say: held, or moved to a date by them."""
        return frozenset(t.event.id for t in self.events if t.state in (State.HELD, State.MOVED))

    @cached_property
    def fixed(self) -> tuple[DatedEvent, ...]:
        """The events that stay: decided, or before the date, where they are taken to be held."""
        return tuple(t.event for t in self.events if self._stays(t))

    @cached_property
    def settled(self) -> frozenset[str]:
        """The ids of the events that stay: whether their time is a good one is not asked."""
        return frozenset(e.id for e in self.fixed)

    @cached_property
    def unknown(self) -> tuple[DatedEvent, ...]:
        """The events before the date of which nobody says what became of them."""
        return tuple(t.event for t in self.events if t.is_open and self._is_past(t))

    @cached_property
    def open(self) -> tuple[DatedEvent, ...]:
        """The events from the date on that may move."""
        planned = (t for t in self.events if t.state is State.PLANNED)
        return tuple(t.event for t in planned if not self._is_past(t))

    def _is_past(self, one: Tracked) -> bool:
        return self.since is not None and one.event.date < self.since

    def _stays(self, one: Tracked) -> bool:
        return one.event.id in self.decided or (one.is_open and self._is_past(one))

    @cached_property
    def of(self) -> Mapping[str, Sequence[DatedEvent]]:
        """The events that stay, by activity."""
        found: dict[str, list[DatedEvent]] = defaultdict(list)
        for event in self.fixed:
            found[event.activity].append(event)
        return found

    @cached_property
    def off(self) -> Mapping[str, set[dt.date]]:
        """The dates on which something was cancelled, by activity: it is not held then."""
        found: dict[str, set[dt.date]] = defaultdict(set)
        for t in self.events:
            if t.state is State.CANCELLED:
                found[t.event.activity].add(t.event.date)
        return found

    def left(self, activity: str, options: Iterable[Option]) -> tuple[Option, ...]:
        """Return when an activity can still be held, besides what stays."""
        known = self.since, self.of, self.off
        if known == (None, {}, {}):
            return tuple(options)
        taken = {e.date for e in self.of.get(activity, ())} | self.off.get(activity, set())
        return tuple(
            o for o in options if o.date not in taken and (not self.since or o.date >= self.since)
        )


NO_PAST = Past()
