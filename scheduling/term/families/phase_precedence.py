"""F30: phases of the work, one after the other, each with the last day for what comes out of it."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar

from community.policy import Window
from community.rule import Deviation
from community.text import Text
from scheduling.term.dates import month_day, part, windows
from scheduling.term.families.handed_in import HandedInFamily
from scheduling.term.naming import called

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scheduling.term.activity import Activity
    from scheduling.term.dates import Span
    from scheduling.term.events import DatedEvent

PREPARING = {  # where no other phase follows, they belong to the beginning
    *("plan", "development_plan", "annual_plan", "action_plan", "bundle_plan", "goals"),
    *("timetable", "tasks", "survey", "agreement", "charter", "form", "bodies", "publicity"),
}


class PhasePrecedence(HandedInFamily):
    """Each phase ends with the last of its months, or after an equal part of the window.

    The window is the school year where the rule names none. What ends outside the term is another
    term's.
    """

    family: ClassVar[str] = "phase_precedence"

    def activities(self) -> Iterator[Activity]:
        """Yield the end of each phase."""
        core = self.community.core.id
        for number, phase, date in self._ends():
            name = called(phase, Text(phase, phase))
            zh = f"{name.zh}（第{number}阶段）"
            yield from self.due(phase, Text(zh, f"{name.en} (phase {number})"), date, core)

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
        when = self.given("when") or ("start" if PREPARING.issuperset(phases) else None)
        for span in windows(self.frame.days, self.frame.term, window):
            first, last = self.frame.whole(window, span)
            if len(months) == len(phases):
                ends = [_month_end(window, first, text) for text in months]
            else:
                ends = _parts(part(span._replace(first=first, last=last), when), len(phases))
            yield from zip(range(1, len(phases) + 1), phases, ends, strict=True)


def _month_end(window: Window, first: dt.date, text: str) -> dt.date:
    """Return the last day of the months of a phase, as 5-11, in a window that begins on a day."""
    month = int(text.split("-")[-1])
    turned = window is not Window.CALENDAR_YEAR and month < first.month
    return month_day(first.year + turned, f"{month:02}-31")


def _parts(span: Span, number: int) -> list[dt.date]:
    """Return the last days of so many equal parts of a span."""
    days = (span.last - span.first).days + 1
    return [
        span.first + dt.timedelta(days=round(days * i / number) - 1) for i in range(1, number + 1)
    ]
