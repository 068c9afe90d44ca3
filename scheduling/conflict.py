"""Why lessons cannot be placed: hard rules that no timetable keeps together."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from community.rule import Strictness
from community.text import Text
from rotation.conflict import doubt, shrunk
from scheduling.construction import construct
from scheduling.lacking import Shortage
from scheduling.rules.assign_resource import AssignResource
from scheduling.rules.assign_time import AssignTime
from scheduling.rules.avoid_clashes import AvoidClashes
from scheduling.rules.avoid_unavailable_times import AvoidUnavailableTimes
from scheduling.rules.base import AppliesTo
from scheduling.rules.distribute_split_events import DistributeSplitEvents
from scheduling.rules.prefer_resources import PreferResources
from scheduling.rules.split_events import SplitEvents
from scheduling.rules.stay_close import StayClose
from scheduling.rules.sync_link import SyncLink
from scheduling.week.courses import CLASS
from scheduling.week.requests.rooms import named_row, row_of
from scheduling.wording import event_name, resource_name
from solving import clock
from solving.outcome import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from scheduling.instance import Event, Instance
    from scheduling.rules.base import Rule
    from solving.outcome import Budget

SECONDS, EACH = 10.0, 2.0  # at most, for all solves and for each
NAMED = 5  # courses in one sentence
# What makes a timetable one: each lesson once, with somebody, in the lengths asked for, and nobody
# in two places.
GIVEN = (
    *(AssignResource, AssignTime, AvoidClashes),
    *(DistributeSplitEvents, PreferResources, SplitEvents),
)


def impossible(
    instance: Instance, budget: Budget, seconds: float = math.inf
) -> tuple[Shortage, ...]:
    """Return why the lessons of an instance have no times; empty when that is not proved.

    Of open slots it counts that candidates enough are free at every moment. So many ``seconds`` of
    the budget are for the proof, the rest for the words.
    """
    if construct(instance, budget.within(seconds)).report.status is not Status.INFEASIBLE:
        return ()
    return (conflict(instance, budget),)


def conflict(instance: Instance, budget: Budget) -> Shortage:
    """Return in words which hard rules cannot be kept together in an impossible instance.

    What is named is proved by solves with just these rules and the lessons of just these courses;
    with too little time it is more than it need be, and that is said. The ``point`` has the site
    and the subject of each lesson that the proof speaks of.
    """
    trial = _Trial(instance, budget)
    there = trial.fewer(trial.events_by(lambda e: [e.site]), trial.hard)
    rules = shrunk(trial.hard, lambda some: trial.fails(there, some))
    whose = trial.events_by(lambda e: [s.resource for s in e.slots if s.type == CLASS], there)
    there = trial.fewer(whose, rules)
    there = trial.fewer(trial.events_by(lambda e: [e.course or e.id], there), rules)
    sentence = _sentence(instance, there, rules, smallest=trial.left > 0)
    return Shortage("rules", _lanes(instance, there), 0, sentence)


class _Trial:
    """Solves for parts of an impossible instance: some lessons need times, some rules hold."""

    def __init__(self, instance: Instance, budget: Budget) -> None:
        self.instance, self.budget = instance, budget
        self.until = clock.now() + min(SECONDS, budget.left)
        hard = [r for r in instance.rules if r.strictness is Strictness.HARD]
        self.given = [r for r in hard if isinstance(r, GIVEN) and row_of(r) is None]
        asking = (r for r in hard if r not in self.given and ("times" in r.needs or row_of(r)))
        self.hard = [r for r in asking if r.applies(instance)]
        self.eased = [self._eased(r) for r in self.hard if isinstance(r, PreferResources)]

    @property
    def left(self) -> float:
        """Seconds that are left."""
        return self.until - clock.now()

    def events_by(
        self, keys: Callable[[Event], Iterable[str | None]], events: Iterable[str] = ()
    ) -> dict[str, list[str]]:
        """Return the ids of events, all where none are named, by each of their keys."""
        found: dict[str, list[str]] = defaultdict(list)
        for event in events or self.instance.event_by_id:
            for key in keys(self.instance.event_by_id[event]):
                found[key or ""].append(event)
        return found

    def fewer(self, groups: dict[str, list[str]], rules: list[Rule]) -> list[str]:
        """Return the events of a few groups that are impossible under some rules."""

        def united(some: list[str]) -> list[str]:
            return list(dict.fromkeys(e for key in some for e in groups[key]))

        return united(shrunk(list(groups), lambda some: self.fails(united(some), rules)))

    def fails(self, events: list[str], rules: list[Rule]) -> bool:
        """Return whether it is proved that these events have no times; the others need none."""
        if self.left <= 0:
            return False
        asked = AppliesTo(events=tuple(events))
        given = (
            replace(r, applies_to=asked) if isinstance(r, AssignTime) else r for r in self.given
        )
        asking = (r.of({*events}) if isinstance(r, StayClose) else r for r in rules)
        part = replace(self.instance, rules=(*given, *asking, *self.eased))
        found = construct(part, self.budget.within(min(EACH, self.left)))
        return found.report.status is Status.INFEASIBLE

    def _eased(self, rule: PreferResources) -> Rule:
        """Return a rule about rooms with all rooms of the school, for when it is left out."""
        named = [self.instance.resource_by_id[r] for r in rule.resources]
        kinds = {(room.site, room.type) for room in named}
        rooms = (r.id for r in self.instance.resources if (r.site, r.type) in kinds)
        return replace(rule, id=f"{rule.id}.eased", resources=tuple(rooms))


def _lanes(instance: Instance, events: list[str]) -> str:
    """Return site and subject of events, and of those that are linked to them live."""
    some = set(events)
    for rule in instance.rules:
        for cast in rule.broadcasts if isinstance(rule, SyncLink) else ():
            ends = {cast.host, *cast.receivers}
            some |= ends if ends & some else set()
    lanes = (f"{e.site}/{e.subject or e.course or ''}" for e in instance.events if e.id in some)
    return "+".join(dict.fromkeys(lanes))


def _sentence(instance: Instance, events: list[str], rules: list[Rule], smallest: bool) -> Text:
    names = list(dict.fromkeys(event_name(instance, e) for e in events))
    rest = len(names) - NAMED
    where = Text("、".join(names[:NAMED]), ", ".join(names[:NAMED]))
    if rest > 0:
        where = Text(f"{where.zh}等{len(names)}门课", f"{where.en} and {rest} more courses")
    if not rules:
        return Text(
            f"{where.zh}：课位容不下这些课，不计任何政策规则也排不出（每人同一时间只能在一处）。",
            f"{where.en}: the lessons do not fit the slots, even without any rule of the policy: "
            "nobody is in two places at once.",
        )
    named = _named(instance, rules)
    more = doubt(smallest=smallest)
    add = Text("课位", "slots")
    if any(map(row_of, rules)):
        add = Text("教室、课位", "rooms or slots")
    return Text(
        f"{where.zh}：以下规则不能同时满足{more.zh}：{named.zh}。请放宽其中一条，或增加{add.zh}。",
        f"{where.en}: these rules cannot hold together{more.en}: {named.en}. Ease one of them, or "
        f"add {add.en}.",
    )


def _named(instance: Instance, rules: list[Rule]) -> Text:
    """Return the rules by name, those about somebody's times with the people, rows with numbers."""
    people: dict[Text, list[str]] = {}
    for rule in rules:
        name = rule.name
        if number := row_of(rule):
            row = named_row(number)
            name = Text(f"{name.zh}（{row.zh}）", f"{name.en} ({row.en})")
        named = people.setdefault(name, [])
        if isinstance(rule, AvoidUnavailableTimes):
            whose = rule.applies_to.all_resources(instance)
            named += [resource_name(instance, r) for r in whose]
    zh = (f"“{name.zh}”{_among(who).zh}" for name, who in people.items())
    en = (f"“{name.en}”{_among(who).en}" for name, who in people.items())
    return Text("、".join(zh), ", ".join(en))


def _among(people: list[str]) -> Text:
    if not people:
        return Text("", "")
    rest = len(people) - NAMED
    zh, en = "、".join(people[:NAMED]), ", ".join(people[:NAMED])
    return Text(
        f"（{zh}等{len(people)}人）" if rest > 0 else f"（{zh}）",
        f" ({en} and {rest} more)" if rest > 0 else f" ({en})",
    )
