"""The families of the standard that speak of resources: costs derived by hand.

Every rule has weight 2 and is charged with the cost functions Linear, Quadratic and Step, so that
a deviation d at one point costs (2 d, 2 d², 2).
"""

from __future__ import annotations

from dataclasses import replace

from tiny_xhstt import PEOPLE, costs, event, school, sentences

from scheduling.instance import Event, Instance, Resource, ResourceSlot, Time
from scheduling.rules.assign_resource import AssignResource
from scheduling.rules.avoid_clashes import AvoidClashes
from scheduling.rules.avoid_split_assignments import AvoidSplitAssignments
from scheduling.rules.avoid_unavailable_times import AvoidUnavailableTimes
from scheduling.rules.base import AppliesTo
from scheduling.rules.cluster_busy_times import ClusterBusyTimes
from scheduling.rules.enough_seats import EnoughSeats
from scheduling.rules.limit_busy_times import LimitBusyTimes
from scheduling.rules.limit_idle_times import LimitIdleTimes
from scheduling.rules.limit_workload import LimitWorkload
from scheduling.rules.prefer_resources import PreferResources

A = AppliesTo(resources=("A",))
STAFF = AppliesTo(resource_groups=("Staff",))
ALL = AppliesTo(event_groups=("All",))
BOTH_DAYS = ("Mo", "Tu")
FREE = (0, 0, 0)


def test_avoid_clashes_feasible() -> None:
    instance = school(event("E1", 2, "A"), event("E2", 1, "A"), event("E3", 1, "B"))
    rule = AvoidClashes(id="r", applies_to=STAFF)
    assert costs(instance, rule, "E1*2@Mo1", "E2@Mo3", "E3@Mo1") == FREE


def test_avoid_clashes_costs() -> None:
    # Mo1: three lessons (2 beyond one); Mo2: two (1). The sum 3 is squared, B has none.
    instance = school(event("E1", 2, "A"), event("E2", 1, "A"), event("E3", 2, "A"))
    rule = AvoidClashes(id="r", applies_to=STAFF)
    assert costs(instance, rule, "E1*2@Mo1", "E2@Mo1", "E3*2@Mo1") == (6, 18, 2)
    assert sentences(instance, rule, "E1*2@Mo1", "E2@Mo2", "E3*2@Tu1") == [
        "安老师同时最多1节课，但Mo2有2节课（课E1、课E2）。"
    ]
    # An event that has the resource twice clashes with itself.
    twice = school(event("E1", 1, "A", "A"))
    assert costs(twice, rule, "E1@Mo1") == (2, 2, 2)


def test_avoid_clashes_capacity() -> None:
    # A gym for two classes holds two lessons, and three are one too many.
    gym = replace(PEOPLE[3], capacity=2)
    instance = school(*(event(e, 1, "R") for e in "XYZ"), resources=(*PEOPLE[:3], gym))
    rule = AvoidClashes(id="r", applies_to=AppliesTo(resources=("R",)))
    assert costs(instance, rule, "X@Mo1", "Y@Mo1", "Z@Mo2") == FREE
    assert costs(instance, rule, "X@Mo1", "Y@Mo1", "Z@Mo1") == (2, 2, 2)


def test_avoid_clashes_odd_and_even_weeks() -> None:
    # Odd and even never meet; every week meets both.
    some = (event(name, 1, "A", alternates=True) for name in ("some", "other"))
    instance = school(*some, event("E1", 1, "A"))
    rule = AvoidClashes(id="r", applies_to=A)
    assert costs(instance, rule, "some@Mo1~odd", "other@Mo1~even", "E1@Mo2") == FREE
    assert costs(instance, rule, "some@Mo1~odd", "other@Mo1~even", "E1@Mo1") == (2, 2, 2)


def _two_schools() -> Instance:
    """Grids that are apart by 20 minutes: lessons of 40 with breaks of 10, two a day each."""
    times = [
        Time(f"{site}{day}{n}", "", site, day, first + 50 * n, first + 50 * n + 40)
        for site, first in (("C", 480), ("M", 500))
        for day in (1, 2)
        for n in (0, 1)
    ]
    slots = (ResourceSlot(resource="A"),)
    events = (Event("E1", 2, slots=slots), Event("E2", 2, slots=slots))
    return Instance(
        id="two schools", times=tuple(times), resources=(Resource("A", "Teacher"),), events=events
    )


