"""F34: what is filed as evidence: of each event, or by each school or pair in each window."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, ClassVar

from community.policy import Window
from community.text import Text
from scheduling.term.dates import month_day
from scheduling.term.families.handed_in import HandedInFamily
from scheduling.term.mentors import mentor_pairs
from scheduling.term.naming import called

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.models import School
    from scheduling.term.activity import Activity
    from scheduling.term.dates import Span

QUARTER = re.compile(r"(.+)_q([1-4])")  # an item of one quarter, as bulletin_q3
QUARTERS = "一二三四"
MONTHS = 12


class EvidenceLog(HandedInFamily):
    """Items that each school or mentor pair hands in: so often in a window, or by a date.

    What the events of other families need (``of``) has no date of its own: see
    ``scheduling.term.evidence``.
    """

    family: ClassVar[str] = "evidence_log"

    def activities(self) -> Iterator[Activity]:
        """Yield what each school, or pair, hands in, item by item."""
        if self.given("of"):
            return
        for span in self.frame.spans(self.rule):
            for item in self.given("items") or ("evidence",):
                for date in self._dates(item, span):
                    for of, school, name in self._parties():
                        yield from self.due(item, self._name(item, name), date, school, of=of)

    def _parties(self) -> Iterator[tuple[tuple[str, ...], str, str]]:
        """Yield who hands it in: by what it is known, its school (the mentee's), and its name."""
        if self.given("per") != "pair":
            yield from (((s.id,), s.id, s.name) for s in self._schools())
            return
        called, teachers = self.community.called, self.community.teacher_by_id
        for x in mentor_pairs(self.frame):
            name = f"{called[x.mentor]}—{called[x.mentee]}"
            yield (x.mentor, x.mentee), teachers[x.mentee].school, name

    def _schools(self) -> list[School]:
        """Return which schools hand it in."""
        core, members = [self.community.core], self.frame.members
        return {"core": core, "member": members}.get(self.given("by"), core + members)

    def _dates(self, item: str, span: Span) -> list[dt.date]:
        """Return the last days on which something is handed in, of the whole window."""
        first, last = self.frame.whole(self.rule.window, span)
        if found := QUARTER.fullmatch(item):
            quarter = 3 * int(found[2])
            return [month_day(year, f"{quarter:02}-31") for year in {first.year, last.year}]
        if due := self.given("due"):
            dates = {month_day(year, due) for year in (first.year, last.year)}
            return sorted(d for d in dates if first <= d <= last)
        times, days = self.given("times") or 1, (last - first).days + 1
        if self.rule.window is Window.CALENDAR_YEAR and MONTHS % times == 0:
            months = range(MONTHS // times, MONTHS + 1, MONTHS // times)
            return [month_day(first.year, f"{month:02}-31") for month in months]
        return [first + dt.timedelta(days=round(days * i / times) - 1) for i in range(1, times + 1)]

    def _name(self, item: str, school: str) -> Text:
        quarter = QUARTER.fullmatch(item)
        name = called(quarter[1] if quarter else item, self.rule.title)
        zh, en = school, school
        if quarter:
            number = int(quarter[2])
            zh, en = f"{zh}，第{QUARTERS[number - 1]}季度", f"{en}, quarter {number}"
        if pieces := self.given("min_per_person"):
            zh, en = f"{zh}，每人{pieces}篇", f"{en}, {pieces} by everyone"
        return Text(f"{name.zh}（{zh}）", f"{name.en} ({en})")
