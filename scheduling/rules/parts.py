"""Parts: events that are one to whoever prepares them, those of a grade, or of a subject of it.

An event may be of several: a lesson of several grades is of each of them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from community.text import Text
    from scheduling.context import Context
    from scheduling.demands import Demands
    from scheduling.setting import Setting
    from scheduling.solution import Schedule


class Part(NamedTuple):
    """Events that are prepared once."""

    name: Text
    events: tuple[str, ...]


@dataclass(frozen=True)
class Parts:
    """The parts of which a resource may have some, in the slots of one role."""

    role: str
    all: tuple[Part, ...]

    @cached_property
    def parts_of(self) -> dict[str, list[int]]:
        """The numbers of the parts of each event: of each grade, where pupils of several are."""
        found: dict[str, list[int]] = {}
        for number, part in enumerate(self.all):
            for event in part.events:
                found.setdefault(event, []).append(number)
        return found

    def held(self, schedule: Schedule) -> dict[str, list[Part]]:
        """Return the parts in which a lesson has each resource, in their order."""
        found: dict[str, dict[int, Part]] = defaultdict(dict)
        for number, part in enumerate(self.all):
            for event in part.events:
                for lesson in schedule.by_event[event]:
                    for role, resource in schedule.resources(lesson):
                        if role == self.role:
                            found[resource][number] = part
        return defaultdict(list, {who: list(parts.values()) for who, parts in found.items()})

    def given(self, instance: Setting, resource: str) -> set[int]:
        """Return the parts of the filled slots of a resource."""
        mine = (e.id for e, slot in instance.events_of[resource] if slot.role == self.role)
        return {part for event in mine for part in self.parts_of.get(event, ())}

    def chosen(self, context: Context, resource: str) -> list[Any]:
        """Return a literal for each part that a resource may be given beside its own."""
        given = self.given(context.instance, resource)
        chosen: dict[int, dict[int, Any]] = defaultdict(dict)  # events of a course share one
        for option in context.openings.get(resource, ()):
            if option.slot.role == self.role:
                for part in self.parts_of.get(option.event.id, ()):
                    if part not in given:
                        chosen[part][option.literal.index] = option.literal
        return [context.any_of(list(literals.values())) for literals in chosen.values()]

    def places(
        self, found: Demands, resources: Iterable[str]
    ) -> dict[str, list[tuple[str, int, int]]]:
        """Return the places (event, place, part) that each resource has or may be given.

        A place stands once for each part of its event.
        """
        every: list[tuple[str, int, int, list[str]]] = []
        for event, part in ((e, part) for e, parts in self.parts_of.items() for part in parts):
            for place in found.places(event, self.role):
                given = found.slot(event, place).resource
                of = found.instance.event_by_id[event]
                may = [given] if given else found.candidates(of, self.role, None)
                every.append((event, place, part, may))
        return {who: [x[:3] for x in every if who in x[3]] for who in resources}
