"""Constraints on the times of teachers and of students: one table for both.

The name of a kind is whom it is about, then what: ``TeachersMaxGapsPerWeek``. Here is the what.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from community.rule import CostFunction
from community.text import Text
from scheduling.fet.wish import Kind, NotCarriedError
from scheduling.rules.avoid_unavailable_times import AvoidUnavailableTimes
from scheduling.rules.cluster_busy_times import ClusterBusyTimes
from scheduling.rules.limit_busy_resources import LimitBusyResources
from scheduling.rules.limit_busy_times import LimitBusyTimes
from scheduling.rules.limit_busy_together import LimitBusyTogether
from scheduling.rules.limit_consecutive import LimitConsecutive
from scheduling.rules.limit_idle_times import LimitIdleTimes
from scheduling.rules.limit_late_starts import LimitLateStarts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scheduling.fet.activities import Activity
    from scheduling.fet.grid import Cell
    from scheduling.fet.wish import Wish
    from scheduling.rules.base import Rule

    Carry = Callable[[Wish], Iterator[Rule]]


def _not_available(wish: Wish) -> Iterator[Rule]:
    """Keep people away from some times, and note it: they have no gaps then."""
    cells, away = wish.cells("Not_Available_Time"), wish.school.people.away
    for person in wish.who:
        away[person] = away.get(person, frozenset()) | cells
    if cells:
        yield wish.rule(AvoidUnavailableTimes, wish.who, times=wish.grid.ids(cells))


def _most_hours(period: str, tag: str = "Maximum_Hours_Daily") -> Carry:
    """Let no day be too long. Where it is a wish, FET counts such days, not the hours too many."""

    def carry(wish: Wish) -> Iterator[Rule]:
        groups, most = wish.grid.named(period), wish.number(tag)
        if wish.weight == 100:
            yield wish.rule(LimitBusyTimes, wish.who, time_groups=groups, maximum=most)
            return
        for group in groups:
            step = {"cost_function": CostFunction.STEP, "time_groups": (group,)}
            yield wish.rule(LimitBusyTimes, wish.who, maximum=most, **step)

    return carry


def _least_hours(period: str, tag: str, may_be_empty: str) -> Carry:
    def carry(wish: Wish) -> Iterator[Rule]:
        groups, least = wish.grid.named(period), wish.number(tag)
        limits = {"minimum": least, "maximum": len(wish.grid.hours) * 2}
        yield wish.rule(LimitBusyTimes, wish.who, time_groups=groups, **limits)
        if not wish.flag(may_be_empty, default=True):  # a real day may have an empty half
            whole = wish.grid.named("real days") if period == "days" else groups
            yield wish.rule(ClusterBusyTimes, wish.who, **_between(whole, least=len(whole)))

    return carry


def _between(groups: tuple[str, ...], least: int = 0, most: int | None = None) -> dict[str, Any]:
    """Return the fields of a rule about in how many time groups somebody is busy."""
    maximum = len(groups) if most is None else most
    return {"time_groups": groups, "minimum": least, "maximum": maximum}


def _most_days(period: str, tag: str) -> Carry:
    def carry(wish: Wish) -> Iterator[Rule]:
        limits = _between(wish.grid.named(period), most=wish.number(tag))
        yield wish.rule(ClusterBusyTimes, wish.who, **limits)

    return carry


def _least_days(period: str, tag: str) -> Carry:
    def carry(wish: Wish) -> Iterator[Rule]:
        limits = _between(wish.grid.named(period), least=wish.number(tag))
        yield wish.rule(ClusterBusyTimes, wish.who, **limits)

    return carry


def _interval(period: str) -> Carry:
    """On few days in some hours; without an end they last to the end of the day."""

    def carry(wish: Wish) -> Iterator[Rule]:
        first = wish.hour("Interval_Start_Hour")
        end = len(wish.grid.hours)
        if wish.text("Interval_End_Hour"):
            end = wish.hour("Interval_End_Hour")
        within = frozenset((d, h) for d, h in wish.grid.week if first <= h < end)
        groups = wish.grid.named(period, within)
        limits = _between(groups, most=wish.number("Max_Days_Per_Week"))
        yield wish.rule(ClusterBusyTimes, wish.who, **limits)

    return carry


def _gaps(period: str, *, in_all: bool = False, most: int | None = None) -> Carry:
    """Few gaps in each part of a period, or in all together. Who is not available has none."""

    def carry(wish: Wish) -> Iterator[Rule]:
        if wish.flag("Allow_One_Day_Exception_of_Plus_One"):
            raise NotCarriedError(
                "“有一天可以多一节”还没有对应的规则", "there is no rule for one more on one day"
            )
        limit = wish.number("Max_Gaps") if most is None else most
        for away, who in wish.school.people.by_absence(wish.who).items():
            groups = wish.grid.named(period, wish.grid.week - away)
            for some in [groups] if in_all else [(g,) for g in groups]:
                yield wish.rule(LimitIdleTimes, who, time_groups=some, maximum=limit)

    return carry


def _in_a_row(wish: Wish) -> Iterator[Rule]:
    most = wish.number("Maximum_Hours_Continuously", least=1)
    yield wish.rule(LimitConsecutive, wish.who, maximum=most)


def _late_starts(period: str) -> Carry:
    def carry(wish: Wish) -> Iterator[Rule]:
        most = wish.number("Max_Beginnings_At_Second_Hour")
        for away, who in wish.school.people.by_absence(wish.who).items():
            groups = wish.grid.named(period, wish.grid.week - away)
            yield wish.rule(LimitLateStarts, who, time_groups=groups, maximum=most)

    return carry


def _span(period: str) -> Carry:
    """From the first lesson of a day to the last: few hours; on one day one more, if it says so.

    Who is busy in the first hours of a day and in the last, so many apart, is there too long. A day
    that is one hour too long has one such pair, so that one may be allowed.
    """

    def carry(wish: Wish) -> Iterator[Rule]:
        most = wish.number("Max_Span", least=1)
        windows: list[tuple[str, ...]] = []
        for name, cells in wish.grid.parts(period):
            order = sorted(cells)
            for last in range(len(order) - most):
                early, late = order[: last + 1], order[last + most :]
                windows += _both(wish, (f"{name} ≤", early), (f"{name} ≥", late))
        spare = int(wish.flag("Allow_One_Day_Exception_of_Plus_One"))
        yield wish.rule(LimitBusyTogether, wish.who, windows=tuple(windows), maximum=spare)

    return carry


def _rest(between: str) -> Carry:
    """So many hours between the end of a day and the beginning of the next one."""

    def carry(wish: Wish) -> Iterator[Rule]:
        least = wish.number("Minimum_Resting_Hours", least=1)
        days = wish.grid.parts("days")
        pairs = list(itertools.pairwise(days))
        if between == "halves":
            pairs = pairs[::2]
        elif wish.grid.halves:
            pairs = pairs[1::2]
        if wish.flag("Circular"):
            pairs.append((days[-1], days[0]))
        windows = [w for pair in pairs for w in _too_near(wish, *pair, least)]
        yield wish.rule(LimitBusyTogether, wish.who, windows=tuple(windows))

    return carry


def _too_near(
    wish: Wish, one: tuple[str, frozenset[Cell]], other: tuple[str, frozenset[Cell]], least: int
) -> Iterator[tuple[str, ...]]:
    """Yield the last hours of a day and the first of the next that are too near to each other."""
    hours = len(wish.grid.hours)
    for late in range(least):
        evening = [(d, h) for d, h in one[1] if h >= hours - 1 - late]
        morning = [(d, h) for d, h in other[1] if h < least - late]
        yield from _both(wish, (f"{one[0]} ≥", evening), (f"{other[0]} ≤", morning))


def _both(wish: Wish, *parts: tuple[str, list[Cell]]) -> Iterator[tuple[str, ...]]:
    """Yield the groups of some named cells together, unless all of one are breaks."""
    if all(wish.grid.ids(cells) for _, cells in parts):
        yield tuple(wish.grid.group(cells, name) for name, cells in parts)


def _three_in_a_row(wish: Wish) -> Iterator[Rule]:
    """Of four half-days in a row one is free; those that begin in the afternoon may be excepted."""
    excepted = wish.flag("Allow_Afternoon_Morning_Afternoon_Morning_Exception")
    windows = wish.grid.runs("days", 4, step=2 if excepted and wish.grid.halves else 1)
    yield wish.rule(LimitBusyTogether, wish.who, windows=windows)


def _of_tag(make: Carry) -> Carry:
    """Ask of each person's lessons with a tag what is asked of all the lessons elsewhere."""

    def carry(wish: Wish) -> Iterator[Rule]:
        mine: dict[str, list[Activity]] = {person: [] for person in wish.who}
        for activity in wish.tagged("Activity_Tag", "Activity_Tag_Name"):
            for person in wish.school.people.of(activity):
                if person in mine:
                    mine[person].append(activity)
        crowds = (wish.school.crowd(lessons) for lessons in mine.values() if lessons)
        wish.who = tuple(dict.fromkeys(crowds))
        yield from make(wish)

    return carry


