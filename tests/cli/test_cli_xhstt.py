"""``onebell xhstt``: one line a solution, and a file in and out."""

from __future__ import annotations

import json

from cli_support import onebell

from community.rule import Strictness
from scheduling.instance import Event, Group, Instance, Resource, ResourceSlot, Time
from scheduling.rules.assign_time import AssignTime
from scheduling.rules.avoid_clashes import AvoidClashes
from scheduling.rules.base import AppliesTo
from scheduling.rules.prefer_times import PreferTimes
from scheduling.solution import Lesson, Solution
from scheduling.xhstt import Archive, ArchivedSolution, SolutionGroup, write


def archive() -> Archive:
    """Two lessons of one teacher at three times; the last time costs 2, a clash is hard."""
    slots = (ResourceSlot(resource="T"),)
    instance = Instance(
        id="two",
        times=tuple(Time(t, t) for t in ("a", "b", "c")),
        resource_types=(Group("Teacher", "Teacher"),),
        resources=(Resource("T", "Teacher", "T"),),
        events=(Event("e1", 1, "e1", slots), Event("e2", 1, "e2", slots)),
        rules=(
            AssignTime(id="assign", name="assign", applies_to=AppliesTo(events=("e1", "e2"))),
            AvoidClashes(id="clash", name="clash", applies_to=AppliesTo(resources=("T",))),
            PreferTimes(
                id="early",
                name="early",
                strictness=Strictness.SOFT,
                weight=2,
                applies_to=AppliesTo(events=("e1", "e2")),
                times=("a", "b"),
            ),
        ),
        metadata={"Name": "two", "Contributor": "test", "Date": "2025", "Country": "-",
                  "Description": "-"},
    )
    clash = Solution((Lesson("e1", 1, "a"), Lesson("e2", 1, "a")))
    late = Solution((Lesson("e1", 1, "a"), Lesson("e2", 1, "c")))
    meta = {"Contributor": "test", "Date": "2025", "Description": "-"}
    return Archive(
        (instance,),
        (
            SolutionGroup("clash", (ArchivedSolution("two", clash),), meta),
            SolutionGroup("late", (ArchivedSolution("two", late),), meta),
        ),
    )


def test_evaluate_prints_group_hard_and_soft(tmp_path):
    path = tmp_path / "two.xml"
    write(archive(), path)
    result = onebell("xhstt", "evaluate", path)
    assert result.exit_code == 0
    # "clash": both at one time, n - 1 = 1 hard; "late": one lesson outside a and b, 1 x 2 soft
    assert result.stdout == "clash\t1\t0\nlate\t0\t2\n"
    rows = json.loads(onebell("xhstt", "evaluate", path, "--json").stdout)
    assert rows[1] == {"group": "late", "instance": "two", "hard": 0, "soft": 2}


def test_solve_writes_a_file_that_evaluates_to_what_it_says(tmp_path):
    path, out = tmp_path / "two.xml", tmp_path / "out.xml"
    write(archive(), path)
    words = ("xhstt", "solve", path, "-o", out, "--time-limit", 5, "--workers", 1)
    result = onebell(*words, "--json")
    assert result.exit_code == 0, result.output
    data = json.loads(result.stdout)
    assert (data["status"], data["hard"], data["soft"]) == ("OPTIMAL", 0, 0)
    assert onebell("xhstt", "evaluate", out).stdout == "Onebell\t0\t0\n"
    assert "Onebell\t0\t0" in onebell(*words).stdout


def test_a_file_without_instances_cannot_be_solved(tmp_path):
    path = tmp_path / "none.xml"
    write(Archive(()), path)
    result = onebell("xhstt", "solve", path, "-o", tmp_path / "out.xml")
    assert result.exit_code == 2
    assert "none.xml" in result.stderr
