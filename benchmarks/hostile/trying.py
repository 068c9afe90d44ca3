"""Running the commands of a case, here or as processes, and what is wrong with how they end."""

from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from click.testing import CliRunner

import scheduling.local.search  # noqa: F401 (a time limit must not cut its loading short)
from cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.hostile.cases import Case

CODES = {0, 1, 2, 3, 130, 141}  # the table of the README
SECONDS, MEGABYTES = 10.0, 1_000.0  # seconds of a processor: others may keep it busy
PATIENCE = 40.0  # such seconds, then it is killed
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Ending:
    """How a command ended, and what is wrong with that (nothing: empty). ``code`` -1: killed."""

    number: int
    kind: str
    words: tuple[str, ...]
    code: int
    seconds: float
    megabytes: float
    fault: str = ""


def here(case: Case) -> Iterator[Ending]:
    """Run the commands of a case in this process; its memory counts from its beginning."""
    for words in case.commands:
        began = time.process_time()
        result = CliRunner().invoke(main, list(words))
        seconds, peak = time.process_time() - began, memory()
        error = result.exception
        if error is not None and not isinstance(error, SystemExit):
            fault = "".join(traceback.format_exception(error)[-3:])
        else:
            fault = _fault(result.exit_code, result.stdout, result.stderr, words, case.output)
        fault = fault or _excess(seconds, peak)
        yield Ending(case.number, case.kind, words, result.exit_code, seconds, peak, fault)


def outside(case: Case) -> Iterator[Ending]:
    """Run each command of a case as a process of its own."""
    for words in case.commands:
        with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as told:
            process = subprocess.Popen(
                [sys.executable, "-m", "cli", *words],
                cwd=ROOT,
                env={**os.environ, "PYTHONIOENCODING": "utf-8"},
                stdout=out,
                stderr=told,
                preexec_fn=_limited,
            )
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = code = os.waitstatus_to_exitcode(status)
            seconds, peak = usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
            said = []
            for stream in (out, told):
                stream.seek(0)
                said.append(stream.read())
        fault = _fault(code, *said, words, case.output) or _excess(seconds, peak)
        yield Ending(case.number, case.kind, words, code, seconds, peak, fault)


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (int(PATIENCE), int(PATIENCE)))


def memory() -> float:
    """Return the most memory that this process has taken, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _fault(code: int, out: str, told: str, words: tuple[str, ...], output: Path) -> str:
    """Return what is wrong with an exit code and what was said; leave no output behind."""
    written = [p for p in output.parent.glob(f"{output.name}*") if p.exists()]
    for path in written:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    if "Traceback" in told or "Traceback" in out:
        return told[-2_000:]
    if code not in CODES:
        return f"exit code {code}\n{told[-500:]}"
    if code != 2:
        return ""
    if words[0] == "read":  # what is not understood is its answer
        told, out = told + out, ""
    lines = told.splitlines()
    if not lines or (out and words[0] != "xhstt"):
        return f"exit code 2 with {len(lines)} lines of errors, {len(out)} of output: {out[:200]}"
    if written:
        return f"exit code 2 and written: {written[0].name}"
    if "--lang" not in words and (foreign := _foreign(words, lines)):
        return f"no line for planners: {foreign[0]}"
    return ""


def _foreign(words: tuple[str, ...], lines: list[str]) -> list[str]:
    """Return the lines of errors in which a planner reads no Chinese word; tables are no such."""
    return [x for x in lines if words[0] != "read" and not re.search("[一-鿿]", x)]


def _excess(seconds: float, megabytes: float) -> str:
    if seconds > SECONDS:
        return f"{seconds:.1f} s"
    return f"{megabytes:.0f} MB" if megabytes > MEGABYTES else ""
