"""Constraints on when the lessons of a set are held, one beside the other."""

from __future__ import annotations

from itertools import combinations, islice
from typing import TYPE_CHECKING

from community.text import Text
from scheduling.fet.wish import Kind, NotCarriedError
from scheduling.rules.avoid_clashes import AvoidClashes
from scheduling.rules.cluster_busy_times import ClusterBusyTimes
from scheduling.rules.keep_gaps import KeepGaps
from scheduling.rules.limit_busy_resources import LimitBusyResources
from scheduling.rules.limit_busy_times import LimitBusyTimes
from scheduling.rules.limit_busy_together import LimitBusyTogether
from scheduling.rules.limit_idle_times import LimitIdleTimes
from scheduling.rules.limit_simultaneous import LimitSimultaneous
from scheduling.rules.link_events import LinkEvents
from scheduling.rules.order_events import OrderEvents
from scheduling.rules.spread_events import Spread, SpreadEvents
from scheduling.rules.start_together import StartTogether

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.fet.activities import Activity
    from scheduling.fet.wish import Carry, Wish
    from scheduling.rules.base import Rule


MOST_PAIRS = 200_000
Pair = tuple[str, str, int, None]


def _days_apart(wish: Wish) -> Iterator[Rule]:
    """Put at least so many days between any two: in so many days in a row one lesson at the most.

    Whatever the weight, FET (since 6.4) holds no three of them on one day, and in one piece.
    """
    activities, least = wish.activities(), wish.number("MinDays")
    if len(activities) < 2:
        return
    days = [cells for _, cells in wish.grid.parts("real days")]
    names = [name for name, _ in wish.grid.parts("real days")]
    run = min(least, len(days))
    spreads = []
    for first in range(len(days) - run + 1 if run else 0):
        cells = frozenset().union(*days[first : first + run])
        name = "–".join(dict.fromkeys((names[first], names[first + run - 1])))
        spreads.append(Spread(wish.grid.group(cells, name), 0, 1))
    group = (wish.school.set_of(activities),)
    yield wish.rule(SpreadEvents, sets=group, spreads=tuple(spreads))
    if len(activities) > 2:
        pairs = tuple(Spread(day, 0, 2) for day in wish.grid.named("real days"))
        yield wish.rule(SpreadEvents, sets=group, hard=True, spreads=pairs)
    if wish.flag("Consecutive_If_Same_Day", default=True):
        yield from _in_one_piece(wish, activities)


def _in_one_piece(wish: Wish, activities: list[Activity]) -> Iterator[Rule]:
    """Let lessons on one day follow each other."""
    crowd = (wish.school.crowd(activities),)
    days = wish.grid.named("days")
    yield wish.rule(LimitIdleTimes, crowd, hard=True, time_groups=days)
    if wish.grid.halves:
        halves = wish.grid.runs("days", 2, step=2)
        yield wish.rule(LimitBusyTogether, crowd, hard=True, windows=halves)


def _days_within(wish: Wish) -> Iterator[Rule]:
    """At most so many days between any two: not both before a day and too long after it."""
    activities, most = wish.activities(), wish.number("MaxDays")
    days = wish.grid.parts("real days")
    windows = []
    for first in range(len(days) - most - 1):
        before, after = days[: first + 1], days[first + most + 1 :]
        early = frozenset().union(*(cells for _, cells in before))
        late = frozenset().union(*(cells for _, cells in after))
        names = f"≤ {before[-1][0]}", f"≥ {after[0][0]}"
        windows.append((wish.grid.group(early, names[0]), wish.grid.group(late, names[1])))
    crowd = (wish.school.crowd(activities),)
    yield wish.rule(LimitBusyTogether, crowd, windows=tuple(windows))


def _gaps(wish: Wish) -> Iterator[Rule]:
    activities, least = wish.activities(), wish.number("MinGaps")
    pairs = _few((a.id, b.id, least, None) for a, b in combinations(activities, 2))
    days = wish.grid.named("days")
    yield wish.rule(KeepGaps, pairs=pairs, time_groups=days, in_any_order=True)


def _few(pairs: Iterator[Pair]) -> tuple[Pair, ...]:
    """Return pairs of activities, unless there are too many for any model."""
    found = tuple(islice(pairs, MOST_PAIRS + 1))
    if len(found) > MOST_PAIRS:
        raise NotCarriedError(
            f"涉及的课超过{MOST_PAIRS}对", f"it is about more than {MOST_PAIRS} pairs of lessons"
        )
    return found


def _gaps_of_tags(wish: Wish) -> Iterator[Rule]:
    """Gaps between a lesson with one tag and a later one with another, of the same students."""
    of, least = wish.school.people.of, wish.number("MinGaps")
    firsts, seconds = wish.tagged("First_Activity_Tag"), wish.tagged("Second_Activity_Tag")
    attended = {a.id: {r for r in of(a) if r[0] == "S"} for a in (*firsts, *seconds)}
    pairs = _few(
        (a.id, b.id, least, None)
        for a in firsts
        for b in seconds
        if a is not b and not attended[a.id].isdisjoint(attended[b.id])
    )
    yield wish.rule(KeepGaps, pairs=pairs, time_groups=wish.grid.named("days"))


