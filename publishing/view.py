"""A plan seen with its community: who is where by the clock. Shared by all that is published."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from community.models import SlotKind, WeekPattern
from community.sync import common_series
from publishing.pairings import pairings
from publishing.roster_book import RosterBook
from scenarios.class_teachers import handovers, heads

if TYPE_CHECKING:
    from collections.abc import Iterable

    from community.grouped import GroupLesson
    from community.models import ClassGroup, Community, Room, School, Slot, SyncSeries, Term
    from publishing.pairings import Pairing
    from rotation.solution import Placement
    from scenarios.class_teachers import Handover
    from scenarios.plan import Plan
    from scheduling.timetable import ClassDuty, ClassLesson


@dataclass(frozen=True)
class PlanView:
    """Lookups over a plan; every class, teacher and slot of the plan is known to the community."""

    plan: Plan
    community: Community

    @cached_property
    def term(self) -> Term:
        """The term of the timetable; the first one when there is only a roster."""
        terms = self.community.term_by_id
        return terms.get(self.plan.week.term, self.community.terms[0])

    @property
    def time(self) -> str:
        """The term of the timetable, or the terms of a roster from first to last, by name."""
        terms = self.community.terms
        if self.plan.has_week or len(terms) == 1:
            return self.term.name
        return f"{terms[0].name}–{terms[-1].name}"

    @cached_property
    def book(self) -> RosterBook:
        """The roster, laid out over its terms."""
        return RosterBook(self.plan.roster, self.community)

    @cached_property
    def handovers(self) -> dict[Placement, Handover]:
        """Who takes over a class, by the placement that takes its class teacher away."""
        return {h.placement: h for h in handovers(self.community, self.plan)}

    def class_teacher(self, class_id: str) -> str:
        """Return what the class teacher in this term is called; empty where nobody is known."""
        return self.teacher_name(self.heads.get(class_id, ""))

    @cached_property
    def heads(self) -> dict[str, str]:
        """The class teacher of each class in this term: whoever takes over from one who is away."""
        has_week = self.plan.has_week
        return heads(self.community, self.plan) if has_week else self.community.class_teacher

    @cached_property
    def series(self) -> dict[str, SyncSeries]:
        """Synchronous series by id."""
        return {s.id: s for s in common_series(self.community)}

    @cached_property
    def room_by_id(self) -> dict[str, Room]:
        """Rooms by id."""
        return {r.id: r for r in self.community.rooms}

    def room_name(self, room: str) -> str:
        """Return a room's name; empty for no room."""
        return self.room_by_id[room].name if room else ""

    def room_to_show(self, lesson: ClassLesson) -> str:
        """Return the name of a lesson's room; empty where the class is in its own."""
        return "" if self.is_at_home(lesson) else self.room_name(lesson.room)

    def is_at_home(self, lesson: ClassLesson) -> bool:
        """Return whether a lesson is in the class's own room."""
        return lesson.room in ("", self.community.class_by_id[lesson.class_id].room)

    @cached_property
    def slots(self) -> dict[str, list[Slot]]:
        """Slots of all kinds that ring for each school and each class, by id, in order."""
        listeners: list[School | ClassGroup] = [*self.community.schools, *self.community.classes]
        return {
            x.id: sorted(self.community.slots_of(x), key=lambda s: (s.order, s.start))
            for x in listeners
        }

    def by_bells(self, classes: Iterable[ClassGroup]) -> list[list[ClassGroup]]:
        """Return classes of a school by the bells that they follow: all at once, or by stage."""
        found: dict[tuple[Slot, ...], list[ClassGroup]] = defaultdict(list)
        for group in classes:
            found[tuple(self.slots[group.id])].append(group)
        return list(found.values())

    def lesson_slots(self, class_id: str, weekday: int) -> list[Slot]:
        """Return the lesson slots of a class on a weekday, in order."""
        return self._lesson_slots[class_id, weekday]

    @cached_property
    def _lesson_slots(self) -> dict[tuple[str, int], list[Slot]]:
        return {
            (group.id, day): self.community.lesson_slots(group, day)
            for group in self.community.classes
            for day in range(1, 8)
        }

    def covered(self, lesson: ClassLesson) -> list[Slot]:
        """Return the lesson slots that a lesson fills, first to last."""
        slots = self._lesson_slots[lesson.class_id, lesson.weekday]
        first = next((i for i, s in enumerate(slots) if s.order == lesson.slot), len(slots))
        return slots[first : first + lesson.periods]

    def clock(self, lesson: ClassLesson) -> tuple[int, int]:
        """Return the start and the end of a lesson in minutes since midnight."""
        slots = self.covered(lesson)
        return slots[0].start, slots[-1].end

    def is_host(self, lesson: ClassLesson) -> bool:
        """Return whether the teacher stands in this class (and is not only seen on the screen)."""
        return not lesson.series or self.series[lesson.series].host_class == lesson.class_id

    def is_live(self, lesson: ClassLesson) -> bool:
        """Return whether a lesson is a synchronous one."""
        return bool(lesson.series) and not self.series[lesson.series].together

    def present(self, lesson: ClassLesson) -> str:
        """Return the id of the adult in the room: the teacher, or the local assistant."""
        return lesson.teacher if self.is_host(lesson) else lesson.assistant

    def days(self, lessons: Iterable[ClassLesson | ClassDuty] = ()) -> list[int]:
        """Return the weekdays that a table needs: Monday to Friday, and any other with lessons."""
        return sorted({1, 2, 3, 4, 5} | {lesson.weekday for lesson in lessons})

    @cached_property
    def by_class(self) -> dict[str, list[ClassLesson]]:
        """Lessons by class id, those of several teachers once; every class has an entry."""
        found: dict[str, list[ClassLesson]] = {c.id: [] for c in self.community.classes}
        for lesson in (x for x in self.plan.week.lessons if not x.is_beside):
            found[lesson.class_id].append(lesson)
        return found

    @cached_property
    def by_teacher(self) -> dict[str, list[ClassLesson]]:
        """Lessons by the id of the adult in the room, assisting included; all have an entry."""
        found: dict[str, list[ClassLesson]] = {t.id: [] for t in self.community.teachers}
        for lesson in (x for x in self.plan.week.lessons if not self.is_repeat(x)):
            if who := self.present(lesson):
                found[who].append(lesson)
        return found

    @cached_property
    def duties_of_class(self) -> dict[str, list[ClassDuty]]:
        """Duties by class id; every class has an entry."""
        found: dict[str, list[ClassDuty]] = {c.id: [] for c in self.community.classes}
        for duty in self.plan.duties:
            found[duty.class_id].append(duty)
        return found

    @cached_property
    def duties_of_teacher(self) -> dict[str, list[ClassDuty]]:
        """Duties by teacher id; every teacher has an entry."""
        found: dict[str, list[ClassDuty]] = {t.id: [] for t in self.community.teachers}
        for duty in self.plan.duties:
            found[duty.teacher].append(duty)
        return found

    def duty_slot(self, duty: ClassDuty) -> Slot:
        """Return the slot of a duty, with the bells of its weekday."""
        slots = self.slots[duty.school]
        return next(s for s in slots if s.order == duty.slot and duty.weekday in s.weekdays)

    @cached_property
    def by_room(self) -> dict[str, list[ClassLesson]]:
        """Lessons by room id, for the rooms that the timetable names; those in common once."""
        found: dict[str, list[ClassLesson]] = defaultdict(list)
        once = (x for x in self.plan.week.lessons if not x.is_beside and not self.is_repeat(x))
        for lesson in once:
            if lesson.room and (self.is_host(lesson) or self.is_live(lesson)):
                found[lesson.room].append(lesson)
        return found

    @cached_property
    def _shared(self) -> dict[tuple[str, str, int, int], list[ClassLesson]]:
        """The lessons with several teachers, all rows of each, by class, subject and slot."""
        beside = (x for x in self.plan.week.lessons if x.is_beside)
        found: dict[tuple[str, str, int, int], list[ClassLesson]]
        found = {at: [] for x in beside for at in self._spots(x)}
        for lesson in self.plan.week.lessons if found else ():
            for at in self._spots(lesson):
                if at in found:
                    found[at].append(lesson)
        return found

    def _spots(self, lesson: ClassLesson) -> list[tuple[str, str, int, int]]:
        at = lesson.class_id, lesson.subject, lesson.weekday
        return [(*at, slot.order) for slot in self.covered(lesson)]

    def company(self, lesson: ClassLesson) -> list[ClassLesson]:
        """Return the rows of the other teachers in a lesson."""
        rows = (x for at in self._spots(lesson) for x in self._shared.get(at, ()))
        return [x for x in dict.fromkeys(rows) if x.group != lesson.group]

    def teacher_names(self, lesson: ClassLesson) -> str:
        """Return what all teachers of a lesson are called; empty for nobody."""
        teachers = dict.fromkeys((lesson.teacher, *(x.teacher for x in self.company(lesson))))
        return "、".join(self.teacher_name(t) for t in teachers if t)

    @cached_property
    def pairings(self) -> list[Pairing]:
        """Synchronous lessons, one entry for each host lesson and receiving class."""
        return pairings(self.plan.week.lessons, self.series.values(), self.clock)

    @cached_property
    def partners(self) -> dict[ClassLesson, list[ClassLesson]]:
        """The other ends of each synchronous lesson."""
        found: dict[ClassLesson, list[ClassLesson]] = defaultdict(list)
        for pair in self.pairings:
            if pair.host and pair.receiver:
                found[pair.host].append(pair.receiver)
                found[pair.receiver].append(pair.host)
        return found

    @cached_property
    def subject_short(self) -> dict[str, str]:
        """The shortest unambiguous beginning of each subject's name (语 for 语文)."""
        return self._beginnings(1)

    @cached_property
    def subject_brief(self) -> dict[str, str]:
        """An unambiguous beginning of two signs or more that reads like a word (体育, 地方)."""
        return self._beginnings(2)

    @cached_property
    def subject_names(self) -> dict[str, str]:
        """Names of subjects by id, and of the events that are no lessons of one."""
        return {s.id: s.name for s in self.community.subjects} | {e: e for e in self.events}

    def _beginnings(self, least: int) -> dict[str, str]:
        names, found = self.subject_names, {}
        for key, name in names.items():
            others = [n for k, n in names.items() if k != key]
            sizes = range(least, len(name) + 1)
            size = next((n for n in sizes if not any(o[:n] == name[:n] for o in others)), len(name))
            found[key] = name[: max(size, 3) if name[:1].isascii() else size]
        return found

    def staff(self, school: School) -> list[str]:
        """Return the ids of a school's own teachers, then of those who come to it, in order."""
        own = [t.id for t in self.community.teachers if t.school == school.id]
        here = {self.present(x) for x in self.plan.week.lessons if x.school == school.id}
        here |= {x.teacher for x in self.plan.duties if x.school == school.id}
        guests = [t.id for t in self.community.teachers if t.id in here and t.school != school.id]
        return own + guests

    def class_of_lesson(self, lesson: ClassLesson) -> str:
        """Return the canonical name of a lesson's class, and of a group with all its classes."""
        name = self.community.class_by_id[lesson.class_id].name
        if row := self.group_of(lesson):
            return (
                f"{'、'.join(self.community.class_by_id[c].name for c in row.classes)} {row.name}"
            )
        return name

    @cached_property
    def _groups(self) -> dict[tuple[str, str, str], GroupLesson]:
        return {
            (c, row.subject, row.name): row for row in self.community.grouped for c in row.classes
        }

    def group_of(self, lesson: ClassLesson) -> GroupLesson | None:
        """Return the row of the group of pupils whose lesson it is; None for a whole class."""
        return self._groups.get((lesson.class_id, lesson.subject, lesson.group))

    def is_repeat(self, lesson: ClassLesson) -> bool:
        """Return whether it is a group's lesson, and told for another class of the group."""
        row = self.group_of(lesson)
        return row is not None and row.classes[0] != lesson.class_id

    def class_periods(self, lessons: Iterable[ClassLesson]) -> float:
        """Return the periods a week of a class: groups at the same time count once."""
        alone, at = 0.0, dict[tuple[int, int], float]()
        for lesson in lessons:
            if self.group_of(lesson):
                at[lesson.weekday, lesson.slot] = self.weekly(lesson)
            else:
                alone += self.weekly(lesson)
        return alone + sum(at.values())

    def school_of_lesson(self, lesson: ClassLesson) -> str:
        """Return the name of a lesson's school."""
        return self.community.school_by_id[lesson.school].name

    def teacher_name(self, teacher: str) -> str:
        """Return what a teacher is called; empty for nobody."""
        return self.community.called[teacher] if teacher else ""

    def full_class_name(self, class_id: str) -> str:
        """Return a class's name with its school's."""
        group = self.community.class_by_id[class_id]
        return self.community.school_by_id[group.school].name + group.name

    def subject_name(self, subject: str) -> str:
        """Return a subject's name; an event that is no lesson of one is known by its name."""
        return self.subject_names.get(subject, subject)

    def is_event(self, lesson: ClassLesson) -> bool:
        """Return whether it is an event at a fixed time, and no lesson of a subject."""
        return lesson.subject not in self.community.subject_by_id

    def weekly(self, lesson: ClassLesson) -> float:
        """Return what a lesson counts for in periods a week; events are none."""
        return 0.0 if self.is_event(lesson) else periods_a_week(lesson)

    @cached_property
    def events(self) -> tuple[str, ...]:
        """What is held at a fixed time and is no lesson of a subject, by name."""
        return tuple(dict.fromkeys(x.name for x in self.community.fixed if not x.subject))


def periods_a_week(lesson: ClassLesson) -> float:
    """Return the periods a week of a lesson: half in odd or even weeks only."""
    return lesson.periods * (1.0 if lesson.weeks is WeekPattern.ALL else 0.5)


def is_lesson_slot(slot: Slot) -> bool:
    """Return whether a slot counts as a period."""
    return slot.kind is SlotKind.LESSON
