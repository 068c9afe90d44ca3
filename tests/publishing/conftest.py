"""A plan on disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    from plan_on_disk import COMMUNITY, PLAN  # made only where it is needed

    from publishing.plan_folder import write_plan

    write_plan(PLAN, COMMUNITY, tmp_path / "plan")
    return tmp_path / "plan"
