"""F24: in each window the mentor of a pair shows lessons, then the mentee does."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from community.rule import Deviation
from community.text import Text
from scheduling.rules.base import AppliesTo
from scheduling.rules.order_events import OrderEvents
from scheduling.term.activity import Activity
from scheduling.term.families.base import Family
from scheduling.term.mentors import mentor_pairs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rotation.solution import MentorPair
    from scheduling.term.dates import Span
    from scheduling.term.draft import Draft
    from scheduling.term.events import DatedEvent
    from scheduling.term.standing import Standing

ORDER = Text("先示范后汇报", "the mentor shows first")


class Cadence(NamedTuple):
    """What a pair shows in a window; None where the rule asks for none."""

    demo: Activity | None
    report: Activity | None


class MentorCadence(Family):
    """Lessons of the week that one of a pair gives and the other sees, in each window.

    It is the own lesson of who shows it, in a subject of both where there is one; the other is
    free then, or somebody covers, the way included.
    """

    family: ClassVar[str] = "mentor_cadence"

    def activities(self) -> Iterator[Activity]:
        """Yield what each pair shows in each window."""
        yield from (a for cadence in self.cadences for a in cadence if a is not None)

    @cached_property
    def cadences(self) -> list[Cadence]:
        """What each pair of the term shows in each window."""
        spans = self.frame.spans(self.rule)
        return [self._cadence(pair, span) for pair in mentor_pairs(self.frame) for span in spans]

    def _cadence(self, pair: MentorPair, span: Span) -> Cadence:
        mentor, mentee = (self.community.called[id] for id in (pair.mentor, pair.mentee))
        demo = Text(f"{mentor}示范课（{mentee}听课）", f"{mentor} shows {mentee} a lesson")
        report = Text(f"{mentee}汇报课（{mentor}听课）", f"{mentee} shows {mentor} a lesson")
        return Cadence(
            self._activity("demo", demo, pair.mentor, pair.mentee, span),
            self._activity("report", report, pair.mentee, pair.mentor, span),
        )

    def _activity(
        self, what: str, name: Text, shows: str, sees: str, span: Span
    ) -> Activity | None:
        if not (times := self.given(what)):
            return None
        host, periods = self._shown(shows, sees)
        key = self.key(what, shows, sees)
        return Activity(
            id=f"{key}:{span.first:%m%d}",
            rule=self.rule.id,
            name=name,
            times=times,
            span=span,
            options=tuple(self.sessions.in_lessons(span, periods, sees)),
            people=(shows, sees),
            host=host,
            lessons=True,
            in_person=True,
            counts_for=(key,),
        )

    def _shown(self, shows: str, sees: str) -> tuple[str, list[Standing]]:
        """Return the lessons that somebody can show: at the school with most, of a common subject.

        At home, and none, where somebody teaches nothing.
        """
        own = [x for x in self.frame.standing.get(shows, ()) if x.lesson.teacher == shows]
        common = self.community.teacher_by_id[sees].subjects
        own = [x for x in own if x.lesson.subject in common] or own
        schools = Counter(x.school for x in own)
        home = self.community.teacher_by_id[shows].school
        host = max(sorted(schools), key=lambda s: schools[s], default=home)
        return host, [x for x in own if x.school == host]

    def restrict(self, draft: Draft, everything: Sequence[Activity]) -> None:
        """State that what the mentor shows comes first."""
        pairs = [(c.demo.id, c.report.id, None, None) for c in self.cadences if c.demo and c.report]
        if self.given("demo_first") and pairs:
            order = AppliesTo(event_pairs=tuple(pairs))
            draft.add(OrderEvents(id=self.key("order"), title=ORDER, applies_to=order))

    def deviations(
        self, events: Sequence[DatedEvent], activities: Sequence[Activity]
    ) -> Iterator[Deviation]:
        """Yield lessons that lack, and windows in which the mentee shows first."""
        yield from super().deviations(events, activities)
        held: dict[str, list[DatedEvent]] = defaultdict(list)
        for event in events:
            held[event.activity].append(event)
        for demo, report in self.cadences if self.given("demo_first") else ():
            first = max((held[demo.id] if demo else ()), key=_when, default=None)
            then = min((held[report.id] if report else ()), key=_when, default=None)
            if first and then and _when(then) < _when(first):
                text = Text(
                    f"{then.name}排在{then.date:%Y-%m-%d}，早于{first.date:%Y-%m-%d}的"
                    f"{first.name}；应先示范后汇报。",
                    f"{then.name} is on {then.date}, before {first.name} on {first.date}; the "
                    "mentor shows first.",
                )
                yield Deviation(then.activity, 1, text, (then.id, first.id))


def _when(event: DatedEvent) -> tuple[object, int]:
    return event.date, event.start
