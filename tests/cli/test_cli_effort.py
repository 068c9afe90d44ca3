"""A limit given as work: one seed and one worker give the same plan, however busy the machine."""

from __future__ import annotations

import json
import subprocess

import pytest
from cli_support import ROOT, command, environment, onebell, tiny_folder

SAME = ("roster.csv", "timetable.csv", "assignments.csv", "costs.csv")


def planned(folder, output, seed_of_hashes):
    words = command("plan", folder, "-o", output, "--effort", 2, "--seed", 5)
    settings = {**environment(), "PYTHONHASHSEED": seed_of_hashes}
    run = subprocess.run(words, env=settings, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    return {name: (output / name).read_text(encoding="utf-8-sig") for name in SAME}


@pytest.mark.parametrize("example", ["", "songyang_pair"])
def test_two_runs_are_the_same(tmp_path, example):
    folder = ROOT / "examples" / example
    if not example:
        folder = tmp_path / "tiny"
        tiny_folder(folder)
    first = planned(folder, tmp_path / "a", "1")
    assert planned(folder, tmp_path / "b", "2") == first
    head = json.loads((tmp_path / "a" / "plan.json").read_text(encoding="utf-8"))
    assert head["limited_by"] == "effort"


def test_work_and_seconds_are_not_both_given(tmp_path):
    words = ("--effort", 5, "--time-limit", 5)
    result = onebell("plan", ROOT / "examples" / "songyang_pair", "-o", tmp_path / "p", *words)
    assert result.exit_code == 2
    assert "“--effort”和“--time-limit”只写一个" in result.output
