"""Timetables as grids of weekdays by slots: of a class, a teacher, a room, a whole school."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from community.models import WeekPattern
from community.text import span
from publishing.duty_lists import duty_note
from publishing.i18n import amount, enum_word, slot_name, weekday_name, word
from publishing.loads import load_note
from publishing.view import is_lesson_slot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from community.models import ClassGroup, Room, School, Slot, Teacher
    from community.text import Lang
    from publishing.view import PlanView
    from scheduling.timetable import ClassDuty, ClassLesson

SYNC_SIGN = "◎"


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands in a cell for one lesson: a head, small lines under it."""

    head: str
    lines: tuple[str, ...] = ()
    sync: bool = False

    def text(self) -> str:
        """Return the entry as plain text."""
        return "\n".join((self.head, *self.lines))


@dataclass(frozen=True, slots=True)
class GridRow:
    """One slot of the day; ``closed`` days have none.

    A row that is no period has cells only where somebody is on duty.
    """

    name: str
    time: str
    is_lesson: bool
    cells: Mapping[int, tuple[Entry, ...]] = field(default_factory=dict)
    closed: frozenset[int] = frozenset()
    order: int = 0  # of the slot, in the grid of a school


@dataclass(frozen=True, slots=True)
class Grid:
    """A timetable for one page."""

    title: str
    subtitle: str
    note: str
    days: tuple[int, ...]
    rows: tuple[GridRow, ...]


def class_grid(view: PlanView, group: ClassGroup, lang: Lang) -> Grid:
    """Return the timetable of a class, with the breaks of its school's day."""
    lessons = view.by_class[group.id]
    duties = view.duties_of_class[group.id]
    cells = _spread(view, lessons, lambda x: class_entry(view, x, lang), lang)
    cells |= _duties(view, duties, lambda x: Entry(view.teacher_name(x.teacher)))
    school = view.community.school_by_id[group.school]
    note = word("class_note", lang, periods=amount(view.class_periods(lessons)))
    if head := view.class_teacher(group.id):
        note = f"{word('class_teacher', lang)}{head}    {note}"
    if group.room:
        note = f"{note}    {word('own_room', lang)}{view.room_name(group.room)}"
    return Grid(
        f"{group.name} {word('class_timetable', lang)}",
        f"{school.name}    {view.term.name}",
        note,
        tuple(view.days((*lessons, *duties))),
        _site_rows(view.slots[group.id], view.days((*lessons, *duties)), cells, lang),
    )


def room_grid(view: PlanView, room: Room, lang: Lang) -> Grid:
    """Return the timetable of a room."""
    lessons = view.by_room.get(room.id, [])
    cells = _spread(view, lessons, lambda x: room_entry(view, x, lang), lang)
    school = view.community.school_by_id[room.school]
    return Grid(
        f"{room.name} {word('room_timetable', lang)}",
        f"{school.name}    {view.term.name}",
        word("class_note", lang, periods=amount(sum(view.weekly(x) for x in lessons))),
        tuple(view.days(lessons)),
        _rows(view, school, lessons, cells, lang),
    )


def teacher_grid(view: PlanView, teacher: Teacher, school: School, lang: Lang) -> Grid:
    """Return the timetable of a teacher as it hangs in one school.

    Lessons at other sites stand at their own clock times, between the rows of this school's day,
    and so do those by other bells of this school; somebody who is only at one other site has that
    school's day.
    """
    lessons, duties = view.by_teacher[teacher.id], view.duties_of_teacher[teacher.id]
    cells = _spread(view, lessons, lambda x: teacher_entry(view, x, school, lang), lang)
    cells |= _duties(view, duties, lambda x: _duty_entry(view, x, school))
    note = load_note(view, teacher, lang)
    note = "    ".join(filter(None, (note, duty_note(view, teacher.id, lang))))
    return Grid(
        f"{view.teacher_name(teacher.id)} {word('teacher_timetable', lang)}",
        f"{school.name}    {view.term.name}",
        note,
        tuple(view.days((*lessons, *duties))),
        _rows(view, school, (*lessons, *duties), cells, lang),
    )


