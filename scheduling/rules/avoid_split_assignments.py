"""AvoidSplitAssignments: one resource for all lessons of an event group (XHSTT)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from community.text import Text
from scheduling.demands import AVOID_SPLIT, Demands
from scheduling.rules.base import Deviation, Rule, label
from scheduling.wording import role_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.context import Context
    from scheduling.setting import Event, ResourceSlot
    from scheduling.solution import Schedule


@dataclass(frozen=True, kw_only=True)
class AvoidSplitAssignments(Rule):
    """The deviation of an event group is the number of resources in this role beyond one."""

    family: ClassVar[str] = "AvoidSplitAssignments"
    points_are: ClassVar[str] = "event_groups"
    needs: ClassVar[frozenset[str]] = frozenset({"resources"})
    role: str

    def asks_who(self, event: Event, slot: ResourceSlot) -> bool:
        """Return whether the slot has the role."""
        return slot.role == self.role

    def deviations(self, schedule: Schedule) -> Iterator[Deviation]:
        """Count the different resources, preassigned ones too; empty slots do not count."""
        instance = schedule.instance
        for group_id in self.applies_to.event_groups:
            group = instance.event_group(group_id)
            who = {
                resource: None
                for event in group.members
                for lesson in schedule.by_event[event]
                for role, resource in schedule.resources(lesson)
                if role == self.role
            }
            if len(who) > 1:
                name, role = label(group), role_name(self.role)
                names = [label(instance.resource_by_id[r]) for r in who]
                yield Deviation(
                    group_id,
                    len(who) - 1,
                    Text(
                        f"{name}的{role.zh}由{'、'.join(names)}分担，应为同一个。",
                        f"{name}: the {role.en} is shared by {', '.join(names)}; wanted one.",
                    ),
                )

    def build(self, context: Context) -> None:
        """Count the resources that are used anywhere in the group."""
        scope, instance = context.scope(self), context.instance
        for group in self.applies_to.event_groups:
            uses: dict[str, list[Any]] = {}
            members = instance.event_group(group).members
            for event in map(instance.event_by_id.__getitem__, members):
                for slot in event.slots:
                    if slot.role == self.role and slot.resource is not None:
                        uses.setdefault(slot.resource, []).append(1)
                for resource, literal in (context.choice(event.id, self.role) or {}).items():
                    uses.setdefault(resource, []).append(literal)
            if sum(map(len, uses.values())) == len(uses) and len(members) == 1:
                continue  # a single slot cannot be split
            used = [context.any_of(literals) for literals in uses.values()]
            scope.charge(group, scope.above(sum(used), 1, len(used) - 1), len(used) - 1)

    def demand(self, found: Demands) -> None:
        """Count the resources in the slots of the role."""
        found.on_groups(self.applies_to, partial(found.add, self, AVOID_SPLIT), self.role)
