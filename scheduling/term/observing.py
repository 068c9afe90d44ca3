"""What visitors can see at a school: its lessons on a day, and who sees which of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from community.rule import Deviation
from community.text import Text
from scheduling.term.absences import absences, is_gone
from scheduling.term.events import Observed, by_date

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Container, Iterable, Iterator, Sequence

    from community.calendar import TaughtDay
    from scheduling.term.absences import Hours
    from scheduling.term.events import DatedEvent, TermCalendar
    from scheduling.term.frame import Pattern, TermFrame
    from scheduling.term.standing import Standing

ALL_DAY = 0, 24 * 60
Lesson = tuple[str, "Standing"]  # who teaches it, and when


class Visitor(NamedTuple):
    """Somebody at a school on a date, to see so many lessons of a subject at least."""

    event: DatedEvent
    who: str
    subject: str
    need: int

    @property
    def hours(self) -> Hours:
        """The minutes of the day, from and to."""
        return self.event.start, self.event.end


class OpenLessons:
    """The lessons of a school's classes; each has room for so many observers."""

    def __init__(self, frame: TermFrame, school: str, per_lesson: int) -> None:
        self.frame, self.school, self.per_lesson = frame, school, per_lesson

    @cached_property
    def _by_day(self) -> dict[Pattern, list[Lesson]]:
        """The lessons by the pattern of a day, in order of the clock."""
        found = defaultdict(list)
        for day in self.frame.days:
            key = self.frame.pattern(day)
            if key not in found:
                rows = [(x, who) for who in self.frame.standing for x in self._of(who, day)]
                found[key] = [(who, x) for x, who in sorted(rows) if x.school == self.school]
        return found

    def _of(self, teacher: str, day: TaughtDay) -> list[Standing]:
        """Return what somebody teaches, lessons from elsewhere on the screen apart."""
        own = self.frame.standing_on(teacher, day)
        return [x for x in own if x.lesson.assistant != teacher]

    def on(self, day: TaughtDay, hours: Hours, subject: str = "") -> dict[Hours, list[Lesson]]:
        """Return the lessons inside some hours of a day by their minutes; "": of all subjects."""
        found: dict[Hours, list[Lesson]] = {}
        for who, x in self._by_day[self.frame.pattern(day)]:
            if hours[0] <= x.start and x.end <= hours[1] and subject in ("", x.lesson.subject):
                found.setdefault((x.start, x.end), []).append((who, x))
        return found

    def counted(self, day: TaughtDay, hours: Hours, subject: str, need: int) -> str:
        """Return the subject whose lessons count: the own, any ("") where there are too few."""
        return subject if len(self.on(day, hours, subject)) >= need else ""

    def room(self, day: TaughtDay, hours: Hours, subject: str, need: int) -> int:
        """Return how many people can see so many lessons each, all different, on a day.

        Lessons at the same time share their visitors; k people can if the periods hold k * need of
        them, no period more than k (Gale and Ryser).
        """
        places = [self.per_lesson * len(x) for x in self.on(day, hours, subject).values()]
        most = sum(places) // max(1, need)
        while most and sum(min(p, most) for p in places) < most * need:
            most -= 1
        return most

    def find(self, day: TaughtDay, class_id: str, slot: int) -> Lesson | None:
        """Return the lesson of a class in a slot of a day."""
        rows = self._by_day[self.frame.pattern(day)]
        found = ((who, x) for who, x in rows if (x.lesson.class_id, x.slot) == (class_id, slot))
        return next(found, None)

    def shown(self, calendar: TermCalendar, visitors: Iterable[Visitor]) -> Iterator[Observed]:
        """Yield which lessons visitors see, beside what others see already."""
        by_day: dict[dt.date, list[Visitor]] = defaultdict(list)
        for visitor in visitors:
            by_day[visitor.event.date].append(visitor)
        dropped = self._dropped(calendar)
        taken = Counter((x.date, x.class_id, x.slot) for x in calendar.observed)
        seen: Counter[tuple[str, str]] = Counter()
        for date, there in sorted(by_day.items()):
            day = self.frame.day_of[date]
            yield from _Day(self, day, dropped[date], taken, seen).shown(there)

    def _dropped(self, calendar: TermCalendar) -> dict[dt.date, set[Lesson]]:
        """Return the lessons of each date that are not held: the teacher, or the class, is away."""
        found: dict[dt.date, set[Lesson]] = defaultdict(set)
        for date, some in by_date(calendar.events).items():
            if day := self.frame.day_of.get(date):
                missed, _away = absences(self.frame, day, some)
                found[date] = {(row.teacher, row.standing) for row in missed}
                lessons = [x for rows in self.on(day, ALL_DAY).values() for x in rows]
                found[date] |= {
                    x for x in lessons if any(is_gone(self.frame, e, x[1]) for e in some)
                }
        return found

    def faults(self, calendar: TermCalendar, visitors: Sequence[Visitor]) -> Iterator[Deviation]:
        """Yield visitors who see too few lessons, and what cannot be seen as it is said."""
        rows: dict[tuple[str, str], list[Observed]] = defaultdict(list)
        for row in calendar.observed:
            rows[row.event, row.observer].append(row)
        number = Counter((x.date, x.class_id, x.slot) for x in calendar.observed)
        dropped = self._dropped(calendar) if visitors else {}
        for visitor in visitors:
            date, host = visitor.event.date, self.frame.community.school_by_id[self.school].name
            name, part = self.frame.community.called[visitor.who], (visitor.event.id,)
            counted: set[Hours] = set()
            seen: set[Hours] = set()
            for row in rows[visitor.event.id, visitor.who]:
                hours = self._seen(visitor, row, dropped[date])
                over = number[row.date, row.class_id, row.slot] - self.per_lesson
                if hours is None or hours in seen or over > 0:
                    group = self.frame.community.class_by_id.get(row.class_id)
                    lesson = f"{group.name if group else row.class_id} {row.slot}"
                    text = Text(
                        f"{name}{date:%Y-%m-%d}在{host}听{lesson}的课：这时没有这节课、同时听两节，"
                        f"或超过{self.per_lesson}人；请另选一节。",
                        f"{name} cannot see {lesson} at {host} on {date}: there is no such lesson, "
                        f"it is the second at that time, or one of over {self.per_lesson} people.",
                    )
                    yield Deviation(f"{visitor.event.id}@{lesson}", 1, text, part)
                elif self._counts(visitor, row):
                    counted.add(hours)
                if hours is not None:
                    seen.add(hours)
            if (lack := visitor.need - len(counted)) > 0:
                text = Text(
                    f"{name}{date:%Y-%m-%d}在{host}应听{visitor.need}节课，只有{len(counted)}节。",
                    f"{name} is to see {visitor.need} lessons at {host} on {date}, and sees "
                    f"{len(counted)}.",
                )
                yield Deviation(visitor.event.id, lack, text, part)

    def _seen(self, visitor: Visitor, row: Observed, dropped: Container[Lesson]) -> Hours | None:
        """Return when somebody sees a lesson; None where it is not held as is said."""
        found = self.find(self.frame.day_of[visitor.event.date], row.class_id, row.slot)
        if found is None or found in dropped or row.date != visitor.event.date:
            return None
        who, x = found
        inside = visitor.hours[0] <= x.start and x.end <= visitor.hours[1]
        same = (who, x.lesson.subject) == (row.teacher, row.subject)
        return (x.start, x.end) if inside and same else None

    def _counts(self, visitor: Visitor, row: Observed) -> bool:
        day = self.frame.day_of[visitor.event.date]
        counted = self.counted(day, visitor.hours, visitor.subject, visitor.need)
        return counted in ("", row.subject)


