"""One case for each family of the standard: a problem it allows, and one that it makes impossible.

Two days of three times (``tiny_xhstt``). Every problem also asks that all lessons have a time
(AssignTime), that nobody has two at once (AvoidClashes) and that open slots are filled
(AssignResource), at a price at which it is better to break the family's rule. Deviations are
derived by hand in the comments.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tiny_xhstt import event, school

from scheduling.rules.assign_resource import AssignResource
from scheduling.rules.assign_time import AssignTime
from scheduling.rules.avoid_clashes import AvoidClashes
from scheduling.rules.avoid_split_assignments import AvoidSplitAssignments
from scheduling.rules.avoid_unavailable_times import AvoidUnavailableTimes
from scheduling.rules.base import AppliesTo, Rule
from scheduling.rules.cluster_busy_times import ClusterBusyTimes
from scheduling.rules.distribute_split_events import DistributeSplitEvents
from scheduling.rules.limit_busy_times import LimitBusyTimes
from scheduling.rules.limit_idle_times import LimitIdleTimes
from scheduling.rules.limit_workload import LimitWorkload
from scheduling.rules.link_events import LinkEvents
from scheduling.rules.order_events import OrderEvents
from scheduling.rules.prefer_resources import PreferResources
from scheduling.rules.prefer_times import PreferTimes
from scheduling.rules.split_events import SplitEvents
from scheduling.rules.spread_events import Spread, SpreadEvents

if TYPE_CHECKING:
    from scheduling.instance import Event, Instance

A, ALL = AppliesTo(resources=("A",)), AppliesTo(event_groups=("All",))
STAFF = AppliesTo(resource_groups=("Staff",))
E1 = AppliesTo(events=("E1",))
DAYS = ("Mo", "Tu")
DEAR = 100
BASE: tuple[Rule, ...] = (
    AssignTime(id="assign", weight=DEAR, applies_to=ALL),
    AvoidClashes(id="clash", weight=DEAR, applies_to=STAFF),
    AssignResource(id="staff", weight=DEAR, applies_to=ALL, role="teacher"),
)


@dataclass(frozen=True, slots=True)
class Case:
    """What one family is tried on.

    ``possible`` can keep the rule; the timetable ``written`` for it is ``off`` by so much at one
    point. ``impossible`` cannot; its best timetables are off by ``least`` at one point.
    """

    rule: Rule
    possible: Instance
    written: tuple[str, ...]
    off: int
    impossible: Instance
    least: int

    def __str__(self) -> str:
        return self.rule.family

    @property
    def is_staffed(self) -> bool:
        """Whether there are open slots."""
        return any(e.open_slots() for e in self.impossible.events)


def with_rule(instance: Instance, rule: Rule) -> Instance:
    """The instance with the rule in the place of the base's rule of its family."""
    kept = tuple(r for r in instance.rules if r.family != rule.family)
    return replace(instance, rules=(*kept, rule))


def _problem(*events: Event, away: tuple[str, ...] = ()) -> Instance:
    """A problem of these events; teacher A is ``away`` at some times."""
    gone = AvoidUnavailableTimes(id="away", weight=DEAR, times=away, applies_to=A)
    return school(*events, rules=(*BASE, gone) if away else BASE)


def _two(first: int, second: int, teachers: str = "AA") -> tuple[Event, Event]:
    return event("E1", first, teachers[0]), event("E2", second, teachers[1])


def _waiting(count: int, duration: int = 1, **more: object) -> tuple[Event, ...]:
    """Events that wait for a teacher."""
    return tuple(event(f"E{n}", duration, role="teacher", **more) for n in range(1, count + 1))


