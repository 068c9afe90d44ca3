"""AvoidUnavailableTimes: resources have no lessons at these times (XHSTT)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from community.rule import Strictness
from community.text import Text
from scheduling.demands import BUSY
from scheduling.rules.base import Deviation, label, listed, when
from scheduling.rules.busy_times import BusyTimesRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.demands import BusyTimes
    from scheduling.domains import Domains
    from scheduling.setting import Setting
    from scheduling.solution import Schedule


@dataclass(frozen=True, kw_only=True)
class AvoidUnavailableTimes(BusyTimesRule):
    """The deviation of a resource is the number of these times at which it is busy."""

    family: ClassVar[str] = "AvoidUnavailableTimes"
    only_grows: ClassVar[bool] = True
    time_groups: tuple[str, ...] = ()
    times: tuple[str, ...] = ()

    def points(self, instance: Setting) -> Iterator[BusyTimes]:
        """Let none of the times be busy."""
        times = instance.positions(self.time_groups, self.times)
        return self.on_each(instance, BUSY, [times], 0, 0)

    def deviations(self, schedule: Schedule) -> Iterator[Deviation]:
        """Count the busy ones among the times; two lessons at one time count once."""
        instance = schedule.instance
        unavailable = instance.positions(self.time_groups, self.times)
        for resource in self.applies_to.all_resources(instance):
            busy = sorted(unavailable & schedule.busy[resource].keys())
            if busy:
                name = label(instance.resource_by_id[resource])
                where = listed(when(instance.times[t]) for t in busy)
                soft = self.strictness is Strictness.SOFT
                zh = "最好不" if soft else "不能"
                en = "would rather not teach" if soft else "is not available"
                yield Deviation(
                    resource,
                    len(busy),
                    Text(
                        f"{name}在{where.zh}{zh}上课，却排了课。",
                        f"{name} {en} at {where.en} but has lessons then.",
                    ),
                )

    def narrow(self, domains: Domains) -> None:
        """Keep the times free."""
        for point in self.points(domains.instance):
            domains.keep_free(point.resource, *point.groups)
