"""What a host's classes gain from a short stay: whole courses that the guest gives there.

Their own teachers sit in. The courses are chosen once for the weeks of a stay: those that the guest
has given already, of subjects that the host is weak in first, then of grades near those that the
guest teaches at home; never two at one time, and no more periods a day than the guest has at home.
Single lessons stay with their own teachers: where the guest covers for others or is at an event,
where teacher or class are away, and where visitors see the lesson.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from community.codes import ODD_AND_EVEN
from community.text import Text
from rotation.staffing_flow import can_teach
from scheduling.term.absences import absences, is_gone
from scheduling.term.events import GuestLesson, by_date
from scheduling.week.people import lane_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from community.calendar import TaughtDay
    from scheduling.term.absences import Hours
    from scheduling.term.events import Cover, TermCalendar
    from scheduling.term.frame import TermFrame
    from scheduling.term.standing import Standing
    from scheduling.term.stays import ShortStay

Course = tuple[str, str]  # class, subject


def with_guests(frame: TermFrame, calendar: TermCalendar) -> TermCalendar:
    """Return a calendar with the lessons that guests give, beside all else that it holds.

    In the rest of a term those that are over stay as they were.
    """
    if not frame.stays.taught:
        return replace(calendar, guests=())
    since = frame.past.since
    over = (x for x in frame.past.calendar.guests if since and x.date < since)
    days = _Days(frame, calendar)
    taken: dict[Course, set[dt.date]] = {}
    found: list[GuestLesson] = []
    for stay in frame.stays.taught:
        courses = _courses(frame, stay, taken, days.stood_in(stay))
        taken |= {course: taken.get(course, set()) | {*stay.dates} for course in courses}
        own = {x for periods in courses.values() for x in periods}
        rest = (date for date in stay.dates if not since or date >= since)
        for day in (frame.day_of[date] for date in rest):
            found += days.given(stay, day, [x for x in own if x.is_held(day)])
    return replace(calendar, guests=tuple(sorted([*over, *found])))


def _courses(
    frame: TermFrame,
    stay: ShortStay,
    taken: Mapping[Course, set[dt.date]],
    held: Iterable[Standing],
) -> dict[Course, list[Standing]]:
    """Return the courses that a guest gives, with their periods in the week, beside some ``held``.

    Courses of those who are on a short stay themselves are covered, not given.
    """
    gone = {who for date in stay.dates for who in frame.stays.on(frame.day_of[date])}
    at_home = {
        frame.community.class_by_id[x.lesson.class_id].grade
        for x in frame.standing.get(stay.teacher, ())
    }
    guest = frame.community.teacher_by_id[stay.teacher]
    weak = frame.community.school_by_id[stay.host].weak_subjects
    before = {(x.class_id, x.subject) for x in frame.past.calendar.guests if x.event == stay.id}

    def order(course: Course) -> tuple[bool, bool, int, int, str]:
        class_id, subject = course
        grade = frame.community.class_by_id[class_id].grade
        far = min((abs(grade - g) for g in at_home), default=0)
        known = course not in before, subject not in weak
        return *known, far, guest.subjects.index(subject), class_id

    can = {
        course: periods
        for course, periods in _taught(frame, stay.host).items()
        if can_teach(guest, lane_of(frame.community.class_by_id[course[0]], course[1]))
        and periods[0].lesson.teacher not in gone
        and taken.get(course, set()).isdisjoint(stay.dates)
    }
    found: dict[Course, list[Standing]] = {}
    own = [*held]
    for course in sorted(can, key=order):
        if _fits([*own, *can[course]], frame.guests[stay.teacher]):
            found[course] = can[course]
            own += can[course]
    return found


def _taught(frame: TermFrame, school: str) -> dict[Course, list[Standing]]:
    """Return the courses of a school's classes that one teacher has alone, without others."""
    found: dict[Course, list[Standing]] = defaultdict(list)
    for periods in frame.standing.values():
        for x in periods:
            if x.school == school:
                found[x.lesson.class_id, x.lesson.subject].append(x)
    return {c: rows for c, rows in found.items() if _is_plain(rows)}


def _is_plain(periods: Sequence[Standing]) -> bool:
    """Return whether lessons are of one teacher, and no class or teacher shares them."""
    lessons = [x.lesson for x in periods]
    shared = any(x.series or x.group or x.assistant for x in lessons)
    return len({x.teacher for x in lessons}) == 1 and not shared


def _fits(periods: Sequence[Standing], most: int) -> bool:
    """Return whether somebody can have some periods of the week, so many on a day at most."""
    of_day: dict[tuple[int, object], list[Standing]] = defaultdict(list)
    for x in sorted(periods):
        for half in (half for half in ODD_AND_EVEN if x.weeks.meets(half)):
            of_day[x.weekday, half].append(x)
    apart = all(one.end <= other.start for some in of_day.values() for one, other in pairwise(some))
    return apart and all(len(some) <= most for some in of_day.values())


