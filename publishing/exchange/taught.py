"""A school's lessons as other programs keep them: what is taught together, at numbered periods."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from community.models import SlotKind
from publishing.view import periods_a_week
from scheduling.week.closing import when_away

if TYPE_CHECKING:
    from community.models import School, Slot, Teacher, WeekPattern
    from publishing.view import PlanView
    from scheduling.timetable import ClassLesson


@dataclass(frozen=True, slots=True)
class Taught:
    """Lessons of one class, or of several together, that differ in nothing but their time and room.

    ``classes`` are those that have them together (合班), the one that leads first. ``teachers`` are
    those who stand for the lesson: the teacher, others beside, and in a receiving class of a
    synchronous lesson the assistant as well. ``length`` is the periods of one lesson.
    """

    classes: tuple[str, ...]
    subject: str
    teachers: tuple[str, ...]
    weeks: WeekPattern
    length: int
    lessons: tuple[ClassLesson, ...]

    @property
    def class_id(self) -> str:
        """The class, or the one that leads."""
        return self.classes[0]

    @property
    def weekly(self) -> float:
        """Periods a week; half for odd or even weeks."""
        return sum(map(periods_a_week, self.lessons))


def taught(view: PlanView, school: School) -> list[Taught]:
    """Return what is taught in a school, in the order of its classes and the subjects.

    Events that are no lessons of a subject are left out.
    """
    found: dict[tuple[tuple[str, ...], str, tuple[str, ...], WeekPattern, int], list[ClassLesson]]
    found = defaultdict(list)
    subjects = [subject.id for subject in view.community.subjects]
    for group in view.community.classes:
        if group.school != school.id:
            continue
        held = (x for x in view.by_class[group.id] if not view.is_event(x))
        for x in sorted(held, key=lambda x: (subjects.index(x.subject), x)):
            classes = _together(view, x)
            if classes[0] == group.id:
                others = (y.teacher for y in view.company(x))
                teachers = tuple(dict.fromkeys(filter(None, (x.teacher, *others, x.assistant))))
                found[classes, x.subject, teachers, x.weeks, x.periods].append(x)
    return [Taught(*key, tuple(lessons)) for key, lessons in found.items()]


def _together(view: PlanView, lesson: ClassLesson) -> tuple[str, ...]:
    """Return the classes that have a lesson in one room, the one that leads first."""
    if row := view.group_of(lesson):
        return row.classes
    series = view.series.get(lesson.series)
    if series is None or not series.together:
        return (lesson.class_id,)
    return (series.host_class, *series.receiving_classes)


def people(view: PlanView, school: School) -> list[Teacher]:
    """Return a school's own teachers, then all others who stand for a lesson in it."""
    here = {who for x in taught(view, school) for who in x.teachers}
    staff = view.community.teachers
    own = [t for t in staff if t.school == school.id]
    return own + [t for t in staff if t.school != school.id and t.id in here]


def periods(view: PlanView, school: School) -> dict[int, tuple[int, Slot]]:
    """Return number (from 1) and slot of each period of a school's day, by order in its grid.

    Where the bells differ between weekdays, the slot of the earliest weekday stands for all.
    """
    first: dict[int, Slot] = {}
    for slot in sorted(view.slots[school.id], key=lambda s: (s.order, min(s.weekdays))):
        if slot.kind is SlotKind.LESSON:
            first.setdefault(slot.order, slot)
    return {order: (number, slot) for number, (order, slot) in enumerate(sorted(first.items()), 1)}


Away = dict[tuple[str, str], list[tuple[int, int]]]


def blocked(view: PlanView, school: School) -> Away:
    """Return the weekdays and periods at which somebody, a class or a room can have nothing here.

    By column of the table and id: ``("teacher", "T001")``. A class is not there in periods by other
    bells than its own.
    """
    community, found = view.community, dict[tuple[str, str], dict[tuple[int, int], None]]()
    here = [
        (day, number, slot)
        for number, slot in periods(view, school).values()
        for day in slot.weekdays
    ]
    at = {r.id: r.school for r in community.rooms} | {c.id: c.school for c in community.classes}
    at |= {t.id: t.school for t in community.teachers}
    for x in community.away:
        column = "teacher" if x.teacher else "class_id" if x.class_id else "room"
        key = getattr(x, column)
        if (x.school or at[key]) == school.id:
            away = when_away(community, x, key, at[key], ())
            for day, number, slot in here:
                if away.overlaps(day, slot.start, slot.end):
                    found.setdefault((column, key), {})[day, number] = None
    for group in community.classes:
        own = {s.order for s in view.slots[group.id]}
        for day, number, slot in here if group.school == school.id else ():
            if slot.order not in own:
                found.setdefault(("class_id", group.id), {})[day, number] = None
    return {who: list(cells) for who, cells in found.items()}
