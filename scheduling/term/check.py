"""Checks a term calendar, ours or edited by hand, without any model: rules, people, covers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, combinations
from typing import TYPE_CHECKING

from community.rule import Strictness, Violation
from community.text import Text, span
from scheduling.term.check_covers import lesson_faults, strangers
from scheduling.term.events import DUE
from scheduling.term.families import families_of
from scheduling.term.guests import guest_faults
from scheduling.term.wishes import FAMILY, wishes

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from scheduling.term.activity import Activity
    from scheduling.term.events import DatedEvent, TermCalendar
    from scheduling.term.families.base import Family
    from scheduling.term.frame import TermFrame

DATES, CLASHES, WAYS = "calendar_dates", "calendar_clashes", "calendar_ways"
COVERS, GUESTS, PLACES = "calendar_covers", "calendar_guests", "calendar_places"
_TITLES = {
    DATES: Text("活动排在教学日", "events on days of lessons"),
    CLASHES: Text("同一时间只在一处", "nobody in two places at once"),
    COVERS: Text("离校教师的课有人上", "somebody for the lessons of those away"),
    GUESTS: Text("短期来校教师上得了课", "guests can give their lessons"),
    WAYS: Text("参加的人到得了", "a way for all who take part"),
    PLACES: Text("场地、车辆一次一用", "one at a time at a place"),
}


def check_calendar(frame: TermFrame, calendar: TermCalendar) -> list[Violation]:
    """Return everything that a calendar breaks or is charged for."""
    return CalendarCheck(frame).violations(calendar)


def clashes(frame: TermFrame, calendar: TermCalendar) -> list[Violation]:
    """Return where somebody, or a class, would be at two events at once."""
    return [*_Check(frame, calendar).clashes()]


@dataclass(frozen=True)
class CalendarCheck:
    """The check of calendars of one term; what the policy asks for is worked out once."""

    frame: TermFrame

    @cached_property
    def families(self) -> list[Family]:
        """The calendar rules of the policy."""
        return families_of(self.frame)

    @cached_property
    def activities(self) -> list[Activity]:
        """What they ask for."""
        return [a for family in self.families for a in family.activities()]

    @cached_property
    def takes(self) -> dict[str, list[str]]:
        """What each activity takes of which there is one; families count what has more."""
        several = {place for family in self.families for place in family.places()}
        return {a.id: [x for x in a.takes if x not in several] for a in self.activities}

    def violations(self, calendar: TermCalendar) -> list[Violation]:
        """Return everything that a calendar breaks or is charged for."""
        found = [v for f in self.families for v in f.violations(calendar, self.activities)]
        found += wishes(self.frame, self.activities, calendar.events)
        check = _Check(self.frame, calendar)
        return [*found, *check.found(), *check.shared(self.takes)]


@dataclass(frozen=True)
class _Check:
    """What holds of any calendar, whatever the policy says. What is settled is as people say."""

    frame: TermFrame
    calendar: TermCalendar

    def found(self) -> Iterator[Violation]:
        for event in self.calendar.events:
            if event.id not in self.frame.past.settled:
                yield from self._day(event)
                yield from self._ways(event)
        yield from self.clashes()
        seen = strangers(self.frame, self.calendar)
        for who, text, parts in chain(lesson_faults(self.frame, self.calendar), seen):
            yield _violation(COVERS, who, text, parts)
        for row, why in guest_faults(self.frame, self.calendar):
            where, name = f"{row.date:%Y-%m-%d} {self._name(row.class_id)}", self._name(row.guest)
            text = Text(
                f"{where}第{row.slot}时段写着由{name}上课，但{name}{why.zh}；请删去或改正。",
                f"{where}, slot {row.slot}: {name} is said to give the lesson, but {why.en}.",
            )
            yield _violation(GUESTS, row.class_id, text)

    def _day(self, event: DatedEvent) -> Iterator[Violation]:
        known = event.date in self.frame.day_of or event.date in self.frame.exam_days
        if event.mode != DUE and not known:
            text = Text(
                f"{event.name}排在{event.date:%Y-%m-%d}，这天不上课；请改到教学日。",
                f"{event.name} is on {event.date}, a day without lessons; move it.",
            )
            yield _violation(DATES, event.id, text)

    def _ways(self, event: DatedEvent) -> Iterator[Violation]:
        """Everybody has a way to where it is held, and back."""
        day = self.frame.day_of.get(event.date)
        for who in (*event.people, *event.classes):
            at = self._home(who)
            if day and who in event.people:
                at = self.frame.site(who, day)
            ways = (at, event.host), (event.host, at)
            if event.host and any(self.frame.minutes(*way) is None for way in ways):
                host = self.frame.community.school_by_id[event.host].name
                text = Text(
                    f"{event.name}（{event.date:%Y-%m-%d}）在{host}，“路程”表里没有"
                    f"{self._name(who)}往返的路；请补上路程，换人或换地点。",
                    f"{event.name} ({event.date}) is at {host}, to which {self._name(who)} has no "
                    "way, or none back: give it, or change the person or the place.",
                )
                yield _violation(WAYS, who, text, (event.id,))

    def clashes(self) -> Iterator[Violation]:
        """Nobody is at two events at once, nor has too little time for the way between them."""
        of: dict[tuple[dt.date, str], list[DatedEvent]] = defaultdict(list)
        for event in self.calendar.events:
            for who in (*event.people, *event.classes):
                of[event.date, who].append(event)
        for (date, who), events in sorted(of.items()):
            for one, other in self._pairs(events):
                here, there = self._at(one, who), self._at(other, who)
                way = self.frame.minutes(here, there) if here and there else 0
                if way is None or one.end + way > other.start:
                    name = self._name(who)
                    text = Text(
                        f"{name}在{date:%Y-%m-%d}来不及：{_told(one)}，{_told(other)}。",
                        f"{name} cannot be at both on {date}: {_told(one)}, {_told(other)}.",
                    )
                    yield _violation(CLASHES, who, text, (one.id, other.id))

    def shared(self, takes: dict[str, list[str]]) -> Iterator[Violation]:
        """One event at a time takes a venue, or a trip of the buses; ``takes`` is by activity."""
        of: dict[tuple[dt.date, str], list[DatedEvent]] = defaultdict(list)
        for event in self.calendar.events:
            for place in takes.get(event.activity, ()):
                of[event.date, place].append(event)
        for (date, _), events in sorted(of.items()):
            for one, other in self._pairs(events):
                if one.end > other.start:
                    text = Text(
                        f"{date:%Y-%m-%d}同一场地（车辆）同时有两项：{_told(one)}，{_told(other)}；"
                        "请改期。",
                        f"One place, or the buses, for two at once on {date}: {_told(one)}, "
                        f"{_told(other)}; move one.",
                    )
                    yield _violation(PLACES, one.id, text, (one.id, other.id))

    def _pairs(self, events: Iterable[DatedEvent]) -> Iterator[tuple[DatedEvent, DatedEvent]]:
        for one, other in combinations(sorted(events), 2):
            if not {one.id, other.id} <= self.frame.past.settled:
                yield one, other

    def _at(self, event: DatedEvent, who: str) -> str:
        """Return where somebody is at an event; pupils are at school for what is online."""
        return event.host or (self._home(who) if who in self.frame.community.class_by_id else "")

    def _home(self, who: str) -> str:
        group = self.frame.community.class_by_id.get(who)
        return (group or self.frame.community.teacher_by_id[who]).school

    def _name(self, who: str) -> str:
        if called := self.frame.community.called.get(who):
            return called
        name = self.frame.community.class_by_id[who].name
        return self.frame.community.school_by_id[self._home(who)].name + name


def _told(event: DatedEvent) -> str:
    return f"{event.name}{span(event.start, event.end)}"


def _violation(rule: str, point: str, text: Text, parts: tuple[str, ...] = ()) -> Violation:
    return Violation(
        rule, FAMILY, Strictness.HARD, point, 1, 1, text, parts=parts, title=_TITLES[rule]
    )
