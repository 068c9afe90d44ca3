"""What the one plan is to each school, on the screen and as data."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from cli_support import onebell

if TYPE_CHECKING:
    from pathlib import Path

SOME = ("--effort", "6")


def test_each_school_is_shown_alone_and_in_the_plan(planned: tuple[Path, Path]) -> None:
    result = onebell("alone", *planned, *SOME)
    assert result.exit_code in (0, 3), result.output
    assert (result.exit_code == 3) == ("限时内没有" in result.stdout)
    assert all(word in result.stdout for word in ("中心小学", "东山小学", "同步课堂", "空堂"))
    result = onebell("alone", *planned, *SOME, "--json")
    core, member = json.loads(result.stdout)
    assert (core["school"], member["school"]) == ("C", "M")
    assert core["joint"]["periods"] == member["joint"]["periods"] == [26, 26]
    assert {"alone", "joint", "settled"} <= core.keys()


def test_a_roster_has_nothing_to_compare(planned: tuple[Path, Path]) -> None:
    result = onebell("alone", planned[0], planned[1] / "roster.csv")
    assert result.exit_code == 2 and "roster.csv" in result.stderr
