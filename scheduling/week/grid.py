"""Times and time groups of a week: a grid for each school, on one clock."""

from __future__ import annotations

from collections import defaultdict
from itertools import product, zip_longest
from typing import TYPE_CHECKING, NamedTuple

from community.models import SlotKind, Stage
from community.slot_words import in_one_spelling, words_of
from community.text import Text
from scheduling.clock import MAX_JOIN_MINUTES
from scheduling.instance import Group, Time
from scheduling.wording import clock, day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from community.models import Community, School, Slot

NOON = 12 * 60
DAYS = range(1, 8)


class Pause(NamedTuple):
    """What lies between two lessons of a day that follow each other."""

    minutes: int
    lunch: bool

    @property
    def joins(self) -> bool:
        """Whether a double lesson may run on over it."""
        return not self.lunch and self.minutes <= MAX_JOIN_MINUTES


def time_id(school: str, weekday: int, order: int) -> str:
    """Return the id of a lesson slot of a school."""
    return f"{school}:{weekday}.{order}"


def day_group(weekday: int, school: str | None = None, part: str = "") -> str:
    """Return the id of the time group of a day, at one school or all.

    A ``part`` of it is a half ("am", "pm"), or the lessons by some bells of the school.
    """
    group = f"day{weekday}.{part}" if part else f"day{weekday}"
    return f"{school}:{group}" if school else group


def half_group(half: str, school: str) -> str:
    """Return the id of the time group of all mornings or afternoons of a school."""
    return f"{school}:{half}"


def open_group(weekday: int, school: str, earliest: int) -> str:
    """Return the id of the time group of a school's day from a minute on."""
    return day_group(weekday, school, f"from{earliest}") if earliest else day_group(weekday, school)


def only_group(time: str) -> str:
    """Return the id of the time group of one time."""
    return f"{time}!"


def make_times(community: Community, bells_at: Mapping[str, Sequence[str]]) -> tuple[Time, ...]:
    """Return the lesson slots of all schools, school by school, day by day and in order.

    ``bells_at`` are those of each school (``Bells.at``).
    """
    return tuple(
        time
        for school in community.schools
        for weekday, bells in product(DAYS, bells_at[school.id])
        for time in _times(community, school, weekday, bells)
    )


def _times(community: Community, school: School, weekday: int, bells: str) -> Iterator[Time]:
    slots = [s for s in community.lesson_slots(school, weekday) if bells in ("", s.stage)]
    for slot, then in zip_longest(slots, slots[1:]):
        rest = pause(community, school, weekday, (slot, then)) if then else None
        yield Time(
            id=time_id(school.id, weekday, slot.order),
            name=f"{school.name}{day(weekday).zh}{slot.name}（{clock(slot.start)}）",
            english=f"{school.name} {day(weekday).en} {clock(slot.start)}",
            site=school.id,
            weekday=weekday,
            start=slot.start,
            end=slot.end,
            joins_next=rest is not None and rest.joins,
            pause=rest and rest.minutes,
            bells=bells,
        )


def pause(community: Community, school: School, weekday: int, slots: tuple[Slot, Slot]) -> Pause:
    """Return what lies between two slots of the same bells of a school on a weekday."""
    before, then = slots
    lunch = lunches(community, school, weekday, before.stage)
    return Pause(then.start - before.end, any(before.end <= x < then.start for x in lunch))


def lunches(community: Community, school: School, weekday: int, stage: Stage | None) -> list[int]:
    """Return when the lunches of a school, or of a stage there, begin on a weekday."""
    return [
        s.start
        for s in community.slots_of(school)
        if s.kind is SlotKind.LUNCH and weekday in s.weekdays
        if s.stage is None or stage is None or s.stage.meets(stage)
    ]


def half_of(community: Community, school: School, time: Time) -> str:
    """Return "am" or "pm": before or after the lunch of that weekday, or noon without one."""
    stage = Stage(time.bells) if time.bells else None
    border = min(lunches(community, school, time.weekday or 1, stage), default=NOON)
    return "am" if (time.start or 0) < border else "pm"


def times_meant(
    community: Community, times: Iterable[Time], named: tuple[str, Sequence[int], Sequence[str]]
) -> list[Time]:
    """Return those times of a school that a request names: its weekdays and slots, or all.

    A slot is named as ``community.slot_words`` has it, or as half of the day (am, pm).
    """
    school, weekdays, slots = named
    site, wanted = community.school_by_id[school], set(map(in_one_spelling, slots))
    names = {
        time_id(school, day, slot.order): words_of(dict(slot))
        for slot in community.slots_of(site)
        for day in slot.weekdays
    }

    def is_meant(time: Time) -> bool:
        known = names[time.id] | {half_of(community, site, time)}
        on_day = not weekdays or time.weekday in weekdays
        return on_day and (not wanted or not wanted.isdisjoint(known))

    return list(filter(is_meant, times))


def make_time_groups(
    community: Community, times: tuple[Time, ...], earliest: Iterable[int] = ()
) -> tuple[Group, ...]:
    """Return day and half-day groups, of each school and of all schools together.

    ``earliest`` are minutes from which on the days of a school are groups as well; so are the days
    by each of its bells, where there are several.
    """
    members: dict[str, list[str]] = defaultdict(list)
    names: dict[str, Text] = {}
    borders = sorted({m for m in earliest if m})
    halves = {"am": Text("上午", "morning"), "pm": Text("下午", "afternoon")}
    for time in times:
        school = community.school_by_id[time.site or ""]
        weekday, half, start = time.weekday or 1, half_of(community, school, time), time.start or 0
        label, part = day(weekday), halves[half]
        both = Text(label.zh + part.zh, f"{label.en} {part.en}")
        for group, name in (
            (day_group(weekday, school.id), label),
            (day_group(weekday, school.id, half), both),
            (half_group(half, school.id), part),
            (day_group(weekday), label),
            (day_group(weekday, None, half), both),
            *((open_group(weekday, school.id, m), label) for m in borders if start >= m),
            *([(day_group(weekday, school.id, time.bells), label)] if time.bells else ()),
        ):
            members[group].append(time.id)
            names[group] = name
    return tuple(
        Group(group, names[group].zh, tuple(ids), english=names[group].en)
        for group, ids in members.items()
    )
