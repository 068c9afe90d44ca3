"""Ctrl-C in ``plan`` and ``rotate``: the best so far is saved, or one is told of none."""

from __future__ import annotations

import subprocess
import sys

import pytest
from cli_support import environment, onebell, tiny_folder

WAIT = 120.0  # seconds at most, on a busy machine

# A real signal to a real process, at the first progress event of a phase that has an objective.
SCRIPT = """
import os, signal
import cli
from publishing import console

plain, sent = console.Bars.__call__, []

def hear(self, event):
    plain(self, event)
    first = event.objective is not None or {early}
    if event.phase == {phase!r} and first and not sent:
        sent.append(True)
        os.kill(os.getpid(), signal.SIGINT)

console.Bars.__call__ = hear
cli.main({words!r})
"""


@pytest.fixture(scope="module")
def group(tmp_path_factory):
    return tiny_folder(tmp_path_factory.mktemp("interrupt") / "community")


def interrupted(phase: str, early: bool, *words: object) -> subprocess.CompletedProcess[str]:
    script = SCRIPT.format(phase=phase, early=early, words=[str(w) for w in words])
    return subprocess.run(
        [sys.executable, "-c", script],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=WAIT,
        check=False,
    )


@pytest.mark.parametrize("command", ["plan", "rotate"])
def test_before_there_is_a_plan_it_says_so(tmp_path, group, command):
    out = tmp_path / "plan"
    words = (command, group, "-o", out, "--time-limit", 300, "--workers", 1, "--lang", "en")
    done = interrupted("rotation", True, *words)
    assert done.returncode == 130, done.stderr
    assert "Traceback" not in done.stderr
    assert "Interrupted: there is no plan yet." in done.stdout
    assert not out.exists()


def test_after_there_is_a_timetable_it_is_saved(tmp_path, group):
    out = tmp_path / "plan"
    words = ("plan", group, "-o", out, "--time-limit", 300, "--workers", 1, "--lang", "en")
    done = interrupted("construct", False, *words)
    assert done.returncode == 130, done.stderr
    assert "Traceback" not in done.stderr
    assert "best so far" in done.stdout
    assert onebell("audit", group, out).exit_code == 0


def test_after_there_is_a_roster_it_is_saved(tmp_path, group):
    out = tmp_path / "roster"
    words = ("rotate", group, "-o", out, "--time-limit", 300, "--workers", 1, "--lang", "en")
    done = interrupted("rotation", False, *words)
    assert done.returncode == 130, done.stderr
    assert "Traceback" not in done.stderr
    assert "best so far" in done.stdout
    assert onebell("audit", group, out).exit_code == 0
