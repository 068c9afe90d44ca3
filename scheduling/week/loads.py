"""Limits of loads in weighted lessons (折算课时), as all rules of a week about loads state them."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from community.families import given
from community.names import grade_name
from community.text import Text
from scheduling.rules.base import AppliesTo
from scheduling.rules.counted_load import Beside, Counting
from scheduling.rules.even_loads import Colleagues, EvenLoads
from scheduling.rules.limit_workload import LimitWorkload
from scheduling.rules.parts import Part, Parts
from scheduling.week.courses import TEACHES
from scheduling.week.header import header_of
from scheduling.wording import NO_LIMIT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from community.policy import PolicyRule
    from scheduling.rules.base import Rule
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
    return LimitWorkload(
        **header,
        minimum=least * frame.unit,
        maximum=NO_LIMIT if most is None else most * frame.unit,
        counting=counting(frame, teachers),
        applies_to=AppliesTo(resources=tuple(teachers)),
    )


def even_loads(frame: Frame, rule: PolicyRule) -> Iterator[Rule]:
    """Colleagues of a school, main subject and own maximum have about the same load."""
    found: dict[tuple[str, str, int], list[str]] = defaultdict(list)
    for teacher in frame.community.teachers:
        sites = frame.people.sites(teacher.id)
        if sites:
            found[sites[0], teacher.subjects[0], teacher.max_periods].append(teacher.id)
    groups = [
        Colleagues("/".join(map(str, key)), _colleagues(frame, *key), tuple(teachers))
        for key, teachers in found.items()
        if len(teachers) > 1
    ]
    if groups:
        yield EvenLoads(
            **header_of(rule),
            groups=tuple(groups),
            maximum=given(rule, "max_gap") * frame.unit,
            counting=counting(frame, [t for group in groups for t in group.resources]),
        )


def _colleagues(frame: Frame, school: str, subject: str, most: int) -> Text:
    where = frame.community.school_by_id[school].name
    what = frame.community.subject_by_id[subject].name
    return Text(
        f"{where}{what}教师（周课时上限{most}）", f"{what} teachers of {where} (maximum {most})"
    )


def counting(frame: Frame, teachers: Iterable[str]) -> Counting:
    """Return how the loads of some teachers are counted."""
    loads, known = frame.community.loads, besides(frame)
    mine = tuple(known[t] for t in teachers if t in known)
    return Counting(
        unit=frame.unit,
        step=loads.unit,
        weighted=loads.weighted,
        besides=mine,
        parts=preparations(frame) if any(b.part for b in mine) else None,
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
    """Return what is prepared once: each subject of each grade, and of grades taught at once."""
    found: dict[tuple[tuple[int, ...], str], list[str]] = defaultdict(list)
    for course in frame.courses:
        events = [e.id for e in frame.taught(course)]
        found[course.group.grades, course.subject.id] += events
    subjects = frame.community.subject_by_id
    return Parts(
        TEACHES,
        tuple(
            Part(_called(grades, subjects[s].name), tuple(events))
            for (grades, s), events in sorted(found.items())
            if events
        ),
    )


def _called(grades: tuple[int, ...], subject: str) -> Text:
    names = [grade_name(grade) for grade in grades]
    several = "复式" if len(names) > 1 else ""
    zh, en = "、".join(n.zh for n in names), " and ".join(n.en for n in names)
    return Text(f"{zh}{several}{subject}", f"{subject} of {en}")
