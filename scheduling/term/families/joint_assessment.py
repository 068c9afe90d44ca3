"""F28: joint tests, in all schools at the same clock time, then the marking, then the analysis."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from dataclasses import replace
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar

from community.rule import Deviation
from community.text import Text
from scheduling.rules.base import AppliesTo
from scheduling.rules.spread_events import Spread, SpreadEvents
from scheduling.term.activity import Activity, Option
from scheduling.term.draft import time_id
from scheduling.term.events import DUE
from scheduling.term.families.held import HeldFamily
from scheduling.term.half_days import AFTER_LESSONS, AFTERNOON, MORNING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scheduling.term.dates import Span
    from scheduling.term.draft import Draft
    from scheduling.term.events import DatedEvent

TEST, MARKED, ANALYSIS = "test", "marked", "analysis"
ALL = Text("联合检测", "joint test")
AFTER, AFTER_TITLE = "after_test", Text("先检测后阅卷分析", "marking and analysis after the test")


class JointAssessment(HeldFamily):
    """Each test is on a day of exams of the calendar, if there are any, else on one of lessons.

    It takes all classes, and those who teach them are there. ``marking_days`` later all is marked,
    and after that, at most ``analysis_days`` after the test, the leaders look at the results, after
    the lessons: in working days.
    """

    family: ClassVar[str] = "joint_assessment"

    def activities(self) -> Iterator[Activity]:
        """Yield each test with its marking and its analysis."""
        number = 0
        for span, times in self.wanted(self.key()):
            for some in _parts(span, times):
                number += 1
                yield from self._chain(number, some)

    def restrict(self, draft: Draft, everything: Sequence[Activity]) -> None:
        """State that marking and analysis follow their test: on no other date, for each of its.

        The hours of the three differ, so that no date of one is taken for one of another.
        """
        for test, *later in self._chains(everything):
            for activity in later:
                group = AppliesTo(event_groups=(draft.group([test, activity]),))
                spreads = tuple(self._apart(draft, test, activity))
                draft.add(
                    SpreadEvents(id=AFTER, title=AFTER_TITLE, applies_to=group, spreads=spreads)
                )

    def _apart(self, draft: Draft, test: Activity, activity: Activity) -> Iterator[Spread]:
        """Yield, for each date of a test, that the activity is on no date that does not fit it."""
        what = activity.id.split(":")[1]
        for date in dict.fromkeys(o.date for o in test.options):
            good = set(self._after(date, what))
            at = [time_id(test, o) for o in test.options if o.date == date]
            wrong = [time_id(activity, o) for o in activity.options if o.date not in good]
            yield Spread(draft.time_group([*at, *wrong]), 0, 1)

    def deviations(
        self, events: Sequence[DatedEvent], activities: Sequence[Activity]
    ) -> Iterator[Deviation]:
        """Yield tests that are not held, and what is marked or looked at too early or too late."""
        yield from super().deviations(events, activities)
        dated = {e.activity: e for e in events}
        for test, *later in self._chains(activities):
            held, follow = dated.get(test.id), (dated.get(a.id) for a in later)
            for event in filter(None, follow):
                if held and (text := self._misplaced(held, event)):
                    yield Deviation(event.activity, 1, text, (event.id, held.id))

    def _misplaced(self, test: DatedEvent, event: DatedEvent) -> Text | None:
        """Return why something is not when it should be after a test; None where it is."""
        good = self._after(test.date, event.activity.split(":")[1])
        first = test.date if event.mode == DUE else good[0] if good else test.date
        if good and first <= event.date <= good[-1]:
            return None
        zh = f"应在{first:%Y-%m-%d}至{good[-1]:%Y-%m-%d}之间" if good else "本学期已来不及"
        en = f"expected {first} to {good[-1]}" if good else "no time is left for it in the term"
        return Text(
            f"{event.name}排在{event.date:%Y-%m-%d}，检测在{test.date:%Y-%m-%d}：{zh}。",
            f"{event.name} is on {event.date}, the test on {test.date}: {en}.",
        )

    def _chains(self, activities: Sequence[Activity]) -> Iterator[list[Activity]]:
        """Yield each test with what follows it."""
        own = [a for a in activities if a.rule == self.rule.id]
        for test in own:
            number = test.id.split(":")[2]
            if test.id == self.key(TEST, number):
                yield [test, *(a for a in own if a is not test and a.id.split(":")[2] == number)]

    def _chain(self, number: int, span: Span) -> Iterator[Activity]:
        """Yield a test, its marking and its analysis."""
        schools = [self.community.core.id, *(s.id for s in self.frame.members)]
        hosts, leaders = self.hosts(schools), self.circle(schools)
        host = hosts[(number - 1) % len(hosts)]
        until = span._replace(last=self.frame.term.end)
        name = Text(f"{ALL.zh}（第{number}次）", f"{ALL.en} {number}")
        test = self._tests(span)
        marked, analysed = (
            {d for o in test for d in self._after(o.date, what)} for what in (MARKED, ANALYSIS)
        )
        one = Activity(
            id=self.key(TEST, number),
            rule=self.rule.id,
            name=name,
            times=1,
            span=span,
            options=test,
            people=tuple(sorted(self.frame.standing)),
            classes=tuple(c.id for c in self.community.classes),
            gap_weeks=self.given("gap_weeks") or 0,
            sequence=self.key(),
            counts_for=(self.key(),),
        )
        yield one
        if not test:
            return
        yield replace(
            one,
            id=self.key(MARKED, number),
            name=Text(f"{name.zh}阅卷完成", f"{name.en} marked"),
            span=until,
            options=tuple(Option(d, 0, 0) for d in sorted(marked)),
            people=(),
            classes=(),
            mode=DUE,
            host=self.community.core.id,
            gap_weeks=0,
            counts_for=(),
        )
        yield replace(
            one,
            id=self.key(ANALYSIS, number),
            name=Text(f"{name.zh}质量分析会", f"{name.en}: analysis"),
            span=until,
            options=tuple(o for o in self._meetings(until, leaders, host) if o.date in analysed),
            people=leaders,
            classes=(),
            host=host,
            gap_weeks=0,
            counts_for=(),
        )

    def _tests(self, span: Span) -> tuple[Option, ...]:
        """Return when a test can be, with time left for its marking and its analysis."""
        bells, half = self.frame.bells, self.given("half_day")
        hours = bells.get(half if half in (MORNING, AFTERNOON) else MORNING) or min(bells.values())
        if self.given("length") == "day":
            lessons = [bells[h] for h in (MORNING, AFTERNOON) if h in bells]
            hours = min(a for a, _ in lessons), max(b for _, b in lessons)
        inside = [d for d in self._workdays if d in span and self._after(d, ANALYSIS)]
        exams = [d for d in inside if d in self.frame.exam_days]
        return tuple(Option(d, *hours) for d in exams or inside)

    def _meetings(self, span: Span, people: Sequence[str], host: str) -> Iterator[Option]:
        """Yield when some people can meet after the lessons, or after the exams of a day."""
        yield from self.sessions.of(span, people, host, halves=(AFTER_LESSONS,))
        hours = self.frame.bells[AFTER_LESSONS]
        yield from (Option(d, *hours) for d in sorted(self.frame.exam_days) if d in span)

    def _after(self, test: dt.date, what: str) -> list[dt.date]:
        """Return the days on which what follows a test can be."""
        days = self._workdays[bisect_right(self._workdays, test) :]
        marking = self.given("marking_days")
        if what == MARKED:
            return days[marking - 1 : marking] if marking else [test]
        return days[max(marking, 1) - 1 : self.given("analysis_days")]

    @cached_property
    def _workdays(self) -> list[dt.date]:
        """Days of lessons and of exams."""
        return sorted({*self.frame.day_of, *self.frame.exam_days})


def _parts(span: Span, number: int) -> list[Span]:
    """Return so many equal parts of a span."""
    days = (span.last - span.first).days + 1
    bounds = [span.first + dt.timedelta(days=round(days * i / number)) for i in range(number + 1)]
    return [span._replace(first=a, last=b - dt.timedelta(days=1)) for a, b in pairwise(bounds)]
