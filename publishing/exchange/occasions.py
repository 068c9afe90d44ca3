"""What calendars tell: who has which lessons and duties, with their clock times."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from community.models import WeekPattern
from publishing.grids import class_entry, room_entry, teacher_entry
from publishing.i18n import word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from community.text import Lang
    from publishing.grids import Entry
    from publishing.view import PlanView
    from scheduling.timetable import ClassDuty, ClassLesson


@dataclass(frozen=True, slots=True)
class Occasion:
    """What is held in the weeks of a term: when, and what people see of it.

    ``key`` says what it is, with ``slot`` at its end; names and people may change without changing
    it. ``start`` and ``end`` are minutes since midnight. ``reader`` is the teacher whose feed it is
    in, "" in other feeds; ``lesson`` what it is, None for ``duties``.
    """

    key: tuple[str, ...]
    weekday: int
    slot: int
    start: int
    end: int
    head: str
    place: str
    lines: tuple[str, ...]
    weeks: WeekPattern = WeekPattern.ALL
    lesson: ClassLesson | None = None
    duties: tuple[ClassDuty, ...] = ()
    reader: str = ""


Feed = tuple[str, str, str, list[Occasion]]  # kind, id, name


def feeds(view: PlanView, lang: Lang) -> Iterator[Feed]:
    """Yield the feed of everybody and everything: its lessons and duties; some have none."""
    community = view.community
    schools = community.school_by_id
    for group in community.classes:
        name = f"{schools[group.school].name} {group.name}"
        lessons = [_lesson(view, x, class_entry(view, x, lang)) for x in view.by_class[group.id]]
        duties = _duties(view, view.duties_of_class[group.id], "class_id", lang)
        yield "classes", group.id, name, [*lessons, *duties]
    for who in community.teachers:
        home = schools[who.school]
        lessons = [
            _lesson(view, x, teacher_entry(view, x, home, lang), who.id)
            for x in view.by_teacher[who.id]
        ]
        duties = _duties(view, view.duties_of_teacher[who.id], "teacher", lang)
        yield "teachers", who.id, view.teacher_name(who.id), [*lessons, *duties]
    for room in community.rooms:
        name = f"{schools[room.school].name} {room.name}"
        booked = view.by_room.get(room.id, ())
        lessons = [_lesson(view, x, room_entry(view, x, lang)) for x in booked]
        yield "rooms", room.id, name, lessons
    title = word("phase_term" if view.plan.has_calendar else "duty_table", lang)
    for school in community.schools:
        own = (x for x in view.plan.duties if x.school == school.id)
        yield "schools", school.id, f"{school.name} {title}", _duties(view, own, "school", lang)
    yield "community", community.id, f"{community.name} {title}", []


def _lesson(view: PlanView, lesson: ClassLesson, entry: Entry, reader: str = "") -> Occasion:
    start, end = view.clock(lesson)
    place = filter(None, (view.school_of_lesson(lesson), view.room_name(lesson.room)))
    return Occasion(
        key=(lesson.class_id, lesson.subject, *((lesson.group,) if view.group_of(lesson) else ())),
        weekday=lesson.weekday,
        slot=lesson.slot,
        start=start,
        end=end,
        head=entry.head,
        place=" ".join(place),
        lines=entry.lines,
        weeks=lesson.weeks,
        lesson=lesson,
        reader=reader,
    )


def _duties(view: PlanView, duties: Iterable[ClassDuty], of: str, lang: Lang) -> list[Occasion]:
    """Return duties as a class, a teacher or a school has them; in one slot they are one.

    ``of`` is the field of those whose feed it is. A class is told who is there, a teacher which
    classes there are, a school both.
    """
    slots: dict[tuple[str, str, int, int], list[ClassDuty]] = defaultdict(list)
    for x in sorted(duties):
        slots[getattr(x, of), x.school, x.weekday, x.slot].append(x)
    found = []
    for (whose, school, weekday, order), some in slots.items():
        slot = view.duty_slot(some[0])
        classes: dict[str, list[str]] = defaultdict(list)
        for x in some:
            name = view.community.class_by_id[x.class_id].name
            classes[view.teacher_name(x.teacher)].append(name)
        sides = {
            "class_id": list(classes),
            "teacher": [name for names in classes.values() for name in names],
            "school": [f"{who} {'、'.join(names)}" for who, names in classes.items()],
        }
        occasion = Occasion(
            key=(whose, f"duty {school}"),
            weekday=weekday,
            slot=order,
            start=slot.start,
            end=slot.end,
            head=f"{slot.name} {word('phase_duties', lang)}",
            place=view.community.school_by_id[school].name,
            lines=tuple(sides[of]),
            duties=tuple(some),
            reader=whose if of == "teacher" else "",
        )
        found.append(occasion)
    return found