def test_avoid_clashes_by_the_clock() -> None:
    rule, instance = AvoidClashes(id="r", applies_to=A), _two_schools()
    # 8:00-8:40 at C and 9:10-9:50 at M; the same minutes on another day.
    assert costs(instance, rule, "E1@C10", "E2@M11", "E1@C20", "E2@M10") == (2, 2, 2)
    assert costs(instance, rule, "E1@C10", "E2@M11", "E1@C21", "E2@M20") == (2, 2, 2)
    assert costs(instance, rule, "E1@C10", "E2@M11", "E1@-", "E2@-") == FREE
    # 8:00-8:40 and 8:20-9:00 overlap, so do 8:20-9:00 and 8:50-9:30: at 8:20 and at 8:50.
    assert costs(instance, rule, "E1*2@C10", "E2@M10", "E2@-") == (4, 8, 2)


def test_avoid_unavailable_times_feasible() -> None:
    rule = AvoidUnavailableTimes(id="r", applies_to=A, time_groups=("Tu",), times=("Mo1",))
    instance = school(event("E1", 2, "A"), event("E2", 1, "B"))
    assert costs(instance, rule, "E1*2@Mo2", "E2@Mo1") == FREE


def test_avoid_unavailable_times_costs() -> None:
    # Busy at Mo1 (twice, which counts once), Tu1 and Tu2: 3.
    rule = AvoidUnavailableTimes(id="r", applies_to=A, time_groups=("Tu",), times=("Mo1",))
    instance = school(event("E1", 2, "A"), event("E2", 2, "A"))
    assert costs(instance, rule, "E1@Mo1", "E1@Mo1", "E2*2@Tu1") == (6, 18, 2)
    assert sentences(instance, rule, "E1@Mo1", "E1@Mo2", "E2*2@Mo2") == [
        "安老师在Mo1不能上课，却排了课。"
    ]


def test_limit_idle_times_feasible() -> None:
    rule = LimitIdleTimes(id="r", applies_to=A, time_groups=BOTH_DAYS)
    instance = school(event("E1", 3, "A"), event("E2", 1, "B"))
    assert costs(instance, rule, "E1@Mo1", "E1@Mo2", "E1@Tu3", "E2@Mo3") == FREE


def test_limit_idle_times_costs() -> None:
    instance = school(event("E1", 4, "A"))
    gaps = ("E1@Mo1", "E1@Mo3", "E1@Tu1", "E1@Tu3")  # Mo2 and Tu2 are idle
    rule = LimitIdleTimes(id="r", applies_to=A, time_groups=BOTH_DAYS)
    assert costs(instance, rule, *gaps) == (4, 8, 2)
    # The days are added up before they are compared: 2 idle times, one allowed, or 4 wanted.
    assert costs(instance, replace(rule, maximum=1), *gaps) == (2, 2, 2)
    assert costs(instance, replace(rule, minimum=4, maximum=9), *gaps) == (4, 8, 2)
    assert sentences(instance, rule, *gaps) == [
        "安老师有2节空堂（应为0节）：星期一1节、星期二1节。"
    ]


def test_limit_idle_times_from_the_start_of_the_day() -> None:
    # Mo1 and Mo2 are free before Mo3; Tuesday begins with Tu1 and ends early.
    rule = LimitIdleTimes(id="r", applies_to=A, time_groups=BOTH_DAYS, from_start=True)
    instance = school(event("E1", 3, "A"))
    assert costs(instance, rule, "E1@Mo3", "E1@Tu1", "E1@Tu2") == (4, 8, 2)
    assert costs(instance, rule, "E1@Mo1", "E1@Tu1", "E1@Tu2") == FREE
    assert sentences(instance, rule, "E1@Mo3", "E1@Tu1", "E1@Tu2") == [
        "安老师有2节空课不在一天之末（应为0节）：星期一2节。"
    ]


