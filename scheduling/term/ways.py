"""Ways between events: whoever is at one school cannot be at another right afterwards."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduling.rules.travel_time import TravelTime

if TYPE_CHECKING:
    from scheduling.context import Context


@dataclass(frozen=True, kw_only=True)
class WayBetween(TravelTime):
    """``TravelTime`` of events, of which nobody is at two at once.

    At a school and then, too soon, at any of the others that begin at the same moment is one
    constraint instead of one for each of them: a district has a hundred times fewer.
    """

    def build(self, context: Context) -> None:
        """Let a person be at one of a time and those that are too close after it."""
        scope, instance = context.scope(self), context.instance
        for resource in self.applies_to.all_resources(instance):
            by_day: dict[int, list[int]] = defaultdict(list)
            for position in context.attended_times(resource):
                by_day[instance.times[position].date or 0].append(position)
            for positions in by_day.values():
                for first in positions:
                    close: dict[int, list[int]] = defaultdict(list)
                    for then in positions:
                        way = self.way(instance, first, then)
                        if way and way.first == first:
                            close[instance.times[then].start or 0].append(then)
                    for times in close.values():
                        here = context.attending(resource, first)
                        scope.at_most_one(
                            [*here, *(x for t in times for x in context.attending(resource, t))]
                        )
