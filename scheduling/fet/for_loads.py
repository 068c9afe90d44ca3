"""Constraints on how much teachers and students have: hours a day, days a week, times away.

The name of a kind is whom it is about, then what: ``TeachersMaxHoursDaily``. Here is the what.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from community.text import Text
from scheduling.fet.wish import Kind
from scheduling.rules.avoid_unavailable_times import AvoidUnavailableTimes
from scheduling.rules.cluster_busy_times import ClusterBusyTimes
from scheduling.rules.limit_busy_times import LimitBusyTimes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.fet.wish import Carry, Wish
    from scheduling.rules.base import Rule


def _not_available(wish: Wish) -> Iterator[Rule]:
    """Keep people away from some times, and note it: they have no gaps then."""
    cells, away = wish.cells("Not_Available_Time"), wish.school.people.away
    for person in wish.who:
        away[person] = away.get(person, frozenset()) | cells
    if cells:
        yield wish.rule(AvoidUnavailableTimes, wish.who, times=wish.grid.ids(cells))


def most_hours(period: str, tag: str = "Maximum_Hours_Daily") -> Carry:
    """Let no day be too long. Where it is a wish, FET counts such days, not the hours too many."""

    def carry(wish: Wish) -> Iterator[Rule]:
        groups, most = wish.grid.named(period), wish.number(tag)
        if wish.weight == 100:
            yield wish.rule(LimitBusyTimes, wish.who, time_groups=groups, maximum=most)
            return
        for group in groups:
            yield wish.rule(LimitBusyTimes, wish.who, once=True, time_groups=(group,), maximum=most)

    return carry


def least_hours(period: str, tag: str, may_be_empty: str) -> Carry:
    """Let no day that is not empty be too short; none be empty unless it may."""

    def carry(wish: Wish) -> Iterator[Rule]:
        groups, least = wish.grid.named(period), wish.number(tag)
        limits: dict[str, Any] = {"minimum": least, "maximum": len(wish.grid.hours) * 2}
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


KINDS = {
    "NotAvailableTimes": Kind(Text("不可用时间", "not available"), _not_available),
    "MaxHoursDaily": Kind(Text("每天最多节数", "most hours a day"), most_hours("days")),
    "MaxHoursDailyRealDays": Kind(
        Text("每个整天最多节数", "most hours a real day"), most_hours("real days")
    ),
    "MaxHoursPerAllAfternoons": Kind(
        Text("所有下午最多节数", "most hours in all afternoons"),
        most_hours("afternoons", "Maximum_Hours_Per_All_Afternoons"),
    ),
    "MinHoursDaily": Kind(
        Text("每天最少节数", "least hours a day"),
        least_hours("days", "Minimum_Hours_Daily", "Allow_Empty_Days"),
    ),
    "MinHoursDailyRealDays": Kind(
        Text("每个整天最少节数", "least hours a real day"),
        least_hours("real days", "Minimum_Hours_Daily", "Allow_Empty_Days"),
    ),
    "MinHoursPerMorning": Kind(
        Text("每个上午最少节数", "least hours a morning"),
        least_hours("mornings", "Minimum_Hours_Per_Morning", "Allow_Empty_Mornings"),
    ),
    "MinHoursPerAfternoon": Kind(
        Text("每个下午最少节数", "least hours an afternoon"),
        least_hours("afternoons", "Minimum_Hours_Per_Afternoon", "Allow_Empty_Afternoons"),
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
}
