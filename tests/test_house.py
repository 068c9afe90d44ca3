"""The shape of the house: imports only point down, and what checks plans knows no solver."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ["community", "solving", "rotation", "scheduling", "scenarios", "publishing", "cli"]
SOURCES = [
    path
    for room in ROOMS
    for path in (sorted((ROOT / room).rglob("*.py")) or [ROOT / f"{room}.py"])
]


def _imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def _room(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_point_down(path: Path) -> None:
    mine = ROOMS.index(_room(path))
    above = {
        name
        for name in _imports(path)
        if (room := name.split(".")[0]) in ROOMS and ROOMS.index(room) > mine
    }
    assert not above, f"{path.name} reaches up to {sorted(above)}"


@pytest.mark.parametrize("room", ["rotation", "scheduling"])
def test_rules_and_checks_import_no_solver(room: str) -> None:
    quiet = [
        *sorted((ROOT / room / "rules").glob("*.py")),
        *(ROOT / room / name for name in ("check.py", "solution.py", "instance.py")),
    ]
    for path in quiet:
        assert not any(name.split(".")[0] == "ortools" for name in _imports(path)), path


def test_no_machine_path_in_the_sources() -> None:
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        assert "/work/" not in text and "/root/" not in text, path
