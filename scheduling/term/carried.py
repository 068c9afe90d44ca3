"""What was held before the term, as the planner's table of it says (已完成)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, overload

from community.done import rules_meant
from community.policy import Window

if TYPE_CHECKING:
    from community.models import Community, Term


class _Row(NamedTuple):
    as_of: dt.date
    rule: str
    of: frozenset[str]  # the school and the subject, where they are named
    times: int


@dataclass(frozen=True)
class CarriedIn:
    """How often each thing was held in its window before a term."""

    community: Community
    term: Term

    @overload
    def get(self, key: str) -> int | None: ...
    @overload
    def get(self, key: str, default: int) -> int: ...
    def get(self, key: str, default: int | None = None) -> int | None:
        """Return how often what is counted by a key was held; the default where nobody says so.

        Of a thing of one school, what is said of each school serves; of a thing of all subjects,
        what is said of each of them is added up.
        """
        rule, *parts = key.split(":")
        rows = [r for r in self._rows if r.rule == rule]
        if wide := [r for r in rows if r.of <= {*parts}]:
            return max(wide, key=lambda r: (len(r.of), r.as_of)).times
        named = self._named & {*parts}
        latest = {r.of: r.times for r in rows if named < r.of}
        return sum(latest.values()) if latest else default

    @cached_property
    def _named(self) -> set[str]:
        return {*self.community.school_by_id, *self.community.subject_by_id}

    @cached_property
    def _rows(self) -> list[_Row]:
        """The rows that speak of this term's windows, by date."""
        found = []
        for row in self.community.done:
            for rule in rules_meant(self.community.policy, row.rule):
                if _first(self.term, rule.window) <= row.as_of <= self.term.start:
                    of = frozenset(filter(None, (row.school, row.subject)))
                    found.append(_Row(row.as_of, rule.id, of, row.times))
        return sorted(found, key=lambda r: r.as_of)


def _first(term: Term, window: Window | None) -> dt.date:
    """Return the first day of a rule's window that the term lies in."""
    if window is Window.CALENDAR_YEAR:
        return dt.date(term.start.year, 1, 1)
    if window is Window.SCHOOL_YEAR:
        return dt.date(term.school_year, 8, 1)
    return term.start