Cells = dict[tuple[int, int, int], tuple[Entry, ...]]  # by weekday, start and end


def _spread(
    view: PlanView,
    lessons: Iterable[ClassLesson],
    entry: Callable[[ClassLesson], Entry],
    lang: Lang,
) -> Cells:
    """Return the entries of every slot that lessons cover, those of odd weeks first."""
    found: dict[tuple[int, int, int], list[Entry]] = defaultdict(list)
    for lesson in sorted(lessons, key=lambda x: (x.weekday, x.slot, _WEEKS.index(x.weeks))):
        made = entry(lesson)
        if lesson.weeks is not WeekPattern.ALL:
            made = replace(made, head=f"{enum_word(lesson.weeks, lang)}·{made.head}")
        if lesson.periods > 1:
            made = replace(made, lines=(*made.lines, word("double_mark", lang)))
        for slot in view.covered(lesson):
            found[lesson.weekday, slot.start, slot.end].append(made)
    return {key: tuple(entries) for key, entries in found.items()}


def _duties(
    view: PlanView, duties: Iterable[ClassDuty], entry: Callable[[ClassDuty], Entry]
) -> Cells:
    """Return the entries of every slot in which there is a duty."""
    found: dict[tuple[int, int, int], list[Entry]] = defaultdict(list)
    for duty in sorted(duties):
        slot = view.duty_slot(duty)
        found[duty.weekday, slot.start, slot.end].append(entry(duty))
    return {key: tuple(entries) for key, entries in found.items()}


def _duty_entry(view: PlanView, duty: ClassDuty, school: School) -> Entry:
    """Return the class of a duty, with its school where that is another one."""
    lines = [view.duty_slot(duty).name, view.community.school_by_id[duty.school].name]
    name = view.community.class_by_id[duty.class_id].name
    return Entry(name, tuple(lines if duty.school != school.id else ()))


def _rows(
    view: PlanView,
    school: School,
    held: Sequence[ClassLesson | ClassDuty],
    cells: Cells,
    lang: Lang,
) -> tuple[GridRow, ...]:
    """Return the rows of the one day that all lessons and duties are of, or else by the clock."""
    heard = {tuple(view.slots[x.class_id]): x.class_id for x in held}
    if len(heard) > 1:
        return _clock_rows(view, school, view.days(held), cells, lang)
    day = next(iter(heard.values()), school.id)
    return _site_rows(view.slots[day], view.days(held), cells, lang)


def _site_rows(
    slots: Iterable[Slot], days: list[int], cells: Cells, lang: Lang
) -> tuple[GridRow, ...]:
    """Return a row for each slot of a day, in order."""
    orders: dict[int, list[Slot]] = defaultdict(list)
    for slot in slots:
        orders[slot.order].append(slot)
    rows = sorted(orders.values(), key=lambda slots: min(s.start for s in slots))
    return tuple(_site_row(slots, days, cells, lang) for slots in rows)


def _site_row(slots: list[Slot], days: list[int], cells: Cells, lang: Lang) -> GridRow:
    """Return the row of one slot; where a weekday has other bells, its time stands apart."""
    of_day = {day: s for s in slots for day in s.weekdays if day in days}
    times: dict[str, list[int]] = defaultdict(list)
    for day, slot in sorted(of_day.items()):
        times[span(slot.start, slot.end)].append(day)
    usual = max(times.values(), key=len, default=[])
    lines = [
        time if here is usual else f"{'、'.join(weekday_name(d, lang) for d in here)} {time}"
        for time, here in sorted(times.items(), key=lambda item: item[1] is not usual)
    ]
    found = {
        day: cells.get((day, slot.start, slot.end), ()) for day, slot in sorted(of_day.items())
    }
    return GridRow(
        name=slots[0].name,
        time="\n".join(lines),
        is_lesson=is_lesson_slot(slots[0]),
        cells=found if is_lesson_slot(slots[0]) or any(found.values()) else {},
        closed=frozenset(days) - set(of_day),
        order=slots[0].order,
    )


