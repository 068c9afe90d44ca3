"""Ctrl-C as a polite request: the first press ends a solve with its best, the second aborts."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Interrupt:
    """Remembers whether a stop was asked for, and passes it on to whatever runs."""

    def __init__(self) -> None:
        self._pressed = threading.Event()
        self._running: list[Callable[[], None]] = []
        self._lock = threading.Lock()

    @property
    def pressed(self) -> bool:
        """Whether a stop was asked for."""
        return self._pressed.is_set()

    def press(self) -> None:
        """Ask everything that runs to stop; what starts later stops at once."""
        self._pressed.set()
        # A signal may arrive while this very thread holds the lock: read a copy without it.
        for stop in tuple(self._running):
            stop()

    @contextmanager
    def stops(self, stop: Callable[[], None]) -> Iterator[None]:
        """Call ``stop`` when a stop is asked for while the block runs."""
        with self._lock:
            self._running.append(stop)
        try:
            if self.pressed:
                stop()
            yield
        finally:
            with self._lock:
                self._running.remove(stop)


_active: Interrupt | None = None


@contextmanager
def interruptible() -> Iterator[Interrupt]:
    """Turn Ctrl-C into a stop while the block runs; blocks inside it share the same interrupt.

    Python delivers signals to the main thread only. Elsewhere the interrupt is that of the block
    that the main thread has open, or one that only ``press`` can trigger.

    Raises
    ------
    KeyboardInterrupt
        At the second Ctrl-C.
    """
    global _active
    if _active is not None:
        yield _active
        return
    interrupt = Interrupt()
    if threading.current_thread() is not threading.main_thread():
        yield interrupt
        return

    def on_signal(_number: int, _frame: Any) -> None:
        if interrupt.pressed:
            raise KeyboardInterrupt
        interrupt.press()

    before = signal.signal(signal.SIGINT, on_signal)
    _active = interrupt
    try:
        yield interrupt
    finally:
        _active = None
        signal.signal(signal.SIGINT, before)


@contextmanager
def sheltered() -> Iterator[None]:
    """Let short solves inside the block run to their end although a stop was asked for.

    What makes the best so far complete (its rooms, say) must still be done after Ctrl-C. A second
    Ctrl-C aborts it all the same.
    """
    global _active
    before, _active = _active, Interrupt()
    try:
        yield
    finally:
        _active = before
