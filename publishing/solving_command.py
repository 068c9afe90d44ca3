"""The command that solves a file of a public format, and writes it with its timetable."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeAlias

import click

from publishing.commands import PATH, bars, exit_code, solves

if TYPE_CHECKING:
    from pathlib import Path

    from community.text import Lang
    from solving.outcome import Budget

Solving: TypeAlias = Callable[..., Any]  # (file, output, budget, listener, start)
Showing: TypeAlias = Callable[..., None]  # (solved, output, as_json, lang)
Command: TypeAlias = Callable[..., None]
HELP = """

    限时内找到的课表若仍违反刚性约束，也会写出，退出码为3（已证无解为1）。

    A timetable that still breaks hard constraints when the time is over is written too; the exit
    code is 3 then (1 when it was proved that none keeps them all).
    """


def solves_file(start_help: str) -> Callable[[Callable[[], tuple[Solving, Showing]]], Command]:
    """Make a command of what loads how a format is solved and shown; its help is the docstring.

    Parameters
    ----------
    start_help
        What the option ``--from`` does.
    """

    def made(load: Callable[[], tuple[Solving, Showing]]) -> Command:
        @wraps(load)
        def run(
            *,
            file: Path,
            start: Path | None,
            output: Path,
            budget: Budget,
            as_json: bool,
            lang: Lang,
        ) -> None:
            solve_file, show_solved = load()
            with bars(budget, lang, as_json) as listener:
                solved = solve_file(file, output, budget, listener, start)
            show_solved(solved, output, as_json=as_json, lang=lang)
            report = solved.result.report
            click.get_current_context().exit(exit_code(report.status, report.interrupted))

        run.__doc__ = f"{load.__doc__}{HELP}"
        start = click.option("--from", "start", type=PATH, help=start_help)
        return click.argument("file", type=PATH)(start(solves(run)))

    return made
