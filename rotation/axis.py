"""The blocks of time that rosters count in: whole terms, or half months where a policy needs them.

Half a month is two weeks of a term (10 school days), a month two of them (catalogue, section 3.12).
Rows FJ07 and BC04 ask for so fine a time; most plans count in semesters.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from community.policy import Window
from community.text import Text

if TYPE_CHECKING:
    from community.models import Community, Term
    from rotation.solution import Placement

HALF_MONTH = 2  # weeks
DAYS_A_WEEK = 5
WEEKS_A_TERM = 20  # what a semester counts for beside shorter stays
TERM_HALF_MONTHS = WEEKS_A_TERM // HALF_MONTH


class Stay(NamedTuple):
    """When a placement begins and how long it lasts: whole semesters, or weeks inside one."""

    term: int  # position of the first term
    terms: int
    week: int = 1
    weeks: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of one term: its weeks from ``first_week`` to ``last_week``, both included."""

    term: int
    first_week: int
    last_week: int
    id: str
    name: Text


@dataclass(frozen=True, slots=True)
class Span:
    """A named window of time: the blocks from ``first`` up to, not including, ``end``."""

    name: Text
    first: int
    end: int


@dataclass(frozen=True)
class Axis:
    """The blocks of a community's terms.

    Parameters
    ----------
    community
        The community.
    step
        Weeks of a block; None: each term is one block.
    """

    community: Community
    step: int | None = None

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """All blocks of the plan's terms, in order."""
        return tuple(b for i, t in enumerate(self.community.terms) for b in self._blocks(i, t))

    def _blocks(self, index: int, term: Term) -> list[Block]:
        weeks = weeks_of(term)
        if self.step is None:
            return [Block(index, 1, weeks, term.id, Text(term.name, term.name))]
        found = []
        for first in range(1, max(weeks - self.step, 0) + 2, self.step):
            last = first + self.step - 1
            if weeks - last < self.step:  # a week that is left over belongs to the last block
                last = weeks
            name = Text(f"{term.name}第{first}–{last}周", f"{term.name}, weeks {first}-{last}")
            found.append(Block(index, first, last, f"{term.id}.w{first}", name))
            if last == weeks:
                break
        return found

    @cached_property
    def _starts(self) -> list[int]:
        """The first block of each term, and behind them the number of all blocks."""
        counts = [sum(b.term == i for b in self.blocks) for i in range(len(self.community.terms))]
        return [sum(counts[:i]) for i in range(len(counts) + 1)]

    def start_of(self, term: int) -> int:
        """Return the first block of a term; terms before and behind the plan are as long as one."""
        last, usual = len(self._starts) - 1, self._starts[1]
        if term < 0:
            return term * usual
        return self._starts[min(term, last)] + max(0, term - last) * usual

    def block_of(self, term: int, week: int) -> int:
        """Return the block of a teaching week of a term of the plan."""
        here = range(self._starts[term], self._starts[term + 1])
        return next((b for b in here if week <= self.blocks[b].last_week), here[-1])

    def position(self, placement: Placement) -> tuple[int, int]:
        """Return the first block of a placement, and the one behind its last.

        A short stay that fills a block in part counts as filling it.
        """
        term = self.term_index[placement.start]
        if placement.weeks:
            last_week = placement.week + placement.weeks - 1
            first = self.block_of(term, placement.week)
            return first, self.block_of(term, last_week) + 1
        first = term - placement.before
        return self.start_of(first), self.start_of(first + placement.terms)

    @cached_property
    def term_index(self) -> dict[str, int]:
        """Position of each term."""
        return {t.id: i for i, t in enumerate(self.community.terms)}

    def spans(self, window: Window | None) -> list[Span]:
        """Return the windows of a kind that the plan's terms touch, in order.

        Without a window: school years. Two halves of a month make a month.

        Raises
        ------
        ValueError
            For a window that is finer than the blocks.
        """
        if window is Window.WEEK or (window is Window.MONTH and self.step is None):
            raise ValueError(f"a roster in blocks of {self.step or 'a term'} has no {window}s")
        keys = [self._key(b, window) for b in self.blocks]
        found, first = [], 0
        for name, members in groupby(keys):
            end = first + len(list(members))
            found.append(Span(name, first, end))
            first = end
        return found

    def _key(self, block: Block, window: Window | None) -> Text:
        term = self.community.terms[block.term]
        if window is Window.SEMESTER:
            return Text(term.name, term.name)
        if window is Window.MONTH:
            month = (block.first_week - 1) // (2 * HALF_MONTH) + 1
            return Text(f"{term.name}第{month}个月", f"month {month} of {term.name}")
        if window is Window.CALENDAR_YEAR:
            return Text(f"{term.start.year}年", f"year {term.start.year}")
        return Text(f"{term.school_year}学年", f"school year {term.school_year}")


def weeks_of(term: Term) -> int:
    """Return the calendar weeks that a term touches, from Monday to Monday."""
    days = (term.end - term.start).days + term.start.weekday()
    return days // 7 + 1
