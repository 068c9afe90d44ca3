"""What makes a timetable a good one: the aspects of ``timetable_quality`` (F15)."""

from __future__ import annotations

from collections import defaultdict
from itertools import product
from typing import TYPE_CHECKING, Any

from scheduling.rules.avoid_unavailable_times import AvoidUnavailableTimes
from scheduling.rules.base import AppliesTo
from scheduling.rules.limit_busy_times import LimitBusyTimes
from scheduling.rules.limit_consecutive import LimitConsecutive
from scheduling.rules.limit_idle_times import LimitIdleTimes
from scheduling.rules.prefer_times import PreferTimes
from scheduling.rules.spread_events import Spread, SpreadEvents
from scheduling.week.class_days import compact_days, even_days
from scheduling.week.courses import TEACHER
from scheduling.week.grid import DAYS, day_group, half_group
from scheduling.week.header import header_of, most_of
from scheduling.week.loads import even_loads
from scheduling.week.who_teaches import class_teacher, few_grades

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from community.policy import PolicyRule
    from scheduling.rules.base import Rule
    from scheduling.week.courses import Course
    from scheduling.week.frame import Frame


def quality_rules(frame: Frame) -> Iterator[Rule]:
    """Yield the rules of each aspect that the policy names."""
    for rule in frame.community.policy.of("timetable_quality"):
        make = ASPECTS.get(str(rule.params.get("aspect")))
        if make:
            yield from make(frame, rule)


def _idle(frame: Frame, rule: PolicyRule) -> Iterator[Rule]:
    for school in frame.community.schools:
        for suffix, days, teachers in frame.gap_days(school.id, frame.people.at[school.id]):
            yield LimitIdleTimes(
                **header_of(rule, suffix),
                time_groups=days,
                maximum=most_of(rule),
                applies_to=AppliesTo(resources=teachers),
            )


def _morning(frame: Frame, rule: PolicyRule) -> Iterator[Rule]:
    found: dict[str, list[str]] = defaultdict(list)
    for course in frame.courses:
        if course.subject.prefer_morning and not course.beside:
            found[course.group.school].append(course.id)
    known = {g.id for g in frame.time_groups}
    for school, courses in found.items():
        if (mornings := half_group("am", school)) in known:
            yield PreferTimes(
                **header_of(rule, school),
                time_groups=(mornings,),
                applies_to=AppliesTo(event_groups=tuple(courses)),
            )


def _spread(frame: Frame, rule: PolicyRule) -> Iterator[Rule]:
    """Between the floor and the ceiling of lessons / days on each day."""
    found: dict[tuple[str, str, int, int], list[Course]] = defaultdict(list)
    for course in frame.wholes:
        if course.most_lessons > 1:
            place = course.group.school, frame.bells.of(course.group)
            found[*place, course.lessons, course.most_lessons].append(course)
    for (school, bells, fewest, lessons), courses in found.items():
        days = sorted({t.weekday or 1 for t in frame.times_of(courses[0].group)})
        least, most = fewest // len(days), -(-lessons // len(days))
        several = f"{lessons}" if fewest == lessons else f"{fewest}-{lessons}"
        yield SpreadEvents(
            **header_of(rule, ".".join(filter(None, (school, bells, several)))),
            spreads=tuple(Spread(day_group(d, school), least, most) for d in days),
            applies_to=AppliesTo(event_groups=tuple(c.id for c in courses)),
        )


def _consecutive(frame: Frame, rule: PolicyRule) -> Iterator[Rule]:
    yield LimitConsecutive(
        **header_of(rule),
        maximum=most_of(rule),
        rest_minutes=rule.params.get("rest_minutes"),
        applies_to=AppliesTo(resource_groups=(TEACHER,)),
    )


def _daily_load(frame: Frame, rule: PolicyRule) -> Iterator[Rule]:
    known = {g.id for g in frame.time_groups}
    yield LimitBusyTimes(
        **header_of(rule),
        time_groups=tuple(group for d in DAYS if (group := day_group(d)) in known),
        maximum=most_of(rule),
        applies_to=AppliesTo(resource_groups=(TEACHER,)),
    )


def _first_period(frame: Frame, rule: PolicyRule) -> Iterator[Rule]:
    """People who travel do not begin with the first lesson of a school that is not their home."""
    for school in frame.community.schools:
        guests = tuple(
            t
            for t in frame.people.travelling
            if school.id in frame.people.sites(t)
            and frame.community.teacher_by_id[t].school != school.id
        )
        first = tuple(
            min(times, key=_start).id
            for d, bells in product(frame.days(school.id), frame.bells.at[school.id])
            if (
                times := [
                    t for t in frame.times_at[school.id] if (t.weekday, t.bells) == (d, bells)
                ]
            )
        )
        if guests:
            yield AvoidUnavailableTimes(
                **header_of(rule, school.id),
                times=first,
                applies_to=AppliesTo(resources=guests),
            )


def _start(time: Any) -> int:
    return int(time.start or 0)


ASPECTS: dict[str, Callable[[Frame, PolicyRule], Iterator[Rule]]] = {
    "idle": _idle,
    "morning": _morning,
    "spread": _spread,
    "consecutive": _consecutive,
    "daily_load": _daily_load,
    "first_period": _first_period,
    "class_days": compact_days,
    "even_days": even_days,
    "class_teacher": class_teacher,
    "grades": few_grades,
    "even_loads": even_loads,
}
"""Makers of rules by aspect."""
