"""LimitParts: a teacher's courses are of few grades, so that a lesson prepared is taught twice."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from community.text import Text
from scheduling.demands import PARTS, Demands
from scheduling.rules.base import Deviation, Rule, label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.context import Context
    from scheduling.setting import Event, ResourceSlot
    from scheduling.solution import Schedule


class Part(NamedTuple):
    """Events that are one to whoever prepares them: those of a grade."""

    name: Text
    events: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class LimitParts(Rule):
    """A resource has events of at most ``maximum`` parts; the deviation is the parts beyond."""

    family: ClassVar[str] = "LimitParts"
    points_are: ClassVar[str] = "resources"
    needs: ClassVar[frozenset[str]] = frozenset({"resources"})
    role: str
    parts: tuple[Part, ...]
    maximum: int = 1

    @cached_property
    def part_of(self) -> dict[str, int]:
        """The number of the part of each event."""
        return {e: n for n, part in enumerate(self.parts) for e in part.events}

    def asks_who(self, event: Event, slot: ResourceSlot) -> bool:
        """Return whether the slot has this role."""
        return slot.role == self.role

    def deviations(self, schedule: Schedule) -> Iterator[Deviation]:
        """Count the parts in which a lesson has the resource."""
        instance = schedule.instance
        found: dict[str, dict[int, Text]] = defaultdict(dict)
        for number, part in enumerate(self.parts):
            for event in part.events:
                for lesson in schedule.by_event[event]:
                    for role, resource in schedule.resources(lesson):
                        if role == self.role:
                            found[resource][number] = part.name
        for resource in self.applies_to.all_resources(instance):
            names = found[resource].values()
            if len(names) > self.maximum:
                name = label(instance.resource_by_id[resource])
                zh = f"{name}任教{len(names)}个年级（{'、'.join(n.zh for n in names)}），"
                en = f"{name} teaches {len(names)} grades ({', '.join(n.en for n in names)}), "
                wanted = Text(f"应不超过{self.maximum}个。", f"wanted at most {self.maximum}.")
                amount = len(names) - self.maximum
                yield Deviation(resource, amount, Text(zh + wanted.zh, en + wanted.en))

    def build(self, context: Context) -> None:
        """Count the parts of which a resource has or is given an event."""
        scope, instance = context.scope(self), context.instance
        for resource in self.applies_to.all_resources(instance):
            given = self._given(instance.events_of[resource])
            chosen: dict[int, dict[int, Any]] = defaultdict(dict)  # events of a course share one
            for option in context.openings.get(resource, ()):
                part = self.part_of.get(option.event.id)
                if option.slot.role == self.role and part is not None and part not in given:
                    chosen[part][option.literal.index] = option.literal
            has = [context.any_of(list(literals.values())) for literals in chosen.values()]
            most = len(given) + len(has)
            off = scope.above(len(given) + sum(has), self.maximum, most - self.maximum)
            scope.charge(resource, off, most - self.maximum)

    def demand(self, found: Demands) -> None:
        """Count the parts again, those with filled slots once and for all."""
        instance = found.instance
        places = [
            (event, place, part, found.candidates(instance.event_by_id[event], self.role, None))
            for event, part in self.part_of.items()
            for place in found.places(event, self.role)
            if found.slot(event, place).resource is None
        ]
        for resource in self.applies_to.all_resources(instance):
            given = self._given(instance.events_of[resource])
            may = [x[:3] for x in places if x[2] not in given and resource in x[3]]
            if not may:
                found.always(self, max(0, len(given) - self.maximum))
                continue
            demand = found.add(
                self,
                PARTS,
                low=instance.resource_index[resource],
                high=self.maximum - len(given),
                groups=[(0, part, 0) for _, _, part in may],
            )
            found.units.append((demand, [(event, place) for event, place, _ in may]))

    def _given(self, events: list[tuple[Event, ResourceSlot]]) -> set[int]:
        """Return the parts of the filled slots."""
        mine = (e.id for e, slot in events if slot.role == self.role)
        return {self.part_of[e] for e in mine if e in self.part_of}