def _two_of_three_tags(period: str) -> Carry:
    def carry(wish: Wish) -> Iterator[Rule]:
        mine: dict[str, dict[str, list[Activity]]] = {person: {} for person in wish.who}
        for activity in wish.school.activities.active:
            for tag in set(activity.tags) & {"N1", "N2", "N3"}:
                for person in wish.school.people.of(activity):
                    if person in mine:
                        mine[person].setdefault(tag, []).append(activity)
        for by_tag in mine.values():
            if len(by_tag) == 3:
                crowds = [wish.school.crowd(by_tag[tag]) for tag in sorted(by_tag)]
                groups = wish.grid.named(period)
                yield wish.rule(LimitBusyResources, crowds, time_groups=groups, maximum=2)

    return carry


KINDS = {
    "NotAvailableTimes": Kind(Text("不可用时间", "not available"), _not_available),
    "MaxHoursDaily": Kind(Text("每天最多节数", "most hours a day"), _most_hours("days")),
    "MaxHoursDailyRealDays": Kind(
        Text("每个整天最多节数", "most hours a real day"), _most_hours("real days")
    ),
    "MaxHoursPerAllAfternoons": Kind(
        Text("所有下午最多节数", "most hours in all afternoons"),
        _most_hours("afternoons", "Maximum_Hours_Per_All_Afternoons"),
    ),
    "MinHoursDaily": Kind(
        Text("每天最少节数", "least hours a day"),
        _least_hours("days", "Minimum_Hours_Daily", "Allow_Empty_Days"),
    ),
    "MinHoursDailyRealDays": Kind(
        Text("每个整天最少节数", "least hours a real day"),
        _least_hours("real days", "Minimum_Hours_Daily", "Allow_Empty_Days"),
    ),
    "MinHoursPerMorning": Kind(
        Text("每个上午最少节数", "least hours a morning"),
        _least_hours("mornings", "Minimum_Hours_Per_Morning", "Allow_Empty_Mornings"),
    ),
    "MinHoursPerAfternoon": Kind(
        Text("每个下午最少节数", "least hours an afternoon"),
        _least_hours("afternoons", "Minimum_Hours_Per_Afternoon", "Allow_Empty_Afternoons"),
    ),
    "MaxDaysPerWeek": Kind(
        Text("每周最多天数", "most days a week"), _most_days("days", "Max_Days_Per_Week")
    ),
    "MaxRealDaysPerWeek": Kind(
        Text("每周最多整天数", "most real days a week"),
        _most_days("real days", "Max_Days_Per_Week"),
    ),
    "MaxMorningsPerWeek": Kind(
        Text("每周最多上午数", "most mornings a week"),
        _most_days("mornings", "Max_Mornings_Per_Week"),
    ),
    "MaxAfternoonsPerWeek": Kind(
        Text("每周最多下午数", "most afternoons a week"),
        _most_days("afternoons", "Max_Afternoons_Per_Week"),
    ),
    "MinDaysPerWeek": Kind(
        Text("每周最少天数", "least days a week"), _least_days("days", "Minimum_Days_Per_Week")
    ),
    "MinRealDaysPerWeek": Kind(
        Text("每周最少整天数", "least real days a week"),
        _least_days("real days", "Minimum_Days_Per_Week"),
    ),
    "MinMorningsPerWeek": Kind(
        Text("每周最少上午数", "least mornings a week"),
        _least_days("mornings", "Minimum_Mornings_Per_Week"),
    ),
    "MinAfternoonsPerWeek": Kind(
        Text("每周最少下午数", "least afternoons a week"),
        _least_days("afternoons", "Minimum_Afternoons_Per_Week"),
    ),
    "IntervalMaxDaysPerWeek": Kind(
        Text("某段节次最多天数", "most days in some hours"), _interval("days")
    ),
    "MorningIntervalMaxDaysPerWeek": Kind(
        Text("上午某段节次最多天数", "most mornings in some hours"), _interval("mornings")
    ),
    "AfternoonIntervalMaxDaysPerWeek": Kind(
        Text("下午某段节次最多天数", "most afternoons in some hours"), _interval("afternoons")
    ),
    "MaxGapsPerWeek": Kind(Text("每周最多空堂", "most gaps a week"), _gaps("days", in_all=True)),
    "MaxGapsPerDay": Kind(Text("每天最多空堂", "most gaps a day"), _gaps("days")),
    "MaxGapsPerRealDay": Kind(Text("每个整天最多空堂", "most gaps a real day"), _gaps("real days")),
    "MaxZeroGapsPerAfternoon": Kind(
        Text("下午没有空堂", "no gaps in the afternoon"), _gaps("afternoons", most=0)
    ),
    "MaxHoursContinuously": Kind(Text("最多连上节数", "most hours in a row"), _in_a_row),
    "MaxSpanPerDay": Kind(Text("每天首末跨度", "span of a day"), _span("days")),
    "MaxSpanPerRealDay": Kind(Text("每个整天首末跨度", "span of a real day"), _span("real days")),
    "MinRestingHours": Kind(Text("两天之间的休息", "rest between days"), _rest("days")),
    "MinRestingHoursBetweenMorningAndAfternoon": Kind(
        Text("上下午之间的休息", "rest between morning and afternoon"), _rest("halves")
    ),
    "EarlyMaxBeginningsAtSecondHour": Kind(
        Text("第二节才开始的天数", "days that begin at the second hour"), _late_starts("days")
    ),
    "MorningsEarlyMaxBeginningsAtSecondHour": Kind(
        Text("第二节才开始的上午数", "mornings that begin at the second hour"),
        _late_starts("mornings"),
    ),
    "AfternoonsEarlyMaxBeginningsAtSecondHour": Kind(
        Text("第二节才开始的下午数", "afternoons that begin at the second hour"),
        _late_starts("afternoons"),
    ),
    "MaxThreeConsecutiveDays": Kind(
        Text("最多连续三个半天", "three half-days in a row at most"), _three_in_a_row
    ),
    "ActivityTagMaxHoursDaily": Kind(
        Text("某标签课每天最多节数", "most hours of a tag a day"), _of_tag(_most_hours("days"))
    ),
    "ActivityTagMaxHoursDailyRealDays": Kind(
        Text("某标签课每个整天最多节数", "most hours of a tag a real day"),
        _of_tag(_most_hours("real days")),
    ),
    "ActivityTagMinHoursDaily": Kind(
        Text("某标签课每天最少节数", "least hours of a tag a day"),
        _of_tag(_least_hours("days", "Minimum_Hours_Daily", "Allow_Empty_Days")),
    ),
    "ActivityTagMaxHoursContinuously": Kind(
        Text("某标签课最多连上节数", "most hours of a tag in a row"), _of_tag(_in_a_row)
    ),
    "MaxTwoActivityTagsPerDayFromN1N2N3": Kind(
        Text("一天内三种标签至多两种", "two of three tags a day"), _two_of_three_tags("days")
    ),
    "MaxTwoActivityTagsPerRealDayFromN1N2N3": Kind(
        Text("一个整天内三种标签至多两种", "two of three tags a real day"),
        _two_of_three_tags("real days"),
    ),
}
