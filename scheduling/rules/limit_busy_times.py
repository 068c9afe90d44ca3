"""LimitBusyTimes: how many lessons a resource has in each of these time groups (XHSTT)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from community.text import Text
from scheduling.demands import BUSY, Demands
from scheduling.rules.base import Deviation, Rule, label
from scheduling.wording import between

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.context import Context
    from scheduling.solution import Schedule


@dataclass(frozen=True, kw_only=True)
class LimitBusyTimes(Rule):
    """In each time group where it is busy at all, between ``minimum`` and ``maximum`` times.

    The deviations of one resource are summed over the time groups.
    """

    family: ClassVar[str] = "LimitBusyTimes"
    time_groups: tuple[str, ...] = ()
    minimum: int = 0
    maximum: int

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
                    where.append((label(group), count))
            if off:
                name = label(instance.resource_by_id[resource])
                wanted = between(self.minimum, self.maximum)
                zh = "、".join(f"{day}有{n}节课" for day, n in where)
                en = ", ".join(f"{day} has {n} lessons" for day, n in where)
                yield Deviation(
                    resource,
                    off,
                    Text(f"{name}{zh}（应为{wanted}节）。", f"{name}: {en} (wanted {wanted})."),
                )

    def build(self, context: Context) -> None:
        """Bound the busy times of each time group; the minimum binds only when it is busy."""
        scope, instance, model = context.scope(self), context.instance, context.builder.model
        groups = [sorted(instance.positions([g])) for g in self.time_groups]
        resources = self.applies_to.all_resources(instance)
        if self.minimum > 1:
            resources = context.settled(self, resources)
        for resource in resources:
            off, upper = 0, 0
            for times in groups:
                load, most = context.load(resource, times)
                if most == 0:
                    continue
                off += scope.above(load, self.maximum, most - self.maximum)
                if self.minimum > 1:
                    any_at_all = model.new_bool_var("")
                    for time in times:
                        for literal in context.attending(resource, time):
                            model.add_implication(literal, any_at_all)
                    off += scope.below(load - self.minimum * any_at_all, 0, self.minimum - 1)
                upper += max(most - self.maximum, self.minimum - 1, 0)
            scope.charge(resource, off, upper)

    def demand(self, found: Demands) -> None:
        """Bound the busy times of each time group."""
        groups = found.positions_of(self.time_groups)
        found.on_busy_times(self, self.applies_to, BUSY, groups, self.minimum, self.maximum)
