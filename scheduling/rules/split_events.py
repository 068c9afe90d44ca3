"""SplitEvents: how long and how many the lessons of an event may be (XHSTT)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from community.text import Text
from scheduling.demands import SPLIT, Demands
from scheduling.rules.base import Deviation, Rule, label
from scheduling.wording import between

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.context import Context
    from scheduling.domains import Domains
    from scheduling.solution import Schedule


@dataclass(frozen=True, kw_only=True)
class SplitEvents(Rule):
    """The deviation of an event counts its lessons of a wrong duration, and those too many or few.

    The rest of an event that a timetable leaves out is one lesson too.
    """

    family: ClassVar[str] = "SplitEvents"
    minimum_duration: int = 1
    maximum_duration: int
    minimum_amount: int = 1
    maximum_amount: int

    def allows(self, duration: int) -> bool:
        """Return whether a lesson may be so long."""
        return self.minimum_duration <= duration <= self.maximum_duration

    def deviations(self, schedule: Schedule) -> Iterator[Deviation]:
        """Count lessons, placed or not."""
        for event in self.applies_to.all_events(schedule.instance):
            durations = [lesson.duration for lesson in schedule.by_event[event.id]]
            wrong = [d for d in durations if not self.allows(d)]
            amount = len(durations)
            off = len(wrong) + max(self.minimum_amount - amount, amount - self.maximum_amount, 0)
            if off:
                yield Deviation(event.id, off, self._sentence(label(event), amount, wrong))

    def _sentence(self, name: str, amount: int, wrong: list[int]) -> Text:
        zh, en = [], []
        if wrong:
            wanted = between(self.minimum_duration, self.maximum_duration)
            found = "、".join(map(str, wrong))
            zh.append(f"有连排{found}节的课（每次应{wanted.zh}节）")
            en.append(f"has lessons of {', '.join(map(str, wrong))} periods (wanted {wanted.en})")
        if not self.minimum_amount <= amount <= self.maximum_amount:
            wanted = between(self.minimum_amount, self.maximum_amount)
            zh.append(f"分成{amount}次上课（应{wanted.zh}次）")
            en.append(f"is split into {amount} lessons (wanted {wanted.en})")
        return Text(f"{name}{'；'.join(zh)}。", f"{name} {'; '.join(en)}.")

    def narrow(self, domains: Domains) -> None:
        """Leave only the allowed durations."""
        allowed = range(self.minimum_duration, self.maximum_duration + 1)
        for event in self.applies_to.all_events(domains.instance):
            domains.keep_durations(event.id, allowed)

    def build(self, context: Context) -> None:
        """Count lessons of wrong durations, and all lessons."""
        scope = context.scope(self)
        for event in self.applies_to.all_events(context.instance):
            parts = [(s.duration, s.literal) for s in context.starts(event.id)]
            parts += context.unplaced(event.id)
            amount = sum(count for _, count in parts)
            wrong = sum(count for duration, count in parts if not self.allows(duration))
            limits = self.minimum_amount, self.maximum_amount, event.duration
            off, most = scope.between(amount, *limits)
            scope.charge(event.id, wrong + off, event.duration + most)

    def demand(self, found: Demands) -> None:
        """Bound durations, in the place of a time group, and the amount."""
        lengths = [(0, self.minimum_duration, self.maximum_duration)]
        amounts = {"low": self.minimum_amount, "high": self.maximum_amount}
        found.on_events(self.applies_to, found.add(self, SPLIT, groups=lengths, **amounts))
