"""Families of our own about days, pairs of lessons and moves: costs by hand, models by enumeration.

Every rule has weight 2 and is charged with the cost functions Linear, Quadratic and Step, so that
a deviation d at one point costs (2 d, 2 d², 2).
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from tiny_xhstt import PEOPLE, TIMES, costs, event, school, sentences

from community.codes import ODD_AND_EVEN, WeekPattern
from community.rule import Cost, CostFunction, Strictness
from scheduling.check import check, cost
from scheduling.instance import Instance, Resource, ResourceSlot
from scheduling.model import build
from scheduling.rules.assign_resource import AssignResource
from scheduling.rules.assign_time import AssignTime
from scheduling.rules.avoid_clashes import AvoidClashes
from scheduling.rules.base import AppliesTo, Rule
from scheduling.rules.end_day import EndDay
from scheduling.rules.keep_gaps import KeepGaps
from scheduling.rules.limit_busy_resources import LimitBusyResources
from scheduling.rules.limit_busy_together import LimitBusyTogether
from scheduling.rules.limit_late_starts import LimitLateStarts
from scheduling.rules.limit_moves import LimitMoves
from scheduling.rules.limit_simultaneous import LimitSimultaneous
from scheduling.rules.prefer_times import PreferTimes
from scheduling.rules.rest_between_moves import RestBetweenMoves
from scheduling.rules.split_events import SplitEvents
from scheduling.rules.start_together import StartTogether
from scheduling.solution import Lesson, Solution
from solving.builder import Builder
from solving.outcome import Budget, Status
from solving.solver import solve

A = AppliesTo(resources=("A",))
ALL = AppliesTo(event_groups=("All",))
STAFF = AppliesTo(resource_groups=("Staff",))
DAYS = ("Mo", "Tu")
FREE = (0, 0, 0)
BUDGET = Budget(seconds=5, workers=1, seed=1)
ROOMS = (
    Resource("P", "Room", "东楼1", "东楼"),
    Resource("Q", "Room", "西楼1", "西楼"),
    Resource("O", "Room", "东楼2", "东楼"),
)


def _pair(first: int = 1, second: int = 1, teachers: str = "AA") -> Instance:
    return school(event("E1", first, teachers[0]), event("E2", second, teachers[1]))


def _in_rooms(*rooms: str | None, teacher: str = "A") -> Instance:
    """Lessons of one teacher, each in a room, or in one that is to be chosen."""
    events = tuple(
        replace(
            event(f"E{n}", 1, teacher),
            slots=(ResourceSlot(resource=teacher), ResourceSlot("room", "Room", room)),
        )
        for n, room in enumerate(rooms, 1)
    )
    return school(*events, resources=(*PEOPLE[:3], *ROOMS))


def test_limit_late_starts_feasible() -> None:
    rule = LimitLateStarts(id="r", applies_to=A, time_groups=DAYS)
    assert costs(_pair(), rule, "E1@Mo1", "E2@Tu1") == FREE
    assert costs(_pair(), replace(rule, maximum=1), "E1@Mo1", "E2@Tu2") == FREE


def test_limit_late_starts_costs() -> None:
    # Both days begin at the second time: 2 beyond none, 1 beyond one.
    rule = LimitLateStarts(id="r", applies_to=A, time_groups=DAYS)
    assert costs(_pair(), rule, "E1@Mo2", "E2@Tu2") == (4, 8, 2)
    assert costs(_pair(), replace(rule, maximum=1), "E1@Mo2", "E2@Tu2") == (2, 2, 2)
    # The third time is no beginning, however many days may be late: two points of 1 each.
    late = replace(rule, maximum=2)
    assert costs(_pair(), late, "E1@Mo3", "E2@Tu3") == (4, 4, 4)
    assert sentences(_pair(), rule, "E1@Mo2", "E2@Tu1") == [
        "安老师在星期一从第二个时间才开始上课（最多0天）。"
    ]
    assert sentences(_pair(), rule, "E1@Mo3", "E2@Tu1") == [
        "安老师在Mo3上课，而当天最早的两个时间都空着。"
    ]


def test_limit_busy_together_feasible() -> None:
    rule = LimitBusyTogether(id="r", applies_to=A, windows=(DAYS,))
    assert costs(_pair(), rule, "E1@Mo1", "E2@Mo3") == FREE
    assert costs(_pair(), replace(rule, maximum=1), "E1@Mo1", "E2@Tu2") == FREE


def test_limit_busy_together_costs() -> None:
    # Busy on both days, and on Tuesday and at a first time: two windows, one beyond one.
    rule = LimitBusyTogether(id="r", applies_to=A, windows=(DAYS, ("Tu", "First")))
    assert costs(_pair(), rule, "E1@Mo1", "E2@Tu2") == (4, 8, 2)
    assert costs(_pair(), replace(rule, maximum=1), "E1@Mo1", "E2@Tu2") == (2, 2, 2)
    one = replace(rule, windows=(DAYS,))
    assert sentences(_pair(), one, "E1@Mo1", "E2@Tu2") == [
        "安老师在以下各段都有课：星期一、星期二（最多0处）。"
    ]


def test_limit_busy_resources_feasible() -> None:
    rule = LimitBusyResources(id="r", applies_to=STAFF, time_groups=DAYS)
    assert costs(_pair(teachers="AB"), rule, "E1@Mo1", "E2@Tu1") == FREE
    assert costs(_pair(teachers="AB"), replace(rule, maximum=2), "E1@Mo1", "E2@Mo2") == FREE


def test_limit_busy_resources_costs() -> None:
    # Three people on Monday where none is wanted.
    instance = school(*(event(f"E{n}", 1, t) for n, t in enumerate("ABC", 1)))
    rule = LimitBusyResources(id="r", applies_to=STAFF, time_groups=DAYS, maximum=0)
    assert costs(instance, rule, "E1@Mo1", "E2@Mo1", "E3@Mo2") == (6, 18, 2)
    one = replace(rule, maximum=1)
    assert sentences(instance, one, "E1@Mo1", "E2@Mo1", "E3@Tu2") == [
        "安老师、白老师都在星期一有课，最多只能有1个。"
    ]


def test_end_day_feasible() -> None:
    rule = EndDay(id="r", applies_to=AppliesTo(events=("E1",)), time_groups=DAYS, people="Teacher")
    assert costs(_pair(), rule, "E1@Mo2", "E2@Mo1") == FREE
    assert costs(_pair(), rule, "E1@Mo2", "E2@Tu3") == FREE
    assert costs(_pair(teachers="AB"), rule, "E1@Mo1", "E2@Mo2") == FREE


def test_end_day_costs() -> None:
    # A and B both go on after the first lesson: 2.
    instance = school(event("E1", 1, "A", "B"), event("E2", 1, "A"), event("E3", 1, "B"))
    rule = EndDay(id="r", applies_to=AppliesTo(events=("E1",)), time_groups=DAYS, people="Teacher")
    assert costs(instance, rule, "E1@Mo1", "E2@Mo2", "E3@Mo3") == (4, 8, 2)
    assert sentences(instance, rule, "E1@Mo1", "E2@Mo2", "E3@Tu1") == [
        "课E1（Mo1）应在一天之末，但安老师当天后面还有课。"
    ]


def test_start_together_feasible() -> None:
    # A double and a single lesson of one start; at other times of one day.
    rule = StartTogether(id="r", applies_to=ALL, time_groups=DAYS)
    assert costs(_pair(2, 1, "AB"), rule, "E1*2@Mo1", "E2@Mo3") == FREE
    assert costs(_pair(2, 1, "AB"), rule, "E1*2@Mo1", "E2@-") == FREE


def test_start_together_costs() -> None:
    # Three groups of times are started in where one is wanted: 2.
    rule = StartTogether(id="r", applies_to=ALL, time_groups=(*DAYS, "First"))
    assert costs(_pair(), rule, "E1@Mo1", "E2@Tu2") == (4, 8, 2)
    days = replace(rule, time_groups=DAYS)
    assert sentences(_pair(), days, "E1@Mo1", "E2@Tu2") == [
        "全部课程应一同开始，却分别在星期一、星期二开始。"
    ]


def test_keep_gaps_feasible() -> None:
    pair = AppliesTo(event_pairs=(("E1", "E2", 1, None),))
    rule = KeepGaps(id="r", applies_to=pair, time_groups=DAYS)
    assert costs(_pair(), rule, "E1@Mo1", "E2@Mo3") == FREE
    assert costs(_pair(), rule, "E1@Mo1", "E2@Tu1") == FREE
    assert costs(_pair(), rule, "E1@Mo2", "E2@Mo1") == FREE  # the other way round


def test_keep_gaps_costs() -> None:
    # Of two times between, one lacks, and two; before each other only in any order.
    pair = AppliesTo(event_pairs=(("E1", "E2", 2, None),))
    rule = KeepGaps(id="r", applies_to=pair, time_groups=DAYS)
    assert costs(_pair(), rule, "E1@Mo1", "E2@Mo3") == (2, 2, 2)
    assert costs(_pair(), rule, "E1@Mo1", "E2@Mo2") == (4, 8, 2)
    both = replace(rule, in_any_order=True)
    assert costs(_pair(), both, "E1@Mo2", "E2@Mo1") == (4, 8, 2)
    assert sentences(_pair(), both, "E1@Mo2", "E2@Mo1") == [
        "课E1与课E2同一天上课，之间至少应隔2节，少了2节。"
    ]


def test_limit_simultaneous_feasible() -> None:
    rule = LimitSimultaneous(id="r", applies_to=ALL, time_groups=("Mo",), minimum=2, maximum=2)
    instance = school(*(event(f"E{n}", 1, t) for n, t in enumerate("ABC", 1)))
    assert costs(instance, rule, "E1@Mo1", "E2@Mo1", "E3@Tu1") == FREE


def test_limit_simultaneous_costs() -> None:
    # One of two at Mo1, three of two at Mo2; without ``or_none`` Mo3 lacks two.
    instance = school(*(event(f"E{n}", 1) for n in range(1, 5)))
    rule = LimitSimultaneous(id="r", applies_to=ALL, time_groups=("Mo",), minimum=2, maximum=2)
    written = ("E1@Mo1", "E2@Mo2", "E3@Mo2", "E4@Mo2")
    assert costs(instance, rule, *written) == (4, 8, 2)
    assert costs(instance, replace(rule, or_none=False), *written) == (8, 32, 2)
    assert sentences(instance, rule, *written) == [
        "全部课程同时上课：Mo1有1节、Mo2有3节（应为2节）。"
    ]


def test_limit_moves_feasible() -> None:
    rule = LimitMoves(id="r", applies_to=A, time_groups=DAYS, maximum=1)
    assert costs(_in_rooms("P", "Q", "Q"), rule, "E1@Mo1", "E2@Mo2", "E3@Mo3") == FREE
    assert costs(_in_rooms("P", "Q"), replace(rule, maximum=0), "E1@Mo1", "E2@Tu1") == FREE


def test_limit_moves_costs() -> None:
    # There and back again is two moves.
    rule = LimitMoves(id="r", applies_to=A, time_groups=DAYS)
    written = ("E1@Mo1", "E2@Mo2", "E3@Mo3")
    assert costs(_in_rooms("P", "Q", "P"), rule, *written) == (4, 8, 2)
    assert sentences(_in_rooms("P", "Q", "Q"), rule, *written) == ["安老师在Mo2换楼（最多0次）。"]


def test_rest_between_moves_feasible() -> None:
    rule = RestBetweenMoves(id="r", applies_to=A, time_groups=DAYS)
    assert costs(_in_rooms("P", "Q"), rule, "E1@Mo1", "E2@Mo3") == FREE
    assert costs(_in_rooms("P", "P"), rule, "E1@Mo1", "E2@Mo2") == FREE


def test_rest_between_moves_costs() -> None:
    # P, Q, P: two pairs that follow each other; with two times between P and P do not count.
    rule = RestBetweenMoves(id="r", applies_to=A, time_groups=DAYS)
    written = ("E1@Mo1", "E2@Mo2", "E3@Mo3")
    assert costs(_in_rooms("P", "Q", "P"), rule, *written) == (4, 8, 2)
    assert costs(_in_rooms("P", "P", "Q"), replace(rule, minimum=2), *written) == (4, 8, 2)
    assert sentences(_in_rooms("P", "Q"), rule, "E1@Mo1", "E2@Mo2") == [
        "安老师在Mo2换楼，之前应空1节。"
    ]


FIRST = AppliesTo(event_pairs=(("E1", "E2", 2, None), ("E2", "E1", 2, None)))
RULES = (
    LimitLateStarts(id="r", applies_to=STAFF, time_groups=DAYS),
    LimitLateStarts(id="r", applies_to=STAFF, time_groups=DAYS, maximum=1),
    LimitBusyTogether(id="r", applies_to=STAFF, windows=(DAYS, ("First", "Tu"))),
    LimitBusyTogether(id="r", applies_to=STAFF, windows=(("Mo",), ("Mo", "First")), maximum=1),
    LimitBusyResources(id="r", applies_to=STAFF, time_groups=DAYS, maximum=0),
    EndDay(id="r", applies_to=ALL, time_groups=DAYS, people="Teacher"),
    StartTogether(id="r", applies_to=ALL, time_groups=(*DAYS, "First")),
    KeepGaps(id="r", applies_to=FIRST, time_groups=DAYS),
    KeepGaps(id="r", applies_to=FIRST, time_groups=DAYS, in_any_order=True),
    LimitSimultaneous(id="r", applies_to=ALL, times=TIMES[:4], minimum=2, maximum=2),
    LimitSimultaneous(id="r", applies_to=ALL, times=TIMES, minimum=1, maximum=1, or_none=False),
    LimitMoves(id="r", applies_to=STAFF, time_groups=DAYS),
    LimitMoves(id="r", applies_to=STAFF, time_groups=DAYS, sites=False, maximum=1),
    RestBetweenMoves(id="r", applies_to=STAFF, time_groups=DAYS),
)
PROBLEMS = (  # the times at which lessons may be held, so that not all rules can be kept
    (_pair(1, 2, "AA"), TIMES),
    (school(event("E1", 1, "A"), event("E2", 1, "A"), event("E3", 1, "B")), ("Mo2", "Mo3", "Tu3")),
    (_in_rooms("P", "Q", None), ("Mo1", "Mo2", "Mo3")),
    (_in_rooms("P", "Q", "O"), ("Mo1", "Mo2", "Mo3")),
    (_in_rooms("P", None), ("Mo2", "Tu2")),
)


def _base(times: tuple[str, ...]) -> tuple[Rule, ...]:
    return (
        AssignTime(id="assign", applies_to=ALL),
        AvoidClashes(id="clash", applies_to=STAFF),
        SplitEvents(id="single", applies_to=ALL, maximum_duration=2, maximum_amount=1),
        PreferTimes(id="when", applies_to=ALL, times=times),
        AssignResource(id="room", applies_to=ALL, role="room"),
    )


def _timetables(instance: Instance, times: tuple[str, ...]) -> list[Solution]:
    options = []
    for e in instance.events:
        rooms = ("P", "Q", "O") if e.open_slots() else (None,)
        options.append(
            [
                Lesson(e.id, e.duration, time, (("room", room),) if room else (), weeks)
                for weeks in (ODD_AND_EVEN if e.alternates else (WeekPattern.ALL,))
                for time in times
                if instance.span(instance.time_index[time], e.duration) is not None
                for room in rooms
            ]
        )
    return [Solution(lessons) for lessons in product(*options)]


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.family)
def test_the_model_has_the_least_cost_of_all_timetables(rule: Rule) -> None:
    assert_least_of_all(rule, PROBLEMS)


def assert_least_of_all(rule: Rule, problems: tuple[tuple[Instance, tuple[str, ...]], ...]) -> None:
    """Required, charged where it is required, and soft, with each cost function."""
    charged = 0
    for number, (tiny, times) in enumerate(problems):
        if len(tiny.events) < 3 and rule.applies_to is FIRST:
            continue
        for function in CostFunction:
            soft = replace(rule, strictness=Strictness.SOFT, weight=2, cost_function=function)
            instance = replace(tiny, rules=(*_base(times), soft))
            prices = [cost(instance, timetable) for timetable in _timetables(tiny, times)]
            least = min(prices, key=lambda c: (c.hard, c.soft))
            assert _least(instance) == (None if least.hard else least), (number, function)
            charged += least.soft > 0
            hard = replace(
                instance, rules=(*_base(times), replace(soft, strictness=Strictness.HARD))
            )
            kept = not least.hard and not least.soft
            assert (_least(hard) is not None) == kept, (number, function)
    assert charged, "no problem in which the rule cannot be kept"


def _least(instance: Instance) -> Cost | None:
    builder = Builder()
    context = build(instance, builder, resources=True)
    builder.minimize()
    outcome = solve(builder.model, BUDGET)
    assert outcome.status in (Status.OPTIMAL, Status.INFEASIBLE)
    if not outcome.status.has_solution:
        return None
    found = context.solution(outcome.value)
    assert not [v for v in check(instance, found) if v.family == "Structure"]
    return cost(instance, found)
