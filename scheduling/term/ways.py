"""Ways between events: whoever is at one school cannot be at another right afterwards."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduling.clock import moments
from scheduling.rules.avoid_clashes import AvoidClashes
from scheduling.rules.travel_time import TravelTime
from solving.cliques import unimplied

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scheduling.context import Context
    from scheduling.demands import Demands
    from scheduling.rules.base import Deviation
    from scheduling.setting import Setting
    from scheduling.solution import Schedule


@dataclass(frozen=True, kw_only=True)
class OnePlace(AvoidClashes):
    """``AvoidClashes`` of people, who need the time for the way between two schools as well.

    People go to the same events in all sorts of groups, so that most of what one of them forbids
    is forbidden by another already. Without that a district has a twelfth of the constraints, and
    the linear relaxation of its calendar takes two seconds instead of more than a minute.
    """

    @property
    def _ways(self) -> TravelTime:
        return TravelTime(
            id=self.id,
            title=self.title,
            strictness=self.strictness,
            weight=self.weight,
            applies_to=self.applies_to,
        )

    def deviations(self, schedule: Schedule) -> Iterator[Deviation]:
        """Look at events at the same time, and at those with too little time between them."""
        yield from super().deviations(schedule)
        yield from self._ways.deviations(schedule)

    def build(self, context: Context) -> None:
        """Let a person be at one of the events that exclude each other."""
        scope, instance = context.scope(self), context.instance
        if not scope.enforced:  # each person is charged for
            super().build(context)
            self._ways.build(context)
            return
        resources = self.applies_to.all_resources(instance)
        alike = {tuple(e.id for e, _ in instance.events_of[r]): r for r in resources}
        known = _Days(self._ways, instance)
        literals = (
            [x for time in times for x in context.attending(resource, time)]
            for resource in alike.values()
            for times in known.exclusive(context.attended_times(resource))
        )
        for some in unimplied(literals, lambda x: x.index):
            scope.at_most_one(some)

    def demand(self, found: Demands) -> None:
        """Count both, as both rules do."""
        super().demand(found)
        self._ways.demand(found)


class _Days:
    """Which times of a day exclude each other. Days that are alike are looked at once."""

    def __init__(self, ways: TravelTime, instance: Setting) -> None:
        self.ways, self.instance = ways, instance
        self._known: dict[tuple[object, ...], list[Sequence[int]]] = {}

    def exclusive(self, times: Iterable[int]) -> Iterator[list[int]]:
        """Yield times of which one person can be at one: each two that exclude each other."""
        by_day: dict[int, list[int]] = defaultdict(list)
        for time in times:
            by_day[self.instance.times[time].date or 0].append(time)
        for today in by_day.values():
            hours = tuple(
                (t.site, t.start, t.end) for t in map(self.instance.times.__getitem__, today)
            )
            if hours not in self._known:
                places = {time: i for i, time in enumerate(today)}
                found = unimplied(self._on(today), places.__getitem__)
                self._known[hours] = [[places[time] for time in some] for some in found]
            yield from ([today[i] for i in some] for some in self._known[hours])

    def _on(self, today: Sequence[int]) -> Iterator[Sequence[int]]:
        """Yield those that run at a moment; one, and all that begin at once too soon after it."""
        yield from (moment.running for moment in moments(self.instance, today))
        for first in today:
            close: dict[int, list[int]] = defaultdict(list)
            for then in today:
                way = self.ways.way(self.instance, first, then)
                if way and way.first == first:
                    close[self.instance.times[then].start or 0].append(then)
            yield from ((first, *some) for some in close.values())
