"""Every rule of this room is complete: class, sentences, tests and a line in the docs."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path

import pytest

from scheduling.rules.registry import XHSTT, families, family

HERE = Path(__file__).parent
DOCS = HERE.parents[1] / "docs" / "rules.md"


def _stem(name: str) -> str:
    return families()[name].__module__.rpartition(".")[2]


def _tests_of(stem: str) -> list[str]:
    """Tests of a family: those that carry its name, and all in a file of its name."""
    found = []
    for path in HERE.glob("test_*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.FunctionDef)
                and node.name.startswith("test_")
                and (stem in node.name or stem in path.stem)
            ):
                found.append(node.name)
    return found


def test_the_standard_is_complete() -> None:
    assert len(XHSTT) == len(set(XHSTT)) == 16
    assert set(XHSTT) <= set(families())


def test_unknown_family() -> None:
    with pytest.raises(KeyError):
        family("AvoidHomework")


@pytest.mark.parametrize("name", sorted(families()))
def test_family_is_named_like_its_file(name: str) -> None:
    words = re.findall("[A-Z][a-z]*", name)
    assert _stem(name) == "_".join(words).lower()
    assert families()[name].__name__ == name


@pytest.mark.parametrize("name", sorted(families()))
def test_family_is_documented(name: str) -> None:
    cls = families()[name]
    module = inspect.getmodule(cls)
    assert module is not None
    assert module.__doc__
    assert cls.__doc__
    assert not cls.__doc__.startswith(f"{name}("), "write what the rule says"
    lines = [x for x in DOCS.read_text(encoding="utf-8").splitlines() if f"| `{name}` |" in x]
    assert len(lines) == 1, f"{name} needs one line in the table of {DOCS.name}"
    assert f"`{_stem(name)}.py`" in lines[0]
    assert all(cell.strip() for cell in lines[0].strip("|").split("|"))


@pytest.mark.parametrize("name", sorted(families()))
def test_family_has_its_tests(name: str) -> None:
    tests = _tests_of(_stem(name))
    assert len(tests) >= 2, (
        f"{name}: write a feasible and an infeasible (or costed) test in tests/scheduling, "
        f"named test_{_stem(name)}_... or in test_{_stem(name)}.py; found {tests}"
    )
