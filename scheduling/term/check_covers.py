"""Checks who looks after lessons and duties, and what visitors see: each has one who can."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from community.text import Text, clock
from scheduling.term.absences import absences
from scheduling.term.covering import most_covers
from scheduling.term.events import by_date

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from community.calendar import TaughtDay
    from scheduling.term.absences import Hours, Missed
    from scheduling.term.events import Cover, DatedEvent, Observed, TermCalendar
    from scheduling.term.frame import TermFrame
    from scheduling.term.standing import Standing

Point = tuple[str, Text, tuple[str, ...]]  # a class, what is amiss with its lesson, of which events
Lesson = tuple[str, int, str]  # a class, its slot on a day, whose it is


def lesson_faults(frame: TermFrame, calendar: TermCalendar) -> Iterator[Point]:
    """Yield lessons and duties without anybody, with the wrong person, or covered without need."""
    events, covers = by_date(calendar.events), by_date(calendar.covers)
    for day in frame.days:
        rows, away = absences(frame, day, events[day.date])
        yield from _Day(frame, day, events[day.date], rows, away).faults(covers.pop(day.date, ()))
    for left in covers.values():
        yield from (_needless(frame, c) for c in left if not _is_settled(frame, c.event, c.date))


def _is_settled(frame: TermFrame, event: str, date: dt.date) -> bool:
    """Return whether it is not asked who covers on a date for an event or a short stay."""
    since = frame.past.since
    over = since is not None and date < since and event in frame.stays.by_id
    return over or event in frame.past.settled


def _where(frame: TermFrame, cover: Cover | Observed) -> str:
    group = frame.community.class_by_id[cover.class_id]
    school = frame.community.school_by_id[group.school]
    slots = {s.order: s.name for s in frame.community.slots if s.grid == school.grid}
    name = slots.get(cover.slot, str(cover.slot))
    return f"{cover.date:%Y-%m-%d} {school.name}{group.name}{name}"


def _needless(frame: TermFrame, cover: Cover) -> Point:
    where, called = _where(frame, cover), frame.community.called
    text = Text(
        f"{where}有{called[cover.teacher]}代课，但任课教师这时并不离校；请删去。",
        f"{where}: {called[cover.teacher]} covers a lesson whose teacher is there.",
    )
    return cover.class_id, text, ()


@dataclass
class _Day:
    """The covers of a day, one after the other: nobody has two lessons at once."""

    frame: TermFrame
    day: TaughtDay
    events: Sequence[DatedEvent]
    rows: Sequence[Missed]
    away: Mapping[str, Sequence[Hours]]
    taken: dict[str, list[Standing]] = field(default_factory=lambda: defaultdict(list))
    had: set[tuple[str, object]] = field(default_factory=set)  # who has which turn

    def faults(self, covers: Sequence[Cover]) -> Iterator[Point]:
        """Yield what is wrong with the covers of the day."""
        frame, date = self.frame, self.day.date
        given: dict[Lesson, list[Cover]] = defaultdict(list)
        for cover in covers:
            given[cover.class_id, cover.slot, cover.absent].append(cover)
        for row in self.rows:
            lesson = row.standing.lesson
            some = given.pop((lesson.class_id, row.standing.slot, row.teacher), [])
            if not _is_settled(frame, row.event, date):
                yield from self._of(row, some)
        for cover in (c for some in given.values() for c in some):
            if not _is_settled(frame, cover.event, date):
                yield _needless(frame, cover)

    def _of(self, row: Missed, covers: Sequence[Cover]) -> Iterator[Point]:
        x, called = row.standing, self.frame.community.called
        group = self.frame.community.class_by_id[x.lesson.class_id]
        school = self.frame.community.school_by_id[group.school]
        where = f"{self.day.date:%Y-%m-%d} {school.name}{group.name}{clock(x.start)}"
        if len(covers) != 1:
            why, zh, en = self._absence(row), "的课没有人上", "nobody has the lesson"
            if x.is_duty:
                zh, en = "没有人值班", "nobody is on duty"
            if covers:
                zh, en = f"有{len(covers)}人代，应只有一人", f"{len(covers)} cover, one is to"
                zh = zh if x.is_duty else f"的课{zh}"
            text = Text(
                f"{where}{zh}：{called[row.teacher]}{why.zh}；请写明由谁代课。",
                f"{where}: {en}, {called[row.teacher]} {why.en}; say who has it.",
            )
            yield group.id, text, (row.event,)
        for cover in covers:
            name = called[cover.teacher]
            for why in self._hindrances(cover, row):
                zh = f"{where}由{name}代{called[row.teacher]}的课，但{why.zh}。"
                en = f"{where}: {name} covers for {called[row.teacher]}, but {why.en}."
                yield group.id, Text(zh, en), (row.event,)
            if (cover.teacher, x.turn) not in self.had:
                self.taken[cover.teacher].append(x)
                self.had.add((cover.teacher, x.turn))

    def _absence(self, row: Missed) -> Text:
        if stay := self.frame.stays.by_id.get(row.event):
            zh, en = stay.name(self.frame.community)
            return Text(zh, f"is away ({en})")
        return Text("在参加活动", "is at an event")

    def _hindrances(self, cover: Cover, row: Missed) -> Iterator[Text]:
        """Yield why somebody cannot cover a lesson, and what is said wrongly of it."""
        x, who, frame = row.standing, cover.teacher, self.frame
        if not frame.is_there(who, self.day, x.start, x.end, x.school):
            school = frame.community.school_by_id[x.school].name
            yield Text(f"这时不在{school}", f"is not at {school} then")
        if self._meets(x, frame.busy_on(who, self.day)):
            yield Text(
                "这时自己有课或值班，或从另一所学校来不及",
                "has a lesson or a duty, or is on the way to one",
            )
        if _overlap((x.start, x.end), self.away.get(who, ())):
            yield Text("这时在参加活动", "is at an event then")
        most, again = most_covers(frame, self.day, who), (who, x.turn) in self.had
        if not again and self._meets(x, self.taken[who]):
            yield Text(
                "这时已代另一节课，或从另一所学校来不及",
                "covers another lesson then, or is on the way from one",
            )
        if not again and len(self.taken[who]) == most:
            yield Text(f"当天已代{most}节", f"covers {most} lessons that day already")
        if cover.subject != x.lesson.subject:
            yield Text("学科写的不是这节课的", "the subject is not that of the lesson")
        absent = {e.id for e in self.events if cover.absent in e.people} | {row.event}
        if cover.event and cover.event not in absent:
            yield Text("写的不是其参加的活动", "the event is not one that takes the teacher away")

    def _meets(self, x: Standing, others: Iterable[Standing]) -> bool:
        """Return whether a period is at the time of another, or within the way from it or to it."""
        minutes = self.frame.minutes
        return any(
            other.start < x.end + (minutes(x.school, other.school) or 0)
            and x.start < other.end + (minutes(other.school, x.school) or 0)
            for other in others
        )


def _overlap(hours: Hours, busy: Sequence[Hours]) -> bool:
    return any(a < hours[1] and hours[0] < b for a, b in busy)


def strangers(frame: TermFrame, calendar: TermCalendar) -> Iterator[Point]:
    """Yield lessons that are seen at no event, by somebody who is not there, or that are not held.

    What visitors of a rule are to see, and can, is the rule's (``scheduling.term.observing``).
    """
    known = {e.id: e for e in calendar.events}
    rules = {r.id for r in frame.community.policy.of("observation_quota")}
    for row in calendar.observed:
        event = known.get(row.event)
        if event is None or row.observer not in event.people or event.date != row.date:
            zh, en = "这天没有其参加的这项活动", "there is no such event that day"
        elif event.rule not in rules and not _is_held(frame, row, event):
            zh, en = "活动期间没有这节课", "there is no such lesson during the event"
        else:
            continue
        name, where = frame.community.called[row.observer], _where(frame, row)
        text = Text(f"{where}由{name}听课，但{zh}；请改正。", f"{where} is seen by {name}: {en}.")
        yield row.class_id, text, ()


def _is_held(frame: TermFrame, row: Observed, event: DatedEvent) -> bool:
    day = frame.day_of.get(row.date)
    return day is not None and any(
        (x.lesson.class_id, x.slot, x.lesson.subject) == (row.class_id, row.slot, row.subject)
        and event.start <= x.start
        and x.end <= event.end
        for x in frame.standing_on(row.teacher, day)
    )
