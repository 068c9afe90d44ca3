"""Ctrl-C as a polite request: the first press ends a solve with its best, the second aborts.

What a system sends to a program that has to end (SIGTERM), or whose terminal has closed (SIGHUP),
is the same request. It often comes twice from one cause (``timeout`` tells the process and its
group), so it never aborts.
"""

from __future__ import annotations

import contextlib
import signal
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from solving import clock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import FrameType

ENDINGS = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]


class Interrupt:
    """Remembers whether a stop was asked for, and passes it on to whatever runs.

    ``sheltered``: what runs has to be done, even when the time is over; see there.
    """

    def __init__(self, *, sheltered: bool = False) -> None:
        self.sheltered = sheltered
        self._pressed = threading.Event()
        self._running: list[Callable[[], object]] = []
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
    def stops(self, stop: Callable[[], object]) -> Iterator[None]:
        """Call ``stop`` when a stop is asked for while the block runs."""
        with self._lock:
            self._running.append(stop)
        try:
            if self.pressed:
                stop()
            yield
        except BaseException:  # whoever waited has gone
            stop()
            raise
        finally:
            with self._lock:
                self._running.remove(stop)


_active: Interrupt | None = None


@contextmanager
def interruptible() -> Iterator[Interrupt]:
    """Turn Ctrl-C, SIGTERM and SIGHUP into a stop while the block runs.

    Blocks inside it share the same interrupt.

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

    def on_signal(number: int, _frame: Any) -> None:
        if interrupt.pressed and number == signal.SIGINT:
            raise KeyboardInterrupt
        interrupt.press()

    with handled([signal.SIGINT, *heeded()], on_signal):
        _active = interrupt
        try:
            yield interrupt
        finally:
            _active = None


@contextmanager
def ending_as_ctrl_c() -> Iterator[None]:
    """Let SIGTERM and SIGHUP raise what Ctrl-C raises, once, while no search runs.

    Raises
    ------
    KeyboardInterrupt
        At the first of them.
    """
    told: list[int] = []

    def on_signal(number: int, _frame: Any) -> None:
        told.append(number)
        if len(told) == 1:
            raise KeyboardInterrupt

    with handled(heeded(), on_signal):
        yield


def heeded() -> list[signal.Signals]:
    """Return the requests to end that this program was not started to ignore (``nohup``)."""
    return [s for s in ENDINGS if signal.getsignal(s) is not signal.SIG_IGN]


@contextmanager
def handled(
    signals: Sequence[signal.Signals], handler: Callable[[int, Any], None]
) -> Iterator[None]:
    """Handle signals while the block runs; elsewhere than in the main thread nothing is changed."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, handler) for number in signals}
    try:
        yield
    finally:
        for number, handler_before in before.items():
            signal.signal(number, handler_before)


@contextmanager
def sheltered() -> Iterator[None]:
    """Let short solves inside the block run to their end although a stop was asked for.

    What makes the best so far complete (its rooms, say) must still be done after Ctrl-C, and when
    the moment has come at which all should be over. A second Ctrl-C aborts it all the same.
    """
    global _active
    before, _active = _active, Interrupt(sheltered=True)
    try:
        yield
    finally:
        _active = before


class TimeIsUp(BaseException):
    """The moment has come at which a block was to end."""


def _is_deaf(frame: FrameType) -> bool:
    """Return whether nothing would catch what is raised in a frame.

    On the way into a block or out of it; or where something is being deleted, of which Python only
    prints the errors.
    """
    within: FrameType | None = frame
    while within is not None:
        if within.f_code.co_name == "__del__":
            return True
        within = within.f_back
    return frame.f_code.co_filename == contextlib.__file__


class _End:
    """The end of a block; while it is held off, the moment passes."""

    held = False


_ends: list[_End] = []  # of the blocks that the main thread is in


@contextmanager
def seen_through() -> Iterator[Callable[[], None]]:
    """Let a block that knows its own end reach it, before any end around it.

    What is yielded calls the ends around it off: what has been found then must not be lost, and
    little remains to be done with it.
    """
    around, off = [end for end in _ends if not end.held], list[bool]()
    for end in around:
        end.held = True
    try:
        yield lambda: off.append(True)
    finally:
        for end in around:
            end.held = bool(off)


@contextmanager
def ends_at(moment: float) -> Iterator[None]:
    """Leave the block at a moment of the monotonic clock, wherever it is, and go on after it.

    It is for work that looks at no clock: building a large model takes seconds. What the block was
    about is lost. Outside the main thread, where a system has no alarm, and where time is work, it
    runs to its end.
    """
    elsewhere = threading.current_thread() is not threading.main_thread()
    never = clock.counts_work() or moment == float("inf")
    if elsewhere or never or not hasattr(signal, "setitimer"):
        yield
        return
    up, end = TimeIsUp(), _End()

    def on_alarm(_number: int, frame: FrameType | None) -> None:
        if end.held:
            signal.setitimer(signal.ITIMER_REAL, 1e-2)
            return
        if frame is not None and _is_deaf(frame):  # a moment later
            signal.setitimer(signal.ITIMER_REAL, 1e-3)
            return
        raise up

    began = time.monotonic()
    with handled([signal.SIGALRM], on_alarm):
        try:
            _ends.append(end)
            outer, _ = signal.setitimer(signal.ITIMER_REAL, max(1e-3, moment - began))
            try:
                yield
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
                _ends.remove(end)
        except TimeIsUp as found:
            if found is not up:
                raise
    if outer:  # of a block around this one
        signal.setitimer(signal.ITIMER_REAL, max(1e-3, outer - (time.monotonic() - began)))
