"""The commands on files of FET, the free timetabling program."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from publishing.commands import NO, PATH, prints
from publishing.solving_command import solves_file

if TYPE_CHECKING:
    from pathlib import Path

    from community.text import Lang
    from publishing.solving_command import Showing, Solving


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
@solves_file("从此文件中的课表接着求 / Go on from the timetable in this file.")
def solve() -> tuple[Solving, Showing]:
    """求解文件，连同课表写出 / Solve a file and write it with its timetable."""
    from publishing.fet_results import show_solved
    from scheduling.fet.solving import solve_file

    return solve_file, show_solved
