"""What every family of calendar rules has: what it wants held, what else it wants, its check."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import defaultdict
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from community.families import given, parameters
from community.rule import Deviation, Strictness, violations
from community.text import Text
from scheduling.term.events import DUE
from scheduling.term.families.as_wanted import misfits, too_close

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from community.models import Community
    from community.policy import PolicyRule
    from community.rule import Violation
    from scheduling.term.activity import Activity
    from scheduling.term.dates import Span
    from scheduling.term.draft import Draft
    from scheduling.term.events import DatedEvent, TermCalendar
    from scheduling.term.frame import TermFrame
    from scheduling.term.sessions import Sessions


class Need(NamedTuple):
    """So many events of some activities in a span; ``point`` is what an audit names it by.

    ``about`` is what a report calls it, where it is not what the events count for.
    """

    point: str
    name: Text
    activities: tuple[Activity, ...]
    span: Span
    least: int
    about: Text | None = None


class Family(ABC):
    """One rule of a policy, as the calendar keeps it; a file for each family.

    ``activities`` say what is held, ``restrict`` states to the search what holds between events,
    ``deviations`` look at a finished calendar without any model.
    """

    family: ClassVar[str]

    def __init__(self, frame: TermFrame, sessions: Sessions, rule: PolicyRule) -> None:
        self.frame, self.sessions, self.rule = frame, sessions, rule

    @property
    def community(self) -> Community:
        """The community."""
        return self.frame.community

    def given(self, key: str) -> Any:
        """Return the value of a parameter of the rule."""
        return given(self.rule, key)

    @property
    def is_wish(self) -> bool:
        """Whether the rule only puts a price on what is not held."""
        return self.rule.strictness is not Strictness.HARD

    @abstractmethod
    def activities(self) -> Iterator[Activity]:
        """Yield what is to be held."""

    def places(self) -> Mapping[str, int]:
        """Return how many places there are of what activities take."""
        return {}

    def restrict(self, draft: Draft, everything: Sequence[Activity]) -> None:
        """State what holds between events, those of other rules included."""
        return

    def deviations(
        self, events: Sequence[DatedEvent], activities: Sequence[Activity]
    ) -> Iterator[Deviation]:
        """Yield what a calendar lacks: each activity so often, in its span, at one of its times.

        ``activities`` are those of all rules.
        """
        found: dict[str, list[DatedEvent]] = defaultdict(list)
        for event in events:
            found[event.activity].append(event)
        for need in self.needs(activities):
            yield from held_too_seldom(need, found)
        own = [a for a in activities if a.rule == self.rule.id]
        for activity in own:
            open_ones = (e for e in found[activity.id] if e.id not in self.frame.past.settled)
            title, can_come = self.rule.title, self.can_come
            yield from misfits(self.frame, title, activity, open_ones, can_come)
        yield from too_close(self.frame, own, found)

    def can_come(self, activity: Activity, teacher: str, event: DatedEvent) -> bool:
        """Return whether a teacher can come to an event for somebody else of the same school."""
        known = self.community.teacher_by_id[teacher].subjects
        return not activity.subject or activity.subject in known

    def needs(self, activities: Sequence[Activity]) -> Iterator[Need]:
        """Yield how much of what there has to be; ``activities`` are those of all rules."""
        for some in self.alike([a for a in activities if a.rule == self.rule.id]):
            first, times = some[0], sum(a.times for a in some)
            name = first.name if len(some) == 1 else self.rule.title
            yield Need(first.id, name, tuple(some), first.span, times)

    def alike(self, own: Sequence[Activity]) -> Iterator[Sequence[Activity]]:
        """Yield activities of the rule of which any may be held for another; each by itself."""
        yield from ([a] for a in own)

    def complete(self, calendar: TermCalendar) -> TermCalendar:
        """Return a calendar with what follows from its dates: which lessons visitors see, say."""
        return calendar

    def further(self, calendar: TermCalendar) -> Iterator[Deviation]:
        """Yield what is amiss beside the events; the parts of each are those that must move."""
        yield from ()

    def key(self, *parts: object) -> str:
        """Return the id of an activity of the rule."""
        return ":".join([self.rule.id, *(str(p) for p in parts if p != "")])

    def violations(self, calendar: TermCalendar, activities: Sequence[Activity]) -> list[Violation]:
        """Return what a calendar breaks of the rule, or is charged for."""
        found = [*self.deviations(calendar.events, activities), *self.further(calendar)]
        return violations(self.rule, found)


def in_all(rule: PolicyRule) -> int:
    """Return how many a rule wants in one of its windows; what has no number is wanted once."""
    known = parameters(rule.family)
    found = [given(rule, key) for key in ("min", "min_lessons", "min_subjects") if key in known]
    numbers = [int(n) for n in found if n is not None]
    return max(numbers) if numbers else 1


def held_too_seldom(need: Need, events: Mapping[str, Sequence[DatedEvent]]) -> Iterator[Deviation]:
    """Yield what a need lacks; ``events`` are by activity."""
    name, span, least = need.name, need.span, need.least
    held = sum(e.date in span for a in need.activities for e in events.get(a.id, ()))
    if held < least and any(a.mode == DUE for a in need.activities):
        last = span.last
        text = Text(
            f"{name.zh}应在{last:%Y-%m-%d}以前交，日程里没有，或排得晚了；请补上，或提前。",
            f"{name.en} is due by {last}; the calendar lacks it or has it later.",
        )
        yield Deviation(need.point, 1, text)
    elif held < least:
        text = Text(
            f"{name.zh}：{span.name.zh}应有{least}次，日程里只有{held}次。",
            f"{name.en}: {least} wanted in {span.name.en}, there are {held}.",
        )
        yield Deviation(need.point, least - held, text)
