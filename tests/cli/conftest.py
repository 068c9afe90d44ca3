"""A community and a plan of it on disk, made once for all tests of the commands."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from cli_support import QUICK, onebell, tiny_folder
from support import tiny_community

from community.profile import resolve
from community.writing import write_folder
from scenarios.changes.base import replaced

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any


@pytest.fixture(scope="session")
def planned(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The folders of the tiny community and of a plan of it; tests do not change them."""
    base = tmp_path_factory.mktemp("planned")
    community = tiny_folder(base / "community")
    result = onebell("plan", community, "-o", base / "plan", *QUICK)
    assert result.exit_code == 0, result.output
    return community, base / "plan"


@pytest.fixture(scope="session")
def termed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, dict[str, Any]]:
    """The folders of a pair of 松阳 and of a plan with a calendar, and what was told of it."""
    base = tmp_path_factory.mktemp("term")
    folder, plan, out = base / "community", base / "alone", base / "plan"
    write_folder(replaced(tiny_community(), policy=resolve("songyang")), folder)
    assert onebell("plan", folder, "-o", plan, *QUICK).exit_code == 0
    result = onebell("term", folder, plan, "-o", out, *QUICK, "--json")
    assert result.exit_code == 0, result.stderr
    return folder, out, json.loads(result.stdout)
