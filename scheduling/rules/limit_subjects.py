"""LimitSubjects: how many subjects of a group have lessons in the same part of the week."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from community.codes import ODD_AND_EVEN
from community.text import Text
from scheduling.demands import SUBJECTS, Demands
from scheduling.rules.base import Deviation, Rule, label, when

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.context import Context
    from scheduling.solution import Schedule


@dataclass(frozen=True, kw_only=True)
class LimitSubjects(Rule):
    """In each time group lessons of at most ``maximum`` subjects of an event group start.

    The deviations of one event group, subjects too many, are summed over the time groups. Several
    lessons of one subject are not looked at; of odd and even weeks the fuller ones count. Source:
    FET ("min days between activities"), of several subjects.
    """

    family: ClassVar[str] = "LimitSubjects"
    points_are: ClassVar[str] = "event_groups"
    time_groups: tuple[str, ...] = ()
    maximum: int = 1

    def deviations(self, schedule: Schedule) -> Iterator[Deviation]:
        """Count the subjects with a start in each time group."""
        instance = schedule.instance
        places = [(instance.time_group(g), instance.positions([g])) for g in self.time_groups]
        for group_id in self.applies_to.event_groups:
            group, off, where = instance.event_group(group_id), 0, []
            for place, times in places:
                here = [
                    lesson
                    for event in group.members
                    for lesson in schedule.by_event[event]
                    if schedule.start(lesson) in times
                ]
                count = max(
                    len({schedule.event(x).subject for x in here if x.weeks.meets(half)})
                    for half in ODD_AND_EVEN
                )
                if count > self.maximum:
                    off += count - self.maximum
                    where.append((when(place), count))
            if off:
                zh = "、".join(f"{at.zh}有{n}门" for at, n in where)
                en = ", ".join(f"{n} on {at.en}" for at, n in where)
                text = Text(
                    f"{label(group)}：{zh}，应至多{self.maximum}门。",
                    f"{label(group)}: {en}, of which there may be {self.maximum}.",
                )
                yield Deviation(group_id, off, text)

    def build(self, context: Context) -> None:
        """Count a literal for each subject that starts in a time group."""
        scope, instance = context.scope(self), context.instance
        places = instance.positions_of(self.time_groups)
        for group in self.applies_to.event_groups:
            off: Any = 0
            upper = 0
            for times in places:
                starts: dict[str | None, list[Any]] = defaultdict(list)
                for event in instance.event_group(group).members:
                    literals = [s.literal for s in context.starts(event) if s.time in times]
                    if literals:
                        starts[instance.event_by_id[event].subject] += literals
                most = len(starts) - self.maximum
                if most > 0:
                    used = [
                        sum(context.any_of(held) for held in some if held)
                        for some in context.by_weeks(list(starts.values()))
                    ]
                    more = scope.most_above(used, self.maximum, most)
                    off, upper = off + more, upper + most
            scope.charge(group, off, upper)

    def demand(self, found: Demands) -> None:
        """Bound the subjects of each event group, by their numbers, in each time group."""
        instance = found.instance
        places = [found.time_groups[t] for t in instance.positions_of(self.time_groups)]
        for group in self.applies_to.event_groups:
            members = instance.event_group(group).members
            subjects = list(dict.fromkeys(instance.event_by_id[e].subject for e in members))
            limits = [(place, 0, self.maximum) for place in places]
            demand = found.add(self, SUBJECTS, groups=limits)
            number = (subjects.index(instance.event_by_id[e].subject) for e in members)
            found.units.append((demand, list(zip(members, number, strict=True))))
