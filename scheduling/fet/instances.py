"""The instance of a FET file: its resources, events and rules, and what FET always asks for."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from community.text import Text
from scheduling.fet.people import STUDENTS, TEACHER
from scheduling.fet.rooms import ROOM
from scheduling.fet.school import CROWD
from scheduling.instance import Instance
from scheduling.rules.assign_time import AssignTime
from scheduling.rules.avoid_clashes import AvoidClashes
from scheduling.rules.base import AppliesTo
from scheduling.rules.limit_busy_together import LimitBusyTogether
from scheduling.rules.split_events import SplitEvents
from scheduling.setting import Event, Group, ResourceSlot

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scheduling.fet.activities import Activity
    from scheduling.fet.school import School
    from scheduling.rules.base import Rule

EVERY = "every lesson"
_TYPES = (
    Group(TEACHER, "教师"),
    Group(STUDENTS, "学生"),
    Group(ROOM, "教室"),
    Group(CROWD, "一组课"),
)


def instance_of(name: str, school: School, rules: Sequence[Rule]) -> Instance:
    """Return the instance of a school, with these rules of its constraints.

    Time groups, sets and crowds are those that the rules have asked for by now.
    """
    crowds: dict[str, list[str]] = defaultdict(list)
    for crowd, members in school.crowds.items():
        for activity in members:
            crowds[activity].append(crowd.id)
    every = [*_always(school), *rules]
    events = tuple(_event(school, a, crowds[a.id]) for a in school.activities.active)
    return Instance(
        id=name,
        times=school.grid.times,
        time_groups=school.grid.groups,
        resource_types=_TYPES,
        resources=(*school.people.resources, *school.rooms.resources, *school.crowds),
        event_groups=(Group(EVERY, "全部课程", tuple(e.id for e in events)), *school.event_groups),
        events=events,
        rules=tuple(every),
    )


def _event(school: School, activity: Activity, crowds: list[str]) -> Event:
    people = [*school.people.of(activity), *crowds]
    slots = [ResourceSlot(resource=r) for r in people]
    return Event(
        id=activity.id,
        duration=activity.duration,
        name=activity.name,
        slots=(*slots, *school.rooms.slots(activity)),
        subject=activity.subject,
    )


def _always(school: School) -> Iterator[Rule]:
    """Yield the basic constraints: a time for every lesson, whole, and nobody in two at once."""
    title = Text("每节课都有时间，互不冲突", "every lesson has a time, without clashes")
    everything = AppliesTo(event_groups=(EVERY,))
    yield AssignTime(id="basic time", title=title, applies_to=everything)
    lengths: dict[int, list[str]] = defaultdict(list)
    for activity in school.activities.active:
        lengths[activity.duration].append(activity.id)
    for length, events in sorted(lengths.items()):
        yield SplitEvents(
            id=f"basic length {length}",
            title=title,
            applies_to=AppliesTo(events=tuple(events)),
            minimum_duration=length,
            maximum_duration=length,
            maximum_amount=1,
        )
    busy = [*school.people.resources, *school.rooms.resources]
    everyone = AppliesTo(resources=tuple(r.id for r in busy))
    yield AvoidClashes(id="basic clashes", title=title, applies_to=everyone)
    yield from _halves(school)


def _halves(school: School) -> Iterator[Rule]:
    """Yield on how many days teachers may teach both mornings and afternoons."""
    if not school.grid.halves:
        return
    alike: dict[int, list[str]] = defaultdict(list)
    for name, most in school.people.teachers.items():
        if most is not None:
            alike[most].extend(school.people.teacher(name))
    for most, who in sorted(alike.items()):
        yield LimitBusyTogether(
            id=f"basic halves {most}",
            title=Text("上午和下午", "mornings and afternoons"),
            applies_to=AppliesTo(resources=tuple(who)),
            windows=school.grid.runs("days", 2, step=2),
            maximum=most,
        )
