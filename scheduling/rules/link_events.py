"""LinkEvents: the events of a group run at the same times (XHSTT)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from community.rule import Strictness
from community.text import Text
from scheduling.demands import LINK, Demands
from scheduling.rules.base import Deviation, Rule, label, listed, when

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.context import Context
    from scheduling.solution import Schedule


@dataclass(frozen=True, kw_only=True)
class LinkEvents(Rule):
    """The deviation of an event group is the number of times at which some but not all run.

    Running times are compared, not starts: a double lesson may run beside two single ones.
    """

    family: ClassVar[str] = "LinkEvents"
    points_are: ClassVar[str] = "event_groups"

    def deviations(self, schedule: Schedule) -> Iterator[Deviation]:
        """Compare the sets of times at which the events run."""
        instance = schedule.instance
        for group_id in self.applies_to.event_groups:
            group = instance.event_group(group_id)
            running: Counter[int] = Counter()
            for event in group.members:
                running.update({t for x in schedule.by_event[event] for t in schedule.running(x)})
            apart = sorted(t for t, n in running.items() if n < len(group.members))
            if apart:
                name = label(group)
                where = listed(when(instance.times[t]) for t in apart)
                yield Deviation(
                    group_id,
                    len(apart),
                    Text(
                        f"{name}应同时上课，但在{where.zh}只有部分在上。",
                        f"{name} should run together, but only some do at {where.en}.",
                    ),
                )

    def build(self, context: Context) -> None:
        """Let every event of a group run where any of them runs."""
        scope, model = context.scope(self), context.builder.model
        for group in self.applies_to.event_groups:
            events = context.instance.event_group(group).members
            if len(events) < 2:
                continue
            apart: list[Any] = []
            for time in range(len(context.instance.times)):
                running = [_runs(context, event, time) for event in events]
                some = [r for r in running if not isinstance(r, int)]
                if not some:
                    continue
                if scope.enforced:
                    for other in running:
                        if other is not some[0]:
                            scope.require(other == some[0])
                    continue
                # Some but not all run: then somewhere around the circle one runs and the next not.
                differs = model.new_bool_var("")
                for one, following in zip(running, [*running[1:], running[0]], strict=True):
                    model.add(differs >= one - following)
                apart.append(differs)
            scope.charge(group, sum(apart), len(apart))

    def demand(self, found: Demands) -> None:
        """Count the times at which some but not all run, and say what hangs together."""
        found.on_groups(self.applies_to, partial(found.add, self, LINK))
        groups = (found.instance.event_group(g).members for g in self.applies_to.event_groups)
        linked = [members for members in groups if len(members) > 1]
        found.linked += linked
        if self.strictness is Strictness.HARD:
            found.bound += linked


def _runs(context: Context, event: str, time: int) -> Any:
    """Return an expression that is 1 when the event runs at a time and 0 otherwise."""
    literals = context.running(event, time)
    if not literals:
        return 0
    if len(literals) > 1 and event in context.domains.exclusive:
        return sum(literals)
    return context.any_of(literals)
