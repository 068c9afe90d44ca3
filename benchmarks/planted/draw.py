"""The planted plan while rows are drawn around it, and questions about its week."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import asdict, dataclass
from itertools import pairwise
from random import Random
from typing import TYPE_CHECKING, Any

from community.generate import new_community
from community.models import WeekPattern
from rotation.solution import MentorPair, Placement, Roster
from scenarios.audit import audit
from scenarios.changes.base import replaced
from scenarios.plan import Plan
from scheduling.timetable import ClassDuty, ClassLesson, WeekTimetable
from scheduling.week.grid import pause

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from community.generate import Generated
    from community.models import Community, Slot

Cell = tuple[int, int]  # weekday, order of the slot in the bell grid
WORKDAYS = range(1, 6)


@dataclass
class Draw:
    """A community, a plan that it has, and what is drawn from."""

    community: Community
    roster: Roster
    lessons: list[ClassLesson]
    rng: Random
    duties: tuple[ClassDuty, ...] = ()

    @staticmethod
    def of(profile: str, seed: int, **shape: int) -> Draw:
        """Return a small sample community with its planted plan."""
        found = new_community(profile, size="small", seed=seed, **shape)
        return Draw(found.community, roster(found), lessons(found), Random(seed))

    def asks(self, **tables: Sequence[Any]) -> None:
        """Add rows to tables of the community."""
        self.community = self.asking(**tables)

    def asking(self, **tables: Sequence[Any]) -> Community:
        """Return the community with more rows in its tables."""
        more = {name: (*getattr(self.community, name), *rows) for name, rows in tables.items()}
        return replaced(self.community, **more)

    def some(self, found: Iterable[Any], number: int) -> list[Any]:
        """Return so many of some things, or all if there are no more; sorted first."""
        given = sorted(found)
        return self.rng.sample(given, min(number, len(given)))

    @property
    def plan(self) -> Plan:
        """The plan as it is now."""
        week = WeekTimetable(self.community.terms[0].id, tuple(sorted(self.lessons)))
        return Plan(self.community.id, self.roster, week, duties=self.duties)

    def broken(self) -> list[str]:
        """Return what the plan breaks of what has to be kept."""
        return [v.sentence.zh for v in audit(self.community, self.plan) if v.is_hard]

    def keeps(self, community: Community, lessons: list[ClassLesson]) -> bool:
        """Change community and week if the plan stays without fault; return whether it does."""
        before = self.community, self.lessons
        self.community, self.lessons = community, lessons
        kept = not self.broken()
        if not kept:
            self.community, self.lessons = before
        return kept

    @property
    def stay(self) -> dict[str, str]:
        """The school of each teacher who is never sent anywhere."""
        away = {p.teacher for p in self.roster.placements}
        return {t.id: t.school for t in self.community.teachers if t.id not in away}

    @property
    def plain(self) -> list[ClassLesson]:
        """Single lessons of every week that their class has alone, with one teacher."""
        alone = (x for x in self.lessons if not x.series and x.weeks is WeekPattern.ALL)
        return sorted(x for x in alone if x.periods == 1 and not x.group)

    @property
    def courses(self) -> dict[tuple[str, str], list[ClassLesson]]:
        """The lessons of each class and subject, in order."""
        found = defaultdict(list)
        for x in sorted(self.lessons):
            found[x.class_id, x.subject].append(x)
        return dict(sorted(found.items()))

    @property
    def plain_courses(self) -> dict[tuple[str, str], list[ClassLesson]]:
        """The courses of plain lessons, each of one teacher who stays at the school."""
        plain, stay = set(self.plain), self.stay
        return {
            course: rows
            for course, rows in self.courses.items()
            if plain.issuperset(rows) and len({x.teacher for x in rows}) == 1
            if stay.get(rows[0].teacher) == rows[0].school
        }

    def slots(self, school: str, weekday: int) -> list[Slot]:
        """Return the lesson slots of a school's day, in order."""
        return self.community.lesson_slots(self.community.school_by_id[school], weekday)

    def cells(self, school: str) -> list[Cell]:
        """Return all times of lessons of a school from Monday to Friday."""
        return [(day, slot.order) for day in WORKDAYS for slot in self.slots(school, day)]

    def joins(self, school: str) -> set[Cell]:
        """Return the weekday and slot of each lesson that the next one joins."""
        place = self.community.school_by_id[school]
        return {
            (day, pair[0].order)
            for day in WORKDAYS
            for pair in pairwise(self.slots(school, day))
            if pause(self.community, place, day, pair).joins
        }

    def covered(self, lesson: ClassLesson) -> list[Cell]:
        """Return all times of a lesson, which may have several periods."""
        orders = [slot.order for slot in self.slots(lesson.school, lesson.weekday)]
        first = orders.index(lesson.slot)
        return [(lesson.weekday, o) for o in orders[first : first + lesson.periods]]

    def busy(self) -> dict[str, Counter[Cell]]:
        """Return when each class, teacher and room has lessons, in the slots of the class.

        Of people it is true for those who stay at one school. Of classes, events count as well.
        """
        found: dict[str, Counter[Cell]] = defaultdict(Counter)
        hosts = {x.id: x.classes[0] for x in self.community.joint}
        hosts |= {x.id: x.host_class for x in self.community.sync}
        for x in self.lessons:
            joining = x.series and hosts[x.series] != x.class_id
            people = [x.class_id, x.assistant, *([] if joining else [x.teacher, x.room])]
            people += [x.room] if joining and x.assistant else []
            for who in filter(None, people):
                found[who].update(self.covered(x))
        for row in self.community.fixed:
            for group in () if row.subject else row.classes:
                found[group][row.weekday, int(row.slot)] += 1
        return found


def of_pupils(lesson: ClassLesson) -> bool:
    """Return whether a lesson is of a group of pupils."""
    return bool(lesson.part) and not lesson.is_beside


def roster(found: Generated) -> Roster:
    """Return the planted placements and pairs."""
    return Roster(
        tuple(sorted(Placement(*p) for p in found.planted_placements)),
        tuple(sorted(MentorPair(*p) for p in found.planted_pairs)),
    )


def lessons(found: Generated) -> list[ClassLesson]:
    """Return the planted lessons."""
    return [ClassLesson(**asdict(x)) for x in found.planted_lessons]
