"""Running CP-SAT: answers, progress, interruption."""

from __future__ import annotations

import os
import signal
import threading
import time
from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from ortools.sat.python import cp_model

from solving.interrupt import (
    ENDINGS,
    ending_as_ctrl_c,
    ends_at,
    interruptible,
    seen_through,
    sheltered,
)
from solving.outcome import Budget, Progress, Report, Status
from solving.solver import InvalidModelError, solve

QUICK = Budget(seconds=10, workers=1, seed=1)


def _knapsack() -> tuple[cp_model.CpModel, list[cp_model.IntVar]]:
    """Three items of size 2, 3, 4 and worth 3, 4, 6 in a bag of 6: the best is 2 + 4, worth 9."""
    model = cp_model.CpModel()
    items = [model.new_bool_var("") for _ in range(3)]
    model.add(2 * items[0] + 3 * items[1] + 4 * items[2] <= 6)
    model.maximize(3 * items[0] + 4 * items[1] + 6 * items[2])
    return model, items


def _endless() -> cp_model.CpModel:
    """Order 40 items in a line, far from each other: feasible at once, not optimal for minutes."""
    model = cp_model.CpModel()
    count = 40
    place = [model.new_int_var(0, count - 1, "") for _ in range(count)]
    model.add_all_different(place)
    gaps = []
    for i in range(count):
        for j in range(i):
            gap = model.new_int_var(0, count, "")
            model.add_abs_equality(gap, place[i] - place[j])
            gaps.append(gap * ((i * 7 + j * 13) % 11))
    model.minimize(sum(gaps))
    return model


def test_optimal() -> None:
    model, items = _knapsack()
    outcome = solve(model, QUICK)
    assert outcome.status is Status.OPTIMAL
    assert outcome.report.objective == outcome.report.bound == 9
    assert outcome.values == (1, 0, 1)
    assert outcome.holds(items[0])
    assert not outcome.holds(items[1])
    assert outcome.value(2 * items[0] + items[2]) == 3
    assert outcome.report.parameters["random_seed"] == 1


def test_infeasible_is_not_unknown() -> None:
    model = cp_model.CpModel()
    model.add(sum(model.new_bool_var("") for _ in range(2)) == 3)
    report = solve(model, QUICK).report
    assert report.status is Status.INFEASIBLE
    assert report.objective is None
    assert report.bound is None
    assert not report.status.has_solution


def test_no_time_is_unknown() -> None:
    assert solve(_endless(), Budget(0.0, 1)).status is Status.UNKNOWN


def test_invalid_model_is_an_error_of_ours() -> None:
    model, items = _knapsack()
    model.add_hint(items[0], 1)
    model.add_hint(items[0], 1)
    with pytest.raises(InvalidModelError):
        solve(model, QUICK)


def test_progress_ends_with_the_answer() -> None:
    model, _ = _knapsack()
    events: list[Progress] = []
    seen: list[int] = []
    report = solve(
        model,
        QUICK,
        phase="bag",
        listener=events.append,
        on_solution=lambda callback: seen.append(int(callback.objective_value)),
    ).report
    assert events[0] == Progress("bag", 0.0)
    objectives = [e.objective for e in events if e.objective is not None]
    assert objectives == sorted(objectives)  # a maximum: each solution is better
    assert objectives[-1] == seen[-1] == report.objective


def test_error_of_a_listener_is_not_swallowed() -> None:
    model, _ = _knapsack()

    def broken(_callback: object) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        solve(model, QUICK, on_solution=broken)


def test_ctrl_c_keeps_the_best() -> None:
    pressed: list[int] = []

    def press_once(_callback: object) -> None:
        if not pressed:
            pressed.append(1)
            os.kill(os.getpid(), signal.SIGINT)

    start = time.monotonic()
    report = solve(_endless(), Budget(120, 1, 1), on_solution=press_once).report
    assert report.interrupted
    assert report.status is Status.FEASIBLE
    assert time.monotonic() - start < 60


def test_second_ctrl_c_aborts() -> None:
    with pytest.raises(KeyboardInterrupt), interruptible():
        os.kill(os.getpid(), signal.SIGINT)
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(1)


@pytest.mark.parametrize("number", ENDINGS)
def test_a_request_to_end_is_ctrl_c_and_twice_is_once(number: int) -> None:
    before = signal.getsignal(number)
    with interruptible() as interrupt:
        os.kill(os.getpid(), number)
        os.kill(os.getpid(), number)  # as ``timeout`` sends it, to the process and its group
        time.sleep(0.01)
        assert interrupt.pressed
    assert signal.getsignal(number) is before


@pytest.mark.parametrize("number", ENDINGS)
def test_a_request_to_end_without_a_search_is_raised_once(number: int) -> None:
    with pytest.raises(KeyboardInterrupt), ending_as_ctrl_c():
        try:
            os.kill(os.getpid(), number)
            time.sleep(1)
        finally:
            os.kill(os.getpid(), number)  # files are put away undisturbed
            time.sleep(0.01)