def _clock_rows(
    view: PlanView, school: School, days: list[int], cells: Cells, lang: Lang
) -> tuple[GridRow, ...]:
    """Return a row for each clock interval of the school's lessons or of lessons elsewhere."""
    names: dict[tuple[int, int], str] = {}
    for slot in view.slots[school.id]:
        if is_lesson_slot(slot) or any((d, slot.start, slot.end) in cells for d in days):
            names.setdefault((slot.start, slot.end), slot_name(slot, lang))
    for _day, start, end in cells:
        names.setdefault((start, end), word("elsewhere", lang))
    return tuple(
        GridRow(name, span(*times), True, {day: cells.get((day, *times), ()) for day in days})
        for times, name in sorted(names.items())
    )


def class_entry(view: PlanView, lesson: ClassLesson, lang: Lang) -> Entry:
    """Return subject, teacher, and for synchronous lessons the other ends."""
    head = view.subject_name(lesson.subject)
    if view.group_of(lesson):
        head = f"{head} {lesson.group}"
    lines = [view.teacher_names(lesson)] if lesson.teacher else []
    if lesson.series and (view.is_host(lesson) or not view.is_live(lesson)):
        lines += _ends(view, lesson, lang)
    elif lesson.series:
        home = view.community.class_by_id[view.series[lesson.series].host_class].school
        lines = [f"{line}（{view.community.school_by_id[home].name}）" for line in lines]
        if lesson.assistant:
            lines.append(f"{word('assistant', lang)} {view.teacher_name(lesson.assistant)}")
    if room := view.room_to_show(lesson):
        lines.append(room)
    return _marked(view, lesson, head, lines)


def teacher_entry(view: PlanView, lesson: ClassLesson, school: School, lang: Lang) -> Entry:
    """Return class and subject; the school too when it is another one."""
    lines = [view.subject_name(lesson.subject)]
    if not view.is_host(lesson):
        lines = [f"{lines[0]} {word('assistant', lang)}"]
    if lesson.school != school.id:
        lines.append(view.school_of_lesson(lesson))
    lines += _ends(view, lesson, lang)
    if others := dict.fromkeys(view.teacher_name(x.teacher) for x in view.company(lesson)):
        lines.append(word("together_with", lang, teachers="、".join(others)))
    if room := view.room_to_show(lesson):
        lines.append(room)
    return _marked(view, lesson, view.class_of_lesson(lesson), lines)


def room_entry(view: PlanView, lesson: ClassLesson, lang: Lang) -> Entry:
    """Return class, subject and the adult in the room."""
    lines = [view.subject_name(lesson.subject)]
    if who := view.present(lesson):
        assists = f"{word('assistant', lang)} {view.teacher_name(who)}"
        lines.append(view.teacher_names(lesson) if view.is_host(lesson) else assists)
    if not view.is_live(lesson):
        lines += _ends(view, lesson, lang)
    return _marked(view, lesson, view.class_of_lesson(lesson), lines)


def _ends(view: PlanView, lesson: ClassLesson, lang: Lang) -> list[str]:
    """Return a line for each class that follows a lesson live, or one for those that join it."""
    others = view.partners.get(lesson, [])
    if view.is_live(lesson):
        ends = [_school_class(view, x) for x in others if view.is_host(lesson)]
        return [word("sync_to", lang, classes=end) for end in ends]
    names = "、".join(view.class_of_lesson(x) for x in others)
    return [word("joint_with", lang, classes=names)] if names else []


def _marked(view: PlanView, lesson: ClassLesson, head: str, lines: list[str]) -> Entry:
    sync = view.is_live(lesson)
    return Entry(f"{head} {SYNC_SIGN}" if sync else head, tuple(lines), sync)


def _school_class(view: PlanView, lesson: ClassLesson) -> str:
    return f"{view.school_of_lesson(lesson)} {view.class_of_lesson(lesson)}"


_WEEKS = (WeekPattern.ALL, WeekPattern.ODD, WeekPattern.EVEN)
