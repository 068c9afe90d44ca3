"""A community on disk, in both of its forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from io_support import full_community

from community.writing import write_folder, write_workbook

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_folder(full_community(), tmp_path / "full")
    return tmp_path / "full"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    write_workbook(full_community(), tmp_path / "full.xlsx")
    return tmp_path / "full.xlsx"
