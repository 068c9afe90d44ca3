"""Which event of a calendar is meant: by its id, or as a planner says it, by name and date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING

from community.errors import InputError, Problem
from community.names import plain
from community.tables.cells import CellError
from community.tables.references import References
from community.tables.times import Clock, Date
from community.text import Text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from community.models import Community
    from community.policy import PolicyRule
    from scheduling.term.records import Tracked

_DATE = re.compile(
    r"(?:[0-9]{4}[-/.年])?[0-9]{1,2}[-/.月][0-9]{1,2}[日号]?(?:\(?(?:周|星期)[一二三四五六日天]\)?)?"
)
_CLOCK = re.compile(r"(?:上午|早上|中午|下午|晚上)?[0-9]{1,2}[:时点][0-9]{2}分?")
_FEW = 5  # events that are told where several could be meant


@dataclass(frozen=True)
class EventWords:
    """Finds events of one term by words."""

    community: Community
    term: str
    events: Sequence[Tracked]

    def event(self, text: str) -> Tracked:
        """Return the one event that a text names.

        Raises
        ------
        InputError
            When it names none, or several.
        """
        if same := [t for t in self.events if t.event.id == text]:
            return same[0]
        date, start, words = self.when(text)
        found = [
            t
            for t in self.events
            if date in (None, t.event.date)
            and start in (None, t.event.start)
            and all(w in self._said[t.event.id] for w in words)
        ]
        if len(found) == 1:
            return found[0]
        if exact := [t for t in found if [plain(t.event.name).lower()] == words]:
            found = exact
        if len(found) == 1:
            return found[0]
        raise InputError([self._unclear(text, found, self._near(date, words))])

    def when(self, text: str) -> tuple[dt.date | None, int | None, list[str]]:
        """Return the date and the time that a text names, if any, and its other words.

        Raises
        ------
        InputError
            When a date or a time in it does not exist.
        """
        rest, date, start = plain(text), None, None
        try:
            if found := _DATE.search(rest):
                date = self.date(found[0])
                rest = f"{rest[: found.start()]} {rest[found.end() :]}"
            if found := _CLOCK.search(rest):
                start = Clock().parse(found[0], References())
                rest = f"{rest[: found.start()]} {rest[found.end() :]}"
        except CellError as wrong:
            problem = Problem(value=text, expected=wrong.expected, hint=wrong.hint)
            raise InputError([problem]) from None
        return date, start, rest.lower().split()

    def date(self, text: str) -> dt.date:
        """Return a date; of one without a year, that in the term."""
        year = re.match(r"[0-9]{4}[-/.年]", text)
        term = self.community.term_by_id[self.term]
        if year:
            return Date().parse(text, References())
        bare = re.sub(r"[-/.月]", "-", re.match(r"[0-9]{1,2}[-/.月][0-9]{1,2}", text)[0])  # type: ignore[index]
        years = range(term.start.year, term.end.year + 1)
        dates = [Date().parse(f"{y}-{bare}", References()) for y in years]
        inside = [d for d in dates if term.start <= d <= term.end]
        return (inside or dates)[0]

    def rule(self, text: str) -> PolicyRule:
        """Return the rule that a text names by its id, or by words of its title.

        Raises
        ------
        InputError
            When it names none, or several.
        """
        rules = self.community.policy.rules
        wanted = plain(text).lower()
        found = [r for r in rules if r.id == text] or [
            r for r in rules if wanted in plain(r.title.zh).lower() or wanted in r.title.en.lower()
        ]
        if len(found) == 1:
            return found[0]
        some = found or [r for r in rules if any(t.event.rule == r.id for t in self.events)]
        zh, en = "、".join(r.title.zh for r in some[:9]), ", ".join(r.title.en for r in some[:9])
        expected = Text(f"应为一条规则，如：{zh}", f"expected one rule, such as {en}")
        raise InputError([Problem(value=text, expected=expected)])

    @cached_property
    def _said(self) -> dict[str, str]:
        """What is said of each event: its name, its place, and who takes part."""
        schools, called = self.community.school_by_id, self.community.called
        subjects, classes = self.community.subject_by_id, self.community.class_by_id
        found = {}
        for t in self.events:
            e = t.event
            words = [e.name, e.note]
            words += [schools[e.host].name] if e.host in schools else []
            words += [subjects[e.subject].name] if e.subject in subjects else []
            words += [called[p] for p in e.people if p in called]
            own = [classes[c] for c in e.classes if c in classes]
            words += [schools[c.school].name + c.name for c in own]
            found[e.id] = plain(" ".join(words)).lower()
        return found

    def _near(self, date: dt.date | None, words: Sequence[str]) -> list[Tracked]:
        """Return the events of such a name on any day; else those of the day, or of like names."""
        named = [t for t in self.events if all(w in self._said[t.event.id] for w in words)]
        today = [t for t in self.events if date == t.event.date]
        like = get_close_matches(" ".join(words), [plain(t.event.name) for t in self.events], _FEW)
        return (
            (named if words else [])
            or today
            or [t for t in self.events if plain(t.event.name) in like]
        )

    def _unclear(self, text: str, found: Sequence[Tracked], others: Sequence[Tracked]) -> Problem:
        near = found or others
        named = "；".join(event_said(t) for t in near[:_FEW])
        hint = Text(f"有：{named}", f"There are {named}") if near else None
        expected = (
            Text("不止一次活动是这样，请写明日期和名称", "several are so; write date and name")
            if found
            else Text("日程里没有这样一次活动", "the calendar has no such event")
        )
        return Problem(value=text, expected=expected, hint=hint)


def event_said(one: Tracked) -> str:
    """Return an event in words by which it is found again."""
    e = one.event
    hours = f" {e.start // 60:02}:{e.start % 60:02}" if e.start else ""
    return f"{e.date:%Y-%m-%d}{hours} {e.name}"
