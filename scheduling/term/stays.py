"""Stays shorter than a term: who is at another school on which dates (half a month, a month).

The weekly timetable leaves whoever is away for a few weeks at home, with all lessons. On the dates
of the stay the person is at the host, and somebody else has each lesson at home.
"""

from __future__ import annotations

import datetime as dt  # noqa: TC003 (the fields are looked at)
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

from community.text import Text
from rotation.wording import KIND_TEXT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from community.calendar import TaughtDay
    from community.models import Community, PlacementKind, Term
    from rotation.solution import Roster


@dataclass(frozen=True, slots=True, order=True)
class ShortStay:
    """Somebody at a host school in some weeks of a term, on all days taught as part of them.

    Weeks count from 1, both are included; a day that is made up belongs to the week it is taught
    as.
    """

    first_week: int
    last_week: int
    teacher: str
    host: str
    kind: PlacementKind
    dates: tuple[dt.date, ...]

    @property
    def teaches(self) -> bool:
        """Whether the guest takes lessons at the host."""
        return self.kind.teaches_at_host

    @property
    def id(self) -> str:
        """What covers name it by."""
        return f"stay:{self.teacher}:{self.host}:{self.first_week}"

    def name(self, community: Community) -> Text:
        """Return the stay in words: where, what as, in which weeks."""
        host, kind, weeks = community.school_by_id[self.host].name, self._kind, self._weeks
        return Text(f"到{host}{kind.zh}（{weeks.zh}）", f"{kind.en} at {host} ({weeks.en})")

    @property
    def title(self) -> Text:
        """What it is in a list that says who and where beside it."""
        kind, weeks = self._kind, self._weeks
        return Text(f"短期{kind.zh}（{weeks.zh}）", f"short {kind.en} ({weeks.en})")

    @property
    def _kind(self) -> Text:
        return KIND_TEXT[self.kind.value]

    @property
    def _weeks(self) -> Text:
        weeks = f"{self.first_week}" + f"–{self.last_week}" * (self.last_week > self.first_week)
        return Text(f"第{weeks}周", f"week {weeks} of the term")

    def runs(self, days: Iterable[TaughtDay]) -> list[tuple[dt.date, ...]]:
        """Return the dates in runs without a break: of ``days`` no other one lies between."""
        here = set(self.dates)
        runs = groupby(sorted(d.date for d in days), key=here.__contains__)
        return [tuple(dates) for inside, dates in runs if inside]


@dataclass(frozen=True)
class Stays:
    """The short stays of a term, in order."""

    rows: tuple[ShortStay, ...]

    def on(self, day: TaughtDay) -> Mapping[str, ShortStay]:
        """Return the stays of a day by teacher."""
        return self._on.get(day.date, {})

    @cached_property
    def _on(self) -> dict[dt.date, dict[str, ShortStay]]:
        found: dict[dt.date, dict[str, ShortStay]] = defaultdict(dict)
        for stay in self.rows:
            for date in stay.dates:
                found[date].setdefault(stay.teacher, stay)
        return found

    @cached_property
    def by_id(self) -> dict[str, ShortStay]:
        """The stays by id."""
        return {stay.id: stay for stay in self.rows}

    @property
    def taught(self) -> tuple[ShortStay, ...]:
        """The stays on which the guest takes lessons at the host."""
        return tuple(stay for stay in self.rows if stay.teaches)


def short_stays(
    community: Community, roster: Roster, term: Term, days: Iterable[TaughtDay]
) -> tuple[ShortStay, ...]:
    """Return the short stays of a roster in a term, in order; ``days`` are those of its lessons."""
    taught = list(days)
    found = set()
    for p in roster.placements:
        known = p.teacher in community.teacher_by_id and p.host in community.school_by_id
        if p.weeks and p.start == term.id and p.kind.leaves_home and known:
            last = p.week + p.weeks - 1
            dates = tuple(d.date for d in taught if p.week <= d.week <= last)
            found.add(ShortStay(p.week, last, p.teacher, p.host, p.kind, dates))
    return tuple(sorted(found))
