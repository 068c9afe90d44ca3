"""Checks a finished timetable, ours or a stranger's: every rule, and whether it is one at all.

Plain Python without a solver. Whatever the model reports as its objective is recomputed here.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from community.models import WeekPattern
from community.rule import Cost, Strictness, Violation
from community.text import Text
from scheduling.rules.base import when
from scheduling.solution import Schedule, Solution

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.instance import Event, Instance, Resource
    from scheduling.solution import Lesson

FAMILY = "Structure"
EVERY_WEEK = Text("每周", "every week")


def check(instance: Instance, solution: Solution) -> list[Violation]:
    """Return everything that is wrong with a timetable: structural errors first, then by rule.

    Lessons that do not belong to the instance (unknown event, time or resource, too much of an
    event) are reported and left out of the rules' checks.
    """
    errors, sound = _structure(instance, solution)
    schedule = Schedule(instance, sound)
    for rule in instance.rules:
        if rule.applies(instance):
            errors.extend(rule.check(schedule))
    return errors


def fitting(instance: Instance, solution: Solution) -> Solution:
    """Return what an instance can take over of a timetable of another one, a bit different.

    Left out are lessons and people that it does not know, and who fills places that are settled
    by now; a lesson at a time that it cannot have waits.
    """
    found = []
    for lesson in solution.lessons:
        if (event := instance.event_by_id.get(lesson.event)) is None:
            continue
        if lesson.time not in instance.time_index or any(_misplaced(instance, lesson)):
            lesson = replace(lesson, time=None, weeks=WeekPattern.ALL)
        waiting = {slot.role for slot in event.open_slots()}
        people = (x for x in lesson.resources if x[0] in waiting)
        known = tuple(x for x in people if x[1] in instance.resource_by_id)
        found.append(replace(lesson, resources=known))
    return _structure(instance, Solution(tuple(found)))[1]


def cost(instance: Instance, solution: Solution) -> Cost:
    """Return the total cost of a timetable, hard and soft apart."""
    return Cost.of(check(instance, solution))


def _structure(instance: Instance, solution: Solution) -> tuple[list[Violation], Solution]:
    """Return the structural errors and the solution without the lessons that make no sense."""
    errors: list[Violation] = []
    sound: list[Lesson] = []
    left = Counter({e.id: e.duration for e in instance.events})
    for lesson in solution.lessons:
        senseless = list(_unreadable(instance, lesson))
        if not senseless and lesson.duration > left[lesson.event]:
            senseless = [_too_much(instance.event_by_id[lesson.event], lesson, left)]
        if senseless:
            errors.extend(senseless)
            continue
        left[lesson.event] -= lesson.duration
        errors.extend(_misplaced(instance, lesson))
        errors.extend(_misassigned(instance, lesson))
        sound.append(lesson)
    complete = len(sound) == len(solution.lessons)
    return errors, solution if complete else Solution(tuple(sound))


def _unreadable(instance: Instance, lesson: Lesson) -> Iterator[Violation]:
    """Yield the errors with which a lesson means nothing in this instance."""
    event = instance.event_by_id.get(lesson.event)
    if event is None:
        yield _unknown(lesson.event, Text("课程", "course"), lesson.event)
        return
    if lesson.duration < 1:
        zh = f"{_name(event)}有一节课的时长为{lesson.duration}，应至少为1。"
        en = f"{_name(event)} has a lesson of duration {lesson.duration}; expected at least 1."
        yield _violation(event.id, 1, Text(zh, en))
    if lesson.time is not None and lesson.time not in instance.time_index:
        yield _unknown(event.id, Text("时间", "time"), lesson.time)
    for role, resource in lesson.resources:
        if resource not in instance.resource_by_id:
            yield _unknown(event.id, Text("人员或教室", "resource"), resource)
        if all(slot.role != role for slot in event.slots):
            yield _unknown(event.id, Text("角色", "role"), role)


def _too_much(event: Event, lesson: Lesson, left: Counter[str]) -> Violation:
    zh = f"{_name(event)}应有{event.duration}节，课表中排得更多。"
    en = f"{_name(event)} has more than its {event.duration} periods."
    return _violation(event.id, lesson.duration - left[event.id], Text(zh, en))


def _misplaced(instance: Instance, lesson: Lesson) -> Iterator[Violation]:
    """Yield the errors of a lesson's time: not the given one, of another site, or cut off."""
    event = instance.event_by_id[lesson.event]
    if lesson.time is None:
        return
    start = instance.time_index[lesson.time]
    time = instance.times[start]
    at = when(time)
    if event.time is not None and lesson.time != event.time:
        given = when(instance.times[instance.time_index[event.time]])
        zh = f"{_name(event)}的时间已定为{given.zh}，却排在{at.zh}。"
        en = f"{_name(event)} is given the time {given.en} but is placed at {at.en}."
        yield _violation(event.id, 1, Text(zh, en))
    if event.alternates == (lesson.weeks is WeekPattern.ALL):
        every = Text("单周或双周", "odd or even weeks") if event.alternates else EVERY_WEEK
        zh = f"{_name(event)}应在{every.zh}上，课表中却不是。"
        en = f"{_name(event)} should be held in {every.en}, which it is not."
        yield _violation(event.id, 1, Text(zh, en))
    if instance.span(start, lesson.duration) is None:
        zh = f"{_name(event)}从{at.zh}起连上{lesson.duration}节，后面没有相连的节次。"
        en = (
            f"{_name(event)} runs for {lesson.duration} periods from {at.en}, "
            f"which do not follow each other."
        )
        yield _violation(event.id, 1, Text(zh, en))
    if event.site is not None and time.site not in (None, event.site):
        zh = f"{_name(event)}排在了别校的节次{at.zh}。"
        en = f"{_name(event)} is placed at {at.en}, a time of another school."
        yield _violation(event.id, 1, Text(zh, en))
    elif event.bells and time.bells not in ("", event.bells):
        zh = f"{_name(event)}排在了本校另一学段的节次{at.zh}。"
        en = f"{_name(event)} is placed at {at.en}, a time of another stage of the school."
        yield _violation(event.id, 1, Text(zh, en))


def _misassigned(instance: Instance, lesson: Lesson) -> Iterator[Violation]:
    """Yield the errors of a lesson's resources: a given one replaced, or of the wrong type."""
    event = instance.event_by_id[lesson.event]
    slots = {slot.role: slot for slot in event.slots}
    for role, found in lesson.resources:
        slot, resource = slots[role], instance.resource_by_id[found]
        if slot.resource is not None and found != slot.resource:
            given = instance.resource_by_id[slot.resource]
            zh = f"{_name(event)}已定为{_name(given)}，课表中却是{_name(resource)}。"
            en = f"{_name(event)} is given {_name(given)} but has {_name(resource)}."
            yield _violation(event.id, 1, Text(zh, en))
        elif slot.type is not None and resource.type != slot.type:
            zh = f"{_name(event)}需要{slot.type}，{_name(resource)}却是{resource.type}。"
            en = f"{_name(event)} needs a {slot.type}; {_name(resource)} is a {resource.type}."
            yield _violation(event.id, 1, Text(zh, en))


def _name(item: Event | Resource) -> str:
    return item.name or item.id


def _unknown(point: str, what: Text, found: str) -> Violation:
    zh = f"{point}：{what.zh}“{found}”不存在，请核对拼写。"
    en = f"{point}: there is no {what.en} “{found}”; check the spelling."
    return _violation(point, 1, Text(zh, en))


def _violation(point: str, amount: int, sentence: Text) -> Violation:
    return Violation(FAMILY, FAMILY, Strictness.HARD, point, amount, amount, sentence)
