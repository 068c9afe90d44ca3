"""Ctrl-C in ``plan`` and ``rotate``: the best so far is saved, or one is told of none."""

from __future__ import annotations

import pytest
from cli_interrupt import interrupted, interrupted_while_writing
from cli_support import onebell, tiny_folder

LONG = ("--time-limit", 300, "--workers", 1, "--lang", "en")


@pytest.fixture(scope="module")
def group(tmp_path_factory):
    return tiny_folder(tmp_path_factory.mktemp("interrupt") / "community")


@pytest.mark.parametrize("command", ["plan", "rotate"])
def test_before_there_is_a_plan_it_says_so(tmp_path, group, command):
    out = tmp_path / "plan"
    done = interrupted(command, group, "-o", out, *LONG, phase="rotation", early=True)
    assert "Interrupted: there is no plan yet." in done.stdout
    assert not out.exists()


@pytest.mark.parametrize(
    ("command", "phase", "number"),
    [
        ("plan", "construct", "SIGINT"),
        ("rotate", "rotation", "SIGINT"),
        ("rotate", "rotation", "SIGTERM"),
        ("rotate", "rotation", "SIGHUP"),
    ],
)
def test_the_best_so_far_is_saved(tmp_path, group, command, phase, number):
    out = tmp_path / "plan"
    done = interrupted(command, group, "-o", out, *LONG, phase=phase, number=number)
    assert "best so far" in done.stdout
    assert onebell("audit", group, out).exit_code == 0


def test_a_roster_without_its_timetable_is_saved(tmp_path, group):
    out = tmp_path / "plan"
    done = interrupted("plan", group, "-o", out, *LONG, phase="staffing", early=True)
    assert "go on from it with --from" in done.stdout
    assert not (out / "timetable.csv").exists()
    assert onebell("audit", group, out).exit_code == 0
    # Where a plan stands already, a roster alone does not replace it.
    before = {p.name: p.read_bytes() for p in out.iterdir()}
    done = interrupted("plan", group, "-o", out, *LONG, phase="staffing", early=True)
    assert "No plan was written." in done.stdout
    assert {p.name: p.read_bytes() for p in out.iterdir()} == before


def test_pressed_while_files_are_written_it_waits(tmp_path, group):
    out = tmp_path / "plan"
    (out / "mine").mkdir(parents=True)
    assert onebell("rotate", group, "-o", tmp_path / "first", *LONG).exit_code == 0
    for file in (tmp_path / "first").iterdir():
        file.rename(out / file.name)
    done = interrupted_while_writing("rotate", group, "-o", out, *LONG)
    assert done.returncode == 0, done.stderr
    assert (out / "mine").is_dir() and (out / "roster.csv").exists()
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []
