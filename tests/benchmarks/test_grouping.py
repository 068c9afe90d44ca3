"""A county of 40 schools, drawn on a plane, is grouped and proved best."""

from __future__ import annotations

import pytest

from benchmarks.grouping import FURTHER, SIZES, drawn
from rotation.grouping.check import check, worth
from rotation.grouping.instance import compile_grouping
from rotation.grouping.search import solve
from solving.outcome import Budget, Status


@pytest.mark.parametrize("rules", FURTHER)
def test_a_county_of_40_schools_is_proved_best(rules: str) -> None:
    instance = compile_grouping(drawn(40, 2, [*SIZES[40], *FURTHER[rules]]))
    found = solve(instance, Budget(60.0, workers=2))
    assert found.status is Status.OPTIMAL
    assert found.grouping is not None
    assert not any(v.is_hard for v in check(instance, found.grouping))
    best = worth(instance, found.grouping)
    assert found.bounds == (best.rules.soft, best.minutes)
