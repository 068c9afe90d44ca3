"""LimitBusyTogether: parts of a week in which somebody is not busy all at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from community.rule import CostFunction
from community.text import Text
from scheduling.demands import CLUSTER, WINDOWS, BusyTimes, Demands
from scheduling.rules.base import Deviation, Rule, label, when

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.context import Context
    from scheduling.setting import Setting
    from scheduling.solution import Schedule


@dataclass(frozen=True, kw_only=True)
class LimitBusyTogether(Rule):
    """In at most ``maximum`` of the windows a resource is busy in every time group of the window.

    A morning and the afternoon of the day; the last hours of a day and the first of the next; the
    hours up to one and those from another on, which bound the time from the first lesson to the
    last. Source: FET (mornings and afternoons, resting hours, span); people with a long way.
    """

    family: ClassVar[str] = "LimitBusyTogether"
    points_are: ClassVar[str] = "resources"
    windows: tuple[tuple[str, ...], ...] = ()
    maximum: int = 0

    def deviations(self, schedule: Schedule) -> Iterator[Deviation]:
        """Count the windows without a free group."""
        instance = schedule.instance
        windows = [(w, instance.positions_of(w)) for w in self.windows]
        for resource in self.applies_to.all_resources(instance):
            busy = schedule.busy[resource].keys()
            full = [w for w, groups in windows if all(not g.isdisjoint(busy) for g in groups)]
            if (off := len(full) - self.maximum) > 0:
                name = label(instance.resource_by_id[resource])
                where = [[when(instance.time_group(g)) for g in w] for w in full]
                zh = "；".join("、".join(g.zh for g in window) for window in where)
                en = "; ".join(" and ".join(g.en for g in window) for window in where)
                text = Text(
                    f"{name}在以下各段都有课：{zh}（最多{self.maximum}处）。",
                    f"{name} has lessons both in {en} (at most {self.maximum}).",
                )
                yield Deviation(resource, off, text)

    def build(self, context: Context) -> None:
        """Give each window a literal that is true at least when all its groups are busy."""
        scope, model, instance = context.scope(self), context.builder.model, context.instance
        windows = [instance.positions_of(w) for w in self.windows]
        for resource in self.applies_to.all_resources(instance):
            attended = frozenset(context.attended_times(resource))
            known: dict[frozenset[int], Any] = {}
            full = []
            for groups in windows:
                if not all(group & attended for group in groups):
                    continue
                parts = []
                for group in groups:
                    if (met := group & attended) not in known:
                        busy = [context.busy(resource, t) for t in sorted(met)]
                        known[met] = context.any_of(busy)
                    parts.append(known[met])
                literal = model.new_bool_var("")
                model.add(literal >= sum(parts) - len(parts) + 1)
                full.append(literal)
            most = len(full) - self.maximum
            scope.charge(resource, scope.above(sum(full), self.maximum, most), most)

    def demand(self, found: Demands) -> None:
        """Let some group of each window be free, with so many exceptions."""
        if self.maximum == 0 and self.cost_function is CostFunction.LINEAR:
            found.on_busy_times(self, self._windows(found.instance))
            return
        windows = [found.instance.positions_of(w) for w in self.windows]
        groups = [(found.time_groups[g], i, 0) for i, some in enumerate(windows) for g in some]
        always = sum(not some for some in windows)  # busy in every group of none
        demand = found.add(self, WINDOWS, groups=groups, high=self.maximum - always)
        found.on_resources(self.applies_to, demand)

    def _windows(self, instance: Setting) -> Iterator[BusyTimes]:
        for window in self.windows:
            groups = tuple(instance.positions_of(window))
            for resource in self.applies_to.all_resources(instance):
                yield BusyTimes(resource, resource, CLUSTER, groups, 0, len(groups) - 1)
