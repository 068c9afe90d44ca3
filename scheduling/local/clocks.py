"""Times by the clock, as arrays: which run together, which are too near, which are partners.

The bells of schools differ. Somebody who may be at several is in two places at once when minutes
overlap, whatever the numbers of the periods; synchronous lessons are matched by the minute, too.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from scheduling.local.tables import Ints, array, bits, lists

if TYPE_CHECKING:
    from scheduling.demands import Demands
    from scheduling.instance import Instance, Time


@dataclass(frozen=True)
class Clocks:
    """The clock of an instance."""

    instance: Instance
    demands: Demands

    def tables(self) -> dict[str, Any]:
        """Return the parts of ``Tables`` that speak of clocks and sites."""
        crossing = [self._crosses(r.id) for r in self.instance.resources]
        during, twins = self._together(needed=any(crossing))
        times, sites = self.instance.times, self._sites
        return {
            "crossing": array(crossing),
            "during": lists(during),
            "twins": lists(twins),
            "close": self._close(),
            "clock": np.array([t.clock or (-1, -1, -1) for t in times], dtype=np.int64),
            "site_of": array([sites.get((e.site, e.bells), -1) for e in self.instance.events]),
            "partner": self._partners(),
            "beside": lists([sorted(self.instance.beside.get(t, ())) for t in range(len(times))]),
        }

    def _crosses(self, resource: str) -> bool:
        around = self.demands.around(resource) if self.instance.has_clocks else ()
        return len({self.instance.times[t].place for t in around}) > 1

    @cached_property
    def _sites(self) -> dict[tuple[str | None, str], int]:
        names = dict.fromkeys(t.place for t in self.instance.times if t.site is not None)
        return {place: number for number, place in enumerate(names)}

    @cached_property
    def _of_day(self) -> dict[int, list[tuple[int, Time]]]:
        """Times with a clock by day, with their positions."""
        found: dict[int, list[tuple[int, Time]]] = defaultdict(list)
        for position, time in enumerate(self.instance.times):
            if time.clock is not None:
                found[time.clock[0]].append((position, time))
        return found

    def _together(self, *, needed: bool) -> tuple[list[list[int]], list[list[int]]]:
        count = len(self.instance.times) if needed else 0
        during: list[list[int]] = [[] for _ in range(count)]
        twins: list[list[int]] = [[] for _ in range(count)]
        for day in self._of_day.values() if needed else ():
            for p, time in day:
                now = time.start or 0
                for q, other in day:
                    if q != p and (other.start or 0) <= now < (other.end or 0):
                        during[p].append(q)
                        if q < p and other.start == now:
                            twins[p].append(q)
        return during, twins

    def _close(self) -> Ints:
        """Return for each rule and time, as bits, the times of the list after it too near to it."""
        count = len(self.instance.times)
        rows = [np.zeros((count, count), dtype=np.bool_) for _ in self.demands.close]
        for near, row in zip(self.demands.close, rows, strict=True):
            for day in self._of_day.values():
                for p, time in day:
                    for q, other in day:
                        if q > p and other.site != time.site and near(p, q):
                            row[p, q] = True
        return bits(np.concatenate(rows) if rows else np.zeros((1, count), dtype=np.bool_))

    def _partners(self) -> Ints:
        """Return for each place and time the time there that overlaps it longest."""
        found = np.full((max(1, len(self._sites)), len(self.instance.times)), -1, dtype=np.int64)
        for day in self._of_day.values() if self.demands.casts else ():
            for p, time in day:
                most: dict[tuple[str | None, str], int] = defaultdict(int)
                for q, other in day:
                    ends = min(time.end or 0, other.end or 0)
                    minutes = ends - max(time.start or 0, other.start or 0)
                    if minutes > most[other.place]:
                        most[other.place] = minutes
                        found[self._sites[other.place], p] = q
        return found
