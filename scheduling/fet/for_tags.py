"""Constraints on the lessons with a tag that teachers and students have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.text import Text
from scheduling.fet.for_days import in_a_row
from scheduling.fet.for_loads import least_hours, most_hours
from scheduling.fet.wish import Kind
from scheduling.rules.limit_busy_resources import LimitBusyResources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.fet.activities import Activity
    from scheduling.fet.wish import Carry, Wish
    from scheduling.rules.base import Rule


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
        if wish.who:
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
    "ActivityTagMaxHoursDaily": Kind(
        Text("某标签课每天最多节数", "most hours of a tag a day"), _of_tag(most_hours("days"))
    ),
    "ActivityTagMaxHoursDailyRealDays": Kind(
        Text("某标签课每个整天最多节数", "most hours of a tag a real day"),
        _of_tag(most_hours("real days")),
    ),
    "ActivityTagMinHoursDaily": Kind(
        Text("某标签课每天最少节数", "least hours of a tag a day"),
        _of_tag(least_hours("days", "Minimum_Hours_Daily", "Allow_Empty_Days")),
    ),
    "ActivityTagMaxHoursContinuously": Kind(
        Text("某标签课最多连上节数", "most hours of a tag in a row"), _of_tag(in_a_row)
    ),
    "MaxTwoActivityTagsPerDayFromN1N2N3": Kind(
        Text("一天内三种标签至多两种", "two of three tags a day"), _two_of_three_tags("days")
    ),
    "MaxTwoActivityTagsPerRealDayFromN1N2N3": Kind(
        Text("一个整天内三种标签至多两种", "two of three tags a real day"),
        _two_of_three_tags("real days"),
    ),
}
