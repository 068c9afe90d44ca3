"""One community in three ways: after each other, with fixed points agreed, in one plan."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from benchmarks.sequential.agreed import with_fixed_points
from benchmarks.sequential.staffed import staffed_week
from scenarios.alone import order_of
from scheduling.one_by_one import kept, school_after_school
from scheduling.search import solve
from scheduling.solution import Solution
from scheduling.worth import figures, lacking
from solving.outcome import Budget

if TYPE_CHECKING:
    from collections.abc import Callable

    from community.models import Community
    from scheduling.instance import Instance

PER_PERIODS = 1_000  # the seconds are for so many periods a week, and for less
WARM_SECONDS = 1.0  # of a search that does not count: code is loaded in it

Found = tuple[Solution, dict[str, str]]


def compare(community: Community, seed: int, seconds: float, workers: int) -> dict[str, Any]:
    """Return the figures of each way, with the same staffing, seed and seconds."""
    periods = sum(community.demand.values())
    budget = Budget(seconds * max(1.0, periods / PER_PERIODS), workers, seed)
    instance = staffed_week(community, budget)
    order = order_of(community)
    solve(instance, budget.within(WARM_SECONDS))
    ways: dict[str, Callable[[], Found]] = {
        "after": lambda: school_after_school(instance, order, budget),
        "agreed": lambda: school_after_school(with_fixed_points(instance), order, budget),
        "joint": lambda: _joint(instance, budget),
    }
    found: dict[str, tuple[Found, float]] = {}
    for name, plan in ways.items():
        began = time.monotonic()
        found[name] = plan(), time.monotonic() - began
    points = [lacking(instance, timetable) for (timetable, _), _ in found.values()]
    anywhere = set[str]().union(*points)
    return {
        "schools": len(order),
        "budget": round(budget.seconds, 1),
        "ways": {
            name: figures(instance, timetable, anywhere)
            | {"seconds": round(took, 1), "status": told}
            for name, ((timetable, told), took) in found.items()
        },
    }


def _joint(instance: Instance, budget: Budget) -> Found:
    result = solve(instance, budget)
    lessons = kept(instance, result.solution) if result.solution else []
    return Solution(tuple(lessons)), {"all": result.report.status.value}