def test_limit_idle_times_knows_only_the_group() -> None:
    # Of the first periods Mo1 and Tu1 both are busy: nothing between them is in the group.
    rule = LimitIdleTimes(id="r", applies_to=A, time_groups=("First",))
    assert costs(school(event("E1", 2, "A")), rule, "E1@Mo1", "E1@Tu1") == FREE


def test_cluster_busy_times_feasible() -> None:
    rule = ClusterBusyTimes(id="r", applies_to=A, time_groups=BOTH_DAYS, minimum=1, maximum=1)
    assert costs(school(event("E1", 3, "A")), rule, "E1*2@Mo1", "E1@Mo3") == FREE


def test_cluster_busy_times_costs() -> None:
    instance = school(event("E1", 2, "A"))
    rule = ClusterBusyTimes(id="r", applies_to=A, time_groups=BOTH_DAYS, maximum=0)
    # Busy on both days where none is wanted.
    assert costs(instance, rule, "E1@Mo1", "E1@Tu1") == (4, 8, 2)
    # Busy on no day where both are wanted.
    assert costs(instance, replace(rule, minimum=2, maximum=2)) == (4, 8, 2)
    assert sentences(instance, rule, "E1@Mo1", "E1@Mo3") == [
        "安老师在1个时段有课（应为0个）：星期一。"
    ]


def test_limit_busy_times_feasible() -> None:
    # A day without lessons costs nothing, although the minimum is 2.
    rule = LimitBusyTimes(id="r", applies_to=A, time_groups=BOTH_DAYS, minimum=2, maximum=3)
    assert costs(school(event("E1", 3, "A")), rule, "E1*3@Mo1") == FREE


def test_limit_busy_times_costs() -> None:
    rule = LimitBusyTimes(id="r", applies_to=A, time_groups=BOTH_DAYS, minimum=2, maximum=2)
    # Monday 3 busy times (1 too many), Tuesday 1 (1 too few): 2 in all.
    instance = school(event("E1", 4, "A"))
    assert costs(instance, rule, "E1*3@Mo1", "E1@Tu1") == (4, 8, 2)
    # Two lessons at one time are one busy time.
    assert costs(school(event("E1", 2, "A")), rule, "E1@Mo1", "E1@Mo1") == (2, 2, 2)
    assert sentences(instance, rule, "E1*3@Mo1", "E1@-") == ["安老师星期一有3节课（应为2节）。"]


def test_assign_resource_feasible() -> None:
    # E2 has no such role, E3 has it preassigned.
    given = Event("E3", 1, slots=(ResourceSlot("teacher", "Teacher", "B"),))
    instance = school(event("E1", 2, role="teacher"), event("E2", 1), given)
    rule = AssignResource(id="r", applies_to=ALL, role="teacher")
    assert costs(instance, rule, "E1*2@-=A", "E2@Mo1", "E3@Mo1") == FREE


def test_assign_resource_costs() -> None:
    # 2 periods without a teacher and a rest of 1 that was left out: 3.
    instance = school(event("E1", 4, role="teacher"))
    rule = AssignResource(id="r", applies_to=ALL, role="teacher")
    assert costs(instance, rule, "E1@Mo1=A", "E1*2@Tu1") == (6, 18, 2)
    assert sentences(instance, rule, "E1@Mo1=A", "E1*2@Tu1") == [
        "课E1共4节，有3节没有安排任课教师。"
    ]


def test_prefer_resources_feasible() -> None:
    # An empty slot is not meant.
    rule = PreferResources(id="r", applies_to=ALL, role="teacher", resources=("A", "B"))
    instance = school(event("E1", 3, role="teacher"))
    assert costs(instance, rule, "E1@Mo1=A", "E1@Mo2=B", "E1@Mo3") == FREE
    whole_staff = replace(rule, resources=(), resource_groups=("Staff",))
    assert costs(instance, whole_staff, "E1*3@Mo1=C") == FREE


