"""Adding a rule is adding a file, its tests and its line in the docs: none may be missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from community.profile import profile_names, resolve
from rotation.rules import families, rules_of
from rotation.rules.base import Rule

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted(p.stem for p in (ROOT / "rotation" / "rules").glob("*.py"))
FAMILIES = [name for name in FILES if name not in ("__init__", "base")]
TESTS = "\n".join(p.read_text(encoding="utf-8") for p in Path(__file__).parent.glob("test_*.py"))
DOCS = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FAMILIES)
def test_every_file_is_a_family_with_tests_and_docs(name: str) -> None:
    assert issubclass(families()[name], Rule)
    assert name in TESTS
    assert f"`{name}.py`" in DOCS


@pytest.mark.parametrize("profile", profile_names())
def test_every_shipped_profile_is_understood(profile: str) -> None:
    rules = rules_of(resolve(profile))
    assert {"one_place", "placement_form", "home_school_protection"} <= {r.family for r in rules}
