"""A community and a plan of it on disk, made once for all tests of the commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from cli_support import QUICK, onebell, tiny_folder

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def planned(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The folders of the tiny community and of a plan of it; tests do not change them."""
    base = tmp_path_factory.mktemp("planned")
    community = tiny_folder(base / "community")
    result = onebell("plan", community, "-o", base / "plan", *QUICK)
    assert result.exit_code == 0, result.output
    return community, base / "plan"
