"""Checks a term calendar, ours or edited by hand, without any model: rules, people, covers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from community.rule import Strictness, Violation
from community.text import Text
from scheduling.term.covering import absences
from scheduling.term.events import DUE
from scheduling.term.families import families_of
from scheduling.term.families.base import clock
from scheduling.term.guests import guest_faults
from scheduling.term.wishes import FAMILY, wishes

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence

    from community.calendar import TaughtDay
    from scheduling.term.covering import Hours, Missed
    from scheduling.term.events import Cover, DatedEvent, TermCalendar
    from scheduling.term.frame import TermFrame

DATES, CLASHES = "calendar_dates", "calendar_clashes"
COVERS, GUESTS = "calendar_covers", "calendar_guests"
_TITLES = {
    DATES: Text("活动排在教学日", "events on days of lessons"),
    CLASHES: Text("同一时间只在一处", "nobody in two places at once"),
    COVERS: Text("离校教师的课有人上", "somebody for the lessons of those away"),
    GUESTS: Text("短期来校教师上得了课", "guests can give their lessons"),
}


def check_calendar(frame: TermFrame, calendar: TermCalendar) -> list[Violation]:
    """Return everything that a calendar breaks or is charged for."""
    families = families_of(frame)
    activities = [a for family in families for a in family.activities()]
    found = [v for f in families for v in f.violations(calendar, activities)]
    found += wishes(frame, activities, calendar.events)
    return [*found, *_Check(frame, calendar).found()]


def clashes(frame: TermFrame, calendar: TermCalendar) -> list[Violation]:
    """Return where somebody, or a class, would be at two events at once."""
    return [*_Check(frame, calendar).clashes()]


@dataclass(frozen=True)
class _Check:
    """What holds of any calendar, whatever the policy says."""

    frame: TermFrame
    calendar: TermCalendar

    def found(self) -> Iterator[Violation]:
        for event in self.calendar.events:
            days = self.frame.day_of, self.frame.exam_days
            planned = event.mode != DUE and event.id not in self.frame.past.settled
            if planned and not any(event.date in known for known in days):
                text = Text(
                    f"{event.name}排在{event.date:%Y-%m-%d}，这天不上课；请改到教学日。",
                    f"{event.name} is on {event.date}, a day without lessons; move it.",
                )
                yield _violation(DATES, event.id, text)
        yield from self.clashes()
        yield from self._uncovered()
        for row, why in guest_faults(self.frame, self.calendar):
            where = f"{row.date:%Y-%m-%d} {self._class(row.class_id)}"
            name = self._name(row.guest)
            text = Text(
                f"{where}第{row.slot}时段写着由{name}上课，但{name}{why.zh}；请删去或改正。",
                f"{where}, slot {row.slot}: {name} is said to give the lesson, but {why.en}.",
            )
            yield _violation(GUESTS, row.class_id, text)

    def clashes(self) -> Iterator[Violation]:
        """Nobody is at two events at once, nor has too little time for the way between them."""
        of: dict[tuple[dt.date, str], list[DatedEvent]] = defaultdict(list)
        for event in self.calendar.events:
            for who in (*event.people, *event.classes):
                of[event.date, who].append(event)
        for (date, who), events in sorted(of.items()):
            for one, other in combinations(sorted(events), 2):
                way = self.frame.minutes(one.host, other.host) if one.host and other.host else 0
                settled = {one.id, other.id} <= self.frame.past.settled
                if (way is None or one.end + way > other.start) and not settled:
                    name = self._name(who)
                    text = Text(
                        f"{name}在{date:%Y-%m-%d}来不及：{one.name}{clock(one.start)}–"
                        f"{clock(one.end)}，{other.name}{clock(other.start)}–{clock(other.end)}。",
                        f"{name} cannot be at both on {date}: {one.name} "
                        f"{clock(one.start)}-{clock(one.end)}, {other.name} "
                        f"{clock(other.start)}-{clock(other.end)}.",
                    )
                    yield _violation(CLASHES, who, text, (one.id, other.id))

    def _uncovered(self) -> Iterator[Violation]:
        """Each period whose teacher is away has somebody else, who is free then."""
        by_day: dict[dt.date, list[DatedEvent]] = defaultdict(list)
        for event in self.calendar.events:
            by_day[event.date].append(event)
        covers: dict[tuple[dt.date, str, int, str], list[Cover]] = defaultdict(list)
        for cover in self.calendar.covers:
            covers[cover.date, cover.class_id, cover.slot, cover.absent].append(cover)
        for day in self.frame.days:
            rows, away = absences(self.frame, day, by_day.get(day.date, ()))
            taken: dict[str, list[Hours]] = defaultdict(list)
            for row in rows:
                x, lesson = row.standing, row.standing.lesson
                given = covers.pop((day.date, lesson.class_id, x.slot, row.teacher), [])
                where = f"{day.date:%Y-%m-%d} {self._class(lesson.class_id)}{clock(x.start)}"
                if self._is_settled(row.event, day.date):
                    continue
                if not given:
                    yield _violation(COVERS, lesson.class_id, self._left(where, row), (row.event,))
                for cover in given:
                    yield from self._unfit(cover, where, (x.start, x.end), day, away, taken)
        for left in covers.values():
            for cover in (c for c in left if not self._is_settled(c.event, c.date)):
                where = f"{cover.date:%Y-%m-%d} {self._class(cover.class_id)}"
                text = Text(
                    f"{where}有{self._name(cover.teacher)}代课，但任课教师这时并不离校；请删去。",
                    f"{where}: {self._name(cover.teacher)} covers a lesson whose teacher is there.",
                )
                yield _violation(COVERS, cover.class_id, text)

    def _is_settled(self, event: str, date: dt.date) -> bool:
        """Return whether it is not asked who covers on a date for an event or a short stay."""
        since = self.frame.past.since
        over = since is not None and date < since and event in self.frame.stays.by_id
        return over or event in self.frame.past.settled

    def _left(self, where: str, row: Missed) -> Text:
        """Return that nobody has a lesson, and why its teacher does not."""
        name, stay = self._name(row.teacher), self.frame.stays.by_id.get(row.event)
        if stay is None:
            return Text(
                f"{where}的课没有人上：{name}在参加活动。",
                f"{where}: nobody has the lesson, {name} is away.",
            )
        why = stay.name(self.frame.community)
        return Text(
            f"{where}的课没有人上：{name}{why.zh}；请写明由谁代课。",
            f"{where}: nobody has the lesson, {name} is away ({why.en}); say who has it.",
        )

    def _unfit(
        self,
        cover: Cover,
        where: str,
        hours: Hours,
        day: TaughtDay,
        away: Mapping[str, Sequence[Hours]],
        taken: dict[str, list[Hours]],
    ) -> Iterator[Violation]:
        start, end = hours
        lessons = [(s.start, s.end) for s in self.frame.standing_on(cover.teacher, day)]
        busy = [*lessons, *away.get(cover.teacher, ()), *taken[cover.teacher]]
        if any(a < end and start < b for a, b in busy):
            name = self._name(cover.teacher)
            text = Text(
                f"{where}由{name}代课，但{name}这时另有课或活动。",
                f"{where}: {name} covers, but has a lesson or an event then.",
            )
            yield _violation(COVERS, cover.class_id, text)
        elif not self.frame.is_there(cover.teacher, day, start, end, cover.school):
            name, school = (
                self._name(cover.teacher),
                self.frame.community.school_by_id[cover.school],
            )
            text = Text(
                f"{where}由{name}代课，但{name}这天不在{school.name}。",
                f"{where}: {name} covers, but is not at {school.name} that day.",
            )
            yield _violation(COVERS, cover.class_id, text)
        taken[cover.teacher].append(hours)

    def _name(self, who: str) -> str:
        return self.frame.community.called.get(who) or self._class(who)

    def _class(self, id: str) -> str:
        group = self.frame.community.class_by_id.get(id)
        if group is None:
            return id
        return self.frame.community.school_by_id[group.school].name + group.name


def _violation(rule: str, point: str, text: Text, parts: tuple[str, ...] = ()) -> Violation:
    return Violation(
        rule, FAMILY, Strictness.HARD, point, 1, 1, text, parts=parts, title=_TITLES[rule]
    )
