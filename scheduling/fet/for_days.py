"""Constraints on the days of teachers and students: gaps, rows, spans, rests and beginnings."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from community.text import Text
from scheduling.fet.wish import Kind, NotCarriedError
from scheduling.rules.limit_busy_together import LimitBusyTogether
from scheduling.rules.limit_consecutive import LimitConsecutive
from scheduling.rules.limit_idle_times import LimitIdleTimes
from scheduling.rules.limit_late_starts import LimitLateStarts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.fet.grid import Cell
    from scheduling.fet.wish import Carry, Wish
    from scheduling.rules.base import Rule


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


def in_a_row(wish: Wish) -> Iterator[Rule]:
    """Yield the rule that few lessons follow each other."""
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


def _both(wish: Wish, *parts: tuple[str, list[Cell]]) -> Iterator[tuple[str, ...]]:
    """Yield the groups of some named cells together, unless all of one are breaks."""
    if all(wish.grid.ids(cells) for _, cells in parts):
        yield tuple(wish.grid.group(cells, name) for name, cells in parts)


def _rest(between: str) -> Carry:
    """So many hours between the end of a day and the beginning of the next one."""

    def carry(wish: Wish) -> Iterator[Rule]:
        least = min(wish.number("Minimum_Resting_Hours", least=1), 2 * len(wish.grid.hours))
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


def _three_in_a_row(wish: Wish) -> Iterator[Rule]:
    """Of four half-days in a row one is free; those that begin in the afternoon may be excepted."""
    excepted = wish.flag("Allow_Afternoon_Morning_Afternoon_Morning_Exception")
    windows = wish.grid.runs("days", 4, step=2 if excepted and wish.grid.halves else 1)
    yield wish.rule(LimitBusyTogether, wish.who, windows=windows)


KINDS = {
    "MaxGapsPerWeek": Kind(Text("每周最多空堂", "most gaps a week"), _gaps("days", in_all=True)),
    "MaxGapsPerDay": Kind(Text("每天最多空堂", "most gaps a day"), _gaps("days")),
    "MaxGapsPerRealDay": Kind(Text("每个整天最多空堂", "most gaps a real day"), _gaps("real days")),
    "MaxZeroGapsPerAfternoon": Kind(
        Text("下午没有空堂", "no gaps in the afternoon"), _gaps("afternoons", most=0)
    ),
    "MaxHoursContinuously": Kind(Text("最多连上节数", "most hours in a row"), in_a_row),
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
}
