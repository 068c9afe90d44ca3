"""OrderEvents: one event comes after another, with so many times between (XHSTT)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from community.text import Text
from scheduling.demands import NO_LIMIT, ORDER, Demands
from scheduling.rules.base import Deviation, Rule, label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.context import Context
    from scheduling.solution import Schedule


@dataclass(frozen=True, kw_only=True)
class OrderEvents(Rule):
    """For each pair, the times between the end of the first event and the start of the second.

    ``applies_to.event_pairs`` holds (first, second, minimum, maximum separation); None means at
    least 0, and no upper limit. A pair costs nothing while part of either event has no time.
    """

    family: ClassVar[str] = "OrderEvents"
    points_are: ClassVar[str] = "event_pairs"

    def deviations(self, schedule: Schedule) -> Iterator[Deviation]:
        """Measure from the last end of the first event to the first start of the second."""
        instance = schedule.instance
        for first, second, minimum, maximum in self.applies_to.event_pairs:
            ends, starts = _ends(schedule, first), _starts(schedule, second)
            if not ends or not starts:
                continue
            gap = min(starts) - max(ends)
            least, most = minimum or 0, gap if maximum is None else maximum
            off = max(least - gap, gap - most, 0)
            if off:
                one, other = (label(instance.event_by_id[e]) for e in (first, second))
                wanted = f"{least}–{maximum}" if maximum is not None else f"≥{least}"
                yield Deviation(
                    f"{first} < {second}",
                    off,
                    Text(
                        f"{other}应在{one}之后，相隔{wanted}节，现在相隔{gap}节。",
                        f"{other} should follow {one} after {wanted} times; it does after {gap}.",
                    ),
                )

    def build(self, context: Context) -> None:
        """Find the last end and the first start, and charge their distance."""
        scope, model = context.scope(self), context.builder.model
        horizon = len(context.instance.times)
        for first, second, minimum, maximum in self.applies_to.event_pairs:
            ends = [(s.time + s.duration) * s.literal for s in context.starts(first)]
            starts = [(horizon - s.time) * s.literal for s in context.starts(second)]
            if not ends or not starts:
                continue
            end, before = (model.new_int_var(0, horizon, "") for _ in range(2))
            model.add_max_equality(end, ends)
            model.add_max_equality(before, starts)  # times from the first start to the horizon
            least, gap = minimum or 0, horizon - before - end
            upper = max(least + horizon, horizon - (maximum or 0))
            off = model.new_int_var(0, upper, "")
            complete = _complete(context, first, second)
            model.add(off >= least - gap).only_enforce_if(complete)
            if maximum is not None:
                model.add(off >= gap - maximum).only_enforce_if(complete)
            scope.charge(f"{first} < {second}", off, upper)

    def demand(self, found: Demands) -> None:
        """Bound the times between the events of each pair."""
        for first, second, minimum, maximum in self.applies_to.event_pairs:
            high = NO_LIMIT if maximum is None else maximum
            demand = found.add(self, ORDER, low=minimum or 0, high=high)
            found.units.append((demand, [(first, -1), (second, -1)]))


def _complete(context: Context, first: str, second: str) -> list[Any]:
    """Return the literals under which every lesson of both events has a time."""
    model = context.builder.model
    left = [count for e in (first, second) for _, count in context.unplaced(e)]
    if not left:
        return []
    complete = model.new_bool_var("")
    model.add(sum(left) >= 1).only_enforce_if(~complete)
    return [complete]


def _starts(schedule: Schedule, event: str) -> list[int]:
    """Return the starts of all lessons of an event; nothing when one has no time."""
    starts = [schedule.start(lesson) for lesson in schedule.by_event[event]]
    placed = [s for s in starts if s is not None]
    return placed if len(placed) == len(starts) else []


def _ends(schedule: Schedule, event: str) -> list[int]:
    starts = _starts(schedule, event)
    lessons = schedule.by_event[event]
    return [s + x.duration for s, x in zip(starts, lessons, strict=True)] if starts else []
