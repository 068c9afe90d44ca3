"""Both ends of synchronous lessons, matched by weekday, weeks and clock."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from community.models import SyncSeries
    from scheduling.timetable import ClassLesson

    Clock = Callable[[ClassLesson], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Pairing:
    """A synchronous lesson at its host and at one receiving end, on the same weekday.

    ``host`` is None when a receiving class has the lesson while no host lesson is there to receive,
    ``receiver`` None the other way round (a plan edited by hand may be so). ``overlap`` is in
    minutes by the clock.
    """

    series: str
    host: ClassLesson | None
    receiver: ClassLesson | None
    receiving_class: str
    overlap: int


def pairings(
    lessons: Iterable[ClassLesson], broadcasts: Iterable[SyncSeries], clock: Clock
) -> list[Pairing]:
    """Return the synchronous lessons, one entry for each host lesson and receiving class.

    ``clock`` gives the start and the end of a lesson in minutes.
    """
    found: list[Pairing] = []
    ends: dict[tuple[str, str], list[ClassLesson]] = defaultdict(list)
    for lesson in lessons:
        if lesson.series:
            ends[lesson.series, lesson.class_id].append(lesson)
    for series in broadcasts:
        hosts = ends[series.id, series.host_class]
        for group in series.receiving_classes:
            found += _pair(clock, series.id, group, hosts, ends[series.id, group])
    return found


def _pair(
    clock: Clock,
    series: str,
    group: str,
    hosts: list[ClassLesson],
    receivers: list[ClassLesson],
) -> list[Pairing]:
    open_ends, found = list(receivers), []
    for host in hosts:
        same_day = [r for r in open_ends if r.weekday == host.weekday]
        same_day = [r for r in same_day if r.weeks.meets(host.weeks)]
        best = max(same_day, key=lambda r: overlap(clock, host, r), default=None)
        if best is not None:
            open_ends.remove(best)
        minutes = overlap(clock, host, best) if best else 0
        found.append(Pairing(series, host, best, group, minutes))
    return found + [Pairing(series, None, r, group, 0) for r in open_ends]


def overlap(clock: Clock, one: ClassLesson, other: ClassLesson) -> int:
    """Return for how many minutes two lessons of one weekday run at the same time."""
    (a, b), (c, d) = clock(one), clock(other)
    return max(0, min(b, d) - max(a, c))
