"""Who teaches whom: the aspects of ``timetable_quality`` (F15) that a staffing answers alone."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from community.families import given
from community.names import grade_name
from community.rule import Strictness
from community.text import Text
from scheduling.rules.base import AppliesTo
from scheduling.rules.limit_parts import LimitParts
from scheduling.rules.own_class import OwnClass, Wish
from scheduling.rules.parts import Part, Parts
from scheduling.week.courses import TEACHES
from scheduling.week.header import header_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.models import ClassGroup, Teacher
    from community.policy import PolicyRule
    from scheduling.rules.base import Rule
    from scheduling.week.frame import Frame


def class_teacher(frame: Frame, rule: PolicyRule) -> Iterator[Rule]:
    """Class teachers teach their own class; their main subject there is never more than a wish.

    Where the class has none of what they can teach, nothing is asked.
    """
    main, some = [], []
    for teacher in frame.community.teachers:
        group = frame.community.class_by_id.get(teacher.class_teacher_of or "")
        if group is None or group.school not in frame.people.sites(teacher.id):
            continue
        events = _events_in(frame, teacher, group)
        if events:
            every = (e for found in events.values() for e in found)
            some.append(Wish(teacher.id, TEACHES, tuple(every)))
        if len(events) > 1 and teacher.subjects[0] in events:
            main.append(Wish(teacher.id, TEACHES, tuple(events[teacher.subjects[0]])))
    if main:
        title = Text(f"{rule.title.zh}的主课", f"{rule.title.en}: their main subject")
        header = header_of(rule, "main") | {"title": title, "strictness": Strictness.SOFT}
        yield OwnClass(**header, wishes=tuple(main))
    if some:
        yield OwnClass(**header_of(rule), wishes=tuple(some))


def _events_in(frame: Frame, teacher: Teacher, group: ClassGroup) -> dict[str, list[str]]:
    """Return the events of a class that a teacher may take, by subject, the main one first."""
    if not teacher.stage.covers(group.grade):
        return {}
    found = {
        subject: [
            e.id
            for course in frame.courses_of[group.id]
            if course.subject.id == subject
            for e in frame.taught(course)
        ]
        for subject in teacher.subjects
    }
    return {subject: events for subject, events in found.items() if events}


def few_grades(frame: Frame, rule: PolicyRule) -> Iterator[Rule]:
    """Teachers of some main subjects have few grades, of classes in whatever subject.

    A lesson of several grades at once is of each of them.
    """
    subjects = rule.params.get("subjects") or [s.id for s in frame.community.subjects]
    teachers = [t.id for t in frame.community.teachers if t.subjects[0] in subjects]
    found: dict[int, list[str]] = defaultdict(list)
    for course in frame.courses:
        for grade in frame.grades(course):
            found[grade] += [e.id for e in frame.taught(course)]
    parts = tuple(Part(grade_name(g), tuple(events)) for g, events in sorted(found.items()))
    if teachers and parts:
        yield LimitParts(
            **header_of(rule),
            parts=Parts(TEACHES, parts),
            maximum=given(rule, "max_grades"),
            applies_to=AppliesTo(resources=tuple(teachers)),
        )
