"""What the calendar of a term works from: its days, and where the week has everybody."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from community.calendar import SCHOOL_DAYS, taught_days
from community.models import DayKind, SchoolRole, WeekPattern
from scheduling.duties.presence import Presence, Span
from scheduling.term.dates import whole, windows
from scheduling.term.half_days import hours_of
from scheduling.term.past import NO_PAST, Past
from scheduling.term.standing import Standing, on_duty
from scheduling.term.stays import Stays, short_stays
from scheduling.week.people import People

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from community.calendar import TaughtDay
    from community.models import Community, School, Teacher, Term
    from community.policy import PolicyRule, Window
    from rotation.solution import Roster
    from scheduling.term.carried import CarriedIn
    from scheduling.term.dates import Span as Dates
    from scheduling.timetable import ClassDuty, WeekTimetable

BEFORE, AFTER = dt.timedelta(days=32), dt.timedelta(days=45)  # of a term, for what is due
Pattern = tuple[int | str, ...]


@dataclass(frozen=True)
class TermFrame:
    """A community in one term with its roster, weekly timetable and duties.

    ``done`` is how many events of an activity were held before the term, by rule and activity key;
    what is missing is taken to be as the plan asks. ``past`` is what became of the events of a
    calendar that there is, and the date from which on it is planned again.
    """

    community: Community
    roster: Roster
    week: WeekTimetable
    done: Mapping[str, int] | CarriedIn = field(default_factory=dict)
    past: Past = NO_PAST
    duties: tuple[ClassDuty, ...] = ()

    @cached_property
    def term(self) -> Term:
        """The term."""
        return self.community.term_by_id[self.week.term]

    @cached_property
    def days(self) -> list[TaughtDay]:
        """The dates with lessons, in order."""
        return taught_days(self.community, self.term.id)

    @cached_property
    def day_of(self) -> dict[dt.date, TaughtDay]:
        """The days with lessons by date."""
        return {day.date: day for day in self.days}

    @cached_property
    def reach(self) -> tuple[dt.date, dt.date]:
        """The first and the last day on which something is due that is the term's.

        The month before a term prepares it; the rest of the holidays before is the last term's.
        """
        later = [t.start for t in self.community.terms if t.start > self.term.end]
        last = min(later) - BEFORE if later else self.term.end + AFTER
        return self.term.start - BEFORE + dt.timedelta(days=1), last

    @cached_property
    def exam_days(self) -> set[dt.date]:
        """The days of exams in the term, without lessons."""
        term = self.term
        days = (d.date for d in self.community.calendar if d.kind is DayKind.EXAM)
        return {d for d in days if term.start <= d <= term.end}

    @cached_property
    def people(self) -> People:
        """The staff as the roster posts them in the term."""
        return People.of(self.community, self.roster, self.term.id)

    @cached_property
    def presence(self) -> Presence:
        """Where the week has everybody."""
        return Presence(self.community, self.people, self.week)

    @cached_property
    def standing(self) -> dict[str, list[Standing]]:
        """The periods that each teacher stands in class."""
        found: dict[str, list[Standing]] = defaultdict(list)
        for who, _subject, lesson in self.presence.standing:
            for slot in self.presence.slots(lesson):
                one = Standing(
                    lesson.weekday,
                    slot.start,
                    slot.end,
                    self.community.class_by_id[lesson.class_id].school,
                    slot.order,
                    lesson.weeks,
                    lesson,
                )
                found[who].append(one)
        return found

    @cached_property
    def stays(self) -> Stays:
        """The stays of the term that are shorter than it."""
        return Stays(short_stays(self.community, self.roster, self.term, self.days))

    @cached_property
    def guests(self) -> dict[str, int]:
        """Those who teach at a host for some weeks, with the periods a day that they have at home.

        On average over the week, rounded up.
        """
        found = {}
        for stay in self.stays.taught:
            every, some = 2, 1  # halves of a period: a lesson of odd weeks is held in half of them
            own = self.standing.get(stay.teacher, ())
            halves = sum(every if x.weeks is WeekPattern.ALL else some for x in own)
            found[stay.teacher] = -(-halves // (every * len(SCHOOL_DAYS)))
        return found

    def pattern(self, day: TaughtDay, schools: Collection[str] | None = None) -> Pattern:
        """Return what days are alike in: weekday, odd or even week, and who is on a short stay.

        Of ``schools``, where some are named: from them, or to teach at them.
        """
        stays, concerned = self.stays.on(day), self._concerned
        away = (
            stay.id
            for who, stay in stays.items()
            if schools is None or not concerned[who].isdisjoint(schools)
        )
        return day.weekday, day.week % 2, *away

    @cached_property
    def _concerned(self) -> dict[str, set[str]]:
        """The schools that a short stay of somebody makes a difference to, by teacher."""
        found: dict[str, set[str]] = defaultdict(set)
        for stay in self.stays.rows:
            hosts = (stay.host,) if stay.teaches else ()
            found[stay.teacher].update(self.people.sites(stay.teacher), hosts)
        return found

    def standing_on(self, teacher: str, day: TaughtDay) -> tuple[Standing, ...]:
        """Return the lessons in which a teacher stands on a day, in order of the clock."""
        return () if teacher in self.stays.on(day) else self.regular(teacher, day)

    def busy_on(self, teacher: str, day: TaughtDay) -> tuple[Standing, ...]:
        """Return the lessons and duties of a teacher on a day, in order of the clock."""
        return () if teacher in self.stays.on(day) else self.asked_of(teacher, day)

    def regular(self, teacher: str, day: TaughtDay) -> tuple[Standing, ...]:
        """Return the lessons that the week has for a teacher on a day, there or on a short stay."""
        return self._by_day.get((teacher, day.weekday, day.week % 2), ())

    def asked_of(self, teacher: str, day: TaughtDay) -> tuple[Standing, ...]:
        """Return the lessons and duties that the week has for a teacher, as ``regular``."""
        return self._with_duties.get((teacher, day.weekday, day.week % 2), ())

    def is_held(self, period: Standing, day: TaughtDay) -> bool:
        """Return whether a period is held on a day, by its own teacher."""
        return period.is_held(day) and period.lesson.teacher not in self.stays.on(day)

    @cached_property
    def _by_day(self) -> dict[tuple[str, int, int], tuple[Standing, ...]]:
        """The periods of each teacher by weekday, in even (0) and odd weeks (1)."""
        found: dict[tuple[str, int, int], list[Standing]] = defaultdict(list)
        for who, periods in self.standing.items():
            for x in sorted(periods):
                for odd, half in enumerate((WeekPattern.EVEN, WeekPattern.ODD)):
                    if x.weeks.meets(half):
                        found[who, x.weekday, odd].append(x)
        return {key: tuple(periods) for key, periods in found.items()}

    @cached_property
    def _with_duties(self) -> Mapping[tuple[str, int, int], tuple[Standing, ...]]:
        """What ``_by_day`` has, and the duties."""
        found = dict(self._by_day)
        for x in self._on_duty:
            for key in ((x.lesson.teacher, x.weekday, odd) for odd in (0, 1)):
                found[key] = tuple(sorted([*found.get(key, ()), x]))
        return found

    @cached_property
    def duty_hours(self) -> dict[tuple[str, int], list[tuple[int, int]]]:
        """The minutes at which there are duties, by school and weekday."""
        found: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
        for x in self._on_duty:
            found[x.school, x.weekday].append((x.start, x.end))
        return found

    @cached_property
    def _on_duty(self) -> list[Standing]:
        """The periods of the duties."""
        return sorted(on_duty(self.community, self.duties))

    def idle(self, school: str, day: TaughtDay, start: int, end: int) -> tuple[str, ...]:
        """Return who is at a school on a day and misses no lesson or duty at some minutes of it.

        Whoever has a class elsewhere needs time for the way. Who is there on a short stay to teach
        is as its own staff.
        """
        key = school, start, end, self.pattern(day, (school,))
        if key not in self._idle:
            stays = self.stays.on(day).values()
            guests = (s.teacher for s in stays if s.host == school and s.teaches)
            self._idle[key] = tuple(
                who
                for who in (*(t.id for t in self.staff[school]), *guests)
                if self.missed(who, day, start, end, school) == []
                and self.is_there(who, day, start, end, school)
            )
        return self._idle[key]

    @cached_property
    def _idle(self) -> dict[tuple[object, ...], tuple[str, ...]]:
        return {}

    def spans(self, rule: PolicyRule) -> list[Dates]:
        """Return the windows of a rule that the term has a part in."""
        return windows(self.days, self.term, rule.window)

    def whole(self, window: Window | None, span: Dates) -> tuple[dt.date, dt.date]:
        """Return the first and the last day of a whole window of which the term has a part."""
        year = self.term.school_year
        return whole(span, [t for t in self.community.terms if t.school_year == year], window)

    @property
    def members(self) -> list[School]:
        """The member schools; teaching points count with their centre school."""
        return [s for s in self.community.schools if s.role is SchoolRole.MEMBER]

    @cached_property
    def staff(self) -> dict[str, list[Teacher]]:
        """The teachers who are at each school first of all in the term."""
        found: dict[str, list[Teacher]] = {s.id: [] for s in self.community.schools}
        for teacher in self.community.teachers:
            if sites := self.people.sites(teacher.id):
                found[sites[0]].append(teacher)
        return found

    def site(self, teacher: str, day: TaughtDay) -> str:
        """Return the school at which a teacher is first on a day."""
        places = self._at(teacher, day)
        return places[0] if places else self.community.teacher_by_id[teacher].school

    def _at(self, teacher: str, day: TaughtDay) -> tuple[str, ...]:
        """Return the schools at which a teacher is on a day."""
        stay = self.stays.on(day).get(teacher)
        return (stay.host,) if stay else self._places[teacher, day.weekday]

    @cached_property
    def _places(self) -> dict[tuple[str, int], tuple[str, ...]]:
        """The schools at which each teacher is on each weekday."""
        return {
            (t.id, weekday): self.presence.places(t.id, weekday)
            for t in self.community.teachers
            for weekday in range(1, 8)
        }

    def minutes(self, origin: str, destination: str) -> int | None:
        """Return the minutes between two schools, None where there is no way."""
        if not destination or origin == destination:
            return 0
        return self.community.travel_minutes.get((origin, destination))

    def missed(
        self, teacher: str, day: TaughtDay, start: int, end: int, host: str = ""
    ) -> list[Standing] | None:
        """Return the periods that somebody misses who is at a host; None where there is no way."""
        found = []
        for x in self.busy_on(teacher, day):
            there, back = self.minutes(x.school, host), self.minutes(host, x.school)
            if host and (there is None or back is None):
                return None
            if x.end + (there or 0) > start and end + (back or 0) > x.start:
                found.append(x)
        return found

    @cached_property
    def bells(self) -> dict[str, tuple[int, int]]:
        """The hours of each half-day, of all schools together."""
        return hours_of(self.community)

    def is_there(self, teacher: str, day: TaughtDay, start: int, end: int, school: str) -> bool:
        """Return whether somebody is at a school on a day, and can be at some minutes of it."""
        if school not in self._at(teacher, day):
            return False
        return self.presence.away_at(teacher, Span(day.weekday, start, end, school)) is None
