"""What all commands share: options, progress bars, and how errors are told.

Everything heavy is imported when it is used, so that help is quick.
"""

from __future__ import annotations

import errno
import io
import math
import os
import sys
import time
from contextlib import nullcontext, suppress
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from typing import TypeAlias

    from community.text import Lang, Text
    from solving.outcome import Budget, Listener

    Command: TypeAlias = Callable[..., None]

NO, BAD_INPUT, NO_TIME, INTERRUPTED = 1, 2, 3, 130  # exit codes besides 0
CLOSED = 141  # as shells say of programs whose reader has gone
PATH = click.Path(path_type=Path)


class Onebell(click.Group):
    """The command group: what goes wrong becomes lines on standard error and an exit code.

    Where whoever reads the output has gone (``| head``), that is an exit code of its own.
    """

    def __call__(self, *args: Any, **extra: Any) -> Any:
        """Run the program, and end it where the solver was left at work when the time was over.

        Its threads do not survive the usual end: the process would be killed, and its code lost.
        """
        from solving.threads import some_run

        try:
            return super().__call__(*args, **extra)
        except SystemExit as end:
            if some_run():
                with suppress(OSError):
                    sys.stdout.flush()
                os._exit(end.code if isinstance(end.code, int) else bool(end.code))
            raise

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run the program; nothing that is written to a closed stream gets lost in another file."""
        sys.unraisablehook = _heed
        _stand_in()
        try:
            return super().main(*args, **extra)
        except OSError:  # nobody hears of a wrong usage
            raise SystemExit(BAD_INPUT) from None
        finally:
            _give_up()

    def make_context(
        self, info_name: str | None, args: list[str], *rest: Any, **extra: Any
    ) -> click.Context:
        """Read the command line; where nobody reads the help, that is no answer."""
        from publishing.usage import language

        lang = language(args)
        try:
            context = super().make_context(info_name, args, *rest, **extra)
            context.meta["lang"] = lang
            return context
        except click.UsageError as error:
            raise SystemExit(_misused(error, lang)) from None
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise SystemExit(CLOSED) from None
            raise

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; bad input and files that cannot be used exit with 2."""
        from community.errors import InputError
        from solving.interrupt import ending_as_ctrl_c

        ctx.meta["began"] = time.monotonic()
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):  # a console that lacks a character shows "?"
                stream.reconfigure(errors="replace")
        try:
            try:
                with ending_as_ctrl_c():
                    return super().invoke(ctx)
            finally:
                sys.stdout.flush()
        except click.UsageError as error:
            ctx.exit(_misused(error, ctx.meta["lang"]))
        except InputError as error:
            for line in error.lines(ctx.meta.get("lang", "zh")):
                _say(line)
            ctx.exit(BAD_INPUT)
        except OSError as error:
            if error.errno == errno.EPIPE:
                ctx.exit(CLOSED)
            _say(_told(error, ctx.meta.get("lang", "zh")))
            ctx.exit(BAD_INPUT)
        except KeyboardInterrupt:
            _say("已中断，未做完。 / Interrupted before it was done.")
            ctx.exit(INTERRUPTED)


def _say(line: str) -> None:
    """Print a line on standard error, if anybody reads it: the exit code tells it as well."""
    with suppress(OSError):
        click.echo(line, err=True)


def _misused(error: click.UsageError, lang: Lang) -> int:
    """Tell what is the matter with a command line, and return the exit code."""
    from publishing.usage import usage_lines

    if lang == "en" or isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
    else:
        for line in usage_lines(error):
            _say(line)
    return BAD_INPUT


def misuse(zh: str, en: str) -> click.UsageError:
    """Return the error of options that do not go together, in the language of the command."""
    context = click.get_current_context()
    return click.UsageError(zh if context.meta["lang"] == "zh" else en, context)


def _heed(told: Any) -> None:
    """Say nothing of what a library could not tidy up on a full disk: the command tells of that."""
    if not isinstance(told.exc_value, OSError):
        sys.__unraisablehook__(told)


def _stand_in() -> None:
    """Open the null device for each standard stream that is closed.

    A file that is opened later would get its number, and what is printed.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode))  # noqa: SIM115


def _give_up() -> None:
    """Drop what cannot be written, on which Python would else end with an exit code of its own."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _told(error: OSError, lang: Lang) -> str:
    """Return what the system refused, where, and what to try."""
    from publishing.words.system import refusal

    where = f"{error.filename}: " if error.filename else ""
    return f"{where}{refusal(error).to(lang)}"


