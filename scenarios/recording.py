"""What people say became of events, as entries of the log."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from community.errors import InputError, Problem
from community.names import plain
from community.text import Text
from scenarios.event_words import EventWords
from scheduling.term.events import own_id
from scheduling.term.records import EventRecord, State, tracked

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from community.models import Community
    from scenarios.plan import Plan
    from scheduling.term.events import DatedEvent
    from scheduling.term.records import Piece, Tracked


class Said(NamedTuple):
    """What somebody says of an event; what is None stays as it is."""

    state: State | None = None
    date: dt.date | None = None
    start: int | None = None
    evidence: tuple[Piece, ...] = ()
    who: str = ""
    note: str = ""


@dataclass(frozen=True)
class Recording:
    """The calendar of a plan and its log, to which entries are added at a moment."""

    community: Community
    plan: Plan
    moment: str = ""

    @cached_property
    def events(self) -> tuple[Tracked, ...]:
        """What is known of each event."""
        return tracked(self.plan.calendar.events, self.plan.records)

    @cached_property
    def words(self) -> EventWords:
        """What finds events by words."""
        return EventWords(self.community, self.plan.calendar.term, self.events)

    @cached_property
    def _planned(self) -> dict[str, DatedEvent]:
        return {e.id: e for e in self.plan.calendar.events}

    def entries(self, texts: Iterable[str], said: Said) -> list[EventRecord]:
        """Return an entry for each event that texts name.

        Raises
        ------
        InputError
            With a problem for each text that does not name one event, or of which that cannot be.
        """
        found: dict[str, EventRecord] = {}
        problems: list[Problem] = []
        for text in texts:
            try:
                one = self.words.event(text)
                found[one.event.id] = self.entry(one, said)
            except InputError as error:
                problems += error.problems
        if problems:
            raise InputError(problems)
        return list(found.values())

    def entry(self, one: Tracked, said: Said) -> EventRecord:
        """Return the entry that says something of an event.

        Evidence alone says that it was held.
        """
        state = said.state or (one.state if one.state is not State.PLANNED else State.HELD)
        event = one.event
        if state is State.PLANNED or (state is State.CANCELLED and said.date is None):
            event = self._planned.get(event.id, event)
        date = said.date or event.date
        start = event.start if said.start is None else said.start
        same = (date, start) == (event.date, event.start)
        if state is State.MOVED and same and one.state is not State.MOVED:
            expected = Text("改期应写明新的日期或时间", "expected the new date or time")
            raise InputError([Problem(value=event.name, expected=expected)])
        return EventRecord(
            event=event.id,
            name=event.name,
            state=state,
            date=date,
            start=start,
            end=start + event.end - event.start,
            evidence=said.evidence,
            rule=event.rule,
            activity=event.activity,
            who=said.who,
            note=said.note,
            recorded=self.moment,
        )

    def unplanned(self, text: str, said: Said, rule: str = "") -> EventRecord:
        """Return the entry of something held that no calendar planned.

        It counts for what the events of its name count for; else for the only thing that its rule
        asks for, where there is one.

        Raises
        ------
        InputError
            When it has no name or no date, or the rule is not known.
        """
        date, start, _ = self.words.when(text)
        name = self._name(text)
        date = said.date or date
        if date is None or not name:
            expected = Text(
                "计划外的活动应写明名称和日期", "expected name and date of what was not planned"
            )
            raise InputError([Problem(value=text, expected=expected)])
        wanted = self.words.rule(rule).id if rule else ""
        like = self._like(name, wanted)
        first = said.start if said.start is not None else start
        return EventRecord(
            event=own_id(date, first, name),
            name=name,
            state=said.state or State.HELD,
            date=date,
            start=first,
            end=first,
            evidence=said.evidence,
            rule=like.rule if like else wanted,
            activity=like.activity if like else "",
            who=said.who,
            note=said.note,
            recorded=self.moment,
        )

    def _name(self, text: str) -> str:
        """Return a text without the date and the time in it, as it was written."""
        words = {*self.words.when(text)[2]}
        return " ".join(w for w in plain(text).split() if w.lower() in words)

    def _like(self, name: str, rule: str) -> DatedEvent | None:
        """Return an event of the calendar that counts for the same."""
        own = [e for e in self.plan.calendar.events if rule in ("", e.rule)]
        for some in (
            [e for e in own if plain(e.name) == plain(name)],
            [e for e in own if plain(name) in plain(e.name) or plain(e.name) in plain(name)],
            own if rule else [],
        ):
            if len({e.activity for e in some}) == 1:
                return some[0]
        return None


def changed(entries: Sequence[EventRecord], events: Iterable[Tracked]) -> list[EventRecord]:
    """Return the entries that say something new."""
    known = {t.event.id: t for t in events}
    found = []
    for entry in entries:
        one = known.get(entry.event)
        fresh = tuple(e for e in entry.evidence if one is None or e not in one.evidence)
        when = (entry.state, entry.date, entry.start or 0)
        if one is None or fresh or when != (one.state, one.event.date, one.event.start):
            found.append(replace(entry, evidence=fresh))
    return found