class _Days:
    """What else is on the days of a calendar, beside which guests give lessons."""

    def __init__(self, frame: TermFrame, calendar: TermCalendar) -> None:
        self.frame = frame
        self.events, self.covers = by_date(calendar.events), by_date(calendar.covers)
        self.seen = {(x.date, x.class_id, x.slot) for x in calendar.observed}
        self._away: dict[dt.date, Mapping[str, Sequence[Hours]]] = {}

    def stood_in(self, stay: ShortStay) -> set[Standing]:
        """Return the periods of the week that a guest has in place of others on short stays."""
        found = set()
        for day in (self.frame.day_of[date] for date in stay.dates):
            for cover in self.covers[day.date]:
                if cover.teacher == stay.teacher and cover.event in self.frame.stays.by_id:
                    own = self.frame.regular(cover.absent, day)
                    said = cover.class_id, cover.slot
                    found |= {x for x in own if (x.lesson.class_id, x.slot) == said}
        return found

    def given(
        self, stay: ShortStay, day: TaughtDay, periods: Iterable[Standing]
    ) -> Iterator[GuestLesson]:
        """Yield those of some periods that a guest gives on a day."""
        covers = [*self.covered(stay.teacher, day)]
        busy = [*covers, *self.away(day).get(stay.teacher, ())]
        left = self.frame.guests[stay.teacher] - len(covers)
        for x in sorted(periods):
            hours = x.start, x.end
            there = self.frame.is_there(stay.teacher, day, *hours, x.school)
            if left > 0 and there and not _meet(hours, busy) and self.is_open(day, x):
                left -= 1
                lesson = x.lesson
                yield GuestLesson(
                    *(day.date, x.school, lesson.class_id, x.slot, lesson.subject),
                    *(lesson.teacher, stay.teacher, stay.id),
                )

    def covered(self, teacher: str, day: TaughtDay) -> Iterator[Hours]:
        """Yield when somebody covers on a day."""
        for cover in self.covers[day.date]:
            if cover.teacher == teacher and (hours := self.hours(cover, day)):
                yield hours

    def hours(self, row: Cover | GuestLesson, day: TaughtDay) -> Hours | None:
        """Return the minutes of a row's lesson; None where the school has none then."""
        group = self.frame.community.class_by_id[row.class_id]
        slots = self.frame.community.lesson_slots(group, day.weekday)
        return next(((s.start, s.end) for s in slots if s.order == row.slot), None)

    def away(self, day: TaughtDay) -> Mapping[str, Sequence[Hours]]:
        """Return when people are at events of a day, the way included."""
        if day.date not in self._away:
            self._away[day.date] = absences(self.frame, day, self.events[day.date])[1]
        return self._away[day.date]

    def is_open(self, day: TaughtDay, x: Standing) -> bool:
        """Return whether a lesson is held by its own teacher, and nobody comes to see it."""
        lesson, hours = x.lesson, (x.start, x.end)
        missed = not self.frame.is_held(x, day) or _meet(
            hours, self.away(day).get(lesson.teacher, ())
        )
        taken = any(
            is_gone(self.frame, e, x)
            or (lesson.class_id in e.classes and _meet(hours, [(e.start, e.end)]))
            for e in self.events[day.date]
        )
        return not (missed or taken or (day.date, lesson.class_id, x.slot) in self.seen)


def _meet(hours: Hours, others: Iterable[Hours]) -> bool:
    return any(start < hours[1] and hours[0] < end for start, end in others)


def guest_faults(frame: TermFrame, calendar: TermCalendar) -> Iterator[tuple[GuestLesson, Text]]:
    """Yield the lessons of guests that cannot be as they are said, and why.

    Not what people recorded is held against: then a lesson's own teacher gives it.
    """
    settled, since = frame.past.settled, frame.past.since
    planned = tuple(e for e in calendar.events if e.id not in settled)
    days = _Days(frame, replace(calendar, events=planned))
    given: dict[tuple[dt.date, str], list[Hours]] = defaultdict(list)
    for row in sorted(calendar.guests):
        day = frame.day_of.get(row.date)
        if since and row.date < since:
            continue
        held = given[row.date, row.guest]
        if why := _why_not(days, row, day, held):
            yield row, why
        elif day and (hours := days.hours(row, day)):
            held.append(hours)


def _why_not(
    days: _Days, row: GuestLesson, day: TaughtDay | None, held: Sequence[Hours]
) -> Text | None:
    """Return why a guest does not give a lesson; ``held`` are those of the day before it."""
    frame, community = days.frame, days.frame.community
    stay = frame.stays.on(day).get(row.guest) if day else None
    if (
        day is None
        or stay is None
        or not stay.teaches
        or (stay.id, stay.host) != (row.event, row.school)
    ):
        return Text("这天不在该校支教或顶岗", "is not on that stay there on that day")
    own = frame.regular(row.teacher, day)
    said = row.class_id, row.subject, row.slot
    x = next((x for x in own if (x.lesson.class_id, x.lesson.subject, x.slot) == said), None)
    if x is None:
        return Text("课表这时没有这节课", "the timetable has no such lesson then")
    group = community.class_by_id[row.class_id]
    if not can_teach(community.teacher_by_id[row.guest], lane_of(group, row.subject)):
        return Text("不教这门课", "does not teach the subject")
    if not _is_plain([x]):
        return Text("这节课几个班或几位教师同上", "several classes or teachers share the lesson")
    hours = x.start, x.end
    if _meet(hours, held):
        return Text("这时另有一节课", "gives another lesson then")
    if _meet(hours, [*days.covered(row.guest, day), *days.away(day).get(row.guest, ())]):
        return Text("这时代课或参加活动", "covers a lesson or is at an event then")
    if not days.is_open(day, x):
        return Text(
            "这节课的教师或班级这时不在，或有人听课",
            "teacher or class are not there then, or visitors see the lesson",
        )
    if len(held) + len([*days.covered(row.guest, day)]) >= frame.guests[row.guest]:
        most = frame.guests[row.guest]
        return Text(
            f"这天的课多于在本校平均每天的{most}节",
            f"has more that day than the {most} a day at home",
        )
    return None
