"""The families of the standard that speak of events: costs derived by hand.

Every rule has weight 2 and is charged with the cost functions Linear, Quadratic and Step, so that
a deviation d at one point costs (2 d, 2 d², 2).
"""

from __future__ import annotations

from tiny_xhstt import costs, event, school, sentences

from scheduling.rules.assign_time import AssignTime
from scheduling.rules.base import AppliesTo
from scheduling.rules.distribute_split_events import DistributeSplitEvents
from scheduling.rules.link_events import LinkEvents
from scheduling.rules.order_events import OrderEvents
from scheduling.rules.prefer_times import PreferTimes
from scheduling.rules.split_events import SplitEvents
from scheduling.rules.spread_events import Spread, SpreadEvents

ALL = AppliesTo(event_groups=("All",))
FREE = (0, 0, 0)


def test_assign_time_feasible() -> None:
    # E2 has a preassigned time: it needs none in the timetable.
    instance = school(event("E1", 2), event("E2", 1, time="Tu3"))
    assert costs(instance, AssignTime(id="r", applies_to=ALL), "E1*2@Mo1") == FREE


def test_assign_time_costs() -> None:
    # E1: a lesson of 1 without a time, and 2 periods left out altogether: deviation 3.
    instance, rule = school(event("E1", 4)), AssignTime(id="r", applies_to=ALL)
    assert costs(instance, rule, "E1@Mo1", "E1@-") == (6, 18, 2)
    # Each event is a point of its own: deviations 1 and 2.
    two = school(event("E1", 1), event("E2", 2))
    assert costs(two, rule) == (2 + 4, 2 + 8, 2 + 2)
    assert sentences(two, rule) == [
        "课E1共1节，有1节没有排上时间。",
        "课E2共2节，有2节没有排上时间。",
    ]


def test_assign_time_counts_an_event_once() -> None:
    # E1 is named twice, by itself and by the group: still one point of application.
    points = AppliesTo(event_groups=("All",), events=("E1",))
    assert costs(school(event("E1")), AssignTime(id="r", applies_to=points)) == (2, 2, 2)


def _split() -> SplitEvents:
    return SplitEvents(
        id="r",
        applies_to=ALL,
        minimum_duration=1,
        maximum_duration=2,
        minimum_amount=2,
        maximum_amount=3,
    )


def test_split_events_feasible() -> None:
    assert costs(school(event("E1", 5)), _split(), "E1*2@Mo1", "E1*2@Tu1", "E1@-") == FREE


def test_split_events_costs() -> None:
    instance = school(event("E1", 5))
    # One lesson of 5: its duration is wrong (1), and one lesson too few (1).
    assert costs(instance, _split(), "E1*5@Mo1") == (4, 8, 2)
    # 1 + 1 + a rest of 3: three lessons, the rest too long (1).
    assert costs(instance, _split(), "E1@Mo1", "E1@Mo2") == (2, 2, 2)
    # Five single lessons: 2 too many.
    singles = ("E1@Mo1", "E1@Mo2", "E1@Mo3", "E1@Tu1", "E1@Tu2")
    assert costs(instance, _split(), *singles) == (4, 8, 2)
    assert sentences(instance, _split(), *singles) == ["课E1分成5次上课（应为2–3次）。"]


def _doubles() -> DistributeSplitEvents:
    return DistributeSplitEvents(id="r", applies_to=ALL, duration=2, minimum=1, maximum=2)


def test_distribute_split_events_feasible() -> None:
    assert costs(school(event("E1", 3)), _doubles(), "E1*2@Mo1", "E1@Tu1") == FREE


def test_distribute_split_events_costs() -> None:
    instance = school(event("E1", 3))
    # No double lesson where at least one is wanted.
    assert costs(instance, _doubles(), "E1*3@Mo1") == (2, 2, 2)
    # The rest of 2 counts as a double, though it has no time.
    assert costs(instance, _doubles(), "E1@Mo1") == FREE
    # Four doubles (two of them at the same times) where at most two are wanted.
    many = school(event("E1", 8))
    assert costs(many, _doubles(), *["E1*2@Mo1"] * 2, *["E1*2@Tu1"] * 2) == (4, 8, 2)


def test_prefer_times_feasible() -> None:
    # Only the start counts; a preassigned event and a lesson without a time are not meant.
    instance = school(event("E1", 3), event("E2", 1, time="Mo3"))
    rule = PreferTimes(id="r", applies_to=ALL, time_groups=("First",), times=("Mo2",))
    assert costs(instance, rule, "E1*2@Tu1", "E1@-", "E2@Mo3") == FREE


