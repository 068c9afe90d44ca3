"""不可排课: times at which a teacher, class or room can have no lesson."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from community.families import given
from community.requests import Liking
from community.rule import Strictness
from scheduling.instance import Group
from scheduling.wording import day

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence

    from community.models import ClassGroup, Community, TimeRequest, Unavailable
    from scheduling.instance import Time

Times = dict[str, tuple[str, ...]]  # ids of times, by who or what is meant


def teachers_away(
    community: Community,
    sites: Callable[[str], tuple[str, ...]],
    times_at: Mapping[str, Sequence[Time]],
    held: Iterable[tuple[str, Time]],
) -> Times:
    """Return the times of each teacher's sites at which the teacher cannot teach.

    ``held`` are events that a teacher (by id; "": nobody) holds at a time of some school.
    """
    home = {t.id: t.school for t in community.teachers}
    rows = [(row, row.teacher) for row in community.away if row.teacher]
    away = [when_away(community, row, who, home[who], sites(who)) for row, who in rows]
    events = [Away(who, sites(who), x.weekday, x.start, x.end) for who, x in held if who]
    return overlapping([*away, *events], times_at)


def closed(
    community: Community,
    times_at: Mapping[str, Sequence[Time]],
    meant: Callable[[ClassGroup, Sequence[int], Sequence[str]], Sequence[Time]],
) -> Times:
    """Return the times of their school at which classes and rooms can have no lesson.

    What a request forbids for all lessons of a class closes it as well (``closes``).
    """
    home = {c.id: c.school for c in community.classes}
    home |= {r.id: r.school for r in community.rooms}
    rows = [(r, who) for r in community.away for who in (r.class_id, r.room) if who]
    shut_at = [when_away(community, row, who, home[who], (home[who],)) for row, who in rows]
    found = overlapping(shut_at, times_at)
    for request in filter(closes, community.time_requests):
        for group in community.classes:
            if concerns(request, group):
                named = {t.id for t in meant(group, request.weekdays, request.slots)}
                never = request.liking is Liking.NEVER
                shut = (t.id for t in times_at[group.school] if (t.id in named) == never)
                found[group.id] = tuple(dict.fromkeys((*found.get(group.id, ()), *shut)))
    return found


def closes(request: TimeRequest) -> bool:
    """Return whether a request is about all lessons of classes, and has to be kept."""
    whole = request.subject is None and request.teacher is None
    return whole and request.strictness is Strictness.HARD


def concerns(request: TimeRequest, group: ClassGroup) -> bool:
    """Return whether a request is about lessons of a class."""
    return (
        request.class_id in (None, group.id)
        and request.grade in (None, *group.grades)
        and request.school in (None, group.school)
    )


class Away(NamedTuple):
    """Somebody or something is away from some sites, from a minute of a weekday to another."""

    who: str
    sites: tuple[str, ...]
    weekday: int | None
    start: int | None
    end: int | None

    def overlaps(self, weekday: int | None, start: int | None, end: int | None) -> bool:
        """Return whether it is on a weekday, at some minute between two."""
        in_time = (start or 0) < (self.end or 0) and (self.start or 0) < (end or 0)
        return self.weekday == weekday and in_time


def when_away(
    community: Community, row: Unavailable, who: str, home: str, sites: tuple[str, ...]
) -> Away:
    """Return what a row says; its slot is one of the school that it names, or of the home."""
    grid = community.school_by_id[row.school or home].grid
    clocks = {s.order: (s.start, s.end) for s in community.slots if s.grid == grid}
    start, end = (0, 24 * 60) if row.slot is None else clocks.get(row.slot, (0, 0))
    return Away(who, sites, row.weekday, start, end)


def overlapping(away: Iterable[Away], times_at: Mapping[str, Sequence[Time]]) -> Times:
    """Return the times at the sites that overlap the time away by the clock."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for one in away:
        for time in (time for site in one.sites for time in times_at[site]):
            if one.overlaps(time.weekday, time.start, time.end):
                found[one.who][time.id] = None
    return {who: tuple(times) for who, times in found.items()}


def spare_minutes(community: Community) -> int:
    """Return the minutes to spare after a way, as hard rules of the policy want them."""
    rules = community.policy.of("itinerant_teaching")
    hard = (r for r in rules if r.strictness is Strictness.HARD)
    return max((int(given(r, "buffer_minutes")) for r in hard), default=0)


def class_day(group: str, weekday: int) -> str:
    """Return the id of the time group of the open times of a class on a day."""
    return f"{group}:open{weekday}"


def class_days(
    classes: Iterable[ClassGroup],
    own: Container[str],
    usable: Callable[[ClassGroup], Iterable[Time]],
) -> Iterator[Group]:
    """Yield the open times of each day of classes with days of their own: no gap of theirs."""
    for group in classes:
        days: dict[int, list[str]] = defaultdict(list)
        for time in usable(group) if group.id in own else ():
            days[time.weekday or 1].append(time.id)
        for weekday, times in days.items():
            zh, en = day(weekday)
            yield Group(class_day(group.id, weekday), zh, tuple(times), english=en)
