"""EndDay: after certain lessons those who attend them have no more lessons that day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from community.text import Text
from scheduling.rules.base import Deviation, Rule, label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.context import Context
    from scheduling.demands import Demands
    from scheduling.setting import Event, Setting
    from scheduling.solution import Schedule


@dataclass(frozen=True, kw_only=True)
class EndDay(Rule):
    """The deviation of an event is the number of its people who go on, over all its lessons.

    ``time_groups`` are the days; ``people`` is the type of those who are meant (a teacher may go
    on). Who fills an open slot is not looked at. Source: FET ("activity ends students day").
    """

    family: ClassVar[str] = "EndDay"
    time_groups: tuple[str, ...] = ()
    people: str = "Students"

    def _days(self, instance: Setting) -> list[frozenset[int]]:
        return instance.positions_of(self.time_groups)

    def _meant(self, instance: Setting, event: Event) -> list[str]:
        given = dict.fromkeys(s.resource for s in event.slots if s.resource is not None)
        return [r for r in given if instance.resource_by_id[r].type == self.people]

    def deviations(self, schedule: Schedule) -> Iterator[Deviation]:
        """Look for busy times after the end of each lesson, on its day."""
        instance, days = schedule.instance, self._days(schedule.instance)
        for event in self.applies_to.all_events(instance):
            off, who = 0, dict[str, None]()
            for lesson in schedule.by_event[event.id]:
                if not (running := schedule.running(lesson)):
                    continue
                later = {t for day in days if running[0] in day for t in day if t > running[-1]}
                for resource in self._meant(instance, event):
                    if not later.isdisjoint(schedule.busy[resource].keys()):
                        off += 1
                        who[label(instance.resource_by_id[resource])] = None
            if off:
                name = label(event)
                text = Text(
                    f"{name}应在一天之末，但{'、'.join(who)}当天后面还有课。",
                    f"{name} should end the day, but {', '.join(who)} have lessons after it.",
                )
                yield Deviation(event.id, off, text)

    def build(self, context: Context) -> None:
        """Let a lesson and a later one of its people's day not both be held."""
        scope, instance, model = context.scope(self), context.instance, context.builder.model
        days = self._days(instance)
        for event in self.applies_to.all_events(instance):
            off: list[Any] = []
            for start in context.starts(event.id):
                end = start.time + start.duration
                later = sorted(t for day in days if start.time in day for t in day if t >= end)
                for resource in self._meant(instance, event):
                    busy = [b for t in later if not isinstance(b := context.busy(resource, t), int)]
                    if not busy:
                        continue
                    both = model.new_bool_var("")
                    model.add(both >= start.literal + context.any_of(busy) - 1)
                    off.append(both)
            scope.charge(event.id, sum(off), len(off))

    def demand(self, found: Demands) -> None:
        """Ask nothing of annealing yet: the model and the checker see to it."""
