"""How each family of rules is read as demands: its third form, beside check and constraint."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING, Any

from community.rule import Strictness
from scheduling.local.demands import (
    ASSIGN_RESOURCE,
    ASSIGN_TIME,
    AVOID_SPLIT,
    BUSY,
    CLASHES,
    CLUSTER,
    COMMON_FREE,
    CONSTANT,
    DISTRIBUTE,
    FREE,
    IDLE,
    KEEP,
    LINK,
    ORDER,
    OWN,
    PATTERNS,
    PREFER_RESOURCES,
    PREFER_TIMES,
    RECEIVED,
    SPLIT,
    SPREAD,
    STAY,
    SYNC,
    TRAVEL,
    UNAVAILABLE,
    WORKLOAD,
    Demand,
    Demands,
)
from scheduling.rules.assign_resource import AssignResource
from scheduling.rules.assign_time import AssignTime
from scheduling.rules.avoid_clashes import AvoidClashes
from scheduling.rules.avoid_split_assignments import AvoidSplitAssignments
from scheduling.rules.avoid_unavailable_times import AvoidUnavailableTimes
from scheduling.rules.cluster_busy_times import ClusterBusyTimes
from scheduling.rules.common_free_time import CommonFreeTime
from scheduling.rules.distribute_split_events import DistributeSplitEvents
from scheduling.rules.fixed_days import FixedDays, other_times
from scheduling.rules.keep_resources import KeepResources
from scheduling.rules.limit_busy_times import LimitBusyTimes
from scheduling.rules.limit_consecutive import LimitConsecutive
from scheduling.rules.limit_idle_times import LimitIdleTimes
from scheduling.rules.limit_sites import LimitSites
from scheduling.rules.limit_workload import LimitWorkload
from scheduling.rules.link_events import LinkEvents
from scheduling.rules.order_events import OrderEvents
from scheduling.rules.own_class import OwnClass
from scheduling.rules.prefer_resources import PreferResources
from scheduling.rules.prefer_times import PreferTimes
from scheduling.rules.split_events import SplitEvents
from scheduling.rules.spread_events import SpreadEvents
from scheduling.rules.stay_close import StayClose
from scheduling.rules.sync_link import SyncLink
from scheduling.rules.sync_quota import SyncQuota
from scheduling.rules.travel_time import TravelTime

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduling.domains import Domains
    from scheduling.instance import Instance
    from scheduling.rules.base import Rule

NO_LIMIT = 1 << 40


def read_rules(instance: Instance, domains: Domains) -> Demands:
    """Return the demands of all rules."""
    found = Demands(instance, domains)
    for rule in instance.rules:
        if rule.applies(instance):
            READERS[type(rule)](found, rule)
    return found


def _clashes(found: Demands, rule: AvoidClashes) -> None:
    found.on_resources(rule, found.add(rule, CLASHES))


def _unavailable(found: Demands, rule: AvoidUnavailableTimes) -> None:
    times = found.instance.positions(rule.time_groups, rule.times)
    found.on_resources(rule, found.add(rule, UNAVAILABLE, mask=found.masks[times]))


def _visits(found: Demands, rule: FixedDays) -> None:
    for visit in rule.visits:
        times = frozenset(other_times(found.instance, visit))
        demand = found.add(rule, UNAVAILABLE, mask=found.masks[times])
        found.of_resource[visit.resource].append(demand)


def _by_days(kind: int) -> Callable[[Demands, Any], None]:
    """Return how a rule with time groups, a minimum and a maximum is read."""

    def read(found: Demands, rule: Any) -> None:
        groups = found.positions_of(rule.time_groups)
        limits = {"low": rule.minimum, "high": rule.maximum}
        found.on_busy_times(rule, kind, groups, whole=kind in (IDLE, FREE), **limits)

    return read


def _idle(found: Demands, rule: LimitIdleTimes) -> None:
    """Read which free times count: those between lessons, or all before the last one."""
    _by_days(FREE if rule.from_start else IDLE)(found, rule)


def _consecutive(found: Demands, rule: LimitConsecutive) -> None:
    """Read each run of joined times that is one too long as a day with at most ``maximum``."""
    windows = [frozenset(w) for w in rule.windows(found.instance)]
    found.on_busy_times(rule, BUSY, windows, whole=True, high=rule.maximum)


def _sites(found: Demands, rule: LimitSites) -> None:
    """Read a school on a day as a day, of which so many are busy at most."""
    at: dict[tuple[str, int | None], set[int]] = defaultdict(set)
    for position, time in enumerate(found.instance.times):
        if time.site:
            at[time.site, time.day].add(position)
            at[time.site, None].add(position)
    for today in sorted({day for _, day in at}, key=str):
        most = rule.max_per_week if today is None else rule.max_per_day
        if most is not None:
            groups = [frozenset(times) for (_, day), times in at.items() if day == today]
            found.on_busy_times(rule, CLUSTER, groups, high=most)


def _travel(found: Demands, rule: TravelTime) -> None:
    """Read each day of somebody who may be at several schools as a demand of its own."""
    instance = found.instance
    found.close.append(partial(rule.way, instance))
    known: dict[frozenset[int], list[Demand]] = {}
    for resource in rule.applies_to.all_resources(instance):
        around = found.around(resource)
        if len({instance.times[t].site for t in around}) < 2:
            continue
        if around not in known:
            by_day: dict[int | None, set[int]] = defaultdict(set)
            for position in around:
                by_day[instance.times[position].day].add(position)
            days = [[(found.time_groups[frozenset(d)], 0, 0)] for d in by_day.values()]
            which = len(found.close) - 1
            known[around] = [found.add(rule, TRAVEL, groups=day, mask=which) for day in days]
        found.of_resource[resource] += known[around]


def _workload(found: Demands, rule: LimitWorkload) -> None:
    found.on_resources(rule, found.add(rule, WORKLOAD, low=rule.minimum, high=rule.maximum))


def _assign_time(found: Demands, rule: AssignTime) -> None:
    found.on_events(rule, found.add(rule, ASSIGN_TIME))


def _prefer_times(found: Demands, rule: PreferTimes) -> None:
    times = found.instance.positions(rule.time_groups, rule.times)
    duration = 0 if rule.duration is None else rule.duration
    found.on_events(rule, found.add(rule, PREFER_TIMES, low=duration, mask=found.masks[times]))


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
    mask = found.masks[frozenset(index)]
    found.on_places(
        rule, rule.role, lambda place: found.add(rule, PREFER_RESOURCES, place=place, mask=mask)
    )


def _spread(found: Demands, rule: SpreadEvents) -> None:
    spreads = [(found.instance.positions([s.time_group]), s) for s in rule.spreads]
    groups = [(found.time_groups[times], s.minimum, s.maximum) for times, s in spreads]
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


def _sync(found: Demands, rule: SyncLink) -> None:
    for cast in rule.broadcasts:
        for receiver in cast.receivers:
            demand = found.add(rule, SYNC, low=rule.min_overlap_minutes)
            found.units.append((demand, [(cast.host, -1), (receiver, -1)]))
        if rule.max_receivers is not None and len(cast.receivers) > rule.max_receivers:
            over = len(cast.receivers) - rule.max_receivers
            found.units.append((found.add(rule, CONSTANT, low=over), []))
        if rule.strictness is Strictness.HARD:
            found.casts.append((cast, rule.min_overlap_minutes))


def _quota(found: Demands, rule: SyncQuota) -> None:
    for pair in rule.receptions:
        subjects = list(dict.fromkeys(subject for _, subject in pair.events))
        members = [(event, subjects.index(subject)) for event, subject in pair.events]
        least = {"low": rule.min_lessons, "groups": [(0, rule.min_subjects, 0)]}
        found.units.append((found.add(rule, RECEIVED, high=rule.weeks, **least), members))


def _common(found: Demands, rule: CommonFreeTime) -> None:
    """Note all events of the people, unless they are never busy then: that is most common."""
    instance, options = found.instance, found.positions_of(rule.options)
    people = rule.applies_to.all_resources(instance)
    if not any(found.reaches(person, option) for person in people for option in options):
        return
    index = {r.id: i for i, r in enumerate(instance.resources)}
    places: dict[str, list[str]] = defaultdict(list)
    for event in instance.events:
        for slot in event.slots:
            waiting = found.candidates(event, slot.role, slot.type)
            for resource in [slot.resource] if slot.resource else waiting:
                places[resource].append(event.id)
    members = [(event, index[r]) for r in people for event in places[r]]
    groups = [(found.time_groups[g], 0, 0) for g in options]
    found.units.append((found.add(rule, COMMON_FREE, groups=groups), members))


def _own_class(found: Demands, rule: OwnClass) -> None:
    """Read each wish as a demand on its events; as a cost that stays where all is settled."""
    index = {r.id: i for i, r in enumerate(found.instance.resources)}
    for wish in rule.wishes:
        places = [(e, p) for e in wish.events for p in found.places(e, wish.role)]
        given = [found.slot(*place).resource for place in places]
        if None in given:
            demand = found.add(rule, OWN, low=index[wish.resource])
            found.units.append((demand, places))
        elif wish.resource not in given:
            found.units.append((found.add(rule, CONSTANT, low=1), []))


def _keep(found: Demands, rule: KeepResources) -> None:
    """Read who was there before as a demand on the event; as a cost that stays where settled."""
    index = {r.id: i for i, r in enumerate(found.instance.resources)}
    for held in rule.base:
        if held.resource not in index or held.event not in found.instance.event_by_id:
            continue
        length = found.instance.event_by_id[held.event].duration
        for place in found.places(held.event, held.role):
            given = found.slot(held.event, place).resource
            if given is None:
                demand = found.add(rule, KEEP, low=index[held.resource], place=place)
                found.of_event[held.event].append(demand)
            elif given != held.resource:
                found.units.append((found.add(rule, CONSTANT, low=length), []))


def _stay(found: Demands, rule: StayClose) -> None:
    """Read where and for how long an event had its lessons: time and weeks, length, how many."""
    index = found.instance.time_index
    for event, lessons in rule.kept(found.instance):
        held = [
            # A time that is gone is one that no lesson has.
            (index.get(time, len(index)) * len(PATTERNS) + PATTERNS.index(weeks), duration, count)
            for (duration, time, weeks), count in lessons.items()
        ]
        found.of_event[event].append(found.add(rule, STAY, groups=held))


READERS: dict[type[Rule], Callable[[Demands, Any], None]] = {
    SyncLink: _sync,
    SyncQuota: _quota,
    CommonFreeTime: _common,
    FixedDays: _visits,
    LimitSites: _sites,
    TravelTime: _travel,
    OwnClass: _own_class,
    KeepResources: _keep,
    StayClose: _stay,
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
