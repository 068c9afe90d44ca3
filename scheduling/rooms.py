"""Fills the slots that wait until the times are known: rooms, local assistants.

Each lesson gets one of its candidates who is free by the clock; as few different ones for an event
as possible, and those of an earlier timetable where there is one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import networkx as nx

from community.models import WeekPattern
from community.rule import Cost
from community.text import Text
from scheduling.check import check
from scheduling.clock import moments
from scheduling.domains import mask_of
from scheduling.model import narrowed
from scheduling.rules.assign_resource import AssignResource
from scheduling.solution import Schedule, Solution
from scheduling.wished_free import prices_of
from scheduling.wording import role_name
from solving import clock
from solving.builder import Builder
from solving.solver import solve

if TYPE_CHECKING:
    from community.rule import Violation
    from scheduling.domains import Domains
    from scheduling.instance import Event, Instance, ResourceSlot
    from scheduling.setting import Setting
    from scheduling.solution import Lesson
    from solving.outcome import Budget

_ByPosition = dict[int, list[tuple[WeekPattern, Any]]]

ROUNDS = 5  # fillings that are tried
MINIMUM_SECONDS = 1.0
LACKING, SPLIT, CHANGED = 1_000, 3, 1  # price of an empty slot, a further resource, a change
NEEDED = 1_000  # times as dear is a slot that may not be empty, beside others that may
WISHED = 10  # price for each unit of a wish that somebody be free


@dataclass(frozen=True, slots=True)
class Lack:
    """A slot that nobody can fill, and the sentence that says why."""

    event: str
    role: str
    time: str
    sentence: Text


@dataclass(frozen=True, slots=True)
class Filling:
    """A timetable with its open slots filled, except for what is lacking."""

    solution: Solution
    lacks: tuple[Lack, ...] = ()


@dataclass(frozen=True, slots=True)
class _Need:
    """An open slot of one placed lesson (by its position in the solution)."""

    lesson: int
    role: str
    event: Event
    positions: tuple[int, ...]
    candidates: tuple[str, ...]
    weeks: WeekPattern
    must: bool  # no mere wish
    unwanted: dict[str, int]  # what it costs that a candidate has it who is wished free then


def fill(
    instance: Instance, solution: Solution, budget: Budget, before: Solution | None = None
) -> Filling:
    """Fill the open slots of the placed lessons.

    Whoever would break a hard rule in a slot (the way from another site, a full day) is taken off
    the list there, and the slots are filled again.

    Parameters
    ----------
    instance, solution
        The problem, and a timetable with times.
    budget
        At most so much time; the first answer takes moments, the rest saves changes of room.
    before
        An earlier timetable whose rooms and assistants are kept where that is possible.
    """
    if not any(e.open_slots() for e in instance.events):
        return Filling(solution)
    deadline = clock.now() + budget.seconds
    schedule = Schedule(instance, _bare(instance, solution))
    needs = _needs(instance, schedule)
    best: tuple[int, Filling] | None = None
    for _ in range(ROUNDS):
        left = budget.within(max(deadline - clock.now(), MINIMUM_SECONDS))
        filling = _filled(schedule, needs, left, before)
        broken = [v for v in check(instance, filling.solution) if v.is_hard and v.cost]
        hard = Cost.of(broken).hard
        if best is None or hard < best[0]:
            best = (hard, filling)
        allowed = _without_blamed(schedule, needs, filling, broken)
        if allowed == needs or clock.now() > deadline:
            break
        needs = allowed
    assert best is not None
    return best[1]


def _filled(
    schedule: Schedule, needs: list[_Need], budget: Budget, before: Solution | None
) -> Filling:
    """Solve the needs of each group of candidates apart: a school's music rooms are one."""
    parts = _apart(needs)
    filled: dict[int, list[tuple[str, str]]] = defaultdict(list)
    lacks = []
    for part in parts:
        budget_here = budget.within(max(MINIMUM_SECONDS, budget.seconds / len(parts)))
        task = _Assignment(schedule, part, before, whole=True)
        outcome = solve(task.builder.model, budget_here, phase="rooms")
        if not outcome.status.has_solution:
            task = _Assignment(schedule, part, before, whole=False)
            outcome = solve(task.builder.model, budget_here, phase="rooms")
        for i, need in enumerate(part):
            options = need.candidates if outcome.status.has_solution else ()
            found = next((r for r in options if outcome.holds(task.chosen[i, r])), None)
            if found is None and need.must:
                lacks.append(_lack(schedule.instance, need))
            elif found is not None:
                filled[need.lesson].append((need.role, found))
    lessons = tuple(
        replace(lesson, resources=(*lesson.resources, *filled[i])) if i in filled else lesson
        for i, lesson in enumerate(schedule.solution.lessons)
    )
    return Filling(Solution(lessons), tuple(lacks))


