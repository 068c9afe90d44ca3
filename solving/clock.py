"""What the time is: seconds on the wall, or work done.

Every limit asks this clock. By the wall, a command is over when its user expects it to be. By work,
it is over after the same steps whatever else the machine does: one seed and one worker give the
same plan on every run. Solvers tell what they did; a unit of it takes about a second.
"""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_done: float | None = None  # units of work; None: the clock is the wall's
_sharers = 1  # threads that work side by side
_lock = threading.Lock()


def now() -> float:
    """Return the moment: seconds of the monotonic clock, or units of work done."""
    return time.monotonic() if _done is None else _done


def counts_work() -> bool:
    """Return whether time is work done."""
    return _done is not None


def spend(units: float) -> None:
    """Note work that one thread has done; by the wall it has taken its time already."""
    global _done
    if _done is not None:
        with _lock:
            _done += units / _sharers


@contextmanager
def shared_by(threads: int) -> Iterator[None]:
    """Let so many threads work side by side in the block: a unit of each is one of time."""
    global _sharers
    before, _sharers = _sharers, _sharers * threads
    try:
        yield
    finally:
        _sharers = before


@contextmanager
def counting_work() -> Iterator[None]:
    """Let time be work done while the block runs."""
    global _done
    _done = 0.0
    try:
        yield
    finally:
        _done = None
