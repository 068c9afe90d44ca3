"""Days times hours of a FET file as times, and the sets of them that its constraints speak of.

A break is no time at all: nothing is held in it, and it is never a gap. What FET calls a day is a
half-day in its mode of mornings and afternoons, where two of them are a real day.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from scheduling.setting import Group, Time

if TYPE_CHECKING:
    from collections.abc import Iterable

Cell = tuple[int, int]  # day and hour, from 0


@dataclass
class Grid:
    """The times of a file.

    Attributes
    ----------
    days, hours
        Their names.
    halves
        Whether each day is a half-day: mornings and afternoons take turns.
    days_in_term
        In the mode of terms; else all days.
    breaks
        Cells at which nothing is held.
    """

    days: tuple[str, ...]
    hours: tuple[str, ...]
    halves: bool = False
    days_in_term: int = 0
    breaks: frozenset[Cell] = frozenset()
    _groups: dict[tuple[str, ...], Group] = field(default_factory=dict)

    @cached_property
    def times(self) -> tuple[Time, ...]:
        """The times in order; a lesson runs on within a day, not over a break."""
        last = len(self.hours) - 1
        return tuple(
            Time(
                id=self._id(day, hour),
                name=f"{self.days[day]} {self.hours[hour]}",
                joins_next=hour < last and (day, hour + 1) not in self.breaks,
            )
            for day in range(len(self.days))
            for hour in range(len(self.hours))
            if (day, hour) not in self.breaks
        )

    @property
    def groups(self) -> tuple[Group, ...]:
        """The groups of times that were asked for."""
        return tuple(self._groups.values())

    @cached_property
    def week(self) -> frozenset[Cell]:
        """All cells."""
        return frozenset((d, h) for d in range(len(self.days)) for h in range(len(self.hours)))

    def ids(self, cells: Iterable[Cell]) -> tuple[str, ...]:
        """Return the times of some cells, in order, without breaks."""
        return tuple(self._id(*cell) for cell in sorted(set(cells) - self.breaks))

    def cell(self, time: str) -> Cell:
        """Return the day and hour of a time."""
        day, hour = time.split(".")
        return int(day) - 1, int(hour) - 1

    def group(self, cells: Iterable[Cell], name: str) -> str:
        """Return the group of the times of some cells; one that there is already keeps its name."""
        members = self.ids(cells)
        if members not in self._groups:
            group = Group(f"times{len(self._groups) + 1}", name, members)
            self._groups[members] = group
        return self._groups[members].id

    def starts(self, cells: frozenset[Cell], duration: int) -> frozenset[Cell]:
        """Return where a lesson starts all of which is held in some cells."""
        found = cells
        for shift in range(1, duration):
            found = frozenset((d, h) for d, h in found if (d, h + shift) in cells)
        return found

    def parts(self, period: str) -> list[tuple[str, frozenset[Cell]]]:
        """Return name and cells of each day, real day, morning, afternoon, hour, term or the week.

        ``period`` is the word for several of them: "days", "real days" ...
        """
        found = []
        for numbers, name in self._periods(period):
            cells = frozenset((d, h) for d in numbers for h in range(len(self.hours)))
            found.append((name, cells))
        if period == "hours":
            for hour, name in enumerate(self.hours):
                found.append((name, frozenset((d, hour) for d in range(len(self.days)))))
        if period == "times":
            found = [(time.name, frozenset([self.cell(time.id)])) for time in self.times]
        return found

    def named(self, period: str, within: frozenset[Cell] | None = None) -> tuple[str, ...]:
        """Return the groups of the parts of a period, of their cells within some, if any."""
        parts = self.parts(period)
        cut = [(name, cells if within is None else cells & within) for name, cells in parts]
        return tuple(self.group(cells, name) for name, cells in cut if cells - self.breaks)

    def runs(self, period: str, length: int, step: int = 1) -> tuple[tuple[str, ...], ...]:
        """Return runs of so many parts of a period that follow each other, as their groups.

        The first begins with the first part, the next ``step`` parts later, and so on. A run with a
        part that is nothing but breaks is left out.
        """
        parts = self.parts(period)
        runs = [parts[i : i + length] for i in range(0, len(parts) - length + 1, step)]
        return tuple(
            tuple(self.group(cells, name) for name, cells in run)
            for run in runs
            if all(cells - self.breaks for _, cells in run)
        )

    def _periods(self, period: str) -> list[tuple[tuple[int, ...], str]]:
        numbers = range(len(self.days))
        each: list[tuple[tuple[int, ...], str]] = [((d,), self.days[d]) for d in numbers]
        if period == "days":
            return each
        if period == "mornings":
            return each[::2] if self.halves else each
        if period == "afternoons":
            return each[1::2] if self.halves else []
        if period == "real days":
            return self._joined(2) if self.halves else each
        if period == "terms":
            return self._joined(self.days_in_term or len(self.days))
        return self._joined(len(self.days)) if period == "week" else []

    def _joined(self, count: int) -> list[tuple[tuple[int, ...], str]]:
        """Return runs of so many days."""
        firsts = range(0, len(self.days), count)
        runs = [tuple(range(first, min(first + count, len(self.days)))) for first in firsts]
        return [
            (run, "–".join(dict.fromkeys((self.days[run[0]], self.days[run[-1]])))) for run in runs
        ]

    @staticmethod
    def _id(day: int, hour: int) -> str:
        return f"{day + 1}.{hour + 1}"
