"""CommonFreeTime: a group of people share a half-day without lessons (教研时间)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from community.text import Text
from scheduling.demands import COMMON_FREE, Demands
from scheduling.rules.base import Deviation, Rule, when
from scheduling.wording import resource_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.context import Context
    from scheduling.domains import Domains
    from scheduling.solution import Schedule


@dataclass(frozen=True, kw_only=True)
class CommonFreeTime(Rule):
    """All people it applies to are free in one of the time groups, the same one for all.

    ``options`` are time groups that hold the half-day of every school. The deviation is the number
    of lesson times that people have in the best option. Source: F22 of the catalogue.
    """

    family: ClassVar[str] = "CommonFreeTime"
    points_are: ClassVar[str] = "options"  # of which one is for all people together
    options: tuple[str, ...] = ()

    def deviations(self, schedule: Schedule) -> Iterator[Deviation]:
        """Count the lessons in the way, in the option with fewest."""
        instance = schedule.instance
        people = self.applies_to.all_resources(instance)
        found = []
        for option in self.options:
            times = instance.positions([option])
            busy = {r: sum(t in times for t in schedule.busy[r]) for r in people}
            found.append((sum(busy.values()), option, [r for r in people if busy[r]]))
        if not found:
            return
        lessons, option, who = min(found, key=lambda x: x[0])
        if lessons:
            names = "、".join(resource_name(instance, r) for r in who)
            at = when(instance.time_group(option))
            zh = f"{self.name.zh}：{names}在{at.zh}有课（共{lessons}节），应全部空出。"
            en = f"{self.name.en}: {names} have {lessons} lessons in {at.en}, none wanted."
            yield Deviation(option, lessons, Text(zh, en))

    def narrow(self, domains: Domains) -> None:
        """With one option, keep it free for all of these people."""
        if len(self.options) == 1:
            times = domains.instance.positions(self.options)
            for resource in self.applies_to.all_resources(domains.instance):
                domains.keep_free(resource, times)

    def build(self, context: Context) -> None:
        """Choose one option and keep it free."""
        instance, scope, model = context.instance, context.scope(self), context.builder.model
        people = self.applies_to.all_resources(instance)
        chosen = [model.new_bool_var("") for _ in self.options]
        if not chosen:
            return
        scope.require(sum(chosen) == 1) if scope.enforced else model.add_exactly_one(chosen)
        upper = 0
        counts: list[list[Any]] = []
        for option in self.options:
            times = instance.positions([option])
            counts.append([b for r in people for t in times if not _never(b := context.busy(r, t))])
            upper = max(upper, len(counts[-1]))
        if scope.enforced:
            for literal, busy in zip(chosen, counts, strict=True):
                for lesson in busy:
                    scope.require(model.add_implication(literal, lesson.negated()))
            return
        total = model.new_int_var(0, upper, "")
        for literal, busy in zip(chosen, counts, strict=True):
            model.add(total >= sum(busy)).only_enforce_if(literal)
        scope.charge(self.id, total, upper)

    def demand(self, found: Demands) -> None:
        """Note all events of the people, unless they are never busy then: that is most common."""
        instance, options = found.instance, found.instance.positions_of(self.options)
        people = self.applies_to.all_resources(instance)
        if not any(found.reaches(person, option) for person in people for option in options):
            return
        members = [(e.id, instance.resource_index[r]) for r in people for e in found.events_of[r]]
        groups = [(found.time_groups[g], 0, 0) for g in options]
        found.units.append((found.add(self, COMMON_FREE, groups=groups), members))


def _never(literal: Any) -> bool:
    return isinstance(literal, int)
