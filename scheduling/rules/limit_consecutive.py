"""LimitConsecutive: so many lessons in a row at most, for people who stand before a class."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import permutations
from typing import TYPE_CHECKING, ClassVar

from community.text import Text
from scheduling.clock import MAX_JOIN_MINUTES
from scheduling.demands import BUSY
from scheduling.rules.base import Deviation
from scheduling.rules.busy_times import BusyTimesRule
from scheduling.wording import moment, resource_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.demands import BusyTimes
    from scheduling.setting import Setting, Time
    from scheduling.solution import Schedule


@dataclass(frozen=True, kw_only=True)
class LimitConsecutive(BusyTimesRule):
    """No window of ``maximum`` + 1 times that follow each other is busy throughout.

    Times follow each other when a double lesson could run over them (``joins_next``), so a long
    break or lunch is a rest; with ``rest_minutes``, when the break between them is shorter than
    that, lunch or not. So do two by different bells of one school when the break between them is
    as short. The deviation of a person is the number of such windows.
    """

    family: ClassVar[str] = "LimitConsecutive"
    maximum: int = 3
    rest_minutes: int | None = None

    def windows(self, instance: Setting) -> list[tuple[int, ...]]:
        """Return the runs of times in a row that are one longer than allowed, by position."""
        then = self._follow(instance)
        runs: list[tuple[int, ...]] = [(start,) for start in range(len(instance.times))]
        for _ in range(self.maximum):
            runs = [(*run, t) for run in runs for t in then[run[-1]]]
        return runs

    def _follow(self, instance: Setting) -> list[list[int]]:
        """Return the times that follow each time without a rest."""
        times = instance.times
        found = [[p + 1] if self._goes_on(t) else [] for p, t in enumerate(times)]
        if times:
            found[-1] = []
        rest = MAX_JOIN_MINUTES + 1 if self.rest_minutes is None else self.rest_minutes
        days: dict[object, list[int]] = defaultdict(list)
        for p in sorted(instance.beside):
            days[times[p].site, times[p].day].append(p)
        for first, then in (pair for day in days.values() for pair in permutations(day, 2)):
            a, b = times[first], times[then]
            if a.bells != b.bells and 0 <= (b.start or 0) - (a.end or 0) < rest:
                found[first].append(then)
        return found

    def _goes_on(self, time: Time) -> bool:
        """Return whether the break after a time is no rest."""
        if self.rest_minutes is None or time.pause is None:
            return time.joins_next
        return time.pause < self.rest_minutes

    def points(self, instance: Setting) -> Iterator[BusyTimes]:
        """Bound the busy times of each window."""
        return self.on_each(instance, BUSY, self.windows(instance), 0, self.maximum)

    def deviations(self, schedule: Schedule) -> Iterator[Deviation]:
        """Count full windows."""
        instance = schedule.instance
        windows: dict[int, list[tuple[int, ...]]] = defaultdict(list)
        for window in self.windows(instance):
            windows[window[-1]].append(window)
        for resource in self.applies_to.all_resources(instance):
            busy = schedule.busy[resource]
            runs = [run for t in sorted(busy) for run in windows.get(t, ())]
            full = [run for run in runs if all(t in busy for t in run)]
            if full:
                name = resource_name(instance, resource)
                where = [moment(instance.times[w[0]]) for w in full]
                zh = f"{name}连续上课超过{self.maximum}节：自{'、'.join(w.zh for w in where)}起。"
                en = f"{name} teaches more than {self.maximum} lessons in a row from "
                en += f"{', '.join(w.en for w in where)}."
                yield Deviation(resource, len(full), Text(zh, en))