def test_prefer_times_costs() -> None:
    instance = school(event("E1", 3))
    rule = PreferTimes(id="r", applies_to=ALL, time_groups=("First",))
    # A double (2) and a single (1) start elsewhere.
    assert costs(instance, rule, "E1*2@Mo2", "E1@Tu3") == (6, 18, 2)
    # With the filter only the double is meant.
    only_doubles = PreferTimes(id="r", applies_to=ALL, time_groups=("First",), duration=2)
    assert costs(instance, only_doubles, "E1*2@Mo2", "E1@Tu3") == (4, 8, 2)
    assert sentences(instance, only_doubles, "E1*2@Mo2", "E1@Tu3") == [
        "课E1排在Mo2，共2节不在要求的时间。"
    ]


def _spread() -> SpreadEvents:
    days = (Spread("Mo", 1, 1), Spread("Tu", 1, 2))
    return SpreadEvents(id="r", applies_to=ALL, spreads=days)


def test_spread_events_feasible() -> None:
    # A double lesson has one start; Tuesday has two.
    instance = school(event("E1", 4))
    assert costs(instance, _spread(), "E1*2@Mo1", "E1@Tu1", "E1@Tu3") == FREE


def test_spread_events_costs() -> None:
    # Three starts on Monday (2 too many) and none on Tuesday (1 too few): the sum 3 is squared.
    instance = school(event("E1", 2), event("E2", 1))
    assert costs(instance, _spread(), "E1@Mo1", "E1@Mo2", "E2@Mo2") == (6, 18, 2)
    assert (
        "星期一有3节（应为1节）" in sentences(instance, _spread(), "E1@Mo1", "E1@Mo2", "E2@Mo2")[0]
    )


def test_link_events_feasible() -> None:
    # A double beside two single lessons: running times are compared, not starts.
    instance = school(event("E1", 2), event("E2", 2))
    rule = LinkEvents(id="r", applies_to=ALL)
    assert costs(instance, rule, "E1*2@Mo1", "E2@Mo1", "E2@Mo2") == FREE


def test_link_events_costs() -> None:
    instance, rule = school(event("E1", 2), event("E2", 2)), LinkEvents(id="r", applies_to=ALL)
    # E1 runs Mo1 Mo2, E2 Mo2 Mo3: apart at Mo1 and Mo3.
    assert costs(instance, rule, "E1*2@Mo1", "E2*2@Mo2") == (4, 8, 2)
    assert sentences(instance, rule, "E1*2@Mo1", "E2*2@Mo2") == [
        "全部课程应同时上课，但在Mo1、Mo3只有部分在上。"
    ]
    # Unplaced lessons run nowhere: E1 is alone at its two times.
    assert costs(instance, rule, "E1*2@Mo1") == (4, 8, 2)


def _order(least: int | None = None, most: int | None = None) -> OrderEvents:
    return OrderEvents(id="r", applies_to=AppliesTo(event_pairs=(("E1", "E2", least, most),)))


def test_order_events_feasible() -> None:
    instance = school(event("E1", 2), event("E2", 1))
    assert costs(instance, _order(), "E1*2@Mo1", "E2@Mo3") == FREE  # right after: gap 0
    assert costs(instance, _order(1, 2), "E1*2@Mo1", "E2@Tu1") == FREE  # Mo3 between: gap 1
    assert costs(instance, _order(5), "E1@Mo1", "E2@Mo1") == FREE  # E1 is not complete
    assert costs(instance, _order(5), "E1*2@Mo1", "E2@-") == FREE


def test_order_events_costs() -> None:
    instance = school(event("E1", 2), event("E2", 2))
    # E1 ends before position 2, E2 starts at 3: gap 1, three less than wanted.
    assert costs(instance, _order(4), "E1*2@Mo1", "E2*2@Tu1") == (6, 18, 2)
    # The last end of E1 (5) and the first start of E2 (0): gap -5.
    assert costs(instance, _order(), "E1@Mo1", "E1@Tu2", "E2@Mo1", "E2@Tu3") == (10, 50, 2)
    # Gap 2 where at most 0 is wanted.
    assert costs(instance, _order(0, 0), "E1*2@Mo1", "E2*2@Tu2") == (4, 8, 2)
    assert sentences(instance, _order(0, 0), "E1*2@Mo1", "E2*2@Tu2") == [
        "课E2应在课E1之后，相隔0–0节，现在相隔2节。"
    ]
