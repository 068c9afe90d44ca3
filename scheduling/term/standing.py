"""When somebody stands in class in a week: a lesson, or a duty outside the lessons."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from community.models import WeekPattern
from scheduling.timetable import ClassLesson

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from community.calendar import TaughtDay
    from community.models import Community
    from scheduling.timetable import ClassDuty


class Standing(NamedTuple):
    """A period that somebody stands in class, in every week or in odd or even ones.

    A duty is a lesson without a subject. Whoever has several classes at once has one for each.
    """

    weekday: int
    start: int
    end: int
    school: str
    slot: int
    weeks: WeekPattern
    lesson: ClassLesson

    def is_held(self, day: TaughtDay) -> bool:
        """Return whether it is held on a day; weeks are odd or even by their number of term."""
        half = WeekPattern.ODD if day.week % 2 else WeekPattern.EVEN
        return self.weekday == day.weekday and self.weeks.meets(half)

    @property
    def is_duty(self) -> bool:
        """Whether it is a duty."""
        return not self.lesson.subject

    @property
    def turn(self) -> object:
        """What one person has at once: a lesson, or a duty with all its classes."""
        if not self.is_duty:
            return self
        return self.lesson.teacher, self.school, self.weekday, self.slot


def once(periods: Iterable[Standing]) -> list[Standing]:
    """Return periods, of a duty with several classes one."""
    return [*{x.turn: x for x in periods}.values()]


def on_duty(community: Community, duties: Iterable[ClassDuty]) -> Iterator[Standing]:
    """Yield the periods of duties; one in a slot that the bells do not have has none."""
    slots = {
        (slot.grid, weekday, slot.order): slot
        for slot in community.slots
        for weekday in slot.weekdays
    }
    for x in duties:
        if slot := slots.get((community.school_by_id[x.school].grid, x.weekday, x.slot)):
            lesson = ClassLesson(x.school, x.class_id, x.weekday, x.slot, "", x.teacher)
            hours = slot.start, slot.end
            yield Standing(x.weekday, *hours, x.school, x.slot, lesson.weeks, lesson)