class Seconds(click.FloatRange):
    """A range of seconds; "nan" is within every range, and no time at all."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the number, or refuse it."""
        found = super().convert(value, param, ctx)
        if math.isnan(found):
            self.fail(f"{value!r} is not a valid number of seconds.", param, ctx)
        return found


def _keep_lang(ctx: click.Context, _parameter: click.Parameter, value: Lang) -> Lang:
    ctx.meta["lang"] = value  # error messages follow it too
    return value


LANG = click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    default="zh",
    show_default=True,
    is_eager=True,
    callback=_keep_lang,
    help="语言 / Language.",
)
JSON = click.option("--json", "as_json", is_flag=True, help="以 JSON 输出 / Print JSON.")
OUTPUT = click.option("-o", "--output", type=PATH, required=True, help="写到何处 / Where to write.")
SEED = click.option(
    "--seed",
    type=click.IntRange(0, 2**31 - 1),
    default=1,
    show_default=True,
    help="随机种子 / Random seed.",
)
GROUP = click.option(
    "--group", help="县域数据中的一个共同体 / One community of a county, by its group."
)
FROM = click.option(
    "--from",
    "source",
    type=PATH,
    help="从已有名单或方案接着排：方案文件夹、工作簿或 roster.csv / "
    "Go on from a plan folder, a workbook or a roster.csv.",
)
FREEZE = click.option(
    "--freeze",
    multiple=True,
    help="不动的：学校、班级、教师、星期几或一节课，可多次 / "
    "What stays as it is: a school, class, teacher, weekday or lesson; may be repeated.",
)
LIMIT = click.option(
    "--time-limit",
    type=Seconds(min=0.1, max=7 * 24 * 3600),
    default=120.0,
    show_default=True,
    help="从启动到写完的秒数 / Seconds from the start to the last file.",
)
EFFORT = click.option(
    "--effort",
    type=Seconds(min=0.1, max=7 * 24 * 3600),
    help="限工作量，不限秒数（1约合1秒）：种子相同、单线程，每次结果相同 / "
    "Limit work, not seconds (1 is about a second): one seed and one worker repeat a run.",
)
WORKERS = click.option(
    "--workers",
    type=click.IntRange(1, 256),
    help="并行线程；默认按处理器，至多8；用 --effort 时为1 / "
    "Threads of the solver; by default as many as processors, at most 8, and 1 with --effort.",
)


def prints(function: Command) -> Command:
    """Let a command print in two languages, and as JSON."""
    return JSON(LANG(function))


def solves(function: Command) -> Command:
    """Let a command search within a budget, and write what it found."""

    @wraps(function)
    def run(**rest: Any) -> None:
        from solving.interrupt import interruptible

        with interruptible():  # the first Ctrl-C ends the search, never the writing after it
            function(**rest)

    return OUTPUT(spends(run))


def spends(function: Command) -> Command:
    """Let a command search within a budget, which counts from the command's start."""

    @wraps(function)
    def run(
        time_limit: float, effort: float | None, workers: int | None, seed: int, **rest: Any
    ) -> None:
        from solving import clock
        from solving.outcome import Budget

        context = click.get_current_context()
        if effort is None:
            workers = workers or min(8, os.cpu_count() or 1)
            until = context.meta["began"] + time_limit
            function(budget=Budget(time_limit, workers, seed, until), **rest)
            return
        if context.get_parameter_source("time_limit") is not click.core.ParameterSource.DEFAULT:
            raise misuse(
                "“--effort”和“--time-limit”只写一个", "--effort and --time-limit: write one of them"
            )
        with clock.counting_work():
            function(budget=Budget(effort, workers or 1, seed, effort), **rest)

    return LIMIT(EFFORT(WORKERS(SEED(prints(run)))))


def bars(budget: Budget, lang: Lang, quiet: bool) -> AbstractContextManager[Listener | None]:
    """Return what shows how far a search is, or nothing when it is to be quiet."""
    from publishing.progress import progress

    return nullcontext() if quiet else progress(budget.seconds, lang)


def warn(text: Text) -> None:
    """Tell people something on standard error, in the language of the command."""
    context = click.get_current_context(silent=True)
    click.echo(text.to(context.meta.get("lang", "zh") if context else "zh"), err=True)


def exit_code(status: str, interrupted: bool) -> int:
    """Return the exit code that a search ends with."""
    if interrupted:
        return INTERRUPTED
    return {"INFEASIBLE": NO, "UNKNOWN": NO_TIME}.get(status, 0)
