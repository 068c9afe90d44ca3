"""Limits of work: what is planned is the same on every machine, and however busy it is."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _work(request: pytest.FixtureRequest) -> None:
    """Let a test's seconds be units of work, but where it is about the clock."""
    if "by_the_wall" not in request.keywords:
        request.getfixturevalue("by_work")
