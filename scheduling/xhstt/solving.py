"""Solving a file of the public format: its first instance in, the timetable found out."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from community.errors import InputError, Problem
from community.text import Text
from scheduling.search import solve
from scheduling.xhstt.archive import Archive, ArchivedSolution, SolutionGroup, report
from scheduling.xhstt.reader import read
from scheduling.xhstt.writer import write

if TYPE_CHECKING:
    from pathlib import Path

    from scheduling.search import SearchResult
    from solving.outcome import Budget, Listener

GROUP = "Onebell"
SOURCE = "Construction, CP-SAT and large-neighbourhood search"


def solve_file(
    path: Path, output: Path, budget: Budget, listener: Listener | None = None
) -> SearchResult:
    """Solve the first instance of a file; write it with the timetable found, if there is one.

    The output holds one solution group, ``Onebell``, with the report of our own evaluator.

    Raises
    ------
    InputError
        When the file cannot be read, or has no instance.
    """
    archive = read(path)
    if not archive.instances:
        expected = Text("应至少有一个实例（Instance）", "expected at least one Instance")
        raise InputError([Problem(place=path.name, expected=expected)])
    instance = archive.instances[0]
    result = solve(instance, budget, listener=listener)
    if result.solution is not None:
        figures = result.report
        archived = ArchivedSolution(
            instance=instance.id,
            solution=result.solution,
            description=f"{figures.status.value}, seed {budget.seed}, {budget.workers} workers",
            running_time=f"{figures.seconds:.1f}",
            report=report(instance, result.solution),
        )
        group = SolutionGroup(
            GROUP,
            (archived,),
            {"Contributor": GROUP, "Date": dt.date.today().isoformat(), "Description": SOURCE},
        )
        write(Archive((instance,), (group,), archive.id, archive.metadata), output)
    return result
