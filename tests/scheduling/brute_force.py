"""The least cost of a tiny timetabling problem, found by trying every timetable.

The plain-Python checker prices, nothing else is asked. The cost is a sum over points of
application, and a point sees only the events that it names or whose lessons its resource may have:
each is priced as soon as these events are chosen, which cuts most timetables off early. As in the
model, all lessons of an event have the same resources in its open slots.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import combinations_with_replacement, groupby, product
from typing import TYPE_CHECKING

from community.rule import Cost
from scheduling.rules.base import AppliesTo
from scheduling.solution import Lesson, Schedule, Solution

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scheduling.instance import Event, Instance
    from scheduling.rules.base import Rule

Choice = tuple[Lesson, ...]  # all lessons of one event
HARD = 1_000_000  # hard cost before soft: one number orders as the pair does
OF_GROUPS = frozenset({"SpreadEvents", "LinkEvents", "AvoidSplitAssignments"})


class TooManyTimetables(Exception):
    """The problem is not tiny enough."""


@dataclass
class Point:
    """One rule at one point of application, on the events that matter there."""

    rule: Rule
    instance: Instance
    positions: tuple[int, ...]  # of these events
    known: dict[tuple[int, ...], int] = field(default_factory=dict)

    def price(self, chosen: Sequence[int], options: Sequence[Sequence[Choice]]) -> int:
        """What the checker charges here, as one number; ``chosen`` are indices of options."""
        key = tuple(chosen[p] for p in self.positions)
        if key not in self.known:
            parts = (options[p][i] for p, i in zip(self.positions, key, strict=True))
            solution = Solution(tuple(lesson for part in parts for lesson in part))
            cost = Cost.of(self.rule.check(Schedule(self.instance, solution)))
            self.known[key] = HARD * cost.hard + cost.soft
        return self.known[key]


def points(instance: Instance) -> Iterator[Point]:
    """The points of application of all rules."""
    position = {e.id: i for i, e in enumerate(instance.events)}
    for rule in instance.rules:
        for applies, names in _applications(instance, rule):
            ours = tuple(sorted(position[name] for name in names))
            events = tuple(instance.events[i] for i in ours)
            alone = replace(instance, events=events, rules=())
            yield Point(replace(rule, applies_to=applies), alone, ours)


def _applications(instance: Instance, rule: Rule) -> Iterator[tuple[AppliesTo, set[str]]]:
    """Each point of application alone, with the ids of the events that matter there."""
    applies = rule.applies_to
    if rule.family in OF_GROUPS:
        for group in applies.event_groups:
            yield AppliesTo(event_groups=(group,)), set(instance.event_group(group).members)
    else:
        for event in applies.all_events(instance):
            yield AppliesTo(events=(event.id,)), {event.id}
    for pair in applies.event_pairs:
        yield AppliesTo(event_pairs=(pair,)), set(pair[:2])
    for resource in applies.all_resources(instance):
        kind = instance.resource_by_id[resource].type
        theirs = {
            e.id
            for e in instance.events
            for slot in e.slots
            if slot.resource == resource or (slot.resource is None and slot.type == kind)
        }
        yield AppliesTo(resources=(resource,)), theirs


def choices(instance: Instance, event: Event) -> list[Choice]:
    """All ways to split an event, to place its lessons (or not), and to fill its open slots.

    An event with a given time is one lesson.
    """
    who = [
        [(slot.role or "", r.id) for r in instance.resources if r.type == slot.type] + [None]
        for slot in event.open_slots()
    ]
    staffs = [tuple(pair for pair in staff if pair is not None) for staff in product(*who)]
    splits = [[event.duration]] if event.time is not None else _splits(event.duration)
    return [
        tuple(Lesson(event.id, duration, time, staff) for duration, time in placed)
        for split in splits
        for placed in _placements(instance, event, split)
        for staff in staffs
    ]


def _splits(duration: int, longest: int | None = None) -> list[list[int]]:
    """The ways to write a duration as a sum, longest lessons first: 3, 2 + 1, 1 + 1 + 1."""
    if duration == 0:
        return [[]]
    most = min(duration, longest or duration)
    return [[d, *rest] for d in range(most, 0, -1) for rest in _splits(duration - d, d)]


def _placements(
    instance: Instance, event: Event, split: list[int]
) -> Iterator[list[tuple[int, str | None]]]:
    """All multisets of (duration, time) for lessons of these durations."""
    same: list[list[tuple[tuple[int, str | None], ...]]] = []
    for duration, lessons in groupby(split):
        starts = [event.time]
        if event.time is None:
            times = (t.id for i, t in enumerate(instance.times) if instance.span(i, duration))
            starts = [*times, None]
        each = [(duration, start) for start in starts]
        same.append(list(combinations_with_replacement(each, len(list(lessons)))))
    for parts in product(*same):
        yield [lesson for part in parts for lesson in part]


def has_twins(choice: Choice) -> bool:
    """Whether two lessons of the event are of the same duration at the same time."""
    placed = [(x.duration, x.time) for x in choice if x.time is not None]
    return len(set(placed)) < len(placed)


@dataclass
class Enumeration:
    """Every timetable of a problem, cut off where it costs more than the best so far.

    Parameters
    ----------
    instance
        The problem.
    twins
        Whether an event may have the same lesson twice (two of one duration at one time).
    limit
        At most so many prices of points; more raise ``TooManyTimetables``.
    """

    instance: Instance
    twins: bool = True
    limit: int = 10**9

    def __post_init__(self) -> None:
        self.points = sorted(points(self.instance), key=lambda p: len(p.positions))  # cheap first
        self.options = [self._options(e) for e in self.instance.events]
        self._closing: list[list[Point]] = [[] for _ in self.options]
        for point in self.points:
            self._closing[max(point.positions, default=0)].append(point)
        self._best = HARD * HARD
        self._found: list[int] = []
        self._tried = 0

    def least(self) -> tuple[Cost, Solution]:
        """The least cost, hard before soft, and a timetable that has it."""
        self._descend([], 0)
        hard, soft = divmod(self._best, HARD)
        return Cost(hard, soft), self.solution(self._found)

    def solution(self, chosen: Sequence[int]) -> Solution:
        """The timetable of one option for each event."""
        parts = (options[i] for options, i in zip(self.options, chosen, strict=True))
        return Solution(tuple(lesson for part in parts for lesson in part))

    def price(self, chosen: Sequence[int]) -> Cost:
        """The cost of a timetable, added up point by point."""
        hard, soft = divmod(sum(p.price(chosen, self.options) for p in self.points), HARD)
        return Cost(hard, soft)

    def _options(self, event: Event) -> list[Choice]:
        found = choices(self.instance, event)
        return found if self.twins else [c for c in found if not has_twins(c)]

    def _descend(self, chosen: list[int], sofar: int) -> None:
        depth = len(chosen)
        if depth == len(self.options):
            self._best, self._found = sofar, list(chosen)
            return
        for option in range(len(self.options[depth])):
            chosen.append(option)
            price = sofar
            for point in self._closing[depth]:
                price += self._priced(point, chosen)
                if price >= self._best:
                    break
            else:
                self._descend(chosen, price)
            chosen.pop()

    def _priced(self, point: Point, chosen: list[int]) -> int:
        self._tried += 1
        if self._tried > self.limit:
            raise TooManyTimetables(f"more than {self.limit} prices")
        return point.price(chosen, self.options)
