"""A plan as the rows of its tables, in sorted order."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from community.csv_files import csv_bytes
from publishing.plan_tables import (
    AssignmentRow,
    CostRow,
    LessonRow,
    LockRow,
    MentorRow,
    PlacementRow,
)
from publishing.summary import rule_title, rule_titles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from community.models import Record, School, Teacher, Term
    from community.tables.base import Table
    from community.text import Lang
    from publishing.view import PlanView
    from scheduling.timetable import ClassLesson


def table_bytes(table: Table, rows: Sequence[Record], lang: Lang) -> bytes:
    """Return a table as a CSV file."""
    columns = table.used(rows)
    cells = (table.cells(row, lang, columns) for row in rows)
    return csv_bytes(table.headers(lang, columns), cells)


def _known(key: str, of: Teacher | School | Term, name: str = "") -> dict[str, Any]:
    """Return the two values of a column of ids and of the names beside it."""
    return {f"{key}_id": of.id, key: name or of.name}


def roster_rows(view: PlanView) -> list[PlacementRow]:
    """Return the placements of a plan, one row each, in sorted order."""
    community, found = view.community, []
    for p in sorted(view.plan.roster.placements):
        teacher = community.teacher_by_id[p.teacher]
        row = PlacementRow(
            **_known("teacher", teacher, view.teacher_name(p.teacher)),
            home=community.school_by_id[teacher.school].name,
            kind=p.kind,
            **_known("host", community.school_by_id[p.host]),
            **_known("start_term", community.term_by_id[p.start]),
            terms=p.terms or None,
            week=p.week if p.weeks else None,
            weeks=p.weeks or None,
            before=p.before or None,
            days=p.days,
            status=p.status,
        )
        found.append(row)
    return found


def mentor_rows(view: PlanView) -> list[MentorRow]:
    """Return the mentor pairs of a plan, one row each, in sorted order."""
    community, found = view.community, []
    for p in sorted(view.plan.roster.pairs):
        mentor, mentee = (community.teacher_by_id[t] for t in (p.mentor, p.mentee))
        row = MentorRow(
            **_known("mentor", mentor, view.teacher_name(p.mentor)),
            mentor_school=community.school_by_id[mentor.school].name,
            **_known("mentee", mentee, view.teacher_name(p.mentee)),
            mentee_school=community.school_by_id[mentee.school].name,
            **_known("start_term", community.term_by_id[p.start]),
            terms=p.terms,
        )
        found.append(row)
    return found


def timetable_rows(view: PlanView, school: str | None = None) -> list[LessonRow]:
    """Return the lessons of a plan (or of one school), one row each, in sorted order."""
    lessons = sorted(x for x in view.plan.week.lessons if school in (None, x.school))
    return [LessonRow(**_lesson(view, lesson)) for lesson in lessons]


def lock_rows(view: PlanView) -> list[LockRow]:
    """Return the locked lessons of a plan, one row each, in sorted order."""
    return [
        LockRow(**_lesson(view, lock.lesson), scope=lock.scope) for lock in sorted(view.plan.locks)
    ]


def _lesson(view: PlanView, lesson: ClassLesson) -> dict[str, Any]:
    start, end = view.clock(lesson)
    return {
        "school_id": lesson.school,
        "school": view.school_of_lesson(lesson),
        "class_id": lesson.class_id,
        "class_name": view.community.class_by_id[lesson.class_id].name,
        "weekday": lesson.weekday,
        "slot": lesson.slot,
        "slot_name": view.covered(lesson)[0].name,
        "start": start,
        "end": end,
        "subject_id": lesson.subject,
        "subject": view.subject_name(lesson.subject),
        "teacher_id": lesson.teacher,
        "teacher": view.teacher_name(lesson.teacher),
        "weeks": lesson.weeks,
        "periods": lesson.periods,
        "room_id": lesson.room,
        "room": view.room_name(lesson.room),
        "series": lesson.series,
        "assistant_id": lesson.assistant,
        "assistant": view.teacher_name(lesson.assistant),
        "group": lesson.group,
    }


def assignment_rows(view: PlanView) -> list[AssignmentRow]:
    """Return who teaches which class in which subject, and for how many periods a week."""
    periods: dict[tuple[str, ...], float] = defaultdict(float)
    for x in view.plan.week.lessons:
        if not view.is_event(x):
            course = x.school, x.class_id, x.subject, x.teacher, x.series, x.part
            periods[course] += view.weekly(x)
    return [
        AssignmentRow(
            school_id=school,
            school=view.community.school_by_id[school].name,
            class_id=class_id,
            class_name=view.community.class_by_id[class_id].name,
            subject_id=subject,
            subject=view.subject_name(subject),
            teacher_id=teacher,
            teacher=view.teacher_name(teacher),
            periods=count,
            series=series,
            group=group,
        )
        for (school, class_id, subject, teacher, series, group), count in sorted(periods.items())
    ]


def cost_rows(view: PlanView, lang: Lang) -> list[CostRow]:
    """Return the broken points of rules, one row each, in the order of the check."""
    titles = rule_titles(view.community, lang)
    same = ("rule", "family", "strictness", "point", "deviation", "cost", "source")
    return [
        CostRow(
            **{key: getattr(v, key) for key in same},
            rule_title=rule_title(v, titles, lang),
            sentence_zh=v.sentence.zh,
            sentence_en=v.sentence.en,
        )
        for v in view.plan.violations
    ]
