"""The committed examples are what the generator makes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from community.generate import new_community
from community.reading import read_community
from community.writing import write_folder

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
COMMAND = re.compile(r"onebell new examples/(\w+) --profile (\w+) --size (\w+) --seed (\d+)")
MADE = COMMAND.findall((EXAMPLES / "README.md").read_text(encoding="utf-8"))


def test_the_readme_lists_every_example() -> None:
    folders = sorted(p.name for p in EXAMPLES.iterdir() if p.is_dir())
    assert sorted(name for name, *_ in MADE) == folders
    assert len(folders) == 4


@pytest.mark.parametrize(("folder", "profile", "size", "seed"), MADE)
def test_example_is_made_again(
    folder: str, profile: str, size: str, seed: str, tmp_path: Path
) -> None:
    community = new_community(profile, None, size, int(seed)).community  # type: ignore[arg-type]
    write_folder(community, tmp_path)
    committed = {p.name: p.read_bytes() for p in (EXAMPLES / folder).iterdir()}
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == committed
    assert read_community(EXAMPLES / folder) == community


def test_the_district_is_of_real_size() -> None:
    community = read_community(EXAMPLES / "shouguang_district")
    assert len(community.schools) == 11
    assert len(community.classes) >= 180
    assert sum(community.demand.values()) >= 5000