def _apart(needs: list[_Need]) -> list[list[_Need]]:
    """Return the needs in groups that share no candidate."""
    graph: nx.Graph[int | str] = nx.Graph()
    for i, need in enumerate(needs):
        graph.add_node(i)
        graph.add_edges_from((i, resource) for resource in need.candidates)
    components = nx.connected_components(graph)
    groups = sorted(sorted(n for n in c if isinstance(n, int)) for c in components)
    return [[needs[i] for i in group] for group in groups]


def _without_blamed(
    schedule: Schedule, needs: list[_Need], filling: Filling, broken: list[Violation]
) -> list[_Need]:
    """Return the needs without candidates whose choice a broken hard rule complains of."""
    blamed = {v.things for v in broken}
    times = schedule.instance.times

    def is_to_blame(need: _Need, resource: str) -> bool:
        chosen = filling.solution.lessons[need.lesson].resources
        if (need.role, resource) not in chosen:
            return False
        day = str(times[need.positions[0]].day)
        return (resource,) in blamed or (resource, day) in blamed

    return [
        replace(n, candidates=tuple(r for r in n.candidates if not is_to_blame(n, r)))
        for n in needs
    ]


def _bare(instance: Instance, solution: Solution) -> Solution:
    """Return the timetable without what it has in open slots."""
    bare = []
    for lesson in solution.lessons:
        open_roles = {s.role for s in instance.event_by_id[lesson.event].open_slots()}
        kept = tuple(pair for pair in lesson.resources if pair[0] not in open_roles)
        bare.append(lesson if kept == lesson.resources else replace(lesson, resources=kept))
    return Solution(tuple(bare))


def _needs(instance: Instance, schedule: Schedule) -> list[_Need]:
    domains, found = narrowed(instance, Builder()), []
    soft = (r for r in instance.rules if isinstance(r, AssignResource) and r.strictness == "soft")
    wished = {(e.id, r.role) for r in soft for e in r.applies_to.all_events(instance)}
    wished -= domains.must_fill
    prices = prices_of(instance)
    for i, lesson in enumerate(schedule.solution.lessons):
        event, positions = schedule.event(lesson), tuple(schedule.running(lesson))
        for slot in event.open_slots() if positions else ():
            if slot.role is not None:
                free = _free(schedule, domains, event, slot, positions)
                must = (event.id, slot.role) not in wished
                each = {r: sum(prices[r, p] for p in positions) for r in free}
                unwanted = {r: price for r, price in each.items() if price}
                need = _Need(i, slot.role, event, positions, free, lesson.weeks, must, unwanted)
                found.append(need)
    return found


def _free(
    schedule: Schedule,
    domains: Domains,
    event: Event,
    slot: ResourceSlot,
    positions: tuple[int, ...],
) -> tuple[str, ...]:
    """Return the candidates who are there: available, and not at another site that day."""
    instance, now = schedule.instance, mask_of(positions)
    days = {instance.times[p].day for p in positions}
    found = []
    for resource in domains.candidates(event, slot.role or ""):
        elsewhere = any(
            schedule.event(x).site not in (None, event.site) and instance.times[t].day in days
            for x in schedule.attended[resource]
            for t in schedule.running(x)
        )
        if not elsewhere and not domains.unavailable.get(resource, 0) & now:
            found.append(resource)
    return tuple(found)


