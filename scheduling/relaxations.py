"""Proved bounds by resource: what each resource's own lessons cost at the least.

Of the full model CP-SAT proves next to nothing about idle times, days at work or spread. But the
lessons of one teacher alone are a small problem: all rules about them, and nothing else. Its
optimum is proved in a moment. Soft points of application are shared out, so that each is counted
for one resource only; then the optima add up to a bound on the soft cost of every timetable that
breaks no hard rule.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from community.rule import Strictness
from scheduling.incumbent import HARD_WEIGHT
from scheduling.model import build
from scheduling.rules.base import AppliesTo
from solving import clock
from solving.builder import Builder
from solving.outcome import Status
from solving.solver import solve
from solving.threads import side_by_side

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scheduling.instance import Instance
    from scheduling.rules.base import Rule
    from solving.outcome import Budget

FIELDS = ("resources", "events", "event_groups")  # of ``AppliesTo``, that name points
FIRST_SECONDS, LONGER = 0.3, 3.0  # for a model in the first round; factor from round to round


@dataclass
class Part:
    """One resource's problem, and the bound that is proved of it."""

    problem: Instance
    bound: int = 0
    is_closed: bool = False


def parts_of(instance: Instance) -> list[Part]:
    """Return a part for each resource that soft rules speak of, by itself or through its events.

    Resources with soft rules of their own come first, those with many events before others.
    """
    cut = Cut(instance)
    attended = {r: frozenset(e.id for e, _ in pairs) for r, pairs in instance.events_of.items()}
    order = sorted(attended, key=lambda r: (not cut.is_ruled_on(r), -len(attended[r])))
    problems = (cut.to(attended[r]) for r in order if attended[r])
    return [Part(problem) for problem in problems if problem is not None]


def bound_by_resources(
    instance: Instance, budget: Budget, over: Callable[[], bool], proved: Callable[[float], None]
) -> None:
    """Prove what the parts cost, the small ones first, in rounds of ever longer limits.

    Parameters
    ----------
    over
        Whether to stop.
    proved
        Gets bounds on hard and soft cost in one number (``HARD_WEIGHT``), not always in order.
    """
    until = clock.now() + budget.seconds
    parts, limit = parts_of(instance), FIRST_SECONDS

    def stop() -> bool:
        return over() or clock.now() >= until

    def work(some: Iterator[Part], seconds: float) -> None:
        for part in some:
            if stop():
                return
            left = until - clock.now()
            _prove(part, replace(budget, seconds=min(seconds, left), workers=1))
            proved(min(HARD_WEIGHT, sum(p.bound for p in parts)))

    while not stop() and (waiting := [p for p in parts if not p.is_closed]):
        some = reversed(waiting)  # shared: what one thread takes, the others do not get
        side_by_side([partial(work, some, limit)] * max(1, budget.workers))
        limit *= LONGER


def _prove(part: Part, budget: Budget) -> None:
    builder = Builder()
    context = build(part.problem, builder)
    builder.minimize(HARD_WEIGHT)
    report = solve(builder.model, budget, phase="bound").report
    part.is_closed = report.status in (Status.OPTIMAL, Status.INFEASIBLE) or context.doubtful
    if report.status is Status.INFEASIBLE:  # so is the whole: some hard rule is broken
        part.bound = HARD_WEIGHT
    elif report.bound is not None and math.isfinite(report.bound) and not context.doubtful:
        part.bound = max(part.bound, math.ceil(report.bound - 1e-6))


class Cut:
    """Cuts parts out of an instance, each with the points that depend on its events alone."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self._counted: set[tuple[str, int, str]] = set()
        self._events_of = {
            r: frozenset(e.id for e, _ in pairs) for r, pairs in instance.events_of.items()
        }
        types = {s.type for e in instance.events for s in e.open_slots()}
        self._growing = {  # that may get further lessons from open slots
            r.id for r in instance.resources if types & {None, r.type}
        }
        self._index()

    def _index(self) -> None:
        """Note the rules of each point, by the field of ``AppliesTo`` that names it."""
        self._rules_of: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._groups_of: dict[str, set[str]] = defaultdict(set)
        for number, rule in enumerate(self.instance.rules):
            if "resources" in rule.needs or rule.weight == 0:
                continue
            applies, named = rule.applies_to, list[str]()
            if rule.points_are == "resources":
                named = applies.all_resources(self.instance)
            elif rule.points_are == "events":
                named = [event.id for event in applies.all_events(self.instance)]
            elif rule.points_are == "event_groups":
                named = list(applies.event_groups)
            for point in named:
                self._rules_of[rule.points_are, point].append(number)
        for group in self.instance.event_groups:
            for member in group.members:
                self._groups_of[member].add(group.id)

    def is_ruled_on(self, resource: str) -> bool:
        """Return whether a soft rule speaks of a resource."""
        return any(map(self._is_soft, self._rules_of["resources", resource]))

    def to(self, events: frozenset[str]) -> Instance | None:
        """Return the part of these events; None when no soft point is left to count for it."""
        part = self.part(events)
        return part if any(r.strictness is not Strictness.HARD for r in part.rules) else None

    def part(self, events: frozenset[str]) -> Instance:
        """Return these events with the rules that speak of them alone."""
        instance = self.instance
        found: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for field, number, point in self._points(events):
            found[number].append((field, point))
        rules = [self._restricted(number, points) for number, points in sorted(found.items())]
        groups = tuple(
            replace(g, members=tuple(m for m in g.members if m in events))
            for g in instance.event_groups
        )
        return replace(
            instance,
            events=tuple(e for e in instance.events if e.id in events),
            event_groups=groups,
            rules=tuple(rules),
        )

    def _points(self, events: frozenset[str]) -> Iterator[tuple[str, int, str]]:
        """Yield the points that depend on these events alone: field, rule and what is named.

        A soft point is yielded once in the life of this cut.
        """
        attending = {
            s.resource for e in events for s in self.instance.event_by_id[e].slots if s.resource
        }
        touched = {group for event in events for group in self._groups_of[event]}
        named = zip(FIELDS, (attending, events, touched), strict=True)
        for field, point in ((field, p) for field, points in named for p in sorted(points)):
            for number in self._rules_of[field, point]:
                if self._is_whole(field, number, point, events):
                    yield field, number, point

    def _is_whole(self, field: str, number: int, point: str, events: frozenset[str]) -> bool:
        """Return whether a point can be stated on these events; a soft one only for once."""
        rule, soft = self.instance.rules[number], self._is_soft(number)
        whole = True
        if field == "resources":
            known = point not in self._growing and self._events_of[point] <= events
            whole = known or (rule.only_grows and not soft)
        elif field == "event_groups":
            whole = events.issuperset(self.instance.event_group(point).members)
        if not whole or (field, number, point) in self._counted:
            return False
        if soft:
            self._counted.add((field, number, point))
        return True

    def _is_soft(self, number: int) -> bool:
        """Return whether a rule is charged for, as those in principle are, too."""
        return self.instance.rules[number].strictness is not Strictness.HARD

    def _restricted(self, number: int, points: list[tuple[str, str]]) -> Rule:
        named = (tuple(p for f, p in points if f == field) for field in FIELDS)
        resources, events, groups = named
        applies = AppliesTo(resources=resources, events=events, event_groups=groups)
        return replace(self.instance.rules[number], applies_to=applies)
