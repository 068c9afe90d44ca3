"""Limits of loads in weighted lessons (折算课时), as all rules of a week about loads state them."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from community.names import grade_name
from community.text import Text
from scheduling.rules.base import AppliesTo
from scheduling.rules.limit_workload import NO_LIMIT, Beside, LimitWorkload
from scheduling.rules.parts import Part, Parts
from scheduling.week.courses import TEACHES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduling.week.frame import Frame


def limit_load(
    frame: Frame,
    header: dict[str, Any],
    teachers: Sequence[str],
    *,
    least: int = 0,
    most: int | None = None,
) -> LimitWorkload:
    """Return a rule that bounds loads, in weighted lessons a week."""
    loads, known = frame.community.loads, besides(frame)
    mine = tuple(known[t] for t in teachers if t in known)
    return LimitWorkload(
        **header,
        minimum=least * frame.unit,
        maximum=NO_LIMIT if most is None else most * frame.unit,
        unit=frame.unit,
        step=loads.unit,
        weighted=loads.weighted,
        besides=mine,
        parts=preparations(frame) if any(b.part for b in mine) else None,
        applies_to=AppliesTo(resources=tuple(teachers)),
    )


def besides(frame: Frame) -> dict[str, Beside]:
    """Return what teachers have beside lessons; whoever is sent away leaves the class behind."""
    found: dict[str, Beside] = {}
    for teacher in (t.id for t in frame.community.teachers):
        part = frame.community.loads.of_preparation.get(teacher, Fraction(0))
        units = [int(frame.unit * count) for count in (always(frame, teacher), part)]
        if any(units):
            found[teacher] = Beside(teacher, *units)
    return found


def always(frame: Frame, teacher: str) -> Fraction:
    """Return what a teacher has beside lessons, whatever these are, in weighted lessons."""
    community = frame.community
    group = community.class_by_id.get(community.teacher_by_id[teacher].class_teacher_of or "")
    leads = group is not None and group.school in frame.people.sites(teacher)
    return community.loads.of_class.get(teacher, Fraction(0)) if leads else Fraction(0)


def preparations(frame: Frame) -> Parts:
    """Return what is prepared once: each subject of each grade."""
    found: dict[tuple[int, str], list[str]] = defaultdict(list)
    for course in frame.courses:
        events = [e.id for e in frame.taught(course)]
        found[course.group.grade, course.subject.id] += events
    subjects = frame.community.subject_by_id
    return Parts(
        TEACHES,
        tuple(
            Part(_called(grade, subjects[s].name), tuple(events))
            for (grade, s), events in sorted(found.items())
            if events
        ),
    )


def _called(grade: int, subject: str) -> Text:
    name = grade_name(grade)
    return Text(name.zh + subject, f"{subject} of {name.en}")
