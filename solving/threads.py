"""Work on several threads, with the main thread awake for Ctrl-C."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, TypeVar

from solving import clock

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")
WAIT_SECONDS = 0.2  # at once; a longer wait would hold back Ctrl-C
_at_work: set[object] = set()  # jobs; a thread whose join was broken off says that it has ended


def side_by_side(
    jobs: Sequence[Callable[[], T]], failed: Callable[[], object] = lambda: None
) -> list[T]:
    """Run jobs on a thread each, and return what they return, in their order.

    Parameters
    ----------
    jobs
        What is run.
    failed
        Called when a job raises, so that the others can stop.

    Raises
    ------
    BaseException
        Whatever a job raised first.
    """
    found: dict[int, T] = {}
    errors: list[BaseException] = []

    def work(number: int) -> None:
        job = object()
        _at_work.add(job)
        try:
            found[number] = jobs[number]()
        except BaseException as error:  # raised again in the thread that waits
            errors.append(error)
            failed()
        finally:
            _at_work.discard(job)

    threads = [
        threading.Thread(target=work, args=(number,), daemon=True) for number in range(len(jobs))
    ]
    try:
        with clock.shared_by(len(jobs)):
            for thread in threads:
                thread.start()
            for thread in threads:
                while thread.is_alive():
                    thread.join(WAIT_SECONDS)
    except BaseException:  # of the thread that waits: nobody wants the results any more
        failed()
        raise
    if errors:
        raise errors[0]
    return [found[number] for number in range(len(jobs))]


def some_run() -> bool:
    """Return whether a job still runs, as it does when nobody has waited for its end."""
    return bool(_at_work)
