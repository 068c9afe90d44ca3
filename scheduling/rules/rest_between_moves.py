"""RestBetweenMoves: who changes rooms, or sites, has so many free times for it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any, ClassVar

from community.text import Text
from scheduling.demands import RESTED, Demands
from scheduling.rules.base import Deviation, Rule, label, listed, when
from scheduling.rules.whereabouts import literals, on_people, places

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.context import Context
    from scheduling.setting import Setting
    from scheduling.solution import Schedule


@dataclass(frozen=True, kw_only=True)
class RestBetweenMoves(Rule):
    """The deviation of a resource is the number of pairs of times too near for the move.

    Between busy times of a day (``time_groups``) at two places lie ``minimum`` others; a long
    break, over which no lesson runs on, is as good as one. With ``sites`` a place is a site,
    otherwise a room. Source: FET ("min gaps between building changes"); where minutes are known,
    ``TravelTime`` says it better.
    """

    family: ClassVar[str] = "RestBetweenMoves"
    points_are: ClassVar[str] = "resources"
    role: str = "room"
    sites: bool = True
    time_groups: tuple[str, ...] = ()
    minimum: int = 1

    def _near(self, instance: Setting) -> Iterator[tuple[int, int]]:
        """Yield the pairs of times of a day that are too near for a move."""
        for day in instance.positions_of(self.time_groups):
            times = sorted(day)
            for i, a in enumerate(times):
                rest = 0
                for before, b in pairwise(times[i:]):
                    rest += not instance.times[before].joins_next
                    if rest >= self.minimum:
                        break
                    yield a, b
                    rest += 1

    def deviations(self, schedule: Schedule) -> Iterator[Deviation]:
        """Count pairs of times at two places."""
        instance = schedule.instance
        pairs = list(self._near(instance))
        for resource in self.applies_to.all_resources(instance):
            at = places(schedule, resource, self.role, sites=self.sites)
            near = [b for a, b in pairs if a in at and b in at and at[a] != at[b]]
            if near:
                name = label(instance.resource_by_id[resource])
                where = listed(when(instance.times[t]) for t in near)
                what = Text("楼", "site") if self.sites else Text("教室", "room")
                text = Text(
                    f"{name}在{where.zh}换{what.zh}，之前应空{self.minimum}节。",
                    f"{name} changes {what.en} at {where.en} without {self.minimum} "
                    f"free times before.",
                )
                yield Deviation(resource, len(near), text)

    def build(self, context: Context) -> None:
        """Let nobody be at two places at times that are too near."""
        scope, instance, model = context.scope(self), context.instance, context.builder.model
        pairs = list(self._near(instance))
        for resource in self.applies_to.all_resources(instance):
            at = literals(context, resource, self.role, sites=self.sites)
            near: list[Any] = []
            for a, b in pairs:
                if len({*at.get(a, ()), *at.get(b, ())}) > 1 and a in at and b in at:
                    move = model.new_bool_var("")
                    near.append(move)
                    for where, here in at[a].items():
                        other = sum(x for place, x in at[b].items() if place != where)
                        model.add(move >= here + other - 1)
            scope.charge(resource, sum(near), len(near))

    def demand(self, found: Demands) -> None:
        """Note where the lessons of each person are, and where there is a break."""
        limits = {"high": self.minimum, "low": int(self.sites), "mask": found.joins}
        make = partial(found.add, self, RESTED, **limits)
        on_people(found, self.applies_to, self.role, self.time_groups, make)
