"""Limits in the words of sentences."""

from __future__ import annotations

import pytest

from community.text import Text
from scheduling.wording import NO_LIMIT, between


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        ((2, 2), Text("为2", "2")),
        ((0, 3), Text("至多3", "at most 3")),
        ((2, NO_LIMIT), Text("至少2", "at least 2")),
        ((0.5, 1), Text("为0.5–1", "0.5–1")),
    ],
)
def test_two_limits(limits: tuple[float, float], words: Text) -> None:
    assert between(*limits) == words
