"""LimitMoves: how often somebody changes rooms, or sites, between lessons of a day."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any, ClassVar

from community.text import Text
from scheduling.demands import MOVED, Demands
from scheduling.rules.base import Deviation, Rule, label, listed, when
from scheduling.rules.whereabouts import literals, on_people, places

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.context import Context
    from scheduling.solution import Schedule


@dataclass(frozen=True, kw_only=True)
class LimitMoves(Rule):
    """Within the days (``time_groups``) a resource moves ``maximum`` times in all.

    Lessons without a room, or in one without a site, are not looked at. With ``sites`` a move is
    one between sites, otherwise one between rooms. Source: FET ("max building changes").
    """

    family: ClassVar[str] = "LimitMoves"
    points_are: ClassVar[str] = "resources"
    role: str = "room"
    sites: bool = True
    time_groups: tuple[str, ...] = ()
    maximum: int = 0

    def deviations(self, schedule: Schedule) -> Iterator[Deviation]:
        """Compare each known place with the next one of the day."""
        instance = schedule.instance
        days = [sorted(times) for times in instance.positions_of(self.time_groups)]
        for resource in self.applies_to.all_resources(instance):
            at = places(schedule, resource, self.role, sites=self.sites)
            moves = []
            for day in days:
                known = [time for time in day if time in at]
                moves += [b for a, b in pairwise(known) if at[a] != at[b]]
            if (off := len(moves) - self.maximum) > 0:
                name = label(instance.resource_by_id[resource])
                where = listed(when(instance.times[t]) for t in moves)
                what = Text("楼", "site") if self.sites else Text("教室", "room")
                text = Text(
                    f"{name}在{where.zh}换{what.zh}（最多{self.maximum}次）。",
                    f"{name} changes {what.en} at {where.en} (at most {self.maximum}).",
                )
                yield Deviation(resource, off, text)

    def build(self, context: Context) -> None:
        """Count a literal for each pair of times with different places and none between."""
        scope, instance, model = context.scope(self), context.instance, context.builder.model
        days = [sorted(times) for times in instance.positions_of(self.time_groups)]
        for resource in self.applies_to.all_resources(instance):
            at = literals(context, resource, self.role, sites=self.sites)
            moves: list[Any] = []
            for day in days:
                known = [time for time in day if time in at]
                for (i, a), (j, b) in combinations(enumerate(known), 2):
                    between = [x for t in known[i + 1 : j] for x in at[t].values()]
                    if len({*at[a], *at[b]}) < 2:
                        continue
                    move = model.new_bool_var("")
                    moves.append(move)
                    for where, here in at[a].items():
                        other = sum(x for place, x in at[b].items() if place != where)
                        model.add(move >= here + other - 1 - sum(between))
            most = len(moves) - self.maximum
            scope.charge(resource, scope.above(sum(moves), self.maximum, most), most)

    def demand(self, found: Demands) -> None:
        """Note where the lessons of each person are."""
        make = partial(found.add, self, MOVED, high=self.maximum, low=int(self.sites))
        on_people(found, self.applies_to, self.role, self.time_groups, make)
