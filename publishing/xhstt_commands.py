"""The commands on files of XHSTT, the public format of high-school timetabling."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from publishing.commands import PATH, prints
from publishing.solving_command import solves_file

if TYPE_CHECKING:
    from pathlib import Path

    from community.text import Lang
    from publishing.solving_command import Showing, Solving


@click.group()
def xhstt() -> None:
    """公开的中学课表格式 XHSTT / The public format of high-school timetabling."""


@xhstt.command()
@click.argument("file", type=PATH)
@prints
def evaluate(file: Path, as_json: bool, lang: Lang) -> None:
    """每个解一行：组<TAB>硬<TAB>软 / One line a solution: group<TAB>hard<TAB>soft."""
    from publishing import results
    from scheduling import xhstt as archives

    results.show_costs(archives.evaluate(archives.read(file)), as_json=as_json)


@xhstt.command()
@solves_file(
    "从此文件中同一实例的最好的解接着求 / "
    "Go on from the best solution of the same instance in this file."
)
def solve() -> tuple[Solving, Showing]:
    """求解文件中的第一个实例并写出 / Solve the first instance of a file and write it."""
    from publishing.xhstt_results import show_solved
    from scheduling.xhstt.solving import solve_file

    return solve_file, show_solved
