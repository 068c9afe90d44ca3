"""EndDay: after certain lessons, or before them, those who attend them have none that day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from community.rule import CostFunction
from community.text import Text
from scheduling.demands import END_DAY, Demands
from scheduling.rules.base import Deviation, Rule, label, listed, when

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.context import Context
    from scheduling.setting import Event, Setting
    from scheduling.solution import Lesson, Schedule


@dataclass(frozen=True, kw_only=True)
class EndDay(Rule):
    """The deviation of an event is the number of its people who go on, over all its lessons.

    ``time_groups`` are the days; ``people`` is the type of those who are meant (a teacher may go
    on). With ``begins``, it is of those who were busy before. Who fills an open slot is not looked
    at. Source: FET ("activity ends students day").
    """

    family: ClassVar[str] = "EndDay"
    time_groups: tuple[str, ...] = ()
    people: str = "Students"
    begins: bool = False

    def _rest(self, days: list[frozenset[int]], first: int, last: int) -> list[int]:
        """Return the times of a lesson's day that are to be free."""
        today = (t for day in days if first in day for t in day)
        return sorted(t for t in today if (t < first if self.begins else t > last))

    def _meant(self, instance: Setting, event: Event) -> list[str]:
        given = dict.fromkeys(s.resource for s in event.slots if s.resource is not None)
        return [r for r in given if instance.resource_by_id[r].type == self.people]

    def deviations(self, schedule: Schedule) -> Iterator[Deviation]:
        """Look for busy times after the end of each lesson, on its day."""
        instance, days = schedule.instance, schedule.instance.positions_of(self.time_groups)
        for event in self.applies_to.all_events(instance):
            off, who, times = 0, dict[str, None](), dict[Text, None]()
            for lesson in schedule.by_event[event.id]:
                if not (running := schedule.running(lesson)):
                    continue
                rest = set(self._rest(days, running[0], running[-1]))
                for resource in self._meant(instance, event):
                    if not rest.isdisjoint(_busy(schedule, resource, lesson)):
                        off += 1
                        who[label(instance.resource_by_id[resource])] = None
                        times[when(instance.times[running[0]])] = None
            if off:
                yield Deviation(event.id, off, self._sentence(label(event), listed(times), [*who]))

    def _sentence(self, name: str, times: Text, who: list[str]) -> Text:
        zh, en = f"{name}（{times.zh}）", f"{name} ({times.en})"
        if self.begins:
            return Text(
                f"{zh}应是一天的第一节课，但{'、'.join(who)}当天前面还有课。",
                f"{en} should begin the day, but {', '.join(who)} have lessons before it.",
            )
        return Text(
            f"{zh}应在一天之末，但{'、'.join(who)}当天后面还有课。",
            f"{en} should end the day, but {', '.join(who)} have lessons after it.",
        )

    def build(self, context: Context) -> None:
        """Let a lesson and a later one of its people's day not both be held."""
        scope, instance, model = context.scope(self), context.instance, context.builder.model
        days = instance.positions_of(self.time_groups)
        for event in self.applies_to.all_events(instance):
            off: list[Any] = []
            for start in context.starts(event.id):
                rest = self._rest(days, start.time, start.time + start.duration - 1)
                for resource in self._meant(instance, event):
                    busy: list[Any] = []
                    if context.is_patterned(resource):
                        here = (context.attending(resource, t) for t in rest)
                        busy = [x for some in here for x in context.held_in(some, start.weeks)]
                    else:
                        found = (context.busy(resource, t) for t in rest)
                        busy = [b for b in found if not isinstance(b, int)]
                    if not busy:
                        continue
                    both = model.new_bool_var("")
                    model.add(both >= start.literal + context.any_of(busy) - 1)
                    off.append(both)
            scope.charge(event.id, sum(off), len(off))

    def demand(self, found: Demands) -> None:
        """Ask it of each of the people, whose other lessons of the day matter."""
        instance = found.instance
        days = [(found.time_groups[d], 0, 0) for d in instance.positions_of(self.time_groups)]
        plain = self.cost_function is CostFunction.LINEAR  # each of several people is one unit
        for event in self.applies_to.all_events(instance):
            for resource in self._meant(instance, event) if plain else ():
                who = instance.resource_index[resource]
                demand = found.add(self, END_DAY, low=who, high=self.begins, groups=days)
                # All of the day's lessons matter; the first is the one that is meant.
                others = dict.fromkeys(e.id for e, _ in instance.events_of[resource])
                members = [(event.id, 1), *((e, 0) for e in others if e != event.id)]
                found.units.append((demand, members))


def _busy(schedule: Schedule, resource: str, lesson: Lesson) -> Iterator[int]:
    """Yield the times at which a resource has lessons in the weeks of one."""
    for other in schedule.attended[resource]:
        if other.weeks.meets(lesson.weeks):
            yield from schedule.running(other)
