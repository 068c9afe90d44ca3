"""What teachers teach in a week, and what that counts: periods, and weighted loads (折算课时)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from community.models import WeekPattern
from community.weeks import term_weeks
from publishing.i18n import amount, word

if TYPE_CHECKING:
    from community.models import Teacher
    from community.text import Lang
    from publishing.view import PlanView
    from scheduling.timetable import ClassLesson


@dataclass(frozen=True, slots=True)
class Load:
    """Periods a week of one teacher; assisting in a synchronous lesson is not teaching.

    ``weighted`` is what they count (折算课时), with class teachership and further preparations.
    """

    home: float = 0.0
    away: float = 0.0
    sync: float = 0.0
    assisted: float = 0.0
    weighted: float = 0.0
    term: int = 0  # periods of the whole term

    @property
    def total(self) -> float:
        """Periods taught a week."""
        return self.home + self.away


def loads(view: PlanView) -> dict[str, Load]:
    """Return the load of every teacher; a lesson counts once, where the teacher stands."""
    return {teacher.id: load_of(view, teacher) for teacher in view.community.teachers}


def load_of(view: PlanView, teacher: Teacher) -> Load:
    """Return the load of one teacher."""
    weeks = term_weeks(view.community, view.term)
    times = {
        WeekPattern.ALL: weeks,
        WeekPattern.ODD: (weeks + 1) // 2,
        WeekPattern.EVEN: weeks // 2,
    }
    mine = view.by_teacher[teacher.id]
    taught = [x for x in mine if view.is_host(x)]
    return Load(
        home=sum(view.weekly(x) for x in taught if x.school == teacher.school),
        away=sum(view.weekly(x) for x in taught if x.school != teacher.school),
        sync=sum(view.weekly(x) for x in taught if view.is_live(x)),
        assisted=sum(view.weekly(x) for x in mine if not view.is_host(x)),
        weighted=_weighted(view, teacher.id, taught),
        term=sum(x.periods * times[x.weeks] for x in taught if not view.is_event(x)),
    )


def _weighted(view: PlanView, teacher: str, taught: list[ClassLesson]) -> float:
    counts, groups = view.community.loads, view.community.class_by_id
    lessons = [x for x in taught if not view.is_event(x)]
    each = (Fraction(view.weekly(x)) * counts.weight(x.class_id, x.subject) for x in lessons)
    load = sum(each, Fraction(0))
    prepared = {(groups[x.class_id].grades, x.subject) for x in lessons}
    load += max(0, len(prepared) - 1) * counts.of_preparation.get(teacher, Fraction(0))
    if teacher in view.heads.values():
        load += counts.of_class.get(teacher, Fraction(0))
    return float(load)


def load_note(view: PlanView, teacher: Teacher, lang: Lang) -> str:
    """Return the periods of a teacher a week, what they count where that differs, and the most."""
    load = load_of(view, teacher)
    key = "teacher_load_note" if view.community.loads.weighted else "teacher_note"
    numbers = {"periods": amount(load.total), "load": amount(load.weighted)}
    return word(key, lang, **numbers, max=teacher.max_periods)
