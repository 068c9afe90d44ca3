"""Why lessons cannot be placed: hard rules that no timetable keeps together."""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from community.rule import Strictness
from community.text import Text
from rotation.conflict import shrunk
from scheduling.construction import construct
from scheduling.incumbent import timing
from scheduling.lacking import Shortage
from scheduling.rules.assign_time import AssignTime
from scheduling.rules.avoid_clashes import AvoidClashes
from scheduling.rules.avoid_unavailable_times import AvoidUnavailableTimes
from scheduling.rules.distribute_split_events import DistributeSplitEvents
from scheduling.rules.prefer_resources import PreferResources
from scheduling.rules.split_events import SplitEvents
from scheduling.wording import resource_name
from solving.outcome import Status

if TYPE_CHECKING:
    from scheduling.instance import Instance
    from scheduling.rules.base import Rule
    from solving.outcome import Budget

SECONDS, EACH = 10.0, 2.0  # at most, for all sets of rules and for each
# What makes a timetable one: each lesson once, nobody in two places, in the lengths asked for.
GIVEN = (AssignTime, AvoidClashes, DistributeSplitEvents, PreferResources, SplitEvents)


def impossible(instance: Instance, budget: Budget) -> tuple[Shortage, ...]:
    """Return why the lessons of an instance have no times; empty when that is not proved.

    Of open slots it counts that candidates enough are free at every moment.
    """
    times = timing(instance)
    if construct(times, budget).report.status is not Status.INFEASIBLE:
        return ()
    return (conflict(times, budget),)


def conflict(instance: Instance, budget: Budget) -> Shortage:
    """Return in words which hard rules cannot be kept together in an impossible instance.

    Every set that is named is proved by a solve with just its rules; with too little time it is
    larger than it need be, and that is said.
    """
    until = time.monotonic() + min(SECONDS, budget.left)

    def left() -> float:
        return until - time.monotonic()

    def fails(rules: list[Rule]) -> bool:
        if left() <= 0:
            return False
        part = replace(instance, rules=(*given, *rules))
        found = construct(part, budget.within(min(EACH, left())))
        return found.report.status is Status.INFEASIBLE

    hard = [r for r in instance.rules if r.strictness is Strictness.HARD and "times" in r.needs]
    given = [r for r in instance.rules if isinstance(r, GIVEN) and r.strictness is Strictness.HARD]
    hard = [r for r in hard if r not in given and r.applies(instance)]
    kept = shrunk(hard, fails)
    return Shortage("rules", "+".join(r.id for r in kept), 0, _sentence(instance, kept, left() > 0))


def _sentence(instance: Instance, rules: list[Rule], smallest: bool) -> Text:
    if not rules:
        return Text(
            "课位容不下这些课：不计任何政策规则也排不出（每人同一时间只能在一处）。",
            "The lessons do not fit the slots, even without any rule of the policy: nobody is in "
            "two places at once.",
        )
    named = _named(instance, rules)
    more = Text("", "")
    if not smallest:
        more = Text(
            "（限时内未能再缩小，其中可能有无关的规则）", " (in time no smaller set was found)"
        )
    return Text(
        f"以下规则不能同时满足{more.zh}：{named.zh}。请放宽其中一条，或增加课位。",
        f"Cannot hold together{more.en}: {named.en}. Ease one of them, or add slots.",
    )


def _named(instance: Instance, rules: list[Rule]) -> Text:
    """Return the rules by name, those that speak of one person's times with the people."""
    people: dict[str, list[str]] = defaultdict(list)
    ids: dict[str, str] = {}
    for rule in rules:
        key = rule.name or rule.id
        ids.setdefault(key, rule.id)
        if isinstance(rule, AvoidUnavailableTimes):
            whose = rule.applies_to.all_resources(instance)
            people[key] += [resource_name(instance, r) for r in whose]
    zh = (f"“{n}”" + (f"（{'、'.join(people[n])}）" if people[n] else "") for n in ids)
    en = (
        f"“{id}”" + (f" ({', '.join(people[name])})" if people[name] else "")
        for name, id in ids.items()
    )
    return Text("、".join(zh), ", ".join(en))
