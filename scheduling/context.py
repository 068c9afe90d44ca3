"""The CP-SAT model of a week under construction, as its rules see it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from community.codes import ODD_AND_EVEN
from scheduling.solution import Lesson, Solution
from scheduling.variables import Choices, Opening, Placements, Start

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from community.models import WeekPattern
    from community.rule import Header
    from scheduling.domains import Domains
    from scheduling.setting import Event, ResourceSlot, Setting
    from solving.builder import Builder, Scope


@dataclass(eq=False)
class Context:
    """The model under construction, as rules see it.

    Parameters
    ----------
    instance
        What the rules speak of.
    builder
        Receives variables, constraints and penalty terms.
    domains
        What lessons may have at all.
    single
        The events that have no two equal lessons.
    times
        Whether the model decides when lessons are held.
    resources
        Whether the model fills open slots.
    roles
        The roles of the open slots that it fills; all when None.
    """

    instance: Setting
    builder: Builder
    domains: Domains
    single: frozenset[str]
    times: bool
    resources: bool
    roles: frozenset[str] | None
    doubtful: bool = False  # a price may be less once open slots are filled: no bound
    _busy: dict[tuple[str, int], Any] = field(default_factory=dict)

    @property
    def available(self) -> frozenset[str]:
        """What variables there are: "times", "resources" or both."""
        pairs = (("times", self.times), ("resources", self.resources))
        return frozenset(what for what, there in pairs if there)

    def scope(self, rule: Header) -> Scope:
        """Return the scope through which a rule states its limits."""
        return self.builder.scope(rule)

    @cached_property
    def placements(self) -> Placements:
        """The start literals."""
        if not self.times:
            raise LookupError("this model does not decide on times")
        model = self.builder.model
        placements = Placements(self.instance, self.domains, model, self.single)
        if self.resources:
            placements.join(self.instance, self.choices)
        return placements

    @cached_property
    def choices(self) -> Choices:
        """The literals of open slots."""
        every = {s.role for e in self.instance.events for s in e.open_slots() if s.role}
        roles = frozenset(every if self.roles is None else every & self.roles)
        filled = roles if self.resources else frozenset()
        return Choices(self.instance, self.domains, self.builder.model, filled)

    def starts(self, event: str) -> list[Start]:
        """Return the lessons that an event may have: one literal for each duration and start."""
        return self.placements.starts[event]

    def running(self, event: str, time: int) -> list[Any]:
        """Return the literals of the event's lessons that run at a time position."""
        return self.placements.running[event].get(time, [])

    def attending(self, resource: str, time: int) -> list[Any]:
        """Return the literals of lessons at a time position that have the resource.

        Preassigned resources, and chosen ones where the model fills open slots. A lesson that has
        the resource twice stands twice. Week patterns are not looked at.
        """
        return self.placements.attending[resource].get(time, [])

    def attended_times(self, resource: str) -> list[int]:
        """Return the time positions at which the resource may have a lesson, in order."""
        found = self.placements.attending[resource]
        return sorted(t for t, literals in found.items() if literals)

    def busy(self, resource: str, time: int) -> Any:
        """Return the literal that says whether the resource has a lesson, or 0 where it cannot."""
        literals = self.attending(resource, time)
        if not literals:
            return 0
        if (resource, time) not in self._busy:
            exclusive = resource in self.domains.one_at_a_time
            self._busy[resource, time] = self.any_of(literals, exclusive=exclusive)
        return self._busy[resource, time]

    def any_of(self, literals: list[Any], *, exclusive: bool = False) -> Any:
        """Return a literal that is true when one of these is; ``exclusive``: one at the most."""
        if len(literals) == 1:
            return literals[0]
        model = self.builder.model
        found = model.new_bool_var("")
        if exclusive:
            model.add(sum(literals) == found)
        else:
            model.add_max_equality(found, literals)
        return found

    def unplaced(self, event: str) -> list[tuple[int, Any]]:
        """Return (duration, number of lessons without a time); empty when all must have one."""
        return self.placements.unplaced[event]

    def choice(self, event: str, role: str) -> dict[str, Any] | None:
        """Return a literal for each resource that may fill a slot; None: the model fills it not."""
        return self.choices.of(event, role)

    def chosen(self, event: str, role: str, resource: str) -> Any | None:
        """Return the literal that says whether the resource fills the open slot, or None."""
        return (self.choice(event, role) or {}).get(resource)

    @cached_property
    def openings(self) -> dict[str, list[Opening]]:
        """The open slots that each resource may be chosen for."""
        found: dict[str, list[Opening]] = defaultdict(list)
        for event in self.instance.events:
            for slot in event.open_slots():
                for resource, literal in (self.choice(event.id, slot.role or "") or {}).items():
                    found[resource].append(Opening(event, slot, literal))
        return found

    @cached_property
    def _waited_for(self) -> frozenset[str]:
        """The resources that may get lessons from open slots that this model does not fill."""
        filled = set(self.choices.slots())
        return frozenset(
            resource
            for event in self.instance.events
            for slot in event.open_slots()
            if (event.id, slot.role) not in filled
            for resource in self._possible(event, slot)
        )

    def _possible(self, event: Event, slot: ResourceSlot) -> Iterable[str]:
        if slot.role is not None:
            return self.domains.candidates(event, slot.role)
        return [r.id for r in self.instance.resources if slot.type in (None, r.type)]

    def waits(self, rule: Header, resource: str) -> bool:
        """Return whether a rule that further lessons can mend is not to be stated on a resource.

        A minimum, or a gap between lessons, may be mended by a lesson that fills an open slot
        later. Enforced, such a rule waits for that; charged, its price is only an estimate.
        """
        if resource not in self._waited_for:
            return False
        self.doubtful |= not self.builder.enforces(rule)
        return self.builder.enforces(rule)

    def is_patterned(self, resource: str) -> bool:
        """Return whether the resource may have lessons in odd or in even weeks only."""
        return resource in self.placements.patterned

    def attending_in(self, resource: str, time: int, weeks: WeekPattern) -> list[Any]:
        """Return the literals of ``attending`` whose lessons are held in these weeks."""
        literals = self.attending(resource, time)
        return self.held_in(literals, weeks) if self.is_patterned(resource) else literals

    def held_in(self, literals: list[Any], weeks: WeekPattern) -> list[Any]:
        """Return the literals of lessons that are held in these weeks."""
        pattern = self.placements.weeks
        return [x for x in literals if pattern.get(x.index, weeks).meets(weeks)]

    def by_weeks(self, some: list[list[Any]]) -> list[list[list[Any]]]:
        """Return some lists of literals as held in odd and in even weeks, once if alike."""
        pattern = self.placements.weeks
        if not any(x.index in pattern for literals in some for x in literals):
            return [some]
        return [[self.held_in(literals, half) for literals in some] for half in ODD_AND_EVEN]

    def load(self, resource: str, times: Iterable[int]) -> Any:
        """Return the number of busy times among these positions."""
        if resource in self.domains.one_at_a_time:
            return sum(x for t in times for x in self.attending(resource, t))
        return sum(self.busy(resource, t) for t in times)

    def solution(self, value: Callable[[Any], int]) -> Solution:
        """Read a timetable from a solver's values.

        Parameters
        ----------
        value
            Gives the value of a literal or an expression.
        """
        filled = self._filled(value)
        lessons: list[Lesson] = []
        times = self.instance.times
        for event in self.instance.events:
            resources = tuple(filled.get(event.id, ()))
            if not self.times:
                lessons.append(Lesson(event.id, event.duration, event.time, resources))
                continue
            for start in self.starts(event.id):
                if value(start.literal):
                    at = times[start.time].id
                    lesson = Lesson(event.id, start.duration, at, resources, start.weeks)
                    lessons.append(lesson)
            for duration, count in self.unplaced(event.id):
                lessons.extend([Lesson(event.id, duration, None, resources)] * value(count))
        return Solution(tuple(lessons))

    def _filled(self, value: Callable[[Any], int]) -> dict[str, list[tuple[str, str]]]:
        filled: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for event, role in self.choices.slots() if self.resources else ():
            for resource, literal in (self.choice(event, role) or {}).items():
                if value(literal):
                    filled[event].append((role, resource))
        return filled
