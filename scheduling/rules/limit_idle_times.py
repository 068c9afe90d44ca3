"""LimitIdleTimes: few free times between the lessons of a resource (XHSTT)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from community.text import Text
from scheduling.demands import FREE, IDLE
from scheduling.rules.base import Deviation, label, when
from scheduling.rules.busy_times import BusyTimesRule
from scheduling.wording import between

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from scheduling.demands import BusyTimes
    from scheduling.setting import Setting
    from scheduling.solution import Schedule


@dataclass(frozen=True, kw_only=True)
class LimitIdleTimes(BusyTimesRule):
    """Idle times lie between the first and the last busy time of a time group (a day).

    A resource's idle times are summed over the time groups before they are compared with
    ``minimum`` and ``maximum``. With ``from_start`` (ours, not the standard's) free times before
    the first busy one count as well: whoever is free is to be so at the end of the day. Who has
    a lesson by other bells of the school is busy at all times that overlap it.
    """

    family: ClassVar[str] = "LimitIdleTimes"
    time_groups: tuple[str, ...] = ()
    minimum: int = 0
    maximum: int = 0
    from_start: bool = False

    def points(self, instance: Setting) -> Iterator[BusyTimes]:
        """Bound the free times between busy ones, or all before the last."""
        kind, groups = FREE if self.from_start else IDLE, instance.positions_of(self.time_groups)
        return self.on_each(instance, kind, groups, self.minimum, self.maximum)

    def deviations(self, schedule: Schedule) -> Iterator[Deviation]:
        """Count idle times, whatever the weeks of the lessons."""
        instance = schedule.instance
        groups = [
            (instance.time_group(g), sorted(instance.positions([g]))) for g in self.time_groups
        ]
        for resource in self.applies_to.all_resources(instance):
            busy = instance.taken(schedule.busy[resource])
            idle = {
                when(group): idle_times(times, busy, from_start=self.from_start)
                for group, times in groups
            }
            count = sum(map(len, idle.values()))
            off = max(self.minimum - count, count - self.maximum, 0)
            if off:
                name, wanted = label(instance.resource_by_id[resource]), self._wanted()
                zh = "、".join(f"{day.zh}{len(times)}节" for day, times in idle.items() if times)
                en = ", ".join(f"{day.en} {len(times)}" for day, times in idle.items() if times)
                yield Deviation(
                    resource,
                    off,
                    Text(
                        f"{name}有{count}节{self._kind.zh}（应{wanted.zh}节）：{zh or '无'}。",
                        f"{name} has {count} {self._kind.en} (wanted {wanted.en}): {en or 'none'}.",
                    ),
                )

    @property
    def _kind(self) -> Text:
        if self.from_start:
            return Text("空课不在一天之末", "free times before the last lesson of a day")
        return Text("空堂", "idle times")

    def _wanted(self) -> Text:
        return between(self.minimum, self.maximum)


def idle_times(times: list[int], busy: Container[int], *, from_start: bool = False) -> list[int]:
    """Return the positions up to the last busy one that are not busy.

    They count from the first busy one on, or ``from_start``.
    """
    taken = [i for i, t in enumerate(times) if t in busy]
    if not taken:
        return []
    first = 0 if from_start else taken[0]
    return [t for t in times[first : taken[-1]] if t not in busy]
