"""The tables of a plan: roster, timetable, assignments, costs. Ids count, names are for eyes."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from publishing.i18n import clock, day_list, enum_word, weekday_name
from publishing.tables import Cell, Column, Table

if TYPE_CHECKING:
    from community.rule import Violation
    from community.text import Lang
    from publishing.view import PlanView
    from rotation.solution import Placement
    from scheduling.timetable import ClassLesson

Row = dict[str, Cell]


def _columns(*keys: str) -> tuple[Column, ...]:
    """Return columns; a key that ends in ``?`` may be missing when the table is read.

    A key may be followed by its word: ``weeks:stay_weeks?``.
    """
    found = []
    for text in keys:
        key, _, word = text.rstrip("?").partition(":")
        found.append(Column(key, not text.endswith("?"), word))
    return tuple(found)


ROSTER = Table(
    "roster",
    _columns(
        *("teacher_id", "teacher?", "home?", "kind", "host_id", "host?"),
        *("start_term_id", "start_term?", "terms", "week?", "weeks:stay_weeks?", "before?"),
        *("days?", "status?"),
    ),
)
MENTORS = Table(
    "mentors",
    _columns(
        *("mentor_id", "mentor?", "mentor_school?", "mentee_id", "mentee?", "mentee_school?"),
        *("start_term_id", "start_term?", "terms"),
    ),
)
TIMETABLE = Table(
    "timetable",
    _columns(
        *("school_id?", "school?", "class_id", "class?", "weekday", "slot", "slot_name?"),
        *("start?", "end?", "subject_id", "subject?", "teacher_id", "teacher?", "weeks?"),
        *("periods?", "room_id?", "room?", "series?", "assistant_id?", "assistant?"),
    ),
)
ASSIGNMENTS = Table(
    "assignments",
    _columns(
        *("school_id", "school", "class_id", "class", "subject_id", "subject"),
        *("teacher_id", "teacher", "periods", "series"),
    ),
)
COSTS = Table(
    "costs",
    _columns(
        *("rule", "family", "strictness", "point", "deviation", "cost"),
        *("sentence_zh", "sentence_en", "source?"),
    ),
)


def roster_rows(view: PlanView, lang: Lang) -> list[Row]:
    """Return the placements of a plan, one row each, in sorted order."""
    return [_placement_row(view, p, lang) for p in sorted(view.plan.roster.placements)]


def _placement_row(view: PlanView, placement: Placement, lang: Lang) -> Row:
    community = view.community
    teacher = community.teacher_by_id[placement.teacher]
    return {
        "teacher_id": teacher.id,
        "teacher": teacher.name,
        "home": community.school_by_id[teacher.school].name,
        "kind": enum_word(placement.kind, lang),
        "host_id": placement.host,
        "host": community.school_by_id[placement.host].name,
        "start_term_id": placement.start,
        "start_term": community.term_by_id[placement.start].name,
        "terms": placement.terms or "",
        "week": placement.week if placement.weeks else "",
        "weeks": placement.weeks or "",
        "before": placement.before or "",
        "days": day_list(placement.days, lang),
        "status": enum_word(placement.status, lang),
    }


def mentor_rows(view: PlanView) -> list[Row]:
    """Return the mentor pairs of a plan, one row each, in sorted order."""
    community = view.community
    teacher, school = community.teacher_by_id, community.school_by_id
    return [
        {
            "mentor_id": p.mentor,
            "mentor": teacher[p.mentor].name,
            "mentor_school": school[teacher[p.mentor].school].name,
            "mentee_id": p.mentee,
            "mentee": teacher[p.mentee].name,
            "mentee_school": school[teacher[p.mentee].school].name,
            "start_term_id": p.start,
            "start_term": community.term_by_id[p.start].name,
            "terms": p.terms,
        }
        for p in sorted(view.plan.roster.pairs)
    ]


def timetable_rows(view: PlanView, lang: Lang, school: str | None = None) -> list[Row]:
    """Return the lessons of a plan (or of one school), one row each, in sorted order."""
    lessons = sorted(view.plan.week.lessons)
    return [_lesson_row(view, x, lang) for x in lessons if school in (None, x.school)]


def _lesson_row(view: PlanView, lesson: ClassLesson, lang: Lang) -> Row:
    start, end = view.clock(lesson)
    return {
        "school_id": lesson.school,
        "school": view.school_of_lesson(lesson),
        "class_id": lesson.class_id,
        "class": view.class_of_lesson(lesson),
        "weekday": weekday_name(lesson.weekday, lang),
        "slot": lesson.slot,
        "slot_name": view.covered(lesson)[0].name,
        "start": clock(start),
        "end": clock(end),
        "subject_id": lesson.subject,
        "subject": view.subject_name(lesson.subject),
        "teacher_id": lesson.teacher,
        "teacher": view.teacher_name(lesson.teacher),
        "weeks": enum_word(lesson.weeks, lang),
        "periods": lesson.periods,
        "room_id": lesson.room,
        "room": view.room_name(lesson.room),
        "series": lesson.series,
        "assistant_id": lesson.assistant,
        "assistant": view.teacher_name(lesson.assistant),
    }


def assignment_rows(view: PlanView) -> list[Row]:
    """Return who teaches which class in which subject, and for how many periods a week."""
    periods: dict[tuple[str, str, str, str, str], float] = defaultdict(float)
    for x in (x for x in view.plan.week.lessons if not view.is_event(x)):
        periods[x.school, x.class_id, x.subject, x.teacher, x.series] += view.weekly(x)
    return [
        {
            "school_id": school,
            "school": view.community.school_by_id[school].name,
            "class_id": group,
            "class": view.community.class_by_id[group].name,
            "subject_id": subject,
            "subject": view.subject_name(subject),
            "teacher_id": teacher,
            "teacher": view.teacher_name(teacher),
            "periods": count,
            "series": series,
        }
        for (school, group, subject, teacher, series), count in sorted(periods.items())
    ]


def cost_rows(violations: tuple[Violation, ...], lang: Lang) -> list[Row]:
    """Return the broken points of rules, one row each, in the order of the check."""
    return [
        {
            "rule": v.rule,
            "family": v.family,
            "strictness": enum_word(v.strictness, lang),
            "point": v.point,
            "deviation": v.deviation,
            "cost": v.cost,
            "sentence_zh": v.sentence.zh,
            "sentence_en": v.sentence.en,
            "source": v.source,
        }
        for v in violations
    ]
