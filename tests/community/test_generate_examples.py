"""The committed examples are what the generator makes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from community.profile import profile_names
from community.reading import read_community
from community.writing import write_folder
from scenarios.sample import new_sample

if TYPE_CHECKING:
    from community.generate import Size
    from community.models import Community

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
COMMAND = re.compile(r"`onebell new examples/(\w+) ([^`]*)`")
MADE = COMMAND.findall((EXAMPLES / "README.md").read_text(encoding="utf-8"))


def _made(options: str) -> Community:
    """Return the community that the options of the command ask for."""
    given = dict(re.findall(r"--(\w+) (\w+)", options))
    size = cast("Size", given.pop("size"))
    profile, seed = given.pop("profile"), int(given.pop("seed"))
    numbers = {name: int(value) for name, value in given.items()}
    return new_sample(profile, numbers.pop("members", None), size, seed, **numbers)


def test_the_readme_lists_every_example() -> None:
    folders = sorted(p.name for p in EXAMPLES.iterdir() if p.is_dir())
    assert sorted(name for name, _ in MADE) == folders
    assert len(folders) == 26


def test_each_profile_has_an_example() -> None:
    shown = {read_community(EXAMPLES / name).policy.profile for name, _ in MADE}
    assert shown == {*profile_names()}


@pytest.mark.parametrize(("folder", "options"), MADE)
def test_example_is_made_again(folder: str, options: str, tmp_path: Path) -> None:
    community = _made(options)
    write_folder(community, tmp_path)
    committed = {p.name: p.read_bytes() for p in (EXAMPLES / folder).iterdir()}
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == committed
    assert read_community(EXAMPLES / folder) == community


def test_the_district_is_of_real_size() -> None:
    community = read_community(EXAMPLES / "shouguang_district")
    assert len(community.schools) == 11
    assert len(community.classes) >= 180
    assert sum(community.demand.values()) >= 5000
