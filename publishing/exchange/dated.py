"""What calendars tell, date by date: lessons and duties of the week, covers, events of the term."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from community.calendar import taught_days
from community.models import WeekPattern
from publishing.calendar_view import CalendarView
from publishing.exchange.occasions import feeds
from publishing.i18n import word
from scheduling.term.events import DUE

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

    from community.calendar import TaughtDay
    from community.text import Lang
    from publishing.exchange.occasions import Occasion
    from publishing.view import PlanView
    from scheduling.term.events import Cover, DatedEvent, GuestLesson
    from scheduling.term.stays import ShortStay
    from scheduling.timetable import ClassDuty, ClassLesson

_MOBILE = r"(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}"
_LANDLINE = r"[(（]?0\d{2,3}[)）]?[- ]?\d{7,8}"
_PHONE = re.compile(rf"(?<!\d)(?:{_MOBILE}|{_LANDLINE})(?!\d)")


@dataclass(frozen=True, slots=True)
class Dated:
    """Something on a date, as people see it in a calendar.

    ``start`` and ``end`` are minutes since midnight, both 0 for what is at no hour of the day.
    ``cancelled`` is what is told as not held (for those whose calendar it is); ``has_phone`` that
    a telephone number was left out.
    """

    uid: str
    date: dt.date
    start: int
    end: int
    head: str
    place: str
    lines: tuple[str, ...]
    cancelled: bool = False
    has_phone: bool = False
    last: dt.date | None = None  # its last day, where it has several

    @property
    def is_all_day(self) -> bool:
        """Whether it is at no hour of its day."""
        return self.start == self.end == 0


Dates = tuple[str, str, str, list[Dated]]  # kind, id and name of a feed, and what is in it


def dated_feeds(view: PlanView, lang: Lang) -> Iterator[Dates]:
    """Yield the feed of everybody and everything, what is in it by date and time."""
    teller = _Teller(view, CalendarView(view), lang)
    for kind, key, name, occasions in feeds(view, lang):
        found = [*teller.weekly(occasions), *teller.of(kind, key)]
        if found or kind == "classes":
            found.sort(key=lambda x: (x.date, x.start, x.uid))
            yield kind, key, name, [_without_phones(x) for x in found]


class _Teller:
    """Says what is on which date for whom."""

    def __init__(self, view: PlanView, calendar: CalendarView, lang: Lang) -> None:
        self.view, self.calendar, self.lang = view, calendar, lang
        self.by_day: dict[int, list[TaughtDay]] = defaultdict(list)
        for day in taught_days(view.community, view.term.id):
            self.by_day[day.weekday].append(day)

    def weekly(self, occasions: Iterable[Occasion]) -> Iterator[Dated]:
        """Yield what is held every week on each of its dates."""
        for x in occasions:
            for day in self.by_day[x.weekday]:
                if is_held(x, day):
                    yield self._on(x, day.date)

    def _on(self, x: Occasion, date: dt.date) -> Dated:
        classes = [x.lesson.class_id] if x.lesson else [d.class_id for d in x.duties]
        found = (self.calendar.instead(c, date, x.start, x.end) for c in classes)
        instead = [event for event in found if event]
        if x.lesson:
            covers, parts = self.calendar.covers_of(x.lesson, date), x.lesson.periods
        else:
            covers = self.calendar.covers_on_duty(x.duties, date)
            parts = len(x.duties) - len(instead)
        if x.reader:
            covers = [c for c in covers if c.absent == x.reader]
        whole = bool(covers) and len(covers) >= parts
        lines = [word("held_instead", self.lang, event=event.name) for event in instead]
        lines += map(self._given, self.calendar.guests_of(x.lesson, date) if x.lesson else ())
        return Dated(
            uid=f"{date:%Y%m%d}-{self._digest(*x.key, date.isoformat(), x.slot)}@onebell",
            date=date,
            start=x.start,
            end=x.end,
            head=x.head,
            place=x.place,
            lines=(*dict.fromkeys([*lines, *map(self._covered, covers)]), *x.lines),
            cancelled=len(instead) == len(classes) or (whole and bool(x.reader)),
        )

    def _covered(self, cover: Cover) -> str:
        """Return who has a period in whose place, and why."""
        name = self.view.teacher_name
        return word(
            "covered_by" if cover.subject else "duty_covered_by",
            self.lang,
            slot=self.calendar.slot(cover).name,
            cover=name(cover.teacher),
            absent=name(cover.absent),
            event=self.calendar.reason(cover, self.lang),
        )

    def _given(self, x: GuestLesson) -> str:
        """Return which guest gives a period, and who sits in."""
        name = self.view.teacher_name
        return word(
            "given_by",
            self.lang,
            slot=self.calendar.slot(x).name,
            guest=name(x.guest),
            teacher=name(x.teacher),
            stay=self.calendar.reason(x, self.lang),
        )

    def of(self, kind: str, key: str) -> Iterator[Dated]:
        """Yield the events of a feed, and the covers, stays and lessons of guests of its own."""
        calendar = self.calendar
        events: Sequence[DatedEvent] = ()
        covers: Sequence[Cover] = ()
        stays: Sequence[ShortStay] = ()
        guests: Sequence[GuestLesson] = ()
        if kind == "schools":
            school = self.view.community.school_by_id[key]
            events = calendar.of_school(school)
            covers = [c for c in calendar.covers if c.school == key]
            stays = calendar.stays_of(school)
            guests = [x for x in calendar.guests if x.school == key]
        elif kind == "teachers":
            events, covers = calendar.of.get(key, ()), calendar.by_cover.get(key, ())
            stays = [s for s in calendar.stays.rows if s.teacher == key]
            guests = [x for x in calendar.guests if x.guest == key]
        elif kind == "classes":
            events = calendar.of.get(key, ())
        elif kind == "community":
            events, stays = calendar.events, calendar.stays.rows
        yield from map(self._event, events)
        yield from map(self._cover, _turns(covers))
        yield from map(self._guest, guests)
        for stay in stays:
            yield from self._stay(stay)

    def _event(self, x: DatedEvent) -> Dated:
        """Return an event; its id stays when it moves."""
        due = x.mode == DUE
        return Dated(
            uid=f"event-{self._digest('event', self.view.term.id, x.id)}@onebell",
            date=x.date,
            start=0 if due else x.start,
            end=0 if due else x.end,
            head=x.name,
            place=self.calendar.place(x, self.lang),
            lines=tuple(filter(None, (self.calendar.who(x, self.lang), x.note))),
        )

    def _cover(self, some: Sequence[Cover]) -> Dated:
        """Return a lesson, or the classes of a duty, as an event of whoever covers them."""
        kind = "cover" if some[0].subject else "cover_duty"
        return self._lesson(some, kind, self._covered(some[0]))

    def _guest(self, x: GuestLesson) -> Dated:
        """Return a lesson as an event of the guest who gives it."""
        return self._lesson([x], "guest", self._given(x))

    def _lesson(self, some: Sequence[Cover] | Sequence[GuestLesson], kind: str, line: str) -> Dated:
        x, view = some[0], self.view
        slot = self.calendar.slot(x)
        group = "、".join(view.community.class_by_id[c.class_id].name for c in some)
        what = view.subject_name(x.subject) if x.subject else slot.name
        digest = self._digest(x.class_id, x.subject, kind, x.date.isoformat(), x.slot)
        return Dated(
            uid=f"{x.date:%Y%m%d}-{digest}@onebell",
            date=x.date,
            start=slot.start,
            end=slot.end,
            head=f"{word(f'{kind}_mark', self.lang)} {group} {what}",
            place=view.community.school_by_id[x.school].name,
            lines=(line,),
        )

    def _stay(self, stay: ShortStay) -> Iterator[Dated]:
        """Yield a short stay, which fills its days; twice where other days lie between."""
        view, schools = self.view, self.view.community.school_by_id
        for number, dates in enumerate(self.calendar.runs(stay)):
            digest = self._digest("stay", view.term.id, stay.id, number)
            yield Dated(
                uid=f"stay-{digest}@onebell",
                date=dates[0],
                start=0,
                end=0,
                head=f"{view.teacher_name(stay.teacher)} {stay.title.to(self.lang)}",
                place=schools[stay.host].name,
                lines=(schools[self.calendar.home(stay)].name,),
                last=dates[-1],
            )

    def _digest(self, *parts: object) -> str:
        text = "\n".join(map(str, (self.view.community.id, *parts)))
        return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:20]


def _turns(covers: Iterable[Cover]) -> list[list[Cover]]:
    """Return covers, those of the classes that somebody has at once on duty together."""
    found: dict[object, list[Cover]] = defaultdict(list)
    for x in covers:
        duty = x.date, x.school, x.slot, x.absent, x.teacher
        found[x if x.subject else duty].append(x)
    return [*found.values()]


def is_held(occasion: Occasion | ClassLesson | ClassDuty, day: TaughtDay) -> bool:
    """Return whether something is on a date; weeks are odd or even by their number of term."""
    weeks = getattr(occasion, "weeks", WeekPattern.ALL)
    if occasion.weekday != day.weekday:
        return False
    return weeks is WeekPattern.ALL or (day.week % 2 == 1) == (weeks is WeekPattern.ODD)


def _without_phones(x: Dated) -> Dated:
    """Return what is told without telephone numbers: a feed is read by whoever has its address."""
    said = (x.head, x.place, *x.lines)
    head, place, *lines = (_PHONE.sub("…", text) for text in said)
    if (head, place, *lines) == said:
        return x
    return replace(x, head=head, place=place, lines=tuple(lines), has_phone=True)
