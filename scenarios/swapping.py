"""Two lessons that change places, or one that goes to a free place: what becomes of a plan."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from community.names import plain
from community.text import Text
from scenarios.audit import audited
from scenarios.calendars import keeping_calendar
from scenarios.compare import changed_points, lesson_moves
from scenarios.naming import class_said, clock, covered, lesson_said, slots
from scenarios.spots import Spot, Spots
from scheduling.timetable import WeekTimetable

if TYPE_CHECKING:
    from community.models import Community
    from community.rule import Violation
    from scenarios.compare import LessonMove
    from scenarios.plan import Plan
    from scheduling.timetable import ClassLesson


@dataclass(frozen=True)
class Swap:
    """A plan before and after two lessons changed places; both are audited."""

    before: Plan
    after: Plan
    notes: tuple[Text, ...] = ()  # what people should know of the calendar

    @property
    def moves(self) -> tuple[LessonMove, ...]:
        """The lessons that are at another time."""
        return lesson_moves(self.before.week.lessons, self.after.week.lessons)

    @cached_property
    def broken(self) -> list[Violation]:
        """The hard rules that were not broken so before."""
        new, _gone = changed_points(self.before.violations, self.after.violations)
        return [v for v in new if v.is_hard]


def swap(community: Community, plan: Plan, one: str, other: str) -> Swap:
    """Let two lessons change places, or one go where its class is free.

    Each is named by class, weekday and slot; the second may leave out the class of the first. What
    several classes have together, or live, goes for all of them; what these have then comes back.

    Raises
    ------
    InputError
        When a text names no lesson and no place in the week, or a lesson does not fit there.
    """
    spots = Spots(community, plan.week.lessons)
    first = spots.lesson(plain(one))
    spot, rest = spots.spot(plain(other), first.class_id)
    there = [x for x in spots.at(spot, rest, other) if x != first]
    if len(there) > 1 or (not there and (rest or spot.class_id != first.class_id)):
        there = [spots.lesson(other)]  # tells what is the matter
    slot = there[0].slot if there else spot.slot
    if (spot.weekday, slot) == (first.weekday, first.slot) and spot.class_id == first.class_id:
        raise spots.wrong(other, Text("这节课已在那里", "the lesson is there already"))
    exchange = _Exchange(spots)
    exchange.move(first, spot.weekday, slot, other)
    for x in there:
        exchange.move(x, first.weekday, first.slot, one)
    lessons = sorted(exchange.moved.get(x, x) for x in plan.week.lessons)
    if lessons == sorted(plan.week.lessons):
        raise spots.wrong(other, _ALIKE)
    week = WeekTimetable(plan.week.term, tuple(lessons))
    after, notes = keeping_calendar(community, plan, replace(plan, week=week))
    return Swap(audited(community, plan), audited(community, after), tuple(notes))


@dataclass
class _Exchange:
    """Lessons and where they go; the other ends of a lesson go with it."""

    spots: Spots
    moved: dict[ClassLesson, ClassLesson] = field(default_factory=dict)

    def move(self, lesson: ClassLesson, weekday: int, slot: int, text: str) -> None:
        """Let a lesson go to a time, and with it its other ends."""
        to = _moved(self.spots, lesson, weekday, slot, text)
        if self.moved.setdefault(lesson, to) != to:
            raise self.spots.wrong(text, _TWO_PLACES)
        for x in self.spots.along(lesson):
            self.moved[x] = _moved(self.spots, x, weekday, slot, text)
            if x.class_id != lesson.class_id:
                self._back(x, text)
        for end in self._ends(lesson):
            there = self._slot(end, to, text)
            if end in self.moved:
                if self.moved[end] != replace(end, weekday=weekday, slot=there):
                    raise self.spots.wrong(text, _TWO_PLACES)
                continue
            self.move(end, weekday, there, text)
            self._back(end, text)

    def _back(self, end: ClassLesson, text: str) -> None:
        """Let what the class of an end has at its new time come to its old one."""
        to = self.moved[end]
        for x in self.spots.at(Spot(end.class_id, to.weekday, to.slot)):
            if x not in self.moved and x.weeks.meets(end.weeks):
                self.move(x, end.weekday, end.slot, text)

    def _ends(self, lesson: ClassLesson) -> list[ClassLesson]:
        """Return what other classes have at the same time of the same series."""
        if not lesson.series:
            return []
        return [
            x
            for x in self.spots.lessons
            if (x.series, x.weekday) == (lesson.series, lesson.weekday)
            and x.class_id != lesson.class_id
            and not x.is_beside
            and x.weeks.meets(lesson.weeks)
            and _shared(clock(self.spots.community, x), clock(self.spots.community, lesson)) > 0
        ]

    def _slot(self, end: ClassLesson, to: ClassLesson, text: str) -> int:
        """Return the slot of an end's school that fits the new time of a lesson best."""
        community, when = self.spots.community, clock(self.spots.community, to)
        day = replace(end, weekday=to.weekday)
        best = max(
            slots(community, day),
            key=lambda s: _shared(when, clock(community, replace(day, slot=s.order))),
            default=None,
        )
        if best and _shared(when, clock(community, replace(day, slot=best.order))) > 0:
            return best.order
        what, where = lesson_said(community, end), class_said(community, end.class_id)
        expected = Text(
            f"{what.zh}是一起上的，{where}那时没有对得上的课位",
            f"{what.en} is the same lesson, and {where} has no slot at that time",
        )
        raise self.spots.wrong(text, expected)


def _shared(one: tuple[int, int], other: tuple[int, int]) -> int:
    """Return the minutes that two times of a day share."""
    return min(one[1], other[1]) - max(one[0], other[0])


_ALIKE = Text(
    "是同一位教师的同一门课，对调以后没有变化",
    "the same teacher's same subject: nothing would change",
)
_TWO_PLACES = Text(
    "几个班一起上的课不能一处一个时间",
    "what several classes have together cannot be at two times",
)


def _moved(spots: Spots, lesson: ClassLesson, weekday: int, slot: int, text: str) -> ClassLesson:
    """Return a lesson at another time, which has to be one of its school's."""
    moved = replace(lesson, weekday=weekday, slot=slot)
    orders = [s.order for s in slots(spots.community, moved)]
    if slot in orders and len(covered(spots.community, moved)) == lesson.periods:
        return moved
    what, where = lesson_said(spots.community, lesson), class_said(spots.community, lesson.class_id)
    expected = Text(
        f"{where}那时没有放得下{what.zh}的课位", f"{where} has no slots for {what.en} then"
    )
    raise spots.wrong(text, expected)
