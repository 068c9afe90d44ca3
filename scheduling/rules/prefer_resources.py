"""PreferResources: open slots of this role get one of these resources (XHSTT)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from community.text import Text
from scheduling.demands import PREFER_RESOURCES, Demands
from scheduling.rules.base import Deviation, Rule, label
from scheduling.wording import role_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.context import Context
    from scheduling.domains import Domains
    from scheduling.setting import Event, Resource, Setting
    from scheduling.solution import Schedule


@dataclass(frozen=True, kw_only=True)
class PreferResources(Rule):
    """The deviation of an event is the total duration of its lessons that get another resource.

    Preassigned slots are exempt, and lessons without a resource are not meant.
    """

    family: ClassVar[str] = "PreferResources"
    needs: ClassVar[frozenset[str]] = frozenset({"resources"})
    role: str
    resource_groups: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()

    def preferred(self, instance: Setting) -> frozenset[str]:
        """Return the ids of the resources named directly or by group."""
        groups = (instance.resource_group(g).members for g in self.resource_groups)
        return frozenset(self.resources).union(*groups)

    def deviations(self, schedule: Schedule) -> Iterator[Deviation]:
        """Add up the durations of lessons whose open slot has another resource."""
        instance = schedule.instance
        preferred = self.preferred(instance)
        for event in self.applies_to.all_events(instance):
            if all(slot.role != self.role for slot in event.open_slots()):
                continue
            off, others = 0, list[str]()
            for lesson in schedule.by_event[event.id]:
                for role, resource in lesson.resources:
                    if role == self.role and resource not in preferred:
                        off += lesson.duration
                        others.append(resource)
            if off:
                who = [instance.resource_by_id[r] for r in dict.fromkeys(others)]
                yield Deviation(event.id, off, self.sentence(event, off, who))

    def sentence(self, event: Event, off: int, others: list[Resource]) -> Text:
        """Return in words how many lessons of an event have other resources, and which."""
        name, wanted, who = label(event), role_name(self.role), [label(r) for r in others]
        return Text(
            f"{name}有{off}节安排了{'、'.join(who)}，不在要求的{wanted.zh}之列。",
            f"{name}: {off} periods have {', '.join(who)}, not a wanted {wanted.en}.",
        )

    def narrow(self, domains: Domains) -> None:
        """Leave only the preferred resources."""
        preferred = self.preferred(domains.instance)
        for event in self.applies_to.all_events(domains.instance):
            if any(slot.role == self.role for slot in event.open_slots()):
                domains.keep_resources(event.id, self.role, preferred)

    def build(self, context: Context) -> None:
        """Charge a choice of another resource with the event's duration."""
        scope, preferred = context.scope(self), self.preferred(context.instance)
        for event in self.applies_to.all_events(context.instance):
            choice = context.choice(event.id, self.role) or {}
            others = sum(literal for r, literal in choice.items() if r not in preferred)
            scope.charge(event.id, event.duration * others, event.duration)

    def demand(self, found: Demands) -> None:
        """Count lessons whose open slot has another resource."""
        preferred = self.preferred(found.instance)
        index = (i for i, r in enumerate(found.instance.resources) if r.id in preferred)
        make = partial(found.add, self, PREFER_RESOURCES, mask=found.masks[frozenset(index)])
        found.on_places(self.applies_to, self.role, make)
