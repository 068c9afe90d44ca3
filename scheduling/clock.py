"""By the clock: which times run at the minute at which one of them begins, and which can follow."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from scheduling.setting import Setting, Time


MAX_JOIN_MINUTES = 25  # a double lesson runs on over a break no longer than this


class Moment(NamedTuple):
    """A minute of the week: the time positions that begin then, and all that are running."""

    beginning: tuple[int, ...]
    running: tuple[int, ...]


def moments(instance: Setting, positions: Iterable[int]) -> list[Moment]:
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


def most_apart(
    times: Iterable[Time],
    sites: frozenset[str] = frozenset(),
    close: Callable[[Time, Time], bool] | None = None,
) -> int:
    """Return at how many of a day's times one person can be, at each of the sites at least once.

    Times that overlap by the clock exclude each other, and those that are too ``close``, in the
    order of the clock. 0 when no day sees all of the sites.
    """
    order = sorted(times, key=lambda t: (t.start or 0, t.end or 0))
    chains: list[dict[frozenset[str], int]] = []  # longest that end here, by the sites seen
    for time in order:
        here = sites & {time.site or ""}
        ending = {here: 1}
        for before, found in zip(order, chains, strict=False):
            if (before.end or 0) > (time.start or 0) or (close and close(before, time)):
                continue
            for seen, count in found.items():
                ending[seen | here] = max(ending.get(seen | here, 0), count + 1)
        chains.append(ending)
    return max((found.get(sites, 0) for found in chains), default=0)
