"""Solving a file of the public format: its first instance in, the timetable found out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from community.errors import InputError, Problem
from community.text import Text
from scheduling.check import check
from scheduling.local import prepare
from scheduling.search import solve
from scheduling.xhstt import memory
from scheduling.xhstt.archive import Archive, ArchivedSolution, SolutionGroup, report
from scheduling.xhstt.reader import read
from scheduling.xhstt.starts import read_start
from scheduling.xhstt.writer import ready, write
from solving.solver import InvalidModelError

if TYPE_CHECKING:
    from pathlib import Path

    from community.rule import Violation
    from scheduling.instance import Instance
    from scheduling.search import SearchResult
    from scheduling.solution import Solution
    from solving.outcome import Budget, Listener

GROUP = "Onebell"
SOURCE = "Construction, CP-SAT and large-neighbourhood search"


@dataclass(frozen=True, slots=True)
class Solved:
    """How a file was solved, and the hard rules that the timetable found still breaks."""

    result: SearchResult
    broken: tuple[Violation, ...] = ()


def solve_file(
    path: Path,
    output: Path,
    budget: Budget,
    listener: Listener | None = None,
    start: Path | None = None,
) -> Solved:
    """Solve the first instance of a file; write it with the timetable found, if there is one.

    The output holds one solution group, ``Onebell``, with the report of our own evaluator.

    Parameters
    ----------
    path, output
        Files of the format.
    budget, listener
        As for any search.
    start
        A file with a solution of the same instance, to go on from.

    Raises
    ------
    InputError
        Before the search: when a file cannot be read, has no instance (``start``: no solution of
        it), the times are too few for an event, the output cannot be written, or the instance is
        too large for the memory. In the search: when its costs are too large.
    """
    prepare.begin()  # while the file is being read
    archive = read(path)
    if not archive.instances:
        expected = Text("应至少有一个实例（Instance）", "expected at least one Instance")
        raise InputError([Problem(place=path.name, expected=expected)])
    instance = archive.instances[0]
    _require_times(instance, path.name)
    base = read_start(start, instance) if start is not None else None
    ready(output)
    result = searched(instance, path.name, budget, listener, base)
    if result.solution is None:
        return Solved(result)
    group = solved_group(instance, result, budget)
    write(Archive((instance,), (group,), archive.id, archive.metadata), output)
    return Solved(result, still_broken(instance, result.solution))


def searched(
    instance: Instance,
    place: str,
    budget: Budget,
    listener: Listener | None,
    start: Solution | None,
) -> SearchResult:
    """Search an instance that stands in a file of this name.

    Raises
    ------
    InputError
        When it is too large for the memory, or its costs are too large.
    """
    memory.require(instance, budget.workers, place)
    try:
        return solve(instance, budget.for_search(), listener=listener, start=start)
    except InvalidModelError:
        expected = Text(
            "代价太大，无法计算：请减小<Weight>和<Minimum>等数值",
            "its costs are beyond what can be computed: make <Weight>, <Minimum> and such smaller",
        )
        raise InputError([Problem(place=place, value=instance.id, expected=expected)]) from None


def still_broken(instance: Instance, solution: Solution) -> tuple[Violation, ...]:
    """Return the hard rules that a timetable breaks at a price."""
    return tuple(v for v in check(instance, solution) if v.is_hard and v.cost)


def _require_times(instance: Instance, place: str) -> None:
    """Refuse an instance with an event that has more times to fill than there are."""
    count = len(instance.times)
    long = [e for e in instance.events if e.duration > count]
    if not long:
        return
    first, others = long[0], len(long) - 1
    more = (
        Text(f"，另有{others}门也太长", f"; {others} more are too long") if others else Text("", "")
    )
    expected = Text(
        f"应不超过全部{count}个时间，这门课时长为{first.duration}{more.zh}",
        f"expected at most the {count} times there are, not {first.duration}{more.en}",
    )
    if not count:
        expected = Text("应有时间（<Time>），一个也没有", "expected times (<Time>), there are none")
    hint = Text("请核对<Times>和<Duration>", "Check <Times> and <Duration>")
    raise InputError([Problem(place=place, value=first.id, expected=expected, hint=hint)])


def solved_group(instance: Instance, result: SearchResult, budget: Budget) -> SolutionGroup:
    """Return the solution group of a timetable found, with its report and how it was found.

    Raises
    ------
    ValueError
        When the search found none.
    """
    if result.solution is None:
        raise ValueError("no timetable was found")
    figures = result.report
    archived = ArchivedSolution(
        instance=instance.id,
        solution=result.solution,
        description=f"{figures.status.value}, seed {budget.seed}, {budget.workers} workers",
        running_time=f"{figures.seconds:.1f}",
        report=report(instance, result.solution),
    )
    metadata = {"Contributor": GROUP, "Date": dt.date.today().isoformat(), "Description": SOURCE}
    return SolutionGroup(GROUP, (archived,), metadata)
