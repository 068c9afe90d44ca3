"""What is the matter with a command line, in Chinese; in English, click says it."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import click
from click.exceptions import NoSuchCommand

if TYPE_CHECKING:
    from collections.abc import Sequence

    from community.text import Lang

_VALUE = re.compile(r"(.+?) (?:is not|does not) ", re.DOTALL)  # as click begins what it says of one
_REST = re.compile(r"\((.+)\)$", re.DOTALL)  # the words of which it did not know what to do


def language(words: Sequence[str]) -> Lang:
    """Return the language that a command line asks for, whatever else it says."""
    asked = [b for a, b in pairwise(words) if a == "--lang"]
    asked += [w.removeprefix("--lang=") for w in words if w.startswith("--lang=")]
    return "en" if asked[-1:] == ["en"] else "zh"


def usage_lines(error: click.UsageError) -> list[str]:
    """Return what was found, what was expected, and how the command is written."""
    context = error.ctx
    lines = [f"{_told(error)}。"]
    if context is not None:
        pieces = " ".join(context.command.collect_usage_pieces(context))
        lines.append(f"用法：{context.command_path} {pieces}")
        lines.append(f"说明：{context.command_path} --help")
    return lines


def _told(error: click.UsageError) -> str:
    if isinstance(error, NoSuchCommand):
        return _near(f"没有命令“{error.command_name}”", error.possibilities)
    if isinstance(error, click.NoSuchOption):
        return _near(f"没有选项“{error.option_name}”", error.possibilities)
    if isinstance(error, click.MissingParameter):
        return f"缺少{_named(error.param)}"
    if isinstance(error, click.BadParameter):
        found = _VALUE.match(error.message)
        value = f"“{found[1].strip(chr(39))}”" if found else ""
        return f"{_named(error.param)}：{value}{_expected(error)}"
    if isinstance(error, click.BadOptionUsage):
        wanted = "不写内容" if "does not take" in error.message else "应写内容"
        return f"选项“{error.option_name}”后面{wanted}"
    if rest := _REST.search(error.message):
        return f"多写了“{rest[1]}”；名称里有空格的，请加引号"
    return error.message


def _near(told: str, known: Sequence[str] | None) -> str:
    """Return a clause, and what was perhaps meant."""
    return f"{told}；也许是“{'”“'.join(known)}”" if known else told


def _named(param: click.Parameter | None) -> str:
    """Return an option with the Chinese half of its help, or the name of an argument."""
    if isinstance(param, click.Option):
        about = (param.help or "").split(" / ")[0]
        return f"选项“{' / '.join(param.opts)}”" + (f"（{about}）" if about else "")
    return f"“{param.human_readable_name}”" if param else ""


def _expected(error: click.BadParameter) -> str:
    """Return what the type of a parameter expects."""
    kind = error.param.type if error.param else None
    if isinstance(kind, click.Choice):
        return f"应为{'、'.join(kind.choices)}之一"
    if isinstance(kind, click.IntRange | click.FloatRange):
        what = "整数" if isinstance(kind, click.IntRange) else "数"
        return f"应为{kind.min:g}到{kind.max:g}的{what}"
    return error.message
