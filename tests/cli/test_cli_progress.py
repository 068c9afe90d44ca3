"""What a search says while it runs, where its output goes to a file or a pipe."""

from __future__ import annotations

import re

import pytest
from cli_support import QUICK, onebell, tiny_folder

from publishing import progress


@pytest.mark.parametrize("command", ["plan", "rotate"])
def test_a_line_now_and_then_tells_phase_and_figures(tmp_path, monkeypatch, command):
    monkeypatch.setattr(progress, "EVERY", 0.001)
    group = tiny_folder(tmp_path / "community")
    result = onebell(command, group, "-o", tmp_path / "plan", *QUICK)
    assert result.exit_code == 0, result.stderr
    phases = "|".join(text.zh for text in progress.PHASES.values())
    told = result.stderr.splitlines()
    assert told and all(re.match(rf"[0-9]+秒  ({phases})", line) for line in told)
    assert any(re.search(r"轮岗名单  目标值 \d+  下界 \d+$", line) for line in told)


def test_what_is_over_soon_says_nothing(tmp_path):
    # The first line comes after 15 seconds; this takes less, and prints its result.
    group = tiny_folder(tmp_path / "community")
    result = onebell("rotate", group, "-o", tmp_path / "plan", *QUICK, "--json")
    assert result.exit_code == 0 and result.stderr == ""
