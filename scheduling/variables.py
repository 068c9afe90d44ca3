"""Decision variables of a timetable, and the questions that rules ask of them.

One literal for each event, duration and start: sub-events have no identity, so the model has no
symmetry among them and splitting is a matter of counting.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

from ortools.sat.python import cp_model

from community.models import WeekPattern
from scheduling.domains import positions

if TYPE_CHECKING:
    from scheduling.domains import Domains
    from scheduling.setting import Event, ResourceSlot, Setting


class Start(NamedTuple):
    """A lesson of an event that may start at a time position; ``literal`` says whether it does."""

    duration: int
    time: int
    literal: Any
    weeks: WeekPattern = WeekPattern.ALL


class Opening(NamedTuple):
    """An open slot that a resource may fill; ``literal`` says whether it does."""

    event: Event
    slot: ResourceSlot
    literal: Any


class Placements:
    """Start literals of all events, and the parts of events that get no time.

    An event whose lessons may run at the same time (nothing it needs can clash) has several
    literals for the same duration and start, used in order.
    """

    def __init__(
        self,
        instance: Setting,
        domains: Domains,
        model: cp_model.CpModel,
        single: frozenset[str],
    ) -> None:
        self._model = model
        self.starts: dict[str, list[Start]] = {}
        self.unplaced: dict[str, list[tuple[int, Any]]] = {}
        self.running: dict[str, dict[int, list[Any]]] = {}
        self.weeks: dict[int, WeekPattern] = {}  # by literal index, of lessons not in every week
        self.patterned: set[str] = set()  # resources that may have such lessons
        self.attending: dict[str, dict[int, list[Any]]] = {
            r.id: defaultdict(list) for r in instance.resources
        }
        for event in instance.events:
            self._add_event(event, domains, event.id in single)

    def _add_event(self, event: Event, domains: Domains, single: bool) -> None:
        new_literal = self._model.new_bool_var
        durations = domains.durations(event)
        starts: list[Start] = []
        running: dict[int, list[Any]] = defaultdict(list)
        for duration in durations:
            copies = 1 if single else event.duration // duration
            places = product(positions(domains.starts(event, duration)), _weeks(event))
            for time, weeks in places:
                before = None
                for _ in range(copies):
                    literal = new_literal("")
                    starts.append(Start(duration, time, literal, weeks))
                    if weeks is not WeekPattern.ALL:
                        self.weeks[literal.index] = weeks
                    for position in range(time, time + duration):
                        running[position].append(literal)
                    if before is not None:
                        self._model.add_implication(literal, before)
                    before = literal
        self.starts[event.id] = starts
        self.running[event.id] = running
        for slot in event.slots:
            if slot.resource is not None:
                self._attend(event, slot.resource, running)
        self._cover(event, durations, domains)

    def _attend(self, event: Event, resource: str, running: dict[int, list[Any]]) -> None:
        attending = self.attending[resource]
        for position, literals in running.items():
            attending[position].extend(literals)
        if event.alternates:
            self.patterned.add(resource)

    def join(self, instance: Setting, choices: Choices) -> None:
        """Let the resources that fill open slots attend: a literal for each start and candidate."""
        for event_id, role in choices.slots():
            event = instance.event_by_id[event_id]
            for resource, chosen in (choices.of(event_id, role) or {}).items():
                running: dict[int, list[Any]] = defaultdict(list)
                for start in self.starts[event_id]:
                    attends = self._model.new_bool_var("")
                    if event.alternates:
                        self.weeks[attends.index] = start.weeks
                    self._model.add_implication(attends, start.literal)
                    self._model.add_implication(attends, chosen)
                    self._model.add_bool_or([attends, ~start.literal, ~chosen])
                    for position in range(start.time, start.time + start.duration):
                        running[position].append(attends)
                self._attend(event, resource, running)

    def _cover(self, event: Event, durations: list[int], domains: Domains) -> None:
        """Let starts and unplaced parts make up the event's duration."""
        left: list[tuple[int, Any]] = []
        if event.id not in domains.must_place and event.time is None:
            left = [
                (d, self._model.new_int_var(0, event.duration // d, ""))
                for d in durations or range(1, event.duration + 1)
            ]
        self.unplaced[event.id] = left
        starts = self.starts[event.id]
        parts = [s.literal for s in starts] + [count for _, count in left]
        sizes = [s.duration for s in starts] + [d for d, _ in left]
        if not parts:
            if event.duration:
                self._model.add_bool_or([])  # nowhere to go
            return
        whole = cp_model.LinearExpr.weighted_sum(parts, sizes)
        self._model.add(whole == event.duration)


def _weeks(event: Event) -> tuple[WeekPattern, ...]:
    """Return the weeks among which a lesson of an event has the choice."""
    return (WeekPattern.ODD, WeekPattern.EVEN) if event.alternates else (WeekPattern.ALL,)


class Choices:
    """For each open slot, a literal for each resource that may fill it; made when asked for.

    The choice is the event's: all of its lessons get the same resource.
    """

    def __init__(
        self, instance: Setting, domains: Domains, model: cp_model.CpModel, roles: frozenset[str]
    ) -> None:
        self._model = model
        self._literals: dict[tuple[str, str], dict[str, Any]] = {}
        self._open: dict[tuple[str, str], tuple[str, ...]] = {
            (event.id, slot.role): domains.candidates(event, slot.role)
            for event in instance.events
            for slot in event.open_slots()
            if slot.role is not None and slot.role in roles
        }

    def slots(self) -> list[tuple[str, str]]:
        """Return the (event, role) pairs that the model fills."""
        return list(self._open)

    def of(self, event: str, role: str) -> dict[str, Any] | None:
        """Return a literal for each resource that may fill a slot; None: the model fills it not."""
        slot = event, role
        if slot not in self._literals and slot in self._open:
            literals = {r: self._model.new_bool_var("") for r in self._open[slot]}
            if len(literals) > 1:
                self._model.add_at_most_one(list(literals.values()))
            self._literals[slot] = literals
        return self._literals.get(slot)
