"""One school after another: each plans its own week around what the earlier ones have fixed."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from community.rule import Cost, Strictness
from scheduling.check import check
from scheduling.instance import Instance
from scheduling.rules.avoid_unavailable_times import AvoidUnavailableTimes
from scheduling.rules.base import AppliesTo
from scheduling.rules.common_free_time import CommonFreeTime
from scheduling.rules.distribute_split_events import DistributeSplitEvents
from scheduling.rules.even_loads import EvenLoads
from scheduling.rules.limit_idle_times import LimitIdleTimes
from scheduling.rules.limit_parts import LimitParts
from scheduling.rules.limit_sites import LimitSites
from scheduling.rules.limit_workload import LimitWorkload
from scheduling.rules.own_class import OwnClass
from scheduling.rules.prefer_times import PreferTimes
from scheduling.rules.split_events import SplitEvents
from scheduling.rules.sync_link import Broadcast, SyncLink
from scheduling.rules.sync_quota import SyncQuota
from scheduling.rules.travel_time import TravelTime
from scheduling.search import solve
from scheduling.solution import Schedule, Solution
from solving import clock

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from community.rule import Violation
    from scheduling.instance import Event
    from scheduling.rules.base import Rule
    from scheduling.solution import Lesson
    from solving.outcome import Budget

SETTLED = (EvenLoads, LimitParts, LimitWorkload, OwnClass)  # the staffing says what they cost
OF_ALL = (SyncQuota,)  # no school answers for it alone
# Broken, not mended, by lessons that are left out:
WHOLE = (SplitEvents, DistributeSplitEvents, SyncLink, LimitIdleTimes)


def school_after_school(
    instance: Instance, order: Sequence[str], budget: Budget
) -> tuple[Solution, dict[str, str]]:
    """Return the timetable of all schools together, and how the search of each one ended.

    A school gets its share of the seconds by its periods; what one does not need, the next ones
    have. Lessons for which there is no time are left out.
    """
    periods = {s: sum(e.duration for e in instance.events if e.site == s) for s in order}
    deadline = clock.now() + budget.left
    lessons: list[Lesson] = []
    told: dict[str, str] = {}
    for number, school in enumerate(order):
        week = week_of(instance, school, order[:number], Solution(tuple(lessons)))
        if not week.events:
            continue
        share = periods[school] / max(1, sum(periods[s] for s in order[number:]))
        result = solve(week, budget.within(share * (deadline - clock.now())))
        told[school] = result.report.status.value
        if result.solution is not None:
            lessons += kept(week, result.solution)
    return Solution(tuple(lessons)), told


def kept(week: Instance, solution: Solution) -> list[Lesson]:
    """Return the lessons that have a place, without those that break a hard rule at theirs."""
    lessons = [x for x in solution.lessons if x.time is not None]
    while broken := _conflicts(week, lessons):
        points = {v.things[0] for v in broken}
        schedule = Schedule(week, Solution(tuple(lessons)))
        blamed = [
            i
            for i, lesson in enumerate(lessons)
            if points & {lesson.event, schedule.event(lesson).course}
            or any(resource in points for _, resource in schedule.resources(lesson))
        ]
        rests = [lessons[:i] + lessons[i + 1 :] for i in blamed]
        prices = [Cost.of(_conflicts(week, rest)).hard for rest in rests]
        if min(prices, default=0) >= Cost.of(broken).hard or not rests:
            break  # no single lesson could mend it
        lessons = rests[prices.index(min(prices))]
    return lessons


def _conflicts(week: Instance, lessons: list[Lesson]) -> list[Violation]:
    """Return where these lessons break hard rules, whatever else is left out."""
    length: Counter[str] = Counter()
    for lesson in lessons:
        length[lesson.event] += lesson.duration
    events = tuple(replace(e, duration=length[e.id]) for e in week.events)
    rules = tuple(r for r in week.rules if not isinstance(r, WHOLE))
    held = replace(week, events=events, rules=rules)
    return [v for v in check(held, Solution(tuple(lessons))) if v.is_hard]


def week_of(instance: Instance, school: str, before: Sequence[str], fixed: Solution) -> Instance:
    """Return the week of one school as it stands when the schools before have fixed theirs.

    Series that nobody can follow any more are left out: they find no place.
    """
    schedule = Schedule(instance, fixed)
    added = [*_elsewhere(schedule, school), *_following(schedule, school, before)]
    hopeless = {
        e for r in added if isinstance(r, PreferTimes) and not r.times for e in r.applies_to.events
    }
    events = {e.id: e for e in instance.events if e.site == school and e.id not in hopeless}
    groups = tuple(
        replace(group, members=members)
        for group in instance.event_groups
        if (members := tuple(e for e in group.members if e in events))
    )
    rules = [part for rule in (*instance.rules, *added) if (part := _part(rule, events, groups))]
    rules = [_still_free(r, schedule) if isinstance(r, CommonFreeTime) else r for r in rules]
    return replace(instance, events=tuple(events.values()), event_groups=groups, rules=tuple(rules))


def _part(rule: Rule, events: dict[str, Event], groups: Sequence[object]) -> Rule | None:
    """Return what a rule says to a school with these events, None when that is nothing."""
    if isinstance(rule, (*SETTLED, *OF_ALL)):
        return None
    if isinstance(rule, SyncLink):
        casts = [[e for e in (c.host, *c.receivers) if e in events] for c in rule.broadcasts]
        links = tuple(Broadcast(c[0], tuple(c[1:])) for c in casts if len(c) > 1)
        return replace(rule, broadcasts=links, max_receivers=None) if links else None
    said = rule.applies_to
    known = {group.id for group in groups}  # type: ignore[attr-defined]
    here = replace(
        said,
        events=tuple(e for e in said.events if e in events),
        event_groups=tuple(g for g in said.event_groups if g in known),
    )
    if here == AppliesTo() != said:
        return None
    return replace(rule, applies_to=here)


def _still_free(rule: CommonFreeTime, schedule: Schedule) -> Rule:
    """Return the rule with the half-days that the schools before have kept free best."""
    instance = schedule.instance
    people = rule.applies_to.all_resources(instance)

    def lessons(option: str) -> int:
        times = instance.positions([option])
        return sum(len(times & schedule.busy[r].keys()) for r in people)

    fewest = min(map(lessons, rule.options), default=0)
    return replace(rule, options=tuple(o for o in rule.options if lessons(o) == fewest))


def _elsewhere(schedule: Schedule, school: str) -> Iterator[Rule]:
    """Yield when the school's shared people are taken by lessons at the schools before."""
    instance = schedule.instance
    here = [p for p, t in enumerate(instance.times) if t.site == school]
    people = {s.resource for e in instance.events if e.site == school for s in e.slots}
    for person in sorted(p for p in people if p is not None and schedule.busy.get(p)):
        taken = [p for p in here if is_taken(schedule, person, p)]
        if taken:
            yield AvoidUnavailableTimes(
                id=f"elsewhere_{person}",
                times=tuple(instance.times[p].id for p in taken),
                applies_to=AppliesTo(resources=(person,)),
            )


