"""Ctrl-C in ``plan`` and ``rotate``: the best so far is saved, or one is told of none."""

from __future__ import annotations

import pytest
from cli_interrupt import interrupted
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


@pytest.mark.parametrize(("command", "phase"), [("plan", "construct"), ("rotate", "rotation")])
def test_the_best_so_far_is_saved(tmp_path, group, command, phase):
    out = tmp_path / "plan"
    done = interrupted(command, group, "-o", out, *LONG, phase=phase)
    assert "best so far" in done.stdout
    assert onebell("audit", group, out).exit_code == 0
