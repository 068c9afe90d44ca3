"""Limits in the words of sentences."""

from __future__ import annotations

import pytest

from scheduling.week.frame import NO_LIMIT
from scheduling.wording import between


@pytest.mark.parametrize(
    ("limits", "words"),
    [((2, 2), "2"), ((0, 3), "0–3"), ((2, NO_LIMIT), "≥2"), ((0.5, 1), "0.5–1")],
)
def test_two_limits(limits: tuple[float, float], words: str) -> None:
    assert between(*limits) == words
