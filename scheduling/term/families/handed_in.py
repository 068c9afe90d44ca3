"""Families of what is handed in by a date: plans, reports, files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.text import Text
from scheduling.term.activity import Activity, Option
from scheduling.term.dates import Span
from scheduling.term.events import DUE
from scheduling.term.families.base import Family

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence


class HandedInFamily(Family):
    """A family with due dates: events of a day without hours and people."""

    def due(
        self,
        item: str,
        name: Text,
        date: dt.date,
        school: str,
        note: str = "",
        of: Sequence[str] = (),
    ) -> Iterator[Activity]:
        """Yield what a school hands in by a date; what is another term's is not asked.

        ``of`` is whose it is, of several at the school.
        """
        term, (first, last) = self.frame.term, self.frame.reach
        if first <= date <= last:
            yield Activity(
                id=self.key(item, *(of or [school]), f"{date:%m%d}"),
                rule=self.rule.id,
                name=name,
                times=1,
                span=Span(Text(term.name, term.name), first, date),
                options=(Option(date, 0, 0),),
                mode=DUE,
                host=school,
                note=note,
            )
