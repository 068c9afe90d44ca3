"""Times and time groups of a week: a grid for each school, on one clock."""

from __future__ import annotations

from collections import defaultdict
from itertools import zip_longest
from typing import TYPE_CHECKING

from community.models import SlotKind
from scheduling.instance import Group, Time
from scheduling.wording import clock, day

if TYPE_CHECKING:
    from community.models import Community, School, Slot

MAX_JOIN_MINUTES = 25  # a double lesson runs on over a break no longer than this
NOON = 12 * 60
DAYS = range(1, 8)


def time_id(school: str, weekday: int, order: int) -> str:
    """Return the id of a lesson slot of a school."""
    return f"{school}:{weekday}.{order}"


def day_group(weekday: int, school: str | None = None, half: str = "") -> str:
    """Return the id of the time group of a day or its half ("am", "pm"), at one school or all."""
    group = f"day{weekday}.{half}" if half else f"day{weekday}"
    return f"{school}:{group}" if school else group


def half_group(half: str, school: str) -> str:
    """Return the id of the time group of all mornings or afternoons of a school."""
    return f"{school}:{half}"


def late_group(layers: int, school: str) -> str:
    """Return the id of the time group of the last so many lessons of each day of a school."""
    return f"{school}:late{layers}"


def make_times(community: Community) -> tuple[Time, ...]:
    """Return the lesson slots of all schools, school by school and in order."""
    found: list[Time] = []
    for school in community.schools:
        for weekday in DAYS:
            slots = community.lesson_slots(school.grid, weekday)
            for slot, then in zip_longest(slots, slots[1:]):
                found.append(
                    Time(
                        id=time_id(school.id, weekday, slot.order),
                        name=f"{school.name}{day(weekday).zh}{slot.name}（{clock(slot.start)}）",
                        site=school.id,
                        weekday=weekday,
                        start=slot.start,
                        end=slot.end,
                        joins_next=then is not None and _joins(community, school, slot, then),
                    )
                )
    return tuple(found)


def _joins(community: Community, school: School, slot: Slot, then: Slot) -> bool:
    """Return whether a double lesson may run from one slot into the next."""
    lunch = any(
        s.kind is SlotKind.LUNCH and slot.end <= s.start < then.start
        for s in community.slots
        if s.grid == school.grid
    )
    return not lunch and then.start - slot.end <= MAX_JOIN_MINUTES


def half_of(community: Community, school: School, time: Time) -> str:
    """Return "am" or "pm": before or after the lunch of the grid, or noon without one."""
    lunches = [
        s.start for s in community.slots if s.grid == school.grid and s.kind is SlotKind.LUNCH
    ]
    border = min(lunches, default=NOON)
    return "am" if (time.start or 0) < border else "pm"


def make_time_groups(community: Community, times: tuple[Time, ...]) -> tuple[Group, ...]:
    """Return day and half-day groups, of each school and of all schools together."""
    members: dict[str, list[str]] = defaultdict(list)
    names: dict[str, str] = {}
    halves = {"am": "上午", "pm": "下午"}
    for time in times:
        school = community.school_by_id[time.site or ""]
        weekday, half = time.weekday or 1, half_of(community, school, time)
        label = day(weekday).zh
        for group, name in (
            (day_group(weekday, school.id), label),
            (day_group(weekday, school.id, half), label + halves[half]),
            (half_group(half, school.id), halves[half]),
            (day_group(weekday), label),
            (day_group(weekday, None, half), label + halves[half]),
        ):
            members[group].append(time.id)
            names[group] = name
    days = _by_day(times)
    longest = max(map(len, days.values()), default=0)
    for (school_id, _), ids in days.items():
        for layers in range(1, longest + 1):
            group = late_group(layers, school_id)
            members[group].extend(ids[-layers:])
            names[group] = f"每天最后{layers}节"
    return tuple(Group(group, names[group], tuple(ids)) for group, ids in members.items())


def _by_day(times: tuple[Time, ...]) -> dict[tuple[str, int], list[str]]:
    found: dict[tuple[str, int], list[str]] = defaultdict(list)
    for time in times:
        found[time.site or "", time.weekday or 1].append(time.id)
    return found