def shared_people(instance: Instance) -> list[str]:
    """Return the teachers who have lessons at more than one school."""
    sites = {r: {e.site for e, _ in events} for r, events in instance.events_of.items()}
    return [r for r, at in sites.items() if len(at) > 1]


def is_taken(schedule: Schedule, person: str, position: int) -> bool:
    """Return whether fixed lessons elsewhere keep a person from a lesson at this time."""
    instance, busy = schedule.instance, schedule.busy[person]
    assert isinstance(instance, Instance)
    time = instance.times[position]
    days: dict[int | None, set[str | None]] = defaultdict(set)
    for other in busy:
        days[instance.times[other].weekday].add(instance.times[other].site)
    week = {site for sites in days.values() for site in sites}
    for rule in instance.rules:
        if rule.strictness is not Strictness.HARD:
            continue
        if isinstance(rule, TravelTime) and any(rule.way(instance, p, position) for p in busy):
            return True
        if isinstance(rule, LimitSites):
            windows = ((days[time.weekday], rule.max_per_day), (week, rule.max_per_week))
            if any(most is not None and len(at | {time.site}) > most for at, most in windows):
                return True
    return False


def _following(schedule: Schedule, school: str, before: Sequence[str]) -> Iterator[Rule]:
    """Yield at which times the school's synchronous lessons meet what has been fixed of them.

    The host's lesson where it is fixed; else as many of the receivers as can be met.
    """
    instance, event = schedule.instance, schedule.instance.event_by_id
    assert isinstance(instance, Instance)
    for rule in instance.rules:
        if not isinstance(rule, SyncLink) or rule.strictness is not Strictness.HARD:
            continue
        for cast in rule.broadcasts:
            every = (cast.host, *cast.receivers)
            fixed = [e for e in every if event[e].site in before]
            leading = [cast.host] if cast.host in fixed else fixed
            for mine in every if leading else ():
                if event[mine].site == school:
                    at = _meeting(schedule, rule, leading, school)
                    yield PreferTimes(
                        id=f"follows_{mine}",
                        times=tuple(instance.times[p].id for p in at),
                        applies_to=AppliesTo(events=(mine,)),
                    )


def _meeting(schedule: Schedule, rule: SyncLink, leading: list[str], school: str) -> list[int]:
    """Return the times of a school that meet most of the events, none where they meet nothing."""
    instance = schedule.instance
    runs = [[schedule.running(x) for x in schedule.by_event[e]] for e in leading]
    met = {
        p: sum(
            any(rule.meets(instance, (run[0], len(run)), (p, 1)) for run in event if run)
            for event in runs
        )
        for p, t in enumerate(instance.times)
        if t.site == school
    }
    most = max(met.values(), default=0)
    return [p for p, count in met.items() if count == most > 0]
