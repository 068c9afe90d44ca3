"""Random tiny problems: what the search finds and proves, beside the least of all timetables.

The timetables are enumerated and priced by the plain-Python checker (``brute_force``).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from random_problems import solved

from scheduling.rules.registry import XHSTT, family
from scheduling.search import solve
from solving.outcome import Budget, Status

if TYPE_CHECKING:
    from random_problems import Solved

    from scheduling.search import SearchResult

WIDE = False  # also problems with open slots, and those that no timetable solves
COUNT = 8  # problems of each family
NAMES = tuple(n for n in XHSTT if WIDE or "resources" not in family(n).needs)
BUDGET = Budget(seconds=2, workers=1, seed=1)  # a proof takes moments
MOMENT = Budget(seconds=0.1, workers=1, seed=1)
pytestmark = pytest.mark.usefixtures("by_work")


def _compare(found: Solved, result: SearchResult) -> None:
    """The least cost, or the least hard cost where no timetable keeps the hard rules; proved.

    Lessons of one event may have different people in an open slot: that may even cost less.
    """
    assert result.cost is not None
    best, price = found.least, result.cost
    if best.hard:
        assert price.hard == best.hard or (found.is_staffed and price.hard < best.hard)
        assert result.report.status is Status.INFEASIBLE
    else:
        assert price == best or (found.is_staffed and price.soft < best.soft and not price.hard)
        assert result.report.status is Status.OPTIMAL


@pytest.mark.parametrize("name", NAMES)
def test_the_search_proves_the_least_cost(name: str) -> None:
    seen = Counter[str]()
    staffed = 0.5 if WIDE else 0.0
    for found in solved(name, NAMES, 4 * COUNT, staffed=staffed, tag="search "):
        if WIDE or found.least.hard == 0:
            _compare(found, solve(found.instance, BUDGET))
            seen.update({"compared": 1, "soft": found.least.soft > 0})
        if seen["compared"] == COUNT:
            break
    assert seen["compared"] == COUNT
    assert seen["soft"] > 0


@pytest.mark.parametrize("name", XHSTT)
def test_the_search_claims_nothing_false(name: str) -> None:
    """However little it finds in a moment: its proofs hold, with open slots too."""
    for found in solved(name, XHSTT, COUNT, staffed=0.5, tag="claims "):
        report = (result := solve(found.instance, MOMENT)).report
        if found.least.hard == 0:
            assert report.status is not Status.INFEASIBLE
            assert report.bound is None or report.bound <= found.least.soft + 1e-6
        if result.cost is not None:
            price = (result.cost.hard, result.cost.soft)
            best = (found.least.hard, found.least.soft)
            assert report.status is not Status.OPTIMAL or price <= best
            assert found.is_staffed or price >= best  # one lesson may have another teacher
