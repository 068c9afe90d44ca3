"""F30: phases of the work, one after the other, each with the last day for what comes out of it."""

from __future__ import annotations

import datetime as dt
from itertools import accumulate, pairwise, takewhile
from typing import TYPE_CHECKING, ClassVar

from community.policy import Window
from community.rule import Deviation
from community.text import Text
from scheduling.term.dates import beginning, month_day, part, windows
from scheduling.term.families.handed_in import HandedInFamily
from scheduling.term.naming import called

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scheduling.term.activity import Activity
    from scheduling.term.dates import Span
    from scheduling.term.events import DatedEvent

PREPARING = {  # what comes before the work
    *("plan", "development_plan", "annual_plan", "action_plan", "bundle_plan"),
    *("joint_plan", "three_year_plan", "training_plan", "research_plan", "goals"),
    *("timetable", "tasks", "survey", "agreement", "charter", "form", "bodies", "publicity"),
}


class PhasePrecedence(HandedInFamily):
    """Each phase ends with its months, or after an equal part of the window.

    What prepares the others has the start of the window, these have the rest. The window is the
    school year where the rule names none. What ends outside the term is another term's.
    """

    family: ClassVar[str] = "phase_precedence"

    def activities(self) -> Iterator[Activity]:
        """Yield the end of each phase."""
        core, several = self.community.core.id, len(self.given("phases") or ()) > 1
        for number, phase, date in self._ends():
            name = called(phase, Text(phase, phase))
            if several:
                name = Text(f"{name.zh}（第{number}阶段）", f"{name.en} (phase {number})")
            yield from self.due(phase, name, date, core)

    def deviations(
        self, events: Sequence[DatedEvent], activities: Sequence[Activity]
    ) -> Iterator[Deviation]:
        """Yield phases that lack their end, or end after the next one."""
        yield from super().deviations(events, activities)
        own = [a.id for a in activities if a.rule == self.rule.id]
        dated = {e.activity: e for e in events if e.activity in own}
        for first, second in pairwise(dated[a] for a in own if a in dated):
            if first.date > second.date:
                text = Text(
                    f"{first.name}应在{second.name}之前完成，现在排在{first.date:%Y-%m-%d}，"
                    f"后者在{second.date:%Y-%m-%d}。",
                    f"{first.name} is to end before {second.name}, but is on {first.date}, after "
                    f"{second.date}.",
                )
                yield Deviation(first.activity, 1, text, (first.id, second.id))

    def _ends(self) -> Iterator[tuple[int, str, dt.date]]:
        """Yield the number of each phase, its code, and its last day, in order."""
        window = self.rule.window or Window.SCHOOL_YEAR
        phases, months = self.given("phases") or (), self.given("months") or ()
        lengths = self.given("lengths") or ()
        for span in windows(self.frame.days, self.frame.term, window):
            first, last = self.frame.whole(window, span)
            if len(months) == len(phases):
                ends = [_month_end(window, first, text) for text in months]
            elif len(lengths) == len(phases):
                ends = _lasting(self._begin(first), lengths)
            else:
                ends = self._in_parts(span._replace(first=first, last=last), phases)
            yield from zip(range(1, len(phases) + 1), phases, ends, strict=True)

    def _in_parts(self, span: Span, phases: Sequence[str]) -> list[dt.date]:
        """Return the last days of phases that share a span, on days of lessons."""
        when = self.given("when")
        if when == "start":
            ends = _parts(beginning(span), len(phases))
        elif when:
            ends = _parts(part(span, when), len(phases))
        else:
            ends = _prepared(span, phases)
        known = [d.date for d in self.frame.days]
        last = {e: max((d for d in known if d <= e), default=e) for e in ends}
        return [last[e] if e <= known[-1] else e for e in ends]

    def _begin(self, first: dt.date) -> dt.date:
        """Return the first day of all the years, of which one begins on a day."""
        month = self.given("begins") or first.month
        year = first.year + (month < first.month) - self.given("year") + 1
        return dt.date(year, month, 1)


def _month_end(window: Window, first: dt.date, text: str) -> dt.date:
    """Return the last day of the months of a phase, as 5-11, in a window that begins on a day."""
    month = int(text.split("-")[-1])
    turned = window is not Window.CALENDAR_YEAR and month < first.month
    return month_day(first.year + turned, f"{month:02}-31")


def _lasting(begin: dt.date, lengths: Sequence[int]) -> list[dt.date]:
    """Return the last days of phases of so many months each."""
    after = [begin.month - 1 + months for months in accumulate(lengths)]
    return [dt.date(begin.year + m // 12, m % 12 + 1, 1) - dt.timedelta(days=1) for m in after]


def _prepared(span: Span, phases: Sequence[str]) -> list[dt.date]:
    """Return the last days of phases: of the start of a span those that prepare the others."""
    early = len(list(takewhile(PREPARING.__contains__, phases)))
    if not early:
        return _parts(span, len(phases))
    start = part(span, "start")
    rest = span._replace(first=start.last + dt.timedelta(days=1))
    return [*_parts(start, early), *_parts(rest, len(phases) - early)]


def _parts(span: Span, number: int) -> list[dt.date]:
    """Return the last days of so many equal parts of a span."""
    days = (span.last - span.first).days + 1
    return [
        span.first + dt.timedelta(days=round(days * i / number) - 1) for i in range(1, number + 1)
    ]
