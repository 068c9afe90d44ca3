"""Ctrl-C in tests: a real signal to a real process, at a moment that does not hang on its speed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli_support import script

if TYPE_CHECKING:
    import subprocess

WAIT = 120.0  # seconds at most, on a busy machine

SCRIPT = """
import os, signal
import cli
from publishing import progress

plain, sent = progress.Shown.__call__, []

def hear(self, event):
    plain(self, event)
    found = event.objective is not None or {early}
    if event.phase == ({phase!r} or event.phase) and found and not sent:
        sent.append(True)
        os.kill(os.getpid(), signal.{number})

progress.Shown.__call__ = hear
cli.main({words!r})
"""

WRITING = """
import os, signal
import cli
from community import files

plain = files._exchange

def swap(fresh, target):
    os.kill(os.getpid(), signal.SIGINT)
    plain(fresh, target)

files._exchange = swap
cli.main({words!r})
"""


def interrupted(
    *words: object, phase: str = "", early: bool = False, number: str = "SIGINT"
) -> subprocess.CompletedProcess[str]:
    """Run a command, press Ctrl-C (or send another signal) once, and return how it ended.

    It is pressed at the first progress event of a phase (any, when empty) that has an objective;
    ``early``: at the first of all. Nothing may end in a traceback.
    """
    named = [str(w) for w in words]
    done = _run(SCRIPT.format(phase=phase, early=early, words=named, number=number))
    assert done.returncode == 130, done.stderr
    return done


def interrupted_while_writing(*words: object) -> subprocess.CompletedProcess[str]:
    """Run a command, and press Ctrl-C when its plan is about to replace an older one."""
    return _run(WRITING.format(words=[str(w) for w in words]))


def _run(text: str) -> subprocess.CompletedProcess[str]:
    done = script(text, timeout=WAIT)
    assert "Traceback" not in done.stderr
    return done
