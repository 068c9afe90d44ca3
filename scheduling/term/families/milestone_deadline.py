"""F29: by certain dates a share of what other rules ask for is done."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING, ClassVar

from community.families import calendar, families, ordering
from community.rule import Strictness
from community.text import Text
from scheduling.rules.base import AppliesTo
from scheduling.rules.spread_events import Spread, SpreadEvents
from scheduling.term.dates import ceil, month_day
from scheduling.term.families.base import Need, in_all
from scheduling.term.families.handed_in import HandedInFamily
from scheduling.term.milestones import milestones
from scheduling.term.naming import called, counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scheduling.term.activity import Activity
    from scheduling.term.draft import Draft

MANY = 10_000
COUNTED = {"sync_lesson_quota"} | {
    name
    for name, params in families().items()
    if params.__module__ in (calendar.__name__, ordering.__name__)
}


class MilestoneDeadline(HandedInFamily):
    """Cumulative lower bounds on the events of the families that it counts.

    Of each pair (or whatever the counted rule counts by), what is to be done by a date of the whole
    window, less what was done before the term. What it counts and no family of the calendar holds
    (a plan, a list, exchanged teachers at work) is due itself, all of it by the last date.
    """

    family: ClassVar[str] = "milestone_deadline"

    def activities(self) -> Iterator[Activity]:
        """Yield what is due itself; the events of other families are asked for by their rules."""
        dues, counts = self.given("due") or (), self.given("counts") or ()
        shares, (first, last) = self.given("shares"), self.frame.reach
        one_each = len(dues) == len(counts) and not shares
        for year in range(first.year, last.year + 1):
            for i, item in enumerate(counts):
                if item not in COUNTED:
                    name = called(item, self.rule.title)
                    days = dues[i : i + 1] if one_each else dues[-1:] if shares else dues
                    for day in days:
                        date = month_day(year, day)
                        yield from self.due(item, name, date, self.community.core.id)

    def restrict(self, draft: Draft, everything: Sequence[Activity]) -> None:
        """State how many events there are by each date."""
        for due, group, least in self._dues(everything):
            spread = Spread(draft.span(dt.date.min, due), least, MANY)
            draft.add(
                SpreadEvents(
                    id=self.rule.id,
                    title=self.rule.title,
                    strictness=self.rule.strictness,
                    weight=1 if self.rule.strictness is Strictness.HARD else self.rule.weight,
                    source=self.rule.source,
                    applies_to=AppliesTo(event_groups=(draft.group(group),)),
                    spreads=(spread,),
                )
            )

    def needs(self, activities: Sequence[Activity]) -> Iterator[Need]:
        """Yield each date, and how much is to be held by then; and what is handed in."""
        yield from super().needs(activities)
        for due, group, least in self._dues(activities):
            first = group[0]
            title = next(r for r in self.community.policy.rules if r.id == first.rule).title
            common = set.intersection(*(set(a.counts_for) for a in group))
            of = counted(self.community, common)
            zh, en = (f"（{of.zh}）", f" ({of.en})") if of else ("", "")
            name = Text(f"“{title.zh}”{zh}", f'"{title.en}"{en}')
            by = Text(f"到{due.year}年{due.month}月{due.day}日", f"by {due}")
            span = first.span._replace(name=by, last=due)
            yield Need(f"{first.rule}@{due}", name, tuple(group), span, least)

    def _dues(
        self, activities: Sequence[Activity]
    ) -> Iterator[tuple[dt.date, list[Activity], int]]:
        """Yield each date in the term, the activities that count together, and how many by then."""
        rules = {r.id: r for r in self.community.policy.rules}
        counted = self.given("counts") or ()
        groups: dict[tuple[str, str], list[Activity]] = defaultdict(list)
        for activity in activities:
            rule = rules[activity.rule]
            if rule.family in counted and rule.window is self.rule.window:
                for key in activity.counts_for:
                    groups[rule.id, key].append(activity)
        for (rule_id, key), group in groups.items():
            total, span = in_all(rules[rule_id]), group[0].span
            done = span.done(total, self.frame.done.get(key))
            for due, share in milestones(self.rule, span.first.year):
                if due in span and (least := ceil(total * share) - done) > 0:
                    yield due, group, least