class _Assignment:
    """The model: one literal for each need and candidate, bounded at every moment."""

    def __init__(
        self, schedule: Schedule, needs: list[_Need], before: Solution | None, *, whole: bool
    ) -> None:
        """``whole``: nothing may be lacking; otherwise what is lacking has its price."""
        self.schedule, self.needs = schedule, needs
        self.builder = Builder()
        new_literal = self.builder.model.new_bool_var
        self.chosen: dict[tuple[int, str], Any] = {
            (i, r): new_literal("") for i, need in enumerate(self.needs) for r in need.candidates
        }
        self._price(_kept(before), whole=whole)
        for resource, at in self._wanted().items():
            self._hold(resource, at)

    def _price(self, kept: set[tuple[str, str | None, str, str]], *, whole: bool) -> None:
        model = self.builder.model
        used: dict[tuple[str, str], dict[str, Any]] = defaultdict(dict)
        price: list[Any] = []
        mixed = len({need.must for need in self.needs}) > 1
        mixed |= any(need.unwanted for need in self.needs)
        for i, need in enumerate(self.needs):
            literals = [self.chosen[i, r] for r in need.candidates]
            if whole:
                model.add_exactly_one(literals)
            else:
                model.add_at_most_one(literals)
                dear = LACKING * (NEEDED if mixed and need.must else 1)
                price.append(dear * (1 - sum(literals)))
            start = self.schedule.solution.lessons[need.lesson].time
            ours = used[need.event.id, need.role]
            for resource, literal in zip(need.candidates, literals, strict=True):
                if resource not in ours:
                    ours[resource] = model.new_bool_var("")
                model.add_implication(literal, ours[resource])
                if (need.event.id, start, need.role, resource) in kept:
                    price.append(CHANGED * (1 - literal))
                if resource in need.unwanted:
                    price.append(WISHED * need.unwanted[resource] * literal)
        for ours in used.values():
            if len(ours) > 1:
                more = model.new_int_var(0, len(ours) - 1, "")
                model.add(more >= sum(ours.values()) - 1)
                price.append(SPLIT * more)
        model.minimize(sum(price))

    def _wanted(self) -> dict[str, _ByPosition]:
        wanted: dict[str, _ByPosition] = defaultdict(lambda: defaultdict(list))
        for (i, resource), literal in self.chosen.items():
            need = self.needs[i]
            for position in need.positions:
                wanted[resource][position].append((need.weeks, literal))
        return wanted

    def _hold(self, resource: str, at: _ByPosition) -> None:
        """Let a resource have no more lessons at a moment than it can hold, in any week."""
        taken: Counter[tuple[int, WeekPattern]] = Counter()
        for lesson in self.schedule.attended[resource]:
            for position in self.schedule.running(lesson):
                taken[position, lesson.weeks] += 1
        capacity = self.schedule.instance.resource_by_id[resource].capacity
        for moment in moments(self.schedule.instance, [*at, *(p for p, _ in taken)]):
            for half in (WeekPattern.ODD, WeekPattern.EVEN):
                busy = sum(
                    n for (p, w), n in taken.items() if p in moment.running and w.meets(half)
                )
                literals = [x for p in moment.running for w, x in at.get(p, ()) if w.meets(half)]
                if literals and busy + len(literals) > capacity:
                    self.builder.model.add(sum(literals) <= max(0, capacity - busy))


def _kept(before: Solution | None) -> set[tuple[str, str | None, str, str]]:
    lessons: tuple[Lesson, ...] = before.lessons if before else ()
    return {(x.event, x.time, role, resource) for x in lessons for role, resource in x.resources}


def _lack(instance: Setting, need: _Need) -> Lack:
    start = instance.times[need.positions[0]]
    when, what = start.name or start.id, need.event.name or need.event.id
    names = [instance.resource_by_id[r].name or r for r in need.candidates]
    role = role_name(need.role)
    if names:
        zh = f"{what}在{when}没有可用的{role.zh}：{'、'.join(names)}那时都有课。"
        en = f"{what} at {when} has no free {role.en}: {', '.join(names)} are all taken."
    else:
        zh = f"{what}在{when}没有可用的{role.zh}：没有合适的人选或教室。"
        en = f"{what} at {when} has no {role.en}: nobody and nothing suitable is there."
    return Lack(need.event.id, need.role, start.id, Text(zh, en))
