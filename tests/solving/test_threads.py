"""Work on several threads."""

from __future__ import annotations

import threading

import pytest

from solving.threads import side_by_side


def test_results_come_in_the_order_of_the_jobs():
    later = threading.Event()

    def first():
        assert later.wait(10)  # the second one is run at the same time
        return "first"

    def second():
        later.set()
        return "second"

    assert side_by_side([first, second]) == ["first", "second"]


def test_an_error_of_a_job_is_raised_and_the_others_are_told():
    stop = threading.Event()

    def broken():
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        side_by_side([lambda: stop.wait(10), broken], failed=stop.set)
    assert stop.is_set()


def test_no_jobs_have_no_results():
    assert side_by_side([]) == []
