"""LimitLateStarts: on how many days somebody begins at the second time, not at the first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from community.text import Text
from scheduling.demands import FREE, BusyTimes
from scheduling.rules.base import Deviation, label, listed, when
from scheduling.rules.busy_times import BusyTimesRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.setting import Setting
    from scheduling.solution import Schedule


@dataclass(frozen=True, kw_only=True)
class LimitLateStarts(BusyTimesRule):
    """A day begins at its first time, or on ``maximum`` days at its second; never later.

    ``time_groups`` are the days. One point is the days that begin at the second time, beyond the
    maximum; another is each busy time of a day on which the first two are free. Source: FET
    ("early, max beginnings at second hour"); classes that come to school when it opens.
    """

    family: ClassVar[str] = "LimitLateStarts"
    time_groups: tuple[str, ...] = ()
    maximum: int = 0

    def points(self, instance: Setting) -> Iterator[BusyTimes]:
        """Bound the free first times before a busy second; of the first two, let one be busy."""
        days = [sorted(times) for times in instance.positions_of(self.time_groups)]
        seconds = [day[:2] for day in days if len(day) > 1]
        yield from self.on_each(instance, FREE, seconds, 0, self.maximum)
        for day in days:
            for time in day[2:]:
                for point in self.on_each(instance, FREE, [[*day[:2], time]], 0, 1):
                    yield point._replace(id=_point(point.resource, instance.times[time].id))

    def deviations(self, schedule: Schedule) -> Iterator[Deviation]:
        """Look at the first two times of each day."""
        instance = schedule.instance
        days = [(g, sorted(instance.positions([g]))) for g in self.time_groups]
        for resource in self.applies_to.all_resources(instance):
            busy, name = schedule.busy[resource], label(instance.resource_by_id[resource])
            late = [
                when(instance.time_group(group))
                for group, day in days
                if len(day) > 1 and day[0] not in busy and day[1] in busy
            ]
            if (off := len(late) - self.maximum) > 0:
                days_told = listed(late)
                zh = f"{name}在{days_told.zh}从第二个时间才开始上课（最多{self.maximum}天）。"
                en = f"{name} begins at the second time on {days_told.en} "
                yield Deviation(resource, off, Text(zh, f"{en}(at most {self.maximum} days)."))
            for _, day in days:
                if not any(time in busy for time in day[:2]):
                    for time in day[2:]:
                        if time in busy:
                            yield self._too_late(resource, name, instance, time)

    def _too_late(self, resource: str, name: str, instance: Setting, time: int) -> Deviation:
        at = instance.times[time]
        zh, en = when(at)
        zh = f"{name}在{zh}上课，而当天最早的两个时间都空着。"
        en = f"{name} has a lesson at {en}, and the first two times of the day are free."
        return Deviation(_point(resource, at.id), 1, Text(zh, en), (resource, at.id))


def _point(resource: str, time: str) -> str:
    return f"{resource}@{time}"
