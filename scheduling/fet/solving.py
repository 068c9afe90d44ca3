"""Solving a FET file: the file in, and the file with the timetable found out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduling.fet.reader import read
from scheduling.fet.starts import read_timetable
from scheduling.fet.writer import write
from scheduling.local import prepare
from scheduling.xhstt.solving import searched, still_broken
from scheduling.xhstt.writer import ready

if TYPE_CHECKING:
    from pathlib import Path

    from community.rule import Violation
    from scheduling.fet.reader import Reading
    from scheduling.search import SearchResult
    from solving.outcome import Budget, Listener


@dataclass(frozen=True, slots=True)
class Solved:
    """How a file was solved, what it did not carry, and the hard rules still broken."""

    reading: Reading
    result: SearchResult
    broken: tuple[Violation, ...] = ()


def solve_file(
    path: Path,
    output: Path,
    budget: Budget,
    listener: Listener | None = None,
    start: Path | None = None,
) -> Solved:
    """Solve a file; write it with the timetable found, if there is one.

    Parameters
    ----------
    path, output
        Files of the format.
    budget, listener
        As for any search.
    start
        A file with a timetable of the same lessons, to go on from.

    Raises
    ------
    InputError
        Before the search: when a file cannot be read, the output cannot be written, or the
        instance is too large for the memory.
    """
    prepare.begin()  # while the file is being read
    reading = read(path)
    base = read_timetable(start, reading) if start is not None else None
    ready(output)
    instance = reading.instance
    result = searched(instance, path.name, budget, listener, base)
    if result.solution is None:
        return Solved(reading, result)
    write(reading, result.solution, path, output)
    return Solved(reading, result, still_broken(instance, result.solution))
