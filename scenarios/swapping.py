"""Two lessons that change places, or one that goes to a free place: what becomes of a plan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from community.names import plain
from community.text import Text
from scenarios.audit import audited
from scenarios.compare import changed_points, lesson_moves
from scenarios.naming import class_said, covered, lesson_said, slots
from scenarios.spots import Spots
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

    Each is named by class, weekday and slot; the second may leave out the class of the first.

    Raises
    ------
    InputError
        When a text names no lesson and no place in the week, or a lesson does not fit there.
    """
    spots = Spots(community, plan.week.lessons, "LESSON")
    first = spots.lesson(plain(one))
    spot, rest = spots.spot(plain(other), first.class_id)
    there = [x for x in spots.at(spot, rest, other) if x != first]
    if len(there) > 1 or (not there and (rest or spot.class_id != first.class_id)):
        there = [spots.lesson(other)]  # tells what is the matter
    going = [first, *spots.along(first)]
    coming = [y for x in there for y in (x, *spots.along(x))]
    lessons = [x for x in plan.week.lessons if x not in (*going, *coming)]
    slot = there[0].slot if there else spot.slot
    if (spot.weekday, slot) == (first.weekday, first.slot) and spot.class_id == first.class_id:
        raise spots.wrong(other, Text("这节课已在那里", "the lesson is there already"))
    lessons += [_moved(spots, x, spot.weekday, slot, other) for x in going]
    lessons += [_moved(spots, x, first.weekday, first.slot, one) for x in coming]
    week = WeekTimetable(plan.week.term, tuple(sorted(lessons)))
    return Swap(audited(community, plan), audited(community, replace(plan, week=week)))


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