def test_what_a_program_was_started_to_ignore_it_ignores() -> None:
    before = signal.signal(ENDINGS[-1], signal.SIG_IGN)
    try:
        with interruptible() as interrupt:
            os.kill(os.getpid(), ENDINGS[-1])
            assert not interrupt.pressed
    finally:
        signal.signal(ENDINGS[-1], before)


def test_solve_after_ctrl_c_ends_at_once() -> None:
    at_first = signal.getsignal(signal.SIGINT)  # a background job may ignore it
    with interruptible() as interrupt:
        interrupt.press()
        report = solve(_endless(), Budget(60, 1)).report
    assert report.interrupted
    assert report.seconds < 10
    assert signal.getsignal(signal.SIGINT) is at_first  # the handler of before is back


def test_sheltered_solve_runs_on_after_ctrl_c() -> None:
    model, _ = _knapsack()
    with interruptible() as interrupt:
        interrupt.press()
        with sheltered():
            assert solve(model, QUICK).status is Status.OPTIMAL
        assert solve(_endless(), QUICK).report.interrupted


def test_nothing_runs_past_the_moment_at_which_all_is_to_be_over() -> None:
    over = Budget(60, 1, until=time.monotonic())
    assert (over.left, over.within(5).left) == (0, 0)
    assert solve(_endless(), over).report.seconds < 10
    with sheltered():  # what has to be done all the same
        assert solve(_knapsack()[0], over).status is Status.OPTIMAL


def test_a_search_keeps_at_the_end_what_was_spent_at_the_beginning() -> None:
    began = time.monotonic() - 10
    # 10 of 100 seconds are spent, so 10 of the other 90 are kept
    search = Budget(100, until=began + 100).for_search()
    assert search.left == pytest.approx(80, abs=1)
    assert search.until == pytest.approx(began + 90, abs=1)
    # 60 are spent: a fifth of the other 40 is kept
    assert Budget(100, until=began + 50).for_search().left == pytest.approx(32, abs=1)
    assert Budget(100).for_search().left == pytest.approx(100, abs=1)


def test_a_block_is_left_at_its_moment() -> None:
    left: list[str] = []
    began = time.monotonic()
    with ends_at(began + 0.4):
        with ends_at(began + 0.1):
            time.sleep(30)
            left.append("inner")
        with ends_at(float("inf")):
            time.sleep(30)
        left.append("outer")
    assert left == []
    assert 0.4 <= time.monotonic() - began < 20
    time.sleep(0.01)  # no alarm is left


def test_a_block_that_ends_before_its_moment_is_done() -> None:
    with ends_at(time.monotonic() + 0.05):
        done = True
    time.sleep(0.1)
    assert done


def test_an_end_around_a_block_that_is_seen_through_waits_for_it() -> None:
    done: list[str] = []
    with ends_at(time.monotonic() + 0.05):
        with seen_through():
            with ends_at(time.monotonic() + 0.1):
                time.sleep(30)
            time.sleep(0.1)
            done.append("inner")
        time.sleep(30)
        done.append("outer")
    assert done == ["inner"]
    with ends_at(time.monotonic() + 0.05):
        with seen_through() as keep:
            keep()
        time.sleep(0.2)
        done.append("kept")
    assert done == ["inner", "kept"]
    time.sleep(0.05)  # no alarm is left


def test_an_alarm_on_the_way_out_of_a_block_comes_a_moment_later() -> None:
    """Between a block and what catches the alarm only contextlib runs: it would go through."""
    began = time.monotonic()
    with ends_at(began + 60):
        handler = signal.getsignal(signal.SIGALRM)
        assert callable(handler)
        handler(signal.SIGALRM, SimpleNamespace(f_code=contextmanager.__code__, f_back=None))  # type: ignore[arg-type]
        time.sleep(30)
    assert time.monotonic() - began < 20


def test_an_alarm_while_something_is_deleted_comes_a_moment_later() -> None:
    """Python only prints what is raised there, and the alarm would be lost."""

    class Slow:
        def __del__(self) -> None:
            time.sleep(0.3)
            deleted.append(self)

    deleted: list[Slow] = []
    began = time.monotonic()
    with ends_at(began + 0.1):
        Slow()  # deleted at once
        time.sleep(30)
    assert deleted
    assert 0.3 <= time.monotonic() - began < 20


def test_interrupt_outside_the_main_thread() -> None:
    reports: list[Report] = []
    with interruptible() as interrupt:
        thread = threading.Thread(
            target=lambda: reports.append(solve(_endless(), Budget(60, 1)).report)
        )
        thread.start()
        time.sleep(1)
        interrupt.press()
        thread.join(20)
    assert reports
    assert reports[0].interrupted


def test_gap() -> None:
    assert Report(Status.FEASIBLE, 10.0, 8.0).gap == pytest.approx(0.2)
    assert Report(Status.FEASIBLE, 0.0, 0.0).gap == 0
    assert Report(Status.UNKNOWN).gap is None


def test_budget_within() -> None:
    assert Budget(60).within(5).seconds == 5
    assert Budget(3).within(5).seconds == 3
    assert Budget(3).within(-1).seconds == 0
