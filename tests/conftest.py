"""Makes the helpers in this folder importable from every test, run alone or with others."""

from __future__ import annotations

import gc
import signal
from typing import TYPE_CHECKING

import pytest

from solving import clock

if TYPE_CHECKING:
    from collections.abc import Iterator

# Some tests press Ctrl-C on processes of their own, or close their terminal. Started in the
# background of a shell, or by nohup, this one ignores that, and so would they.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def pytest_collection_finish() -> None:
    """Let the collector of cycles pass over what was loaded: a tenth of the suite's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture
def by_work() -> Iterator[None]:
    """Let seconds be units of work: a test does the same on every machine, however busy it is."""
    with clock.counting_work():
        yield
