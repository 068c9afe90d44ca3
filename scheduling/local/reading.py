"""The rules of an instance as demands: what the compiled functions know of each family."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from community.rule import Strictness
from scheduling.rules.assign_resource import AssignResource
from scheduling.rules.assign_time import AssignTime
from scheduling.rules.avoid_clashes import AvoidClashes
from scheduling.rules.avoid_split_assignments import AvoidSplitAssignments
from scheduling.rules.avoid_unavailable_times import AvoidUnavailableTimes
from scheduling.rules.cluster_busy_times import ClusterBusyTimes
from scheduling.rules.distribute_split_events import DistributeSplitEvents
from scheduling.rules.limit_busy_times import LimitBusyTimes
from scheduling.rules.limit_consecutive import LimitConsecutive
from scheduling.rules.limit_idle_times import LimitIdleTimes
from scheduling.rules.limit_workload import LimitWorkload
from scheduling.rules.link_events import LinkEvents
from scheduling.rules.order_events import OrderEvents
from scheduling.rules.prefer_resources import PreferResources
from scheduling.rules.prefer_times import PreferTimes
from scheduling.rules.split_events import SplitEvents
from scheduling.rules.spread_events import SpreadEvents

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from community.rule import CostFunction
    from scheduling.instance import Event, Instance
    from scheduling.rules.base import Rule

NO_LIMIT = 1 << 40

# Kinds of demands. The functions of ``costs`` go by these numbers.
CLASHES, UNAVAILABLE, IDLE, FREE, CLUSTER, BUSY, WORKLOAD = range(7)
ASSIGN_TIME, PREFER_TIMES, SPLIT, DISTRIBUTE, ASSIGN_RESOURCE, PREFER_RESOURCES = range(7, 13)
SPREAD, LINK, AVOID_SPLIT, ORDER = range(13, 17)


@dataclass(eq=False)
class Demand:
    """One rule as a resource, an event or an event group sees it."""

    kind: int
    strictness: Strictness
    weight: int
    cost_function: CostFunction
    low: int = 0
    high: int = 0
    place: int = -1  # of the event: which of its slots
    groups: list[tuple[int, int, int]] = field(default_factory=list)  # time group, low, high
    mask: int = -1


Members = list[tuple[str, int]]  # events, each with the place that is meant, or -1


@dataclass
class Demands:
    """All demands of an instance, by what they are made on."""

    instance: Instance
    all: list[Demand] = field(default_factory=list)
    of_resource: dict[str, list[Demand]] = field(default_factory=lambda: defaultdict(list))
    of_event: dict[str, list[Demand]] = field(default_factory=lambda: defaultdict(list))
    units: list[tuple[Demand, Members]] = field(default_factory=list)
    linked: list[tuple[str, ...]] = field(default_factory=list)
    bound: list[tuple[str, ...]] = field(default_factory=list)  # linked by a hard rule
    time_groups: list[frozenset[int]] = field(default_factory=list)
    masks: list[frozenset[int]] = field(default_factory=list)

    def add(self, rule: Rule, kind: int, **more: Any) -> Demand:
        """Return a new demand of a rule."""
        demand = Demand(kind, rule.strictness, rule.weight, rule.cost_function, **more)
        self.all.append(demand)
        return demand

    def group(self, time_group: str) -> int:
        """Return the number of a time group."""
        return _number(self.time_groups, self.instance.positions([time_group]))

    def mask(self, of: Iterable[int]) -> int:
        """Return the number of a set of times or resources."""
        return _number(self.masks, frozenset(of))

    def on_resources(self, rule: Rule, demand: Demand) -> None:
        """Make a demand on each resource of a rule."""
        for resource in rule.applies_to.all_resources(self.instance):
            self.of_resource[resource].append(demand)

    def on_events(self, rule: Rule, demand: Demand) -> None:
        """Make a demand on each event of a rule."""
        for event in rule.applies_to.all_events(self.instance):
            self.of_event[event.id].append(demand)

    def on_places(self, rule: Rule, role: str, make: Callable[[int], Demand]) -> None:
        """Make a demand on each event of a rule that has an open slot of a role."""
        for event in rule.applies_to.all_events(self.instance):
            for place, slot in enumerate(event.slots):
                if slot.role == role and slot.resource is None:
                    self.of_event[event.id].append(make(place))

    def on_groups(self, rule: Rule, make: Callable[[], Demand], role: str | None = None) -> None:
        """Make a demand on each event group of a rule; with a role, on its places of the role."""
        for group in rule.applies_to.event_groups:
            members: Members = []
            for event in self.instance.event_group(group).members:
                if role is None:
                    members.append((event, -1))
                else:
                    members += _places(self.instance.event_by_id[event], role)
            if members:
                self.units.append((make(), members))


def read_rules(instance: Instance) -> Demands | None:
    """Return the demands of all rules; None when a family is not known here."""
    found = Demands(instance)
    for rule in instance.rules:
        read = _READ.get(type(rule))
        if read is None:
            return None
        if rule.applies(instance):
            read(found, rule)
    return found


def _number(known: list[frozenset[int]], found: frozenset[int]) -> int:
    if found not in known:
        known.append(found)
    return known.index(found)


def _places(event: Event, role: str) -> Iterator[tuple[str, int]]:
    for place, slot in enumerate(event.slots):
        if slot.role == role:
            yield event.id, place


def _clashes(found: Demands, rule: AvoidClashes) -> None:
    found.on_resources(rule, found.add(rule, CLASHES))


def _unavailable(found: Demands, rule: AvoidUnavailableTimes) -> None:
    times = found.instance.positions(rule.time_groups, rule.times)
    found.on_resources(rule, found.add(rule, UNAVAILABLE, mask=found.mask(times)))


def _by_days(kind: int) -> Callable[[Demands, Any], None]:
    """Return how a rule with time groups, a minimum and a maximum is read."""

    def read(found: Demands, rule: Any) -> None:
        groups = [(found.group(g), 0, 0) for g in rule.time_groups]
        demand = found.add(rule, kind, low=rule.minimum, high=rule.maximum, groups=groups)
        found.on_resources(rule, demand)

    return read


def _idle(found: Demands, rule: LimitIdleTimes) -> None:
    """Read which free times count: those between lessons, or all before the last one."""
    _by_days(FREE if rule.from_start else IDLE)(found, rule)


def _consecutive(found: Demands, rule: LimitConsecutive) -> None:
    """Read each run of joined times that is one too long as a day with at most ``maximum``."""
    windows = rule.windows(found.instance)
    groups = [(_number(found.time_groups, frozenset(w)), 0, 0) for w in windows]
    found.on_resources(rule, found.add(rule, BUSY, high=rule.maximum, groups=groups))


def _workload(found: Demands, rule: LimitWorkload) -> None:
    found.on_resources(rule, found.add(rule, WORKLOAD, low=rule.minimum, high=rule.maximum))


def _assign_time(found: Demands, rule: AssignTime) -> None:
    found.on_events(rule, found.add(rule, ASSIGN_TIME))


def _prefer_times(found: Demands, rule: PreferTimes) -> None:
    times = found.instance.positions(rule.time_groups, rule.times)
    duration = 0 if rule.duration is None else rule.duration
    found.on_events(rule, found.add(rule, PREFER_TIMES, low=duration, mask=found.mask(times)))


def _split(found: Demands, rule: SplitEvents) -> None:
    lengths = [(0, rule.minimum_duration, rule.maximum_duration)]  # no time group: see ``costs``
    amounts = {"low": rule.minimum_amount, "high": rule.maximum_amount}
    found.on_events(rule, found.add(rule, SPLIT, groups=lengths, **amounts))


def _distribute(found: Demands, rule: DistributeSplitEvents) -> None:
    demand = found.add(
        rule, DISTRIBUTE, low=rule.minimum, high=rule.maximum, place=rule.duration
    )  # ``place`` is the duration that is counted
    found.on_events(rule, demand)


def _assign_resource(found: Demands, rule: AssignResource) -> None:
    found.on_places(rule, rule.role, lambda place: found.add(rule, ASSIGN_RESOURCE, place=place))


def _prefer_resources(found: Demands, rule: PreferResources) -> None:
    preferred = rule.preferred(found.instance)
    index = (i for i, r in enumerate(found.instance.resources) if r.id in preferred)
    mask = found.mask(index)
    found.on_places(
        rule, rule.role, lambda place: found.add(rule, PREFER_RESOURCES, place=place, mask=mask)
    )


def _spread(found: Demands, rule: SpreadEvents) -> None:
    groups = [(found.group(s.time_group), s.minimum, s.maximum) for s in rule.spreads]
    found.on_groups(rule, lambda: found.add(rule, SPREAD, groups=groups))


def _link(found: Demands, rule: LinkEvents) -> None:
    found.on_groups(rule, lambda: found.add(rule, LINK))
    groups = (found.instance.event_group(g).members for g in rule.applies_to.event_groups)
    linked = [members for members in groups if len(members) > 1]
    found.linked += linked
    if rule.strictness is Strictness.HARD:
        found.bound += linked


def _avoid_split(found: Demands, rule: AvoidSplitAssignments) -> None:
    found.on_groups(rule, lambda: found.add(rule, AVOID_SPLIT), rule.role)


def _order(found: Demands, rule: OrderEvents) -> None:
    for first, second, minimum, maximum in rule.applies_to.event_pairs:
        high = NO_LIMIT if maximum is None else maximum
        demand = found.add(rule, ORDER, low=minimum or 0, high=high)
        found.units.append((demand, [(first, -1), (second, -1)]))


_READ: dict[type[Rule], Callable[[Demands, Any], None]] = {
    AvoidClashes: _clashes,
    AvoidUnavailableTimes: _unavailable,
    LimitIdleTimes: _idle,
    ClusterBusyTimes: _by_days(CLUSTER),
    LimitBusyTimes: _by_days(BUSY),
    LimitConsecutive: _consecutive,
    LimitWorkload: _workload,
    AssignTime: _assign_time,
    PreferTimes: _prefer_times,
    SplitEvents: _split,
    DistributeSplitEvents: _distribute,
    AssignResource: _assign_resource,
    PreferResources: _prefer_resources,
    SpreadEvents: _spread,
    LinkEvents: _link,
    AvoidSplitAssignments: _avoid_split,
    OrderEvents: _order,
}
