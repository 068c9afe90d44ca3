"""Compiling the local search: once on a machine, in a process of its own.

Half a minute of work, and not to be paid for out of a search's time. ``python -m
scheduling.local.prepare`` does it (an installation may). A command that is going to search calls
``begin``; the search calls ``wait``, and does without annealing while it lasts.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from scheduling.local.machine_code import MARK, machine_code, may_write
from solving import clock

if TYPE_CHECKING:
    from collections.abc import Callable

POLL_SECONDS = 0.1
RUN = """
import sys
sys.path.append({root!r})
from scheduling.local.prepare import compile_all
compile_all()
"""

_compiling: subprocess.Popen[bytes] | None = None


def is_ready() -> bool:
    """Return whether everything is compiled, for the processor of this machine."""
    try:
        return (machine_code() / MARK).read_text(encoding="utf-8") == _processor()
    except OSError:
        return False


def _processor() -> str:
    from llvmlite import binding

    return f"{binding.get_host_cpu_name()} {binding.get_host_cpu_features().flatten()}"


def begin() -> None:
    """Start compiling in another process, unless it is done, going on or in vain; never fails.

    The process goes on by itself when this one ends, for the next command.
    """
    global _compiling
    if _compiling is not None or is_ready() or not may_write(machine_code()):
        return
    root = str(Path(__file__).parents[2])
    words = [sys.executable, "-P", "-c", RUN.format(root=root)]
    quiet = subprocess.DEVNULL
    with suppress(OSError):  # then the search does without
        _compiling = subprocess.Popen(
            words, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
        )


def wait(seconds: float, over: Callable[[], bool]) -> bool:
    """Wait until everything is compiled, so many seconds at most; return whether it is."""
    begin()
    until = clock.now() + seconds
    while not is_ready():
        compiles = _compiling is not None and _compiling.poll() is None
        if not compiles or over() or clock.now() >= until:
            return is_ready()
        time.sleep(min(POLL_SECONDS, max(0.0, until - clock.now())))
    return True


def compile_all() -> None:
    """Compile everything, by a short search on the smallest instance; note that it is done."""
    from scheduling.instance import Event, Instance, Time
    from scheduling.local.search import LocalSearch

    smallest = Instance("prepared", (Time("t"),), events=(Event("e", 1),))
    local = LocalSearch.made(smallest, 1, lambda found: None)
    local.run(POLL_SECONDS, 1, None, lambda: False)
    machine_code().mkdir(parents=True, exist_ok=True)
    fresh = machine_code() / f"{MARK}.{os.getpid()}"
    fresh.write_text(_processor(), encoding="utf-8")
    fresh.replace(machine_code() / MARK)


if __name__ == "__main__":
    compile_all()
