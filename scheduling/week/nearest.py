"""A timetable that is not finished: the nearest that was found, and what stands in its way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from community.rule import Strictness
from community.text import Text
from scheduling.check import check
from scheduling.domains import mask_of
from scheduling.model import narrowed
from scheduling.rules.assign_resource import AssignResource
from scheduling.rules.assign_time import AssignTime
from scheduling.rules.distribute_split_events import DistributeSplitEvents
from scheduling.rules.split_events import SplitEvents
from scheduling.rules.travel_time import TravelTime
from scheduling.solution import Schedule, Solution
from scheduling.week.courses import CLASS, TEACHER
from scheduling.week.writing import to_timetable
from scheduling.wording import event_name, moment, resource_name
from solving import clock
from solving.builder import Builder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.models import Community
    from community.rule import Violation
    from scheduling.instance import Event, Instance
    from scheduling.rooms import Lack
    from scheduling.solution import Lesson
    from scheduling.timetable import WeekTimetable

SPLITTING = {SplitEvents.family, DistributeSplitEvents.family}
NAMED = 3  # free slots of a class that one sentence speaks of
TRYING = 2.0  # seconds, at most, for placing lessons where nobody is in the way


@dataclass(frozen=True, slots=True)
class Trouble:
    """One lesson without a time, a room or a person, or one broken hard rule.

    ``class_name`` and ``teacher`` are names, empty where the rule speaks of none; the sentence says
    what stands in the way.
    """

    rule: str
    class_name: str
    teacher: str
    when: Text
    sentence: Text


@dataclass(frozen=True)
class Nearest:
    """The timetable that breaks least of the hard rules: no plan, and never taken for one."""

    instance: Instance
    solution: Solution
    hard: int
    lacks: tuple[Lack, ...] = ()

    def timetable(self, community: Community, term: str) -> WeekTimetable:
        """Return the lessons that have a time."""
        return to_timetable(self.instance, self.solution, term)

    @cached_property
    def violations(self) -> tuple[Violation, ...]:
        """Return what it breaks and is charged for, broken hard rules first."""
        found = (v for v in check(self.instance, self.solution) if v.cost)
        return tuple(sorted(found, key=lambda v: (not v.is_hard, -v.cost, v.rule, v.point)))

    def troubles(self, seconds: float = TRYING) -> tuple[Trouble, ...]:
        """Return what is missing and broken, lessons without a time first, then by class.

        So many ``seconds``, at most, are spent on what a lesson would break where all are free.
        """
        broken = [v for v in self.violations if v.is_hard]
        obstacles = Obstacles(self.instance, self.solution, broken, min(seconds, TRYING))
        found = [_lacking(obstacles, lack) for lack in self.lacks]
        told = {(lack.event, lack.role) for lack in self.lacks}
        roles = {r.id: r.role for r in self.instance.rules if isinstance(r, AssignResource)}
        waiting = {v.point for v in broken if v.family == AssignTime.family}
        for v in broken:
            follows = v.family in SPLITTING and v.point in waiting  # the rest counts as a lesson
            if not follows and (v.point, roles.get(v.rule)) not in told:
                found.append(_trouble(obstacles, v))
        order = {r.id: n for n, r in enumerate(self.instance.rules)}
        return tuple(sorted(found, key=lambda t: (order.get(t.rule, -1), t.class_name, t.teacher)))


class Obstacles:
    """Why a lesson has no time: who is taken, away or too far at each free slot of its class."""

    def __init__(
        self, instance: Instance, solution: Solution, broken: list[Violation], seconds: float
    ) -> None:
        self.instance, self.solution = instance, solution
        self.schedule = Schedule(instance, solution)
        self.domains = narrowed(instance, Builder())
        self.broken = broken
        self._until = clock.now() + seconds

    @cached_property
    def _ways(self) -> list[TravelTime]:
        rules = (r for r in self.instance.rules if isinstance(r, TravelTime))
        return [r for r in rules if r.strictness is Strictness.HARD]

    def people(self, event: Event) -> list[str]:
        """Return the resources that all lessons of an event have."""
        given = dict.fromkeys(s.resource for s in event.slots if s.resource)
        given |= dict.fromkeys(
            who for x in self.schedule.by_event[event.id] for _, who in x.resources
        )
        return [r for r in given if r]

    def sentence(self, event: Event) -> Text:
        """Return what stands in the way of a lesson at the free slots of its class."""
        said = list(self._said(event))
        if not said:
            return Text(
                "本班的课位已经排满。", "The class has no slot left that it could be held at."
            )
        rest = len(said) - NAMED
        more = Text(f"；等{len(said)}处" if rest > 0 else "", f"; and {rest} more" * (rest > 0))
        zh, en = "；".join(t.zh for t in said[:NAMED]), "; ".join(t.en for t in said[:NAMED])
        return Text(f"本班空着的课位：{zh}{more.zh}。", f"Free slots of the class: {en}{more.en}.")

    def _said(self, event: Event) -> Iterator[Text]:
        """Yield a clause for each start at which the class of an event is free."""
        classes = [r for r in self.people(event) if self.instance.resource_by_id[r].type == CLASS]
        duration = min(self.domains.durations(event), default=1)
        allowed = self.domains.starts(event, duration)
        for start, slot in enumerate(self.instance.times):
            there = event.site in (None, slot.site) and event.bells in ("", slot.bells)
            if not there or self.instance.span(start, duration) is None:
                continue
            span = range(start, start + duration)
            if any(self.schedule.busy[c][t] for c in classes for t in span):
                continue
            why = self._why(event, span, bool(allowed >> start & 1))
            when = moment(slot)
            yield Text(f"{when.zh}{why.zh}", f"{when.en} {why.en}")

    def _why(self, event: Event, span: range, allowed: bool) -> Text:
        """Return why a lesson is not held at these times, at which its class is free."""
        for who in self.people(event):
            name = resource_name(self.instance, who)
            if self.domains.unavailable.get(who, 0) & mask_of(span):
                return Text(f"{name}不能上课", f"{name} is not available")
            if other := self._taken(who, span):
                what = event_name(self.instance, other.event)
                return Text(f"{name}在上{what}", f"{name} has {what}")
            if other := self._far(who, span):
                what = event_name(self.instance, other.event)
                return Text(
                    f"{name}当天另有{what}，路上来不及", f"{name} cannot get there beside {what}"
                )
        if not allowed:
            return Text("规则不许在此时上这门课", "the rules allow no lesson of it then")
        return self._rule(event, span)

    def _taken(self, who: str, span: range) -> Lesson | None:
        """Return a lesson that a resource has at the same time by the clock, if it is too much."""
        times, capacity = self.instance.times, self.instance.resource_by_id[who].capacity
        there = [
            lesson
            for lesson in self.schedule.attended[who]
            if any(
                t == p or _overlap(times[t].clock, times[p].clock)
                for t in span
                for p in self.schedule.running(lesson)
            )
        ]
        return there[0] if len(there) >= capacity else None

    def _far(self, who: str, span: range) -> Lesson | None:
        """Return a lesson of a person from or to which the way is too long."""
        ways = [r for r in self._ways if who in r.applies_to.all_resources(self.instance)]
        for lesson in self.schedule.attended[who] if ways else ():
            for p in self.schedule.running(lesson):
                if any(r.way(self.instance, t, p) for r in ways for t in span):
                    return lesson
        return None

    def _rule(self, event: Event, span: range) -> Text:
        """Return what a lesson would break at times at which everybody is free."""
        if clock.now() < self._until:
            known = {(v.rule, v.point): v.cost for v in self.broken}
            for v in check(self.instance, self._with(event, span)):
                if v.is_hard and v.cost > known.get((v.rule, v.point), 0):
                    zh, en = v.sentence.zh.rstrip("。"), v.sentence.en.rstrip(".")
                    return Text(f"会违反规则：{zh}", f"would break a rule: {en}")
        return Text("与其他规则相抵", "other rules stand against it")

    def _with(self, event: Event, span: range) -> Solution:
        """Return the timetable with a part of an event that waits at a time."""
        lessons, start = list(self.solution.lessons), self.instance.times[span[0]].id
        waiting = next(x for x in self.schedule.by_event[event.id] if self._waits(x))
        if waiting in lessons:
            lessons.remove(waiting)
        rest = waiting.duration - len(span)
        lessons.append(replace(waiting, duration=len(span), time=start))
        if rest > 0:
            lessons.append(replace(waiting, duration=rest))
        return Solution(tuple(lessons))

    def _waits(self, lesson: Lesson) -> bool:
        return self.schedule.start(lesson) is None


def _overlap(one: tuple[int, int, int] | None, other: tuple[int, int, int] | None) -> bool:
    if one is None or other is None:
        return False
    return one[0] == other[0] and one[1] < other[2] and other[1] < one[2]


def _trouble(obstacles: Obstacles, violation: Violation) -> Trouble:
    """Return a broken hard rule with the class, the teacher and the hour that it speaks of."""
    instance, sentence = obstacles.instance, violation.sentence
    tokens = violation.things
    events = [instance.event_by_id[t] for t in tokens if t in instance.event_by_id]
    people = [r for e in events for r in obstacles.people(e)]
    people += [t for t in tokens if t in instance.resource_by_id]
    if violation.family == AssignTime.family and events:
        way = obstacles.sentence(events[0])
        sentence = Text(f"{sentence.zh}{way.zh}", f"{sentence.en} {way.en}")
    times = [instance.times[instance.time_index[t]] for t in tokens if t in instance.time_index]
    when = [moment(t) for t in times]
    return Trouble(
        violation.rule,
        _names(instance, people, CLASS),
        _names(instance, people, TEACHER),
        Text("、".join(t.zh for t in when), ", ".join(t.en for t in when)),
        sentence,
    )


def _lacking(obstacles: Obstacles, lack: Lack) -> Trouble:
    """Return a lesson without a room or a person, as whoever filled the places has told it."""
    instance = obstacles.instance
    people = obstacles.people(instance.event_by_id[lack.event])
    rules = (r for r in instance.rules if isinstance(r, AssignResource) and r.role == lack.role)
    return Trouble(
        next((r.id for r in rules), ""),
        _names(instance, people, CLASS),
        _names(instance, people, TEACHER),
        moment(instance.times[instance.time_index[lack.time]]),
        lack.sentence,
    )


def _names(instance: Instance, people: list[str], kind: str) -> str:
    found = dict.fromkeys(p for p in people if instance.resource_by_id[p].type == kind)
    return "、".join(resource_name(instance, p) for p in found)
