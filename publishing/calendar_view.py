"""The calendar of a plan as people look at it: whose events, where, and who covers for whom."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from community.calendar import taught_days
from community.text import span
from publishing.i18n import word
from publishing.summary import rule_titles
from scheduling.term.events import DUE, ONLINE
from scheduling.term.records import as_recorded
from scheduling.term.stays import Stays, short_stays

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from community.calendar import TaughtDay
    from community.models import School, Slot
    from community.text import Lang
    from publishing.view import PlanView
    from scheduling.term.events import Cover, DatedEvent, GuestLesson, TermCalendar
    from scheduling.term.stays import ShortStay
    from scheduling.timetable import ClassDuty, ClassLesson

NAMED, LISTED = 8, 40  # people of an event who are named in a feed, and in a list


Period = tuple["dt.date", str, int, str]  # date, class, slot, subject
_Row = TypeVar("_Row", "Cover", "GuestLesson")


@dataclass(frozen=True)
class CalendarView:
    """Lookups over the calendar of a plan as it is now; without one everything is empty.

    What was recorded counts: an event that moved is where it went, a cancelled one is not there.
    """

    view: PlanView

    @cached_property
    def _calendar(self) -> TermCalendar:
        plan = self.view.plan
        return as_recorded(plan.calendar, plan.records)

    @property
    def events(self) -> tuple[DatedEvent, ...]:
        """The events, by date."""
        return self._calendar.events

    @cached_property
    def covers(self) -> tuple[Cover, ...]:
        """The covers, by date and by the clock."""
        return tuple(sorted(self._calendar.covers, key=self._order))

    @cached_property
    def guests(self) -> tuple[GuestLesson, ...]:
        """The lessons that guests give, by date and by the clock.

        Where an event has been moved to their time, their own teachers give them.
        """
        rows = [x for x in self._calendar.guests if not self._is_dropped(x)]
        return tuple(sorted(rows, key=self._order))

    def _is_dropped(self, x: GuestLesson) -> bool:
        """Return whether guest, teacher or class are at an event then, as was recorded."""
        slot, recorded = self.slot(x), {r.event for r in self.view.plan.records}
        events = (e for who in (x.guest, x.teacher, x.class_id) for e in self.of.get(who, ()))
        return any(
            e.id in recorded and e.date == x.date and e.start < slot.end and slot.start < e.end
            for e in events
        )

    def _order(self, row: Cover | GuestLesson) -> tuple[dt.date, str, int, str]:
        return row.date, row.school, self.slot(row).start, row.class_id

    @cached_property
    def stays(self) -> Stays:
        """The stays of the term that are shorter than it."""
        plan, term = self.view.plan, self.view.term
        if not plan.has_calendar:
            return Stays(())
        return Stays(short_stays(self.view.community, plan.roster, term, self._days))

    def runs(self, stay: ShortStay) -> list[tuple[dt.date, ...]]:
        """Return the dates of a stay, in runs that no other day of lessons interrupts."""
        return stay.runs(self._days)

    def stays_of(self, school: School) -> list[ShortStay]:
        """Return the stays at a school, and those of its own staff elsewhere."""
        return [s for s in self.stays.rows if school.id in (s.host, self.home(s))]

    def home(self, stay: ShortStay) -> str:
        """Return the school of whoever is on a stay."""
        return self.view.community.teacher_by_id[stay.teacher].school

    @cached_property
    def of(self) -> dict[str, list[DatedEvent]]:
        """The events that a teacher or a class takes part in, by id."""
        found: dict[str, list[DatedEvent]] = defaultdict(list)
        for event in self.events:
            for who in (*event.people, *event.classes):
                found[who].append(event)
        return found

    @cached_property
    def schools(self) -> dict[str, tuple[str, ...]]:
        """The schools that have to do with each event, by its id, in the community's order.

        It is held there, or their staff (those who come to teach as well) or classes take part.
        """
        sites: dict[str, set[str]] = defaultdict(set)
        for school in self.view.community.schools:
            for teacher in self.view.staff(school):
                sites[teacher].add(school.id)
        for group in self.view.community.classes:
            sites[group.id].add(group.school)
        found = {}
        for x in self.events:
            some = {x.host}.union(*(sites[who] for who in (*x.people, *x.classes)))
            found[x.id] = tuple(s.id for s in self.view.community.schools if s.id in some)
        return found

    def of_school(self, school: School) -> list[DatedEvent]:
        """Return the events that a school has to do with."""
        return [x for x in self.events if school.id in self.schools[x.id]]

    @cached_property
    def by_cover(self) -> dict[str, list[Cover]]:
        """The covers by the id of whoever covers."""
        found: dict[str, list[Cover]] = defaultdict(list)
        for cover in self.covers:
            found[cover.teacher].append(cover)
        return found

    @cached_property
    def _covered(self) -> dict[Period, list[Cover]]:
        return _by_period(self.covers)

    @cached_property
    def _given(self) -> dict[Period, list[GuestLesson]]:
        return _by_period(self.guests)

    def covers_of(self, lesson: ClassLesson, date: dt.date) -> list[Cover]:
        """Return who covers which period of a lesson on a date; of a group, for all its classes."""
        row = self.view.group_of(lesson)
        group = row.classes[0] if row else lesson.class_id
        return [x for at in self._periods(lesson, date, group) for x in self._covered.get(at, ())]

    def covers_on_duty(self, duties: Iterable[ClassDuty], date: dt.date) -> list[Cover]:
        """Return who has the classes of duties on a date in place of whoever has the duties."""
        at = {(date, x.class_id, x.slot, ""): x.teacher for x in duties}
        found = ((c, who) for key, who in at.items() for c in self._covered.get(key, ()))
        return [c for c, who in found if c.absent == who]

    def guests_of(self, lesson: ClassLesson, date: dt.date) -> list[GuestLesson]:
        """Return which guest gives which period of a lesson on a date."""
        periods = self._periods(lesson, date, lesson.class_id)
        return [x for at in periods for x in self._given.get(at, ())]

    def _periods(self, lesson: ClassLesson, date: dt.date, class_id: str) -> list[Period]:
        slots = self.view.covered(lesson)
        return [(date, class_id, slot.order, lesson.subject) for slot in slots]

    def instead(self, class_id: str, date: dt.date, start: int, end: int) -> DatedEvent | None:
        """Return the event that a class has on a date in the place of a lesson, if there is one."""
        for x in self.of.get(class_id, ()):
            if not x.subject and x.date == date and x.start < end and start < x.end:
                return x
        return None

    def slot(self, row: Cover | GuestLesson) -> Slot:
        """Return the slot of a lesson, with the bells of its weekday where they are known."""
        slots = self.view.slots[row.school]
        same = [s for s in slots if s.order == row.slot]
        weekday = self._weekdays.get(row.date, row.date.isoweekday())
        return next((s for s in same if weekday in s.weekdays), same[0])

    @cached_property
    def _days(self) -> list[TaughtDay]:
        return taught_days(self.view.community, self.view.term.id)

    @cached_property
    def _weekdays(self) -> dict[dt.date, int]:
        return {d.date: d.weekday for d in self._days}

    @cached_property
    def by_id(self) -> dict[str, DatedEvent]:
        """The events by id."""
        return {x.id: x for x in self.events}

    def subject(self, row: Cover | GuestLesson, lang: Lang) -> str:
        """Return the subject of a lesson; of a duty, that it is one."""
        return self.view.subject_name(row.subject) if row.subject else word("phase_duties", lang)

    def reason(self, row: Cover | GuestLesson, lang: Lang) -> str:
        """Return the event or the stay for which somebody is away; empty where it is unknown."""
        if stay := self.stays.by_id.get(row.event):
            return stay.name(self.view.community).to(lang)
        return self.by_id[row.event].name if row.event in self.by_id else ""

    def place(self, event: DatedEvent, lang: Lang) -> str:
        """Return where an event is held: the school, or that it is online."""
        if event.mode == ONLINE:
            return word("online", lang)
        host = self.view.community.school_by_id.get(event.host)
        return host.name if host else ""

    def hours(self, event: DatedEvent, lang: Lang) -> str:
        """Return when on its date an event is held."""
        return word("due", lang) if event.mode == DUE else span(event.start, event.end)

    def who(self, event: DatedEvent, lang: Lang, most: int = NAMED) -> str:
        """Return who takes part: teachers, the first ones of more than ``most``, and classes."""
        people = [self.view.teacher_name(t) for t in event.people]
        if len(people) > most:
            some = "、".join(people[: most - 2])
            people = [word("and_others", lang, some=some, number=len(people))]
        return "、".join([*people, *map(self.view.full_class_name, event.classes)])

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """What kinds of events there are: the ids of the rules that ask for them, "" for none."""
        rules = [r.id for r in self.view.community.policy.rules]
        used = {x.rule for x in self.events}
        return (*(r for r in rules if r in used), *sorted(used - {*rules}))

    def kind_name(self, kind: str, lang: Lang) -> str:
        """Return what a kind of events is called: the title of the rule."""
        return rule_titles(self.view.community, lang).get(kind) or kind or word("own_events", lang)


def _by_period(rows: Iterable[_Row]) -> dict[Period, list[_Row]]:
    found: dict[Period, list[_Row]] = defaultdict(list)
    for x in rows:
        found[x.date, x.class_id, x.slot, x.subject].append(x)
    return found