class _Day:
    """Gives visitors of a day their lessons, period by period, first to whoever lacks most.

    That fills as many wishes as there can be, as in ``OpenLessons.room``.
    """

    def __init__(
        self,
        there: OpenLessons,
        day: TaughtDay,
        dropped: Container[Lesson],
        taken: Counter[tuple[dt.date, str, int]],
        seen: Counter[tuple[str, str]],
    ) -> None:
        self.there, self.day, self.dropped = there, day, dropped
        self.taken, self.seen = taken, seen
        self.busy: dict[Visitor, set[Hours]] = defaultdict(set)

    def shown(self, visitors: list[Visitor]) -> Iterator[Observed]:
        """Yield lessons of the own subjects, then others for those who have too few of them."""
        for hours, lessons in self.there.on(self.day, ALL_DAY).items():
            for v in sorted(visitors, key=lambda v: len(self.busy[v]) - v.need):
                yield from self._one(
                    v, hours, [x for x in lessons if x[1].lesson.subject == v.subject]
                )
        poor = [v for v in visitors if not self.there.counted(self.day, v.hours, v.subject, v.need)]
        for hours, lessons in self.there.on(self.day, ALL_DAY).items():
            for v in sorted(poor, key=lambda v: len(self.busy[v]) - v.need):
                if len(self.busy[v]) < v.need:
                    yield from self._one(v, hours, lessons)

    def _one(self, v: Visitor, hours: Hours, lessons: list[Lesson]) -> Iterator[Observed]:
        """Yield the lesson that somebody sees then: of a teacher who is not known yet."""
        inside = v.hours[0] <= hours[0] and hours[1] <= v.hours[1]
        open_ones = [
            (self.seen[v.who, who], self.taken[self._key(x)], x, who)
            for who, x in lessons
            if self.taken[self._key(x)] < self.there.per_lesson and (who, x) not in self.dropped
        ]
        if not inside or hours in self.busy[v] or not open_ones:
            return
        *_, x, who = min(open_ones)
        self.busy[v].add(hours)
        self.seen[v.who, who] += 1
        self.taken[self._key(x)] += 1
        row = x.school, x.lesson.class_id, x.slot, x.lesson.subject, who
        yield Observed(self.day.date, *row, v.who, v.event.id)

    def _key(self, x: Standing) -> tuple[dt.date, str, int]:
        return self.day.date, x.lesson.class_id, x.slot
