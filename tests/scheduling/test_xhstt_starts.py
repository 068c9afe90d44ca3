"""Going on from a solution: the best that fits is taken, and the search begins there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tiny_xhstt import event, lessons, school

from community.errors import InputError
from community.rule import Strictness
from scheduling.rules.assign_time import AssignTime
from scheduling.rules.base import AppliesTo
from scheduling.rules.prefer_times import PreferTimes
from scheduling.xhstt import Archive, ArchivedSolution, SolutionGroup, write
from scheduling.xhstt.solving import solve_file
from scheduling.xhstt.starts import read_start
from solving.outcome import Budget

if TYPE_CHECKING:
    from pathlib import Path

    from scheduling.instance import Instance
    from scheduling.solution import Solution
    from solving.outcome import Progress

EVENTS = [f"E{i}" for i in range(10)]


def powers() -> Instance:
    """Ten lessons nobody of whom clashes; each at Mo1 costs a power of two of its own."""
    rules = [AssignTime(id="times", applies_to=AppliesTo(event_groups=("All",)))]
    rules += [
        PreferTimes(
            id=f"dear {e}",
            strictness=Strictness.SOFT,
            weight=2**i,
            applies_to=AppliesTo(events=(e,)),
            times=("Mo2", "Mo3", "Tu1", "Tu2", "Tu3"),
        )
        for i, e in enumerate(EVENTS)
    ]
    return school(*(event(e) for e in EVENTS), rules=tuple(rules))


def timetable(*dear: int) -> Solution:
    """The lessons at Tu1, but some at the dear time."""
    return lessons(*(f"{e}@{'Mo1' if i in dear else 'Tu1'}" for i, e in enumerate(EVENTS)))


def stored(path: Path, instance: Instance, *solutions: ArchivedSolution) -> Path:
    groups = tuple(SolutionGroup(f"group {i}", (s,)) for i, s in enumerate(solutions))
    instances = {s.instance: replace(instance, id=s.instance) for s in solutions}
    write(Archive((instance, *(i for k, i in instances.items() if k != instance.id)), groups), path)
    return path


def test_the_best_that_fits_is_taken(tmp_path: Path) -> None:
    instance = powers()
    path = stored(
        tmp_path / "plans.xml",
        instance,
        ArchivedSolution("another", timetable()),
        ArchivedSolution("tiny", timetable(3)),
        ArchivedSolution("tiny", timetable(0, 1)),
        ArchivedSolution("tiny", timetable(4)),
    )
    # 2^3 = 8, 2^0 + 2^1 = 3, 2^4 = 16; the free one is of another instance
    assert read_start(path, instance) == timetable(0, 1)


def test_of_equal_ones_the_last_is_taken(tmp_path: Path) -> None:
    instance, late = powers(), lessons(*(f"{e}@Tu3" for e in EVENTS))
    both = (ArchivedSolution("tiny", timetable()), ArchivedSolution("tiny", late))
    assert read_start(stored(tmp_path / "plans.xml", instance, *both), instance) == late


def test_it_is_held_against_the_instance_to_be_solved(tmp_path: Path) -> None:
    """The file's own instance of the same id has a lesson that the other has not."""
    instance = powers()
    start = stored(tmp_path / "start.xml", instance, ArchivedSolution("tiny", timetable()))
    smaller = school(*(event(e) for e in EVENTS[:-1]))
    with pytest.raises(InputError) as caught:
        read_start(start, smaller)
    (problem,) = caught.value.problems
    assert problem.row is not None
    assert 'Reference="E9"' in start.read_text(encoding="utf-8").splitlines()[problem.row - 1]


def test_the_search_begins_with_it(tmp_path: Path) -> None:
    instance = powers()
    path = stored(tmp_path / "school.xml", instance)
    start = stored(tmp_path / "start.xml", instance, ArchivedSolution("tiny", timetable(0, 3, 7)))
    heard: list[Progress] = []
    budget = Budget(seconds=5, workers=1)
    solved = solve_file(path, tmp_path / "out.xml", budget, heard.append, start)
    # 2^0 + 2^3 + 2^7 = 137: no other timetable has this cost but those with the same dear lessons
    assert next(e.objective for e in heard if e.objective is not None) == 137
    assert solved.result.cost is not None and solved.result.cost.soft == 0
