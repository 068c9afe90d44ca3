"""Constraints on when single lessons are held: wanted starts, slots and days, ends of the day."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from community.text import Text
from scheduling.fet.activities import Asked
from scheduling.fet.wish import Kind
from scheduling.rules.end_day import EndDay
from scheduling.rules.prefer_times import PreferTimes

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator

    from scheduling.fet.activities import Activity
    from scheduling.fet.grid import Cell
    from scheduling.fet.wish import Carry, Wish
    from scheduling.rules.base import Rule

    Which = Callable[[Wish], list[Activity]]

SUBJECT = Text("科目", "subject")
TAG = Text("课程标签", "activity tag")
TEACHER = Text("教师", "teacher")
STUDENTS = Text("学生组", "set of students")


def meant(wish: Wish) -> list[Activity]:
    """Return the active activities that fit the teacher, students ... that a constraint names."""
    people, duration = wish.school.people, wish.text("Duration")
    component = wish.text("Component_Number")
    asked = Asked(
        teacher=_optional(wish, "Teacher_Name", people.teachers, TEACHER),
        students=_optional(wish, "Students_Name", people.leaves, STUDENTS),
        subject=wish.text("Subject_Name"),
        tag=wish.text("Activity_Tag_Name"),
        duration=wish.number("Duration") if duration else None,
        component=wish.number("Component_Number") if component else None,
    )
    return [a for a in wish.school.activities.active if asked.means(a, people.leaves)]


def _optional(wish: Wish, tag: str, known: Container[str], what: Text) -> str:
    return wish.named([tag], known, what) if wish.text(tag) else ""


def _starts(which: Which, entry: str, prefix: str) -> Carry:
    def carry(wish: Wish) -> Iterator[Rule]:
        yield from _prefer(wish, which(wish), wish.cells(entry, prefix))

    return carry


def _slots(which: Which) -> Carry:
    """All of a lesson is within some slots, so that it may start where so many follow."""

    def carry(wish: Wish) -> Iterator[Rule]:
        cells = wish.cells("Preferred_Time_Slot", "Preferred_")
        alike: dict[int, list[Activity]] = defaultdict(list)
        for activity in which(wish):
            alike[activity.duration].append(activity)
        for duration, activities in alike.items():
            yield from _prefer(wish, activities, wish.grid.starts(cells, duration))

    return carry


def _prefer(wish: Wish, activities: list[Activity], cells: frozenset[Cell]) -> Iterator[Rule]:
    if activities:
        times = wish.grid.ids(cells)
        yield wish.rule(PreferTimes, events=activities, once=True, times=times)


def _one(wish: Wish) -> list[Activity]:
    return wish.activities()


def _start(wish: Wish) -> Iterator[Rule]:
    """Start on a day, at an hour where the file names one."""
    day = wish.day("Preferred_Day")
    hours = range(len(wish.grid.hours))
    if wish.text("Preferred_Hour"):
        hours = range((hour := wish.hour("Preferred_Hour")), hour + 1)
    yield from _prefer(wish, _one(wish), frozenset((day, h) for h in hours))


def _ends(which: Which) -> Carry:
    def carry(wish: Wish) -> Iterator[Rule]:
        if activities := which(wish):
            yield wish.rule(EndDay, events=activities, time_groups=wish.grid.named("days"))

    return carry


_START = ("Preferred_Starting_Time", "Preferred_Starting_")
_STARTS_OF = Text("某类课程的开始时间", "wanted starts of some lessons")
_SLOTS_OF = Text("某类课程的时段", "wanted slots of some lessons")

KINDS = {
    "ActivityPreferredStartingTime": Kind(Text("一节课的开始时间", "start of a lesson"), _start),
    "ActivityPreferredDay": Kind(Text("一节课的日子", "day of a lesson"), _start),
    "ActivityPreferredStartingTimes": Kind(
        Text("一节课可选的开始时间", "wanted starts of a lesson"), _starts(_one, *_START)
    ),
    "ActivitiesPreferredStartingTimes": Kind(_STARTS_OF, _starts(meant, *_START)),
    "SubactivitiesPreferredStartingTimes": Kind(_STARTS_OF, _starts(meant, *_START)),
    "ActivityPreferredTimeSlots": Kind(
        Text("一节课可选的时段", "wanted slots of a lesson"), _slots(_one)
    ),
    "ActivitiesPreferredTimeSlots": Kind(_SLOTS_OF, _slots(meant)),
    "SubactivitiesPreferredTimeSlots": Kind(_SLOTS_OF, _slots(meant)),
    "ActivityEndsStudentsDay": Kind(
        Text("一节课在一天之末", "a lesson ends the students' day"), _ends(_one)
    ),
    "ActivitiesEndStudentsDay": Kind(
        Text("某类课程在一天之末", "some lessons end the students' day"), _ends(meant)
    ),
}
