"""LimitBusyTimes: how many lessons a resource has in each of these time groups (XHSTT)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from community.text import Text
from scheduling.demands import BUSY
from scheduling.rules.base import Deviation, label, when
from scheduling.rules.busy_times import BusyTimesRule
from scheduling.wording import between

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.demands import BusyTimes
    from scheduling.setting import Setting
    from scheduling.solution import Schedule


@dataclass(frozen=True, kw_only=True)
class LimitBusyTimes(BusyTimesRule):
    """In each time group where it is busy at all, between ``minimum`` and ``maximum`` times.

    The deviations of one resource are summed over the time groups.
    """

    family: ClassVar[str] = "LimitBusyTimes"
    time_groups: tuple[str, ...] = ()
    minimum: int = 0
    maximum: int

    def points(self, instance: Setting) -> Iterator[BusyTimes]:
        """Bound the busy times of each time group; the minimum binds only when it is busy."""
        groups = instance.positions_of(self.time_groups)
        return self.on_each(instance, BUSY, groups, self.minimum, self.maximum)

    def deviations(self, schedule: Schedule) -> Iterator[Deviation]:
        """Count busy times in each time group; two lessons at one time count once."""
        instance = schedule.instance
        groups = [(instance.time_group(g), instance.positions([g])) for g in self.time_groups]
        for resource in self.applies_to.all_resources(instance):
            off, where = 0, []
            times = schedule.busy[resource].keys()
            for group, positions in groups:
                count = len(positions & times)
                amount = max(self.minimum - count, count - self.maximum, 0) if count else 0
                if amount:
                    off += amount
                    where.append((when(group), count))
            if off:
                name = label(instance.resource_by_id[resource])
                wanted = between(self.minimum, self.maximum)
                zh = "、".join(f"{day.zh}有{n}节课" for day, n in where)
                en = ", ".join(f"{day.en} has {n} lessons" for day, n in where)
                yield Deviation(
                    resource,
                    off,
                    Text(f"{name}{zh}（应{wanted.zh}节）。", f"{name}: {en} (wanted {wanted.en})."),
                )
