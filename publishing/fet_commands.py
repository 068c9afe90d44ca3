"""The commands on files of FET, the free timetabling program."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from publishing.commands import NO, PATH, bars, exit_code, prints, solves

if TYPE_CHECKING:
    from pathlib import Path

    from community.text import Lang
    from solving.outcome import Budget


@click.group()
def fet() -> None:
    """免费排课软件 FET 的文件 / Files of FET, the free timetabling program."""


@fet.command()
@click.argument("file", type=PATH)
@prints
def info(file: Path, as_json: bool, lang: Lang) -> None:
    """读到什么，哪些约束没有载入 / What is read, and which constraints are not carried."""
    from publishing import fet_results
    from scheduling.fet import read

    fet_results.show_reading(read(file), as_json=as_json, lang=lang)


@fet.command()
@click.argument("file", type=PATH)
@prints
@click.pass_context
def evaluate(ctx: click.Context, file: Path, as_json: bool, lang: Lang) -> None:
    """文件中的课表违反哪些规则 / Which rules the timetable in a file breaks."""
    from publishing import fet_results
    from scheduling.check import check
    from scheduling.fet import read
    from scheduling.fet.starts import read_timetable

    reading = read(file)
    found = check(reading.instance, read_timetable(file, reading))
    fet_results.show_check(reading, found, as_json=as_json, lang=lang)
    ctx.exit(NO if any(v.is_hard and v.cost for v in found) else 0)


@fet.command()
@click.argument("file", type=PATH)
@click.option(
    "--from",
    "start",
    type=PATH,
    help="从此文件中的课表接着求 / Go on from the timetable in this file.",
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
    """求解文件，连同课表写出 / Solve a file and write it with its timetable.

    限时内找到的课表若仍违反刚性约束，也会写出，退出码为3（已证无解为1）。

    A timetable that still breaks hard constraints when the time is over is written too; the exit
    code is 3 then (1 when it was proved that none keeps them all).
    """
    from publishing import fet_results
    from scheduling.fet.solving import solve_file

    with bars(budget, lang, as_json) as listener:
        solved = solve_file(file, output, budget, listener, start)
    fet_results.show_solved(solved, output, as_json=as_json, lang=lang)
    report = solved.result.report
    ctx.exit(exit_code(report.status, report.interrupted))
