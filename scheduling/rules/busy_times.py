"""Rules about the times at which somebody is busy: said once, as points, for both solvers."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

from scheduling.demands import BUSY, CLUSTER, FREE, BusyTimes, Demands
from scheduling.rules.base import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scheduling.context import Context
    from scheduling.setting import Setting
    from solving.builder import Scope


class BusyTimesRule(Rule):
    """A rule that is its points: ``build`` and ``demand`` follow from them."""

    points_are: ClassVar[str] = "resources"

    @abstractmethod
    def points(self, instance: Setting) -> Iterator[BusyTimes]:
        """Yield what is counted of somebody's busy times, and between what limits."""

    def on_each(
        self, instance: Setting, kind: int, groups: Iterable[Iterable[int]], low: int, high: int
    ) -> Iterator[BusyTimes]:
        """Yield a point for each resource that the rule applies to."""
        found = tuple(map(frozenset, groups))
        for resource in self.applies_to.all_resources(instance):
            yield BusyTimes(resource, resource, kind, found, low, high)

    def demand(self, found: Demands) -> None:
        """Make a demand of each point."""
        found.on_busy_times(self, self.points(found.instance))

    def build(self, context: Context) -> None:
        """Charge what each point counts, unless lessons of open slots can mend it later."""
        scope = context.scope(self)
        for point in self.points(context.instance):
            if point.kind == BUSY:
                mends, count = point.low > 1, _busy
            elif point.kind == CLUSTER:
                mends, count = point.low > 0, _groups
            else:
                mends, count = True, _idle
            if not (mends and context.waits(self, point.resource)):
                scope.charge(point.id, *count(context, scope, point))


def _busy(context: Context, scope: Scope, point: BusyTimes) -> tuple[Any, int]:
    """Bound the busy times of each group; the minimum binds only when there are any."""
    off, upper = 0, 0
    for times in _attended(context, point):
        over = len(times) - point.high
        if over <= 0 and point.low <= 1:
            continue
        load = context.load(point.resource, times)
        off += scope.above(load, point.high, over) if point.high else load
        if point.low > 1:
            lacking = load - point.low * _any(context, point.resource, times)
            off += scope.below(lacking, 0, point.low - 1)
        upper += max(over, point.low - 1)
    return off, upper


def _groups(context: Context, scope: Scope, point: BusyTimes) -> tuple[Any, int]:
    """Count a literal for each group that is set when the resource is busy in it."""
    groups, busy, model = list(_attended(context, point)), [], context.builder.model
    if len(groups) <= point.high and not point.low:
        return 0, 0
    for times in groups:
        load = context.load(point.resource, times)
        busy.append(_any(context, point.resource, times))
        model.add(load <= len(times) * busy[-1])
        if point.low:
            model.add(load >= busy[-1])
    return scope.between(sum(busy), point.low, point.high, len(busy))


def _attended(context: Context, point: BusyTimes) -> Iterator[list[int]]:
    """Yield the times of each group at which the resource can be busy, if any."""
    attended = frozenset(context.attended_times(point.resource))
    for group in point.groups:
        if times := sorted(group & attended):
            yield times


def _any(context: Context, resource: str, times: list[int]) -> Any:
    """Return a literal that is true where the resource is busy at one of these times."""
    model = context.builder.model
    found = model.new_bool_var("")
    for time in times:
        for literal in context.attending(resource, time):
            model.add_implication(literal, found)
    return found


def _idle(context: Context, scope: Scope, point: BusyTimes) -> tuple[Any, int]:
    """Count the idle literals of all groups."""
    idle = [x for group in point.groups for x in _idle_literals(context, point, sorted(group))]
    return scope.between(sum(idle), point.low, point.high, len(idle))


def _idle_literals(context: Context, point: BusyTimes, times: list[int]) -> Iterator[Any]:
    """Yield a literal for each time that may be idle, true at least when it is.

    They are true only when it is idle if there is a minimum; a cost keeps them down without.
    """
    model, exact = context.builder.model, point.low > 0
    busy = [_taken(context, point.resource, t) for t in times]
    before: list[Any] = [1] * len(busy)
    if point.kind != FREE:
        before = _running_or(context, busy, exact=exact)
    after = _running_or(context, busy[::-1], exact=exact)[::-1]
    for earlier, now, later in zip(before, busy, after, strict=True):
        if _never(earlier) or _never(later):
            continue
        idle = model.new_bool_var("")
        model.add(idle >= earlier + later - now - 1)
        if exact:
            model.add(idle <= earlier)
            model.add(idle <= later)
            model.add(idle <= 1 - now)
        yield idle


def _taken(context: Context, resource: str, time: int) -> Any:
    """Return whether a resource is busy at a time or beside it, as a literal, or 0 for never."""
    times = (time, *context.instance.beside.get(time, ()))
    busy = [found for t in times if not _never(found := context.busy(resource, t))]
    return context.any_of(busy) if busy else 0


def _never(literal: Any) -> bool:
    return isinstance(literal, int) and literal == 0


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
