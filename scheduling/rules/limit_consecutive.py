"""LimitConsecutive: so many lessons in a row at most, for people who stand before a class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from community.text import Text
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
    that, lunch or not. The deviation of a person is the number of such windows.
    """

    family: ClassVar[str] = "LimitConsecutive"
    maximum: int = 3
    rest_minutes: int | None = None

    def windows(self, instance: Setting) -> list[tuple[int, ...]]:
        """Return the runs of times in a row that are one longer than allowed, by position."""
        on = [self._goes_on(time) for time in instance.times]
        starts = range(len(on) - self.maximum)
        runs = (range(start, start + self.maximum + 1) for start in starts)
        return [tuple(run) for run in runs if all(on[t] for t in run[:-1])]

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
        windows = {window[-1]: window for window in self.windows(instance)}
        for resource in self.applies_to.all_resources(instance):
            busy = schedule.busy[resource]
            runs = [windows[t] for t in sorted(busy) if t in windows]
            full = [run for run in runs if all(t in busy for t in run)]
            if full:
                name = resource_name(instance, resource)
                where = [moment(instance.times[w[0]]) for w in full]
                zh = f"{name}连续上课超过{self.maximum}节：自{'、'.join(w.zh for w in where)}起。"
                en = f"{name} teaches more than {self.maximum} lessons in a row from "
                en += f"{', '.join(w.en for w in where)}."
                yield Deviation(resource, len(full), Text(zh, en))
