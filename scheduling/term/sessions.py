"""When some people can meet: half-days and days on which their lessons are covered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduling.term.activity import Option
from scheduling.term.covering import coverable
from scheduling.term.half_days import AFTER_LESSONS, AFTERNOON, MORNING
from scheduling.term.standing import once

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from community.calendar import TaughtDay
    from scheduling.term.dates import Span
    from scheduling.term.frame import Pattern, TermFrame
    from scheduling.term.standing import Standing

HALVES = (MORNING, AFTERNOON, AFTER_LESSONS)
_Key = tuple[tuple[str, ...], "Pattern", int, int, str, tuple[str, ...]]

FULL = 5  # minutes


class Sessions:
    """The sessions of a term. What a pattern of days costs some people is reckoned once."""

    def __init__(self, frame: TermFrame) -> None:
        self.frame = frame
        self._known: dict[_Key, int | None] = {}
        self._sites: dict[tuple[str, ...], Collection[str]] = {}

    def of(
        self,
        span: Span,
        people: Sequence[str],
        host: str = "",
        *,
        halves: Iterable[str] = HALVES,
        weekday: int | None = None,
        weeks: str | None = None,
        whole_day: bool = False,
        gone: Sequence[str] = (),
    ) -> Iterator[Option]:
        """Yield when people can be together in a span; ``host`` "" is online.

        ``gone`` are classes that go with them: their lessons need nobody.
        A date on which somebody has no way to the host, or nobody covers a lesson, is none.
        """
        known = [h for h in halves if h in self.frame.bells]
        for day in self.frame.days:
            if day.date not in span or (weekday and day.date.isoweekday() != weekday):
                continue
            if weeks and weeks != ("odd" if day.week % 2 else "even"):
                continue
            hours = [self._hours(half, day, people, host) for half in known]
            if whole_day:
                hours = [(min(start for start, _ in hours), max(end for _, end in hours))]
            for start, end in hours:
                lessons = self.price(tuple(people), day, start, end, host, tuple(gone))
                if lessons is not None:
                    yield Option(day.date, start, end, lessons)

    def _hours(
        self, half: str, day: TaughtDay, people: Iterable[str], host: str
    ) -> tuple[int, int]:
        """Return the hours of a half-day; after the lessons, from when everybody can have come.

        Nobody calls a meeting for 16:17: it begins at full five minutes.
        Whoever stands in the last lesson of another school would else miss it every day.
        """
        start, end = self.frame.bells[half]
        if half != AFTER_LESSONS:
            return start, end
        arrivals = (
            x.end + (self.frame.minutes(x.school, host) or 0)
            for who in people
            for x in self.frame.standing_on(who, day)[-1:]
        )
        begin = max(start, *arrivals, 0)
        begin = max(start, -(-begin // FULL) * FULL)
        return begin, end + begin - start

    def in_lessons(self, span: Span, periods: Iterable[Standing], visitor: str) -> Iterator[Option]:
        """Yield the lessons of a span, of some of the week, in which somebody can be.

        What it takes is that the visitor's own are covered.
        """
        for day in self.frame.days:
            for x in sorted(x for x in periods if day.date in span and self.frame.is_held(x, day)):
                number = self.price((visitor,), day, x.start, x.end, x.school)
                if number is not None:
                    lesson = (x.lesson.class_id,), x.lesson.subject
                    yield Option(day.date, x.start, x.end, number, "", *lesson)

    def price(
        self,
        people: tuple[str, ...],
        day: TaughtDay,
        start: int,
        end: int,
        host: str,
        gone: tuple[str, ...] = (),
    ) -> int | None:
        """Return the lessons and duties to be covered; None where nobody can cover all of them."""
        key = people, self.frame.pattern(day, self._schools(people)), start, end, host, gone
        if key not in self._known:
            self._known[key] = self._price(people, day, start, end, host, gone)
        return self._known[key]

    def _schools(self, people: tuple[str, ...]) -> Collection[str]:
        """Return the schools at which some people teach."""
        if people not in self._sites:
            self._sites[people] = {s for who in people for s in self.frame.people.sites(who)}
        return self._sites[people]

    def _price(
        self,
        people: tuple[str, ...],
        day: TaughtDay,
        start: int,
        end: int,
        host: str,
        gone: tuple[str, ...],
    ) -> int | None:
        missed, away = {}, {}
        for who in people:
            found = self.frame.missed(who, day, start, end, host)
            if found is None:
                return None
            missed[who] = once(x for x in found if x.lesson.class_id not in gone)
            way = self.frame.minutes(self.frame.site(who, day), host) or 0
            away[who] = [(start - way, end + way)]
        number = sum(map(len, missed.values()))
        good = not number or coverable(self.frame, day, missed, away)
        return number if good else None
