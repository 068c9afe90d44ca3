"""``onebell xhstt``: one line a solution, a file in and out, going on, and how it ends."""

from __future__ import annotations

import json

import pytest
from cli_interrupt import interrupted
from cli_support import onebell
from xhstt_support import ring, stored, two

from community.rule import Cost, Strictness, Violation
from community.text import Text
from publishing.xhstt_results import show_solved
from scheduling.search import SearchResult
from scheduling.xhstt import Archive
from scheduling.xhstt.solving import Solved
from solving.outcome import Report, Status


def test_evaluate_prints_group_hard_and_soft(tmp_path):
    path = stored(two(), tmp_path / "two.xml")
    result = onebell("xhstt", "evaluate", path)
    assert result.exit_code == 0
    # "clash": both at one time, n - 1 = 1 hard; "late": one lesson outside a and b, 1 x 2 soft
    assert result.stdout == "clash\t1\t0\nlate\t0\t2\n"
    rows = json.loads(onebell("xhstt", "evaluate", path, "--json").stdout)
    assert rows[1] == {"group": "late", "instance": "two", "hard": 0, "soft": 2}


def test_solve_writes_a_file_that_evaluates_to_what_it_says(tmp_path):
    path, out = stored(two(), tmp_path / "two.xml"), tmp_path / "new" / "folder" / "out.xml"
    words = ("xhstt", "solve", path, "-o", out, "--effort", 3)
    result = onebell(*words, "--json")
    assert result.exit_code == 0, result.output
    data = json.loads(result.stdout)
    assert (data["status"], data["hard"], data["soft"]) == ("OPTIMAL", 0, 0)
    assert data["broken"] == []
    assert onebell("xhstt", "evaluate", out).stdout == "Onebell\t0\t0\n"
    assert "Onebell\t0\t0" in onebell(*words).stdout
    assert [p.name for p in out.parent.iterdir()] == ["out.xml"]  # nothing temporary is left


def test_a_file_without_instances_cannot_be_solved(tmp_path):
    path = stored(Archive(()), tmp_path / "none.xml")
    result = onebell("xhstt", "solve", path, "-o", tmp_path / "out.xml")
    assert result.exit_code == 2
    assert "none.xml" in result.stderr


def test_it_goes_on_from_the_solution_it_has_written(tmp_path):
    path, out, more = stored(two(), tmp_path / "two.xml"), tmp_path / "1.xml", tmp_path / "2.xml"
    limit = ("--effort", 2)
    assert onebell("xhstt", "solve", path, "-o", out, *limit).exit_code == 0
    result = onebell("xhstt", "solve", path, "--from", out, "-o", more, *limit)
    assert result.exit_code == 0, result.output
    assert onebell("xhstt", "evaluate", more).stdout == "Onebell\t0\t0\n"


def test_what_is_broken_when_the_time_is_over_is_written_and_named(tmp_path):
    path, out = stored(ring(), tmp_path / "ring.xml"), tmp_path / "out.xml"
    words = ("xhstt", "solve", path, "-o", out, "--time-limit", 2, "--workers", 1)
    result = onebell(*words, "--lang", "en", "--json")
    assert result.exit_code == 3, result.output
    data = json.loads(result.stdout)
    assert (data["status"], data["written"]) == ("UNKNOWN", str(out))
    # No better timetable exists: two of the forty lessons find no room (or clash).
    assert data["hard"] >= 2
    assert sum(rule["cost"] for rule in data["broken"]) == data["hard"]
    assert all(rule["sentences"] for rule in data["broken"])
    assert onebell("xhstt", "evaluate", out).stdout == f"Onebell\t{data['hard']}\t0\n"


def test_broken_rules_are_told_by_rule_the_dearest_first(tmp_path, capsys):
    def broken(rule: str, cost: int, said: str) -> Violation:
        return Violation(rule, "AvoidClashes", Strictness.HARD, "T", cost, cost, Text("–", said))

    violations = (broken("a", 2, "small"), broken("b", 3, "large"), broken("a", 2, "same"))
    solution = two().groups[0].solutions[0].solution
    found = SearchResult(solution, Report(Status.UNKNOWN), Cost.of(list(violations)))
    show_solved(Solved(found, violations), tmp_path / "x.xml", as_json=False, lang="en")
    told = capsys.readouterr().out
    # rule a costs 2 + 2 = 4 in two places, rule b 3 in one
    first, second = "AvoidClashes a (cost 4, 2 places): small", "AvoidClashes b (cost 3, 1 place)"
    assert first in told and second in told and told.index(first) < told.index(second)


def test_no_timetable_in_time_says_so(tmp_path, capsys):
    nothing = Solved(SearchResult(None, Report(Status.UNKNOWN)))
    show_solved(nothing, tmp_path / "x.xml", as_json=False, lang="en")
    told = capsys.readouterr().out
    assert "no answer within the time" in told and "No timetable was written" in told


@pytest.mark.parametrize("early", [True, False])
def test_ctrl_c_writes_the_best_so_far(tmp_path, early):
    path, out = stored(ring(), tmp_path / "ring.xml"), tmp_path / "out.xml"
    words = ("xhstt", "solve", path, "-o", out, "--time-limit", 24, "--lang", "en")
    done = interrupted(*words, early=early)
    assert "Interrupted: " in done.stdout
    assert out.exists() or early
    if out.exists():
        group, hard, soft = onebell("xhstt", "evaluate", out).stdout.rstrip("\n").split("\t")
        assert (group, soft) == ("Onebell", "0") and int(hard) >= 2
