"""F19 itinerant teaching, as far as the roster decides it: how many sites a week.

Days, journeys and the time between lessons belong to the timetable.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from community.models import PlacementKind
from community.text import Text
from rotation.move import Direction
from rotation.rules.base import Deviation, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rotation.model import Context
    from rotation.view import RosterView


class Params(BaseModel):
    """``max_sites_per_week`` counts the home school. The timetable reads the other parameters."""

    model_config = ConfigDict(frozen=True, extra="allow")

    max_sites_per_week: int = Field(default=2, ge=1, le=10)


@dataclass(frozen=True, kw_only=True)
class ItinerantTeaching(Rule):
    """A teacher who stays at home also teaches at a few other sites at most."""

    family: ClassVar[str] = "itinerant_teaching"
    Params: ClassVar[type[BaseModel]] = Params

    def routes(self) -> set[tuple[Direction, PlacementKind]]:
        """Return every direction: any school may help any other."""
        return {(direction, PlacementKind.ITINERANT) for direction in Direction}

    def deviations(self, view: RosterView) -> Iterator[Deviation]:
        """Count the sites of each teacher in each term."""
        instance, most = view.instance, self.params.max_sites_per_week
        for teacher, moves in view.by_teacher.items():
            for index, block in enumerate(instance.blocks):
                hosts = {m.host.id: m for m in moves if not m.leaves and m.covers(index)}
                excess = 1 + len(hosts) - most
                if hosts and excess > 0:
                    who = instance.who(next(iter(hosts.values())).teacher)
                    names = "、".join(m.host.name for m in hosts.values())
                    text = Text(
                        f"{block.name.zh}{who.zh}除本校外还到{names}走教，每周最多{most}处。",
                        f"{who.en} also teaches at {names} in {block.name.en}; "
                        f"at most {most} sites a week, home included.",
                    )
                    yield Deviation(f"{teacher}/{block.id}", excess, text)

    def build(self, context: Context) -> None:
        """Bound the itinerant placements of each teacher in each term."""
        scope, most = context.scope(self), self.params.max_sites_per_week - 1
        for teacher, choices in context.by_teacher.items():
            for index, block in enumerate(context.instance.blocks):
                visits = [x for m, x in choices if not m.leaves and m.covers(index)]
                upper = len(visits) - most
                scope.charge(f"{teacher}/{block.id}", scope.above(sum(visits), most, upper), upper)
