"""AvoidClashes: nobody and nothing is in two places at once (XHSTT)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from community.models import WeekPattern
from community.text import Text
from scheduling.clock import moments
from scheduling.demands import CLASHES, Demands
from scheduling.pools import require_pools
from scheduling.rules.base import Deviation, Rule, label, when

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.clock import Moment
    from scheduling.context import Context
    from scheduling.domains import Domains
    from scheduling.setting import Resource, Setting
    from scheduling.solution import Lesson, Schedule
    from solving.builder import Scope


@dataclass(frozen=True, kw_only=True)
class AvoidClashes(Rule):
    """A resource has no more lessons at once than it can hold (``Resource.capacity``, else one).

    Times with a clock are compared by the clock: lessons at two schools clash when their minutes
    overlap on the same day. At every moment at which one of the resource's times begins, the
    lessons beyond the capacity are charged; without clocks that is n - 1 at each time. Lessons in
    odd and in even weeks do not meet.
    """

    family: ClassVar[str] = "AvoidClashes"
    points_are: ClassVar[str] = "resources"
    only_grows: ClassVar[bool] = True

    def deviations(self, schedule: Schedule) -> Iterator[Deviation]:
        """Add up the excess over all moments of a resource."""
        instance = schedule.instance
        for resource_id in self.applies_to.all_resources(instance):
            resource = instance.resource_by_id[resource_id]
            clashes = list(_clashes(schedule, resource))
            if clashes:
                name = label(resource)
                zh = "；".join(f"{at.zh}有{n}节课（{'、'.join(what)}）" for at, n, what in clashes)
                en = "; ".join(f"{n} at {at.en} ({', '.join(what)})" for at, n, what in clashes)
                yield Deviation(
                    resource_id,
                    sum(n - resource.capacity for _, n, _ in clashes),
                    Text(
                        f"{name}同时最多{resource.capacity}节课，但{zh}。",
                        f"{name} can hold {resource.capacity} lesson(s) at once, but has {en}.",
                    ),
                )

    def narrow(self, domains: Domains) -> None:
        """Mark the resources and events that are never at two lessons at once."""
        instance = domains.instance
        patterned = [e for e in instance.events if e.alternates]
        named = {s.resource for e in patterned for s in e.slots}
        types = {s.type for e in patterned for s in e.open_slots()}
        for resource_id in self.applies_to.all_resources(instance):
            resource = instance.resource_by_id[resource_id]
            if resource.capacity == 1:
                domains.exclusive.update(e.id for e, _ in instance.events_of[resource_id])
                if resource_id not in named and resource.type not in types:
                    domains.one_at_a_time.add(resource_id)

    def build(self, context: Context) -> None:
        """Bound the lessons running at each moment; count pools for slots still to be filled."""
        scope, instance = context.scope(self), context.instance
        resources = self.applies_to.all_resources(instance)
        for resource_id in resources:
            capacity = instance.resource_by_id[resource_id].capacity
            excess, upper = 0, 0
            for moment in moments(instance, context.attended_times(resource_id)):
                more, most = _excess(context, scope, resource_id, capacity, moment)
                excess, upper = excess + more, upper + most
            scope.charge(resource_id, excess, upper)
        if scope.enforced and not context.resources:
            require_pools(context, scope, frozenset(resources))

    def demand(self, found: Demands) -> None:
        """Count the lessons beyond the capacity of each resource."""
        found.on_resources(self.applies_to, found.add(self, CLASHES))


def _excess(
    context: Context, scope: Scope, resource: str, capacity: int, moment: Moment
) -> tuple[Any, int]:
    """Return the lessons beyond the capacity at a moment, and how many they can be at most."""
    together = [
        [x for time in moment.running for x in context.attending_in(resource, time, half)]
        for half in (WeekPattern.ODD, WeekPattern.EVEN)
    ]
    if len(together[0]) == len(together[1]) and not context.is_patterned(resource):
        together.pop()
    most = max(map(len, together)) - capacity
    if most <= 0:
        return 0, 0
    if scope.enforced:
        for literals in together:
            if capacity == 1:
                scope.at_most_one(literals)
            else:
                scope.above(sum(literals), capacity, len(literals) - capacity)
        return 0, 0
    model = context.builder.model
    excess = model.new_int_var(0, most, "")
    for literals in together:
        if moment.running == moment.beginning:
            model.add(excess >= sum(literals) - capacity)
            continue
        # A moment at which nothing begins is not charged: the clash began earlier.
        for time in moment.beginning:
            for begins in context.attending(resource, time):
                model.add(excess >= sum(literals) - capacity - most * (1 - begins))
    return excess, most


def _clashes(schedule: Schedule, resource: Resource) -> Iterator[tuple[Text, int, list[str]]]:
    """Yield (when, number of lessons, which) for each moment above the capacity."""
    instance, lessons = schedule.instance, schedule.attended[resource.id]
    if len(lessons) <= resource.capacity:
        return
    at: dict[int, list[Lesson]] = defaultdict(list)
    for lesson in lessons:
        for time in schedule.running(lesson):
            at[time].append(lesson)
    moments = _by_clock(instance, at) if instance.has_clocks else at
    for time in sorted(moments):
        together = moments[time]
        if len(together) > resource.capacity:
            count = _most_in_one_week(together)
            if count > resource.capacity:
                events = [schedule.event(lesson) for lesson in together]
                yield when(instance.times[time]), count, [label(e) for e in events]


def _by_clock(instance: Setting, at: dict[int, list[Lesson]]) -> dict[int, list[Lesson]]:
    """Return the lessons that are held at the moment at which each time begins.

    Times that begin at the same moment are one moment; a time without a clock is its own.
    """
    found: dict[int, list[Lesson]] = {}
    seen: set[tuple[int, int]] = set()
    by_day: dict[int, list[int]] = defaultdict(list)
    for time in at:
        if (when := instance.times[time].clock) is None:
            found[time] = at[time]
        else:
            by_day[when[0]].append(time)
    for day, times in by_day.items():
        clocks = {t: c for t in times if (c := instance.times[t].clock) is not None}
        for time, (_, moment, _) in sorted(clocks.items()):
            if (day, moment) not in seen:
                seen.add((day, moment))
                found[time] = [
                    lesson
                    for other, (_, start, end) in clocks.items()
                    if start <= moment < end
                    for lesson in at[other]
                ]
    return found


def _most_in_one_week(lessons: list[Lesson]) -> int:
    """Return how many of these lessons are held in the fuller of odd and even weeks."""
    halves = (WeekPattern.ODD, WeekPattern.EVEN)
    return max(sum(x.weeks.meets(half) for x in lessons) for half in halves)
