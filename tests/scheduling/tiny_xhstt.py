"""Tiny timetabling problems: two days of three times, and what a timetable of them costs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from community.models import WeekPattern
from community.rule import Cost, CostFunction, Strictness
from scheduling.check import check
from scheduling.instance import Event, Group, Instance, Resource, ResourceSlot, Time
from scheduling.solution import Lesson, Solution

if TYPE_CHECKING:
    from scheduling.rules.base import Rule

TIMES = ("Mo1", "Mo2", "Mo3", "Tu1", "Tu2", "Tu3")
DAYS = (
    Group("Mo", "星期一", TIMES[:3], "Day"),
    Group("Tu", "星期二", TIMES[3:], "Day"),
    Group("First", "第一节", ("Mo1", "Tu1")),
)
PEOPLE = (
    Resource("A", "Teacher", "安老师"),
    Resource("B", "Teacher", "白老师"),
    Resource("C", "Teacher", "曹老师"),
    Resource("R", "Room", "琴房"),
)


def event(id: str, duration: int = 1, *resources: str, role: str = "", **more: object) -> Event:
    """An event with preassigned resources, and an open slot for a teacher when a role is given."""
    slots = [ResourceSlot(resource=r) for r in resources]
    if role:
        slots.append(ResourceSlot(role=role, type="Teacher"))
    return replace(Event(id, duration, f"课{id}", tuple(slots)), **more)  # type: ignore[arg-type]


def school(*events: Event, rules: tuple[Rule, ...] = (), **more: object) -> Instance:
    """An instance of these events, all of them in the event group "All"."""
    return replace(
        Instance(
            id="tiny",
            times=tuple(Time(t, t) for t in TIMES),
            time_groups=DAYS,
            resource_types=(Group("Teacher", "Teacher"), Group("Room", "Room")),
            resource_groups=(Group("Staff", "全体教师", ("A", "B", "C"), "", "Teacher"),),
            resources=PEOPLE,
            event_groups=(Group("All", "全部课程", tuple(e.id for e in events)),),
            events=events,
            rules=rules,
        ),
        **more,  # type: ignore[arg-type]
    )


def lessons(*written: str) -> Solution:
    """A timetable from words such as "E1@Mo1", "E1*2@Tu1" (a double), "E1@-" and "E1@Mo1=A".

    "E1@Mo1~odd" is held in odd weeks.
    """
    found = []
    for word in written:
        what, _, where = word.partition("@")
        name, _, duration = what.partition("*")
        when, _, who = where.partition("=")
        time, _, weeks = when.partition("~")
        resources = (("teacher", who),) if who else ()
        place = None if time == "-" else time
        held = WeekPattern(weeks or "all")
        found.append(Lesson(name, int(duration or 1), place, resources, held))
    return Solution(tuple(found))


def costs(instance: Instance, rule: Rule, *written: str) -> tuple[int, int, int]:
    """Cost of one soft rule of weight 2, with each of the cost functions in turn."""
    totals = []
    for function in (CostFunction.LINEAR, CostFunction.QUADRATIC, CostFunction.STEP):
        priced = replace(rule, strictness=Strictness.SOFT, weight=2, cost_function=function)
        found = Cost.of(check(replace(instance, rules=(priced,)), lessons(*written)))
        assert found.hard == 0, "the timetable itself must make sense"
        totals.append(found.soft)
    return totals[0], totals[1], totals[2]


def sentences(instance: Instance, rule: Rule, *written: str) -> list[str]:
    """The sentences of a rule in Chinese, each of which must also be there in English."""
    found = check(replace(instance, rules=(rule,)), lessons(*written))
    assert all(v.sentence.en for v in found)
    return [v.sentence.zh for v in found]
