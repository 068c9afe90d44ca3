"""AssignResource: every open slot of this role gets a resource (XHSTT)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from community.text import Text
from scheduling.demands import ASSIGN_RESOURCE, Demands
from scheduling.rules.base import Deviation, Rule, label
from scheduling.wording import role_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.context import Context
    from scheduling.domains import Domains
    from scheduling.solution import Schedule


@dataclass(frozen=True, kw_only=True)
class AssignResource(Rule):
    """The deviation of an event is the total duration of its lessons that lack the resource.

    Preassigned slots are exempt.
    """

    family: ClassVar[str] = "AssignResource"
    needs: ClassVar[frozenset[str]] = frozenset({"resources"})
    role: str

    def deviations(self, schedule: Schedule) -> Iterator[Deviation]:
        """Add up the durations of lessons whose open slot is empty."""
        for event in self.applies_to.all_events(schedule.instance):
            if all(slot.role != self.role for slot in event.open_slots()):
                continue
            off = sum(
                lesson.duration
                for lesson in schedule.by_event[event.id]
                if all(role != self.role for role, _ in lesson.resources)
            )
            if off:
                name, role = label(event), role_name(self.role)
                yield Deviation(
                    event.id,
                    off,
                    Text(
                        f"{name}共{event.duration}节，有{off}节没有安排{role.zh}。",
                        f"{name}: {off} of its {event.duration} periods have no {role.en}.",
                    ),
                )

    def narrow(self, domains: Domains) -> None:
        """Leave no open slot of the role empty."""
        events = self.applies_to.all_events(domains.instance)
        domains.must_fill.update((event.id, self.role) for event in events)

    def build(self, context: Context) -> None:
        """Choose a resource for each open slot that the model fills."""
        scope = context.scope(self)
        for event in self.applies_to.all_events(context.instance):
            if (choice := context.choice(event.id, self.role)) is not None:
                missing = scope.below(sum(choice.values()), 1, 1)
                scope.charge(event.id, event.duration * missing, event.duration)

    def demand(self, found: Demands) -> None:
        """Count lessons whose open slot is empty."""
        found.on_places(self.applies_to, self.role, partial(found.add, self, ASSIGN_RESOURCE))
