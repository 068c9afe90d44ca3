"""LimitIdleTimes: few free times between the lessons of a resource (XHSTT)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from community.text import Text
from scheduling.demands import FREE, IDLE, Demands
from scheduling.rules.base import Deviation, Rule, label
from scheduling.wording import between

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from scheduling.context import Context
    from scheduling.solution import Schedule


@dataclass(frozen=True, kw_only=True)
class LimitIdleTimes(Rule):
    """Idle times lie between the first and the last busy time of a time group (a day).

    A resource's idle times are summed over the time groups before they are compared with
    ``minimum`` and ``maximum``. With ``from_start`` (ours, not the standard's) free times before
    the first busy one count as well: whoever is free is to be so at the end of the day.
    """

    family: ClassVar[str] = "LimitIdleTimes"
    time_groups: tuple[str, ...] = ()
    minimum: int = 0
    maximum: int = 0
    from_start: bool = False

    def deviations(self, schedule: Schedule) -> Iterator[Deviation]:
        """Count idle times, whatever the weeks of the lessons."""
        instance = schedule.instance
        groups = [
            (instance.time_group(g), sorted(instance.positions([g]))) for g in self.time_groups
        ]
        for resource in self.applies_to.all_resources(instance):
            busy = schedule.busy[resource]
            idle = {
                label(group): idle_times(times, busy, from_start=self.from_start)
                for group, times in groups
            }
            count = sum(map(len, idle.values()))
            off = max(self.minimum - count, count - self.maximum, 0)
            if off:
                name, wanted = label(instance.resource_by_id[resource]), self._wanted()
                zh = "、".join(f"{day}{len(times)}节" for day, times in idle.items() if times)
                en = ", ".join(f"{day} {len(times)}" for day, times in idle.items() if times)
                yield Deviation(
                    resource,
                    off,
                    Text(
                        f"{name}有{count}节{self._kind.zh}（应为{wanted}节）：{zh or '无'}。",
                        f"{name} has {count} {self._kind.en} (wanted {wanted}): {en or 'none'}.",
                    ),
                )

    @property
    def _kind(self) -> Text:
        if self.from_start:
            return Text("空课不在一天之末", "free times before the last lesson of a day")
        return Text("空堂", "idle times")

    def _wanted(self) -> str:
        return between(self.minimum, self.maximum)

    def build(self, context: Context) -> None:
        """Count idle literals over the time groups of each resource."""
        scope, instance = context.scope(self), context.instance
        groups = [sorted(instance.positions([g])) for g in self.time_groups]
        for resource in context.settled(self, self.applies_to.all_resources(instance)):
            idle: list[Any] = []
            for times in groups:
                idle.extend(self._idle_literals(context, resource, times))
            count, most = sum(idle), len(idle) - self.maximum
            off = scope.above(count, self.maximum, most)
            off += scope.below(count, self.minimum, self.minimum)
            scope.charge(resource, off, max(most, self.minimum))

    def demand(self, found: Demands) -> None:
        """Bound the free times between lessons, or before the last one."""
        kind, groups = FREE if self.from_start else IDLE, found.positions_of(self.time_groups)
        found.on_busy_times(self, self.applies_to, kind, groups, self.minimum, self.maximum)

    def _idle_literals(self, context: Context, resource: str, times: list[int]) -> list[Any]:
        """Return a literal for each time that may be idle, true at least when it is.

        They are true only when it is idle if there is a minimum; a cost keeps them down without.
        """
        model, exact = context.builder.model, self.minimum > 0
        busy = [context.busy(resource, t) for t in times]
        started: list[Any] = [1] * len(busy)
        if not self.from_start:
            started = _running_or(context, busy, exact=exact)
        after = _running_or(context, busy[::-1], exact=exact)[::-1]
        found = []
        for earlier, now, later in zip(started, busy, after, strict=True):
            if _never(earlier) or _never(later):
                continue
            idle = model.new_bool_var("")
            found.append(idle)
            model.add(idle >= earlier + later - now - 1)
            if exact:
                model.add(idle <= earlier)
                model.add(idle <= later)
                model.add(idle <= 1 - now)
        return found


def _never(literal: Any) -> bool:
    return isinstance(literal, int) and literal == 0


def idle_times(
    times: list[int], busy: Container[int], *, from_start: bool = False
) -> list[int]:
    """Return the positions up to the last busy one that are not busy.

    They count from the first busy one on, or ``from_start``.
    """
    taken = [i for i, t in enumerate(times) if t in busy]
    if not taken:
        return []
    first = 0 if from_start else taken[0]
    return [t for t in times[first : taken[-1]] if t not in busy]


def _running_or(context: Context, busy: list[Any], *, exact: bool) -> list[Any]:
    """Return for each position whether any earlier one is busy; 0 where none can be."""
    model, found, sofar = context.builder.model, [], 0
    for now in busy:
        found.append(sofar)
        if isinstance(now, int):
            continue
        if isinstance(sofar, int):
            sofar = now
            continue
        both = model.new_bool_var("")
        model.add_implication(sofar, both)
        model.add_implication(now, both)
        if exact:
            model.add(both <= sofar + now)
        sofar = both
    return found
