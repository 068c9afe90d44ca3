"""The commands on files of XHSTT, the public format of high-school timetabling."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from publishing.commands import PATH, bars, exit_code, prints, solves

if TYPE_CHECKING:
    from pathlib import Path

    from community.text import Lang
    from solving.outcome import Budget


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
@click.argument("file", type=PATH)
@click.option(
    "--from",
    "start",
    type=PATH,
    help="从此文件中同一实例的最好的解接着求 / "
    "Go on from the best solution of the same instance in this file.",
)
@solves
@click.pass_context
def solve(
    ctx: click.Context,
    file: Path,
    start: Path | None,
    output: Path,
    budget: Budget,
    as_json: bool,
    lang: Lang,
) -> None:
    """求解文件中的第一个实例并写出 / Solve the first instance of a file and write it.

    限时内找到的课表若仍违反刚性约束，也会写出，退出码为3（已证无解为1）。

    A timetable that still breaks hard constraints when the time is over is written too; the exit
    code is 3 then (1 when it was proved that none keeps them all).
    """
    from publishing.xhstt_results import show_solved
    from scheduling.xhstt.solving import solve_file

    with bars(budget, lang, as_json) as listener:
        solved = solve_file(file, output, budget, listener, start)
    show_solved(solved, output, as_json=as_json, lang=lang)
    report = solved.result.report
    ctx.exit(exit_code(report.status, report.interrupted))