def _together(period: str) -> Carry:
    """Yield the rule of the family that annealing knows best, of those that say the same."""

    def carry(wish: Wish) -> Iterator[Rule]:
        activities = wish.activities()
        if len(activities) > 1:
            yield _start_together(wish, activities, period)

    return carry


def _start_together(wish: Wish, activities: list[Activity], period: str) -> Rule:
    lengths = {a.duration for a in activities}
    groups, crowd = wish.grid.named(period), (wish.school.crowd(activities),)
    if period == "days":
        return wish.rule(ClusterBusyTimes, crowd, time_groups=groups, maximum=1)
    if len(lengths) > 1:
        return wish.rule(StartTogether, sets=(wish.school.set_of(activities),), time_groups=groups)
    if period == "times":
        return wish.rule(LinkEvents, sets=(wish.school.set_of(activities),))
    return wish.rule(ClusterBusyTimes, crowd, time_groups=groups, maximum=lengths.pop())


def _apart(wish: Wish) -> Iterator[Rule]:
    yield wish.rule(AvoidClashes, (wish.school.crowd(wish.activities()),))


def _tags_apart(wish: Wish) -> Iterator[Rule]:
    """Hold lessons of two of the tags never at once; those of one tag may be."""
    tags = [child.text for child in wish.element.children if child.tag == "Activity_Tag"]
    active = wish.school.activities.active
    lessons = [[a for a in active if tag in a.tags] for tag in tags]
    crowds = [wish.school.crowd(some, tag) for tag, some in zip(tags, lessons, strict=True) if some]
    yield wish.rule(LimitBusyResources, crowds, time_groups=wish.grid.named("times"))


def _most_slots(wish: Wish) -> Iterator[Rule]:
    selected = wish.grid.group(wish.cells("Selected_Time_Slot", "Selected_"), wish.label.zh)
    most = wish.number("Max_Number_of_Occupied_Time_Slots")
    crowd = (wish.school.crowd(wish.activities()),)
    yield wish.rule(LimitBusyTimes, crowd, time_groups=(selected,), maximum=most)


def _least_slots(wish: Wish) -> Iterator[Rule]:
    cells = wish.cells("Selected_Time_Slot", "Selected_")
    slots = wish.grid.named("times", cells)
    least = wish.number("Min_Number_of_Occupied_Time_Slots")
    crowd = (wish.school.crowd(wish.activities()),)
    yield wish.rule(ClusterBusyTimes, crowd, time_groups=slots, minimum=least, maximum=len(slots))


def _most_terms(wish: Wish) -> Iterator[Rule]:
    most = wish.number("Max_Number_of_Occupied_Terms")
    crowd = (wish.school.crowd(wish.activities()),)
    yield wish.rule(ClusterBusyTimes, crowd, time_groups=wish.grid.named("terms"), maximum=most)


def _most_in_a_term(wish: Wish) -> Iterator[Rule]:
    most = wish.number("Max_Number_of_Activities_in_A_Term")
    spreads = tuple(Spread(term, 0, most) for term in wish.grid.named("terms"))
    group = wish.school.set_of(wish.activities())
    yield wish.rule(SpreadEvents, sets=(group,), spreads=spreads)


def _at_once(wish: Wish) -> Iterator[Rule]:
    """At least or at most so many of a set are held at once, in some slots."""
    times = wish.grid.ids(wish.cells("Selected_Time_Slot", "Selected_"))
    activities = wish.activities()
    least, most = 0, len(activities)
    if wish.text("Min_Number_of_Simultaneous_Activities"):
        least = wish.number("Min_Number_of_Simultaneous_Activities")
    else:
        most = wish.number("Max_Number_of_Simultaneous_Activities")
    yield wish.rule(
        LimitSimultaneous,
        sets=(wish.school.set_of(activities),),
        times=times,
        minimum=least,
        maximum=most,
        or_none=wish.flag("Allow_Empty_Slots", default=True),
    )


def _most_in_slots(wish: Wish) -> Iterator[Rule]:
    """So many of a set run in some slots at the most; short ones are in the slot they start in."""
    activities = wish.activities()
    if all(a.duration == 1 for a in activities):
        most = wish.number("Max_Total_Number_of_Activities")
        cells = wish.cells("Selected_Time_Slot", "Selected_")
        spread = Spread(wish.grid.group(cells, wish.label.zh), 0, most)
        yield wish.rule(SpreadEvents, sets=(wish.school.set_of(activities),), spreads=(spread,))
        return
    raise NotCarriedError(
        "“一组课在选定时段内的总数”只能用于一节的课",
        "how many lessons of a set are held in some slots is carried for single lessons only",
    )


