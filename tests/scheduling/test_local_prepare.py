"""Compiling the local search: in another process, once, one machine code of each function."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from numba.core.registry import CPUDispatcher

from scheduling.instance import Event, Instance, Time
from scheduling.local import machine_code, prepare
from scheduling.local.search import LocalSearch

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A machine on which nothing is compiled yet: its folder, and the processes started on it."""
    started = []

    class Process:
        def __init__(self, words, **_more):
            started.append(words)
            self.ended = None

        def poll(self):
            return self.ended

    monkeypatch.setattr(prepare, "machine_code", lambda: tmp_path / "code")
    monkeypatch.setattr(prepare, "_compiling", None)
    monkeypatch.setattr(prepare.subprocess, "Popen", Process)
    return tmp_path / "code", started


def done(folder, text=None):
    (folder / machine_code.MARK).write_text(text or prepare._processor(), encoding="utf-8")


def test_the_module_compiles_everything_and_says_so():
    words = [sys.executable, "-m", "scheduling.local.prepare"]
    ended = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    assert prepare.is_ready()


def test_one_process_is_started_and_waited_for(machine):
    folder, started = machine
    prepare.begin()
    prepare.begin()
    assert len(started) == 1
    began = time.monotonic()
    assert not prepare.wait(0.3, lambda: False)
    assert 0.3 <= time.monotonic() - began < 10
    assert not prepare.wait(60, lambda: True)  # the search is over
    done(folder)
    assert prepare.wait(0, lambda: True)


def test_a_process_that_has_failed_is_not_waited_for(machine):
    prepare.begin()
    prepare._compiling.ended = 1
    began = time.monotonic()
    assert not prepare.wait(60, lambda: False)
    assert time.monotonic() - began < 10


def test_machine_code_for_another_processor_is_none(machine):
    folder, started = machine
    folder.mkdir()
    done(folder, "another one")
    assert not prepare.is_ready()
    prepare.begin()
    assert len(started) == 1


def test_nothing_is_started_when_it_is_done_or_in_vain(machine, monkeypatch):
    folder, started = machine
    folder.mkdir()
    done(folder)
    prepare.begin()
    (folder / machine_code.MARK).unlink()
    monkeypatch.setattr(prepare, "may_write", lambda folder: False)
    prepare.begin()
    assert started == []


def test_where_the_sources_cannot_be_written_beside_it_goes_to_ones_own_files(
    tmp_path, monkeypatch
):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    here = Path(machine_code.__file__).parent
    monkeypatch.setattr(machine_code, "may_write", lambda folder: here not in folder.parents)
    monkeypatch.setattr(machine_code, "MARK", "of no machine")
    assert machine_code.machine_code.__wrapped__().parent == tmp_path / "onebell"


def test_each_function_has_one_machine_code():
    # So processes that compile at once write the same, and constants do not multiply the work.
    instance = Instance("two", (Time("t"), Time("u")), events=(Event("e", 1), Event("f", 1)))
    search = LocalSearch.made(instance, 1, lambda found: None)
    search.run(0.2, 1, None, lambda: False)
    ours = {
        made
        for name, module in [*sys.modules.items()]
        if name.startswith("scheduling.local.")
        for made in vars(module).values()
        if isinstance(made, CPUDispatcher)
    }
    assert len(ours) > 50
    assert [made for made in ours if len(made.signatures) > 1] == []
