"""Two schools whose bells differ, a quarter of an hour apart, on two weekdays.

North rings 8:00-8:40, 8:50-9:30, 9:40-10:20; South 8:15-8:55, 9:05-9:45, 9:55-10:35. The way from
North to South takes 20 minutes, back 40.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.models import WeekPattern
from community.rule import Cost, Strictness
from scheduling.check import check
from scheduling.instance import Event, Group, Instance, Resource, ResourceSlot, Time
from scheduling.model import build
from scheduling.solution import Lesson, Solution
from solving.builder import Builder
from solving.outcome import Budget, Status
from solving.solver import solve

if TYPE_CHECKING:
    from scheduling.model import Context
    from scheduling.rules.base import Rule

HARD_WEIGHT = 1000
STARTS = {"N": 8 * 60, "S": 8 * 60 + 15}
TIMES = tuple(
    Time(
        f"{site}:{day}.{slot}",
        f"{site}{day}.{slot}",
        site,
        day,
        first + 50 * (slot - 1),
        first + 50 * (slot - 1) + 40,
        slot < 3,
    )
    for site, first in STARTS.items()
    for day in (1, 2)
    for slot in (1, 2, 3)
)


def lesson_event(
    id: str,
    site: str,
    duration: int = 1,
    *people: str,
    role: str = "",
    alternates: bool = False,
) -> Event:
    """An event at a site with people preassigned, and perhaps an open teacher slot."""
    slots = [ResourceSlot(resource=p) for p in people]
    if role:
        slots.append(ResourceSlot(role=role, type="Teacher"))
    return Event(id, duration, f"课{id}", tuple(slots), site=site, alternates=alternates)


def two_sites(*events: Event, rules: tuple[Rule, ...] = ()) -> Instance:
    """An instance of these events, with teachers T and U, and a group for each day."""
    return Instance(
        id="two",
        times=TIMES,
        time_groups=tuple(
            Group(f"day{d}", f"星期{d}", tuple(t.id for t in TIMES if t.weekday == d))
            for d in (1, 2)
        ),
        resource_types=(Group("Teacher", "教师"),),
        resource_groups=(Group("Staff", "教师", ("T", "U")),),
        resources=(Resource("T", "Teacher", "唐老师"), Resource("U", "Teacher", "于老师")),
        events=events,
        rules=rules,
        travel_minutes={("N", "S"): 20, ("S", "N"): 40},
        metadata={"site:N": "北校", "site:S": "南校"},
    )


def timetable(**places: str) -> Solution:
    """A timetable from ``E1="N:1.1 N:1.2"``, single lessons; ``-`` is a lesson without a time.

    ``N:1.1~odd`` is held in odd weeks.
    """
    return Solution(
        tuple(
            Lesson(event, 1, None if time == "-" else time, weeks=WeekPattern(weeks or "all"))
            for event, times in places.items()
            for time, _, weeks in (word.partition("~") for word in times.split())
        )
    )


def price(instance: Instance, solution: Solution) -> Cost:
    """What the checker charges."""
    return Cost.of(check(instance, solution))


def modelled(instance: Instance, solution: Solution, *, enforced: bool) -> int | None:
    """What the model charges for a timetable of single lessons; None when it does not allow it."""
    context = build(instance, Builder(relaxed=not enforced))
    if not _fix(context, solution):
        return None
    context.builder.minimize(HARD_WEIGHT)
    outcome = solve(context.builder.model, Budget(10.0, 1, 1))
    if outcome.status is Status.INFEASIBLE:
        return None
    assert outcome.status is Status.OPTIMAL
    return sum(
        outcome.value(t.cost) * (HARD_WEIGHT if t.strictness is Strictness.HARD else 1)
        for t in context.builder.terms
    )


def _fix(context: Context, solution: Solution) -> bool:
    model = context.builder.model
    wanted = {(x.event, x.time, x.weeks) for x in solution.lessons if x.time}
    for event in context.instance.events:
        for start in context.starts(event.id):
            lesson = (event.id, context.instance.times[start.time].id, start.weeks)
            there = start.duration == 1 and lesson in wanted
            if there:
                wanted.remove(lesson)
            model.add(start.literal == int(there))
    return not wanted


def agree(instance: Instance, solution: Solution) -> Cost:
    """Assert that checker and model charge the same, and return it."""
    cost = price(instance, solution)
    assert modelled(instance, solution, enforced=False) == cost.hard * HARD_WEIGHT + cost.soft
    expected = None if cost.hard else cost.soft
    assert modelled(instance, solution, enforced=True) == expected
    return cost