CASES = (
    # 4 of 6 lessons have a time; 8 lessons for the 6 times of A.
    Case(
        AssignTime(id="r", applies_to=ALL),
        possible=_problem(event("E1", 6, "A")),
        written=("E1*4@Mo1", "E1*2@-"),
        off=2,
        impossible=_problem(event("E1", 8, "A")),
        least=2,
    ),
    # A double without a teacher; one more when A, B and C teach all week long.
    Case(
        AssignResource(id="r", applies_to=ALL, role="teacher"),
        possible=_problem(*_waiting(1, 2)),
        written=("E1*2@Mo1",),
        off=2,
        impossible=_problem(*_waiting(1, 2), *(event(f"F{t}", 6, t) for t in "ABC")),
        least=2,
    ),
    # A double that starts at Mo2; A cannot start at Mo1 nor Tu1, so both lessons start elsewhere.
    Case(
        PreferTimes(id="r", applies_to=E1, time_groups=("First",)),
        possible=_problem(event("E1", 2, "A")),
        written=("E1*2@Mo2",),
        off=2,
        impossible=_problem(event("E1", 2, "A"), away=("Mo1", "Tu1")),
        least=2,
    ),
    # A double by C instead of B; B teaches all week long.
    Case(
        PreferResources(id="r", applies_to=E1, role="teacher", resources=("B",)),
        possible=_problem(*_waiting(1, 2)),
        written=("E1*2@Mo1=C",),
        off=2,
        impossible=_problem(*_waiting(1, 2), event("F", 6, "B")),
        least=2,
    ),
    # Doubles only: two singles are wrong. A is free at Mo1, Mo3-Tu1 and Tu3, where 4 lessons are
    # a double and two singles.
    Case(
        SplitEvents(
            id="r", applies_to=ALL, minimum_duration=2, maximum_duration=2, maximum_amount=3
        ),
        possible=_problem(event("E1", 4, "A")),
        written=("E1@Mo1", "E1@Mo3", "E1*2@Tu1"),
        off=2,
        impossible=_problem(event("E1", 4, "A"), away=("Mo2", "Tu2")),
        least=2,
    ),
    # Two doubles are wanted: one lesson of 4 is none. A is free at Mo1, Mo3, Tu2: no double.
    Case(
        DistributeSplitEvents(id="r", applies_to=ALL, duration=2, minimum=2, maximum=2),
        possible=_problem(event("E1", 4, "A")),
        written=("E1*4@Mo1",),
        off=2,
        impossible=_problem(event("E1", 3, "A"), away=("Mo2", "Tu1", "Tu3")),
        least=2,
    ),
    # Three teachers where one is wanted; three lessons at once need three.
    Case(
        AvoidSplitAssignments(id="r", applies_to=ALL, role="teacher"),
        possible=_problem(*_waiting(3)),
        written=("E1@Mo1=A", "E2@Mo2=B", "E3@Mo3=C"),
        off=2,
        impossible=_problem(*_waiting(3, time="Mo1")),
        least=2,
    ),
    # One start on each day is wanted. Two on Monday are 1 too many there and 1 too few on
    # Tuesday; so they are when A is away on Tuesday, as each event starts at least once.
    Case(
        SpreadEvents(id="r", applies_to=ALL, spreads=(Spread("Mo", 1, 1), Spread("Tu", 1, 1))),
        possible=_problem(*_two(1, 1)),
        written=("E1@Mo1", "E2@Mo3"),
        off=2,
        impossible=_problem(*_two(1, 1), away=("Tu1", "Tu2", "Tu3")),
        least=2,
    ),
    # Apart at all four times: by choice, or because A cannot be at both.
    Case(
        LinkEvents(id="r", applies_to=ALL),
        possible=_problem(*_two(2, 2, "AB")),
        written=("E1*2@Mo1", "E2*2@Tu1"),
        off=4,
        impossible=_problem(*_two(2, 2)),
        least=4,
    ),
    # Two times between are wanted. E1 ends before Mo3, where E2 starts: 0. Two events of 3 fill
    # the week: 0 at best.
    Case(
        OrderEvents(id="r", applies_to=AppliesTo(event_pairs=(("E1", "E2", 2, None),))),
        possible=_problem(*_two(2, 2)),
        written=("E1*2@Mo1", "E2*2@Mo3"),
        off=2,
        impossible=_problem(*_two(3, 3)),
        least=2,
    ),
    # Two lessons at each of three times are 3 beyond one; 8 lessons in 6 times 2.
    Case(
        AvoidClashes(id="r", applies_to=A),
        possible=_problem(*_two(3, 3)),
        written=("E1*3@Mo1", "E2*3@Mo1"),
        off=3,
        impossible=_problem(*_two(4, 4)),
        least=2,
    ),
    # Three lessons on Tuesday; 5 lessons do not fit Monday's 3 times.
    Case(
        AvoidUnavailableTimes(id="r", applies_to=A, time_groups=("Tu",)),
        possible=_problem(event("E1", 3, "A")),
        written=("E1*3@Tu1",),
        off=3,
        impossible=_problem(event("E1", 5, "A")),
        least=2,
    ),
    # Mo2 and Tu2 lie idle between lessons; A is away just then.
    Case(
        LimitIdleTimes(id="r", applies_to=A, time_groups=DAYS),
        possible=_problem(event("E1", 4, "A")),
        written=("E1@Mo1", "E1@Mo3", "E1@Tu1", "E1@Tu3"),
        off=2,
        impossible=_problem(event("E1", 4, "A"), away=("Mo2", "Tu2")),
        least=2,
    ),
    # Mo1 and Tu1 make A busy in all three groups where one is allowed; no other times are free.
    Case(
        ClusterBusyTimes(id="r", applies_to=A, time_groups=(*DAYS, "First"), maximum=1),
        possible=_problem(event("E1", 2, "A")),
        written=("E1@Mo1", "E1@Tu1"),
        off=2,
        impossible=_problem(event("E1", 2, "A"), away=("Mo2", "Mo3", "Tu2", "Tu3")),
        least=2,
    ),
    # Two a day are wanted. 3 and 1 are 1 too many and 1 too few; 3 and 3 are 2 too many.
    Case(
        LimitBusyTimes(id="r", applies_to=A, time_groups=DAYS, minimum=2, maximum=2),
        possible=_problem(event("E1", 4, "A")),
        written=("E1*3@Mo1", "E1@Tu1"),
        off=2,
        impossible=_problem(event("E1", 6, "A")),
        least=2,
    ),
    # At most 2 for each teacher. Two lessons of 2 each for A are 4; one lesson of 4 is too much
    # for whoever gives it.
    Case(
        LimitWorkload(id="r", applies_to=STAFF, maximum=2),
        possible=_problem(*_waiting(2, workload=2)),
        written=("E1@Mo1=A", "E2@Mo2=A"),
        off=2,
        impossible=_problem(*_waiting(1, workload=4)),
        least=2,
    ),
)