def test_prefer_resources_costs() -> None:
    rule = PreferResources(id="r", applies_to=ALL, role="teacher", resources=("A",))
    instance = school(event("E1", 4, role="teacher"))
    # 2 periods by B and 1 by C.
    assert costs(instance, rule, "E1*2@Mo1=B", "E1@Tu1=C", "E1@Tu2=A") == (6, 18, 2)
    assert sentences(instance, rule, "E1*2@Mo1=B", "E1*2@Tu1=A") == [
        "课E1有2节安排了白老师，不在要求的任课教师之列。"
    ]


FIFTY, FORTY = ("A", 50), ("B", 40)
SEATS = EnoughSeats(
    id="r", applies_to=ALL, role="teacher", resources=("A",), pupils=45, seats=(FIFTY, FORTY)
)


def test_enough_seats_feasible() -> None:
    # An empty slot is not meant, nor is a room that says nothing of its seats.
    instance = school(event("E1", 3, role="teacher"))
    assert costs(instance, SEATS, "E1@Mo1=A", "E1*2@Tu1=A") == FREE
    silent = replace(SEATS, resources=("A", "C"))
    assert costs(instance, silent, "E1@Mo1=A", "E1@Mo2=C", "E1@Mo3") == FREE


def test_enough_seats_costs() -> None:
    # 3 periods of 45 pupils in B, which has 40 seats.
    instance = school(event("E1", 4, role="teacher"))
    week = "E1*2@Mo1=B", "E1@Tu1=B", "E1@Tu2=A"
    assert costs(instance, SEATS, *week) == (6, 18, 2)
    assert sentences(instance, SEATS, *week) == ["课E1有45人，3节在白老师（40座），坐不下。"]


def test_avoid_split_assignments_feasible() -> None:
    rule = AvoidSplitAssignments(id="r", applies_to=ALL, role="teacher")
    instance = school(event("E1", 2, role="teacher"), event("E2", 1, role="teacher"))
    assert costs(instance, rule, "E1@Mo1=A", "E1@Mo2", "E2@Mo3=A") == FREE
    assert costs(instance, rule) == FREE  # nobody at all is not split


def test_avoid_split_assignments_costs() -> None:
    # Three teachers share the group; the preassigned one of E3 counts too.
    rule = AvoidSplitAssignments(id="r", applies_to=ALL, role="teacher")
    given = Event("E3", 1, slots=(ResourceSlot("teacher", "Teacher", "C"),))
    instance = school(event("E1", 2, role="teacher"), given)
    assert costs(instance, rule, "E1@Mo1=A", "E1@Mo2=B", "E3@Mo1") == (4, 8, 2)
    assert sentences(instance, rule, "E1*2@Mo1=A", "E3@Tu1") == [
        "全部课程的任课教师由安老师、曹老师分担，应为同一个。"
    ]


def test_limit_workload_feasible() -> None:
    # By default a lesson weighs its duration: 2 + 1.
    rule = LimitWorkload(id="r", applies_to=A, minimum=3, maximum=3)
    instance = school(event("E1", 2, "A"), event("E2", 1, role="teacher"))
    assert costs(instance, rule, "E1*2@Mo1", "E2@Tu1=A") == FREE
    # Five lessons of a fifth of 3 each are 3, not the 3.0000000000000004 of floating point.
    fifths = school(event("E1", 5, role="teacher", workload=3))
    assert costs(fifths, rule, *["E1@Mo1=A"] * 5) == FREE


def test_limit_workload_costs() -> None:
    rule = LimitWorkload(id="r", applies_to=A, minimum=4, maximum=6)
    # The slot's workload 9 counts, not the event's 5: 3 above 6.
    slots = (ResourceSlot(resource="A", workload=9),)
    assert costs(school(Event("E1", 2, slots=slots, workload=5)), rule, "E1*2@Mo1") == (6, 18, 2)
    # One of three lessons of a workload of 10 is 3.33: the lack of 0.67 is rounded up to 1.
    thirds = school(event("E1", 3, role="teacher", workload=10))
    assert costs(thirds, rule, "E1@Mo1=A", "E1*2@Mo2=B") == (2, 2, 2)
    assert sentences(thirds, rule, "E1@Mo1=A") == ["安老师的工作量为3.33（应为4–6）。"]
