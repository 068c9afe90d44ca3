"""Moments of the week: which times are running at the minute at which one of them begins."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduling.instance import Instance


class Moment(NamedTuple):
    """A minute of the week: the time positions that begin then, and all that are running."""

    beginning: tuple[int, ...]
    running: tuple[int, ...]


def moments(instance: Instance, positions: Iterable[int]) -> list[Moment]:
    """Return the moments at which one of the given times begins, in order.

    Two intervals overlap exactly when one runs at the beginning of the other, so these moments
    see every clash. A time without a clock is a moment of its own.
    """
    found: list[Moment] = []
    by_day: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for position in sorted(set(positions)):
        clock = instance.times[position].clock
        if clock is None:
            found.append(Moment((position,), (position,)))
        else:
            by_day[clock[0]].append((clock[1], clock[2], position))
    for _day, times in sorted(by_day.items()):
        times.sort()
        beginning: dict[int, list[int]] = defaultdict(list)
        for start, _end, position in times:
            beginning[start].append(position)
        for minute, begin in beginning.items():
            running = tuple(p for start, end, p in times if start <= minute < end)
            found.append(Moment(tuple(begin), running or tuple(begin)))
    return found
