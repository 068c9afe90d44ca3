"""Limits of work: what is planned is the same on every machine, and however busy it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from solving import clock

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _work(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let a test's seconds be units of work, but where it is about the clock."""
    if "by_the_wall" in request.keywords:
        yield
    else:
        with clock.counting_work():
            yield
