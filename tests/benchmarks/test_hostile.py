"""Damaged inputs: the same ones for the same seed, and none that the program cannot stand."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from benchmarks.hostile.cases import KINDS, make_case
from benchmarks.hostile.seeds import Seeds, make_seeds
from benchmarks.hostile.trying import here

if TYPE_CHECKING:
    from pathlib import Path

SEED = 14
# Many thousands of others are tried by ``python -m benchmarks.hostile``.
RUNS = {"folder": 12, "workbook": 8, "plan": 8, "plan book": 5, "roster": 4, "public": 15}
RUNS |= {"fet": 15, "merge": 5, "exchange": 10}


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Seeds:
    return make_seeds(tmp_path_factory.mktemp("seeds"))


def test_the_inputs_themselves_are_valid(seeds: Seeds, tmp_path: Path) -> None:
    """Undamaged, every command on them ends well."""
    case = make_case(0, SEED, seeds, tmp_path / "case", ["change"])
    data, plan = str(seeds.community), str(seeds.plan)
    commands = (
        ("check", data),
        ("check", str(seeds.workbook)),
        ("audit", data, plan),
        ("audit", data, str(seeds.plan_book)),
        ("export", data, plan, "--to", "web", "-o", str(case.output)),
        ("xhstt", "evaluate", str(seeds.public)),
        ("fet", "info", str(seeds.fet)),
        *(("import", str(path), "-o", str(case.output)) for path in seeds.exchange),
        ("merge", data, plan, str(seeds.school_book), "-o", str(case.output)),
    )
    for words in commands:
        (ending,) = here(type(case)(0, "", (words,), case.output))
        assert (ending.code, ending.fault) == (0, ""), words


@pytest.mark.parametrize("kind", RUNS)
def test_damaged_inputs_end_as_the_table_says(kind: str, seeds: Seeds, tmp_path: Path) -> None:
    codes = set()
    for number in range(RUNS[kind]):
        case = make_case(number, SEED, seeds, tmp_path / "case", [kind])
        for ending in here(case):
            if "solve" not in ending.words:  # a search may take its time
                assert not ending.fault, (number, ending.words, ending.fault)
            codes.add(ending.code)
    assert 2 in codes, "nothing was damaged"


def test_a_number_and_a_seed_always_give_the_same_input(seeds: Seeds, tmp_path: Path) -> None:
    made = []
    for _ in "ab":
        folder = tmp_path / "cases"
        cases = [
            make_case(number, SEED, seeds, folder / str(number), list(KINDS))
            for number in range(20)
        ]
        made.append(([str(case.commands) for case in cases], _files(folder)))
        shutil.rmtree(folder)
    assert made[0] == made[1]


def test_the_inputs_are_always_made_alike(seeds: Seeds, tmp_path: Path) -> None:
    again = make_seeds(tmp_path / "seeds")
    assert _files(again.folder) == _files(seeds.folder)


def _files(folder: Path) -> dict[str, bytes]:
    """Return what is in the files of a folder, by their paths in it."""
    found = sorted(p for p in folder.rglob("*") if p.is_file())
    return {str(p.relative_to(folder)): p.read_bytes() for p in found}
