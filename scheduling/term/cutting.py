"""Cuts: what a calendar whose lessons nobody can look after must not do again."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from community.text import Text
from scheduling.instance import Group
from scheduling.rules.base import AppliesTo
from scheduling.rules.prefer_times import PreferTimes
from scheduling.rules.spread_events import Spread, SpreadEvents

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from scheduling.instance import Instance
    from scheduling.solution import Solution
    from scheduling.term.events import DatedEvent

COVERED = Text("每节课都有人上", "somebody for every lesson")
AS_IT_IS = Text("其余不动", "the others stay")


def without(instance: Instance, events: Sequence[DatedEvent], uncovered: set[str]) -> Instance:
    """Return the problem without the days on which lessons stay without anybody.

    On such a date the events that take people away are not all held: one at least is elsewhere.
    That may be too much to ask, so nothing is proved of what is left.
    """
    rules, groups = list(instance.rules), list(instance.event_groups)
    times = list(instance.time_groups)
    for date in sorted({e.date for e in events if e.id in uncovered}):
        together = [e for e in events if e.date == date and e.people]
        name = f"uncovered{len(rules)}"
        groups.append(Group(name, name, tuple(dict.fromkeys(e.activity for e in together))))
        on = tuple(t.id for t in instance.times if t.date == date.toordinal())
        times.append(Group(name, name, on))
        rules.append(
            SpreadEvents(
                id="covered",
                title=COVERED,
                applies_to=AppliesTo(event_groups=(name,)),
                spreads=(Spread(name, 0, len(together) - 1),),
            )
        )
    return replace(
        instance, rules=tuple(rules), event_groups=tuple(groups), time_groups=tuple(times)
    )


def near(instance: Instance, solution: Solution, loose: Collection[str]) -> Instance:
    """Return the problem in which only some events move: a few seconds instead of all of them."""
    times: dict[str, list[str]] = defaultdict(list)
    for lesson in solution.lessons:
        if lesson.event not in loose and lesson.time is not None:
            times[lesson.event].append(lesson.time)
    kept = tuple(
        PreferTimes(
            id="as_it_is", title=AS_IT_IS, applies_to=AppliesTo(events=(event,)), times=tuple(at)
        )
        for event, at in times.items()
    )
    return replace(instance, rules=(*instance.rules, *kept))