def _two(wish: Wish) -> list[Activity]:
    """Return the first, second and third activity; fewer when one is not active."""
    tags = ("First_Activity_Id", "Second_Activity_Id", "Third_Activity_Id")
    return [a for tag in tags for a in wish.activities(tag)]


def _grouped(wish: Wish) -> Iterator[Rule]:
    """Two or three lessons on one day, one after the other in any order."""
    activities = _two(wish)
    if len(activities) > 1:
        crowd = (wish.school.crowd(activities),)
        yield _start_together(wish, activities, "days")
        yield wish.rule(LimitIdleTimes, crowd, time_groups=wish.grid.named("days"))
        yield wish.rule(AvoidClashes, crowd)


def _consecutive(wish: Wish) -> Iterator[Rule]:
    """Hold the second directly after the first, on the same day."""
    activities = _two(wish)
    if len(activities) == 2:
        pair = (activities[0].id, activities[1].id, 0, 0)
        yield _start_together(wish, activities, "days")
        yield wish.rule(OrderEvents, pairs=(pair,), once=True)


def _ordered(wish: Wish) -> Iterator[Rule]:
    """Hold the second some time after the first, in the week."""
    activities = _two(wish)
    if len(activities) == 2:
        pair = (activities[0].id, activities[1].id, 0, None)
        yield wish.rule(OrderEvents, pairs=(pair,), once=True)


def _ordered_if_same_day(wish: Wish) -> Iterator[Rule]:
    """Not the second before the first on one day: so far apart that no day is so long."""
    activities = _two(wish)
    if len(activities) == 2:
        pair = (activities[1].id, activities[0].id, len(wish.grid.hours), None)
        yield wish.rule(KeepGaps, pairs=(pair,), time_groups=wish.grid.named("days"))


KINDS = {
    "MinDaysBetweenActivities": Kind(Text("几节课相隔的天数", "days between lessons"), _days_apart),
    "MaxDaysBetweenActivities": Kind(
        Text("几节课最多相隔的天数", "most days between lessons"), _days_within
    ),
    "MinGapsBetweenActivities": Kind(
        Text("同一天几节课之间的空堂", "gaps between lessons of a day"), _gaps
    ),
    "StudentsMinGapsBetweenOrderedPairOfActivityTags": Kind(
        Text("前后两种标签的课之间的空堂", "gaps between lessons of two tags"), _gaps_of_tags
    ),
    "ActivitiesSameStartingTime": Kind(Text("同时开始", "same start"), _together("times")),
    "ActivitiesSameStartingHour": Kind(
        Text("同一节次开始", "same starting hour"), _together("hours")
    ),
    "ActivitiesSameStartingDay": Kind(Text("同一天", "same day"), _together("days")),
    "ActivitiesNotOverlapping": Kind(Text("互不重叠", "not at once"), _apart),
    "ActivityTagsNotOverlapping": Kind(Text("几种标签互不重叠", "tags not at once"), _tags_apart),
    "ActivitiesOccupyMaxTimeSlotsFromSelection": Kind(
        Text("最多占用选定的几个时段", "most slots of a selection"), _most_slots
    ),
    "ActivitiesOccupyMinTimeSlotsFromSelection": Kind(
        Text("最少占用选定的几个时段", "least slots of a selection"), _least_slots
    ),
    "ActivitiesOccupyMaxTerms": Kind(Text("最多占用几个学段", "most terms"), _most_terms),
    "ActivitiesMaxInATerm": Kind(
        Text("一个学段最多几节", "most lessons in a term"), _most_in_a_term
    ),
    "ActivitiesMaxSimultaneousInSelectedTimeSlots": Kind(
        Text("选定时段内最多同时几节", "most lessons at once in some slots"), _at_once
    ),
    "ActivitiesMinSimultaneousInSelectedTimeSlots": Kind(
        Text("选定时段内最少同时几节", "least lessons at once in some slots"), _at_once
    ),
    "MaxTotalActivitiesFromSetInSelectedTimeSlots": Kind(
        Text("选定时段内一组课的总数", "most lessons of a set in some slots"), _most_in_slots
    ),
    "TwoActivitiesGrouped": Kind(Text("两节课相连", "two lessons grouped"), _grouped),
    "ThreeActivitiesGrouped": Kind(Text("三节课相连", "three lessons grouped"), _grouped),
    "TwoActivitiesConsecutive": Kind(Text("两节课前后相接", "two lessons in a row"), _consecutive),
    "TwoActivitiesOrdered": Kind(Text("两节课有先后", "two lessons in order"), _ordered),
    "TwoActivitiesOrderedIfSameDay": Kind(
        Text("同一天时有先后", "two lessons of one day in order"), _ordered_if_same_day
    ),
}
