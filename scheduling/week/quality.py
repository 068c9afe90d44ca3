"""What makes a timetable a good one: the aspects of ``timetable_quality`` (F15)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from community.rule import Strictness
from scheduling.rules.avoid_unavailable_times import AvoidUnavailableTimes
from scheduling.rules.base import AppliesTo
from scheduling.rules.limit_busy_times import LimitBusyTimes
from scheduling.rules.limit_consecutive import LimitConsecutive
from scheduling.rules.limit_idle_times import LimitIdleTimes
from scheduling.rules.prefer_times import PreferTimes
from scheduling.rules.spread_events import Spread, SpreadEvents
from scheduling.week.courses import TEACHER
from scheduling.week.frame import source
from scheduling.week.grid import DAYS, day_group, half_group, late_group

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from community.policy import PolicyRule
    from scheduling.rules.base import Rule
    from scheduling.week.frame import Frame

Header = dict[str, Any]
CLASS_GAP_WEIGHT = 20
LATE_SLOT_WEIGHT = 2


def quality_rules(frame: Frame) -> Iterator[Rule]:
    """Yield the rules of each aspect that the policy names, and compact days of classes."""
    for rule in frame.community.policy.of("timetable_quality"):
        header: Header = {
            "name": rule.title_zh,
            "strictness": rule.strictness,
            "weight": rule.weight,
            "cost_function": rule.cost_function,
            "source": source(rule),
        }
        make = ASPECTS.get(str(rule.params.get("aspect")))
        if make:
            yield from make(frame, rule, header)
    named = {r.params.get("aspect") for r in frame.community.policy.of("timetable_quality")}
    if "class_days" not in named:
        for late, gaps in _compact_classes(frame):
            yield late
            yield gaps


def _idle(frame: Frame, rule: PolicyRule, header: Header) -> Iterator[Rule]:
    for school in frame.community.schools:
        teachers = tuple(t.id for t in frame.people.at[school.id])
        if teachers:
            yield LimitIdleTimes(
                id=f"{rule.id}.{school.id}",
                **header,
                time_groups=tuple(day_group(d, school.id) for d in frame.days(school.id)),
                maximum=int(rule.params.get("max", 0)),
                applies_to=AppliesTo(resources=teachers),
            )


def _morning(frame: Frame, rule: PolicyRule, header: Header) -> Iterator[Rule]:
    found: dict[str, list[str]] = defaultdict(list)
    for course in frame.courses:
        if course.subject.prefer_morning:
            found[course.group.school].append(course.id)
    known = {g.id for g in frame.time_groups}
    for school, courses in found.items():
        if (mornings := half_group("am", school)) in known:
            yield PreferTimes(
                id=f"{rule.id}.{school}",
                **header,
                time_groups=(mornings,),
                applies_to=AppliesTo(event_groups=tuple(courses)),
            )


def _spread(frame: Frame, rule: PolicyRule, header: Header) -> Iterator[Rule]:
    """Between the floor and the ceiling of lessons / days on each day."""
    found: dict[tuple[str, int], list[str]] = defaultdict(list)
    for course in frame.courses:
        if course.lessons > 1:
            found[course.group.school, course.lessons].append(course.id)
    for (school, lessons), courses in found.items():
        days = frame.days(school)
        least, most = lessons // len(days), -(-lessons // len(days))
        yield SpreadEvents(
            id=f"{rule.id}.{school}.{lessons}",
            **header,
            spreads=tuple(Spread(day_group(d, school), least, most) for d in days),
            applies_to=AppliesTo(event_groups=tuple(courses)),
        )


def _consecutive(frame: Frame, rule: PolicyRule, header: Header) -> Iterator[Rule]:
    yield LimitConsecutive(
        id=rule.id,
        **header,
        maximum=int(rule.params.get("max", 3)),
        applies_to=AppliesTo(resource_groups=(TEACHER,)),
    )


def _daily_load(frame: Frame, rule: PolicyRule, header: Header) -> Iterator[Rule]:
    known = {g.id for g in frame.time_groups}
    yield LimitBusyTimes(
        id=rule.id,
        **header,
        time_groups=tuple(group for d in DAYS if (group := day_group(d)) in known),
        maximum=int(rule.params.get("max", 5)),
        applies_to=AppliesTo(resource_groups=(TEACHER,)),
    )


def _first_period(frame: Frame, rule: PolicyRule, header: Header) -> Iterator[Rule]:
    """People who travel do not begin with the first lesson of a school that is not their home."""
    for school in frame.community.schools:
        guests = tuple(
            t
            for t in frame.people.travelling
            if school.id in frame.people.sites(t)
            and frame.community.teacher_by_id[t].school != school.id
        )
        first = tuple(
            min((t for t in frame.times_at[school.id] if t.weekday == d), key=_start).id
            for d in frame.days(school.id)
        )
        if guests:
            yield AvoidUnavailableTimes(
                id=f"{rule.id}.{school.id}",
                **header,
                times=first,
                applies_to=AppliesTo(resources=guests),
            )


def _start(time: Any) -> int:
    return int(time.start or 0)


def _class_days(frame: Frame, rule: PolicyRule, header: Header) -> Iterator[Rule]:
    """Ask of both rules about the days of classes what the policy asks."""
    for late, gaps in _compact_classes(frame):
        yield replace(late, **{**header, "id": f"{rule.id}.{late.id}"})
        yield replace(gaps, **{**header, "id": f"{rule.id}.{gaps.id}"})


def _compact_classes(frame: Frame) -> Iterator[tuple[LimitBusyTimes, LimitIdleTimes]]:
    """Put the free slots of a class with fewer lessons than slots at the end of days."""
    load: dict[str, float] = defaultdict(float)
    for course in frame.courses:
        load[course.group.id] += course.own + course.synchronous + 0.5 * (course.half is not None)
    found: dict[tuple[str, int], list[str]] = defaultdict(list)
    for group in frame.community.classes:
        spare = int(frame.slots(group.school) - load[group.id])
        if spare > 0 and load[group.id]:
            found[group.school, spare].append(group.id)
    for (school, spare), classes in found.items():
        days = frame.days(school)
        layers = -(-spare // len(days))
        where = AppliesTo(resources=tuple(classes))
        late = LimitBusyTimes(
            id=f"early_{school}_{spare}",
            name="空课排在一天之末",
            strictness=Strictness.SOFT,
            weight=LATE_SLOT_WEIGHT,
            time_groups=(late_group(layers, school),),
            maximum=layers * len(days) - spare,
            applies_to=where,
        )
        gaps = LimitIdleTimes(
            id=f"no_gap_{school}_{spare}",
            name="班级课间无空节",
            strictness=Strictness.IN_PRINCIPLE,
            weight=CLASS_GAP_WEIGHT,
            time_groups=tuple(day_group(d, school) for d in days),
            applies_to=where,
        )
        yield late, gaps


ASPECTS: dict[str, Callable[[Frame, PolicyRule, Header], Iterator[Rule]]] = {
    "idle": _idle,
    "morning": _morning,
    "spread": _spread,
    "consecutive": _consecutive,
    "daily_load": _daily_load,
    "first_period": _first_period,
    "class_days": _class_days,
}
"""Makers of rules by aspect."""
