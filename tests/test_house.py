"""The shape of the house: imports only point down, in no circle; what checks plans knows no solver.

Every import is an edge: at the top of a file, inside a function, or for annotations alone.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import networkx as nx
import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ["community", "solving", "rotation", "scheduling", "scenarios", "publishing", "cli"]
SOURCES = [
    path
    for room in ROOMS
    for path in (sorted((ROOT / room).rglob("*.py")) or [ROOT / f"{room}.py"])
]


@cache
def _nodes(path: Path) -> list[ast.AST]:
    """Return all that a file says of imports; hundreds of tests ask for the same files."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [n for n in ast.walk(tree) if isinstance(n, (ast.Import, ast.ImportFrom))]


def _imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in _nodes(path):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def _room(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def _module(path: Path) -> str:
    """Return a file's module; a package's own file is its ``__init__``, a room like the others."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


MODULES = {_module(path): path for path in SOURCES}


@cache
def _edges() -> list[tuple[str, str]]:
    """Return who imports whom, ``from package import module`` being an import of the module."""
    found: list[tuple[str, str]] = []
    for module, path in MODULES.items():
        for node in _nodes(path):
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                assert not node.level, f"{path} imports by a relative name"
                whole = [f"{node.module}.{alias.name}" for alias in node.names]
                names = [name if name in MODULES else str(node.module) for name in whole]
            known = (n if n in MODULES else f"{n}.__init__" for n in names)
            found += [(module, n) for n in known if n in MODULES and n != module]
    return found


def _circles(edges: list[tuple[str, str]]) -> list[list[str]]:
    graph: nx.DiGraph[str] = nx.DiGraph(edges)
    return [sorted(c) for c in nx.strongly_connected_components(graph) if len(c) > 1]


def test_no_modules_import_each_other_in_a_circle() -> None:
    assert not _circles(_edges())


PACKAGES = sorted({module.rpartition(".")[0] for module in MODULES})


@pytest.mark.parametrize("package", PACKAGES, ids=lambda p: p or "house")
def test_no_rooms_of_a_package_import_each_other_in_a_circle(package: str) -> None:
    """A room is a module of the package, or a package in it with all that is inside."""
    inside = f"{package}." if package else ""

    def room(module: str) -> str:
        return module.removeprefix(inside).split(".")[0]

    own = [(a, b) for a, b in _edges() if a.startswith(inside) and b.startswith(inside)]
    assert not _circles([(room(a), room(b)) for a, b in own if room(a) != room(b)])


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
